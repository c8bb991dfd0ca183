"""Merged cells of the kinds of file whose reader does not tell them: ods and xlsb."""

import io
import re
import struct
import zipfile
from collections.abc import Iterator

from jianxi_desktop.sheets import archives, compound
from jianxi_desktop.sheets.merges import Merge
from jianxi_desktop.sheets.relations import BROKEN, OdsCell, ods_cells

_SPANS = re.compile(rb'table:number-(columns|rows)-spanned="(\d{1,7})"')
_B_MERGE = 176
_MOST = 200_000


def merges_in(data: bytes, place: int) -> list[Merge] | None:
    """Find the merged ranges of a sheet, as row and column from 0; ``None`` where that fails.

    Args:
        data: The workbook, an ods or xlsb.
        place: The place of the sheet among all, from 0.
    """
    if data.startswith(compound.MAGIC):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "content.xml" in names:
                pieces = archives.unpacked(data, archive.getinfo("content.xml"))
                found = _in_ods(ods_cells(pieces, place))
            elif "xl/workbook.bin" in names:
                found = _in_xlsb(archive, place)
            else:
                return None
            return [merge for merge, _count in zip(found, range(_MOST), strict=False)]
    except BROKEN:
        return None


def _in_ods(cells: Iterator[OdsCell]) -> Iterator[Merge]:
    for row, column, said in cells:
        spans = dict(_SPANS.findall(said))
        if spans:
            down, across = int(spans.get(b"rows", 1)), int(spans.get(b"columns", 1))
            if down > 1 or across > 1:
                yield (row, column), (row + down - 1, column + across - 1)


def _in_xlsb(archive: zipfile.ZipFile, place: int) -> Iterator[Merge]:
    from jianxi_desktop.sheets.binary_records import parts_of, sheet_part

    for kind, body in parts_of(archive.read(sheet_part(archive, place))):
        if kind == _B_MERGE:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            yield (top, left), (bottom, right)
