"""Changes of other databases of which an earlier version of this program knew only a part."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from jianxi_desktop.db import system
from jianxi_desktop.db.folding import Incoming
from jianxi_desktop.domain import blocks


class Chain(NamedTuple):
    """A chain with such changes.

    Attributes:
        number: Its number here.
        replica: Whose, 32 hexadecimal digits.
        unit: Code of the unit that writes it.
        key: Sign key that vouches for it; empty where nothing was kept.
        seqs: The numbers of the changes.
    """

    number: int
    replica: str
    unit: str
    key: str
    seqs: tuple[int, ...]


def chains(connection: Connection) -> list[Chain]:
    """Give the chains that have such changes; none costs a look."""
    found: dict[int, list[int]] = {}
    table = system.unknown
    for row in connection.execute(select(table).order_by(table.c.replica, table.c.seq)):
        found.setdefault(row.replica, []).append(row.seq)
    if not found:
        return []
    chain, signed = system.replica, system.checkpoint
    keys = {row.replica: row.key for row in connection.execute(select(signed))}
    query = select(chain.c.number, chain.c.replica, chain.c.unit)
    return [
        Chain(row.number, row.replica.hex, row.unit, keys.get(row.number, ""), tuple(seqs))
        for row in connection.execute(query.where(chain.c.number.in_(found)))
        for seqs in (found[row.number],)
    ]


def changes(connection: Connection, chain: Chain) -> Iterator[Incoming]:
    """Give the changes as they came."""
    table = system.change
    for seq in chain.seqs:
        query = select(table).where(table.c.replica == chain.number, table.c.seq == seq)
        row = connection.execute(query).mappings().one()
        yield Incoming(
            chain.number,
            chain.unit,
            seq,
            row["first"],
            row["hlc"],
            row["account"],
            row["action"],
            row["undoes"],
            row["app_schema"],
            row["note"],
            row["prev"],
            row["hash"],
            row["writes"],
            blocks.sections_of(row["block"]),
        )


def forget(connection: Connection, number: int, seqs: Sequence[int]) -> None:
    """Note that all of some changes is known now."""
    table = system.unknown
    for seq in seqs:
        connection.execute(table.delete().where(table.c.replica == number, table.c.seq == seq))
