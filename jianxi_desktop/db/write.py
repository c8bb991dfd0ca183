"""The one place that writes records: every row gets its dot, its index entry, its version.

Nothing else may write a ledger's table; the journal of the next step hooks in here.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Dialect, Table, func, insert, or_, select, update

from jianxi_desktop.db import search, system
from jianxi_desktop.db.ids import new_id
from jianxi_desktop.db.store import Change
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Ledger, Values

_AT_ONCE = 5_000


def table_of(ledger: Ledger) -> Table:
    """Give the table of a ledger."""
    table: Table = ledger.record.__table__
    return table


def insert_rows(change: Change, ledger: Ledger, rows: Sequence[Values]) -> list[UUID]:
    """Write new records; a row may bring its own ``id`` and dot, else it gets this change's.

    Returns:
        The identities, in the order of the rows.
    """
    if not rows:
        return []
    table = table_of(ledger)
    serial = change.connection.execute(select(func.max(table.c.serial))).scalar() or 0
    ids = [row.get("id") or new_id() for row in rows]
    statement, columns = _insert_statement(table, change.connection.dialect)
    stamp = {"version": 1, "replica": system.OWN_REPLICA, "seq": change.seq}
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        lines = []
        for place, row in enumerate(part, start=start):
            full = {**stamp, **row, "serial": serial + place + 1, "id": ids[place]}
            lines.append(tuple([_plain(full.get(column)) for column in columns]))
        change.connection.exec_driver_sql(statement, lines)
        numbers = range(serial + start + 1, serial + start + 1 + len(part))
        search.put(change.connection, ledger, list(zip(numbers, part, strict=True)))
    change.touched.add(ledger.key)
    return ids


@cache
def _insert_statement(table: Table, dialect: Dialect) -> tuple[str, tuple[str, ...]]:
    """Give the driver's own statement: bulk goes past the type processing of each cell."""
    compiled = insert(table).compile(dialect=dialect)
    return str(compiled), tuple(compiled.positiontup or ())


def _plain(value: Any) -> Any:
    return value.bytes if value.__class__ is UUID else value


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
        "replica": values.get("replica", system.OWN_REPLICA),
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
    today = date.today().isoformat()  # noqa: DTZ011 - the office's own calendar
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
    today = date.today().isoformat()  # noqa: DTZ011 - the office's own calendar
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
        "replica": system.OWN_REPLICA,
        "seq": change.seq,
    }
    owned = table.c[detail.owner.key] == owner
    if change.connection.execute(update(table).where(owned, which).values(stamped)).rowcount:
        change.touched.add(detail.key)


def _index_again(change: Change, ledger: Ledger, record_id: UUID) -> None:
    table = table_of(ledger)
    row = change.connection.execute(select(table).where(table.c.id == record_id)).one()
    search.put(change.connection, ledger, [(row.serial, dict(row._mapping))])  # noqa: SLF001 - public API of Row
