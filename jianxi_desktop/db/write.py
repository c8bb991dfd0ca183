"""The one place that writes records: every row gets its dot, its index entry, its version.

Nothing else may write a ledger's table; the journal of the next step hooks in here.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, func, or_, select, update

from jianxi_desktop.db import engines, search
from jianxi_desktop.db.ids import new_id
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import calendar
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Ledger, Values

_AT_ONCE = 5_000


def table_of(ledger: Ledger) -> Table:
    """Give the table of a ledger."""
    table: Table = ledger.record.__table__
    return table


def insert_rows(
    change: Change,
    ledger: Ledger,
    rows: Sequence[Values],
    beside: Mapping[str, Sequence[Any]] | None = None,
) -> list[UUID]:
    """Write new records; a row may bring its own ``id`` and dot, else it gets this change's.

    Args:
        change: The transaction.
        ledger: What the rows are.
        rows: Values by key; keys that are no column of the ledger are passed over.
        beside: Columns that hold for the rows whatever these say, one value a row.

    Returns:
        The identities, in the order of the rows.
    """
    if not rows:
        return []
    table = table_of(ledger)
    last = change.connection.execute(select(func.max(table.c.serial))).scalar() or 0
    columns = {"serial": range(last + 1, last + 1 + len(rows)), **(beside or {})}
    if "id" not in columns:
        columns["id"] = [row.get("id") or new_id() for row in rows]
    for start in range(0, len(rows), _AT_ONCE):
        given = {key: cells[start : start + _AT_ONCE] for key, cells in columns.items()}
        _insert(change, ledger, rows[start : start + _AT_ONCE], given)
    change.touched.add(ledger.key)
    return list(columns["id"])


def _insert(
    change: Change, ledger: Ledger, rows: Sequence[Values], given: Mapping[str, Sequence[Any]]
) -> None:
    """Hand rows to the driver column by column: bulk goes past the type processing of each cell.

    A column in which nothing stands is left out, which is much of a roster's sheet.
    """
    table = table_of(ledger)
    stamp = {"version": 1, "replica": change.replica, "seq": change.seq}
    columns: dict[str, Sequence[Any]] = {}
    for name in (column.name for column in table.c):
        default = stamp.get(name)
        cells = given.get(name) or [row.get(name, default) for row in rows]
        if any(cell is not None for cell in cells):
            columns[name] = cells
    engines.insert_many(change.connection, table, columns)
    search.add(change.connection, ledger, given["serial"], rows)


def update_row(
    change: Change, ledger: Ledger, record_id: UUID, version: int, values: Mapping[str, Any]
) -> int:
    """Change fields of the record that was shown with ``version``; give the new version.

    Raises:
        ConflictError: The record is gone, or was saved by someone else in the meantime.
    """
    table = table_of(ledger)
    stamped = {
        **values,
        "version": version + 1,
        "replica": values.get("replica", change.replica),
        "seq": values.get("seq", change.seq),
    }
    done = change.connection.execute(
        update(table).where(table.c.id == record_id, table.c.version == version).values(stamped)
    )
    if done.rowcount != 1:
        raise ConflictError(
            f"{ledger.key}: version {version} is not current",
            user_message="这条记录刚被别人改过或已移除，请刷新后再改。",
            code="stale",
        )
    if any(ledger.fields[key].search for key in values if key in ledger.fields):
        _index_again(change, ledger, record_id)
    change.touched.add(ledger.key)
    return version + 1


def remove_row(change: Change, ledger: Ledger, record_id: UUID, version: int, why: str) -> int:
    """Take a record out with a reason; the row stays and can come back.

    Raises:
        ConflictError: As ``update_row``.
    """
    today = calendar.today().isoformat()
    return update_row(change, ledger, record_id, version, {"removed_on": today, "removed_why": why})


def restore_row(change: Change, ledger: Ledger, record_id: UUID) -> str:
    """Take a removal back; give the reason it had.

    Raises:
        ConflictError: The record is not removed.
    """
    table = table_of(ledger)
    query = select(table.c.version, table.c.removed_why).where(
        table.c.id == record_id, table.c.removed_on.is_not(None)
    )
    row = change.connection.execute(query).first()
    if row is None:
        raise ConflictError(
            f"{ledger.key}: record is not removed",
            user_message="这条记录没有被移除，不需要恢复。",
            code="not_removed",
        )
    update_row(change, ledger, record_id, row.version, {"removed_on": None, "removed_why": None})
    return str(row.removed_why)


def remove_owned(change: Change, detail: Ledger, owner: UUID, why: str) -> None:
    """Take out the rows that belong to a removed record, for the same reason."""
    today = calendar.today().isoformat()
    table = table_of(detail)
    _mark_owned(change, detail, owner, table.c.removed_on.is_(None), (today, why))


def restore_owned(change: Change, detail: Ledger, owner: UUID, why: str) -> None:
    """Bring back the rows that went with a record, told by their reason."""
    _mark_owned(change, detail, owner, table_of(detail).c.removed_why == why, (None, None))


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


def _mark_owned(
    change: Change,
    detail: Ledger,
    owner: UUID,
    which: ColumnElement[bool],
    mark: tuple[str | None, str | None],
) -> None:
    table = table_of(detail)
    stamped = {
        "removed_on": mark[0],
        "removed_why": mark[1],
        "version": table.c.version + 1,
        "replica": change.replica,
        "seq": change.seq,
    }
    owned = table.c[detail.owner.key] == owner
    if change.connection.execute(update(table).where(owned, which).values(stamped)).rowcount:
        change.touched.add(detail.key)


def _index_again(change: Change, ledger: Ledger, record_id: UUID) -> None:
    table = table_of(ledger)
    row = change.connection.execute(select(table).where(table.c.id == record_id)).one()
    search.put_again(change.connection, ledger, row.serial, dict(row._mapping))  # noqa: SLF001 - public API of Row
