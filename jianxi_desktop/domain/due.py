"""What is due: one dated thing that an office has to see to, and how pressing it is.

Nothing here is stored: every item is worked out anew from records and rules. An item reminds; it
never changes a record.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

from jianxi_desktop.domain.calendar import first_day
from jianxi_desktop.domain.rule_tables import Line, rows_on

OVERDUE, TODAY, SOON = "overdue", "today", "soon"
WEEK, LATER = "week", "later"
BANDS: Final[Mapping[str, str]] = {
    OVERDUE: "已逾期",
    TODAY: "今天",
    WEEK: "7天内",
    LATER: "以后",
}
_WEEK_DAYS = 7
_TABLE = "attention_days"


class Due(NamedTuple):
    """One thing that is due.

    Attributes:
        kind: Which sort of thing, a line of ``resources/rules/attention_days.csv``.
        due_on: The last day that is in time, ISO; known to the month it is the month's first.
        text: What is to be done, in Chinese; it names people where it must, never their numbers.
        organisation: Whose it is; ``None``: the office's own.
        ledger: Key of the ledger a click leads to; empty: ``screen`` says where.
        record: The record a click opens; ``None``: the list, or the page.
        screen: Key of a page that is better than the record's form; empty: the form.
        argument: What the page is opened with, as text (a month, an identity); it reaches the
            page's ``opened`` as it is. Where it is empty the page gets ``record``.
        unverified: Whether the rule behind it is marked as not verified.
    """

    kind: str
    due_on: str
    text: str
    organisation: UUID | None = None
    ledger: str = ""
    record: UUID | None = None
    screen: str = ""
    argument: str = ""
    unverified: bool = False


def kinds(day: date) -> tuple[Line, ...]:
    """Give the kinds of a day: ``kind`` ``title`` ``days`` (of notice) ``source``."""
    return rows_on(_TABLE, day)


def notice_days(kind: str, day: date) -> int:
    """Say how many days before it is due a thing is shown.

    Raises:
        KeyError: There is no such kind; a table of ours is wrong.
    """
    for row in kinds(day):
        if row["kind"] == kind:
            return int(row["days"])
    raise KeyError(kind)


def state_of(due_on: str, day: date) -> str:
    """Say how pressing a thing is on a day: ``overdue``, ``today`` or ``soon``."""
    last = first_day(due_on)
    if last < day:
        return OVERDUE
    return TODAY if last == day else SOON


@lru_cache(maxsize=1_024)
def band_of(due_on: str, day: date) -> str:
    """Say under which heading of ``BANDS`` a thing stands on a day."""
    state = state_of(due_on, day)
    if state != SOON:
        return state
    return WEEK if days_left(due_on, day) <= _WEEK_DAYS else LATER


def days_left(due_on: str, day: date) -> int:
    """Count the days from a day to the last that is in time; below nought: it has passed."""
    return (first_day(due_on) - day).days


def shown(items: Iterable[Due], day: date) -> list[Due]:
    """Keep what is overdue or within its days of notice, the oldest first."""
    ahead = {row["kind"]: day + timedelta(days=int(row["days"])) for row in kinds(day)}
    kept = [each for each in items if first_day(each.due_on) <= ahead[each.kind]]
    return sorted(kept, key=lambda each: (each.due_on, each.kind, each.text))
