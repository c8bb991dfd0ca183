"""How exactly a date cell says its day: one that shows 1985年3月 holds 1 March, and knows no day.

Spreadsheets keep what people type as 1985年3月 as the first of the month and show it by the format
of the cell. The reader of workbooks gives the day; the format is found out here.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping

from jianxi_desktop.sheets import archives, compound
from jianxi_desktop.sheets.relations import BROKEN, OdsCell, ods_cells, sheet_part, tags

MONTH, YEAR = 7, 4
# Two places after the point: 1985.1 is shown as 1985.10, which is October.
HUNDREDTHS = 2
# Row, from 1, to how many characters of an ISO day are known (or HUNDREDTHS), by column from 0.
Precision = Mapping[int, Mapping[int, int]]
# Formats that have a number only: 17 is mmm-yy everywhere, the others are those of Chinese Excel.
_OWN = {**dict.fromkeys((17, 27, 36, 50, 52, 57), MONTH), 2: HUNDREDTHS}
_SAID = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
# Tags are short; looking no further keeps endless ones from taking endless time.
_FORMAT = re.compile(rb"<(?:\w{1,9}:)?numFmt\s[^<>]{0,900}>")
_CELL_FORMAT = re.compile(rb"<(?:\w{1,9}:)?xf\s[^<>]{0,900}>")
_ATTRIBUTE = re.compile(rb"""([\w:-]{1,60})\s?=\s?["']([^"']*)["']""")
_ODS_STYLE = b"<number:date-style "
_ODS_CELL_STYLE = re.compile(rb"<style:style\s[^<>]{0,900}>")
_STYLE = re.compile(rb'table:style-name="([^"]+)"')


def known_to(code: str) -> int | None:
    """Tell to how many characters a format shows a day: year, month, or (``None``) all of it.

    A number with two places is ``HUNDREDTHS``: people write the month behind the point.
    """
    shown = _SAID.sub("", code).split(";")[0].lower().strip()
    if shown == "0.00":
        return HUNDREDTHS
    if "y" not in shown or re.search("[dhs]", shown):
        return None
    return MONTH if "m" in shown else YEAR


def precision_in(data: bytes, place: int) -> Precision:
    """Find the date cells of a sheet that show no day.

    Args:
        data: The workbook.
        place: The place of the sheet among all, from 0.
    """
    try:
        return _precision_in(data, place)
    except BROKEN:
        return {}


def gathered(cells: Iterable[tuple[int, int, int]]) -> Precision:
    """Put row, column and length of single cells in order."""
    found: dict[int, dict[int, int]] = {}
    for row, column, length in cells:
        found.setdefault(column, {})[row] = length
    return found


def _precision_in(data: bytes, place: int) -> Precision:
    if data.startswith(compound.MAGIC):
        from jianxi_desktop.sheets.precision_binary import cells_of_xls

        return gathered(cells_of_xls(data, place))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "content.xml" in names:
            content = archive.read("content.xml")
            beside = archive.read("styles.xml") if "styles.xml" in names else b""
            cells = ods_cells(iter([content]), place)
            return gathered(_cells_of_ods(cells, _ods_styles(content, beside)))
        if "xl/workbook.bin" in names:
            from jianxi_desktop.sheets.precision_binary import cells_of_xlsb

            return gathered(cells_of_xlsb(archive, place))
        styles = _styles(archive.read("xl/styles.xml"))
        if not styles:
            return {}
        part = archive.getinfo(sheet_part(archive, place))
        return gathered(_cells_of_xlsx(archives.unpacked(data, part), styles))


def short_formats(formats: Mapping[int, str]) -> Callable[[int], int | None]:
    """Give what tells the precision of a format's number, from the formats of a workbook."""
    own = {number: known_to(code) for number, code in formats.items()}
    return lambda number: own.get(number, _OWN.get(number))


def _styles(styles: bytes) -> dict[bytes, int]:
    """Give the cell formats, by their number as it stands in a cell, that show no day."""
    import html

    formats: dict[int, str] = {}
    for found in _FORMAT.finditer(styles):
        said = dict(_ATTRIBUTE.findall(found[0]))
        if {b"numFmtId", b"formatCode"} <= said.keys():
            formats[int(said[b"numFmtId"])] = html.unescape(said[b"formatCode"].decode())
    length_of = short_formats(formats)
    _before, _mark, cells = styles.partition(b"cellXfs")
    lengths: dict[bytes, int] = {}
    for at, found in enumerate(_CELL_FORMAT.finditer(cells.partition(b"cellXfs")[0])):
        length = length_of(int(dict(_ATTRIBUTE.findall(found[0])).get(b"numFmtId", b"0")))
        if length:
            lengths[b"%d" % at] = length
    return lengths


def _cells_of_xlsx(
    pieces: Iterator[bytes], styles: Mapping[bytes, int]
) -> Iterator[tuple[int, int, int]]:
    wanted = b"|".join(styles)
    cell = re.compile(
        rb'<(?:\w+:)?c\s+r="([A-Z]{1,3})([0-9]{1,7})"\s+s="(' + wanted + rb')"', re.ASCII
    )
    for text in tags(pieces, b"<"):
        for letters, row, style in cell.findall(text):
            yield int(row), _column(letters), styles[style]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _cells_of_ods(
    cells: Iterator[OdsCell], styles: Mapping[bytes, int]
) -> Iterator[tuple[int, int, int]]:
    for row, column, said in cells:
        style = _STYLE.search(said)
        if style and style[1] in styles:
            yield row + 1, column, styles[style[1]]


def _ods_styles(content: bytes, beside: bytes) -> dict[bytes, int]:
    """Give the cell styles that show no day."""
    days: dict[bytes, int] = {}
    for part in (beside + content).split(_ODS_STYLE)[1:]:
        head, _end, rest = part[:20_000].partition(b">")
        inner = rest.partition(b"</number:date-style")[0]
        if b"<number:year" in inner and not re.search(b"<number:(day|hours|minutes)", inner):
            name = dict(_ATTRIBUTE.findall(head[:900])).get(b"style:name", b"")
            days[name] = MONTH if b"<number:month" in inner else YEAR
    styles: dict[bytes, int] = {}
    for found in _ODS_CELL_STYLE.finditer(content):
        said = dict(_ATTRIBUTE.findall(found[0]))
        if said.get(b"style:data-style-name") in days:
            styles[said[b"style:name"]] = days[said[b"style:data-style-name"]]
    return styles
