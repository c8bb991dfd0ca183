"""One record of any ledger on paper (登记表): its form as a table, then the rows of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from jianxi_desktop.prints.columns import column_of
from jianxi_desktop.prints.slip import Area, Grid, Heading, Line, Part, Slip
from jianxi_desktop.prints.table import Column
from jianxi_desktop.schema.fields import Day, Field, LongText, Text
from jianxi_desktop.schema.ledger import Attr, Ledger
from jianxi_desktop.services.slip_facts import Facts

# What such a paper is called where the ledger's title with 登记表 does not say it well.
_TITLES = {
    "organisation": "党组织基本情况表",
    "leadership_term": "换届登记表",
    "post_holding": "班子成员登记表",
    "territory": "区域基本情况表",
    "person": "党员基本信息表",
    "member_movement": "组织关系转接登记表",
    "development_case": "发展党员登记表",
    "contact_log": "谈心谈话和走访记录单",
    "activity": "活动登记表",
    "activity_report": "汇报（述职）登记表",
    "lecturer": "讲师登记表",
    "course": "讲习课程登记表",
    "showcase": "品牌（作品、典型）登记表",
    "venue": "阵地基本情况表",
    "unit": "单位基本情况表",
    "need": "需求登记表",
    "resource": "资源登记表",
    "project": "项目完成情况表",
    "organisation_rating": "分类定级表",
    "target": "创建申报表",
    "self_rating": "五化自评表",
    "policy_document": "文件登记表",
    "inspection": "调研记录单",
}
_LONG = 80  # a text that may be this long has a line of its own
_NARROWEST, _LEAST_OF_A_DAY, _WIDEST = 3.5, 6.5, 12.0  # columns of a table, in letters
_MOST_COLUMNS, _MOST_ROWS = 6, 36  # all 25 steps of development are there
_NOT_SHOWN = frozenset({"attendance", "return_value"})  # they have papers of their own


def title_of(ledger: Ledger) -> str:
    """Say what the paper of one record of a ledger is called."""
    plain = ledger.title.removesuffix("台账").removesuffix("登记")
    return _TITLES.get(ledger.key, f"{plain}登记表")


def record_sheet(facts: Facts) -> Slip:
    """Draw all that a record says, section by section, then the rows that belong to it."""
    parts: list[Part] = []
    for section in facts.ledger.form:
        parts.append(Heading(section.title))
        parts.extend(_parts(facts, section.fields))
    for detail in facts.catalog.details_of(facts.ledger):
        if detail.key not in _NOT_SHOWN:
            parts.extend(_table(facts, detail))
    return Slip(title_of(facts.ledger), tuple(parts))


def _parts(facts: Facts, attributes: Sequence[Attr]) -> Iterator[Part]:
    """Put short values two on a line, long ones on their own."""
    waiting: list[Attr] = []
    for attribute in attributes:
        field = facts.ledger.all_fields[attribute.key]
        if isinstance(field, LongText):
            yield from _line(facts, waiting)
            yield Area(field.caption, facts.text(attribute), least=56)
        elif _is_long(field):
            yield from _line(facts, waiting)
            yield facts.line(attribute)
        else:
            waiting.append(attribute)
            if len(waiting) == 2:
                yield from _line(facts, waiting)
    yield from _line(facts, waiting)


def _line(facts: Facts, waiting: list[Attr]) -> Iterator[Line]:
    """Give the line of those that wait, and let them wait no more."""
    if waiting:
        yield facts.line(*waiting)
        waiting.clear()


def _is_long(field: Field[Any]) -> bool:
    return isinstance(field, Text) and field.length >= _LONG


def _table(facts: Facts, detail: Ledger) -> Iterator[Part]:
    """Give the rows of a detail, the newest of many; nothing where there are none."""
    shown = [each for each in detail.listing if each.key != detail.owner.key][:_MOST_COLUMNS]
    rows, number = facts.newest(detail, shown, _MOST_ROWS)
    if not rows:
        return
    more = f"（最近 {len(rows)} 条，共 {number} 条）" if number > len(rows) else f"（{number} 条）"
    yield Heading(f"{detail.title}{more}")
    yield Grid(tuple(_column(field) for field in detail.pick(shown)), tuple(rows), height=24)


def _column(field: Field[Any]) -> Column:
    """Keep a column of days wide enough for one, whatever runs on at length beside it."""
    column = column_of(field)
    least = _LEAST_OF_A_DAY if isinstance(field, Day) else _NARROWEST
    return replace(column, width=min(max(column.width, least), _WIDEST))
