"""Workbooks of scores: one to fill in, and how the columns of those that come back are called.

Two layouts are read. In ours a row is a sheet and a scorer, and each line of the checklist has a
column; in the long one, which other programs write, a row is one score.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from jianxi_desktop.schema.fields import Day, Field, LongText, Text
from jianxi_desktop.sheets.books import HEADING, SONG, new_book, page, sheet_name, text_width
from jianxi_desktop.sheets.spec import RosterSpec

FORM, NAME, SCORER = "form", "name", "scorer"
NUMBER, ITEM, POINTS, REMARK = "number", "item", "points", "remark"
HIGHLIGHTS, GAPS, VISITED = "highlights", "gaps", "visited_on"
_LAST_TYPED = 5_000
_SCORE_WIDTH, _WIDEST_SCORE, _TEXT_WIDTH, _LINE = 11, 40, 36, 15
Cell = str | int | Decimal


class OwnCell(Text):
    """A text that holds for its own row alone, also where cells are merged."""


_FIELDS: tuple[Field[Any], ...] = (
    Text("表号", ("检查表编号", "检查表号", "表单编号"), length=200, key=FORM, required=True),
    Text(
        "被观摩党组织",
        ("党组织", "党组织名称", "被观摩单位", "单位", "单位名称", "社区", "社区名称"),
        length=200,
        key=NAME,
    ),
    Text("打分人", ("评分人", "打分者", "评委", "检查人", "观摩人"), length=200, key=SCORER),
    OwnCell("序号", ("指标序号", "项目序号", "表上序号", "题号"), length=200, key=NUMBER),
    Text(
        "观摩内容",
        ("指标", "内容", "项目", "评分项目", "打分项目", "观摩项目", "评分内容"),
        length=1000,
        key=ITEM,
    ),
    OwnCell("得分", ("评分", "分数", "打分", "实得分"), length=200, key=POINTS),
    OwnCell("备注", ("扣分说明", "说明", "扣分原因"), length=4000, key=REMARK),
    LongText("亮点", ("主要亮点", "工作亮点"), key=HIGHLIGHTS),
    LongText("差距与问题", ("差距", "存在问题", "问题", "不足"), key=GAPS),
    Day("观摩日期", ("到访日期", "日期", "检查日期"), key=VISITED),
)
# What people add beside the scores; it is worked out here, and not read.
BESIDE = frozenset(
    {"总分", "合计", "总得分", "得分合计", "小计", "平均分", "平均", "名次", "排名", "等次", "街道"}
    | {"所属街道", "签名", "签字", "联系电话", "填表人"}
)
SPEC = RosterSpec(_FIELDS, keep_cells=True)
_CAPTION = {each.key: each.caption for each in _FIELDS}


@dataclass(frozen=True)
class ScoreColumn:
    """One line of the checklist as a column.

    Attributes:
        caption: What stands above it.
        hint: What makes it good, and what may be written.
        marks: What is chosen; empty where a number is written.
        most: The highest number.
    """

    caption: str
    hint: str
    marks: tuple[str, ...]
    most: int


@dataclass(frozen=True)
class ScoreRow:
    """What is known of a sheet and a scorer.

    Attributes:
        form: Number on the paper.
        name: Who is visited.
        scorer: Who scores; may be empty.
        cells: What stands in each column already; empty where nothing does.
        highlights: As entered.
        gaps: As entered.
        visited_on: ISO day.
    """

    form: str
    name: str
    scorer: str
    cells: Sequence[Cell]
    highlights: str = ""
    gaps: str = ""
    visited_on: str = ""


def write_scores(
    path: Path,
    title: str,
    columns: Sequence[ScoreColumn],
    rows: Iterable[ScoreRow],
    *,
    signed: str = "",
) -> int:
    """Write a workbook to fill scores in, with those that are known; give how many rows.

    Args:
        path: Where the workbook is to be.
        title: On the tab and above every printed page.
        columns: The lines of the checklist, in the order of the paper.
        rows: Sheets and scorers.
        signed: Who takes it out and when, at the foot of each page.

    Raises:
        EnvironmentFailure: Disk full, no such folder, read-only, or open in another program.
    """
    with new_book(path) as book:
        sheet = book.add_worksheet(sheet_name(title))
        widths = _heading(book, sheet, columns)
        text = book.add_format({**SONG, "num_format": "@", "valign": "top", "text_wrap": True})
        score = book.add_format({**SONG, "valign": "top", "align": "center"})
        count = 0
        for count, row in enumerate(rows, start=1):
            for place, cell in enumerate((row.form, row.name, row.scorer)):
                sheet.write_string(count, place, cell, text)
            for place, given in enumerate(row.cells, start=3):
                _put(sheet, count, place, given, score)
            after = 3 + len(columns)
            for place, cell in enumerate((row.highlights, row.gaps, row.visited_on), start=after):
                sheet.write_string(count, place, cell, text)
        page(sheet, width=sum(widths), heading_rows=(0, 0), title=title, signed=signed)
        sheet.hide_gridlines(0)  # print them too
    return count


def _heading(book: Any, sheet: Any, columns: Sequence[ScoreColumn]) -> list[int]:
    """Write captions, hints and what may be written below; give the widths."""
    heading = book.add_format(HEADING)
    plain = book.add_format({**SONG, "num_format": "@", "valign": "top", "text_wrap": True})
    score = book.add_format({**SONG, "valign": "top", "align": "center"})
    lead = [(_CAPTION[FORM], 26), (_CAPTION[NAME], 26), (_CAPTION[SCORER], 10)]
    tail = [
        (_CAPTION[HIGHLIGHTS], _TEXT_WIDTH),
        (_CAPTION[GAPS], _TEXT_WIDTH),
        (_CAPTION[VISITED], 12),
    ]
    every = [*lead, *((each.caption, _score_width(each.caption)) for each in columns), *tail]
    scores = range(len(lead), len(lead) + len(columns))
    for place, (caption, width) in enumerate(every):
        sheet.set_column(place, place, width, score if place in scores else plain)
        sheet.write_string(0, place, caption, heading)
    for place, column in zip(scores, columns, strict=True):
        sheet.write_comment(0, place, column.hint, {"author": "", "x_scale": 2, "y_scale": 2})
        sheet.data_validation(1, place, _LAST_TYPED, place, _rule(column))
    sheet.set_row(0, _LINE * max(math.ceil(text_width(c) / (w - 1)) for c, w in every) + _LINE)
    sheet.freeze_panes(1, 3)
    return [width for _caption, width in every]


def _score_width(caption: str) -> int:
    """Give a column of scores room for its caption: one of 200 letters is no taller than a page."""
    return min(_WIDEST_SCORE, max(_SCORE_WIDTH, text_width(caption) // 10))


def _rule(column: ScoreColumn) -> dict[str, Any]:
    told = {
        "error_title": "填写的内容不对",
        "error_message": column.hint[-200:],
        "error_type": "warning",
    }
    if column.marks:
        return {"validate": "list", "source": list(column.marks), **told}
    if column.most:
        return {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": column.most,
            **told,
        }
    return {"validate": "any"}


def _put(sheet: Any, row: int, place: int, cell: Cell, look: Any) -> None:
    if isinstance(cell, int | Decimal):
        sheet.write_number(row, place, cell, look)
    elif cell:
        sheet.write_string(row, place, cell, look)
