"""Whose packages are taken, and which subtree each key may write: what the merge asks.

The roots are the district's keys that a person here trusted by fingerprint; a district's office is
a root to itself. A key is entitled because it was trusted here, or because a root certified it; the
later of the two statements counts. A withdrawal, ours or a root's, is asked for separately: what
the key wrote before stays, and has to be merged under the scope it had.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from jianxi_desktop.sync.certificates import End, Statement
from jianxi_desktop.sync.keys import Card


@dataclass(frozen=True)
class Withdrawal:
    """Trust in a key that was taken back.

    Attributes:
        key: The sign key, hexadecimal.
        on: Day, ISO.
        why: The reason, in a person's words.
        ends: Last change of each of its chains that is still taken: number and hash, by chain key.
            A chain that is not here had nothing that was known: nothing of it is taken.
    """

    key: str
    on: str
    why: str
    ends: Mapping[str, End]

    def covers(self, chain: str, seq: int, digest: str) -> bool:
        """Tell whether a change was known when the trust was taken back.

        ``digest`` is only compared at the last one known: the chain binds those before it.
        """
        last, known = self.ends.get(chain, (0, ""))
        return seq < last or (seq, digest) == (last, known)


class Entitlements:
    """What an office knows of keys, read once for a package.

    Attributes:
        roots: Sign keys whose certificates and revocations count.
    """

    roots: frozenset[str]

    def scope_of(self, sign_key: str, on: str) -> str | None:
        """Give the unit code whose subtree a key may write; ``None``: none.

        Args:
            sign_key: Of a package's sender or of a checkpoint; our own keys write our own unit.
            on: Day on which the package is taken, ISO; a certificate may have ended before it.
        """
        raise NotImplementedError

    def card_of(self, sign_key: str) -> Card | None:
        """Give the card of a key that is or was trusted or certified, or is our own."""
        raise NotImplementedError

    def withdrawn(self, sign_key: str) -> Withdrawal | None:
        """Tell whether trust in a key was taken back."""
        raise NotImplementedError

    def cards(self) -> list[Card]:
        """Give every card known, those of withdrawn keys too, so that a refusal can name them."""
        raise NotImplementedError


def entitlements(connection: Connection) -> Entitlements:
    """Read what this office knows of keys."""
    raise NotImplementedError


def take_statement(connection: Connection, statement: Statement, *, at: str) -> bool:
    """Keep a certificate or revocation out of a package, before anything else of it is judged.

    Args:
        connection: Inside the transaction of the merge.
        statement: Out of a CERTIFICATE record, checked by ``certificates.read``.
        at: Moment of receiving, ISO.

    Returns:
        Whether it was new here; one whose issuer is no root is not kept.
    """
    raise NotImplementedError


def statements_for(connection: Connection, unit: str, keys: Iterable[str]) -> list[bytes]:
    """Give the bodies of the CERTIFICATE records for a package to a unit.

    They are the certificates of these keys and of all whose subtree touches the receiver's, and
    every revocation.
    """
    raise NotImplementedError
