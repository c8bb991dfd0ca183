"""A return that is a list of figures: one upright A4 page in sections, with checks as formulas.

Each figure stands twice: as the return writes it (``450余``) and as a number to reckon with. The
checks compare the number cells, so that whoever gets the workbook can follow them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jianxi_desktop.sheets.books import A4, HEADING, SONG, TITLE_SONG, new_book, text_width
from jianxi_desktop.sheets.returns import FOOT

AGREES, DIFFERS = "相符", "不符"
_COLUMNS = (
    ("序号", 5.5),
    ("指标", 25.0),
    ("计量单位", 8.5),
    ("数量", 12.5),
    ("数值", 10.0),
    ("统计口径", 40.0),
)
_NOTES = (("序号", 5.5), ("指标", 25.0), ("统计口径", 39.0), ("依据", 26.0))
_VALUE, _LAST = 4, len(_COLUMNS) - 1
_CHECKS = "勾稽关系"
_LINE, _LEAST = 12.5, 19.0  # points: a line of text, and the lowest row
_HEADING, _FOOT_LINE = 23, 26
_PAGE = 860  # points of rows that stand on one page when the columns fill its width


@dataclass(frozen=True)
class FigureLine:
    """One figure.

    Attributes:
        id: Its number.
        name: What it is called.
        unit: What is counted.
        shown: How the return writes it.
        value: The number.
        note: What is counted, in words, and what it is made of.
        source: What the figure goes back to.
    """

    id: str
    name: str
    unit: str
    shown: str
    value: int | float
    note: str
    source: str = ""


@dataclass(frozen=True)
class FigureCheck:
    """One comparison.

    Attributes:
        rule: What must hold, in words.
        ok: Whether it does.
        detail: Where it does not.
        sides: Figures whose sums must be equal; none where it is no equation.
    """

    rule: str
    ok: bool
    detail: str
    sides: tuple[tuple[str, ...], tuple[str, ...]] | None = None


@dataclass(frozen=True)
class FigurePage:
    """A return of figures, ready to be written.

    Attributes:
        title: Heading of the form.
        code: Number of the form.
        unit: The office that hands it in.
        as_of: The period and the day, as they stand on the form.
        sections: Headings with their figures.
        checks: Comparisons between figures.
        remarks: What the second sheet says before the figures, a line each.
        foot: What is signed and stamped.
    """

    title: str
    code: str
    unit: str
    as_of: str
    sections: tuple[tuple[str, tuple[FigureLine, ...]], ...]
    checks: tuple[FigureCheck, ...]
    remarks: tuple[str, ...] = ()
    foot: tuple[str, ...] = FOOT


def write_figure_page(path: Path, page: FigurePage) -> None:
    """Write the page and, on a second sheet, what each figure means.

    Raises:
        EnvironmentFailure: Disk full, no such folder, read-only, or open in another program.
    """
    with new_book(path) as book:
        looks = _looks(book)
        writer = _Page(book.add_worksheet("总表"), looks, page)
        writer.heading()
        for title, lines in page.sections:
            writer.section(title, lines)
        writer.checks(page.checks)
        writer.foot()
        writer.break_pages()
        _write_notes(book.add_worksheet("统计说明"), looks, page)


def equation(sides: tuple[Sequence[str], Sequence[str]], cells: dict[str, str]) -> tuple[str, str]:
    """Give the two sides of a comparison as sums of cells, by the cell of each figure."""
    left, right = ("+".join(cells[each] for each in side) for side in sides)
    return left, right


def _looks(book: Any) -> dict[str, Any]:
    body = {**SONG, "font_size": 10.5, "border": 1, "valign": "vcenter"}
    middle = {**body, "align": "center"}
    wrapped = {**body, "text_wrap": True, "font_size": 9.5}
    plain = {**SONG, "font_size": 10.5, "valign": "vcenter"}
    title = {**TITLE_SONG, "font_size": 18, "align": "center", "valign": "vcenter"}
    looks = {
        "title": title,
        "left": plain,
        "right": {**plain, "align": "right"},
        "head": {**HEADING, "font_size": 10.5},
        "section": {**body, "bold": True, "bg_color": "#F5F5F5", "indent": 1},
        "id": middle,
        "name": {**body, "shrink": True},
        "unit": middle,
        "shown": {**middle, "num_format": "@"},
        "whole": {**body, "num_format": "#,##0", "align": "right", "indent": 1},
        "broken": {**body, "num_format": "#,##0.00", "align": "right", "indent": 1},
        "note": wrapped,
        "remark": {**SONG, "font_size": 10.5, "text_wrap": True, "valign": "top"},
    }
    made = {name: book.add_format(look) for name, look in looks.items()}
    made["red"] = book.add_format({"font_color": "#B00020", "bold": True})
    return made


class _Page:
    """Writes the page downwards, and remembers in which cell each figure stands."""

    def __init__(self, sheet: Any, looks: dict[str, Any], page: FigurePage) -> None:
        self._sheet, self._look, self._page = sheet, looks, page
        self._row = 0
        self._used = 0.0  # points on the page that is being filled
        self._breaks: list[int] = []
        self._cells: dict[str, str] = {}

    def heading(self) -> None:
        """Write title, unit line and captions, and set the sheet up for paper."""
        sheet, page = self._sheet, self._page
        sheet.merge_range(0, 0, 0, _LAST, page.title, self._look["title"])
        self._high(0, 34)
        sheet.merge_range(1, 0, 1, 2, f"填报单位：{page.unit}", self._look["left"])
        told = f"{page.code}　{page.as_of}"
        sheet.merge_range(1, 3, 1, _LAST, told, self._look["right"])
        self._high(1, 21)
        for place, (caption, width) in enumerate(_COLUMNS):
            sheet.set_column(place, place, width)
            sheet.write_string(2, place, caption, self._look["head"])
        self._high(2, _HEADING)
        _set_up(sheet, (2, 2))
        sheet.freeze_panes(3, 0)
        self._row = 3

    def section(self, title: str, lines: Sequence[FigureLine]) -> None:
        """Write a heading and the figures below it; they stand on one page."""
        notes = (_height(line.note, _COLUMNS[_LAST][1]) for line in lines)
        self._keep_together(_LEAST + sum(notes))
        self._band(title)
        for line in lines:
            self._figure(line)
            self._row += 1

    def checks(self, checks: Sequence[FigureCheck]) -> None:
        """Write the comparisons; a formula carries its result, so that every viewer shows it."""
        if not checks:
            return
        heights = sum(_check_height(check) for check in checks)
        self._keep_together(_LEAST + heights + _FOOT_LINE * len(self._page.foot) / 2)
        self._band(_CHECKS)
        first = self._row
        for place, check in enumerate(checks, start=1):
            self._check(place, check)
            self._row += 1
        red = {
            "type": "cell",
            "criteria": "==",
            "value": f'"{DIFFERS}"',
            "format": self._look["red"],
        }
        self._sheet.conditional_format(first, 3, self._row - 1, 3, red)

    def foot(self) -> None:
        """Write the places for stamp, signatures and day."""
        pairs = [self._page.foot[place : place + 2] for place in range(0, len(self._page.foot), 2)]
        for pair in pairs:
            self._high(self._row, _FOOT_LINE)
            edges = ((0, 2), (3, _LAST))
            for text, (first, last) in zip(pair, edges, strict=False):
                self._sheet.merge_range(self._row, first, self._row, last, text, self._look["left"])
            self._row += 1
        self._sheet.print_area(0, 0, self._row - 1, _LAST)

    def break_pages(self) -> None:
        """Begin new pages where sections would be torn; Excel goes by its own count."""
        if self._breaks:
            self._sheet.set_h_pagebreaks(self._breaks)

    def _keep_together(self, height: float) -> None:
        if self._used + height > _PAGE:
            self._breaks.append(self._row)
            self._used = _HEADING

    def _high(self, row: int, height: float) -> None:
        self._sheet.set_row(row, height)
        self._used += height

    def _band(self, title: str) -> None:
        self._sheet.merge_range(self._row, 0, self._row, _LAST, title, self._look["section"])
        self._high(self._row, _LEAST)
        self._row += 1

    def _figure(self, line: FigureLine) -> None:
        from xlsxwriter.utility import xl_rowcol_to_cell

        sheet, row = self._sheet, self._row
        for place, key in enumerate(("id", "name", "unit", "shown")):
            sheet.write_string(row, place, getattr(line, key), self._look[key])
        look = self._look["whole" if isinstance(line.value, int) else "broken"]
        sheet.write_number(row, _VALUE, line.value, look)
        sheet.write_string(row, _LAST, line.note, self._look["note"])
        self._high(row, _height(line.note, _COLUMNS[_LAST][1]))
        self._cells[line.id] = xl_rowcol_to_cell(row, _VALUE)

    def _check(self, place: int, check: FigureCheck) -> None:
        sheet, row = self._sheet, self._row
        sheet.write_number(row, 0, place, self._look["id"])
        sheet.merge_range(row, 1, row, 2, check.rule, self._look["note"])
        verdict = AGREES if check.ok else DIFFERS
        if check.sides is None:
            sheet.write_string(row, 3, verdict, self._look["shown"])
            sheet.write_blank(row, _VALUE, None, self._look["whole"])
        else:
            left, right = equation(check.sides, self._cells)
            formula = f'=IF({left}={right},"{AGREES}","{DIFFERS}")'
            sheet.write_formula(row, 3, formula, self._look["shown"], verdict)
            difference = self._sum(check.sides[0]) - self._sum(check.sides[1])
            rest = f"={left}-{right}" if "+" not in right else f"={left}-({right})"
            sheet.write_formula(row, _VALUE, rest, self._look["whole"], difference)
        sheet.write_string(row, _LAST, check.detail, self._look["note"])
        self._high(row, _check_height(check))

    def _sum(self, figures: Sequence[str]) -> int | float:
        values = {line.id: line.value for _title, lines in self._page.sections for line in lines}
        return sum(values[each] for each in figures)


def _write_notes(sheet: Any, looks: dict[str, Any], page: FigurePage) -> None:
    last = len(_NOTES) - 1
    width = sum(width for _caption, width in _NOTES)
    sheet.merge_range(0, 0, 0, last, f"{page.title}统计说明", looks["title"])
    sheet.set_row(0, 34)
    row = 1
    for remark in page.remarks:
        sheet.merge_range(row, 0, row, last, remark, looks["remark"])
        sheet.set_row(row, _height(remark, width))
        row += 1
    for place, (caption, each) in enumerate(_NOTES):
        sheet.set_column(place, place, each)
        sheet.write_string(row, place, caption, looks["head"])
    _set_up(sheet, (row, row))
    for _title, lines in page.sections:
        for line in lines:
            row += 1
            sheet.write_string(row, 0, line.id, looks["id"])
            sheet.write_string(row, 1, line.name, looks["name"])
            sheet.write_string(row, 2, line.note, looks["note"])
            sheet.write_string(row, 3, line.source, looks["note"])
            sheet.set_row(row, _height(line.note, _NOTES[2][1]))
    sheet.print_area(0, 0, row, last)


def _set_up(sheet: Any, heading_rows: tuple[int, int]) -> None:
    """Set a sheet up for upright A4, heading on every page, page x of y."""
    sheet.set_portrait()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.repeat_rows(*heading_rows)
    sheet.set_footer("&C第 &P 页 共 &N 页")


def _check_height(check: FigureCheck) -> float:
    rule = sum(width for _caption, width in _COLUMNS[1:3])
    return max(_height(check.rule, rule), _height(check.detail, _COLUMNS[_LAST][1]))


def _height(text: str, width: float) -> float:
    """Give the height in points of a cell that breaks its text; a Chinese character is two wide."""
    lines = math.ceil((text_width(text) + 1) / (width * 1.12)) or 1
    return max(_LEAST, 6 + _LINE * lines)
