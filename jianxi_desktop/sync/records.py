"""What stands inside a package once unlocked: typed records in one compressed stream.

Each record is a type byte, a length and a body. The first tells what the package is, the last
counts and hashes all before it. A type not known is refused when even and passed over when odd, so
that later programs may say more without being misunderstood.
"""

import hashlib
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from jianxi_desktop.sync import canonical
from jianxi_desktop.sync.canonical import JsonObject, JsonScalar
from jianxi_desktop.sync.header import RAW_LIMIT
from jianxi_desktop.sync.refusals import refusal

MANIFEST, CHANGE, SNAPSHOT, BLOB, CERTIFICATE, CHECKPOINT, PADDING, END = (
    1,
    2,
    4,
    6,
    8,
    10,
    253,
    255,
)
ROWS_IN_PART = 2_000
COLUMN_LIMIT = 256
RECORD_LIMIT = 16 << 20
RATIO_LIMIT = 200

# Written packages stay well below what a reader takes.
_RATIO_AIM = 150
_HEAD_SIZE = 5
_FED_AT_ONCE = 1 << 16
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")

Row = Sequence[JsonScalar]


class Record(NamedTuple):
    """One record of a package of changes.

    Attributes:
        kind: ``CHANGE``, ``BLOB``, ``CERTIFICATE`` or ``CHECKPOINT``.
        body: Of a change and a checkpoint as ``changes`` and ``checkpoints`` spell them; of a blob
            its SHA-256 (32 bytes) and the content; of a certificate its text in UTF-8.
    """

    kind: int
    body: bytes


@dataclass(frozen=True)
class Part:
    """Rows of one table.

    Attributes:
        table: Key of the table.
        columns: Keys of the columns; the caller has the id and the dot among them.
        rows: One sequence of values a row: text, whole numbers, yes/no or nothing.
    """

    table: str
    columns: tuple[str, ...]
    rows: Iterable[Row]


@dataclass(frozen=True)
class Contents:
    """What the records of a checked package say about themselves.

    Attributes:
        manifest: First record.
        counts: Rows by table.
    """

    manifest: JsonObject
    counts: dict[str, int]


@dataclass
class RecordWriter:
    """Collects records and compresses them as they come.

    Attributes:
        raw_size: Bytes before compression.
        counts: Rows by table.
    """

    raw_size: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    _packed: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self._deflater = zlib.compressobj(6)
        self._digest = hashlib.sha256()

    def manifest(self, manifest: JsonObject) -> None:
        """Write the first record."""
        self._put(MANIFEST, canonical.encode(manifest))

    def part(self, part: Part, told: Callable[[int], None]) -> None:
        """Write rows of a table in records of at most 2,000, telling how many rows are done.

        Raises:
            ValueError: A row that does not fit its columns, or a value that is no value here; a
                mistake of the caller.
        """
        for rows in _chunks(part.rows):
            for body in _spelled_parts(part.table, part.columns, rows):
                self._put(SNAPSHOT, body)
            self.counts[part.table] = self.counts.get(part.table, 0) + len(rows)
            told(sum(self.counts.values()))

    def finish(self) -> bytes:
        """Write the last record and give the whole compressed stream."""
        self._pad()
        end = {"counts": self.counts, "sha256": self._digest.hexdigest()}
        self._put(END, canonical.encode(end))
        return bytes(self._packed + self._deflater.flush())

    def _put(self, kind: int, body: bytes) -> None:
        record = bytes((kind,)) + len(body).to_bytes(4, "big") + body
        self.raw_size += len(record)
        if self.raw_size > RAW_LIMIT:
            raise refusal("package_beyond_limit", "contents too large")
        self._digest.update(record)
        self._packed += self._deflater.compress(record)

    def _pad(self) -> None:
        """Add noise to rows so alike that a reader would take the package for a bomb."""
        self._packed += self._deflater.flush(zlib.Z_SYNC_FLUSH)
        short = self.raw_size // _RATIO_AIM - len(self._packed)
        if short > 0:
            self._put(PADDING, os.urandom(short))


