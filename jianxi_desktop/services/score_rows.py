"""Rows of a workbook of scores: which line of the checklist each score is for.

Both layouts become the same here: a row says of one sheet and scorer what stands at which label.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from jianxi_desktop.domain.scoring import DEDUCT
from jianxi_desktop.errors import InputError
from jianxi_desktop.services.observation_marks import find_line, named, unknown_line
from jianxi_desktop.services.observation_sheets import SheetLine
from jianxi_desktop.sheets import scores as layout
from jianxi_desktop.sheets.roster import Roster, RosterRow

_BLANK = frozenset({"", "—", "——", "-", "--", "/", "、", "空"})
_NUMBERED = re.compile(r"第?(\d{1,3})项?(?:[\s.、:,]+|(?=\D)|$)")
_BRACKET = re.compile(r"\([^()]*\)$")
_COLUMN = re.compile(r"\([A-Z]{1,3}列\)$")  # what the reader adds to a caption met before
_EXACT = 6  # decimals: more are the dust of a formula


class Label(NamedTuple):
    """What names a line of the checklist.

    Attributes:
        number: Its number on the paper, as written; may be empty.
        item: What it says, as written; may be empty.
        hint: What stands in brackets behind it.
        sure: Whether the number is the paper's; a column 序号 may only count rows.
    """

    number: str
    item: str
    hint: str = ""
    sure: bool = True


Said = tuple[Label, str]


@dataclass(frozen=True)
class ReadRow:
    """One row of the workbook.

    Attributes:
        row: Row of the sheet, from 1.
        form: Number on the paper, as written.
        name: Who is visited, as written; may be empty.
        scorer: Who scores, as written; may be empty.
        said: What stands at which label; blanks are left out.
        remarks: Remarks by label.
        highlights: As written.
        gaps: As written.
        visited_on: ISO day.
        wrong: What was wrong with its cells, in Chinese.
    """

    row: int
    form: str
    name: str
    scorer: str
    said: Sequence[Said]
    remarks: Sequence[Said]
    highlights: str
    gaps: str
    visited_on: str
    wrong: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        written = self.said or self.remarks or self.highlights or self.gaps or self.visited_on
        return not written and not self.wrong


class Columns:
    """Tells the columns of an opened workbook.

    Attributes:
        unread: Captions of columns that are not read.

    Raises:
        InputError: There is no column of scores.
    """

    def __init__(self, roster: Roster) -> None:
        placed = zip(roster.columns.items(), roster.places, strict=True)
        known: dict[str, int] = {}
        others: dict[int, str] = {}
        for (caption, key), place in placed:
            if key is None:
                others[place] = caption
            else:
                known[key] = place
        self._known = known
        self._long = layout.POINTS in known and (layout.ITEM in known or layout.NUMBER in known)
        left = {place for place, each in others.items() if self._long or _is_no_line(each)}
        self._labels = {
            place: label_of(each) for place, each in others.items() if place not in left
        }
        self.unread = tuple(each for place, each in others.items() if place in left)
        if not self._long and not self._labels:
            raise InputError(
                "no columns of scores",
                user_message=(
                    f"第{roster.header_row}行表头里没有打分的列：要么每项一列"
                    "（如“3 观摩内容（8分）”），要么有“序号”或“观摩内容”和“得分”两列。"
                    "可以先写一份空表：observe enter --template。"
                ),
                code="no_scores",
            )

    @property
    def labels(self) -> Sequence[Label]:
        """What names the lines, where each has a column."""
        return tuple(self._labels.values())

    def read(self, rows: Iterator[RosterRow]) -> Iterator[ReadRow]:
        """Read rows, but for those that hold no record."""
        for row in rows:
            if not row.skipped:
                yield self._read(row)

    def _read(self, row: RosterRow) -> ReadRow:
        values = row.values
        said, remarks = self._long_row(row) if self._long else self._wide_row(row)
        return ReadRow(
            row=row.row,
            form=values.get(layout.FORM) or "",
            name=values.get(layout.NAME) or "",
            scorer=values.get(layout.SCORER) or "",
            said=said,
            remarks=remarks,
            highlights=values.get(layout.HIGHLIGHTS) or "",
            gaps=values.get(layout.GAPS) or "",
            visited_on=values.get(layout.VISITED) or "",
            wrong=tuple(each.text for each in row.issues if each.severity == "error"),
        )

    def _wide_row(self, row: RosterRow) -> tuple[list[Said], list[Said]]:
        written = ((label, _written(row.cells[place])) for place, label in self._labels.items())
        return [(label, text) for label, text in written if text], []

    def _long_row(self, row: RosterRow) -> tuple[list[Said], list[Said]]:
        points = _written(row.cells[self._known[layout.POINTS]])
        remark = row.values.get(layout.REMARK) or ""
        number = row.cells[self._known[layout.NUMBER]] if layout.NUMBER in self._known else ""
        item = row.values.get(layout.ITEM) or ""
        label = Label(_text(number), item, sure=not item)
        return ([(label, points)] if points else []), ([(label, remark)] if remark else [])


def _is_no_line(caption: str) -> bool:
    """Tell what people add beside the scores, and columns without a caption."""
    plain = _squeezed(caption)
    return plain in layout.BESIDE or plain.startswith("(")


def label_of(caption: str) -> Label:
    """Read the caption of a column: ``3 观摩内容（8分）``."""
    plain = _COLUMN.sub("", unicodedata.normalize("NFKC", caption).strip())
    found = _NUMBERED.match(plain)
    rest = plain[found.end() :].strip() if found else plain
    hint = _BRACKET.search(rest)
    return Label(found[1] if found else "", rest, hint[0] if hint else "")


def line_of(lines: Sequence[SheetLine], label: Label) -> SheetLine:
    """Find the line that a label names.

    Raises:
        InputError: There is none, or number and words name different ones.
    """
    if not label.item:
        return _found(lines, label.number, find_line(lines, label.number))
    bare = _BRACKET.sub("", label.item).strip()
    same = [line for line in lines if _same(line.item, label.item) or _same(line.item, bare)]
    if label.number:
        numbered = find_line(lines, label.number)
        if numbered is not None and (numbered in same or not bare):
            return numbered
        if label.sure or len(same) > 1:
            raise _mismatch(lines, label, numbered)
    if len(same) == 1:
        return same[0]
    return _found(lines, label.item, find_line(lines, bare))


def takes_off(line: SheetLine, label: Label) -> bool:
    """Tell whether a column asks how many points are taken off, as the paper does."""
    return line.scale.rule == DEDUCT and "扣" in label.hint


def _same(one: str, other: str) -> bool:
    return _squeezed(one) == _squeezed(other)


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower().lstrip(".、:,")


def _found(lines: Sequence[SheetLine], text: str, line: SheetLine | None) -> SheetLine:
    if line is None:
        raise InputError("no such line", user_message=unknown_line(lines, text), code="scores")
    return line


def _mismatch(lines: Sequence[SheetLine], label: Label, numbered: SheetLine | None) -> InputError:
    if numbered is None:
        told = unknown_line(lines, label.number)
    else:
        told = (
            f"{named(numbered)}和表头写的“{label.item[:20]}”不是同一项，"
            "请核对是不是这一轮的打分表，并改成一样的。"
        )
    return InputError("number and words differ", user_message=told, code="scores")


def _written(cell: Any) -> str:
    text = _text(cell)
    return "" if unicodedata.normalize("NFKC", text) in _BLANK else text


def _text(cell: Any) -> str:
    """Give a cell as people see it, without what calculating adds."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        return f"{round(Decimal(str(cell)), _EXACT).normalize():f}"
    return str(cell).strip(" \t\r\n'")
