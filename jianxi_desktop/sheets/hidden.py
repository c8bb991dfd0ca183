"""What a workbook hides, and from which year it counts its days: the reader does not tell.

Hidden and filtered rows are read as any other; people are told how many they are. What cannot be
found out is taken for not hidden: the rows themselves are checked by the reader.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from jianxi_desktop.sheets import archives, compound
from jianxi_desktop.sheets.relations import BROKEN, sheet_part, tags

_COUNTS = re.compile(rb"""\sdate1904\s*=\s*["'](?:1|true)["']""")
_EPOCH = re.compile(rb"""null-date\s[^<>]{0,200}date-value\s*=\s*["']1904-01-01""")
# A tag of a sheet is short; looking no further keeps endless ones from taking endless time.
_HIDES = rb"""\s[^<>]{0,400}?\bhidden\s?=\s?["'](?:1|true)["'][^<>]{0,400}>"""
_ROW = re.compile(rb"<(?:\w+:)?row" + _HIDES)
_COLUMN = re.compile(rb"<(?:\w+:)?col" + _HIDES)
_ATTRIBUTE = re.compile(rb"""([\w:-]{1,60})\s?=\s?["']([^"']*)["']""")
_ODS_TABLE = re.compile(rb"<table:table\s")
_ODS_LINE = re.compile(rb"<table:table-(row|column)(\s[^<>]{0,900})?>")
_MOST_COLUMNS = 16_384
_MOST_NAMED = 2000
T = TypeVar("T")


@dataclass(frozen=True)
class Hidden:
    """What one sheet hides.

    Attributes:
        rows: How many rows; filtered ones are hidden too.
        columns: Which columns, from 0.
    """

    rows: int = 0
    columns: tuple[int, ...] = ()


NOTHING_HIDDEN = Hidden()


def hidden_in(data: bytes, place: int) -> Hidden:
    """Tell what a sheet hides.

    Args:
        data: The workbook.
        place: The place of the sheet among all, from 0.
    """
    return _tried(lambda: _hidden_in(data, place), unknown=NOTHING_HIDDEN)


def starts_in_1904(data: bytes) -> bool:
    """Tell whether day 0 of a workbook is 1 January 1904, as on old Macintoshes."""
    return _tried(lambda: _starts_in_1904(data), unknown=False)


def is_locked(data: bytes) -> bool:
    """Tell whether an old workbook has a password to open it."""
    from jianxi_desktop.sheets.hidden_binary import xls_is_locked

    if not data.startswith(compound.MAGIC):
        return False
    return _tried(lambda: xls_is_locked(data), unknown=False)


def _tried(ask: Callable[[], T], *, unknown: T) -> T:
    try:
        return ask()
    except BROKEN:
        return unknown


def _hidden_in(data: bytes, place: int) -> Hidden:
    if data.startswith(compound.MAGIC):
        from jianxi_desktop.sheets.hidden_binary import hidden_in_xls

        return hidden_in_xls(data, place)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "content.xml" in names:
            return _in_ods(archives.unpacked(data, archive.getinfo("content.xml")), place)
        if "xl/workbook.bin" in names:
            from jianxi_desktop.sheets.hidden_binary import hidden_in_xlsb

            return hidden_in_xlsb(archive, place)
        part = archive.getinfo(sheet_part(archive, place))
        return _in_xlsx(archives.unpacked(data, part))


def _starts_in_1904(data: bytes) -> bool:
    if data.startswith(compound.MAGIC):
        from jianxi_desktop.sheets.hidden_binary import xls_starts_in_1904

        return xls_starts_in_1904(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "content.xml" in names:
            with archive.open("content.xml") as part:
                return bool(_EPOCH.search(part.read(1 << 20)))
        if "xl/workbook.bin" in names:
            from jianxi_desktop.sheets.hidden_binary import xlsb_starts_in_1904

            return xlsb_starts_in_1904(archive.read("xl/workbook.bin"))
        return bool(_COUNTS.search(archive.read("xl/workbook.xml")))


def _in_xlsx(pieces: Iterator[bytes]) -> Hidden:
    rows, columns = 0, set[int]()
    for text in tags(pieces, b"hidden"):
        rows += sum(1 for _each in _ROW.finditer(text))
        for found in _COLUMN.finditer(text):
            if len(columns) >= _MOST_NAMED:
                break
            said = dict(_ATTRIBUTE.findall(found[0]))
            columns.update(range(int(said[b"min"]) - 1, min(int(said[b"max"]), _MOST_COLUMNS)))
    return Hidden(rows, tuple(sorted(columns)))


def _in_ods(pieces: Iterator[bytes], place: int) -> Hidden:
    """Count what is collapsed or filtered between the table wanted and the next one."""
    before, rows, at = -1, 0, 0
    columns: list[int] = []
    for text in tags(pieces, b"<table:"):
        for found in re.finditer(_ODS_TABLE.pattern + b"|" + _ODS_LINE.pattern, text):
            if found[1] is None:
                before += 1
                continue
            if before != place:
                continue
            said = dict(_ATTRIBUTE.findall(found[2] or b""))
            count = _repeated(said, found[1])
            gone = said.get(b"table:visibility") in {b"collapse", b"filter"}
            if found[1] == b"row":
                rows += count if gone else 0
            else:
                columns += range(at, min(at + count, _MOST_COLUMNS)) if gone else ()
                at += count
    return Hidden(rows, tuple(columns))


def _repeated(said: dict[bytes, bytes], what: bytes) -> int:
    return max(1, int(said.get(b"table:number-" + what + b"s-repeated", b"1")))


def told(rows: int, captions: Sequence[str]) -> list[str]:
    """Say in Chinese that hidden rows and columns, named by their captions, were read."""
    notes = []
    if rows:
        notes.append(f"表里有{rows}行是隐藏或筛选掉的，也一起读了；不要的请先删去再导入")
    if captions:
        notes.append(f"这些列是隐藏的，也一起读了：{'、'.join(captions)}")
    return notes
