"""The merge rule, whole and pure: what a row is, given every write of it that is known.

A row is made of groups of fields; a group that several people wrote without knowing of each other
has several heads. Nothing is ever decided by a clock but which head is *shown* until a person
chooses. The rule looks at a set of writes: in what order they came, how often, in which packages,
makes no difference, and a write may come later than the one that covers it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

REMOVED = "removed"  # the group of ``removed_on`` and ``removed_why``
_WHOLE = frozenset({"seed", "new"})
EVERY = "*"  # in the bases of a removal: all heads of the row that it saw
Later = Callable[[Mapping[str, Any], Mapping[str, Any]], bool | None]


class Dot(NamedTuple):
    """A change: the database it was written in, 32 hexadecimal digits, and its number there."""

    replica: str
    seq: int


class Write(NamedTuple):
    """What one change wrote of one row.

    Attributes:
        dot: The change.
        hlc: When, as its database counts; chooses what is shown, and nothing else.
        kind: ``seed`` (what every office begins with alike; any other write covers it), ``new``
            (the row whole), ``set`` (some fields), ``erase`` (all it had is gone).
        values: What it wrote, by column.
        bases: Of ``set``: the heads its author saw, by group; see ``EVERY``.
        old: Of ``set``: what stood there before, by column.
        copied: It only repeats what another office wrote, out of a package of the first kind
            (``deeds.COPYING``): any write that repeats nothing covers it.
    """

    dot: Dot
    hlc: int
    kind: Literal["seed", "new", "set", "erase"]
    values: Mapping[str, Any]
    bases: Mapping[str, frozenset[Dot]]
    old: Mapping[str, Any] = {}
    copied: bool = False

    @property
    def rank(self) -> tuple[int, Dot]:
        """Of two writes that do not know of each other, the higher one is shown."""
        return (self.hlc, self.dot)


@dataclass(frozen=True)
class Version:
    """One of the values that a group has.

    Attributes:
        write: The write that left it.
        values: The whole group, by column.
    """

    write: Write
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """A row as every office that knows the same writes has it.

    Attributes:
        values: What is shown, by column.
        heads: The versions of each group, the shown one first.
        conflicts: The groups whose versions differ, or whose removal somebody has not seen.
        erased: Its values were taken out for good.
    """

    values: Mapping[str, Any]
    heads: Mapping[str, tuple[Version, ...]]
    conflicts: frozenset[str]
    erased: bool = False


def fold(
    writes: Iterable[Write],
    group_of: Callable[[str], str],
    columns: Iterable[str],
    later: Later | None = None,
) -> Row:
    """Give the row that a set of writes makes.

    Args:
        writes: All writes of the row that are known, each once, in any order.
        group_of: The group of a column.
        columns: All columns of the row; what a new row does not name is empty in it.
        later: Settles which of two values of a group is the later where the values say so.
    """
    known = list(writes)
    erasures = [write for write in known if write.kind == "erase"]
    if erasures:
        last = max(erasures, key=lambda write: write.rank)
        return Row(dict(last.values), {}, frozenset(), erased=True)
    groups: dict[str, list[str]] = {}
    for column in columns:
        groups.setdefault(group_of(column), []).append(column)
    by_dot = {write.dot: write for write in known}
    heads: dict[str, tuple[Version, ...]] = {}
    for group, names in groups.items():
        versions = [
            Version(write, _values(write, group, names, by_dot))
            for write in _heads(known, group, names, later)
        ]
        if versions:
            heads[group] = _in_order(versions, later)
    return _row(heads, later)


def _row(heads: Mapping[str, tuple[Version, ...]], later: Later | None) -> Row:
    values: dict[str, Any] = {}
    for versions in heads.values():
        values |= versions[0].values
    conflicts = {
        group
        for group, versions in heads.items()
        if group != REMOVED and _differ(versions) and not _settled(versions, later)
    }
    if (removals := heads.get(REMOVED)) and _is_open(removals, heads):
        conflicts.add(REMOVED)
        values |= dict.fromkeys(removals[0].values)
    return Row(values, heads, frozenset(conflicts))


def writes_group(write: Write, names: Iterable[str]) -> bool:
    """Tell whether a write says anything about a group of columns."""
    return write.kind in _WHOLE or any(name in write.values for name in names)


def _heads(known: list[Write], group: str, names: list[str], later: Later | None) -> list[Write]:
    """Give the writes of a group that no other write of it has seen.

    Copies of one group, and seeds, are of one row at several moments: the last one is it. Where the
    values themselves say which is the later, a copy counts as what it is a copy of.
    """
    mine = [write for write in known if writes_group(write, names)]
    written = [write for write in mine if write.kind != "seed"]
    own = written if later is not None else [write for write in written if not write.copied]
    if not own:
        return [max(written or mine, key=lambda write: write.rank)] if mine else []
    seen = set().union(*(write.bases.get(group, frozenset()) for write in own))
    return [write for write in own if write.dot not in seen]


def _values(
    write: Write, group: str, names: list[str], by_dot: Mapping[Dot, Write]
) -> dict[str, Any]:
    """Give the group as a write left it: what it did not touch is as the shown one it saw."""
    found: dict[str, Any] = {}
    passed: set[Dot] = set()
    at: Write | None = write
    while at is not None and at.dot not in passed:  # a hostile author may name himself
        passed.add(at.dot)
        for name in names:
            if name not in found and name in at.values:
                found[name] = at.values[name]
        if at.kind in _WHOLE or len(found) == len(names):
            break
        at = max(_before(at, group, by_dot), key=lambda each: each.rank, default=None)
    return {name: found.get(name) for name in names}


def _before(write: Write, group: str, by_dot: Mapping[Dot, Write]) -> list[Write]:
    """Give what a write of some fields stood on.

    It is what it names; else the row as its own database had it before (programs of old named the
    changes of others, which a package of the first kind did not bring); else the row whole.
    """
    seen = [by_dot[dot] for dot in write.bases.get(group, ()) if dot in by_dot]
    if seen:
        return seen
    earlier = [
        each
        for each in by_dot.values()
        if each.dot.replica == write.dot.replica and each.dot.seq < write.dot.seq
    ]
    if earlier:
        return [max(earlier, key=lambda each: each.dot)]
    whole = [each for each in by_dot.values() if each.kind in _WHOLE and each is not write]
    return [each for each in whole if each.kind == "seed"] or whole


def _in_order(versions: list[Version], later: Later | None) -> tuple[Version, ...]:
    """Put the one that is shown first."""
    order = sorted(versions, key=lambda version: version.write.rank, reverse=True)
    if later is not None and len(order) > 1:
        for place, one in enumerate(order):
            if all(later(other.values, one.values) for other in order if other is not one):
                return (one, *order[:place], *order[place + 1 :])
    return tuple(order)


def _settled(versions: tuple[Version, ...], later: Later | None) -> bool:
    """Tell whether the values themselves say that the first is the latest."""
    first, *rest = versions
    return later is not None and all(
        each.values == first.values or later(each.values, first.values) for each in rest
    )


def _differ(versions: tuple[Version, ...]) -> bool:
    return any(each.values != versions[0].values for each in versions[1:])


def _is_open(removals: tuple[Version, ...], heads: Mapping[str, tuple[Version, ...]]) -> bool:
    """Tell whether somebody removed the row and somebody else does not agree with it yet.

    Either one says it is removed and another that it is not, or a group was written by somebody
    who had not seen the removal, and whom the removal had not seen either.
    """
    gone = [each.write for each in removals if each.values["removed_on"] is not None]
    if not gone:
        return False
    return len(gone) < len(removals) or bool(unseen(removals, heads))


def unseen(
    removals: Iterable[Version], heads: Mapping[str, tuple[Version, ...]]
) -> tuple[Write, ...]:
    """Give the writes of a row that know of none of its removals, and that none of them knows."""
    gone = [each.write for each in removals if each.values["removed_on"] is not None]
    return tuple(
        {
            version.write.dot: version.write
            for group, versions in heads.items()
            if group != REMOVED
            for version in versions
            if not any(_knew(removal, version.write) for removal in gone)
        }.values()
    )


def _knew(removal: Write, write: Write) -> bool:
    """Tell whether a removal saw a write, or the write saw the removal.

    What every office begins with stands under another change in each, and everybody has seen it.
    """
    if (
        write.kind == "seed"
        or write.dot == removal.dot
        or removal.dot in write.bases.get(REMOVED, frozenset())
    ):
        return True
    seen = removal.bases.get(EVERY)
    # A removal of an earlier version of this program does not say what it saw.
    return seen is None or write.dot in seen
