"""The journal: every change of every record, sealed one after the other, in the same transaction.

One action of a person is one or several changes of at most 2,000 writes; each change seals the
hash of the one before it in its chain. A row names by its dot the change that wrote it whole;
``sync_touch`` finds the later ones, and ``sync_head`` says which change each group of fields comes
from where that is not the dot. History, undo and packages read nothing else.
"""

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from jianxi_desktop.db import system
from jianxi_desktop.db.guard import unlocked
from jianxi_desktop.domain import blocks
from jianxi_desktop.domain.blocks import Block, Head
from jianxi_desktop.domain.deeds import Deed
from jianxi_desktop.domain.seals import is_erased, seal

SCHEMA = "0002"  # of the values in a block; raised when a field changes its meaning


class Chain(NamedTuple):
    """The end of a chain as it stands in the database."""

    number: int
    replica: UUID
    scope: str
    seq: int
    hlc: int
    hash: bytes | None


class Journal:
    """Writes one action into one chain.

    Attributes:
        first: Number of the action's first change.
        replica: Number of the chain in this database.
        detail: Keys and counts that its first change carries; to be filled before records are.
    """

    def __init__(self, connection: Connection, deed: Deed, chain: Chain) -> None:
        self._connection = connection
        self._deed = deed
        self._chain = chain
        self._block = Block()
        self._touched: set[tuple[str, int]] = set()
        self._names: dict[int, str] = {}
        self.first = chain.seq + 1
        self.replica = chain.number
        self.detail: dict[str, Any] = {}

    @property
    def seq(self) -> int:
        """The number of the change that is being filled."""
        return self._chain.seq + 1

    def add_new(
        self, ledger: str, columns: Sequence[str], cells: Sequence[Sequence[Any]]
    ) -> list[int]:
        """Record rows written whole; give the number of the change that each one is in.

        Args:
            ledger: Key of the ledger.
            columns: What the values behind the identity are.
            cells: The identities in hexadecimal digits, then one sequence a column, its values as
                plain as JSON has them.
        """
        leaves = blocks.new_leaves(cells, len(cells[0]))
        return self._place((ledger, "new", tuple(columns)), leaves)

    def add_set(
        self,
        ledger: str,
        serial: int,
        row: UUID,
        pairs: Mapping[str, tuple[Any, Any]],
        bases: Mapping[str, Sequence[tuple[int, int]]],
    ) -> int:
        """Record fields that were set, old and new; give the number of the change."""
        spelt = {
            group: [[self._name(number), seq] for number, seq in seen]
            for group, seen in bases.items()
        }
        leaf = blocks.leaf_of(row.hex, {key: list(pair) for key, pair in pairs.items()}, spelt)
        return self._add_one((ledger, "set", ()), serial, leaf)

    def add_erasure(self, ledger: str, serial: int, row: UUID, left: Mapping[str, Any]) -> int:
        """Record that a row's values were erased, and what stands there now."""
        leaf = blocks.leaf_of(row.hex, dict(left))
        return self._add_one((ledger, "erase", ()), serial, leaf)

    def touch(self, ledger: str, serials: Sequence[int], seqs: Sequence[int]) -> None:
        """Let rows be found whose own dot does not name this action: a merge brought their dot."""
        lines = [
            {"ledger": ledger, "serial": serial, "replica": self.replica, "seq": seq}
            for serial, seq in zip(serials, seqs, strict=True)
        ]
        if lines:
            with unlocked(self._connection, "journal"):
                self._connection.execute(insert(system.touch), lines)

    def close(self) -> None:
        """Write what is left; an action that wrote no record leaves no trace."""
        if self._block.writes:
            self._flush()
        end = self._chain
        self._connection.execute(
            update(system.replica)
            .where(system.replica.c.number == end.number)
            .values(seq=end.seq, hlc=end.hlc, hash=end.hash)
        )

    def note(self) -> None:
        """Write an action that writes no record."""
        self._flush()
        self.close()

    @property
    def end(self) -> Chain:
        """The end of the chain as written so far."""
        return self._chain

    def _place(self, head: Head, leaves: Sequence[bytes]) -> list[int]:
        seqs: list[int] = []
        start = 0
        while start < len(leaves):
            count = blocks.fitting(leaves[start:], self._block.writes, self._block.size)
            if count == 0:
                self._flush()
                continue
            self._block.add(head, leaves[start : start + count])
            seqs += [self.seq] * count
            start += count
        return seqs

    def _add_one(self, head: Head, serial: int, leaf: bytes) -> int:
        seq = self._place(head, [leaf])[0]
        self._touched.add((head[0], serial))
        return seq

    def _name(self, number: int) -> str:
        if not self._names:
            found = select(system.replica.c.number, system.replica.c.replica)
            self._names = {row[0]: row[1].hex for row in self._connection.execute(found)}
        return self._names[number]

    def _flush(self) -> None:
        deed, end, block = self._deed, self._chain, self._block
        note = self._note() if self.seq == self.first else None
        values: dict[str, Any] = {
            "seq": end.seq + 1,
            "first": self.first,
            "hlc": max(int(time.time() * 1000) << 16, end.hlc + 1),
            "account": deed.account,
            "action": deed.action,
            "undoes": deed.undoes,
            "app_schema": SCHEMA,
            "note": note,
            "prev": end.hash,
        }
        sealed = seal(end.replica.hex, end.scope, values, block.seals())
        with unlocked(self._connection, "journal"):
            self._connection.execute(
                insert(system.change).values(
                    **values,
                    replica=end.number,
                    hash=sealed,
                    writes=block.writes,
                    block=block.pack() if block.writes else None,
                )
            )
        self._chain = end._replace(seq=end.seq + 1, hlc=values["hlc"], hash=sealed)
        self._block, touched, self._touched = Block(), sorted(self._touched), set()
        for ledger in dict.fromkeys(name for name, _serial in touched):
            serials = [serial for name, serial in touched if name == ledger]
            self.touch(ledger, serials, [end.seq + 1] * len(serials))

    def _note(self) -> str | None:
        if self._deed.reason is None and not self.detail:
            return None
        return blocks.leaf_of(self._deed.reason, self.detail).decode()


