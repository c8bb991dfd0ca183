"""Which keys are trusted here, and what the district certified or revoked, as rows.

What they mean is for ``services/entitlements`` to say; nothing here reads a card.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from jianxi_desktop.db import system


class Taken(NamedTuple):
    """The last package of a key that was taken here.

    Attributes:
        number: As the sender counts.
        at: When it was taken, ISO.
    """

    number: int
    at: str


def trusted_rows(connection: Connection) -> Sequence[RowMapping]:
    """Give the offices that were trusted here, those whose trust was withdrawn too, by unit."""
    order = (system.trusted.c.unit, system.trusted.c.trusted_on, system.trusted.c.fingerprint)
    return connection.execute(select(system.trusted).order_by(*order)).mappings().all()


def trust(connection: Connection, facts: Mapping[str, Any]) -> bool:
    """Keep a card as trusted from now on; False when it is already.

    A withdrawal that stands in the row is taken back.
    """
    mine = system.trusted.c.fingerprint == facts["fingerprint"]
    known = connection.execute(select(system.trusted.c.withdrawn_on).where(mine)).first()
    if known is None:
        connection.execute(insert(system.trusted).values(dict(facts)))
        return True
    if known.withdrawn_on is None:
        return False
    anew = {**facts, "withdrawn_on": None, "withdrawn_why": None}
    connection.execute(update(system.trusted).where(mine).values(anew))
    return True


def withdraw(connection: Connection, facts: Mapping[str, Any]) -> None:
    """Keep that a card is trusted no more, whether it was trusted here or by a certificate only."""
    mine = system.trusted.c.fingerprint == facts["fingerprint"]
    if connection.execute(select(system.trusted.c.unit).where(mine)).first() is None:
        connection.execute(insert(system.trusted).values(dict(facts)))
        return
    said = {name: facts[name] for name in ("withdrawn_on", "withdrawn_why")}
    connection.execute(update(system.trusted).where(mine).values(said))


def statements(connection: Connection) -> list[str]:
    """Give the texts of all certificates and revocations kept here, as they came."""
    table = system.certificate
    order = (table.c.received_at, table.c.id)
    return list(connection.execute(select(table.c.text).order_by(*order)).scalars())


def is_kept(connection: Connection, statement: str) -> bool:
    """Tell whether a certificate or revocation is here already, by its digest."""
    known = select(system.certificate.c.id).where(system.certificate.c.id == statement)
    return connection.execute(known).first() is not None


def keep_statement(connection: Connection, facts: Mapping[str, Any]) -> bool:
    """Keep a certificate or revocation; False when it is here already."""
    if is_kept(connection, facts["id"]):
        return False
    connection.execute(insert(system.certificate).values(dict(facts)))
    return True


def drop_statements(connection: Connection, ids: Iterable[str]) -> None:
    """Forget statements of our own that a person here took back."""
    connection.execute(delete(system.certificate).where(system.certificate.c.id.in_(list(ids))))


def ends_of(connection: Connection, key: str) -> dict[str, tuple[int, str]]:
    """Give the last change known of each chain that a key vouched for.

    Args:
        connection: The database.
        key: The sign key, hexadecimal.

    Returns:
        Number and hash by chain key.
    """
    vouched, chain = system.checkpoint, system.replica
    last = select(
        chain.c.replica, chain.c.scope, func.max(vouched.c.seq).label("seq"), vouched.c.replica
    )
    mine = (
        last.join_from(vouched, chain, chain.c.number == vouched.c.replica)
        .where(vouched.c.key == key)
        .group_by(chain.c.replica, chain.c.scope, vouched.c.replica)
    )
    found = {}
    for replica, scope, seq, number in connection.execute(mine).all():
        its = (vouched.c.replica == number, vouched.c.seq == seq)
        digest = connection.execute(select(vouched.c.hash).where(*its)).scalar_one()
        found[f"{replica.hex}/{scope}"] = (int(seq), digest.hex())
    return found


def last_taken(connection: Connection) -> dict[str, Taken]:
    """Give the last package taken of each key, by the key's short name."""
    table = system.package
    taken = (table.c.direction == "in", table.c.state == "merged", table.c.key.is_not(None))
    rows = select(table.c.key, table.c.number, table.c.handled_at).where(*taken)
    ordered = connection.execute(rows.order_by(table.c.handled_at, table.c.number))
    return {key: Taken(number, at) for key, number, at in ordered}


def last_full(connection: Connection, key: str) -> Taken | None:
    """Give the last package with everything that was written for a key, if one was."""
    table = system.package
    mine = (table.c.direction == "out", table.c.key == key, table.c.full_one)
    rows = select(table.c.number, table.c.handled_at).where(*mine)
    found = connection.execute(rows.order_by(table.c.handled_at.desc())).first()
    return None if found is None else Taken(*found)


def was_vouched_for(connection: Connection, number: int) -> bool:
    """Tell whether anybody ever got a chain of ours: signed, or in a package of the first kind."""
    signed = select(system.checkpoint.c.seq).where(system.checkpoint.c.replica == number)
    sent = select(system.package.c.id).where(system.package.c.direction == "out")
    return any(connection.execute(each.limit(1)).first() is not None for each in (signed, sent))


def chain_at(connection: Connection, number: int) -> RowMapping:
    """Give a chain by its number here: its names, its last change, the key that vouches for it."""
    return (
        connection.execute(select(system.replica).where(system.replica.c.number == number))
        .mappings()
        .one()
    )


def keep_checkpoint(connection: Connection, facts: Mapping[str, Any]) -> None:
    """Keep a signature over a point of a chain, unless there is one."""
    table = system.checkpoint
    its = (table.c.replica == facts["replica"], table.c.seq == facts["seq"])
    if connection.execute(select(table.c.seq).where(*its)).first() is None:
        connection.execute(insert(table).values(dict(facts)))


def keep_chain_key(connection: Connection, number: int, key: str) -> None:
    """Keep which key vouches for a chain of ours."""
    mine = system.replica.c.number == number
    connection.execute(update(system.replica).where(mine).values(key=key))


def keep_key_of_all(connection: Connection, key: str) -> None:
    """Keep which key vouches for the chains that no key stands beside: ours, of all incarnations.

    Those of others have one since they came.
    """
    table = system.replica
    ours = (table.c.key.is_(None), table.c.hash.is_not(None), table.c.scope.startswith("org/"))
    connection.execute(update(table).where(*ours).values(key=key))
