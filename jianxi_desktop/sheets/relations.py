"""Parts of a zipped workbook: which one holds a sheet, and its tags a piece at a time."""

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

# What looking into a broken file may raise.
BROKEN = (
    ValueError, KeyError, IndexError, OSError, EOFError, struct.error, zipfile.BadZipFile,
    zlib.error, SyntaxError, RuntimeError,
)  # fmt: skip

# Row and column of a cell, from 0, and what its tag says.
OdsCell = tuple[int, int, bytes]
_ODS_TAG = re.compile(
    rb"<table:table\s|<table:table-row([\s/>][^<>]{0,900})"
    rb"|<table:(?:covered-)?table-cell([\s/>][^<>]{0,900})"
)


def sheet_part(archive: zipfile.ZipFile, place: int) -> str:
    """Find the part of a sheet by way of the workbook's relations.

    Raises:
        KeyError: There is no such part.
    """
    from xml.etree import ElementTree as ET  # the guard refuses document types

    sheets = [
        each
        for each in ET.fromstring(archive.read("xl/workbook.xml")).iter()  # noqa: S314
        if each.tag.endswith("}sheet")
    ]
    wanted = next(v for key, v in sheets[place].attrib.items() if key.endswith("}id"))
    return target_of(archive.read("xl/_rels/workbook.xml.rels"), wanted)


def target_of(relations: bytes, wanted: str) -> str:
    """Give the name of the part that a relation of the workbook leads to.

    Raises:
        KeyError: There is no such relation.
    """
    from xml.etree import ElementTree as ET

    for each in ET.fromstring(relations):  # noqa: S314 - see above
        if each.get("Id") == wanted:
            return posixpath.normpath(posixpath.join("/xl", each.get("Target", ""))).lstrip("/")
    raise KeyError(wanted)


def tags(pieces: Iterator[bytes], word: bytes) -> Iterator[bytes]:
    """Give texts of whole tags, where the word is in them at all."""
    tail = b""
    for piece in pieces:
        text = tail + piece
        end = text.rfind(b"<")
        tail = text[end:] if end >= 0 else text
        whole = text[: max(end, 0)]
        if word in whole:
            yield whole
    if word in tail:
        yield tail


def ods_cells(pieces: Iterator[bytes], place: int) -> Iterator[OdsCell]:
    """Give the cells of a sheet of an ods; a repeated one is given once.

    Args:
        pieces: Its content.xml.
        place: The place of the sheet among all, from 0.
    """
    table, row, column, repeated = -1, 0, 0, 0
    for text in tags(pieces, b"<table:"):
        for found in _ODS_TAG.finditer(text):
            if found[1] is None and found[2] is None:
                table += 1
                row, repeated = 0, 0
            elif table == place and found[1] is not None:
                row += repeated
                column, repeated = 0, _times(found[1], b"rows")
            elif table == place:
                yield row, column, found[2]
                column += _times(found[2], b"columns")


def _times(said: bytes, what: bytes) -> int:
    found = re.search(rb"table:number-" + what + rb'-repeated="(\d{1,7})"', said)
    return max(1, int(found[1])) if found else 1
