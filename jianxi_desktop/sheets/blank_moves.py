"""What moves on a sheet when rows are added to its table: everything that names a cell.

Rows themselves are ``blank_rows``, other parts of the file ``blank_parts``. The places where a
sheet names cells are those of ECMA-376 part 1, 18.3.1, and of the extensions of [MS-XLSX] 2.4.
"""

import itertools
from collections.abc import Iterator

from jianxi_desktop.sheets.blank_formulas import (
    Growth,
    area_of,
    area_text,
    cell_of,
    copied,
    mentions,
    moved,
)
from jianxi_desktop.sheets.blank_grid import Area, whole
from jianxi_desktop.sheets.blank_package import Element, child, children, local

# Elements whose text is a formula, beside the ``f`` of cells.
_FORMULAS = {"f", "formula", "formula1", "formula2"}
_FORMULAS |= {"calculatedColumnFormula", "totalsRowFormula"}
# Attributes that hold one area, by element.
_AREAS = {
    "hyperlink": "ref", "autoFilter": "ref", "sortState": "ref", "sortCondition": "ref",
    "dimension": "ref", "cellWatch": "r", "inputCells": "r", "table": "ref",
    "comment": "ref", "threadedComment": "ref",
}  # fmt: skip
_MOST_ARRAYS = 200
_GROWING = {"autoFilter", "sortState", "sortCondition", "table", "dimension"}


def unshare(root: Element) -> None:
    """Write formulas that several cells share into each of them; they move apart."""
    masters: dict[str, tuple[str, int, int]] = {}
    for cell, formula in cell_formulas(root):
        if formula.get("t") != "shared":
            continue
        place = cell_of(cell.get("r", ""))
        number = formula.get("si", "")
        if place is None:
            continue
        if formula.text:
            masters[number] = (formula.text, *place)
        if number in masters:
            text, row, column = masters[number]
            formula.text = copied(text, place[0] - row, place[1] - column)
        for name in ("t", "si", "ref"):
            formula.attrib.pop(name, None)


def move_sheet(root: Element, growth: Growth, step: int, sheet: str) -> None:
    """Move all that a sheet says of its own cells, but not the rows.

    Args:
        root: The sheet.
        growth: How its rows move.
        step: How many rows a block of the table takes.
        sheet: Its name.
    """
    _move_cell_formulas(root, growth, step, sheet)
    _move_merges(root, growth, step)
    move_named_cells(root, growth, step, sheet)
    for each in children(root, "rowBreaks", "brk"):
        each.set("id", str(growth.row(whole(each.get("id")) + 1) - 1))


def move_named_cells(root: Element, growth: Growth, step: int, sheet: str) -> None:
    """Move areas, conditions and anchors of a sheet or of a part that belongs to it."""
    for each in _outside_cells(root):
        name = local(each)
        if name in _AREAS and each.get(_AREAS[name]):
            _move_area(each, _AREAS[name], growth)
            if each.get("location"):
                each.set("location", moved(each.get("location"), growth, sheet, here=True))
        elif name in {"from", "to"}:
            _move_anchor(each, growth)
        else:
            _move_condition(each, name, growth, step, sheet)


def _move_condition(each: Element, name: str, growth: Growth, step: int, sheet: str) -> None:
    """Move a formula or a list of areas of a validation, a conditional format or a selection."""
    if name in _FORMULAS and each.text:
        each.text = moved(each.text, growth, sheet, here=True)
    elif name == "sqref":
        each.text = _areas(each.text or "", growth, step)
    elif name == "cfvo" and each.get("type") == "formula":
        each.set("val", moved(each.get("val", ""), growth, sheet, here=True))
    elif name == "selection" and each.get("activeCell"):
        _move_area(each, "activeCell", growth)
    if each.get("sqref"):
        each.set("sqref", _areas(each.get("sqref"), growth, step))


def _outside_cells(root: Element) -> Iterator[Element]:
    yield root
    for each in root:
        if local(each) != "sheetData":
            yield from each.iter()


def move_formulas(root: Element, growth: Growth, sheet: str) -> bool:
    """Move what another sheet, a chart or a list of names says of the sheet that grew.

    Returns:
        Whether anything was changed.
    """
    if any(
        formula.get("t") == "shared" and formula.text and mentions(formula.text, sheet)
        for _cell, formula in cell_formulas(root)
    ):
        unshare(root)
    changed = False
    for each in root.iter():
        if local(each) in _FORMULAS | {"definedName"} and each.text:
            text = moved(each.text, growth, sheet, here=False)
            changed = changed or text != each.text
            each.text = text
        for name in ("location", "textlink"):
            if each.get(name):
                text = moved(each.get(name), growth, sheet, here=False)
                changed = changed or text != each.get(name)
                each.set(name, text)
    return changed


