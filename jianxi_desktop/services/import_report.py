"""What is brought to an import, what a person decides about it, and what it says of every row."""

import marshal
import zlib
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from pathlib import Path
from typing import Any, Literal, overload
from uuid import UUID

from jianxi_desktop.schema.ledger import Issue

LEFT_OUT = frozenset({"refuse", "review"})
_ACTIONS = ("create", "update", "same", "review", "refuse", "skip")
_ODD = 16  # mark beside the action: something about the row should be looked at
_PACK = 256  # rows that are packed together


@dataclass(frozen=True)
class Source:
    """A roster as it is brought: a file, or a block that was pasted.

    Attributes:
        path: The workbook or text file; ``None`` for a pasted block.
        pasted: Tab-separated text of the block.
        sheet: The sheet to read, if not the one with the best heading.
        password: What opens a protected workbook.
        captions: Field key by caption where a person decided; ``None`` leaves the column out.
    """

    path: Path | None = None
    pasted: str = ""
    sheet: str | None = None
    password: str | None = field(default=None, repr=False)
    captions: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """What a person says about a row that was for review.

    Attributes:
        row: Number of the row in the sheet.
        answer: ``same``: it is the record; ``other``: it is somebody else, a new record; ``leave``:
            it stays out for now.
        record: Which record it is, of ``same``.
    """

    row: int
    answer: Literal["same", "other", "leave"]
    record: UUID | None = None


@dataclass(frozen=True)
class Candidate:
    """A record that a row may be about.

    Attributes:
        id: The record.
        caption: What it is called.
        detail: What tells it from others: birth date, branch, the number's end.
    """

    id: UUID
    caption: str
    detail: str


@dataclass(frozen=True)
class RowReport:
    """What became, or would become, of one row of the sheet.

    Attributes:
        sheet: Name of the sheet.
        row: Number of the row in it.
        action: create, update, same, review, refuse or skip.
        values: Shown values by field key; numbers whole only to those who may see them.
        issues: Everything wrong or odd about it.
        changes: What stands in the record and what the row says, by field key, as ``values``.
        candidates: Records it may be about, where a person must decide.
    """

    sheet: str
    row: int
    action: str
    values: Mapping[str, str]
    issues: tuple[Issue, ...]
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()

    @property
    def odd(self) -> bool:
        """Whether the row is taken although something about it should be looked at."""
        return bool(self.issues) and self.action not in LEFT_OUT


