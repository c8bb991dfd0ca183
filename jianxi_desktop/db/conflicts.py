"""Read what a merge left to people: which groups of which rows, who wrote each value, and where."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Row, func, or_, select

from jianxi_desktop.db import system
from jianxi_desktop.db.captions import caption_column
from jianxi_desktop.db.journal import read_note
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain.registers import Dot
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Catalog, Ledger

_AT_ONCE = 5_000
_DOTS_AT_ONCE = 400  # pairs in one condition


class Found(NamedTuple):
    """One group of one row that waits for a person.

    Attributes:
        ledger: Key of the ledger.
        row: The row.
        group: Key of the group of fields.
        kind: ``value``, ``removal`` or ``cycle``.
        since: When it was found here, ISO.
    """

    ledger: str
    row: UUID
    group: str
    kind: str
    since: str


class Origin(NamedTuple):
    """Who wrote a change, when and where.

    Attributes:
        who: Name of the account; empty: not known.
        when: By the clock of the PC that wrote it; ``None``: the change is not here.
        place: Name of the PC or office.
        unit: Code of the office.
        here: Whether this database wrote it.
        reason: Why, in the person's words.
        action: Key of what was done.
    """

    who: str
    when: datetime | None
    place: str
    unit: str
    here: bool
    reason: str
    action: str


NOWHERE = Origin("", None, "", "", here=False, reason="", action="")


def count(connection: Connection, catalog: Catalog) -> int:
    """Count the groups that wait; of a record that is removed by now nothing does."""
    table = system.conflict
    known = {ledger.key for ledger in catalog}
    total = 0
    for key in connection.execute(select(table.c.ledger).distinct()).scalars().all():
        if key in known:
            records = table_of(catalog[key])
            query = (
                select(func.count())
                .select_from(table.join(records, records.c.serial == table.c.serial))
                .where(table.c.ledger == key, records.c.removed_on.is_(None))
            )
            total += int(connection.execute(query).scalar_one())
    return total


def pending(connection: Connection, catalog: Catalog) -> list[Found]:
    """Give every group that waits, ledger by ledger, those found first before the others."""
    table = system.conflict
    waiting: dict[str, list[Row[Any]]] = {}
    order = (table.c.ledger, table.c.found_at, table.c.serial, table.c.grp)
    for line in connection.execute(select(table).order_by(*order)):
        waiting.setdefault(line.ledger, []).append(line)
    known = {ledger.key for ledger in catalog}
    found = []
    for key, lines in waiting.items():
        if key in known:
            ids = _ids(connection, catalog[key], {line.serial for line in lines})
            found += [
                Found(key, ids[line.serial], line.grp, line.kind, str(line.found_at))
                for line in lines
                if line.serial in ids
            ]
    return found


def of_rows(connection: Connection, ledger: Ledger, rows: Collection[UUID]) -> list[Found]:
    """Give the groups of some rows that wait."""
    table, records = system.conflict, table_of(ledger)
    query = (
        select(records.c.id, table.c.grp, table.c.kind, table.c.found_at)
        .join(records, records.c.serial == table.c.serial)
        .where(table.c.ledger == ledger.key, records.c.removed_on.is_(None))
        .order_by(table.c.serial, table.c.grp)
    )
    return [
        Found(ledger.key, line.id, line.grp, line.kind, str(line.found_at))
        for part in _parts(sorted(set(rows)), _AT_ONCE)
        for line in connection.execute(query.where(records.c.id.in_(part)))
    ]


def serials_of(connection: Connection, ledger: Ledger, rows: Collection[UUID]) -> list[int]:
    """Give the serials of some rows, in rising order."""
    table = table_of(ledger)
    return sorted(
        serial
        for part in _parts(sorted(set(rows)), _AT_ONCE)
        for serial in connection.execute(
            select(table.c.serial).where(table.c.id.in_(part))
        ).scalars()
    )


def _ids(connection: Connection, ledger: Ledger, serials: Collection[int]) -> dict[int, UUID]:
    table = table_of(ledger)
    return {
        row.serial: row.id
        for part in _parts(sorted(serials), _AT_ONCE)
        for row in connection.execute(
            select(table.c.serial, table.c.id).where(
                table.c.serial.in_(part), table.c.removed_on.is_(None)
            )
        )
    }


def names(
    connection: Connection, catalog: Catalog, ledger: Ledger, rows: Iterable[UUID]
) -> dict[UUID, tuple[Any, str]]:
    """Give what rows are called, as stored, and what the records they belong to are called."""
    table = table_of(ledger)
    columns: list[Any] = [table.c.id, caption_column(catalog, ledger, table)]
    if ledger.owner is not None and ledger.owner.key != ledger.caption.key:
        columns.append(_owner_caption(catalog, ledger, table))
    found: dict[UUID, tuple[Any, str]] = {}
    for part in _parts(sorted(set(rows)), _AT_ONCE):
        for row in connection.execute(select(*columns).where(table.c.id.in_(part))):
            found[row[0]] = (row[1], str(row[2] or "") if len(row) > 2 else "")
    return found


def _owner_caption(catalog: Catalog, ledger: Ledger, table: Any) -> Any:
    field = ledger.fields[ledger.owner.key]
    owner = catalog[field.target if isinstance(field, Link) else ""]
    other = table_of(owner).alias()
    called = caption_column(catalog, owner, other)
    return select(called).where(other.c.id == table.c[ledger.owner.key]).scalar_subquery()


def origins(
    connection: Connection, dots: Iterable[Dot], called: Mapping[UUID, str]
) -> Mapping[Dot, Origin]:
    """Give who wrote some changes, by the names of accounts; one that is not here is left out."""
    change, chain = system.change, system.replica
    own = select(system.office.c.replica).scalar_subquery()
    mine = select(chain.c.replica).where(chain.c.number == own).scalar_subquery()
    query = (
        select(
            chain.c.replica,
            change.c.seq,
            change.c.hlc,
            change.c.account,
            change.c.action,
            change.c.note,
            chain.c.name,
            chain.c.unit,
            (chain.c.replica == mine).label("here"),
        )
        .join(chain, chain.c.number == change.c.replica)
        .where(chain.c.scope.startswith("org/"))
    )
    found = {}
    for part in _parts(sorted(set(dots)), _DOTS_AT_ONCE):
        wanted = [
            (chain.c.replica == UUID(hex=dot.replica)) & (change.c.seq == dot.seq) for dot in part
        ]
        for row in connection.execute(query.where(or_(*wanted))):
            reason, _detail = read_note(row.note)
            found[Dot(row.replica.hex, row.seq)] = Origin(
                called.get(row.account, ""),
                datetime.fromtimestamp((row.hlc >> 16) / 1000, UTC).astimezone(),
                row.name,
                row.unit,
                bool(row.here),
                reason or "",
                row.action,
            )
    return found


def dots_of(
    connection: Connection, local: Collection[tuple[int, int]]
) -> dict[tuple[int, int], Dot]:
    """Give changes by the names all offices use, by number of chain and change here."""
    chain = system.replica
    known = {
        row.number: row.replica.hex
        for row in connection.execute(select(chain.c.number, chain.c.replica))
    }
    return {(number, seq): Dot(known[number], seq) for number, seq in local if number in known}


def people(connection: Connection) -> dict[UUID, str]:
    """Give the names of accounts, of this database and of others."""
    here, there = system.account, system.author
    named = {row.id: row.name for row in connection.execute(select(there.c.id, there.c.name))}
    return named | {row.id: row.name for row in connection.execute(select(here.c.id, here.c.name))}


def offices(connection: Connection) -> dict[str, str]:
    """Give the names of the offices that are trusted, by their code."""
    card = system.trusted
    return {row.unit: row.name for row in connection.execute(select(card.c.unit, card.c.name))}


def pillars(connection: Connection) -> set[UUID]:
    """Give what this database itself stands on: its organisation and place, those of accounts."""
    office, account = system.office, system.account
    own = connection.execute(select(office.c.organisation, office.c.territory)).all()
    limits = connection.execute(select(account.c.organisation)).all()
    return {one for row in (*own, *limits) for one in row if one is not None}


def state(connection: Connection) -> tuple[tuple[int, int], ...]:
    """Give how far every chain has come: while it is the same, no record has changed."""
    chain = system.replica
    query = select(chain.c.number, chain.c.seq).where(chain.c.scope.startswith("org/"))
    return tuple(
        (row.number, row.seq) for row in connection.execute(query.order_by(chain.c.number))
    )


def _parts(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (items[start : start + size] for start in range(0, len(items), size))
