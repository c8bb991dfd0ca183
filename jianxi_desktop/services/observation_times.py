"""The days and hours of a route: for all its stops when it is planned, for some of them later."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jianxi_desktop.db import lookup
from jianxi_desktop.db.write import Edit, update_rows
from jianxi_desktop.domain import route
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import scope
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

ROUND, VISIT = "observation_round", "observation_visit"


@dataclass(frozen=True)
class Pace:
    """How fast a route goes; what is ``None`` is as ``domain.route`` has it.

    Attributes:
        starts_on: The first day, as typed; ``None``: days and hours are left open.
        per_day: How many places a day.
        first_at: When the first place of a day is reached, as typed.
        minutes: How long each place takes.
    """

    starts_on: str | date | None = None
    per_day: int | None = None
    first_at: str | None = None
    minutes: int | None = None


def times_of(office: Office, count: int, pace: Pace) -> list[dict[str, str]]:
    """Give day and hours of each place; nothing where no first day is named.

    Raises:
        InputError: The day or the hour is none, or so many places do not fit into a day.
    """
    first = _first_day(office, pace.starts_on)
    if first is None:
        return []
    clock = office.catalog[VISIT].fields["starts_at"].parse(pace.first_at)
    found = route.slots(count, first, per_day=pace.per_day, first_at=clock, minutes=pace.minutes)
    return [
        {"planned_on": each.day, "starts_at": each.starts_at, "ends_at": each.ends_at}
        for each in found
    ]


@needs(Right.EDIT)
def set_times(
    office: Office, round_id: UUID, visits: Collection[UUID], pace: Pace
) -> frozenset[str]:
    """Give stops of a route other days and hours, in its order; who was visited keeps his.

    Raises:
        InputError: No first day is named, see ``times_of``, or nobody is left to be visited.
    """
    ledger = office.catalog[VISIT]
    with office.change("plan_route") as change:
        rows = lookup.existing(change.connection, ledger, "round", [round_id])
        chosen = sorted(
            (row for row in rows if row["id"] in set(visits) and not row["visited_on"]),
            key=lambda row: (row["position"], row["serial"]),
        )
        scope.require_inside(office, change.connection, ledger, [row["id"] for row in chosen])
        times = times_of(office, len(chosen), pace)
        if not times:
            raise InputError(
                "no stop or no day",
                user_message="请填第一天；已经观摩过的不再排。" if chosen else "选中的都观摩过了。",
                code="no_day",
            )
        edits = [Edit(row["id"], slot) for row, slot in zip(chosen, times, strict=True)]
        update_rows(change, ledger, edits)
        if not office.limited:
            planned = {row["id"]: row["planned_on"] for row in rows}
            planned |= {each.id: each.values["planned_on"] for each in edits}
            days = sorted(day for day in planned.values() if day)
            lasts = {"starts_on": days[0], "ends_on": days[-1]}
            update_rows(change, office.catalog[ROUND], [Edit(round_id, lasts)])
        return frozenset(change.touched)


def _first_day(office: Office, starts_on: str | date | None) -> date | None:
    """Read the first day, which must be known to the day.

    Raises:
        InputError: It is none.
    """
    read = office.catalog[VISIT].fields["planned_on"].parse(starts_on)
    if read is None:
        return None
    try:
        return date.fromisoformat(str(read))
    except ValueError:
        raise InputError(
            "the first day is not known to the day",
            user_message="开始日期要写到哪一天，如 2026-12-08。",
            code="day",
        ) from None