class Rows(Sequence[RowReport]):
    """The rows of a report, packed: 150,000 of them take a few megabytes.

    Behaves as a sequence; a row is unpacked when it is looked at. ``places`` filters without
    unpacking any.
    """

    def __init__(self) -> None:
        self._packs: list[bytes] = []
        self._open: list[tuple[Any, ...]] = []
        self._marks = array("B")
        self._seen: tuple[int, list[tuple[Any, ...]]] = (-1, [])

    def append(self, row: RowReport) -> None:
        """Keep one more row."""
        mark = _ACTIONS.index(row.action) + (_ODD if row.odd else 0)
        self._marks.append(mark)
        self._open.append(_flat(row))
        if len(self._open) == _PACK:
            self._packs.append(zlib.compress(marshal.dumps(self._open), 1))
            self._open = []

    def places(self, actions: Collection[str] = _ACTIONS, *, odd: bool = False) -> "array[int]":
        """Give the places of rows with one of some actions; with ``odd`` those to be looked at."""
        wanted = {_ACTIONS.index(each) for each in actions}
        marks = {each + _ODD for each in wanted} | (set() if odd else wanted)
        kept = self._marks.tobytes().translate(bytes(mark in marks for mark in range(256)))
        return array("I", compress(range(len(kept)), kept))

    def called(self, places: "array[int]", key: str, words: str) -> "array[int]":
        """Give those of some places, in order, that are called so.

        Args:
            places: The places, from the first to the last.
            key: The field that names a record.
            words: Part of a name, or the number of a row.
        """
        found = array("I")
        number = int(words) if words.isdecimal() else -1
        last, rows = -1, self._open
        for at in places:
            if at // _PACK != last:
                last = at // _PACK
                rows = self._pack(last)
            _sheet, row, _action, values, *_rest = rows[at % _PACK]
            if row == number or words in values.get(key, ""):
                found.append(at)
        return found

    def __len__(self) -> int:
        return len(self._marks)

    @overload
    def __getitem__(self, at: int) -> RowReport: ...
    @overload
    def __getitem__(self, at: slice) -> list[RowReport]: ...
    def __getitem__(self, at: int | slice) -> RowReport | list[RowReport]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        place = at + len(self) if at < 0 else at
        if not 0 <= place < len(self):
            raise IndexError(at)
        return _row(self._pack(place // _PACK)[place % _PACK])

    def __iter__(self) -> Iterator[RowReport]:
        for pack in range(len(self._packs) + 1):
            yield from map(_row, self._pack(pack))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # it grows

    def __repr__(self) -> str:
        return f"Rows({len(self)})"

    def _pack(self, pack: int) -> list[tuple[Any, ...]]:
        if pack == len(self._packs):
            return self._open
        seen = self._seen  # one look: another thread may put its own there meanwhile
        if seen[0] != pack:
            rows = marshal.loads(zlib.decompress(self._packs[pack]))  # noqa: S302 - packed above
            seen = self._seen = (pack, rows)
        return seen[1]


def _flat(row: RowReport) -> tuple[Any, ...]:
    return (
        row.sheet,
        row.row,
        row.action,
        dict(row.values),
        [(each.field, each.code, each.severity, each.text) for each in row.issues],
        dict(row.changes),
        [(each.id.bytes, each.caption, each.detail) for each in row.candidates],
    )


def _row(flat: tuple[Any, ...]) -> RowReport:
    sheet, row, action, values, issues, changes, candidates = flat
    return RowReport(
        sheet,
        row,
        action,
        values,
        tuple(Issue(*each) for each in issues),
        changes,
        tuple(Candidate(UUID(bytes=one), *named) for one, *named in candidates),
    )


@dataclass
class RosterReport:
    """What taking a roster in did, or would do.

    Attributes:
        file: read, refuse, ask or ask_password.
        code: Stable kind of reason where the file was not read.
        reason: Chinese reason, says what to do.
        sheet: Sheet that was read.
        header_row: Row of its heading.
        columns: Field key by caption; ``None`` where a column was not taken.
        notes: Chinese remarks about the file.
        counts: Rows by action.
        rows: Rows that need a person, or all of them where they were asked for.
        touched: Ledgers written.
        sheets: Every sheet that looks like a table, with its rows, heading and matched columns.
        rivals: Captions that would do for one field, where a person must choose.
        previews: The first lines as text in the order of ``columns``, their numbers cut short.
        learned: What memory supplied: field key by caption, ``None``: left out.
    """

    file: str
    code: str = ""
    reason: str = ""
    sheet: str = ""
    header_row: int = 0
    columns: dict[str, str | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    rows: Rows = field(default_factory=Rows)
    touched: frozenset[str] = frozenset()
    sheets: tuple[Any, ...] = ()
    rivals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    previews: tuple[tuple[str, ...], ...] = ()
    learned: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def created(self) -> int:
        """Rows that make a new record."""
        return self.counts.get("create", 0)

    @property
    def updated(self) -> int:
        """Rows that change a record."""
        return self.counts.get("update", 0)

    @property
    def unchanged(self) -> int:
        """Rows that say what is known."""
        return self.counts.get("same", 0)

    @property
    def review(self) -> int:
        """Rows a person must decide; not written."""
        return self.counts.get("review", 0)

    @property
    def refused(self) -> int:
        """Rows that cannot be taken until the file is mended."""
        return self.counts.get("refuse", 0)

    @property
    def skipped(self) -> int:
        """Lines that hold no record."""
        return self.counts.get("skip", 0)