def check_records(packed: bytes, raw_size: int) -> Contents:
    """Read every record strictly, to the last byte, keeping no rows.

    Raises:
        PackageRefusedError: Anything at all is not as it has to be.
    """
    if raw_size > min(RAW_LIMIT, len(packed) * RATIO_LIMIT):
        raise refusal("package_bomb", "inflates beyond the ratio")
    check = _Check()
    for kind, body, before in _records(packed, raw_size):
        check.take(kind, body, before)
    return check.contents()


def open_parts(packed: bytes, raw_size: int) -> Iterator[bytes]:
    """Give the bodies of the row records of a stream that ``check_records`` has passed."""
    return (body for kind, body, _ in _records(packed, raw_size) if kind == SNAPSHOT)


def open_part(body: bytes) -> Part:
    """Turn the body of a row record into rows.

    Raises:
        PackageRefusedError: It is not well formed.
    """
    try:
        return _cut_part(canonical.parse(body))
    except canonical.NotCanonicalError as error:
        raise refusal("package_malformed", str(error)) from error


class _Check:
    """Follows the records of a stream and remembers what the last one has to confirm."""

    def __init__(self) -> None:
        self._manifest: JsonObject | None = None
        self._end: JsonObject | None = None
        self._counts: dict[str, int] = {}
        self._columns: dict[str, tuple[str, ...]] = {}

    def take(self, kind: int, body: bytes, before: str) -> None:
        if (kind == MANIFEST) is not (self._manifest is None) or self._end is not None:
            raise refusal("package_malformed", "records out of order")
        if kind == MANIFEST:
            self._manifest = _object(body)
        elif kind == END:
            self._end = _object(body)
            if self._end != {"counts": self._counts, "sha256": before}:
                raise refusal("package_malformed", "the end does not confirm the records")
        elif kind == SNAPSHOT:
            self._take_part(body)
        elif kind % 2 == 0:
            raise refusal("package_newer", f"record of type {kind}")

    def _take_part(self, body: bytes) -> None:
        part = open_part(body)
        if _spell_part(part.table, part.columns, part.rows) != body:
            raise refusal("package_malformed", "a part not in canonical spelling")
        if self._columns.setdefault(part.table, part.columns) != part.columns:
            raise refusal("package_malformed", "one table with different columns")
        count = sum(1 for _ in part.rows)
        self._counts[part.table] = self._counts.get(part.table, 0) + count

    def contents(self) -> Contents:
        if self._manifest is None or self._end is None:
            raise refusal("package_malformed", "no first or no last record")
        return Contents(self._manifest, self._counts)


class _Inflater:
    """Inflates a stream piece by piece and never beyond its announced size."""

    def __init__(self, packed: bytes, raw_size: int) -> None:
        self._packed = memoryview(packed)
        self._left = raw_size
        self._stream = zlib.decompressobj()
        self._ready = bytearray()

    def read(self, count: int) -> bytes:
        if count > len(self._ready) + self._left:
            raise refusal("package_malformed", "a record longer than the stream")
        while len(self._ready) < count:
            self._inflate_more()
        taken = bytes(self._ready[:count])
        del self._ready[:count]
        return taken

    def at_end(self) -> bool:
        """Tell whether all that was announced is read; the stream has to end there, too."""
        if self._ready or self._left:
            return False
        beyond = b""
        while not beyond and not self._stream.eof and self._is_fed():
            beyond = self._decompress(1)
        if beyond or not self._stream.eof or self._stream.unused_data or self._packed:
            raise refusal("package_malformed", "more in the stream than announced")
        return True

    def _inflate_more(self) -> None:
        more = self._decompress(min(self._left, 1 << 20))
        if not more and (self._stream.eof or not self._is_fed()):
            raise refusal("package_malformed", "less in the stream than announced")
        self._left -= len(more)
        self._ready += more

    def _is_fed(self) -> bool:
        return bool(self._packed or self._stream.unconsumed_tail)

    def _decompress(self, most: int) -> bytes:
        fed = self._stream.unconsumed_tail
        if not fed:
            fed = bytes(self._packed[:_FED_AT_ONCE])
            self._packed = self._packed[_FED_AT_ONCE:]
        try:
            return self._stream.decompress(fed, most)
        except zlib.error as error:
            raise refusal("package_malformed", "the stream does not inflate") from error


