"""Where the heading of a blank stands, and which caption each of its columns has.

Captions need not be known: a heading is the line that names the most columns. Known captions count
double, so that a line of examples or of labels above the table does not win.
"""

import itertools
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from jianxi_desktop.sheets.blank_grid import Area, Grid
from jianxi_desktop.sheets.captions import bare_caption, plain_caption

_WITHIN = 60
_MOST_COLUMNS = 300
_LONGEST = 60
_LONGEST_GROUP = 30
# A text over more of the columns than this is the title of the table, no group of captions.
_OF_A_TITLE = 0.7
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_IN_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_NUMBERS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True)
class Head:
    """The heading of a table.

    Attributes:
        first: Row of its first line, from 1.
        last: Row of its last line, a line of column numbers below it counted in.
        captions: Caption by column.
        groups: What the lines above say, by column.
        score: How good a heading it is, to compare sheets.
    """

    first: int
    last: int
    captions: Mapping[int, str]
    groups: Mapping[int, str]
    score: float = 0


def find_head(
    grid: Grid, known: Collection[str] = (), *, row: int | None = None, above: int | None = None
) -> Head | None:
    """Find the heading of a sheet; ``None`` where no line names two columns.

    Args:
        grid: The sheet.
        known: Captions that the program knows, plain (``plain_caption``).
        row: Its last line where a person has said so.
        above: It must end before this row.
    """
    if row is not None:
        return _ending_at(grid, row, known)
    best: tuple[float, int, dict[int, tuple[str, int]]] | None = None
    rows = sorted(each for each in grid.rows if above is None or each < above)
    for each in rows[:_WITHIN]:
        if grid.is_hidden(each):
            continue
        captions = _captions(grid, each)
        score = _score(captions, known)
        if len(captions) >= 2 and (best is None or score > best[0]):
            best = (score, each, captions)
    if best is None:
        return None
    score, last, captions = best
    return _whole(grid, last, captions, score)


def _ending_at(grid: Grid, row: int, known: Collection[str]) -> Head | None:
    """Give the heading that ends at a row, whatever stands below it."""
    captions = _captions(grid, row)
    for above in (row - 1, row - 2):  # the row may be a second line, or number the columns
        said = _captions(grid, above) if above > 0 else {}
        head = _whole(grid, above, said, _score(said, known)) if len(said) > 1 else None
        if head is not None and head.last == row and len(head.captions) > len(captions):
            return head
    if not captions:
        return None
    return _whole(grid, row, captions, _score(captions, known), ends=True)


def _score(captions: Mapping[int, tuple[str, int]], known: Collection[str]) -> float:
    texts = [text for text, _top in captions.values()]
    hits = sum(plain_caption(text) in known or bare_caption(text) in known for text in texts)
    return len(set(texts)) + len(texts) / 100 + 2 * hits


def _captions(grid: Grid, row: int) -> dict[int, tuple[str, int]]:
    """Give caption and its first row by column, as they hold for the cells below a row."""
    found: dict[int, tuple[str, int]] = {}
    for column in _columns_of(grid, row):
        top, left, bottom, _right = grid.area(row, column)
        if bottom > row:
            return {}  # a line that goes on below is not the last
        if column == left and grid.is_word(top, left):
            text = squeezed(grid.text(top, left))
            if _may_be_caption(text):
                found[column] = (text, top)
    wide = [column for column in found if _width(grid, row, column) > 1]
    return {} if len(found) == 1 and wide else found


def _columns_of(grid: Grid, row: int) -> list[int]:
    """Give the columns that a row says something in, itself or by cells merged from above."""
    columns = set(grid.cells(row))
    for top, left, bottom, right in grid.merges:
        if top <= row <= bottom and right - left < _MOST_COLUMNS:
            columns.add(left)
    return sorted(column for column in columns if column < _MOST_COLUMNS)


def _width(grid: Grid, row: int, column: int) -> int:
    _top, left, _bottom, right = grid.area(row, column)
    return right - left + 1


def _may_be_caption(text: str) -> bool:
    """Tell a caption from a number, a label, a date to fill in and a sentence."""
    if not text or len(text) > _LONGEST or re.fullmatch(r"[\d\s./%-]+", text):
        return False
    return not re.search(r"[:：。；]|，.*，|年\s*月\s*日$", _IN_BRACKETS.sub("", text))


