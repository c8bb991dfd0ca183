"""The reporting day of packages: our own that is to go up, and those of below that did not come."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import func, select

from jianxi_desktop.db import system
from jianxi_desktop.db.conflicts import offices
from jianxi_desktop.db.office import facts_of
from jianxi_desktop.domain import package_days
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.divisions import unit_of_code
from jianxi_desktop.domain.due import Due
from jianxi_desktop.services.due.asked import Asked


def packages(asked: Asked) -> Iterator[Due]:
    """Give our next or missed package, and how many offices below have missed the last day.

    Only offices whose cards are trusted count: nobody is asked to use packages.
    """
    if asked.top is not None:
        return  # packages are the whole office's
    own, last = asked.office.unit.code, package_days.last_due(asked.day)
    known = offices(asked.connection)
    above = [name for unit, name in known.items() if own.startswith(unit) and unit != own]
    if above:
        yield from _own(asked, above[0], last)
    below = {unit_of_code(unit) for unit in known if unit.startswith(own) and unit != own}
    if below:
        yield from _missing(asked, below, last)


def _own(asked: Asked, above: str, last: date) -> Iterator[Due]:
    package = system.package
    written = _day(
        asked.connection.execute(
            select(func.max(package.c.created)).where(package.c.direction == "out")
        ).scalar()
    )
    begun = str((facts_of(asked.connection) or {}).get("created_on", ""))
    # It counts for a reporting day when it was written after the day before that.
    if max(written, begun) <= package_days.before(last).isoformat():
        due, told = last, "没有"
    elif written <= last.isoformat():
        due, told = package_days.after(last), "要在这天前"
    else:
        return
    text = f"{told}写数据包交给{above}（{show_day(due.isoformat())}报送日）"
    yield Due("package", due.isoformat(), text, screen="package")


def _missing(asked: Asked, below: set[str], last: date) -> Iterator[Due]:
    package = system.package
    came = select(package.c.unit, func.max(package.c.created)).where(
        package.c.direction == "in", package.c.state == "merged"
    )
    begun = package_days.before(last).isoformat()
    reported = {
        unit_of_code(unit)
        for unit, created in asked.connection.execute(came.group_by(package.c.unit))
        if _day(created) > begun
    }
    missing = len(below - reported)
    if missing and last < asked.day:
        text = f"{missing}个下级单位没有交来数据包（{show_day(last.isoformat())}报送日）"
        yield Due("package", last.isoformat(), text, screen="arrivals", argument="board")


def _day(moment: str | None) -> str:
    """Give the day of a moment as the clock on this wall shows it."""
    return datetime.fromisoformat(moment).astimezone().date().isoformat() if moment else ""
