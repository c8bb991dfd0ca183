"""Rosters that people bring: open one, then its rows, each with all that is wrong with it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, NamedTuple, Self

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Issue
from jianxi_desktop.sheets import guard
from jianxi_desktop.sheets.process import Reader
from jianxi_desktop.sheets.reading import refused
from jianxi_desktop.sheets.spec import Pasted, Request, RosterSpec, SheetSeen


class RosterRow(NamedTuple):
    """One line of the sheet.

    Attributes:
        sheet: Name of the sheet.
        row: Row of the sheet, from 1.
        values: Good values by field key; the wrong ones are ``None`` and named in ``issues``.
        issues: Everything wrong (error) or odd (warning) about the cells.
        skipped: Why the line holds no record: blank, title, total, footnote, example, heading.
        cells: The cells as they stand, where they were asked for.
    """

    sheet: str
    row: int
    values: dict[str, Any]
    issues: tuple[Issue, ...] = ()
    skipped: str = ""
    cells: tuple[Any, ...] = ()


class Roster:
    """A roster that was opened; iterate over ``chunks()`` or ``rows()`` once, then close.

    Attributes:
        file: What became of it: read, refuse, ask or ask_password.
        code: Stable kind of reason where it is not read.
        reason: Chinese reason, says what to do.
        sheet: Name of the sheet that was read.
        header_row: Row of the heading line, from 1.
        columns: Field key by caption, in the order of the sheet; ``None`` where it is not kept.
        places: Where in ``RosterRow.cells`` the cell of each of the columns stands.
        notes: Chinese remarks: columns passed over, further sheets, what is hidden.
        total: How many lines the sheet has beside its heading.
        sheets: All sheets that look like a table, so that a person can choose.
        previews: The first data lines as text, in the order of ``columns``.
        rivals: Captions that claim one field, by field key, where a person must choose; answer
            with ``RosterSpec.given``.
    """

    file: Literal["read", "refuse", "ask", "ask_password"]

    def __init__(self, reader: Reader, head: Mapping[str, Any], progress: Progress | None) -> None:
        self._reader = reader
        self._progress = progress
        self._over = False
        self.file = head["file"]
        self.code: str = head["code"]
        self.reason: str = head["reason"]
        self.sheet: str = head["sheet"]
        self.header_row: int = head["header_row"]
        self.columns: dict[str, str | None] = dict(head["columns"])
        self.places: tuple[int, ...] = tuple(head["places"])
        self.notes: tuple[str, ...] = tuple(head["notes"])
        self.total: int = head["total"]
        self.sheets = tuple(SheetSeen(*each) for each in head["sheets"])
        self.previews: tuple[tuple[str, ...], ...] = tuple(map(tuple, head["previews"]))
        self.rivals: dict[str, tuple[str, ...]] = {
            key: tuple(captions) for key, captions in head["rivals"].items()
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the reading process; rows not read yet are given up."""
        self._over = True
        self._reader.close()

    def rows(self) -> Iterator[RosterRow]:
        """Give the lines one by one."""
        for chunk in self.chunks():
            yield from chunk

    def chunks(self) -> Iterator[list[RosterRow]]:
        """Give the lines in chunks, while the reading process prepares the next one.

        Raises:
            InputError: The reader broke down in the middle of the file.
        """
        keys = [key for key in self.columns.values() if key]
        done = 0
        while self.file == "read" and not self._over:
            message = self._reader.message()
            if message is None or message[0] == "failed":
                self.close()
                raise _broke_down(message)
            if message[0] == "end":
                self.close()
                return
            chunk = self._chunk(keys, message)
            done += len(chunk)
            if self._progress:
                self._progress(done, self.total)
            yield chunk

    def _chunk(self, keys: list[str], message: tuple[Any, ...]) -> list[RosterRow]:
        _kind, rows, columns, told, skipped, cells = message
        sheet = self.sheet
        issues = {place: tuple(Issue(*each) for each in lines) for place, lines in told.items()}
        chunk = [
            RosterRow(
                sheet,
                row,
                dict(zip(keys, values, strict=True)),
                issues.get(place, ()),
                "",
                cells[place] if cells else (),
            )
            for place, (row, values) in enumerate(
                zip(rows, zip(*columns, strict=True), strict=True)
            )
        ]
        if skipped:
            chunk += [RosterRow(sheet, row, {}, (), kind) for row, kind in skipped]
            chunk.sort(key=lambda each: each.row)
        return chunk


def open_roster(
    source: Path | bytes | Pasted,
    spec: RosterSpec,
    sheet: str | None = None,
    progress: Progress | None = None,
    password: str | None = None,
) -> Roster:
    """Open a table in a process of its own and find the roster in it.

    A file that cannot be a roster is told in ``Roster.file`` and ``Roster.reason``, not raised.

    Args:
        source: The file: xlsx, xls, xlsb, ods, et, csv, tsv or txt, whatever its name ends with;
            or its bytes; or a block pasted from a spreadsheet.
        spec: The fields and captions to look for.
        sheet: The sheet to read; ``None`` for the one with the best heading.
        progress: Called with lines done and lines at most after every chunk, and with 0 and 0
            five times a second before the first; may raise to stop.
        password: What opens a file that is locked; without it such a file is ``ask_password``
            with code ``encrypted``, with a wrong one ``wrong_password``.

    Raises:
        EnvironmentFailure: The file is not there, not readable or its drive is gone.
    """
    reader = Reader(source, Request(spec, sheet, password, isinstance(source, Pasted)))
    message = reader.message(None if progress is None else lambda: progress(0, 0))
    head = message[1] if message else refused(guard.TOO_MUCH)
    roster = Roster(reader, head, progress)
    if roster.file != "read":
        reader.close()
    return roster


def _broke_down(message: tuple[Any, ...] | None) -> InputError:
    head = message[1] if message else refused(guard.TOO_MUCH)
    return InputError(
        f"workbook reader broke down: {head['code']}",
        user_message=head["reason"],
        code=head["code"],
    )