def _whole(
    grid: Grid,
    last: int,
    captions: dict[int, tuple[str, int]],
    score: float,
    *,
    ends: bool = False,
) -> Head:
    """Add the lines of groups above, a second line below and a line of column numbers.

    Nothing below is added where the heading ``ends`` there.
    """
    names = {column: text for column, (text, _top) in captions.items()}
    groups: dict[int, list[str]] = {column: [] for column in names}
    first = min(top for _text, top in captions.values())
    below = {} if ends else _second_line(grid, last, names)
    for column, (text, group) in below.items():
        names[column], groups[column] = text, [group] if group else []
    for row in (last - 1,) if below else (last - 1, last - 2):
        line = _group_line(grid, row, captions, names)
        if line is None:
            break
        first = min(first, row)
        _take_in(line, names, groups)
    last += bool(below)
    last += not ends and _is_numbering(grid, last + 1, names)
    joined = {column: " ".join(groups[column]) for column in sorted(names)}
    return Head(first, last, {column: names[column] for column in sorted(names)}, joined, score)


def _take_in(line: Mapping[int, str], names: dict[int, str], groups: dict[int, list[str]]) -> None:
    """Add a line above: a caption where there was none, else a group."""
    for column, text in line.items():
        if column not in names:
            names[column], groups[column] = text, []
        elif text != names[column] and text not in groups[column]:
            groups[column].insert(0, text)


def _second_line(grid: Grid, last: int, names: Mapping[int, str]) -> dict[int, tuple[str, str]]:
    """Give the captions and groups of a line below whose cells are not merged, if it is one.

    Such a line says nothing under the captions, and something beside a group above it.
    """
    words = {
        column: squeezed(grid.text(last + 1, column))
        for column in grid.cells(last + 1)
        if grid.is_word(last + 1, column) and _width(grid, last + 1, column) == 1
    }
    if len(words) < 2 or not all(_may_be_caption(text) for text in words.values()):
        return {}
    if any(grid.text(last + 1, column) and column not in words for column in names):
        return {}
    beside = [column for column in words if column not in names]
    under = [column for column in words if column in names]
    if not beside or any(column + 1 not in words for column in under):
        return {}
    found = {}
    for column in sorted(words):
        group = max((each for each in names if each <= column), default=None)
        found[column] = (words[column], names[group] if group is not None else "")
    return found


def _group_line(
    grid: Grid,
    row: int,
    captions: Mapping[int, tuple[str, int]],
    names: Mapping[int, str],
) -> dict[int, str] | None:
    """Give what a line above says over each column, if it belongs to the heading."""
    if row < 1 or not names:
        return None
    own = {
        column: squeezed(grid.text(row, column))
        for column in grid.cells(row)
        if grid.is_word(row, column)
    }
    tall = [column for column, (_text, top) in captions.items() if top <= row]
    if not own or not all(_may_be_caption(text) for text in own.values()):
        return None
    spans = [grid.area(row, column) for column in own]
    whole = len(own) == 1 and not tall and _share(spans[0], names) > _OF_A_TITLE
    groups = [area for area in spans if area[3] > area[1]]
    loose = len(own) >= 2 and all(len(text) <= _LONGEST_GROUP for text in own.values())
    if whole or not (tall or groups or (loose and _all_bordered(grid, row, own))):
        return None
    return _spread(grid, row, own, sorted({*names, *own}), {*tall})


def _share(area: Area, names: Mapping[int, str]) -> float:
    """Tell which part of the columns a merged cell stands over."""
    return sum(area[1] <= column <= area[3] for column in names) / len(names)


def _spread(
    grid: Grid, row: int, own: Mapping[int, str], columns: list[int], tall: set[int]
) -> dict[int, str]:
    """Let a group hold for the columns right of it until the next text, where not merged."""
    line: dict[int, str] = {}
    group = ""
    for column in columns:
        top, left, bottom, right = grid.area(row, column)
        if column in tall:
            group = ""
        elif left != right or top != bottom:
            line[column] = own.get(left, "") if top == row else ""
            group = ""
        else:
            group = own.get(column, group)
            line[column] = group
    return {column: text for column, text in line.items() if text}


def _all_bordered(grid: Grid, row: int, columns: Collection[int]) -> bool:
    return all(grid.style(row, column) for column in columns)


def _is_numbering(grid: Grid, row: int, names: Mapping[int, str]) -> bool:
    """Tell a line like ``甲 乙 1 2 3`` that numbers the columns."""
    texts = [grid.text(row, column).strip() for column in sorted(names)]
    said = [text for text in texts if text]
    if len(said) < max(3, (len(names) + 1) // 2):
        return False
    numbers = [int(text) for text in said if text.isascii() and text.isdigit()]
    letters = [text for text in said if text in _NUMBERS]
    steps = all(after - before == 1 for before, after in itertools.pairwise(numbers))
    return steps and len(numbers) + len(letters) == len(said)


def squeezed(text: str) -> str:
    """Give a text on one line, with single spaces, and none between Chinese letters."""
    return _BETWEEN.sub("", re.sub(r"\s+", " ", text).strip())
