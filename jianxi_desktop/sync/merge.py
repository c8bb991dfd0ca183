"""What to do with each row of another office's full snapshot; pure, and never by the clock.

The simple case: a row is known by its last writer's dot alone, so of two writers neither can be
said to have seen the other, and a person decides wherever their values differ.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from jianxi_desktop.sync.canonical import JsonScalar


class Dot(NamedTuple):
    """Who wrote a row last, and that writer's how-manieth change it was.

    Attributes:
        replica: The database it was written in, 32 hexadecimal digits.
        seq: Counts that database's changes from 1.
    """

    replica: str
    seq: int


class Version(NamedTuple):
    """A row as one side has it.

    Attributes:
        dot: Its last change.
        values: All of its values but dot and id, in the same order on both sides.
    """

    dot: Dot
    values: tuple[JsonScalar, ...]


class Decision(StrEnum):
    """What a row of a package means to this database."""

    NEW = "new"
    NEWER = "newer"
    SAME = "same"
    OLDER = "older"
    CONFLICT = "conflict"


def decide(ours: Version | None, theirs: Version) -> Decision:
    """Compare one row with what is here."""
    if ours is None:
        return Decision.NEW
    if ours.dot.replica != theirs.dot.replica:
        return Decision.SAME if ours.values == theirs.values else Decision.CONFLICT
    if ours.dot.seq == theirs.dot.seq:
        return Decision.SAME
    return Decision.NEWER if theirs.dot.seq > ours.dot.seq else Decision.OLDER


def fold(
    local: Mapping[str, Version], incoming: Iterable[tuple[str, Version]]
) -> Iterator[tuple[str, Version, Decision]]:
    """Decide row by row, in the order given.

    Args:
        local: The rows here by id; those of the incoming ids suffice.
        incoming: Id and version of each row of the package, each id once.
    """
    for record, theirs in incoming:
        yield record, theirs, decide(local.get(record), theirs)
