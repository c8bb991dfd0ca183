"""Which backups may go, so that a folder holds years of them and does not fill the disk."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta

WHOLE = timedelta(days=2)  # within this, every backup stays
DAILY, WEEKLY, MONTHLY = 7, 8, 12


def superseded(made: Iterable[datetime], now: datetime) -> set[datetime]:
    """Choose the backups that may be deleted.

    All of the last two days stay; beside them the last of each of the 7 latest days, 8 latest
    weeks and 12 latest months in which there is one. The newest always stays, whatever the clock.

    Args:
        made: When each verified backup was made; others are not to be counted, nor deleted.
        now: The clock; a backup "from the future" counts as new.
    """
    ordered = sorted(set(made), reverse=True)
    kept = {each for each in ordered if each > now - WHOLE}
    for count, period in ((DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)):
        kept |= set(_last_of_each(ordered, period)[:count])
    return set(ordered) - kept


def _last_of_each(
    ordered: list[datetime], period: Callable[[datetime], Hashable]
) -> list[datetime]:
    last: dict[Hashable, datetime] = {}
    for each in ordered:
        last.setdefault(period(each), each)
    return list(last.values())


def _day(moment: datetime) -> Hashable:
    return moment.date()


def _week(moment: datetime) -> Hashable:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> Hashable:
    return moment.year, moment.month
