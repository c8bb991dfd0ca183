"""When a round comes to whom: so many places a working day, with the noon break left free.

The usual figures stand in ``resources/rules/observation_route.csv``.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import islice

from jianxi_desktop import settings
from jianxi_desktop.errors import InputError

_SATURDAY = 5


@dataclass(frozen=True)
class Slot:
    """When one place is visited.

    Attributes:
        day: The ISO day.
        starts_at: Hour of arrival, ``HH:MM``.
        ends_at: Hour of leaving.
    """

    day: str
    starts_at: str
    ends_at: str


def usual(figure: str) -> str:
    """Give a usual figure of a route, such as ``per_day`` or ``first_at``."""
    return _figures()[figure]


def slots(
    count: int,
    starts_on: date,
    *,
    per_day: int | None = None,
    first_at: str | None = None,
    minutes: int | None = None,
) -> list[Slot]:
    """Give the times of a route's places, from the first working day on.

    Args:
        count: How many places.
        starts_on: The first day; where nobody works, the next day on which they do.
        per_day: How many places a day; ``None``: the usual number.
        first_at: When the first place of a day is reached, ``HH:MM``.
        minutes: How long each takes.

    Raises:
        InputError: So many do not fit into a day.
    """
    stay = int(usual("minutes")) if minutes is None else minutes
    wanted = int(usual("per_day")) if per_day is None else per_day
    begin = usual("first_at") if first_at is None else first_at
    hours = list(islice(_hours(_minute(begin), stay), max(wanted, 0)))
    if wanted < 1 or stay < 1 or len(hours) < wanted:
        most = len(list(_hours(_minute(begin), stay))) if stay > 0 else 0
        raise InputError(
            "so many places do not fit into a day",
            user_message=(
                f"一天排不下{wanted}个点：{begin}开始、每个点{stay}分钟，最多排{most}个。"
                "请减少每天的点数，或缩短每个点的时间。"
            ),
            code="per_day",
        )
    days = _working_days(starts_on)
    found: list[Slot] = []
    while len(found) < count:
        day = next(days).isoformat()
        found += [Slot(day, _clock(start), _clock(end)) for start, end in hours]
    return found[:count]


def slots_after(last: Slot, count: int) -> list[Slot]:
    """Give the times of places behind the last one: the rest of its day, then working days."""
    stay = max(_minute(last.ends_at) - _minute(last.starts_at), 1)
    rest = list(_hours(_minute(last.ends_at) + int(usual("between")), stay))
    day = date.fromisoformat(last.day)
    found = [Slot(last.day, _clock(start), _clock(end)) for start, end in rest[:count]]
    return found + slots(count - len(found), day + timedelta(days=1), minutes=stay)


def is_working_day(day: date) -> bool:
    """Tell whether offices work on a day, as far as the week says."""
    return day.weekday() < _SATURDAY


def _working_days(first: date) -> Iterator[date]:
    day = first
    while True:
        if is_working_day(day):
            yield day
        day += timedelta(days=1)


def _hours(begin: int, stay: int) -> Iterator[tuple[int, int]]:
    """Give arrivals and leavings of one day, in minutes; nobody is visited over noon."""
    noon, back, last = (_minute(usual(each)) for each in ("noon_from", "noon_to", "day_ends"))
    at = begin
    while True:
        if at < back and at + stay > noon:
            at = back
        if at + stay > last:
            return
        yield at, at + stay
        at += stay + int(usual("between"))


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@cache
def _figures() -> Mapping[str, str]:
    path = settings.resource("rules", "observation_route.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["figure"]: row["value"] for row in csv.DictReader(file)}
