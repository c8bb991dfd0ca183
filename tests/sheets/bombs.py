"""Workbooks made to hurt whoever opens them, each a real file; nothing in them is of a person."""

import io
import struct
import zipfile
import zlib

import xlsxwriter

from tests.sheets.books import FREE, xls, zipped

HEAD = ("姓名", "籍贯")
ROWS = (HEAD, ("张三", "洛阳"), ("李四", "孟津"))
_SHEET = "xl/worksheets/sheet1.xml"
_STRINGS = "xl/sharedStrings.xml"


def good(rows=ROWS) -> bytes:
    """Write a workbook that is what it should be."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("名册")
        for row, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                sheet.write(row, place, cell)
    return file.getvalue()


def good_text(rows) -> bytes:
    """Write a workbook of texts; what looks like a formula is none."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("名册")
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, cells)
    return file.getvalue()


def changed(data: bytes, **parts) -> bytes:
    """Write a workbook anew with some parts passed through a function, ``__`` for a slash."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        all_parts = {name: archive.read(name) for name in archive.namelist()}
    for name, change in parts.items():
        path = name.replace("__", "/") + ".xml"
        all_parts[path] = change(all_parts.get(path, b""))
    return zipped(all_parts)


def lying(size: int) -> bytes:
    """A sheet that says it has 1000 bytes and has very many."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(squeezer.compress(b" " * (1 << 20)) for _ in range(size >> 20))
    packed += squeezer.flush()
    name = _SHEET.encode()
    fields = (20, 0, 8, 0, 33, 0, len(packed), 1000, len(name), 0)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", *fields) + name
    central = struct.pack("<4sH5H3I5H2I", b"PK\x01\x02", 20, *fields, 0, 0, 0, 0, 0) + name
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local + packed), 0)
    return local + packed + central + end


def overlapping(count: int = 500) -> bytes:
    """Many parts that are one and the same piece of the file."""
    data = zipped({_SHEET: b" " * 10_000_000})
    begin = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[begin:end]
    listing = b"".join(entry.replace(b"sheet1", f"she{at:03}".encode()) for at in range(count))
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(listing), begin, 0)
    return data[:begin] + listing + tail


def nested(depth: int = 8) -> bytes:
    """Zips in zips; what is inside a workbook and no part of it is not opened."""
    inner = b"\0" * 1_000_000
    for _ in range(depth):
        inner = zipped({f"{each}.zip": inner for each in range(10)})
    return inner


def laughs(before: int = 0) -> bytes:
    """Entities that grow tenfold nine times; ``before`` bytes of comment hide them."""
    lines = [b'<?xml version="1.0"?>', b"<!--" + b"x" * before + b"-->", b"<!DOCTYPE sst ["]
    lines += [b'<!ENTITY l0 "lol">']
    for each in range(1, 10):
        lines.append(b'<!ENTITY l%d "%s">' % (each, b"&l%d;" % (each - 1) * 10))
    lines += [b"]><sst><si><t>&l9;</t></si></sst>"]
    return changed(good(), xl__sharedStrings=lambda _old: b"".join(lines))


def reaching_out() -> bytes:
    """A text that is to be taken from a file of this machine."""
    return changed(
        good(),
        xl__sharedStrings=lambda old: old.replace(
            b"<sst", b'<!DOCTYPE sst [<!ENTITY a SYSTEM "file:///etc/hostname">]><sst', 1
        ).replace("张三".encode(), b"&a;"),
    )


def linked() -> bytes:
    """Cells that speak of another workbook on a share, with the values last seen."""
    data = good((*ROWS, ("王五", "x")))
    link = b"<f>'[1]\xe5\x90\x8d\xe5\x86\x8c'!$A$1</f>"
    return changed(
        data,
        xl__worksheets__sheet1=lambda old: old.replace(
            b't="s"><v>7</v>', b't="str">' + link + "<v>宜阳</v>".encode()
        ),
        xl__externalLinks__externalLink1=lambda _old: b"<externalLink/>",
    )


def claims_everything() -> bytes:
    """A sheet that says it fills all that a sheet can have, and holds three lines."""
    return changed(
        good(), xl__worksheets__sheet1=lambda old: old.replace(b"A1:B3", b"A1:XFD1048576")
    )


def far_cell() -> bytes:
    """A cell in the last row and column of the sheet."""
    return good_with(lambda sheet: sheet.write(1_048_575, 16_383, "x"))


def low_cell(row: int = 1_048_576) -> bytes:
    """A cell in the last row, below the first column."""
    return good_with(lambda sheet: sheet.write(row - 1, 0, "x"))


def good_with(more) -> bytes:
    """Write a good workbook with something more on its sheet."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("名册")
        for row, cells in enumerate(ROWS):
            sheet.write_row(row, 0, cells)
        more(sheet)
    return file.getvalue()


def shared_strings(length: int, count: int) -> bytes:
    """One text of a million letters, in thousands of cells."""
    text = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>2</v></c></row>' for row in range(4, count)
    )
    return changed(
        good(),
        xl__sharedStrings=lambda old: old.replace("张三".encode(), "张".encode() * length),
        xl__worksheets__sheet1=lambda old: old.replace(
            b"</sheetData>", text.encode() + b"</sheetData>"
        ),
    )


def many_merges(count: int = 200_000) -> bytes:
    """Merged cells over each other, as long as the sheet."""
    merges = b'<mergeCell ref="B2:B1048576"/>' * count
    return changed(
        good(),
        xl__worksheets__sheet1=lambda old: old.replace(
            b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>"
        ),
    )


def repeated_ods() -> bytes:
    """An ods of a few bytes whose one cell is repeated over the whole sheet."""
    cell = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
        "<text:p>张</text:p></table:table-cell>"
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    body = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576">{cell}'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": body,
            "META-INF/manifest.xml": "<manifest/>",
        }
    )


def looping_xls(which: str) -> bytes:
    """An old workbook one of whose chains bites its own tail: directory, table, stream, small."""
    data = bytearray(xls(ROWS))
    if which == "directory":
        struct.pack_into("<I", data, 512 + 4, 1)
    elif which == "stream":
        struct.pack_into("<I", data, 512 + 4 * 3, 2)
    elif which == "tables":
        struct.pack_into("<II", data, 68, 2, 1)
        data[512 * 3 : 512 * 4] = struct.pack("<I", FREE) * 127 + struct.pack("<I", 2)
    else:
        struct.pack_into("<II", data, 60, 3, 1)
        struct.pack_into("<I", data, 512 + 4 * 3, 3)
        struct.pack_into("<I", data, 512 * 2 + 128 + 120, 100)
    return bytes(data)


FORMULAS = (
    "=cmd|'/C calc'!A0", '=HYPERLINK("http://example.invalid","x")', "+1+cmd|' /C calc'!A0",
    "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1", "=1+1",
)  # fmt: skip


def injected() -> bytes:
    """Cells that a spreadsheet would run if they were typed into it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, HEAD)
        for row, text in enumerate(FORMULAS, start=1):
            sheet.write_string(row, 0, "张三")
            sheet.write_string(row, 1, text)
        sheet.write_string(len(FORMULAS) + 1, 0, "李四")
        sheet.write_formula(len(FORMULAS) + 1, 1, "=cmd|'/C calc'!A0", None, "孟津")
    return file.getvalue()
