"""Which change each group of a row's fields comes from, where it is not the row's own dot."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, delete, insert, select

from jianxi_desktop.db import system

_AT_ONCE = 1_000
Heads = dict[str, list[tuple[int, int]]]


class Moved(NamedTuple):
    """Groups of one row that a change has just written."""

    serial: int
    groups: set[str]
    replica: int
    seq: int


def of_rows(connection: Connection, ledger: str, serials: Sequence[int]) -> dict[int, Heads]:
    """Give the heads of rows by group; a group that is not named has the row's dot."""
    table, found = system.head, dict[int, Heads]()
    query = select(table).where(table.c.ledger == ledger, table.c.serial.in_(serials))
    for row in connection.execute(query):
        found.setdefault(row.serial, {}).setdefault(row.grp, []).append((row.replica, row.seq))
    return found


def move(connection: Connection, ledger: str, moved: Sequence[Moved]) -> None:
    """Let groups have one head: the change that saw all others and wrote them."""
    table = system.head
    lines = [
        {
            "ledger": ledger,
            "serial": each.serial,
            "grp": group,
            "replica": each.replica,
            "seq": each.seq,
        }
        for each in moved
        for group in sorted(each.groups)
    ]
    gone = delete(table).where(
        table.c.ledger == ledger,
        table.c.serial == bindparam("serial_"),
        table.c.grp == bindparam("grp_"),
    )
    connection.execute(gone, [{"serial_": at["serial"], "grp_": at["grp"]} for at in lines])
    connection.execute(insert(table), lines)


def forget(connection: Connection, ledger: str, table: Table, ids: Sequence[UUID]) -> None:
    """Let every group of some rows have the row's dot: they were written whole."""
    head = system.head
    for start in range(0, len(ids), _AT_ONCE):
        serials = select(table.c.serial).where(table.c.id.in_(ids[start : start + _AT_ONCE]))
        connection.execute(delete(head).where(head.c.ledger == ledger, head.c.serial.in_(serials)))
