"""The district's return as a page: figures in sections, checks, and what the reader must know."""

from collections.abc import Iterable
from itertools import groupby

from jianxi_desktop.services.district_return import DistrictResult, Figure
from jianxi_desktop.sheets.figure_page import FigureCheck, FigureLine, FigurePage

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


def _line(figure: Figure) -> FigureLine:
    rule = figure.rule
    note = f"{rule.definition}（{figure.detail}）" if figure.detail else rule.definition
    return FigureLine(rule.id, rule.name, rule.unit, figure.shown, figure.value, note, rule.source)
