"""Rows of tables, as packages of the first kind carry them: all an office wrote, as it is now.

Such packages are no longer written but for tests; they stay readable for ever.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from jianxi_desktop.sync import canonical
from jianxi_desktop.sync.canonical import JsonObject, JsonScalar
from jianxi_desktop.sync.records import (
    END,
    MANIFEST,
    RECORD_LIMIT,
    SNAPSHOT,
    Cutter,
    Record,
    check_ratio,
    object_of,
)
from jianxi_desktop.sync.refusals import refusal

ROWS_IN_PART = 2_000
COLUMN_LIMIT = 256

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")

Row = Sequence[JsonScalar]


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


@dataclass
class PartSpeller:
    """Spells rows as the bodies of records.

    Attributes:
        counts: Rows by table, so far.
    """

    counts: dict[str, int] = field(default_factory=dict)

    def records(self, parts: Iterable[Part], told: Callable[[int], None]) -> Iterator[Record]:
        """Give rows in records of at most 2,000, telling how many rows are done.

        Raises:
            ValueError: A row that does not fit its columns, or a value that is no value here; a
                mistake of the caller.
        """
        for part in parts:
            for rows in _chunks(part.rows):
                for body in _spelled_parts(part.table, part.columns, rows):
                    yield Record(SNAPSHOT, body)
                self.counts[part.table] = self.counts.get(part.table, 0) + len(rows)
                told(sum(self.counts.values()))

    def end(self) -> JsonObject:
        """Give what the last record says besides the digest."""
        return {"counts": {**self.counts}}


class SnapshotCheck:
    """Follows the records of a snapshot strictly, keeping no rows.

    Attributes:
        counts: Rows by table.
        closing: Always empty.
    """

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.closing: JsonObject = {}
        self._manifest: JsonObject | None = None
        self._end: JsonObject | None = None
        self._columns: dict[str, tuple[str, ...]] = {}

    def take(self, kind: int, body: bytes, before: str) -> None:
        """Check one record; ``before`` is the digest of all before the last.

        Raises:
            PackageRefusedError: It is not as it has to be.
        """
        if (kind == MANIFEST) is not (self._manifest is None) or self._end is not None:
            raise refusal("package_malformed", "records out of order")
        if kind == MANIFEST:
            self._manifest = object_of(body)
        elif kind == END:
            self._end = object_of(body)
            if self._end != {"counts": self.counts, "sha256": before}:
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
        self.counts[part.table] = self.counts.get(part.table, 0) + count

    @property
    def manifest(self) -> JsonObject:
        """The first record.

        Raises:
            PackageRefusedError: The first or the last record is missing.
        """
        if self._manifest is None or self._end is None:
            raise refusal("package_malformed", "no first or no last record")
        return self._manifest


def check_records(packed: bytes, raw_size: int) -> SnapshotCheck:
    """Read every record of a snapshot strictly, to the last byte.

    Raises:
        PackageRefusedError: Anything at all is not as it has to be.
    """
    check_ratio(len(packed), raw_size)
    check = SnapshotCheck()
    cutter = Cutter(raw_size, check.take)
    cutter.feed(packed)
    cutter.close()
    return check


def open_part(body: bytes) -> Part:
    """Turn the body of a row record into rows.

    Raises:
        PackageRefusedError: It is not well formed.
    """
    try:
        return _cut_part(canonical.parse(body))
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
