"""Which change each group of a row's fields comes from, where it is not the row's own dot."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select

from jianxi_desktop.db import system

Heads = dict[str, list[tuple[int, int]]]


class Moved(NamedTuple):
    """Groups of one row that a change has just written.

    Attributes:
        serial: The row.
        groups: What it wrote.
        replica: Chain of the change.
        seq: Its number.
        left: Heads of a group that the change did not see, or left for a person to settle.
    """

    serial: int
    groups: set[str]
    replica: int
    seq: int
    left: Mapping[str, Sequence[tuple[int, int]]] = {}


def of_rows(connection: Connection, ledger: str, serials: Sequence[int]) -> dict[int, Heads]:
    """Give the heads of rows by group; a group that is not named has the row's dot."""
    table, found = system.head, dict[int, Heads]()
    query = select(table).where(table.c.ledger == ledger, table.c.serial.in_(serials))
    for row in connection.execute(query):
        found.setdefault(row.serial, {}).setdefault(row.grp, []).append((row.replica, row.seq))
    return found


def move(connection: Connection, ledger: str, moved: Sequence[Moved]) -> None:
    """Let groups have one head, the change that wrote them, beside those that it left."""
    table = system.head
    lines = [
        {
            "ledger": ledger,
            "serial": each.serial,
            "grp": group,
            "replica": replica,
            "seq": seq,
        }
        for each in moved
        for group in sorted(each.groups)
        for replica, seq in ((each.replica, each.seq), *each.left.get(group, ()))
    ]
    gone = delete(table).where(
        table.c.ledger == ledger,
        table.c.serial == bindparam("serial_"),
        table.c.grp == bindparam("grp_"),
    )
    connection.execute(gone, [{"serial_": at["serial"], "grp_": at["grp"]} for at in lines])
    connection.execute(insert(table), lines)


def waiting(connection: Connection, ledger: str, serials: Sequence[int]) -> dict[int, set[str]]:
    """Give the groups of rows that wait for a person."""
    table, found = system.conflict, dict[int, set[str]]()
    query = select(table.c.serial, table.c.grp).where(
        table.c.ledger == ledger, table.c.serial.in_(serials)
    )
    for row in connection.execute(query):
        found.setdefault(row.serial, set()).add(row.grp)
    return found


def settle(connection: Connection, ledger: str, serial: int, group: str) -> None:
    """Let a group of a row wait for nobody any more."""
    mine = system.conflict
    connection.execute(
        delete(mine).where(mine.c.ledger == ledger, mine.c.serial == serial, mine.c.grp == group)
    )


def shown(connection: Connection, dots: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Give the one of several heads whose value is shown; see ``registers.Write.rank``."""
    change, chain = system.change, system.replica
    query = (
        select(change.c.replica, change.c.seq)
        .join(chain, chain.c.number == change.c.replica)
        .where(or_(*(and_(change.c.replica == one, change.c.seq == seq) for one, seq in dots)))
        .order_by(change.c.hlc.desc(), chain.c.replica.desc(), change.c.seq.desc())
    )
    found = connection.execute(query.limit(1)).first()
    return dots[0] if found is None else (found.replica, found.seq)