def cell_formulas(root: Element) -> Iterator[tuple[Element, Element]]:
    """Give every cell of a sheet that calculates, with its formula."""
    for row in children(root, "sheetData", "row"):
        for cell in row:
            formula = child(cell, "f") if len(cell) else None
            if formula is not None:
                yield cell, formula


def array_areas(root: Element) -> list[Area]:
    """Give the areas of several cells that one formula calculates; none may be written to."""
    areas = (
        area_of(formula.get("ref", ""))
        for _cell, formula in cell_formulas(root)
        if formula.get("t") == "array"
    )
    several = (area for area in areas if area is not None and area[:2] != area[2:])
    return list(itertools.islice(several, _MOST_ARRAYS))


def _move_cell_formulas(root: Element, growth: Growth, step: int, sheet: str) -> None:
    table = range(growth.template, growth.template + step) if growth.template else range(0)
    for cell, formula in cell_formulas(root):
        place = cell_of(cell.get("r", ""))
        in_table = place is not None and place[0] in table
        if formula.text:
            formula.text = moved(formula.text, growth, sheet, here=True, in_table=in_table)
        for name in ("ref", "r1", "r2"):
            if formula.get(name):
                _move_area(formula, name, growth)


def _move_merges(root: Element, growth: Growth, step: int) -> None:
    holder = child(root, "mergeCells")
    if holder is None:
        return
    for each in list(holder):
        area = area_of(each.get("ref", ""))
        if area is None:
            continue
        inside = _in_template(area, growth, step)
        top, bottom = growth.rows(area[0], area[2], grows=not inside)
        each.set("ref", area_text(top, area[1], bottom, area[3]))
        if inside:
            for down in _downs(growth, step):
                made = holder.makeelement(each.tag)
                made.set("ref", area_text(area[0] + down, area[1], area[2] + down, area[3]))
                holder.append(made)
    holder.set("count", str(len(holder)))


def _in_template(area: Area, growth: Growth, step: int) -> bool:
    first = growth.template
    return bool(first) and first <= area[0] and area[2] < first + step


def _downs(growth: Growth, step: int) -> range:
    """Give how far below the template its copies stand."""
    gap = growth.at - growth.template
    return range(gap, gap + growth.added, step)


def _areas(text: str, growth: Growth, step: int) -> str:
    """Move a list of areas; one over the block that is copied holds for the copies too."""
    found: list[str] = []
    for word in text.split():
        area = area_of(word)
        if area is None:
            found.append(word)
            continue
        top, left, bottom, right = area
        if _in_template(area, growth, step) and bottom - top + 1 < step:
            found += [
                area_text(top + down, left, bottom + down, right)
                for down in (0, *_downs(growth, step))
            ]
            continue
        top, bottom = growth.rows(top, bottom, grows=True)
        found.append(area_text(top, left, bottom, right))
    return " ".join(found)


def _move_area(element: Element, name: str, growth: Growth) -> None:
    area = area_of(element.get(name))
    if area is None:
        return
    grows = local(element) in _GROWING
    if area[0] == area[2]:
        top = bottom = growth.row(area[0])
        if local(element) == "autoFilter":  # over a heading that nothing stood below
            bottom = max(bottom, growth.last + growth.added)
    else:
        top, bottom = growth.rows(area[0], area[2], grows=grows)
    element.set(name, area_text(top, area[1], bottom, area[3]))


def _move_anchor(element: Element, growth: Growth) -> None:
    """Move a corner of a picture or control; its rows count from 0."""
    row = child(element, "row")
    parent = element.getparent()
    if row is None or parent.get("editAs") == "absolute":
        return
    if local(element) == "to" and _keeps_size(parent):
        return  # moved with its other corner
    first = whole(row.text)
    new = _corner(element, first, growth)
    row.text = str(new)
    if local(element) == "from" and _keeps_size(parent):
        end = child(parent, "to")
        last = None if end is None else child(end, "row")
        if last is not None:
            last.text = str(whole(last.text) + new - first)


def _keeps_size(anchor: Element) -> bool:
    if local(anchor) == "anchor":  # of a control
        return anchor.get("sizeWithCells") not in {"1", "true"}
    return bool(anchor.get("editAs") == "oneCell")


def _corner(element: Element, row: int, growth: Growth) -> int:
    """A lower corner on the edge between two rows belongs to the upper one."""
    offset = child(element, "rowOff")
    on_edge = local(element) == "to" and offset is not None and whole(offset.text) == 0 and row > 0
    return growth.row(row) if on_edge else growth.row(row + 1) - 1
