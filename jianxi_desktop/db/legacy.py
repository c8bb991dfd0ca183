"""Rows as packages of the first kind name them: whole, by the dot of whoever wrote them last.

A row's own dot always names a change that this database has. Where a package of the first kind
brought the row, ``sync_legacy`` keeps the dot that it had there, to tell what a second such package
means to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, case, delete, insert, literal, select

from jianxi_desktop.db import system
from jianxi_desktop.db.write import plain, table_of
from jianxi_desktop.domain.deeds import COPYING
from jianxi_desktop.schema.ledger import Ledger

_AT_ONCE = 1_000
_FOUNDING = "found"  # every office makes alike what this writes; nobody wrote it
Dot = tuple[str, int]  # replica in hexadecimal digits and number; ("", 0): nobody's


class Standing(NamedTuple):
    """A row as it stands here.

    Attributes:
        serial: Its number here.
        version: As shown.
        values: By column, plain.
        dot: Its last writer's, as packages of the first kind count.
        copied: It came out of such a package, and nobody has written it since.
        seen: How far the last writer's chain is known here, where it is known change by change.
    """

    serial: int
    version: int
    values: Mapping[str, Any]
    dot: Dot
    copied: bool
    seen: int


def standing(
    connection: Connection, ledger: Ledger, ids: Sequence[str], columns: Sequence[str]
) -> dict[str, Standing]:
    """Give the rows of these identities (hexadecimal digits) that are here, removed or not."""
    table, found = table_of(ledger), dict[str, Standing]()
    named = [table.c[name] for name in columns]
    query = select(table.c.serial, table.c.version, table.c.id, *named)
    for part in _parts(ids):
        rows = connection.execute(query.where(table.c.id.in_([UUID(each) for each in part]))).all()
        serials = [row.serial for row in rows]
        written = _last_writers(connection, ledger, serials)
        brought = _brought(connection, ledger, serials)
        for row in rows:
            dot, action, seen = written.get(row.serial, (("", 0), "", 0))
            copied = action in COPYING
            values = {name: plain(value) for name, value in zip(columns, row[3:], strict=True)}
            dot = brought.get(row.serial, dot) if copied else dot
            found[row.id.hex] = Standing(row.serial, row.version, values, dot, copied, seen)
    return found


def keep(connection: Connection, ledger: Ledger, dots: Mapping[UUID, Dot]) -> None:
    """Keep the dots that rows, by identity, had in the package that brought them."""
    table, legacy = table_of(ledger), system.legacy
    gone = delete(legacy).where(
        legacy.c.ledger == ledger.key, legacy.c.serial == bindparam("serial_")
    )
    for part in _parts(list(dots)):
        query = select(table.c.id, table.c.serial).where(table.c.id.in_(part))
        lines = [
            {
                "ledger": ledger.key,
                "serial": row.serial,
                "replica": UUID(dots[row.id][0]),
                "seq": dots[row.id][1],
            }
            for row in connection.execute(query)
        ]
        connection.execute(gone, [{"serial_": line["serial"]} for line in lines])
        connection.execute(insert(legacy), lines)


def _last_writers(
    connection: Connection, ledger: Ledger, serials: Sequence[int]
) -> dict[int, tuple[Dot, str, int]]:
    """Give who wrote each row last, doing what, and how far his chain is known.

    Copies that were written down afterwards are older than whatever else there is.
    """
    table, touch, change, chain = table_of(ledger), system.touch, system.change, system.replica
    own = select(
        table.c.serial.label("serial"), table.c.replica.label("replica"), table.c.seq.label("seq")
    ).where(table.c.serial.in_(serials))
    later = select(touch.c.serial, touch.c.replica, touch.c.seq).where(
        touch.c.ledger == literal(ledger.key), touch.c.serial.in_(serials)
    )
    dots = own.union(later).subquery()
    query = (
        select(
            dots.c.serial, change.c.seq, change.c.action, chain.c.replica, chain.c.seq.label("end")
        )
        .join(change, and_(change.c.replica == dots.c.replica, change.c.seq == dots.c.seq))
        .join(chain, chain.c.number == change.c.replica)
        .where(change.c.action != _FOUNDING)
        .order_by(case((change.c.action == "adopt_merged", 0), else_=1), change.c.hlc)
    )
    return {
        row.serial: ((row.replica.hex, row.seq), row.action, row.end)
        for row in connection.execute(query)
    }


def _brought(connection: Connection, ledger: Ledger, serials: Sequence[int]) -> dict[int, Dot]:
    legacy = system.legacy
    query = select(legacy.c.serial, legacy.c.replica, legacy.c.seq).where(
        legacy.c.ledger == ledger.key, legacy.c.serial.in_(serials)
    )
    return {row.serial: (row.replica.hex, row.seq) for row in connection.execute(query)}


def _parts(whole: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(whole), _AT_ONCE):
        yield whole[start : start + _AT_ONCE]
