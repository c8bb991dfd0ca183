"""Erase a record for good, on a lawful request: from the ledgers, the search and the journal.

The journal keeps the hash of every write it loses, so its chains still verify and the erasure
itself stands in it. What backups hold goes as they are rotated; what other offices hold goes when
the erasure reaches them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from jianxi_desktop.db import erasing, history, write
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.schema.fields import Link, Text
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

ERASED = "（已依法删除）"
SHORTEST_REQUEST = 4


@dataclass(frozen=True)
class Erased:
    """What an erasure did: records and writes of the journal whose values are gone."""

    records: int
    writes: int
    touched: frozenset[str]


@needs(Right.ERASE, whole=True)
def erase_record(office: Office, ledger: Ledger, record_id: UUID, request: str) -> Erased:
    """Erase the values of a record and of the rows that belong to it.

    What other records need to stay whole (whose row it is, of what kind) stays; everything else
    is emptied, the name says that it was erased. Nothing brings it back.

    Args:
        office: The open database.
        ledger: What it is.
        record_id: Which, removed or not.
        request: On whose request and by which paper; it stays in the journal, so name no person.

    Raises:
        InputError: No request is named.
        ConflictError: There is no such record.
    """
    if len(request.strip()) < SHORTEST_REQUEST:
        raise InputError(
            "no lawful request named",
            user_message="请写明依据（哪份申请、文号），再彻底删除。",
            code="no_reason",
        )
    with office.change("erase", request.strip()) as change:
        rows = [(ledger, row) for row in erasing.rows(change.connection, ledger, [record_id])]
        for kind in office.catalog:
            rows += [(kind, row) for row in _belonging(change, kind, ledger, record_id)]
        if not rows:
            raise ConflictError(
                f"{ledger.key}: no such record",
                user_message="这条记录不存在，请刷新列表。",
                code="gone",
            )
        pictures = {
            each
            for kind, row in rows
            for each in erasing.pictures_of(change.connection, kind, row["id"])
        }
        writes = sum(erasing.forget_writes(change, kind, row["id"]) for kind, row in rows)
        for kind, row in rows:
            write.erase_row(change, kind, row, _left(kind, row))
        erasing.forget_drafts(change, record_id)
        erasing.forget_pictures(change, office.catalog["attachment"], pictures)
        touched = frozenset(change.touched)
    office.store.tidy()
    return Erased(len(rows), writes, touched)


def _belonging(
    change: Change, kind: Ledger, ledger: Ledger, record_id: UUID
) -> Iterator[RowMapping]:
    """Give the rows that are about the record and nothing without it: dated rows, attendance."""
    if kind.owner is None:
        return
    for key, field in kind.fields.items():
        if isinstance(field, Link) and field.target == ledger.key:
            ids = history.rows_of(change.connection, kind, key, record_id)
            yield from erasing.rows(change.connection, kind, ids)


def _left(ledger: Ledger, row: RowMapping) -> dict[str, Any]:
    """Say what stands in a row's place: nothing, but for what must stand."""
    left: dict[str, Any] = {}
    for key, field in ledger.fields.items():
        if not field.required:
            left[key] = None
        else:
            left[key] = ERASED[: field.length] if isinstance(field, Text) else row[key]
    return {
        **left,
        "removed_on": row["removed_on"] or calendar.today().isoformat(),
        "removed_why": "依法删除",
    }
