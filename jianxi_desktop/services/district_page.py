"""The district's return as a page: figures in sections, checks, and what the reader must know."""

import io
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Final
from uuid import UUID

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.table import Column, TableSpec, draw_table
from jianxi_desktop.services import leaving
from jianxi_desktop.services.district_return import DistrictResult, Figure, count_part
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs
from jianxi_desktop.sheets.figure_page import (
    AGREES,
    DIFFERS,
    FigureCheck,
    FigureLine,
    FigurePage,
)

PRINTED: Final = "return."  # the key of a printout is this and the return's code
_COLUMNS = (
    Column("序号", 3, Align.CENTER),
    Column("指标", 10),
    Column("计量单位", 4.4, Align.CENTER),
    Column("数量", 5.6, Align.CENTER),
    Column("统计口径", 17),
)
_NOTE = (
    "数字由台账按统计日算出，已移除的记录不计入；“余”表示至少有这么多；只知年月的日期按最早一天算。"
)
_REMARKS = (
    "1. 全部数字由台账按统计日算出，不作保存；记录改了，数字随之改变。已移除的记录不计入。",
    "2. “数量”按上报的写法，“余”表示至少有这么多；“数值”是算出的准确数，勾稽关系按数值核对。",
    "3. 日期只知年月的，按其最早一天计算；没有填开始日期的，视为一直存在。",
    "4. 党组织的名称、类别和上级，按组织变动台账取统计日当时的情况。",
)


def sections(result: DistrictResult) -> Iterable[tuple[str, tuple[Figure, ...]]]:
    """Give the headings of the return, each with its figures."""
    for title, figures in groupby(result.figures, key=lambda each: each.rule.section):
        yield title, tuple(figures)


def page_of(result: DistrictResult) -> FigurePage:
    """Lay the return out as a page."""
    return FigurePage(
        title=result.title,
        code=result.code,
        unit=result.unit,
        as_of=result.day_words,
        sections=tuple(
            (title, tuple(_line(each) for each in figures)) for title, figures in sections(result)
        ),
        checks=tuple(
            FigureCheck(each.rule, each.ok, each.detail, each.sides) for each in result.checks
        ),
        remarks=_REMARKS,
    )


@needs(Right.PRINT)
def print_return(
    office: Office,
    code: str,
    day: date,
    organisation: UUID | None,
    *,
    today: date,
    progress: Progress,
) -> Document:
    """Print the return as of a day, of the whole office or of one organisation and all below it.

    Raises:
        InputError: There were no figures on that day, or it is not this person's to see.
        EnvironmentFailure: Fonts are missing.
    """
    result = count_part(office, code, day, "", progress, organisation)
    stream = io.BytesIO()
    drawn = draw_table(stream, spec_of(result, today, leaving.signature(office, today)))
    told = {"paper": f"{PRINTED}{code}", "rows": result.size, "full_numbers": False}
    title = f"{result.title}（{result.day_words}）"
    return document_of(title, stream, drawn, told | {"as_of": day.isoformat()})


def spec_of(result: DistrictResult, today: date, by: str) -> TableSpec:
    """Lay the return out as a printed table."""
    return TableSpec(
        title=result.title,
        columns=_COLUMNS,
        rows=list(_rows(result)),
        unit=result.unit,
        subtitle=f"{result.code}　{result.day_words}",
        landscape=False,
        note=_NOTE,
        printed_on=calendar.show_day(today.isoformat()),
        printed_by=by,
        counted=False,
    )


def _rows(result: DistrictResult) -> Iterable[tuple[str, ...]]:
    """Give the lines of the printed table: headings, figures, and last the checks."""
    for title, figures in sections(result):
        yield ("", f"【{title}】", "", "", "")
        for figure in figures:
            line = _line(figure)
            yield (line.id, line.name, line.unit, line.shown, line.note)
    if result.checks:
        yield ("", "【勾稽关系】", "", "", "")
    for place, check in enumerate(result.checks, start=1):
        yield (str(place), check.rule, "", AGREES if check.ok else DIFFERS, check.detail)


def _line(figure: Figure) -> FigureLine:
    rule = figure.rule
    note = f"{rule.definition}（{figure.detail}）" if figure.detail else rule.definition
    return FigureLine(rule.id, rule.name, rule.unit, figure.shown, figure.value, note, rule.source)
