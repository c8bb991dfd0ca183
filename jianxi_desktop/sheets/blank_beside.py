"""Labelled places outside the table of a blank: 填报单位：____, 填表人, 填报日期：  年  月  日."""

import re
from dataclasses import dataclass

from jianxi_desktop.sheets.blank_grid import Grid
from jianxi_desktop.sheets.blank_spec import BlankCell
from jianxi_desktop.sheets.blank_styles import Styles

_GAP = r"[\s_＿﹍—]"
# A label, its colon, the room behind it, and the marks of a day where it waits for one.
_LABEL = re.compile(
    rf"(?P<label>[^\s:：_＿]+(?:[ 　][^\s:：_＿]+)*?)\s*[:：](?P<room>{_GAP}*)"
    rf"(?P<day>(?:\d{{2,4}})?{_GAP}*年{_GAP}*月{_GAP}*(?:日|$))?"
)
_DAY = re.compile(rf"(?P<room>)(?P<day>(?:20|\d{{4}})?{_GAP}*年{_GAP}*月{_GAP}*日)\s*[)）]?\s*$")
_NO_LABELS = re.compile(r"^[(（]?(备?注|说明|附注?|附件|填[表报]说明|要求|单位|联系方式如下)\d*$")
_KNOWN = {
    "填报单位", "填表单位", "单位名称", "报送单位", "上报单位", "单位", "党组织名称", "所在党支部",
    "所在党组织", "填表人", "填报人", "制表人", "经办人", "联系人", "负责人", "单位负责人",
    "党组织书记", "审核人", "统计负责人", "联系电话", "电话", "联系方式", "填报日期", "填表日期",
    "报出日期", "报送日期", "填报时间", "填表时间", "日期",
}  # fmt: skip
_DAYS = re.compile("日期|时间$")
_LONGEST = 20
_WITHIN = 60


@dataclass(frozen=True)
class Room:
    """Where in a text a value goes.

    Attributes:
        label: The label before it, plain.
        start: Where the room begins.
        end: Where it ends.
        is_day: A day is waited for.
    """

    label: str
    start: int
    end: int
    is_day: bool = False


def rooms_of(text: str) -> list[Room]:
    """Find the labels of a text that nothing is written behind, in order.

    A label that has something behind it is filled already and is none of them.
    """
    found: list[Room] = []
    matches = list(_LABEL.finditer(text))
    for place, match in enumerate(matches):
        after = matches[place + 1].start() if place + 1 < len(matches) else len(text)
        label = plain_label(match["label"])
        if text[match.end() : after].strip(" \t\n　)）") or not _is_label(label):
            continue
        is_day = match["day"] is not None
        found.append(Room(label, match.start("room"), match.end(), is_day))
    day = None if matches else _DAY.search(text)
    if day is not None and not text[: day.start("day")].strip(" 　\n(（_＿"):
        found.append(Room("日期", day.start("day"), day.end("day"), is_day=True))
    return found


def find_beside(
    grid: Grid, styles: Styles, above: int, below: int, columns: range
) -> tuple[BlankCell, ...]:
    """Find the labelled places above and below a table.

    Args:
        grid: The sheet.
        styles: The formats of the workbook.
        above: First row of the table's heading.
        below: Last row of the table.
        columns: The columns of the table; right of these nothing belongs to it.
    """
    found: list[BlankCell] = []
    rows = [row for row in sorted(grid.rows) if row < above or row > below]
    for row in [each for each in rows if each < above][-_WITHIN:] + [
        each for each in rows if each > below
    ][:_WITHIN]:
        if grid.is_hidden(row):
            continue
        for column in sorted(grid.cells(row)):
            if grid.is_word(row, column) and column < columns.stop + 5:
                found += _cells_at(grid, styles, row, column)
    return tuple(found)


def plain_label(text: str) -> str:
    """Give a label without spaces and without what stands in brackets."""
    bare = re.sub(r"[(（\[【][^()（）\[\]【】]*[)）\]】]", "", re.sub(r"\s+", "", text))
    return bare.strip("()（）*＊")


def _is_label(label: str) -> bool:
    return 0 < len(label) <= _LONGEST and not _NO_LABELS.match(label)


def _cells_at(grid: Grid, styles: Styles, row: int, column: int) -> list[BlankCell]:
    text = grid.text(row, column)
    rooms = rooms_of(text)
    if len(rooms) == 1 and rooms[0].end == len(text) and not rooms[0].is_day:
        beside = _next_cell(grid, styles, row, column)
        if beside is not None:
            return [_beside(rooms[0].label, beside)]
    if rooms:
        return [
            BlankCell(row, column, room.label, inside=True, part=part, is_day=room.is_day)
            for part, room in enumerate(rooms)
        ]
    label = plain_label(text)
    beside = _next_cell(grid, styles, row, column) if label in _KNOWN else None
    return [_beside(label, beside)] if beside is not None else []


def _beside(label: str, place: tuple[int, int]) -> BlankCell:
    return BlankCell(*place, label, is_day=bool(_DAYS.search(label)))


def _next_cell(grid: Grid, styles: Styles, row: int, column: int) -> tuple[int, int] | None:
    """Give the cell right of a label if it is one to write into: drawn or merged, and empty."""
    right = grid.area(row, column)[3] + 1
    top, left, bottom, end = grid.area(row, right)
    if (top, left) != (row, right) or grid.shown(row, right) or grid.has_formula(row, right):
        return None
    merged = end > left or bottom > top
    drawn = styles.has_border(grid.style(row, right)) and right in grid.cells(row)
    return (row, right) if merged or drawn else None
