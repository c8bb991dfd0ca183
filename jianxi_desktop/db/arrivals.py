"""Packages that came and went, as the database noted them, and what waits of whose records."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, and_, func, insert, select

from jianxi_desktop.db import system


class Carried(NamedTuple):
    """A package that was written, taken, held or refused here.

    Attributes:
        id: Its identity.
        direction: ``in`` or ``out``.
        number: The sender's count.
        part: Which part of a sending.
        unit: Code of the sender or the first receiver.
        key: Key id of that office; empty in notes of old programs.
        state: ``written``, ``merged``, ``held``, ``refused``, ``undone``.
        created: When it was written, by the sender's clock; of old notes when it was handled.
        handled_at: When that happened here.
        records: Changes or rows inside.
        sha256: Digest of its contents.
        reason: Code of why it was refused or is held; else empty.
        detail: What else was noted of it, as JSON; else empty.
    """

    id: UUID
    direction: str
    number: int
    part: int
    unit: str
    key: str
    state: str
    created: str
    handled_at: str
    records: int
    sha256: str
    reason: str
    detail: str


def carried(
    connection: Connection, direction: str | None = None, *, package: UUID | None = None
) -> list[Carried]:
    """Give the packages noted here, in the order in which they were handled."""
    table = system.package
    query = select(table).order_by(table.c.handled_at, table.c.number, table.c.id)
    if direction is not None:
        query = query.where(table.c.direction == direction)
    if package is not None:
        query = query.where(table.c.id == package)
    return [_carried(row) for row in connection.execute(query).mappings()]


def conflicts_by_unit(connection: Connection) -> dict[str, int]:
    """Count the groups of fields that wait for a person, by the units that wrote one of the values.

    A group is counted for each unit that has a value in it.
    """
    conflict, head, replica = system.conflict, system.head, system.replica
    group = (conflict.c.ledger, conflict.c.serial, conflict.c.grp)
    same = and_(
        head.c.ledger == conflict.c.ledger,
        head.c.serial == conflict.c.serial,
        head.c.grp == conflict.c.grp,
    )
    found = (
        select(*group, replica.c.unit)
        .join(head, same)
        .join(replica, replica.c.number == head.c.replica)
        .distinct()
        .subquery()
    )
    counted = select(found.c.unit, func.count()).group_by(found.c.unit)
    return {row[0]: row[1] for row in connection.execute(counted)}


def note_refused(connection: Connection, facts: Mapping[str, Any]) -> None:
    """Remember a package that was refused; one that is noted already keeps what is noted."""
    table = system.package
    known = select(table.c.id).where(table.c.id == facts["id"])
    if connection.execute(known).first() is None:
        connection.execute(insert(table).values(dict(facts)))


def _carried(row: Mapping[Any, Any]) -> Carried:
    return Carried(
        row["id"],
        row["direction"],
        row["number"],
        row["part"] or 1,
        row["unit"],
        row["key"] or "",
        row["state"],
        row["created"] or row["handled_at"],
        row["handled_at"],
        row["records"],
        row["sha256"],
        row["reason"] or "",
        row["detail"] or "",
    )
