"""The one place that writes records: a row gets its dot, its index entry, its journal line.

Nothing else can write a ledger's table: ``guard`` refuses it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Connection,
    RowMapping,
    Table,
    bindparam,
    func,
    select,
)

from jianxi_desktop.db import engines, heads, search
from jianxi_desktop.db.guard import unlocked
from jianxi_desktop.db.ids import new_id, new_ids
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.registers import EVERY, REMOVED
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Ledger, Values

_AT_ONCE = 5_000
_EDITED_AT_ONCE = 1_000
_LOCAL = ("serial", "version", "replica", "seq")  # columns that mean something only here
Dot = tuple[int, int]
_Edited = tuple[RowMapping, dict[str, Any]]  # a row as it stands, and what becomes of it


class Edit(NamedTuple):
    """Values to set in one record, and the version that was shown; ``None``: whatever stands."""

    id: UUID
    values: Mapping[str, Any]
    version: int | None = None


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
        columns["id"] = _identities(rows)
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
    columns: dict[str, Sequence[Any]] = {}
    named = {*given, *set().union(*rows)}
    for name in (name for name in table.c.keys() if name in named):  # noqa: SIM118 - no mapping
        cells = given.get(name) or [row.get(name) for row in rows]
        if any(cell is not None for cell in cells):
            columns[name] = cells
    seqs = _record(change, ledger, columns)
    _stamp(change, ledger, columns, seqs, given["serial"])
    with unlocked(change.connection, "journal"):
        engines.insert_many(change.connection, table, columns)
    search.add(change.connection, ledger, given["serial"], rows)


def _identities(rows: Sequence[Values]) -> list[UUID]:
    if not any("id" in row for row in rows):
        return new_ids(len(rows))
    return [row.get("id") or new_id() for row in rows]


def _record(change: Change, ledger: Ledger, columns: Mapping[str, Sequence[Any]]) -> list[int]:
    """Write rows into the journal; give the number of the change that each is in."""
    names = [name for name in columns if name not in (*_LOCAL, "id")]
    cells = [_plain_column(ledger, name, columns[name]) for name in names]
    ids = [each.hex for each in columns["id"]]
    return change.journal.add_new(ledger.key, names, [ids, *cells])


def _plain_column(ledger: Ledger, name: str, cells: Sequence[Any]) -> Sequence[Any]:
    if isinstance(ledger.fields.get(name), Link):
        return [cell and cell.hex for cell in cells]
    return cells


def _stamp(
    change: Change,
    ledger: Ledger,
    columns: dict[str, Sequence[Any]],
    seqs: Sequence[int],
    serials: Sequence[int],
) -> None:
    """Give each row its version and its dot; one that brings a dot is found by a touch."""
    count = len(seqs)
    columns["version"] = [1] * count
    if "replica" not in columns:
        columns["replica"], columns["seq"] = [change.journal.replica] * count, seqs
        return
    theirs = [place for place, number in enumerate(columns["replica"]) if number is not None]
    pairs = list(zip(columns["replica"], columns["seq"], strict=True))
    own = change.journal.replica
    columns["replica"] = [own if number is None else number for number, _seq in pairs]
    columns["seq"] = [
        ours if number is None else seq for (number, seq), ours in zip(pairs, seqs, strict=True)
    ]
    found = [serials[place] for place in theirs]
    change.journal.touch(ledger.key, found, [seqs[place] for place in theirs])


def update_row(
    change: Change, ledger: Ledger, record_id: UUID, version: int, values: Mapping[str, Any]
) -> int:
    """Change fields of the record that was shown with ``version``; give the new version.

    What stands there already is no change, and a record to which nothing happens keeps its version.

    Raises:
        ConflictError: The record is gone, or was saved by someone else in the meantime.
    """
    return update_rows(change, ledger, [Edit(record_id, values, version)])[record_id]


def update_rows(change: Change, ledger: Ledger, edits: Sequence[Edit]) -> dict[UUID, int]:
    """Change fields of several records, each named once; give their versions.

    Raises:
        ConflictError: One is gone, or has another version than was shown; nothing is kept.
    """
    versions: dict[UUID, int] = {}
    for start in range(0, len(edits), _EDITED_AT_ONCE):
        versions |= _edit(change, ledger, edits[start : start + _EDITED_AT_ONCE])
    return versions


def _edit(change: Change, ledger: Ledger, edits: Sequence[Edit]) -> dict[UUID, int]:
    table = table_of(ledger)
    query = select(table).where(table.c.id.in_([edit.id for edit in edits]))
    current = {row["id"]: row for row in change.connection.execute(query).mappings()}
    changed: list[_Edited] = []
    versions: dict[UUID, int] = {}
    for edit in edits:
        row = current.get(edit.id)
        if row is None or edit.version not in (None, row["version"]):
            raise stale(ledger)
        values = {
            key: value
            for key, value in edit.values.items()
            if key in table.c and key not in (*_LOCAL, "id") and value != row[key]
        }
        versions[edit.id] = row["version"] + (1 if values else 0)
        if values:
            changed.append((row, values))
    if changed:
        write_edits(change, ledger, changed)
    return versions


def write_edits(
    change: Change, ledger: Ledger, changed: Sequence[_Edited], *, settled: bool = False
) -> None:
    """Write edits; one that is no settlement leaves open what waits for a person."""
    connection = change.connection
    serials = [row["serial"] for row, _values in changed]
    known = heads.of_rows(connection, ledger.key, serials)
    waiting = {} if settled else heads.waiting(connection, ledger.key, serials)
    moved: list[heads.Moved] = []
    for row, values in changed:
        groups = {ledger.group_of(key) for key in values}
        seen = dict(known.get(row["serial"], {}))
        left: heads.Heads = {}
        for group in (waiting.get(row["serial"], set()) & groups) - {REMOVED}:
            every = seen.get(group, [])
            shown = heads.shown(connection, every) if every else None
            seen[group] = [dot for dot in every if dot == shown]
            left[group] = [dot for dot in every if dot != shown]
            if not left[group]:  # nothing is left to choose between
                heads.settle(connection, ledger.key, row["serial"], group)
        seq = _record_edit(change, ledger, row, values, seen, known.get(row["serial"], {}))
        moved.append(heads.Moved(row["serial"], groups, change.journal.replica, seq, left))
    with unlocked(connection, "journal"):
        _store_edits(connection, ledger, changed)
        heads.move(connection, ledger.key, moved)
    _index_again(change, ledger, changed)
    change.touched.add(ledger.key)


def _store_edits(connection: Connection, ledger: Ledger, changed: Sequence[_Edited]) -> None:
    """Update rows, those that change the same columns together."""
    table = table_of(ledger)
    alike: dict[tuple[str, ...], list[_Edited]] = {}
    for row, values in changed:
        alike.setdefault(tuple(values), []).append((row, values))
    for columns, edited in alike.items():
        statement = (
            table.update()
            .where(table.c.serial == bindparam("at"), table.c.version == bindparam("shown"))
            .values({name: bindparam(f"to_{name}") for name in (*columns, "version")})
        )
        lines = [
            {f"to_{name}": value for name, value in values.items()}
            | {"at": row["serial"], "shown": row["version"], "to_version": row["version"] + 1}
            for row, values in edited
        ]
        if connection.execute(statement, lines).rowcount != len(lines):
            raise stale(ledger)  # another seat was faster


def _record_edit(
    change: Change,
    ledger: Ledger,
    row: RowMapping,
    values: Mapping[str, Any],
    seen: Mapping[str, Sequence[Dot]],
    every: Mapping[str, Sequence[Dot]],
) -> int:
    """Record what was set and which heads it covers: those ``seen`` of ``every`` head there is.

    A removal says all that it saw of the row, and a write to a removed row that it saw that.
    """
    pairs = {key: (plain(row[key]), plain(value)) for key, value in values.items()}
    dot = [(row["replica"], row["seq"])] if row["replica"] else []
    groups = sorted({ledger.group_of(key) for key in values})
    bases = {group: seen.get(group, dot) for group in groups}
    if values.get("removed_on") is not None:
        bases[EVERY] = sorted({*dot, *(head for dots in every.values() for head in dots)})
    elif row["removed_on"] is not None:
        bases[REMOVED] = every.get(REMOVED, dot)
    return change.journal.add_set(ledger.key, row["serial"], row["id"], pairs, bases)


def resolve(
    change: Change, ledger: Ledger, record_id: UUID, group: str, values: Mapping[str, Any]
) -> None:
    """Settle a group that several people wrote: the values hold, whichever they were.

    Raises:
        ConflictError: The record is gone.
    """
    table = table_of(ledger)
    row = change.connection.execute(select(table).where(table.c.id == record_id)).mappings().first()
    if row is None:
        raise stale(ledger)
    whole = {
        key: values.get(key, row[key])
        for key in (*ledger.fields, "removed_on", "removed_why")
        if ledger.group_of(key) == group
    }
    write_edits(change, ledger, [(row, whole)], settled=True)
    heads.settle(change.connection, ledger.key, row["serial"], group)


def erase_row(change: Change, ledger: Ledger, row: RowMapping, left: Mapping[str, Any]) -> None:
    """Put ``left`` in a row's place for good; what stood there goes into no journal."""
    table = table_of(ledger)
    version = {"version": row["version"] + 1}
    journalled = {key: plain(value) for key, value in left.items()}
    change.journal.add_erasure(ledger.key, row["serial"], row["id"], journalled)
    with unlocked(change.connection, "journal"):
        statement = table.update().where(table.c.serial == row["serial"])
        change.connection.execute(statement.values({**left, **version}))
    if search.has_index(ledger):
        search.put_again(change.connection, ledger, row["serial"], {**row, **left})
    change.touched.add(ledger.key)


def plain(value: Any) -> Any:
    """Give a value as the journal spells it."""
    return value.hex if isinstance(value, UUID) else value


def stale(ledger: Ledger) -> ConflictError:
    """Say that a record is no longer what was shown."""
    return ConflictError(
        f"{ledger.key}: version is not current",
        user_message="这条记录刚被别人改过或已移除，请刷新后再改。",
        code="stale",
    )


def remove_row(change: Change, ledger: Ledger, record_id: UUID, version: int, why: str) -> int:
    """Take a record out with a reason; the row stays and can come back.

    Raises:
        ConflictError: As ``update_row``.
    """
    return update_row(change, ledger, record_id, version, removal(why))


def removal(why: str) -> dict[str, str]:
    """Give the values that say: out since today, and why."""
    return {"removed_on": calendar.today().isoformat(), "removed_why": why}


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


def _index_again(change: Change, ledger: Ledger, changed: Iterable[_Edited]) -> None:
    searched = {key for key, field in ledger.fields.items() if field.search}
    for row, values in changed:
        if searched & values.keys():
            search.put_again(change.connection, ledger, row["serial"], {**row, **values})
