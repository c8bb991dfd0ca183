"""How an item of a work plan stands on a day: done, late, nearly due; nothing of it is stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from jianxi_desktop.domain.calendar import first_day
from jianxi_desktop.domain.rule_tables import number_on

DONE, STOPPED, OVERDUE, SOON, OPEN = "done", "stopped", "overdue", "soon", "open"
_RULE: Final = "due_soon"


class Timed(NamedTuple):
    """What the standing of an item goes by.

    Attributes:
        state: Code of ``item_state``.
        due_on: By when it is to be done; ``None``: no day was set.
        done_on: When it was done.
    """

    state: str
    due_on: str | None
    done_on: str | None = None


@dataclass(frozen=True)
class Tally:
    """How many items of a plan stand how.

    Attributes:
        total: All that are not given up.
        done: Those that are done.
        late: Those of them that were done after their day.
        overdue: Those that are not done and whose day is over.
        soon: Those whose day is near.
        stopped: Those that were given up.
    """

    total: int = 0
    done: int = 0
    late: int = 0
    overdue: int = 0
    soon: int = 0
    stopped: int = 0

    @property
    def open(self) -> int:
        """How many are still to be done."""
        return self.total - self.done


def standing(item: Timed, day: date) -> str:
    """Say how an item stands; on its due day itself it is not overdue yet."""
    if item.state in (DONE, STOPPED):
        return item.state
    if item.due_on is None:
        return OPEN
    last = first_day(item.due_on)
    if last < day:
        return OVERDUE
    near = number_on("plan_days", _RULE, "days", day)
    return SOON if last <= day + timedelta(days=near) else OPEN


def days_late(item: Timed, day: date) -> int:
    """Count the days since an open item was due; 0 where it is not overdue."""
    if standing(item, day) != OVERDUE or item.due_on is None:
        return 0
    return (day - first_day(item.due_on)).days


def done_late(item: Timed) -> bool:
    """Tell whether an item was done after its day; one without a day of doing was in time."""
    if item.state != DONE or not item.due_on or not item.done_on:
        return False
    return first_day(item.done_on) > first_day(item.due_on)


def tally(items: Iterable[Timed], day: date) -> Tally:
    """Count items by how they stand."""
    found = list(items)
    stands = [standing(each, day) for each in found]
    return Tally(
        total=len(found) - stands.count(STOPPED),
        done=stands.count(DONE),
        late=sum(done_late(each) for each in found),
        overdue=stands.count(OVERDUE),
        soon=stands.count(SOON),
        stopped=stands.count(STOPPED),
    )
