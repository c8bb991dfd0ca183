"""What the review page reads on the worker: a conflict, and what happened to its record."""

from jianxi_desktop.services import history
from jianxi_desktop.services.conflicts import Conflict
from jianxi_desktop.services.history import HistoryLine
from jianxi_desktop.services.office import Office


def history_of(office: Office, conflict: Conflict) -> list[HistoryLine]:
    """Read what happened to the record of a conflict.

    Raises:
        ConflictError: It is not here any more.
    """
    ledger = office.catalog[conflict.line.ledger]
    return history.history_of(office, ledger, conflict.line.record)
