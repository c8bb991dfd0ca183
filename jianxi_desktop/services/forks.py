"""Two files of one database that both went on: noticed, refused by receivers, and mended here.

A silent clone gives two histories one name. Whoever meets the second one refuses it
(``package_fork``) with nothing changed. The PC at fault then begins a new replica and writes once
more, under the new name, what nobody has acknowledged; equal values collapse when they meet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from jianxi_desktop.db import history, machine, mending, peers, shipping
from jianxi_desktop.db import office as facts_of_office
from jianxi_desktop.db.journal import note_event, own_chain
from jianxi_desktop.db.shipping import Waiting as Waiting
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import backups
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

Point = tuple[int, str]  # number of a change and its hash, hexadecimal


@dataclass(frozen=True)
class Fork:
    """Somebody knows another history under the name of our own chain.

    Attributes:
        chain: ``<replica hex>/org/<unit>``.
        seq: The number at which the other has another hash, or that we do not have yet.
        agreed: The last point that a partner acknowledged with our hash; none: nothing was.
    """

    chain: str
    seq: int
    agreed: Point | None


@dataclass(frozen=True)
class Mended:
    """A fork that was mended.

    Attributes:
        replica: The new replica, hexadecimal.
        agreed: After which point of the old chain changes were written again; none: all.
        changes: How many changes.
        writes: How many writes in them.
    """

    replica: str
    agreed: Point | None
    changes: int
    writes: int


def find_fork(connection: Connection, acks: Mapping[str, Sequence[Any]]) -> Fork | None:
    """Compare what another office says it holds of our own chain with the chain.

    Args:
        connection: Of our database.
        acks: The sender's vector: chain key to number and hash.

    Returns:
        The fork; ``None``: what it holds is a part of what is here.
    """
    known = shipping.chains(connection)
    own = history.own_replica(connection)
    mine = next(row for row in known.values() if row.number == own)
    told = acks.get(mine.chain)
    if told is None or not told[0]:
        return None
    seq, digest = int(told[0]), str(told[1])
    if seq <= mine.seq and shipping.known_hash(connection, known)(mine.chain, seq) == digest:
        return None
    return Fork(mine.chain, min(seq, mine.seq + 1), _agreed(connection, mine.chain))


@needs(Right.MERGE, whole=True)
def agreed_point(office: Office) -> Point | None:
    """Give the last change of ours that anybody has acknowledged as we have it."""
    with office.store.read() as connection:
        return _agreed(connection, _own_chain(connection).chain)


@needs(Right.MERGE, whole=True)
def pending_after(office: Office, agreed: Point | None) -> Waiting:
    """Count what would be written again: changes behind a point, and rows they wrote."""
    with office.store.read() as connection:
        mine = _own_chain(connection)
        base = {} if agreed is None else {mine.chain: agreed}
        return shipping.count_after(connection, {mine.chain: mine}, base)


@needs(Right.MERGE, whole=True)
def mend_fork(office: Office, agreed: Point | None = None) -> Mended:
    """Begin a new replica and write again what came after the last agreed point; one transaction.

    A backup is made first.

    Args:
        office: The PC at fault.
        agreed: Number and hash of the last change that a partner has as we have it; left out: the
            last one that any acknowledged with our hash (``sync_peer``), or the beginning.

    Raises:
        InputError: ``agreed`` is no change of our chain; nothing was changed.
        EnvironmentFailure: The backup was not made, or the database failed; nothing was changed.
    """
    backups.before(office, "merge")
    with office.store.writing() as connection:
        facts = facts_of_office.facts_of(connection)
        assert facts is not None  # noqa: S101 - the office is open
        mine = _own_chain(connection)
        point = agreed or _agreed(connection, mine.chain)
        if agreed is not None and not _holds(connection, mine.chain, agreed):
            raise _no_such_point()
        moved = mending.rename_after(
            connection, office.catalog, facts, machine.machine_id(), point[0] if point else 0
        )
        detail = {"reason": "fork", "changes": moved.changes, "writes": moved.writes}
        note_event(connection, "new_replica", office.account.id, None, detail)
        end = own_chain(connection)
    if office.store.committed is not None and end is not None:
        office.store.committed(end)
    return Mended(moved.replica, point, moved.changes, moved.writes)


def _own_chain(connection: Connection) -> shipping.ChainRow:
    own = history.own_replica(connection)
    return next(row for row in shipping.chains(connection).values() if row.number == own)


def _agreed(connection: Connection, chain: str) -> Point | None:
    """Give the furthest acknowledgement of a chain that fits to what is here."""
    return next(
        (point for point in peers.agreed(connection, chain) if _holds(connection, chain, point)),
        None,
    )


def _holds(connection: Connection, chain: str, point: Point) -> bool:
    find = shipping.known_hash(connection, shipping.chains(connection))
    return find(chain, point[0]) == point[1]


def _no_such_point() -> InputError:
    return InputError(
        "no such point in our chain",
        user_message="本机的记录里没有这一号变更，没有处理。请核对编号，或不写编号，由程序自己找。",
        code="no_such_point",
    )
