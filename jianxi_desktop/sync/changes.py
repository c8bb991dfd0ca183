"""A change of the journal as it travels: its head, and its leaves as the author sealed them.

What is spelled here is spelled canonically and once; the hash of a change is computed anew from
what came, never believed. A leaf that the receiver may not see travels as its hash, a section of
which nothing may be seen as the count and digest of its leaves, and the seal still fits.
"""

from typing import Any, NamedTuple


class WireChange(NamedTuple):
    """One change as plain values.

    Attributes:
        replica: Chain's database, 32 hexadecimal digits.
        scope: Chain's scope, ``org/<unit>``.
        seq: Number within the chain, from 1.
        first: Number of the first change of the same action.
        hlc: Hybrid clock: milliseconds shifted left by 16, and a counter.
        account: Who, 32 hexadecimal digits; ``None`` where no person did it.
        action: Key of the deed.
        undoes: Number of the action it undoes, of the same chain.
        schema: Version of the values inside.
        note: As stored: salt, reason and detail as JSON, or the hash that is left of it.
        prev: Hash of the change before, hexadecimal; ``None`` at the beginning of the chain.
        hash: Hash of this change, hexadecimal.
        writes: Number of leaves, veiled ones included.
        sections: ``[ledger, kind, columns, leaves]`` each, as ``domain/blocks.py`` stores them;
            leaves are a list (a leaf, or the hash of one), or ``{"n": …, "sha256": …}``.
    """

    replica: str
    scope: str
    seq: int
    first: int
    hlc: int
    account: str | None
    action: str
    undoes: int | None
    schema: str
    note: str | None
    prev: str | None
    hash: str
    writes: int
    sections: list[Any]

    @property
    def chain(self) -> str:
        """The key of its chain in vectors: ``<replica>/org/<unit>``."""
        return f"{self.replica}/{self.scope}"


def spell_change(change: WireChange, sections: bytes | None = None) -> bytes:
    """Give the body of a record of type 2.

    Args:
        change: The change; its ``sections`` are not looked at where they are given spelled.
        sections: The sections as ``domain/blocks.py`` spelled them, unpacked; saves parsing.
    """
    raise NotImplementedError


def open_change(body: bytes) -> WireChange:
    """Read the body of a record that was checked before; nothing is checked again."""
    raise NotImplementedError


def sections_of(body: bytes) -> bytes:
    """Cut the spelled sections out of a checked body, to be stored as they are."""
    raise NotImplementedError


def check_change(body: bytes) -> WireChange:
    """Read the body of a record strictly: shape, limits, spelling, and the seal computed anew.

    Raises:
        PackageRefusedError: Anything is not as it has to be.
    """
    raise NotImplementedError