def _records(packed: bytes, raw_size: int) -> Iterator[tuple[int, bytes, str]]:
    """Give type, body and the digest of all records before, one record after the other."""
    stream, digest = _Inflater(packed, raw_size), hashlib.sha256()
    while not stream.at_end():
        head = stream.read(_HEAD_SIZE)
        length = int.from_bytes(head[1:], "big")
        if length > RECORD_LIMIT:
            raise refusal("package_malformed", "a record beyond the limit")
        body = stream.read(length)
        yield head[0], body, digest.hexdigest() if head[0] == END else ""
        digest.update(head)
        digest.update(body)


def _object(body: bytes) -> JsonObject:
    try:
        return canonical.decode_object(body)
    except canonical.NotCanonicalError as error:
        raise refusal("package_malformed", str(error)) from error


def _cut_part(value: canonical.JsonValue) -> Part:
    if not isinstance(value, dict) or set(value) != {"table", "columns", "rows"}:
        raise canonical.NotCanonicalError("a part with other fields")
    table, columns, rows = value["table"], value["columns"], value["rows"]
    if not isinstance(table, str) or not isinstance(columns, list):
        raise canonical.NotCanonicalError("a part without table or columns")
    if not isinstance(rows, list) or len(rows) > ROWS_IN_PART:
        raise canonical.NotCanonicalError("a part with too many rows")
    keys = tuple(str(column) for column in columns)
    _check_names(table, keys)
    _check_rows(rows, len(keys))
    return Part(table, keys, cast("list[Row]", rows))


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Cut rows into runs of 2,000; no rows at all give one empty run."""
    chunk: list[Row] = []
    given = False
    for row in rows:
        chunk.append(row if isinstance(row, list | tuple) else list(row))
        if len(chunk) == ROWS_IN_PART:
            yield chunk
            chunk, given = [], True
    if chunk or not given:
        yield chunk


def _spelled_parts(table: str, columns: tuple[str, ...], rows: list[Row]) -> Iterator[bytes]:
    """Spell rows, halving them when their texts are so long that a record would not hold them."""
    _check_names(table, columns)
    _check_rows(rows, len(columns))
    body = _spell_part(table, columns, rows)
    if len(body) <= RECORD_LIMIT:
        yield body
    elif len(rows) == 1:
        raise canonical.NotCanonicalError("a row beyond the limit")
    else:
        half = len(rows) // 2
        yield from _spelled_parts(table, columns, rows[:half])
        yield from _spelled_parts(table, columns, rows[half:])


def _spell_part(table: str, columns: tuple[str, ...], rows: Iterable[Row]) -> bytes:
    return canonical.spell({"table": table, "columns": columns, "rows": rows})


def _check_names(table: str, columns: tuple[str, ...]) -> None:
    if not 1 <= len(columns) <= COLUMN_LIMIT or len(set(columns)) != len(columns):
        raise canonical.NotCanonicalError("too many, no, or repeated columns")
    if not all(_NAME.fullmatch(name) for name in (table, *columns)):
        raise canonical.NotCanonicalError("a name of a table or column that cannot be")


def _check_rows(rows: Sequence[object], width: int) -> None:
    for row in rows:
        if not isinstance(row, list | tuple) or len(row) != width:
            raise canonical.NotCanonicalError("a row that does not fit its columns")
        for cell in row:
            # Most cells are short texts; a call for each would double the time.
            if cell.__class__ is not str or len(cell) > canonical.TEXT_LIMIT:
                canonical.check_scalar(cell)
