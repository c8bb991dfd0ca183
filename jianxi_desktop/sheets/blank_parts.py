"""Other parts of a file when rows were added to one of its sheets.

Only what names cells of that sheet is changed; every other part keeps its bytes.
"""

import re
from xml.sax.saxutils import escape

from jianxi_desktop.sheets.blank_formulas import Growth, area_of, area_text, moved
from jianxi_desktop.sheets.blank_moves import move_formulas, move_named_cells
from jianxi_desktop.sheets.blank_package import (
    Package,
    SheetPart,
    child,
    children,
    local,
    tag_beside,
)

# Parts of a sheet that name its cells, by the kind of their relation.
_OWN = ("table", "drawing", "comments", "threadedComment")
_ELSEWHERE = re.compile(r"xl/(charts/[^/]+|drawings/drawing[^/]*)\.xml$")
_LEGACY_ROW = re.compile(rb"(<(?:\w+:)?Row>\s*)(\d+)(\s*</(?:\w+:)?Row>)")
_LEGACY_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([\d\s,]+)(</(?:\w+:)?Anchor>)")
# What stands before the settings of calculation in a workbook, the last of these first.
_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")


def move_parts(package: Package, sheet: SheetPart, growth: Growth, step: int) -> None:
    """Move what other parts say of a sheet whose rows moved."""
    for kind in _OWN:
        for name in package.related(sheet.part, kind):
            move_named_cells(package.tree(name), growth, step, sheet.name)
            package.change(name)
    for name in package.related(sheet.part, "vmlDrawing"):
        package.replace(name, _moved_legacy(package.read(name), growth))
    for name in package.related(sheet.part, "ctrlProp"):
        _move_control(package, name, growth, sheet.name)
    _move_other_sheets(package, sheet, growth)
    _move_sources(package, sheet.name, growth)
    book = package.tree(package.book)
    names = child(book, "definedNames")
    if names is not None and move_formulas(names, growth, sheet.name):
        package.change(package.book)
    for name in package.related(package.book, "calcChain"):
        package.drop(name)


def ask_for_calculation(package: Package) -> None:
    """Let spreadsheet programs calculate everything when they open the file."""
    book = package.tree(package.book)
    settings = child(book, "calcPr")
    if settings is None:
        settings = book.makeelement(tag_beside(book, "calcPr"))
        before = next(
            each for name in _BEFORE_CALCULATION if (each := child(book, name)) is not None
        )
        before.addnext(settings)
    settings.set("fullCalcOnLoad", "1")
    package.change(package.book)


def _move_other_sheets(package: Package, sheet: SheetPart, growth: Growth) -> None:
    others = [each.part for each in package.sheets() if each.part != sheet.part]
    others += [name for name in package.names() if _ELSEWHERE.match(name)]
    for name in others:
        if _may_name(package.read(name), sheet.name) and move_formulas(
            package.tree(name), growth, sheet.name
        ):
            package.change(name)


def _may_name(data: bytes, sheet: str) -> bool:
    """Tell whether a part can name a sheet, without parsing it; some write letters as numbers."""
    named = escape(sheet).replace("'", "''").encode().lower()
    return named in data.lower() or b"&#" in data or b"&apos;" in data


def _move_control(package: Package, name: str, growth: Growth, sheet: str) -> None:
    root = package.tree(name)
    for key in ("fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaGroup", "fmlaMacro"):
        if root.get(key):
            root.set(key, moved(root.get(key), growth, sheet, here=True))
            package.change(name)


def _move_sources(package: Package, sheet: str, growth: Growth) -> None:
    """Let pivot tables that read the table read the added rows too."""
    for name in package.related(package.book, "pivotCacheDefinition"):
        for each in children(package.tree(name), "cacheSource", "worksheetSource"):
            area = area_of(each.get("ref", ""))
            if local(each) and area is not None and each.get("sheet") == sheet:
                top, bottom = growth.rows(area[0], area[2], grows=True)
                each.set("ref", area_text(top, area[1], bottom, area[3]))
                package.change(name)


def _moved_legacy(data: bytes, growth: Growth) -> bytes:
    """Move notes and old controls; their part is often no well-formed XML."""

    def row(match: re.Match[bytes]) -> bytes:
        new = growth.row(int(match[2]) + 1) - 1
        return match[1] + str(new).encode() + match[3]

    def anchor(match: re.Match[bytes]) -> bytes:
        numbers = [int(each) for each in match[2].split(b",") if each.strip().isdigit()]
        if len(numbers) != 8:
            return match[0]
        first, last = numbers[2], numbers[6]
        numbers[2] = growth.row(first + 1) - 1
        numbers[6] = last + numbers[2] - first
        return match[1] + ", ".join(map(str, numbers)).encode() + match[3]

    return _LEGACY_ANCHOR.sub(anchor, _LEGACY_ROW.sub(row, data))
