"""What one change wrote, as bytes: leaves, each with a salt of its own, packed into one block.

A leaf is a row written whole (``new``), fields of a row with what stood there before (``set``), or
the note of an erasure (``erase``). The hash of a change covers the hash of every leaf, and a leaf
begins with a random salt, so a leaf can later be replaced by its hash: its values are gone for
good, nobody can guess them back, and the chain still verifies.
"""

import hashlib
import json
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, Literal, NamedTuple

from jianxi_desktop.errors import EnvironmentFailure

Kind = Literal["new", "set", "erase"]
Head = tuple[str, Kind, tuple[str, ...]]  # ledger, kind, columns (of new rows only)

MOST_WRITES = 2_000
MOST_BYTES = 256 << 10
_SALT = 16
_ESCAPED = re.compile(r'["\\\x00-\x1f]')  # what JSON does not write as it is
_LARGEST = 8 << 20  # unpacked bytes of a block that is read
_CONSTANTS = {None: "null", True: "true", False: "false"}
_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, sort_keys=True
).encode


class Leaf(NamedTuple):
    """One write as it is read back.

    Attributes:
        ledger: Key of the ledger.
        kind: New row, fields set, or erasure.
        row: Identity of the row, 32 hexadecimal digits; empty once erased.
        new: Values written, by field.
        old: Values that stood there; of ``set`` only.
        bases: Heads of each group that the writer saw: replica and seq; of ``set`` only.
        erased: Whether only the hash is left.
    """

    ledger: str
    kind: Kind
    row: str
    new: dict[str, Any]
    old: dict[str, Any]
    bases: dict[str, list[list[Any]]]
    erased: bool = False


def spell(value: object) -> bytes:
    """Give the one spelling of a value as JSON; text, whole numbers, booleans, null inside."""
    return _encode(value).encode()


def new_leaves(columns: Sequence[Sequence[Any]], count: int) -> list[bytes]:
    """Spell rows written whole: identities first, then the section's columns, each of one length.

    A column is looked at once, and rows are put together from texts that need no escape: that
    takes half the time of spelling value by value, and gives the same bytes.
    """
    size = 2 * _SALT
    salts = os.urandom(_SALT * count).hex()
    salt = [salts[start : start + size] for start in range(0, len(salts), size)]
    return spell_rows((salt, *columns))


def spell_rows(columns: Sequence[Sequence[Any]]) -> list[bytes]:
    """Spell lists of plain values, given column by column, as ``spell`` would one by one."""
    spelt = [_spell_column(column) for column in columns]
    row = "[" + ",".join(mark for mark, _cells in spelt) + "]"
    return [
        (row % cells).encode() for cells in zip(*(cells for _mark, cells in spelt), strict=True)
    ]


