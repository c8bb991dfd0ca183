"""Puts hashes in the place of what somebody below may not read."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db.fold_rows import writes_of
from jianxi_desktop.db.reach import Reach, links
from jianxi_desktop.db.tree import organisation_field
from jianxi_desktop.domain import blocks
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.office import Office

_ERASURE = 3  # parts of a leaf that erases
_KEPT = 20_000  # rows of which it is remembered whether they may be read


class Eyes:
    """Says which leaves somebody below may read."""

    def __init__(self, office: Office, connection: Connection, reach: Reach) -> None:
        self._connection = connection
        self._reach = reach
        self._ledgers = {ledger.key: ledger for ledger in office.catalog}
        self._inside = {one.hex for one in reach.organisations()}
        self._known: dict[tuple[str, str], bool] = {}
        self.own = reach.below

    def veil(self, sections: Any) -> list[list[Any]]:
        """Put hashes in the place of what may not be read."""
        wanted: dict[str, set[str]] = {}
        for key, _kind, _columns, leaves in sections:
            for leaf in blocks.readable(leaves):
                if (key, leaf[1]) not in self._known:
                    wanted.setdefault(key, set()).add(leaf[1])
        if len(self._known) > _KEPT:
            self._known.clear()
            wanted = _rows_of(sections)
        for key, rows in wanted.items():
            self._look(key, rows)
        return blocks.veil(sections, self._may_read)

    def _look(self, key: str, rows: set[str]) -> None:
        ledger = self._ledgers.get(key)
        seen: set[UUID] = set()
        if ledger is not None:
            seen = self._reach.visible(ledger, [UUID(row) for row in rows])
        self._known |= {(key, row): UUID(row) in seen for row in rows}

    def _may_read(self, key: str, columns: Sequence[str], leaf: Any) -> bool:
        """Also what takes a row out of the subtree may be read, and what made it there."""
        if self._known[key, leaf[1]]:
            return True
        if not columns and len(leaf) == _ERASURE:
            return True  # whoever had it has to forget it
        ledger = self._ledgers.get(key)
        if ledger is None:
            return False
        for place in _places(ledger):
            if place in columns and leaf[2 + columns.index(place)] in self._inside:
                return True
            if not columns and any(each in self._inside for each in leaf[2].get(place, ())):
                return True
        moves = not columns and any(place in leaf[2] for place in _places(ledger))
        return moves and self._stood_here(ledger, leaf[1])

    def _stood_here(self, ledger: Ledger, row: str) -> bool:
        """Tell whether any write ever put a row here: then its going elsewhere has to be seen."""
        return any(
            said.get(place) in self._inside
            for write in writes_of(self._connection, ledger, UUID(row))
            for said in (write.values, write.old)
            for place in _places(ledger)
        )


def _places(ledger: Ledger) -> list[str]:
    """Name the fields that say where a row stands, or whom it concerns."""
    key = "parent" if ledger.key == "organisation" else organisation_field(ledger)
    own = [key] if key is not None and isinstance(ledger.fields.get(key), Link) else []
    return own + links(ledger)


def _rows_of(sections: Any) -> dict[str, set[str]]:
    rows: dict[str, set[str]] = {}
    for key, _kind, _columns, leaves in sections:
        rows.setdefault(key, set()).update(leaf[1] for leaf in blocks.readable(leaves))
    return rows
