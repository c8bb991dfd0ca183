"""Note in the journal what somebody did that wrote no record, and read it again."""

from typing import Any

from jianxi_desktop.db.journal import note_event
from jianxi_desktop.services.office import Office


def note(office: Office, action: str, reason: str | None = None, **detail: Any) -> None:
    """Write one event into the journal, in a transaction of its own.

    Args:
        office: The open database; its account did it.
        action: Key of ``EVENTS`` in ``domain/deeds``.
        reason: Why, in the person's words.
        detail: Keys, counts and hashes; never a name or a number of a person.
    """
    with office.store.writing() as connection:
        note_event(connection, action, office.account.id, reason, detail)
