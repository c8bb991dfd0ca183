"""The reporting day of packages: our own that is to go up, and those of below that did not come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from jianxi_desktop.db import system
from jianxi_desktop.db.conflicts import offices
from jianxi_desktop.db.office import facts_of
from jianxi_desktop.domain import package_days
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.divisions import unit_of_code
from jianxi_desktop.domain.due import Due
from jianxi_desktop.services.due.asked import Asked
from jianxi_desktop.services.office import Office


@dataclass(frozen=True)
class Packages:
    """How far the exchange of packages is.

    Attributes:
        above: Name of the office above whose card is trusted; empty: none is.
        written: When the last package for anybody was written; ``None``: never.
        due: The reporting day that ours is wanted for next, or was; ``None``: nothing is wanted.
        missed: Whether that day came without one.
        day: The last reporting day.
        below: How many offices below are trusted.
        reported: How many of them sent one for that day.
    """

    above: str
    written: datetime | None
    due: date | None
    missed: bool
    day: date
    below: int
    reported: int


def packages_of(office: Office, connection: Connection, day: date) -> Packages:
    """Tell how far the exchange of packages is on a day.

    Only offices whose cards are trusted count: nobody is asked to use packages.
    """
    own, last = office.unit.code, package_days.last_due(day)
    known = offices(connection)
    above = [name for unit, name in known.items() if own.startswith(unit) and unit != own]
    below = {unit_of_code(unit) for unit in known if unit.startswith(own) and unit != own}
    written = _last_written(connection)
    due, missed = _wanted(connection, written, last) if above else (None, False)
    came = len(below & _reported(connection, last)) if below else 0
    return Packages(above[0] if above else "", written, due, missed, last, len(below), came)


def packages(asked: Asked) -> Iterator[Due]:
    """Give our next or missed package, and how many offices below have missed the last day."""
    if asked.top is not None:
        return  # packages are the whole office's
    found = packages_of(asked.office, asked.connection, asked.day)
    if found.due is not None:
        told = "没有" if found.missed else "要在这天前"
        shown = show_day(found.due.isoformat())
        text = f"{told}写数据包交给{found.above}（{shown}报送日）"
        yield Due("package", found.due.isoformat(), text, screen="package")
    missing, last = found.below - found.reported, found.day
    if missing and last < asked.day:
        text = f"{missing}个下级单位没有交来数据包（{show_day(last.isoformat())}报送日）"
        yield Due("package", last.isoformat(), text, screen="arrivals", argument="board")


def _last_written(connection: Connection) -> datetime | None:
    package = system.package
    found = select(func.max(package.c.created)).where(package.c.direction == "out")
    moment = connection.execute(found).scalar()
    return datetime.fromisoformat(moment) if moment else None


def _wanted(
    connection: Connection, written: datetime | None, last: date
) -> tuple[date | None, bool]:
    """Give the reporting day that a package is wanted for, and whether it is missed."""
    day = _day(written)
    begun = str((facts_of(connection) or {}).get("created_on", ""))
    # It counts for a reporting day when it was written after the day before that.
    if max(day, begun) <= package_days.before(last).isoformat():
        return last, True
    return (package_days.after(last), False) if day <= last.isoformat() else (None, False)


def _reported(connection: Connection, last: date) -> set[str]:
    """Name the offices whose package came for a reporting day."""
    package = system.package
    came = select(package.c.unit, func.max(package.c.created)).where(
        package.c.direction == "in", package.c.state == "merged"
    )
    begun = package_days.before(last).isoformat()
    return {
        unit_of_code(unit)
        for unit, created in connection.execute(came.group_by(package.c.unit))
        if created and _day(datetime.fromisoformat(created)) > begun
    }


def _day(moment: datetime | None) -> str:
    """Give the day of a moment as the clock on this wall shows it."""
    return moment.astimezone().date().isoformat() if moment else ""
