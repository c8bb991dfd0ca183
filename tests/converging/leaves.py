"""What travels in the model: leaves, changes, packages; and the oracle's notes on leaves."""

import hashlib
import itertools
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

_salts = itertools.count()  # no two leaves are alike, whatever they say


class RefusedError(Exception):
    """A package that changed nothing."""

    def __init__(self, kind, chain="", seq=0):
        super().__init__(kind, chain, seq)
        self.kind = kind


class Leaf:
    """What a change wrote of a row, and what its author knew: the oracle's notes.

    Attributes:
        write: As the merge rule takes it.
        known: Every leaf of the row that its author knew.
        over: By group, the leaves that were no heads any more after it.
        whole: By group, the values its author then had.
        agreed: The removals that its author took as given.
        homes: Units to which somebody who knew it thought the row belonged.
        copies: The leaves in which it was written again after a fork.
    """

    __slots__ = (
        "agreed",
        "copies",
        "hash",
        "homes",
        "known",
        "over",
        "row",
        "unit",
        "whole",
        "write",
    )

    def __init__(self, row, unit, known=()):
        self.row, self.unit, self.known = row, unit, frozenset(known)
        self.over, self.whole, self.homes = {}, {}, {unit}
        self.agreed, self.copies = frozenset(), []

    def seal(self, write):
        self.write = write
        spelt = (
            next(_salts),
            self.row,
            write.kind,
            sorted(write.values.items()),
            _spelt(write.bases),
        )
        self.hash = hashlib.sha256(repr(spelt).encode()).hexdigest()


def _spelt(bases):
    return sorted((group, sorted(dots)) for group, dots in bases.items())


class Change:
    """A sealed change."""

    __slots__ = ("dot", "hash", "hlc", "leaves", "prev", "unit")

    def __init__(self, dot, hlc, unit, leaves, prev):
        self.dot, self.hlc, self.unit, self.leaves, self.prev = dot, hlc, unit, leaves, prev
        self.hash = seal(self, [leaf.hash for leaf in leaves])


def seal(change, hashes):
    spelt = repr((change.dot, change.hlc, change.unit, change.prev, hashes))
    return hashlib.sha256(spelt.encode()).hexdigest()


class Draft(NamedTuple):
    """A leaf that is about to be sealed."""

    leaf: Leaf
    kind: str
    values: dict
    bases: dict
    old: Any = MappingProxyType({})


class Parcelled(NamedTuple):
    """A change as it travels: its leaves, or the hashes of those that are veiled."""

    change: Change
    leaves: tuple[Any, ...]


@dataclass
class Package:
    """A package on a drive."""

    sender: str  # incarnation
    key: str
    unit: str
    to: tuple[str, ...]  # keys
    number: int
    base: Any
    ends: Any
    changes: list
    knows: Any
    holds: Any
    past: tuple
    turn: int = 0  # 0: an increment; else how much had come into the receiver's reach
    lacking: frozenset = frozenset()  # of its changes those that its sender does not hold whole
    seen: dict = field(default_factory=dict)  # the turns of full ones its sender has taken
