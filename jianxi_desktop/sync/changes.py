"""A change of the journal as it travels: its head, and its leaves as the author sealed them.

What is spelled here is spelled canonically and once; the hash of a change is computed anew from
what came, never believed. A leaf that the receiver may not see travels as its hash, a section of
which nothing may be seen as the count and digest of its leaves, and the seal still fits.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from jianxi_desktop.domain.blocks import MOST_BYTES, MOST_WRITES, spell, spell_rows
from jianxi_desktop.domain.seals import is_erased, seal
from jianxi_desktop.sync import canonical
from jianxi_desktop.sync.canonical import NotCanonicalError
from jianxi_desktop.sync.refusals import refusal

CHANGE_LIMIT = 8 << 20  # one leaf may be that long; several are 256 KiB at most
COLUMN_LIMIT = 256

_CLOCK_BITS, _COUNTER = 48, (1 << 16) - 1
_VALUES_LIMIT = 400_000  # so many values at most, lest a small text become large in memory
_SCALARS = frozenset({str, int, bool, type(None)})
_HASH = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[0-9a-f]{32}")
_SCOPE = re.compile(r"org/[0-9A-Za-z]{1,12}")
_ACTION = re.compile(r"[a-z][a-z0-9_.]{0,39}")
_SCHEMA = re.compile(r"[0-9A-Za-z._-]{1,12}")
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_GROUP = re.compile(r"[!-~]{1,64}")
_HEX = re.compile(r"[0-9a-f]*")
# Floats, numbers too large and keys that stand twice are found afterwards: by their types, and
# because spelled again they are another text.
_DECODER = json.JSONDecoder()


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


_HEAD_FIELDS = {*WireChange._fields} - {"sections"}


def spell_change(change: WireChange, sections: bytes | None = None) -> bytes:
    """Give the body of a record of type 2.

    Args:
        change: The change; its ``sections`` are not looked at where they are given spelled.
        sections: The sections as ``domain/blocks.py`` spelled them, unpacked; saves parsing.
    """
    fields = change._asdict()
    inside = fields.pop("sections")
    fields["hlc"] = [change.hlc >> 16, change.hlc & _COUNTER]
    spelt = canonical.spell(inside) if sections is None else sections
    return b"[" + canonical.spell(fields) + b"," + spelt + b"]"


def open_change(body: bytes) -> WireChange:
    """Read the body of a record that was checked before; nothing is checked again."""
    head, sections = json.loads(body)
    return _change(head, sections)


def sections_of(body: bytes) -> bytes:
    """Cut the spelled sections out of a checked body, to be stored as they are."""
    text = body.decode()
    _head, end = _DECODER.raw_decode(text, 1)
    return text[end + 1 : -1].encode()


def head_of(body: bytes) -> WireChange:
    """Read the head alone of a body of our own; ``sections`` are empty.

    Raises:
        NotCanonicalError: It begins with no head; a mistake of the caller.
    """
    try:
        head, _end = _DECODER.raw_decode(body.decode(), 1)
        return _head(head, [])
    except (ValueError, RecursionError) as error:
        raise NotCanonicalError("a change without a head") from error


def check_change(body: bytes) -> WireChange:
    """Read the body of a record strictly: shape, limits, spelling, and the seal computed anew.

    Raises:
        PackageRefusedError: Anything is not as it has to be.
    """
    if len(body) > CHANGE_LIMIT or sum(map(body.count, (b",", b"[", b"{"))) > _VALUES_LIMIT:
        raise refusal("package_change_too_large", "bytes or values")
    try:
        parsed = _DECODER.decode(body.decode())
        change = _head(*_two(parsed))
        seals, spelt = _sections(change)
    except (ValueError, TypeError, RecursionError) as error:
        raise refusal("package_malformed", f"change: {_said(error)}") from error
    again = b"[" + canonical.spell(parsed[0]) + b",[" + b",".join(spelt) + b"]]"
    if again != body:
        raise refusal("package_malformed", "change: not the canonical spelling")
    if sum(each[3] for each in seals) != change.writes:
        raise refusal("package_malformed", "change: another number of writes")
    if _seal(change, seals) != change.hash:
        raise refusal("package_seal_wrong")
    return change


def _sections(change: WireChange) -> tuple[list[list[Any]], list[bytes]]:
    """Check the sections and give what the seal covers, and how each is spelled."""
    seals, spelt, seen, count, size = [], [], set(), 0, 0
    for section in change.sections:
        ledger, kind, columns, leaves = _section(section)
        seen.add((ledger, kind, tuple(columns)))
        start = canonical.spell([ledger, kind, columns])[:-1]
        if isinstance(leaves, dict):
            number, digest, text = _veiled(leaves)
        else:
            texts = _leaves(kind, columns, leaves)
            number, digest, text = len(leaves), _digest(leaves, texts), b",".join(texts)
            text = b"[" + text + b"]"
            size += len(text)
        count += number
        seals.append([ledger, kind, columns, number, digest])
        spelt.append(start + b"," + text + b"]")
    if len(seen) != len(seals):
        raise NotCanonicalError("one section twice")
    if count > MOST_WRITES or (size > MOST_BYTES + 2 * count + 2 and count > 1):
        raise refusal("package_change_too_large", "writes, or bytes of leaves")
    return seals, spelt


def _section(section: Any) -> tuple[str, str, list[str], Any]:
    if not isinstance(section, list) or len(section) != 4:
        raise NotCanonicalError("a section of another shape")
    ledger, kind, columns, leaves = section
    _matches(_NAME, ledger, "ledger")
    if kind not in ("new", "set", "erase") or not isinstance(columns, list):
        raise NotCanonicalError("a section of another kind")
    if bool(columns) and kind != "new":
        raise NotCanonicalError("columns where there are none")
    for column in columns:
        _matches(_NAME, column, "column")
    if len(columns) > COLUMN_LIMIT or len(set(columns)) != len(columns):
        raise NotCanonicalError("too many columns, or one twice")
    if not leaves or not isinstance(leaves, list | dict):
        raise NotCanonicalError("a section without leaves")
    return ledger, kind, columns, leaves


def _veiled(leaves: dict[str, Any]) -> tuple[int, str, bytes]:
    if set(leaves) != {"n", "sha256"}:
        raise NotCanonicalError("a veiled section with other fields")
    count = _whole(leaves["n"], "n", 1, MOST_WRITES)
    return count, _matches(_HASH, leaves["sha256"], "sha256"), canonical.spell(leaves)


def _leaves(kind: str, columns: list[str], leaves: list[Any]) -> list[bytes]:
    """Check leaves and spell each of them once; a hash stands for itself."""
    whole = [leaf for leaf in leaves if not isinstance(leaf, str)]
    texts = _rows(columns, whole) if kind == "new" else _others(kind, whole)
    if texts and max(map(len, texts)) > canonical.TEXT_LIMIT:
        canonical.check(whole, 3)
    if len(whole) == len(leaves):
        return texts
    given = iter(texts)
    return [
        b'"%s"' % _matches(_HASH, leaf, "hash of a leaf").encode()
        if isinstance(leaf, str)
        else next(given)
        for leaf in leaves
    ]


def _rows(columns: list[str], rows: list[Any]) -> list[bytes]:
    """Check rows column by column, which is twice as fast as row by row, and spell them."""
    _check_lists(rows, len(columns) + 2)
    if not rows:
        return []
    cells = list(zip(*rows, strict=True))
    _check_ids(cells)
    for column in cells[2:]:
        _check_plain(column)
    return spell_rows(cells)


def _others(kind: str, leaves: list[Any]) -> list[bytes]:
    """Check fields set or erasures, and spell them."""
    _check_lists(leaves, 4 if kind == "set" else 3)
    if not leaves:
        return []
    salts, rows, values, *bases = zip(*leaves, strict=True)
    _check_ids([salts, rows])
    _check_names(_NAME, values, "field")
    if kind == "set":
        pairs = [pair for each in values for pair in each.values()]
        _check_lists(pairs, 2)
        _check_plain([value for pair in pairs for value in pair])
        _check_bases(bases[0])
    else:
        _check_plain([value for each in values for value in each.values()])
    return [spell(leaf) for leaf in leaves]


def _check_lists(values: Iterable[Any], width: int) -> None:
    for value in values:
        if not isinstance(value, list) or len(value) != width:
            raise NotCanonicalError("a list of another length, or none")


def _check_ids(columns: Sequence[Sequence[Any]]) -> None:
    """Check the salts and the rows of leaves."""
    for column in columns[:2]:
        if {*map(type, column)} != {str} or {*map(len, column)} != {32}:
            raise NotCanonicalError("a leaf without salt or row")
        _matches(_HEX, "".join(column), "salt or row")


def _check_names(shape: re.Pattern[str], values: Sequence[Any], what: str) -> None:
    if {*map(type, values)} != {dict}:
        raise NotCanonicalError(f"no values by {what}")
    for name in {name for each in values for name in each}:
        _matches(shape, name, what)


def _check_bases(bases: Sequence[Any]) -> None:
    _check_names(_GROUP, bases, "group")
    heads: list[Any] = []
    for each in bases:
        for seen in each.values():
            if not isinstance(seen, list):
                raise NotCanonicalError("bases of another shape")
            heads += seen
    _check_lists(heads, 2)
    for replica in {head[0] for head in heads}:
        _matches(_ID, replica, "replica of a base")
    for _replica, seq in heads:
        _whole(seq, "number of a base", 1)


def _check_plain(values: Sequence[Any]) -> None:
    kinds = {*map(type, values)}
    if not kinds <= _SCALARS:
        raise NotCanonicalError("a value that is not plain")
    if int in kinds:
        numbers = [value for value in values if isinstance(value, int)]
        canonical.check_scalar(max(numbers))
        canonical.check_scalar(min(numbers))


def _digest(leaves: list[Any], texts: list[bytes]) -> str:
    sha256 = hashlib.sha256
    return sha256(
        b"".join(
            [
                bytes.fromhex(leaf) if isinstance(leaf, str) else sha256(text).digest()
                for leaf, text in zip(leaves, texts, strict=True)
            ]
        )
    ).hexdigest()


def _head(head: Any, sections: Any) -> WireChange:
    """Check a head and give the change; the sections are not looked into."""
    if not isinstance(head, dict) or set(head) != _HEAD_FIELDS or not isinstance(sections, list):
        raise NotCanonicalError("a head with other fields")
    shapes = {"replica": _ID, "scope": _SCOPE, "action": _ACTION, "schema": _SCHEMA, "hash": _HASH}
    for key, shape in shapes.items():
        _matches(shape, head[key], key)
    for key, shape in {"account": _ID, "prev": _HASH}.items():
        if head[key] is not None:
            _matches(shape, head[key], key)
    _whole(head["seq"], "seq", 1)
    _whole(head["first"], "first", 1, head["seq"])
    if head["undoes"] is not None:
        _whole(head["undoes"], "undoes", 1)
    _whole(head["writes"], "writes", 0, MOST_WRITES)
    clock = head["hlc"]
    if not isinstance(clock, list) or len(clock) != 2:
        raise NotCanonicalError("no clock")
    _whole(clock[0], "hlc", 0, (1 << _CLOCK_BITS) - 1)
    _whole(clock[1], "hlc", 0, _COUNTER)
    _check_note(head["note"])
    return _change(head, sections)


def _check_note(note: Any) -> None:
    if note is None:
        return
    if not isinstance(note, str):
        raise NotCanonicalError("a note that is no text")
    if is_erased(note):
        _matches(_HASH, note, "note")
        return
    canonical.check_scalar(note)
    inside = canonical.decode(note.encode())
    if not isinstance(inside, list) or len(inside) != 3:
        raise NotCanonicalError("a note of another shape")
    salt, reason, detail = inside
    _matches(_ID, salt, "salt of a note")
    if not isinstance(reason, str | None) or not isinstance(detail, dict):
        raise NotCanonicalError("a note without reason or detail")


def _change(head: dict[str, Any], sections: list[Any]) -> WireChange:
    milliseconds, counter = head["hlc"]
    return WireChange(**{**head, "hlc": milliseconds << 16 | counter}, sections=sections)


def _seal(change: WireChange, seals: list[list[Any]]) -> str:
    values = {
        **change._asdict(),
        "account": None if change.account is None else UUID(change.account),
        "app_schema": change.schema,
        "prev": None if change.prev is None else bytes.fromhex(change.prev),
    }
    return seal(change.replica, change.scope, values, seals).hex()


def _two(parsed: Any) -> tuple[Any, Any]:
    if not isinstance(parsed, list) or len(parsed) != 2:
        raise NotCanonicalError("no head and sections")
    return parsed[0], parsed[1]


def _matches(shape: re.Pattern[str], value: Any, what: str) -> str:
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise NotCanonicalError(f"{what} of another shape")
    return value


def _whole(value: Any, what: str, least: int, most: int = canonical.WHOLE_LIMIT - 1) -> int:
    if type(value) is not int or not least <= value <= most:
        raise NotCanonicalError(f"{what} is no number within its limits")
    return value


def _said(error: Exception) -> str:
    """Our own words alone: those of the parser may quote what is inside."""
    return str(error) if isinstance(error, NotCanonicalError) else type(error).__name__
