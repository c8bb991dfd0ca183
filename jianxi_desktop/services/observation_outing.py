"""What goes along on an observation round: the route book and the sign-in sheets, day by day."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.observation import short_street
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ledgers.observation import R, V
from jianxi_desktop.ledgers.organisation import O
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.route_book import TITLE, Day, RouteBook, Stop, draw_route_book
from jianxi_desktop.prints.slip import Cell, Grid, Heading, Line, Slip
from jianxi_desktop.prints.slip_layout import draw_slips
from jianxi_desktop.prints.table import Column
from jianxi_desktop.schema.query import Filter, Query, Reveal
from jianxi_desktop.services import leaving
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.observation_facts import facts_of
from jianxi_desktop.services.observation_sheets import Sheet, read_round, sheets_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.revealing import require_leave
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.slip_facts import Told, told_rows

ROUTE, SIGN_IN = "observation.route", "observation.sign_in"
ROUTE_TITLE, SIGN_IN_TITLE = TITLE, "观摩签到册"
_WEEKDAYS = "一二三四五六日"
_UNDATED = "日期未定"
_MOST_PROBLEMS = 6  # more are on the checklist of the place
_CIRCLED = "①②③④⑤⑥"
_BLANK_INSPECTORS, _MORE_INSPECTORS, _MORE_ROWS = 10, 4, 2
_DAYS = (
    Column("天次", 3.4, Align.CENTER),
    Column("日期", 8, Align.CENTER),
    Column("时间", 7, Align.CENTER),
    Column("社区数", 4, Align.CENTER),
    Column("街道", 13),
    Column("检查人", 12),
)


@dataclass(frozen=True)
class _Call:
    """One call on the route: the sheet of its visit, and what else one asks on the way."""

    sheet: Sheet
    visit: Told
    organisation: Told
    last: str

    @property
    def day(self) -> str:
        return self.sheet.planned_on or self.sheet.visited_on

    @property
    def starts_at(self) -> str:
        return self.sheet.starts_at

    @property
    def ends_at(self) -> str:
        return self.visit.text(V.ends_at)


@dataclass(frozen=True)
class _Route:
    """The route of a round, by day."""

    facts: Told
    days: tuple[tuple[str, tuple[_Call, ...]], ...]

    @property
    def title(self) -> str:
        return self.facts.text(R.title)

    @property
    def stops(self) -> int:
        return sum(len(calls) for _day, calls in self.days)


@needs(Right.PRINT)
def route_book(
    office: Office,
    round_id: UUID,
    *,
    today: date,
    progress: Progress,
    reveal: Reveal | None = None,
) -> Document:
    """Print the route book: the days at a glance, then each day with its places.

    Args:
        office: The office.
        round_id: The round.
        today: Day of printing.
        progress: Told how far it is.
        reveal: Leave to print telephones in full; its query is ``visited_query``.

    Raises:
        InputError: The leave was given to somebody else.
        ConflictError: The round is gone.
        EnvironmentFailure: Fonts are missing.
    """
    require_leave(office, office.catalog["organisation"], reveal)
    with office.store.read() as connection:
        route = _read(office, connection, round_id, today, reveal)
    book = RouteBook(
        round_name=route.title,
        facts=_cover(route),
        columns=_DAYS,
        days=tuple(
            Day(_day_title(n, day, calls), _summary(n, day, calls), tuple(map(_stop, calls)))
            for n, (day, calls) in enumerate(route.days, 1)
        ),
        unit=office.unit.name,
        printed_by=leaving.signature(office, today),
    )
    stream = io.BytesIO()
    result = draw_route_book(stream, book, progress)
    told, reason = _told(ROUTE, route), None
    if reveal is not None:
        told, reason = told | {"full_numbers": True}, reveal.reason
    return document_of(f"{TITLE}（{route.title}）", stream, result, told, reason)


@needs(Right.VIEW)
def visited_query(office: Office, round_id: UUID) -> Query:
    """Find the organisations that a round visits: their telephones are in the route book.

    Raises:
        ConflictError: The round is gone.
    """
    with office.store.read() as connection:
        return _these([each.organisation for each in sheets_of(office, connection, round_id)])


@needs(Right.PRINT)
def sign_in(office: Office, round_id: UUID, *, today: date, progress: Progress) -> Document:
    """Print the sign-in sheets, one a day: who inspects, and who receives at each place.

    Raises:
        ConflictError: The round is gone.
        EnvironmentFailure: Fonts are missing.
    """
    del progress  # a page or two a day
    with office.store.read() as connection:
        route = _read(office, connection, round_id, today)
    by = leaving.signature(office, today)
    slips = [
        Slip(
            SIGN_IN_TITLE,
            (
                Line((Cell("观摩轮次", route.title),)),
                Line((Cell("日　　期", _show(day)), route.facts.cell(R.leader))),
                *_participants(route.facts),
                *_inspectors(calls),
                Heading("被观摩党组织"),
                _received(calls),
                Line((Cell("实到检查人"), Cell("记录人"))),
            ),
            notes=("本人签名，不代签；临时参加的人员签在空行里。到达、离开写钟点。",),
            unit=office.unit.name,
            printed_by=by,
        )
        for day, calls in route.days
    ]
    stream = io.BytesIO()
    result = draw_slips(stream, SIGN_IN_TITLE, slips)
    return document_of(f"{SIGN_IN_TITLE}（{route.title}）", stream, result, _told(SIGN_IN, route))


def _read(
    office: Office,
    connection: Connection,
    round_id: UUID,
    today: date,
    reveal: Reveal | None = None,
) -> _Route:
    about = read_round(office, connection, round_id)
    facts = _by_id(office, connection, "observation_round", [round_id])[round_id]
    sheets = sheets_of(office, connection, round_id)
    visits = _by_id(office, connection, "observation_visit", [each.visit for each in sheets])
    visited = [each.organisation for each in sheets]
    organisations = _by_id(office, connection, "organisation", visited, reveal)
    known = facts_of(office, connection, about, sheets, today)
    unknown = Told(office.catalog["organisation"], facts.id, {})
    calls = [
        _Call(
            each,
            visits[each.visit],
            organisations.get(each.organisation, unknown),
            known[each.visit].organisation.last,
        )
        for each in sheets
    ]
    # A day that is not set comes last.
    calls.sort(key=lambda call: (call.day or "9999", call.sheet.position))
    days = groupby(calls, key=lambda call: call.day)
    return _Route(facts, tuple((day, tuple(found)) for day, found in days) or (("", ()),))


def _by_id(
    office: Office,
    connection: Connection,
    ledger: str,
    ids: Sequence[UUID],
    reveal: Reveal | None = None,
) -> Mapping[UUID, Told]:
    found = told_rows(office, connection, ledger, _these(ids), reveal)
    return {each.id: each for each in found}


def _these(ids: Sequence[UUID]) -> Query:
    return Query(filters=(Filter("id", tuple(ids), "among"),))


def _told(paper: str, route: _Route) -> dict[str, object]:
    rows, round_id = route.stops, route.facts.id.hex
    return {"paper": paper, "rows": rows, "full_numbers": False, "round": round_id}


def _cover(route: _Route) -> tuple[tuple[str, str], ...]:
    facts = route.facts
    dated = [day for day, _calls in route.days if day]
    span = f"{show_day(dated[0])} 至 {show_day(dated[-1])}" if dated else ""
    counted = f"{route.stops} 个，分 {len(dated)} 天" if dated else f"{route.stops} 个"
    said = (
        ("观摩步骤", facts.text(R.step)),
        ("期　　次", facts.text(R.period)),
        ("带队领导", facts.text(R.leader)),
        ("参加人员", facts.text(R.participants)),
        ("时　　间", span if len(dated) > 1 else _show(dated[0]) if dated else ""),
        ("观摩社区", counted),
        ("检查表", facts.text(R.indicator_set)),
    )
    return tuple((caption, value) for caption, value in said if value)


def _day_title(number: int, day: str, calls: Sequence[_Call]) -> str:
    return f"第 {number} 天　{_show(day)}　{len(calls)} 个社区" if day else _UNDATED


def _summary(number: int, day: str, calls: Sequence[_Call]) -> tuple[str, ...]:
    starts = [call.starts_at for call in calls if call.starts_at]
    ends = [call.ends_at for call in calls if call.ends_at]
    return (
        str(number) if day else "",
        _show(day).partition("年")[2] or _show(day) or _UNDATED,
        "—".join((min(starts), max(ends or starts))) if starts else "",
        str(len(calls)),
        "、".join(dict.fromkeys(short_street(call.sheet.street) for call in calls)),
        "、".join(name for name, _units in _names(calls)),
    )


def _names(calls: Iterable[_Call]) -> list[tuple[str, str]]:
    """Give who inspects, each once, with the organisations he does so for."""
    found: dict[str, dict[str, None]] = {}
    for call in calls:
        for name in call.sheet.inspectors:
            found.setdefault(name, {})[call.visit.text(V.inspected_by)] = None
    return [(name, "、".join(filter(None, units))) for name, units in found.items()]


def _stop(call: _Call) -> Stop:
    sheet = call.sheet
    to = f"至 {call.ends_at}" if call.ends_at else ""
    return Stop(
        sheet.position,
        tuple(each for each in (sheet.starts_at, to) if each),
        sheet.name,
        sheet.street,
        tuple(line for line in _stop_lines(call) if line),
    )


def _stop_lines(call: _Call) -> Iterable[str]:
    at, sheet = call.organisation, call.sheet
    yield _said(
        ("书记", at.text(O.secretary)), ("电话", at.text(O.phone)), ("地址", at.text(O.address))
    )
    yield _said(
        ("观摩单位", call.visit.text(V.inspected_by)), ("检查人", "、".join(sheet.inspectors))
    )
    yield _said(("表号", sheet.form_number), ("上轮", call.last))
    if sheet.problems:
        shown = zip(_CIRCLED, sheet.problems, strict=False)
        titles = "；".join(f"{mark}{each.title}" for mark, each in shown)
        more = len(sheet.problems) - _MOST_PROBLEMS
        others = f"；另有 {more} 项，见检查表" if more > 0 else ""
        yield f"未销号问题 {len(sheet.problems)} 项：{titles}{others}。"


def _said(*pairs: tuple[str, str]) -> str:
    return "　".join(f"{caption}：{value}" for caption, value in pairs if value)


def _participants(facts: Told) -> tuple[Line, ...]:
    return (Line((facts.cell(R.participants),)),) if facts.text(R.participants) else ()


def _inspectors(calls: Sequence[_Call]) -> tuple[Heading, Grid]:
    """Put who inspects two on a line; where several organisations send them, one with its name."""
    names = _names(calls)
    units = {unit for _name, unit in names}
    if len(units) > 1:
        columns = (
            Column("序号", 3, Align.CENTER),
            Column("姓名", 6, Align.CENTER),
            Column("单位", 13),
            Column("签名", 8, Align.CENTER),
        )
        single = tuple((str(at), name, unit, "") for at, (name, unit) in enumerate(names, 1))
        return Heading("检查人员"), Grid(columns, single, spare=_MORE_INSPECTORS)
    cells = [(str(at), name, "") for at, (name, _unit) in enumerate(names, 1)]
    blank = len(cells) % 2 if cells else _BLANK_INSPECTORS
    cells += [(str(len(cells) + at), "", "") for at in range(1, blank + 1)]
    half = (
        Column("序号", 3, Align.CENTER),
        Column("姓名", 6.5, Align.CENTER),
        Column("签名", 9, Align.CENTER),
    )
    rows = tuple((*one, *other) for one, other in zip(cells[::2], cells[1::2], strict=True))
    sent = f"（{units.pop()}）" if any(units) else ""
    return Heading(f"检查人员{sent}"), Grid((*half, *half), rows, _MORE_ROWS if names else 0)


def _received(calls: Sequence[_Call]) -> Grid:
    columns = (
        Column("顺序", 3, Align.CENTER),
        Column("计划时间", 4.2, Align.CENTER),
        Column("党组织", 13),
        Column("接待人签名", 6, Align.CENTER),
        Column("街道陪同人签名", 6, Align.CENTER),
        Column("到达", 4, Align.CENTER),
        Column("离开", 4, Align.CENTER),
    )
    rows = tuple(
        (str(call.sheet.position), call.starts_at, call.sheet.name, "", "", "", "")
        for call in calls
    )
    return Grid(columns, rows, height=28)


def _show(day: str) -> str:
    """Write a day with its day of the week, where it is known to the day."""
    if len(day) < len("2026-12-08"):
        return show_day(day) if day else ""
    return f"{show_day(day)} 周{_WEEKDAYS[date.fromisoformat(day).weekday()]}"
