"""Formats of cells: what they look like, and the few that filling has to add.

ECMA-376 part 1, 18.8; the number formats without a code are those of 18.8.30, with the ones that
mean Chinese dates.
"""

import copy
import re

from jianxi_desktop.sheets.blank_package import (
    Element,
    Package,
    child,
    children,
    local,
    tag_beside,
)

_BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0",
    49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: 'yyyy"年"m"月"', 56: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_DAY_FORMAT = "yyyy-mm-dd"
_FIRST_OWN = 164
_SAID = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class Styles:
    """The formats of a workbook.

    Args:
        package: The file.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        parts = package.related(package.book, "styles")
        self._part = parts[0] if parts else ""
        root = package.tree(self._part) if parts else None
        self._root = root
        self._formats = {} if root is None else _codes(root)
        table = None if root is None else child(root, "cellXfs")
        self._table = table
        self._styles = [] if table is None else children(table, "xf")
        self._bordered = [] if root is None else _bordered(root)
        self._made: dict[tuple[str, int], int] = {}

    def number_format(self, style: int) -> str:
        """Give the format code of a style."""
        if not 0 <= style < len(self._styles):
            return "General"
        number = _number(self._styles[style].get("numFmtId"))
        return self._formats.get(number) or _BUILTIN.get(number, "General")

    def is_day(self, style: int) -> bool:
        """Tell whether numbers of a style are shown as days."""
        code = _SAID.sub("", self.number_format(style).split(";")[0]).lower()
        return "y" in code or "d" in code

    def day_width(self, style: int) -> float:
        """Give how wide a column must be, in digits, for the days that a style shows."""
        code = self.number_format(style) if self.is_day(style) else _DAY_FORMAT
        shown = re.sub(r'["\\]|\[[^\]]*\]', "", code.split(";")[0]).lower()
        for part, width in (("yyyy", "0000"), ("mm?", "00"), ("dd?", "00")):
            shown = re.sub(part, width, shown)
        return sum(1 if letter.isascii() else 2 for letter in shown)

    def has_border(self, style: int) -> bool:
        """Tell whether a style draws any line around the cell."""
        if not 0 <= style < len(self._styles):
            return False
        border = _number(self._styles[style].get("borderId"))
        return border < len(self._bordered) and self._bordered[border]

    def quoted(self, style: int) -> int:
        """Give the style that is the same with the apostrophe mark."""
        return self._like(style, "quotePrefix", {"quotePrefix": "1"})

    def dated(self, style: int) -> int:
        """Give the style that is the same and shows days."""
        if self._root is None or ("day", style) in self._made:
            return self._made.get(("day", style), style)
        number = self._day_number()
        return self._like(style, "day", {"numFmtId": str(number), "applyNumberFormat": "1"})

    def _like(self, style: int, what: str, marks: dict[str, str]) -> int:
        if self._table is None or not 0 <= style < len(self._styles):
            return style
        if all(self._styles[style].get(key) == value for key, value in marks.items()):
            return style
        if (what, style) not in self._made:
            made = copy.deepcopy(self._styles[style])
            for key, value in marks.items():
                made.set(key, value)
            self._table.append(made)
            self._styles.append(made)
            self._table.set("count", str(len(self._styles)))
            self._package.change(self._part)
            self._made[what, style] = len(self._styles) - 1
        return self._made[what, style]

    def _day_number(self) -> int:
        for number, code in self._formats.items():
            if code == _DAY_FORMAT:
                return number
        assert self._root is not None  # noqa: S101 - asked for by dated() only
        number = max([_FIRST_OWN - 1, *self._formats]) + 1
        table = child(self._root, "numFmts")
        if table is None:
            table = self._root.makeelement(tag_beside(self._root, "numFmts"))
            self._root.insert(0, table)
        made = table.makeelement(tag_beside(self._root, "numFmt"))
        made.set("numFmtId", str(number))
        made.set("formatCode", _DAY_FORMAT)
        table.append(made)
        table.set("count", str(len(table)))
        self._formats[number] = _DAY_FORMAT
        return number


def _codes(root: Element) -> dict[int, str]:
    return {
        _number(each.get("numFmtId")): each.get("formatCode", "")
        for each in children(root, "numFmts", "numFmt")
    }


def _bordered(root: Element) -> list[bool]:
    return [
        any(local(side) and side.get("style", "none") != "none" for side in border)
        for border in children(root, "borders", "border")
    ]


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0
