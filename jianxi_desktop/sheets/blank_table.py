"""The rows of a blank's table: which are free, which are examples, totals or footnotes."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from jianxi_desktop.sheets.blank_beside import rooms_of
from jianxi_desktop.sheets.blank_grid import Grid
from jianxi_desktop.sheets.blank_heading import squeezed
from jianxi_desktop.sheets.blank_styles import Styles
from jianxi_desktop.sheets.captions import plain_caption

Kind = Literal["free", "example", "hint", "total", "footnote", "filled"]
NUMBER_CAPTIONS = {"序号", "编号", "NO.", "NO", "序", "行次"}
_TOTAL = re.compile(r"(总|合|小|共|累|本页|本页小|本页合)计|总数|平均")
_EXAMPLE = re.compile(r"[(（\[【]?(示例|样例|范例|例如|举例|例)([)）\]】:：\d一二三]|$)")
_HINT = re.compile(
    r"[(（\[【]?(必填|选填|填写|格式|说明|如[:：]?[\d一-龥]|例如|下拉|请(填|选|输)|文本|单选|不填|按.*填)"
)
_FOOTNOTE = re.compile(r"(备?注|说明|填[表报]说明|附注?|要求)\d*[:：.、]")
# No value of one cell is as long as a sentence below a table.
_LONG = 40
# Longer numbers number people, not rows.
_FEW_DIGITS = 6
_MOST_SKIPPED = 20_000
# Nobody's form is longer; sheets that are formatted to their very end are.
_MOST_FREE = 5000


@dataclass(frozen=True)
class Rows:
    """The rows of a table below its heading.

    Attributes:
        first: First row for values, from 1.
        slots: First row of every free block, from the top.
        step: How many sheet rows one row of values takes, where cells are merged downwards.
        bare: The table has no format of its own; what is free is free because nothing is there.
        example: The row of an example or of hints, 0 where there is none.
        filled: How many rows hold something already.
        last_filled: The last of these, 0 where there is none.
    """

    first: int
    slots: tuple[int, ...]
    step: int = 1
    bare: bool = False
    example: int = 0
    filled: int = 0
    last_filled: int = 0


class TableReader:
    """Tells the rows of a table apart.

    Args:
        grid: The sheet.
        styles: The formats of the workbook.
        columns: The columns of the table.
        numbers: Those of them that hold running numbers.
        covered: Rows that a list object of the workbook covers, which need no format.
    """

    def __init__(
        self,
        grid: Grid,
        styles: Styles,
        columns: Sequence[int],
        numbers: Sequence[int],
        covered: range = range(0),
    ) -> None:
        self._grid = grid
        self._styles = styles
        self._columns = tuple(columns)
        self._numbers = set(numbers)
        self._covered = covered
        self._span = range(min(columns), max(columns) + 1)

    def rows_below(self, heading: int) -> Rows:
        """Find the free rows below the last line of a heading."""
        formatted = self.is_formatted(self._first_seen(heading))
        example, filled, last_filled = 0, 0, 0
        row = heading + 1
        while row <= min(self._grid.last_row, heading + _MOST_SKIPPED):
            kind = self.kind(row)
            if kind in {"free", "footnote"} or (kind == "total" and filled):
                break
            example = example or (row if kind in {"example", "hint"} else 0)
            if kind == "filled":
                filled, last_filled = filled + 1, row
            row += 1
        slots, step = self._free_blocks(row, formatted=formatted)
        first = slots[0] if slots else row
        return Rows(first, slots, step, not formatted, example, filled, last_filled)

    def rows_from(self, first: int, most: int) -> Rows:
        """Give the free rows from one that a person chose, even an example, but no total.

        Args:
            first: The row.
            most: How many rows of values are needed; no more are looked for.
        """
        formatted = self.is_formatted(first)
        if self.kind(first) in {"total", "footnote"}:
            return Rows(first, (), 1, bare=not formatted)
        if not formatted and self._grid.is_empty(first):
            slots, step = self._free_blocks(first, formatted=False, most=most)
            return Rows(first, slots, step, bare=True)
        step = self._step(first)
        more, _step = self._free_blocks(first + step, formatted=formatted, step=step, most=most - 1)
        return Rows(first, (first, *more), step, not formatted)

    def kind(self, row: int) -> Kind:
        """Tell what a row is."""
        grid = self._grid
        texts = {
            column: squeezed(grid.text(row, column))
            for column, cell in grid.cells(row).items()
            if len(cell) and column < self._span.stop
        }
        texts = {column: text for column, text in texts.items() if text}
        said = [texts[column] for column in sorted(texts)]
        if any(_EXAMPLE.match(text) for text in said):
            return "example"
        if any(_TOTAL.match(text.replace(" ", "")) for text in said[:3]):
            return "total"
        if self._is_footnote(row, texts):
            return "footnote"
        if self._is_hint(said):
            return "hint"
        return "free" if self._is_free(row, texts) else "filled"

    def is_formatted(self, row: int) -> bool:
        """Tell whether a row is drawn as one of the table: lines around most of its cells."""
        if row in self._covered:
            return True
        if row not in self._grid.rows:
            return False
        drawn = sum(self._is_drawn(row, column) for column in self._columns)
        return drawn * 2 >= len(self._columns)

    def is_last_in_sheet(self, row: int) -> bool:
        """Tell whether nothing that people see stands below a row."""
        return not any(
            each > row and (not self._grid.is_empty(each) or self.is_formatted(each))
            for each in self._grid.rows
        ) and not any(bottom > row for _top, _left, bottom, _right in self._grid.merges)

    def _is_footnote(self, row: int, texts: dict[int, str]) -> bool:
        if any(self._is_across(row, column) for column in self._columns):
            return True
        if not texts:
            return False
        first = min(texts)
        if _FOOTNOTE.match(texts[first]) or rooms_of(texts[first]):
            return True
        return len(texts) == 1 and first not in self._numbers and len(texts[first]) > _LONG

    def _is_across(self, row: int, column: int) -> bool:
        """Tell whether a cell is merged over several columns of the table."""
        top, left, _bottom, right = self._grid.area(row, column)
        return top == row and sum(left <= each <= right for each in self._columns) > 1

    def _is_hint(self, said: list[str]) -> bool:
        if len(said) < 1:
            return False
        hints = sum(bool(_HINT.match(text)) for text in said)
        return hints > 0 and hints * 2 >= len(said)

    def _is_free(self, row: int, texts: dict[int, str]) -> bool:
        """Nothing stands in it but running numbers and what every row of the table says."""
        own = {
            column: text
            for column, text in texts.items()
            if column not in self._numbers and self._grid.area(row, column)[0] == row
        }
        if not own:
            return True
        if len(own) * 2 >= len(self._columns):
            return False
        return any(
            all(
                self._goes_on(text, squeezed(self._grid.text(row + step, column)), step)
                for column, text in own.items()
            )
            for step in (-1, 1)
        )

    @staticmethod
    def _goes_on(text: str, near: str, step: int) -> bool:
        """Tell whether the next row says the same, or counts on."""
        counts = text.isascii() and text.isdigit() and len(text) < _FEW_DIGITS
        return near == text or (counts and near == str(int(text) + step))

    def _free_blocks(
        self, row: int, *, formatted: bool, step: int = 0, most: int = _MOST_FREE
    ) -> tuple[tuple[int, ...], int]:
        step = step or self._step(row)
        slots: list[int] = []
        formulas: set[int] | None = None
        end = max(self._grid.last_row, self._covered.stop - 1)
        while row + step - 1 <= end and len(slots) < most:
            if self._grid.is_hidden(row):
                row += 1
                continue
            block = range(row, row + step)
            if not all(self.kind(each) == "free" for each in block):
                break
            if formatted and not self.is_formatted(row):
                break
            calculated = {column for column in self._span if self._grid.has_formula(row, column)}
            if formulas is not None and calculated - formulas:
                break  # sums, though nobody wrote so
            formulas = calculated if formulas is None else formulas
            slots.append(row)
            row += step
        if not formatted and self.is_last_in_sheet(row - 1):
            said = [each for each in slots if not self._grid.is_empty(each)]
            slots = [
                each for each in slots if each in self._covered or each <= max(said, default=0)
            ]
        return tuple(slots), step

    def _step(self, row: int) -> int:
        """Tell how many rows most cells of a row are merged over."""
        heights = Counter(
            bottom - top + 1
            for top, _left, bottom, _right in (
                self._grid.area(row, column) for column in self._columns
            )
            if top == row
        )
        if not heights:
            return 1
        height, count = heights.most_common(1)[0]
        return height if height > 1 and count * 2 > len(self._columns) else 1

    def _first_seen(self, heading: int) -> int:
        row = heading + 1
        while self._grid.is_hidden(row):
            row += 1
        return row

    def _is_drawn(self, row: int, column: int) -> bool:
        if column not in self._grid.cells(row):
            return False
        return self._styles.has_border(self._grid.style(row, column)) or self._grid.has_formula(
            row, column
        )


def number_columns(captions: dict[int, str]) -> tuple[int, ...]:
    """Give the columns that hold running numbers by their captions."""
    return tuple(
        column for column, text in captions.items() if plain_caption(text) in NUMBER_CAPTIONS
    )
