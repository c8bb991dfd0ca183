"""Which change each group of a row's fields comes from, where it is not the row's own dot."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select

from jianxi_desktop.db import system

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


def forget(connection: Connection, ledger: str, serial: int) -> None:
    """Let every group have the row's dot: the row was written whole."""
    table = system.head
    connection.execute(delete(table).where(table.c.ledger == ledger, table.c.serial == serial))
