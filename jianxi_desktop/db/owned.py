"""Rows that belong to a record, or link to it."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, select, union

from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import Edit, removal, table_of, update_rows
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Ledger

_AT_ONCE = 500


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


def count_links(
    connection: Connection, ledger: Ledger, target: str, ids: Collection[UUID]
) -> dict[UUID, int]:
    """Count the records of a ledger that link to each of some records, where there are any."""
    table = table_of(ledger)
    links = [
        key
        for key, field in ledger.fields.items()
        if isinstance(field, Link) and field.target == target
    ]
    counts: dict[UUID, int] = {}
    asked = list(ids)
    for start in range(0, len(asked) if links else 0, _AT_ONCE):
        part = asked[start : start + _AT_ONCE]
        linking = [
            select(table.c[key].label("one"), table.c.serial).where(
                table.c[key].in_(part), table.c.removed_on.is_(None)
            )
            for key in links
        ]
        # A row that links twice to the same record is one row.
        found = linking[0].subquery() if len(links) == 1 else union(*linking).subquery()
        counted = select(found.c.one, func.count()).group_by(found.c.one)
        counts |= {row[0]: int(row[1]) for row in connection.execute(counted)}
    return counts
