"""Who has handed in what: units by returns for the periods that end on one day."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from jianxi_desktop.db import lookup
from jianxi_desktop.domain import calendar, periods, return_states
from jianxi_desktop.domain.calendar import period_end, show_day, show_period
from jianxi_desktop.domain.return_forms import Definition
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.filing_records import LEDGER
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_plans import LEVELS, began_by, plans
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.structure import Structure

Timeliness = Literal["on_time", "late", "missing", "not_due"]
TIMELINESS: Mapping[Timeliness, str] = {
    "on_time": "按时",
    "late": "迟报",
    "missing": "未报",
    "not_due": "未到期",
}
_Key = tuple[UUID, str, str]


@dataclass(frozen=True)
class BoardRow:
    """One return that one unit hands in.

    Attributes:
        unit: The organisation.
        name: What it is called.
        level: ``community``, ``street`` or ``district``.
        code: Number of the return.
        title: What the return is called.
        period: The period.
        due_on: By when it is to be there.
        filing: The filing; ``None`` where nobody began it.
        state: Key of ``return_state``; empty where nobody began it.
        submitted_on: When it was handed in; empty: it was not.
        timeliness: Whether it came on time, late, is missing or not yet due.
    """

    unit: UUID
    name: str
    level: str
    code: str
    title: str
    period: str
    due_on: date
    filing: UUID | None
    state: str
    submitted_on: str
    timeliness: Timeliness


@dataclass(frozen=True)
class Board:
    """What the offices from this one downwards hand in for the periods that end on a day.

    Attributes:
        end: The day.
        day: The day that lateness is told on.
        rows: Every return of every unit, unit by unit.
    """

    end: date
    day: date
    rows: tuple[BoardRow, ...]

    @property
    def missing(self) -> tuple[BoardRow, ...]:
        """What should be there and is not."""
        return tuple(each for each in self.rows if each.timeliness == "missing")

    @property
    def returns(self) -> tuple[tuple[str, str, str], ...]:
        """Code, title and period of each return."""
        return tuple(dict.fromkeys((each.code, each.title, each.period) for each in self.rows))

    @property
    def units(self) -> tuple[tuple[UUID, str, str], ...]:
        """Identity, name and level of each unit."""
        return tuple(dict.fromkeys((each.unit, each.name, each.level) for each in self.rows))

    def counts(self, *, unit: UUID | None = None, code: str | None = None) -> Counter[str]:
        """Count by timeliness, of one unit or one return or all."""
        return Counter(
            each.timeliness
            for each in self.rows
            if unit in (None, each.unit) and code in (None, each.code)
        )


@needs(Right.VIEW)
def board(
    office: Office, period: str, *, today: date | None = None, code: str | None = None
) -> Board:
    """Give every return whose period ends with a period, of every unit from this office downwards.

    Args:
        office: The open database.
        period: A period; what ends on the same day, such as the quarter that ends with a month,
            is given too.
        today: The day that lateness is told on.
        code: Only this return.

    Raises:
        InputError: It is no period.
    """
    end, day = period_end(period), today or calendar.today()
    asked = {
        each.code: (each, whole)
        for each in plans().values()
        if (whole := _period(each, end)) and code in (None, each.code)
    }
    with office.store.read() as connection:
        structure = Structure.read(connection, office.catalog)
        wanted = {whole for _plan, whole in asked.values()}
        filings = _filings(lookup.existing(connection, office.catalog[LEDGER], "period", wanted))
    rows = tuple(
        _row(unit, plan, whole, filings.get((unit["id"], plan.code, whole)), day)
        for unit in units_of(structure, office.top, end)
        for plan, whole in asked.values()
        if unit["kind"] in plan.levels
    )
    return Board(end, day, rows)


def units_of(structure: Structure, top: UUID, day: date) -> Iterator[Mapping[str, Any]]:
    """Give the offices from one downwards that stood on a day, a street before its communities."""
    at, waiting, seen = day.isoformat(), [top], set[UUID]()
    below: dict[UUID | None, list[UUID]] = {}
    for each in structure.rows.values():
        below.setdefault(each["parent"], []).append(each["id"])
    while waiting:
        one = waiting.pop(0)
        row = structure.rows.get(one)
        if one in seen or row is None:
            continue
        seen.add(one)
        waiting[:0] = below.get(one, [])
        ended = row["dissolved_on"] is not None and row["dissolved_on"] <= at
        begun = row["established_on"] is None or row["established_on"] <= at
        if row["kind"] in LEVELS and begun and not ended and row["form"] != "group":
            yield row


def _period(plan: Definition, end: date) -> str:
    """Give the period of a return that ends on a day; empty where none does."""
    found = periods.period_of(plan.period, end)
    return found if period_end(found) == end and began_by(plan, end) else ""


def _filings(rows: Iterable[Mapping[str, Any]]) -> dict[_Key, Mapping[str, Any]]:
    """Give filings by unit, return and period; of several the one that has gone furthest."""
    order = {state: place for place, state in enumerate(return_states.STATES)}
    return {
        (row["organisation"], row["code"], row["period"]): row
        for row in sorted(rows, key=lambda row: order.get(row["state"], -1))
    }


def _row(
    unit: Mapping[str, Any],
    plan: Definition,
    period: str,
    filing: Mapping[str, Any] | None,
    day: date,
) -> BoardRow:
    due = plan.due_on(period_end(period))
    if filing is not None and len(filing["due_on"] or "") == len("2026-07-05"):
        due = date.fromisoformat(filing["due_on"])
    state = "" if filing is None else str(filing["state"])
    submitted = "" if filing is None else str(filing["submitted_on"] or "")
    return BoardRow(
        unit["id"],
        str(unit["name"]),
        str(unit["kind"]),
        plan.code,
        plan.title,
        period,
        due,
        None if filing is None else filing["id"],
        state,
        submitted if state in return_states.FROZEN else "",
        _timeliness(state, submitted, due, day),
    )


def _timeliness(state: str, submitted: str, due: date, day: date) -> Timeliness:
    if state in return_states.HANDED_IN:
        return "late" if submitted > due.isoformat() else "on_time"
    return "missing" if day > due else "not_due"


def reminders(office: Office, rows: Sequence[BoardRow], day: date) -> tuple[tuple[str, str], ...]:
    """Write to each unit what it has not handed in (催报通知): name of the unit, the text."""
    by_unit: dict[str, list[BoardRow]] = {}
    for each in rows:
        if each.timeliness == "missing":
            by_unit.setdefault(each.name, []).append(each)
    return tuple((name, _reminder(office, name, found, day)) for name, found in by_unit.items())


def _reminder(office: Office, name: str, rows: Sequence[BoardRow], day: date) -> str:
    lines = [
        f"{place}．《{each.title}》（{show_period(each.period)}），"
        f"应于{show_day(each.due_on.isoformat())}前报送，"
        + ("已退回，请修改后重报。" if each.state == "returned" else "尚未收到。")
        for place, each in enumerate(rows, start=1)
    ]
    return "\n".join(
        (
            "催报通知",
            f"{name}：",
            f"你单位下列{len(rows)}份报表已过报送时限，请抓紧填报上报：",
            *lines,
            office.unit.name,
            show_day(day.isoformat()),
        )
    )
