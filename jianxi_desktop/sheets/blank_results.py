"""Results of formulas that no longer hold after a sheet was filled.

Excel calculates everything anew where the workbook asks for it. LibreOffice does not: it calculates
only cells that have no result, so these lose theirs, on other sheets too.
"""

import re

from jianxi_desktop.sheets.blank_formulas import mentions
from jianxi_desktop.sheets.blank_moves import cell_formulas
from jianxi_desktop.sheets.blank_package import Element, Package, SheetPart, child, children
from jianxi_desktop.sheets.blank_parts import ask_for_calculation

_CALCULATES = re.compile(rb"<(\w+:)?f[\s>/]")
_ANYTHING = re.compile(r"\b(INDIRECT|OFFSET)\(", re.IGNORECASE)


def forget_results(package: Package, sheet: SheetPart) -> None:
    """Take the results of all formulas away that may depend on a sheet.

    Args:
        package: The file.
        sheet: The sheet whose cells were changed.
    """
    calculating = [each for each in package.sheets() if _CALCULATES.search(package.read(each.part))]
    if not calculating:
        return
    stale = {sheet.name: sheet}
    texts = {each.name: _texts(package.tree(each.part)) for each in calculating}
    while more := [
        each
        for each in calculating
        if each.name not in stale and _depends(package, texts[each.name], list(stale.values()))
    ]:
        stale.update((each.name, each) for each in more)
    for each in calculating:
        if each.name in stale and _forget(package.tree(each.part)):
            package.change(each.part)
    ask_for_calculation(package)


def _forget(root: Element) -> bool:
    changed = False
    for cell, formula in cell_formulas(root):
        value = child(cell, "v")
        if value is not None and formula.get("t") != "dataTable":
            cell.remove(value)
            cell.attrib.pop("t", None)
            changed = True
    return changed


def _texts(root: Element) -> set[str]:
    return {formula.text for _cell, formula in cell_formulas(root) if formula.text}


def _depends(package: Package, texts: set[str], stale: list[SheetPart]) -> bool:
    """Tell whether any of the formulas reads a stale sheet, itself, by a name or by a table."""
    words = _words(package, stale)
    for text in texts:
        if _ANYTHING.search(text) or any(mentions(text, each.name) for each in stale):
            return True
        if any(word in text.casefold() for word in words):
            return True
    return False


def _words(package: Package, stale: list[SheetPart]) -> set[str]:
    """Give the names and tables that stand for cells of stale sheets."""
    words = {
        each.get("name", "").casefold()
        for each in children(package.tree(package.book), "definedNames", "definedName")
        if any(mentions(each.text or "", sheet.name) for sheet in stale)
    }
    for sheet in stale:
        for part in package.related(sheet.part, "table"):
            words.add(package.tree(part).get("displayName", "").casefold())
    return words - {""}
