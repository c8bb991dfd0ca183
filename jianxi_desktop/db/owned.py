"""Rows that belong to a record, or link to it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, or_, select

from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import Edit, removal, table_of, update_rows
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Ledger


def remove(change: Change, detail: Ledger, owner: UUID, why: str) -> None:
    """Take out the rows that belong to a removed record, for the same reason."""
    _edit_owned(change, detail, owner, table_of(detail).c.removed_on.is_(None), removal(why))


def restore(change: Change, detail: Ledger, owner: UUID, why: str) -> None:
    """Bring back the rows that went with a record, told by their reason."""
    back = {"removed_on": None, "removed_why": None}
    _edit_owned(change, detail, owner, table_of(detail).c.removed_why == why, back)


def _edit_owned(
    change: Change,
    detail: Ledger,
    owner: UUID,
    which: ColumnElement[bool],
    values: Mapping[str, Any],
) -> None:
    table = table_of(detail)
    query = select(table.c.id).where(table.c[detail.owner.key] == owner, which)
    ids = list(change.connection.execute(query).scalars())
    update_rows(change, detail, [Edit(one, values) for one in ids])


def count_links(connection: Connection, ledger: Ledger, target: str, record_id: UUID) -> int:
    """Count the records of a ledger that link to one record."""
    table = table_of(ledger)
    links = [
        table.c[key] == record_id
        for key, field in ledger.fields.items()
        if isinstance(field, Link) and field.target == target
    ]
    if not links:
        return 0
    found = select(func.count()).where(or_(*links), table.c.removed_on.is_(None))
    return int(connection.execute(found).scalar_one())
