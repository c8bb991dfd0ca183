"""What is due as a calendar file (.ics, RFC 5545), which phones and desktop calendars take in.

Each thing is an all-day event with two reminders. Its UID is the same in every export, so that a
calendar that takes the file in again changes the event and does not double it. The file leaves the
encrypted database: it never holds a number of a person, and no name either where it is wished so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

from jianxi_desktop.db.office import facts_of
from jianxi_desktop.domain.calendar import first_day, show_day
from jianxi_desktop.domain.due import OVERDUE, Due, band_of
from jianxi_desktop.domain.files import write_beside
from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import leaving
from jianxi_desktop.services.attention import Attention
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.revealing import require_reason
from jianxi_desktop.services.rights import needs

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_PRODUCT: Final = "-//Jianxi Desktop//attention//ZH"
_REMINDERS: Final = (
    timedelta(hours=-15),
    timedelta(hours=9),
)  # nine o'clock, the day before and that day


@dataclass(frozen=True)
class Entry:
    """One event of the calendar.

    Attributes:
        name: Names it within the database, the same in every export.
        day: The day it stands on.
        summary: Its title.
        description: What else there is to say.
        category: Its kind, in words.
    """

    name: str
    day: date
    summary: str
    description: str
    category: str


@needs(Right.EXPORT)
def save_calendar(
    office: Office,
    found: Attention,
    path: Path,
    *,
    names: bool = True,
    reason: str | None = None,
) -> int:
    """Write what is due into a calendar file; give the number of its events.

    Args:
        office: The open database.
        found: What is due.
        path: The file, which is replaced.
        names: Whether people may be named; if not, things of one kind, day and organisation are
            one event that says how many they are.
        reason: What for; needed where many things that may name people leave the program.

    Raises:
        InputError: There is nothing to write, or no reason where one is needed.
        EnvironmentFailure: The file cannot be written.
    """
    if not found.items:
        raise InputError(
            "nothing is due",
            user_message="没有要导出的事项。换一个条件，或等有事项到期再导出。",
            code="nothing",
        )
    if names and len(found.items) > leaving.MANY_PEOPLE:
        reason = require_reason(reason)
    entries = list(entries_of(found) if names else counted(found))
    with office.store.read() as connection:
        database = (facts_of(connection) or {})["database_id"]
    text = _calendar(entries, database, office.unit.name)
    with write_beside(path) as beside:
        beside.write_bytes(text)
    leaving.note_file(
        office, "export", path, reason, paper="calendar", rows=len(entries), names=names
    )
    return len(entries)


def entries_of(found: Attention) -> Iterator[Entry]:
    """Give an event for each thing."""
    named = [(_name_of(item), item) for item in found.items]
    times = Counter(name for name, _item in named)
    for name, item in named:
        # Two things of one record and kind are told apart by what they say.
        own = name if times[name] == 1 else f"{name}|{item.due_on}|{item.text}"
        yield _entry(found, item, own, hide_numbers(item.text))


def counted(found: Attention) -> Iterator[Entry]:
    """Give an event for each kind, day and organisation; it names nobody."""
    groups: dict[tuple[str, str, UUID | None], list[Due]] = {}
    for item in found.items:
        groups.setdefault((item.kind, item.due_on, item.organisation), []).append(item)
    for (kind, due_on, organisation), items in groups.items():
        name = f"counted|{kind}|{due_on}|{organisation}"
        yield _entry(found, items[0], name, f"{found.titles[kind]} {len(items)} 件")


def _entry(found: Attention, item: Due, name: str, text: str) -> Entry:
    late = band_of(item.due_on, found.as_of) == OVERDUE
    told = [
        f"单位：{found.name_of(item)}" if found.name_of(item) else "",
        f"最迟：{show_day(item.due_on)}",
        "依据待核实，请先核对。" if item.unverified else "",
        "来自涧西党建工作台，办完请在工作台里登记。",
    ]
    return Entry(
        name,
        found.as_of if late else first_day(item.due_on),
        f"已逾期：{text}" if late else text,
        "\n".join(filter(None, told)),
        found.titles[item.kind],
    )


def _name_of(item: Due) -> str:
    """Name a thing: where a record stands behind it, its day may move and it stays the same."""
    day = "" if item.record is not None else item.due_on
    parts = (item.kind, item.ledger, item.record, item.organisation, item.screen, item.argument)
    return "|".join(str(each or "") for each in (*parts, day))


def _calendar(entries: Iterable[Entry], database: UUID, office: str) -> bytes:
    from icalendar import Calendar

    book = Calendar()
    book.add("prodid", _PRODUCT)
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", f"党建到期提醒（{office}）")
    now = datetime.now(UTC).replace(microsecond=0)
    for entry in entries:
        book.add_component(_event(entry, uuid5(database, entry.name), now))
    return bytes(book.to_ical())


def _event(entry: Entry, uid: UUID, now: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{uid}@jianxi-desktop")
    event.add("dtstamp", now)
    event.add("last-modified", now)
    event.add("sequence", int(now.timestamp()) // 60)  # a later export counts as a later change
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("categories", [entry.category])
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    for offset in _REMINDERS:
        event.add_component(_alarm(entry.summary, offset))
    return event


def _alarm(text: str, offset: timedelta) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", offset)
    return alarm
