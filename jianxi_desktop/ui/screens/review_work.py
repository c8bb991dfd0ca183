"""What the review page does on the worker: looks at a conflict, and decides it."""

from typing import NamedTuple

from jianxi_desktop.services import conflicts, history
from jianxi_desktop.services.conflicts import Conflict
from jianxi_desktop.services.history import HistoryLine
from jianxi_desktop.services.office import Office


class Looked(NamedTuple):
    """A conflict, and what happened to its record."""

    conflict: Conflict
    history: tuple[HistoryLine, ...]


def look(office: Office, conflict_id: str) -> Looked:
    """Read a conflict and the history of its record.

    Raises:
        ConflictError: It is settled.
    """
    found = conflicts.find_conflict(office, conflict_id)
    ledger = office.catalog[found.line.ledger]
    return Looked(found, tuple(history.history_of(office, ledger, found.line.record)))
