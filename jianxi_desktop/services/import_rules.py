"""Rules beyond one record for the rows of a roster: what a form would refuse is for review."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db.store import Change
from jianxi_desktop.schema.ledger import Issue, Ledger, Values
from jianxi_desktop.services import booking_rules, term_rules, visit_rules
from jianxi_desktop.services.office import Office

_Look = Callable[[Office, Connection, Values, UUID | None], tuple[Issue, ...]]
_NOBODY = UUID(int=0)  # a row that is no record yet
# Ledgers of few rows, which a rule compares with each other: each row is written at once.
_LOOKS: Mapping[str, _Look] = {
    "booking": booking_rules.look,
    "observation_visit": visit_rules.look,
}


class Watcher:
    """Looks at the rows of one roster; of other ledgers than these it has nothing to say.

    Attributes:
        at_once: Whether each row must be written before the next one is looked at.
    """

    def __init__(self, office: Office, change: Change, ledger: Ledger, home: UUID) -> None:
        self._office = office
        self._connection = change.connection
        self._ledger = ledger
        self._look = _LOOKS.get(ledger.key)
        self._change, self._home = change, home
        self._termed = set[UUID]()
        self.at_once = self._look is not None

    def issues(
        self, values: Mapping[str, Any], record: Mapping[str, Any] | None
    ) -> Iterator[Issue]:
        """Say what a row would break."""
        if self._ledger.key == "leadership_term":
            self._termed.add(values.get("organisation") or self._home)
        if self._look is None:
            return
        given = {key: value for key, value in values.items() if value is not None}
        row = {**dict.fromkeys(self._ledger.fields), **(record or {}), **given}
        one = record["id"] if record is not None else _NOBODY
        for issue in self._look(self._office, self._connection, row, one):
            severity = "review" if issue.severity == "error" else issue.severity
            yield Issue(issue.field, issue.code, severity, issue.text)

    def close(self) -> None:
        """Write what follows from all rows together: a term that is followed by another ends."""
        if self._termed:
            term_rules.close_earlier(self._office, self._change, self._termed)
