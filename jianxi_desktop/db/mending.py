"""Give the end of our own chain another name: what a copy wrote that others know otherwise.

Everything the changes behind the agreed point say stays: who, when, what, why, and the salts of
their leaves. They move to a new chain, their numbers count from 1, and what of them names one
another names the new names. The old chain ends at the agreed point, so that the other history of it
can come in like anybody's.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from jianxi_desktop.db import office, replica, system
from jianxi_desktop.db.guard import unlocked
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import blocks
from jianxi_desktop.domain.seals import seal
from jianxi_desktop.schema.ledger import Catalog

_AT_ONCE = 20
_SHARED = "forked_replicas"
_SET_PARTS = 4  # salt, row, values, bases
_FOLLOWING = (system.touch, system.head, system.early, system.unknown, system.lacking)


class Moved(NamedTuple):
    """Changes that have another name now.

    Attributes:
        number: Of the new chain.
        replica: Of the new chain, 32 hexadecimal digits.
        changes: How many.
        writes: How many writes in them.
    """

    number: int
    replica: str
    changes: int
    writes: int


def rename_after(
    connection: Connection,
    catalog: Catalog,
    facts: Mapping[str, Any],
    machine: str | None,
    agreed: int,
) -> Moved:
    """Begin a new chain and move to it what our own one says behind a number (0: all of it).

    Args:
        connection: A write transaction.
        catalog: The program's ledgers.
        facts: Of the office, as ``db.office`` gives them.
        machine: This PC.
        agreed: The last number that keeps its name.
    """
    old = _chain(connection, facts["replica"])
    replica.begin_anew(connection, facts, machine)
    number = connection.execute(select(system.office.c.replica)).scalar_one()
    new = _chain(connection, number)
    _keep_shared(connection, old["replica"].hex)
    with unlocked(connection, "open"):
        moved = _move_changes(connection, old, new, agreed)
        _follow(connection, catalog, old["number"], number, agreed)
        _cut(connection, old["number"], agreed)
    return moved


def shared(connection: Connection) -> frozenset[str]:
    """Give the replicas of ours that another file still writes: no past of this one alone.

    What the other file acknowledges under that name still counts.
    """
    return frozenset(json.loads(office.setting(connection, _SHARED) or "[]"))


def _keep_shared(connection: Connection, name: str) -> None:
    names = sorted({*shared(connection), name})
    office.keep_setting(connection, _SHARED, json.dumps(names))


def _chain(connection: Connection, number: int) -> RowMapping:
    table = system.replica
    return connection.execute(select(table).where(table.c.number == number)).mappings().one()


def _move_changes(connection: Connection, old: RowMapping, new: RowMapping, agreed: int) -> Moved:
    names = _Names(old["replica"].hex, new["replica"].hex, agreed)
    before: bytes | None = None
    last = agreed
    firsts: dict[int, int] = {}
    changes = writes = 0
    for row in _changes(connection, old["number"], agreed):
        sections = names.renamed(blocks.sections_of(row["block"]))
        last, seq = row["seq"], row["seq"] - agreed
        values = {
            **row,
            "replica": new["number"],
            "seq": seq,
            "first": firsts.setdefault(row["first"], seq),
            "undoes": firsts.get(row["undoes"]),
            "prev": before,
            "block": blocks.pack(sections) if row["writes"] else None,
        }
        before = seal(new["replica"].hex, new["scope"], values, blocks.seals_in(sections))
        connection.execute(insert(system.change).values({**values, "hash": before}))
        changes, writes = changes + 1, writes + row["writes"]
    table = system.replica
    mine = table.c.number == new["number"]
    end = {"seq": last - agreed, "hlc": old["hlc"], "hash": before}
    connection.execute(update(table).where(mine).values(end))
    return Moved(new["number"], new["replica"].hex, changes, writes)


def _changes(connection: Connection, number: int, agreed: int) -> Iterator[RowMapping]:
    """Give the changes behind a number, a few at a time: others are written in between."""
    table, last = system.change, agreed
    while True:
        query = select(table).where(table.c.replica == number, table.c.seq > last)
        rows = connection.execute(query.order_by(table.c.seq).limit(_AT_ONCE)).mappings().all()
        if not rows:
            return
        yield from rows
        last = rows[-1]["seq"]


class _Names:
    """The names that moved changes had, and what they are called now."""

    def __init__(self, old: str, new: str, agreed: int) -> None:
        self._old, self._new, self._agreed = old, new, agreed

    def renamed(self, sections: list[Any]) -> list[list[Any]]:
        """Let what names a moved change name it anew."""
        return [
            [ledger, kind, columns, self._leaves(leaves) if kind == "set" else leaves]
            for ledger, kind, columns, leaves in sections
        ]

    def _leaves(self, leaves: Any) -> Any:
        if not isinstance(leaves, list):
            return leaves
        return [
            [*leaf[:3], self._bases(leaf[3])]
            if isinstance(leaf, list) and len(leaf) == _SET_PARTS
            else leaf
            for leaf in leaves
        ]

    def _bases(self, bases: Mapping[str, list[list[Any]]]) -> dict[str, list[list[Any]]]:
        return {group: [self._dot(*dot) for dot in dots] for group, dots in bases.items()}

    def _dot(self, chain: str, seq: int) -> list[Any]:
        if chain == self._old and seq > self._agreed:
            return [self._new, seq - self._agreed]
        return [chain, seq]


def _follow(connection: Connection, catalog: Catalog, old: int, new: int, agreed: int) -> None:
    """Let all that points at a moved change point at it under its new name."""
    tables = [*(table_of(ledger) for ledger in catalog), *_FOLLOWING]
    for table in tables:
        moved = (table.c.replica == old) & (table.c.seq > agreed)
        connection.execute(update(table).where(moved).values(replica=new, seq=table.c.seq - agreed))


def _cut(connection: Connection, number: int, agreed: int) -> None:
    """Let the old chain end at the agreed point."""
    table, signed = system.change, system.checkpoint
    query = select(table.c.hash).where(table.c.replica == number, table.c.seq == agreed)
    end = connection.execute(query).scalar()
    connection.execute(delete(table).where(table.c.replica == number, table.c.seq > agreed))
    connection.execute(delete(signed).where(signed.c.replica == number, signed.c.seq > agreed))
    chain = system.replica
    values = {"seq": agreed if end is not None else 0, "hash": end}
    connection.execute(update(chain).where(chain.c.number == number).values(values))
