"""Note in the journal what somebody did that wrote no record, and read it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jianxi_desktop.db import accounts, history
from jianxi_desktop.db.journal import note_event
from jianxi_desktop.domain.deeds import ACTIONS, EVENTS
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class Event:
    """Something that was done, as the audit shows it.

    Attributes:
        when: When.
        who: Name of the account.
        pc: Where.
        title: What, in words.
        action: Its key.
        reason: Why, in the person's words.
        detail: Keys, counts and hashes.
        records: How many records it wrote.
        hlc: Names the event to ``list_events`` as the end of a page.
    """

    when: datetime
    who: str
    pc: str
    title: str
    action: str
    reason: str
    detail: Mapping[str, Any]
    records: int
    hlc: int


@needs(Right.AUDIT, whole=True)
def list_events(office: Office, *, limit: int = 200, before: int | None = None) -> list[Event]:
    """Give what was done with this database, looked at and written, the newest first."""
    with office.store.read() as connection:
        names = accounts.names(connection)
        found = [
            entry
            for kind in ("audit", "org")
            for entry in history.entries(connection, kind=kind, limit=limit, before=before)
        ]
    found.sort(key=lambda entry: entry.hlc, reverse=True)
    return [
        Event(
            entry.at,
            names.get(entry.account, "外单位用户") if entry.account else "系统",
            "本机" if entry.here else entry.place,
            EVENTS.get(entry.action) or ACTIONS.get(entry.action, entry.action),
            entry.action,
            entry.reason or "",
            entry.detail,
            entry.writes,
            entry.hlc,
        )
        for entry in found[:limit]
    ]


def note(office: Office, action: str, reason: str | None = None, **detail: Any) -> None:
    """Write one event into the journal, in a transaction of its own.

    Args:
        office: The open database; its account did it.
        action: Key of ``EVENTS`` in ``domain/deeds``.
        reason: Why, in the person's words.
        detail: Keys, counts and hashes; never a name or a number of a person.
    """
    with office.store.writing() as connection:
        end = note_event(connection, action, office.account.id, reason, detail)
    if end is not None and office.store.committed is not None:
        office.store.committed(end)
