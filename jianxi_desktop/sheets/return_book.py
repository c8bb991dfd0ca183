"""Several returns in one workbook: a cover with a contents list, the tables, what must hold.

What must hold stands on a sheet of its own with live formulas over the tables, so that whoever
types into the workbook sees at once what no longer agrees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jianxi_desktop.sheets.books import A4, new_book, page
from jianxi_desktop.sheets.return_chart import quoted
from jianxi_desktop.sheets.return_content import ReturnPage
from jianxi_desktop.sheets.return_remarks import write_remarks
from jianxi_desktop.sheets.return_sheet import Looks, PageWriter, write_page
from jianxi_desktop.sheets.returns import lines_of

if TYPE_CHECKING:
    from jianxi_desktop.domain.return_where import Number

RELATIONS, COVER = "勾稽关系", "封面"
_ALIKE, _UNLIKE, _OPEN = "相符", "不符", "未填"
_CAPTIONS = ("序号", "表号", "应有的关系", "核对的栏目", "左边", "关系", "右边", "相差", "结果")
_WIDTHS = (6, 7, 58, 30, 11, 6, 11, 9, 9)
_SIGNS: Mapping[str, str] = {"==": "＝", "<=": "≤", ">=": "≥"}
_EXCEL: Mapping[str, str] = {"==": "=", "<=": "<=", ">=": ">="}
_HEAD_ROWS = 3
_VERDICT = len(_CAPTIONS) - 1
_DECIMALS = 2
_RED = "#FFC7CE"


@dataclass(frozen=True)
class Term:
    """One cell of a side of what must hold.

    Attributes:
        sign: 1 or -1.
        value: What the cell says.
        page: Which table of the book it stands on; ``None`` where its table is not in the book.
        row: Its row among the cells.
        column: Its column among the cells.
    """

    sign: int
    value: "Number | None"
    page: int | None = None
    row: int = 0
    column: int = 0


@dataclass(frozen=True)
class Relation:
    """What must hold at one place.

    Attributes:
        code: Number of the return that asks for it.
        text: In words.
        where: The row or the column, in words.
        left: One side.
        relation: ``==``, ``<=`` or ``>=``.
        right: The other side.
    """

    code: str
    text: str
    where: str
    left: tuple[Term, ...]
    relation: str
    right: tuple[Term, ...]

    @property
    def difference(self) -> "Number | None":
        """By how much the sides differ; ``None`` where a cell is not filled in."""
        left, right = total(self.left), total(self.right)
        return None if left is None or right is None else round(left - right, _DECIMALS)

    @property
    def verdict(self) -> str:
        """Whether it holds, in a word."""
        found = self.difference
        if found is None:
            return _OPEN
        holds = {"==": found == 0, "<=": found <= 0, ">=": found >= 0}[self.relation]
        return _ALIKE if holds else _UNLIKE


@dataclass(frozen=True)
class Cover:
    """What stands on the first sheet.

    Attributes:
        title: Of the whole book.
        period: In words, such as ``2018年度``.
        unit: Who hands it in.
        note: Below the contents list; empty for none.
        signed: Who answers for it, who filled it in, and the day; empty where it is to be written.
    """

    title: str
    period: str
    unit: str
    note: str = ""
    signed: tuple[str, str, str] = ("", "", "")


def total(terms: Sequence[Term]) -> "Number | None":
    """Add up one side; ``None`` where a cell is not filled in."""
    values = [term.value for term in terms]
    if None in values:
        return None
    return sum(term.sign * (term.value or 0) for term in terms)


def write_book(
    path: Path, cover: Cover, pages: Sequence[ReturnPage], relations: Sequence[Relation]
) -> None:
    """Write several returns as one workbook.

    Raises:
        EnvironmentFailure: Disk full, no such folder, read-only, or open in another program.
    """
    with new_book(path) as book:
        looks = Looks(book)
        front = book.add_worksheet(COVER)
        writers = [write_page(book, looks, replace(each, checks=())) for each in pages]
        _Relations(book, looks, writers).write(relations)
        write_remarks(book, looks, [replace(each, checks=()) for each in pages])
        _write_cover(front, looks, cover, list(zip(pages, writers, strict=True)), relations)
        front.activate()


class _Relations:
    """Writes the sheet of what must hold."""

    def __init__(self, book: Any, looks: Looks, writers: Sequence[PageWriter]) -> None:
        self._sheet = book.add_worksheet(RELATIONS)
        self._look, self._writers = looks, writers
        self._red = book.add_format({"bg_color": _RED})

    def write(self, relations: Sequence[Relation]) -> None:
        """Write all of them and set the sheet up for paper and screen."""
        sheet, last = self._sheet, len(_CAPTIONS) - 1
        for place, width in enumerate(_WIDTHS):
            sheet.set_column(place, place, width)
        sheet.merge_range(0, 0, 0, last, RELATIONS, self._look("title"))
        sheet.set_row(0, 32)
        end = _HEAD_ROWS + max(len(relations), 1)
        wrong = sum(each.verdict == _UNLIKE for each in relations)
        column = f"$I${_HEAD_ROWS + 1}:$I${end}"
        told = f"共核对{len(relations)}处，不符"
        formula = f'="{told}"&COUNTIF({column},"{_UNLIKE}")&"处"'
        sheet.merge_range(1, 0, 1, last, "", self._look("left"))
        sheet.write_formula(1, 0, formula, self._look("left"), f"{told}{wrong}处")
        for place, caption in enumerate(_CAPTIONS):
            sheet.write_string(_HEAD_ROWS - 1, place, caption, self._look("head"))
        for at, relation in enumerate(relations):
            self._line(_HEAD_ROWS + at, at + 1, relation)
        rule = {"type": "cell", "criteria": "==", "value": f'"{_UNLIKE}"', "format": self._red}
        sheet.conditional_format(_HEAD_ROWS, _VERDICT, end - 1, _VERDICT, rule)
        sheet.autofilter(_HEAD_ROWS - 1, 0, end - 1, last)
        sheet.freeze_panes(_HEAD_ROWS, 0)
        sheet.print_area(0, 0, end - 1, last)
        page(sheet, width=sum(_WIDTHS), heading_rows=(_HEAD_ROWS - 1, _HEAD_ROWS - 1))

    def _line(self, row: int, number: int, relation: Relation) -> None:
        sheet, text, figure = self._sheet, self._look("text"), self._look("figure")
        sheet.write_number(row, 0, number, figure)
        for place, told in enumerate((relation.code, relation.text, relation.where), start=1):
            sheet.write_string(row, place, told, text)
        left, right = f"E{row + 1}", f"G{row + 1}"
        self._side(row, 4, relation.left)
        sheet.write_string(row, 5, _SIGNS[relation.relation], figure)
        self._side(row, 6, relation.right)
        apart = f'=IF(OR({left}="",{right}=""),"",ROUND({left}-{right},{_DECIMALS}))'
        found = relation.difference
        sheet.write_formula(row, 7, apart, figure, "" if found is None else found)
        test = f"H{row + 1}{_EXCEL[relation.relation]}0"
        verdict = f'=IF(H{row + 1}="","{_OPEN}",IF({test},"{_ALIKE}","{_UNLIKE}"))'
        sheet.write_formula(row, _VERDICT, verdict, figure, relation.verdict)
        lines = max(lines_of(relation.text, _WIDTHS[2]), lines_of(relation.where, _WIDTHS[3]))
        sheet.set_row(row, max(20, 14 * lines + 6))

    def _side(self, row: int, column: int, terms: Sequence[Term]) -> None:
        """Write one side: what its cells say now, nothing while one of them is empty."""
        places = [self._place(term) for term in terms]
        summed = "".join(
            f"{'-' if term.sign < 0 else '+'}{place}"
            for term, place in zip(terms, places, strict=True)
        ).removeprefix("+")
        there = [place for term, place in zip(terms, places, strict=True) if term.page is not None]
        value = total(terms)
        if any(term.page is None and term.value is None for term in terms):
            formula = '=""'
        elif there:
            formula = f'=IF(COUNT({",".join(there)})={len(there)},{summed},"")'
        else:
            formula = f"={summed}"
        look = self._look("figure", num_format="General")
        self._sheet.write_formula(row, column, formula, look, "" if value is None else value)

    def _place(self, term: Term) -> str:
        """Name a cell; one whose table is not in the book is its number."""
        if term.page is None:
            return str(term.value)
        first = self._writers[term.page]
        writer, _at = first.place_of(term.column)
        place = first.place(term.row, term.column)
        return place if "!" in place else f"{quoted(writer.name)}!{place}"


_COVER_WIDTHS = (7, 9, 46, 12, 14)


def _write_cover(
    sheet: Any,
    looks: Looks,
    cover: Cover,
    tables: Sequence[tuple[ReturnPage, PageWriter]],
    relations: Sequence[Relation],
) -> None:
    last = len(_COVER_WIDTHS) - 1
    for place, width in enumerate(_COVER_WIDTHS):
        sheet.set_column(place, place, width)
    title = looks("title", font_size=26, text_wrap=True)
    period = looks("title", font_size=16)
    field = looks("left", font_size=14)
    answers, filled, day = cover.signed
    for row, height, text, look in (
        (0, 46, "", looks("left")),
        (1, 60, cover.title, title),
        (2, 34, f"（{cover.period}）" if cover.period else "", period),
        (3, 30, "", looks("left")),
        (4, 34, f"　　填报单位（盖章）：{cover.unit}", field),
        (5, 34, f"　　负责人（签名）：{answers}", field),
        (6, 34, f"　　填表人（签名）：{filled}", field),
        (7, 34, f"　　报出时间：{day or '　　　　年　　月　　日'}", field),
        (8, 30, "", looks("left")),
        (9, 30, "目　　录", looks("title", font_size=16)),
    ):
        sheet.merge_range(row, 0, row, last, text, look)
        sheet.set_row(row, height)
    row = _contents(sheet, looks, tables, relations)
    if cover.note:
        sheet.merge_range(row, 0, row, last, cover.note, looks("remark"))
        sheet.set_row(row, 10 + 14 * lines_of(cover.note, sum(_COVER_WIDTHS)))
        row += 1
    sheet.print_area(0, 0, row - 1, last)
    sheet.set_portrait()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)


def _contents(
    sheet: Any,
    looks: Looks,
    tables: Sequence[tuple[ReturnPage, PageWriter]],
    relations: Sequence[Relation],
) -> int:
    """Write the contents list, each title a link to its table; give the row after it."""
    row = 10
    captions = ("序号", "表号", "表　　名", "计量单位", "勾稽不符")
    for place, caption in enumerate(captions):
        sheet.write_string(row, place, caption, looks("head"))
    sheet.set_row(row, 24)
    for number, (table, writer) in enumerate(tables, start=1):
        row += 1
        sheet.set_row(row, 22 if lines_of(table.title, _COVER_WIDTHS[2]) == 1 else 34)
        sheet.write_number(row, 0, number, looks("figure"))
        sheet.write_string(row, 1, table.code, looks("figure"))
        link = f"internal:{quoted(writer.name)}!A1"
        sheet.write_url(row, 2, link, looks("text", font_color="#0B3D91"), table.title)
        sheet.write_string(row, 3, table.measured_in, looks("text", align="center"))
        wrong = sum(each.code == table.code and each.verdict == _UNLIKE for each in relations)
        other = quoted(RELATIONS)
        count = f'COUNTIFS({other}!$B:$B,"{table.code}",{other}!$I:$I,"{_UNLIKE}")'
        sheet.write_formula(row, 4, f"={count}", looks("figure", num_format='0"处"'), wrong)
    return row + 1
