"""What the drop-down lists of a blank offer."""

import re
from collections.abc import Iterator

from jianxi_desktop.sheets.blank_formulas import area_of
from jianxi_desktop.sheets.blank_grid import Area, Grid
from jianxi_desktop.sheets.blank_package import Element, Package, child, children, local

_MOST = 500
_REFERENCE = re.compile(
    r"(?:'((?:[^']|'')+)'|([\w.]+))!(\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?)"
)


class Choices:
    """The validation lists of a sheet, old and new kind.

    Args:
        package: The file.
        grid: The sheet.
    """

    def __init__(self, package: Package, grid: Grid) -> None:
        self._package = package
        self._grid = grid
        self._lists = [
            (areas, formula) for areas, formula in _lists(grid.root) if formula and areas
        ]
        self._read: dict[str, tuple[str, ...]] = {}

    def at(self, row: int, column: int) -> tuple[str, ...]:
        """Give what the list of a cell offers; nothing where it has none."""
        for areas, formula in self._lists:
            if any(t <= row <= b and left <= column <= r for t, left, b, r in areas):
                return self._options(formula)
        return ()

    def _options(self, formula: str) -> tuple[str, ...]:
        if formula not in self._read:
            self._read[formula] = tuple(self._find(formula.strip().lstrip("=")))[:_MOST]
        return self._read[formula]

    def _find(self, formula: str) -> Iterator[str]:
        if formula.startswith('"') and formula.endswith('"'):
            inside = formula[1:-1].replace('""', '"')
            yield from (text.strip() for text in re.split("[,，]", inside) if text.strip())
            return
        area = area_of(formula)
        if area is not None:
            yield from _texts(self._grid, area)
            return
        match = _REFERENCE.fullmatch(formula) or _REFERENCE.fullmatch(self._name(formula))
        if match:
            yield from self._elsewhere((match[1] or match[2]).replace("''", "'"), match[3])

    def _elsewhere(self, sheet: str, reference: str) -> Iterator[str]:
        area = area_of(reference)
        for each in self._package.sheets():
            if each.name.casefold() == sheet.casefold() and area is not None:
                yield from _texts(Grid(self._package, each.part), area)

    def _name(self, name: str) -> str:
        """Give what a defined name stands for."""
        for each in children(self._package.tree(self._package.book), "definedNames", "definedName"):
            if each.get("name", "").casefold() == name.casefold():
                return str(each.text or "")
        return ""


def _lists(root: Element) -> Iterator[tuple[list[Area], str]]:
    for each in root.iter():
        if local(each) != "dataValidation" or each.get("type") != "list":
            continue
        first = child(each, "formula1")
        inner = None if first is None else child(first, "f")
        formula = "" if first is None else (first if inner is None else inner).text
        sqref = child(each, "sqref")
        areas = each.get("sqref") or ("" if sqref is None else sqref.text) or ""
        yield [area for area in map(area_of, areas.split()) if area], formula or ""


def _texts(grid: Grid, area: Area) -> Iterator[str]:
    top, left, bottom, right = area
    for row in range(top, min(bottom, top + _MOST) + 1):
        for column in range(left, min(right, left + _MOST) + 1):
            if text := grid.shown(row, column).strip():
                yield text
