"""How the terms of organisations are told on their page: columns, colours, what to do next."""

from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

from jianxi_desktop.domain import term_rules
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.services.terms import PREPARING, STATES, TermRow
from jianxi_desktop.ui.screens.table import Column, Line

FIGURES: Final[Mapping[str, tuple[str, str]]] = {
    term_rules.OVER: (STATES[term_rules.OVER], "error"),
    term_rules.LAST_MONTH: (STATES[term_rules.LAST_MONTH], "error"),
    term_rules.SOON: (STATES[term_rules.SOON], "amber"),
    PREPARING: ("筹备中", "ink"),
    term_rules.EXTENDED: (STATES[term_rules.EXTENDED], "amber"),
    term_rules.UNKNOWN: (STATES[term_rules.UNKNOWN], "ink-soft"),
    term_rules.RUNNING: (STATES[term_rules.RUNNING], "good"),
}
COLUMNS: Final = (
    Column("党组织", 13.5, names=True),
    Column("本届", 4.5),
    Column("换届日期", 6),
    Column("到届日期", 6),
    Column("状况", 10),
    Column("还有", 5, right=True),
    Column("书记", 4.5),
    Column("班子", 3, right=True),
    Column("提醒", 6),
)
_MARKS: Final = {
    term_rules.OVER: "error",
    term_rules.LAST_MONTH: "error",
    term_rules.SOON: "warning",
    term_rules.EXTENDED: "warning",
    term_rules.RUNNING: "good",
    term_rules.UNKNOWN: "quiet",
}
_STATE, _DAYS, _REMARKS = 4, 5, 8


def line_of(row: TermRow) -> Line:
    """Put a row into words."""
    mark = "changed" if row.preparing is not None else _MARKS[row.state.state]
    states = {_STATE: mark}
    if row.state.state in (term_rules.OVER, term_rules.LAST_MONTH, term_rules.SOON):
        states[_DAYS] = _MARKS[row.state.state]
    if row.remarks:
        states[_REMARKS] = "warning"
    return Line(
        (
            row.name,
            row.term_name or "—",
            row.starts_on or "—",
            row.due_on or "—",
            state_told(row),
            days_told(row),
            row.secretary or "缺",
            str(row.committee),
            " ".join(row.remarks),
        ),
        states,
    )


def state_told(row: TermRow) -> str:
    """Say in a few words how a term stands."""
    if row.preparing is None:
        return row.told
    return f"筹备中，{row.election_on[5:] or row.election_on}选举"


def days_told(row: TermRow) -> str:
    """Say how long a term still lasts, or since when it is over."""
    days = row.state.days
    if days is None:
        return ""
    return f"超 {-days} 天" if days < 0 else "今天" if days == 0 else f"{days} 天"


def told_of(row: TermRow) -> str:
    """Say all about the term of an organisation, and what to do next."""
    return "".join((*_about(row), *(f"　{each}" for each in row.remarks)))


def _about(row: TermRow) -> Iterator[str]:
    yield f"{row.name}："
    if row.term is not None:
        yield f"{row.term_name}，{show_day(row.starts_on)}换届"
        if row.planned:
            yield f"，{show_day(row.planned)}到届"
        if row.extended_until:
            yield f"，批准延期至{show_day(row.extended_until)}"
        yield "。"
    if row.preparing is not None:
        yield f"{show_day(row.election_on)}选举，按“筹备换届”继续。"
    elif row.state.state in (term_rules.OVER, term_rules.LAST_MONTH, term_rules.SOON):
        yield "按“筹备换届”开始，或按“登记延期”写明批复。"


def identity_of(argument: object) -> UUID | None:
    """Take an identity, also as the text that a reminder carries."""
    if isinstance(argument, UUID):
        return argument
    try:
        return UUID(argument) if isinstance(argument, str) else None
    except ValueError:
        return None
