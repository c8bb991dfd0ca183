"""What the sheets of returns share: captions in levels, widths, sums, what is signed.

Written with XlsxWriter, because each formula can carry its computed value: openpyxl writes none,
and a viewer that does not recalculate would show empty totals.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

PAGE = 168  # characters beside each other that print on A4 and can be read
_LATIN = 0x2E7F
_MOST_TERMS = 200
FOOT = ("填报单位（盖章）：", "负责人（签名）：", "填表人（签名）：", "报出时间：")


@dataclass(frozen=True)
class Caption:
    """A column, or a group of columns under one caption.

    Attributes:
        text: What the heading says.
        below: The captions under it; none for a column.
        width: Width of a column in Chinese characters.
    """

    text: str
    below: tuple["Caption", ...] = ()
    width: float = 3

    @property
    def columns(self) -> tuple["Caption", ...]:
        """The columns under this caption, or itself."""
        return tuple(c for each in self.below for c in each.columns) if self.below else (self,)

    @property
    def height(self) -> int:
        """How many heading lines this caption and those below it take."""
        return 1 + max((each.height for each in self.below), default=0)


def caption_width(caption: Caption) -> float:
    """Give the width of a column in characters of a cell."""
    return caption.width * 2 + 1


def lines_of(text: str, width: float) -> int:
    """Count the lines a text takes in a cell; a Chinese character is two wide."""
    wide = sum(2.1 if ord(character) > _LATIN else 1.2 for character in text)
    return math.ceil(wide / (width - 0.5))


def sum_formula(rows: Sequence[int], column: int) -> str:
    """Give a formula that adds up the cells of a column in these rows (from 0).

    Neighbours become ranges; Excel takes 255 terms, so many ranges become sums of sums.
    """
    from xlsxwriter.utility import xl_rowcol_to_cell

    terms: list[str] = []
    start = 0
    for place in range(1, len(rows) + 1):
        if place < len(rows) and rows[place] == rows[place - 1] + 1:
            continue
        first, last = (xl_rowcol_to_cell(row, column) for row in (rows[start], rows[place - 1]))
        terms.append(first if first == last else f"{first}:{last}")
        start = place
    while len(terms) > _MOST_TERMS:
        groups = (terms[at : at + _MOST_TERMS] for at in range(0, len(terms), _MOST_TERMS))
        terms = [f"SUM({','.join(group)})" for group in groups]
    return f"=SUM({','.join(terms) or '0'})"
