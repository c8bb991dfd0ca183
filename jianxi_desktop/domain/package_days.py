"""By which day of each month packages are to be there: ``resources/rules/package_days.csv``."""

import calendar
from datetime import date, timedelta

from jianxi_desktop.domain.rule_tables import number_on

_TABLE, _RULE = "package_days", "reported_by"


def due_in(year: int, month: int) -> date:
    """Give the reporting day of a month; one that the month has not is its last."""
    last = calendar.monthrange(year, month)[1]
    wanted = number_on(_TABLE, _RULE, "day", date(year, month, last))
    return date(year, month, min(wanted, last))


def last_due(day: date) -> date:
    """Give the last reporting day that has come by a day; that day counts as come."""
    here = due_in(day.year, day.month)
    return here if here <= day else before(here)


def after(due: date) -> date:
    """Give the reporting day after one."""
    later = due.replace(day=1) + timedelta(days=31)
    return due_in(later.year, later.month)


def before(due: date) -> date:
    """Give the reporting day before one."""
    earlier = due.replace(day=1) - timedelta(days=1)
    return due_in(earlier.year, earlier.month)
