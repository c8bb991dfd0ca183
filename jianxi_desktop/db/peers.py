"""What the PCs of other offices have said they hold, want and are; by their keys."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, and_, delete, insert, select

from jianxi_desktop.db import system
from jianxi_desktop.domain.vectors import Vector, farther, lowest

_MOST_WANTED = 1_000


class Told(NamedTuple):
    """What a package says of the database that made it.

    Attributes:
        key: Key id of the sender.
        unit: Code of its unit.
        replica: Its incarnation, 32 hexadecimal digits.
        past: Its earlier incarnations.
        holds: How far it knows each chain.
        wants: Contents of attachments it lacks.
        number: Of the package.
        audit: End of its chain of events: number and hash.
    """

    key: str
    unit: str
    replica: str
    past: Sequence[str]
    holds: Vector
    wants: Sequence[str]
    number: int
    audit: Sequence[Any]


def acknowledged(connection: Connection, key: str) -> Vector:
    """Give what the PC of a key is known to hold; nothing where it never wrote."""
    table = system.peer
    by_peer: dict[UUID, dict[str, tuple[int, str]]] = {}
    for row in connection.execute(select(table).where(table.c.key == key)):
        by_peer.setdefault(row.peer, {})[row.chain] = (row.seq, row.hash or "")
    return lowest(by_peer.values())


def partner(connection: Connection, key: str) -> Mapping[str, Any] | None:
    """Give what the last package of a key said."""
    table = system.partner
    row = connection.execute(select(table).where(table.c.key == key)).mappings().first()
    return None if row is None else dict(row)


def wanted(connection: Connection, keys: Sequence[str]) -> list[str]:
    """Give the contents that PCs have asked for."""
    found: dict[str, None] = {}
    for key in keys:
        known = partner(connection, key)
        if known is not None and known["wants"]:
            found |= dict.fromkeys(json.loads(known["wants"]))
    return list(found)


def is_cut(connection: Connection, told: Told) -> bool:
    """Tell whether the chain of events of a PC has become shorter, or another one, since."""
    before = partner(connection, told.key)
    if before is None or before["peer"].hex != told.replica or not told.audit:
        return False
    last = json.loads(before["audit"] or "[]")
    if not last or told.number <= before["number"]:
        return False
    return bool(told.audit[0] < last[0] or (told.audit[0] == last[0] and told.audit != last))


def take(connection: Connection, told: Told) -> None:
    """Keep what a package says; an older one of the same database takes nothing back."""
    _keep_partner(connection, told)
    table, peer = system.peer, UUID(told.replica)
    gone = [UUID(each) for each in told.past]
    mine = table.c.key == told.key
    if gone:
        connection.execute(delete(table).where(mine, table.c.peer.in_(gone)))
    if _is_past(connection, told):
        return
    rows = connection.execute(select(table).where(mine, table.c.peer == peer))
    known = {row.chain: (row.seq, row.hash or "") for row in rows}
    now = farther(known, told.holds)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(delete(table).where(mine, table.c.peer == peer))
    lines = [
        {"key": told.key, "peer": peer, "chain": chain, "seq": seq, "hash": digest, "seen_at": at}
        for chain, (seq, digest) in now.items()
    ]
    if lines:
        connection.execute(insert(table), lines)


def _is_past(connection: Connection, told: Told) -> bool:
    """Tell whether a later incarnation of the same database has written already."""
    known = partner(connection, told.key)
    return known is not None and told.replica in json.loads(known["past"] or "[]")


def _keep_partner(connection: Connection, told: Told) -> None:
    table, before = system.partner, partner(connection, told.key)
    past = set(told.past)
    if before is not None:
        known_past = set(json.loads(before["past"] or "[]"))
        same = before["peer"].hex == told.replica
        if told.replica in known_past or (same and before["number"] > told.number):
            return
        past |= known_past
    connection.execute(delete(table).where(table.c.key == told.key))
    connection.execute(
        insert(table).values(
            key=told.key,
            unit=told.unit,
            peer=UUID(told.replica),
            number=told.number,
            received_at=datetime.now(UTC).isoformat(timespec="seconds"),
            wants=json.dumps(list(told.wants)[:_MOST_WANTED]) if told.wants else None,
            past=json.dumps(sorted(past)),
            audit=json.dumps(list(told.audit)),
        )
    )


def agreed(connection: Connection, chain: str) -> list[tuple[int, str]]:
    """Give the ends of a chain of ours that others have acknowledged, the furthest first."""
    table = system.peer
    query = select(table.c.seq, table.c.hash).where(and_(table.c.chain == chain, table.c.seq > 0))
    found = {(row.seq, row.hash or "") for row in connection.execute(query)}
    return sorted(found, reverse=True)