def read_note(note: str | None) -> tuple[str | None, dict[str, Any]]:
    """Give the reason and the detail of a note."""
    if note is None or is_erased(note):
        return None, {}
    _salt, reason, detail = json.loads(note)
    return reason, detail


def own_chain(connection: Connection, kind: str = "org") -> Chain | None:
    """Lock and read the chain this database writes: of its records, or of its audit (``audit``).

    ``None`` while the office is not founded yet.
    """
    own = select(system.office.c.replica).scalar_subquery()
    table = system.replica
    mine = select(table.c.replica).where(table.c.number == own).scalar_subquery()
    found = select(
        table.c.number, table.c.replica, table.c.scope, table.c.seq, table.c.hlc, table.c.hash
    ).where(table.c.replica == mine, table.c.scope.startswith(f"{kind}/"))
    row = connection.execute(found.with_for_update()).first()
    return None if row is None else Chain(*row)


def note_event(
    connection: Connection,
    action: str,
    account: UUID | None,
    reason: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Chain | None:
    """Note something that wrote no record: who looked, exported, printed, locked, backed up.

    Args:
        connection: A write transaction.
        action: Key of ``EVENTS``.
        account: Who.
        reason: Why, in the person's words.
        detail: Keys, counts and hashes; never a name or a number of a person.

    Returns:
        The end of the chain of events; none while the office is not founded.
    """
    chain = own_chain(connection, "audit")
    if chain is None:
        return None
    journal = Journal(connection, Deed(action, account, reason), chain)
    journal.detail.update(detail or {})
    journal.note()
    return journal.end