def _spell_column(column: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """Give how a column stands in the pattern of a row, and what is put there."""
    try:
        if _ESCAPED.search("".join(column)) is None:
            return '"%s"', column
    except TypeError:  # not texts alone: empty cells, numbers
        pass
    texts = "".join([value for value in column if isinstance(value, str)])
    spell_text = _encode if _ESCAPED.search(texts) else '"{}"'.format
    return "%s", [
        spell_text(value)
        if isinstance(value, str)
        else _CONSTANTS[value]
        if value is None or value is True or value is False
        else _encode(value)
        for value in column
    ]


def leaf_of(*parts: object) -> bytes:
    """Spell any other leaf behind a salt of its own."""
    return _encode((os.urandom(_SALT).hex(), *parts)).encode()


def fitting(leaves: Sequence[bytes], writes: int, size: int) -> int:
    """Count the leaves that still fit into a block that holds so many writes and bytes.

    An empty block takes one leaf whatever its size.
    """
    most = min(MOST_WRITES - writes, len(leaves))
    room = MOST_BYTES - size
    taken = sum(1 for total in accumulate(map(len, leaves[:most])) if total <= room)
    return max(taken, 1) if writes == 0 else taken


class Block:
    """The writes of one change while it is filled."""

    def __init__(self) -> None:
        self.writes = 0
        self.size = 0
        self._sections: dict[Head, list[bytes]] = {}

    def add(self, head: Head, leaves: Sequence[bytes]) -> None:
        """Put leaves that fit into their section."""
        self._sections.setdefault(head, []).extend(leaves)
        self.writes += len(leaves)
        self.size += sum(map(len, leaves))

    def pack(self) -> bytes:
        """Give the block as it is stored."""
        parts = [
            b'["%s","%s",%s,[%s]]' % (ledger.encode(), kind.encode(), spell(columns), leaves)
            for (ledger, kind, columns), rows in self._sections.items()
            for leaves in (b",".join(rows),)
        ]
        return zlib.compress(b"[" + b",".join(parts) + b"]", 1)

    def seals(self) -> list[list[Any]]:
        """Give what the change's hash covers of the writes."""
        return [_seal(head, map(_digest, leaves)) for head, leaves in self._sections.items()]


def pack_text(text: bytes) -> bytes:
    """Give a block as it is stored, of sections that are spelled already."""
    return zlib.compress(text, 1)


def read_block(block: bytes | None) -> Iterator[Leaf]:
    """Give the writes of a stored block in their order.

    Raises:
        EnvironmentFailure: It is damaged.
    """
    return leaves_in(sections_of(block))


def leaves_in(sections: Iterable[Sequence[Any]]) -> Iterator[Leaf]:
    """Give the writes of unpacked sections; of a veiled section there is none to give."""
    for ledger, kind, columns, leaves in sections:
        if isinstance(leaves, list):
            for leaf in leaves:
                yield _read_leaf(ledger, kind, columns, leaf)


def seals_of(block: bytes | None) -> list[list[Any]]:
    """Compute what the hash covers from a stored block; erased leaves stand for themselves.

    Raises:
        EnvironmentFailure: It is damaged.
    """
    return seals_in(sections_of(block))


def seals_in(sections: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Compute what the hash covers from unpacked sections; a veiled one says it itself."""
    return [
        _seal((ledger, kind, tuple(columns)), map(_digest_of, leaves))
        if isinstance(leaves, list)
        else [ledger, kind, list(columns), leaves["n"], leaves["sha256"]]
        for ledger, kind, columns, leaves in sections
    ]


def veil(
    sections: Iterable[Sequence[Any]], visible: Callable[[str, Sequence[str], Any], bool]
) -> list[list[Any]]:
    """Put hashes in the place of what somebody may not read; the seal stays the same.

    Args:
        sections: Of a block.
        visible: Told ledger, columns and leaf; says whether the leaf may be read.
    """
    veiled = []
    for ledger, kind, columns, leaves in sections:
        shown: Any = leaves
        if isinstance(leaves, list):
            shown = [
                leaf if isinstance(leaf, str) or visible(ledger, columns, leaf) else _hidden(leaf)
                for leaf in leaves
            ]
            if shown and all(isinstance(leaf, str) for leaf in shown):
                _ledger, _kind, _columns, count, digest = _seal(
                    (ledger, kind, tuple(columns)), map(_digest_of, shown)
                )
                shown = {"n": count, "sha256": digest}
        veiled.append([ledger, kind, columns, shown])
    return veiled


def joined(kept: Sequence[Sequence[Any]], given: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Put together what two may read of the writes of one change."""
    whole = []
    for ours, theirs in zip(kept, given, strict=True):
        leaves: Any = ours[3]
        if not isinstance(leaves, list):
            leaves = theirs[3]
        elif isinstance(theirs[3], list):
            leaves = [
                their if isinstance(our, str) else our
                for our, their in zip(leaves, theirs[3], strict=True)
            ]
        whole.append([*ours[:3], leaves])
    return whole


def more_of(
    whole: Sequence[Sequence[Any]], kept: Sequence[Sequence[Any]]
) -> Iterator[tuple[str, Kind, list[str], list[Any]]]:
    """Give the leaves of a change that could not be read before."""
    for (ledger, kind, columns, leaves), ours in zip(whole, kept, strict=True):
        if isinstance(leaves, list):
            before = ours[3] if isinstance(ours[3], list) else [""] * len(leaves)
            yield (
                ledger,
                kind,
                columns,
                [leaf for leaf, old in zip(leaves, before, strict=True) if isinstance(old, str)],
            )


def readable(leaves: Any) -> list[Any]:
    """Give those leaves of a section that are no hash."""
    return [leaf for leaf in leaves if isinstance(leaf, list)] if isinstance(leaves, list) else []


def is_veiled(sections: Iterable[Sequence[Any]]) -> bool:
    """Tell whether any leaf cannot be read, veiled or erased."""
    return any(
        not isinstance(leaves, list) or str in set(map(type, leaves))
        for _ledger, _kind, _columns, leaves in sections
    )


def seen_of(sections: Iterable[Sequence[Any]]) -> int:
    """Count the leaves that can be read."""
    return sum(len(readable(leaves)) for _ledger, _kind, _columns, leaves in sections)


def pack(sections: Sequence[Sequence[Any]]) -> bytes:
    """Give sections as a block is stored."""
    return zlib.compress(spell(sections), 1)


def without(block: bytes, ledger: str, rows: frozenset[str]) -> tuple[bytes, int]:
    """Replace every leaf of some rows by its hash; give the block and how many there were."""
    erased, parts = 0, []
    for name, kind, columns, leaves in sections_of(block):
        if not isinstance(leaves, list):
            parts.append([name, kind, columns, leaves])
            continue
        kept = []
        for leaf in leaves:
            named = name == ledger and isinstance(leaf, list) and leaf[1] in rows
            gone = named and kind != "erase"
            erased += gone
            kept.append(_digest_of(leaf).hex() if gone else leaf)
        parts.append([name, kind, columns, kept])
    return (pack(parts), erased) if erased else (block, 0)


def sections_of(block: bytes | None) -> list[Any]:
    """Unpack a stored block: ledger, kind, columns and leaves of each section.

    Leaves are a list, or the count and the hash of all where none of them may be read.

    Raises:
        EnvironmentFailure: It is damaged.
    """
    if block is None:
        return []
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(block, _LARGEST)
        if not unpacker.eof or unpacker.unused_data:
            raise _damaged("cut short or too large")
        sections = [
            (ledger, kind, columns, leaves) for ledger, kind, columns, leaves in _list(text)
        ]
    except (zlib.error, ValueError, TypeError) as error:
        raise _damaged(type(error).__name__) from error
    return sections


def _list(text: bytes) -> list[Any]:
    found = json.loads(text)
    if not isinstance(found, list):
        raise TypeError("no list")
    return found


def _damaged(message: str) -> EnvironmentFailure:
    return EnvironmentFailure(
        f"block of a change is damaged: {message}",
        user_message="操作记录有损坏，请做一次“全面检查”，并用最近的备份恢复；现在的文件请保留。",
        code="journal_damaged",
    )


def _read_leaf(ledger: str, kind: Kind, columns: Sequence[str], leaf: Any) -> Leaf:
    if isinstance(leaf, str):
        return Leaf(ledger, kind, "", {}, {}, {}, erased=True)
    row = leaf[1]
    if kind == "new":
        return Leaf(ledger, kind, row, dict(zip(columns, leaf[2:], strict=True)), {}, {})
    if kind == "erase":
        return Leaf(ledger, kind, row, dict(leaf[2]), {}, {})
    old = {key: pair[0] for key, pair in leaf[2].items()}
    new = {key: pair[1] for key, pair in leaf[2].items()}
    return Leaf(ledger, kind, row, new, old, leaf[3])


def _seal(head: Head, digests: Iterable[bytes]) -> list[Any]:
    ledger, kind, columns = head
    whole = list(digests)
    return [ledger, kind, list(columns), len(whole), hashlib.sha256(b"".join(whole)).hexdigest()]


def _hidden(leaf: Any) -> str:
    return _digest(spell(leaf)).hex()


def _digest(leaf: bytes) -> bytes:
    return hashlib.sha256(leaf).digest()


def _digest_of(leaf: Any) -> bytes:
    return bytes.fromhex(leaf) if isinstance(leaf, str) else _digest(spell(leaf))
