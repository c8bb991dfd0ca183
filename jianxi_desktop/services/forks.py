"""Two files of one database that both went on: noticed, refused by receivers, and mended here.

A silent clone gives two histories one name. Whoever meets the second one refuses it
(``package_fork``) with nothing changed. The PC at fault then begins a new replica and writes once
more, under the new name, what nobody has acknowledged; equal values collapse when they meet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from jianxi_desktop.domain.rights import Right
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
    raise NotImplementedError


@needs(Right.MERGE, whole=True)
def mend_fork(office: Office, agreed: Point | None = None) -> Mended:
    """Begin a new replica and write again what came after the last agreed point; one transaction.

    Args:
        office: The PC at fault.
        agreed: Number and hash of the last change that a partner has as we have it; left out: the
            last one that any acknowledged with our hash (``sync_peer``), or the beginning.

    Raises:
        InputError: ``agreed`` is no change of our chain.
    """
    raise NotImplementedError
