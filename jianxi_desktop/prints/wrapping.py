"""Lines of Chinese text: where they may break, and how a text is made to fit its box.

No line starts with a closing mark and none ends with an opening one; words and numbers in Latin
letters stay whole. A text that is too long is first set smaller, then on more lines; only when
nothing else is left is it cut, and then it says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jianxi_desktop.prints.lettering import Letters, one_line

_NEVER_FIRST = frozenset("，。、；：？！…—～·”’）】》〉」』〕｝％℃,.;:?!)]}%>々ー")
_NEVER_LAST = frozenset("“‘（【《〈「『〔｛([{<￥$№")
_UNIT = re.compile(r"[A-Za-z0-9@._/:+\-]+|—+|…+|\s+|.", re.DOTALL)
_WORD = re.compile(r"[A-Za-z0-9@._/:+\-*]+")
_STEP = 0.5
_ORPHAN = 2
ELLIPSIS = "…"


@dataclass(frozen=True)
class Fitted:
    """A text as it stands in its box.

    Attributes:
        size: Size of the letters in points.
        lines: The lines, top to bottom.
        cut: Whether the end had to be left out.
    """

    size: float
    lines: tuple[str, ...]
    cut: bool = False


def wrap(letters: Letters, text: str, size: float, width: float) -> tuple[str, ...]:
    """Break a text into lines that are at most this wide, in points."""
    if "\n" not in text:
        text = one_line(text)
        if letters.width(text, size) <= width:
            return (text,)
    limit = width / size
    lines = (
        line for part in text.splitlines() for line in _paragraph(letters, one_line(part), limit)
    )
    return tuple(lines) or ("",)


def fit(
    letters: Letters, text: str, width: float, *, size: float, floor: float, lines: int = 1
) -> Fitted:
    """Make a text fit a box of this width and so many lines."""
    flat = one_line(text)
    measured = letters.width(flat, 1) or 1
    if "\n" not in text and measured * size <= width:
        return Fitted(size, (flat,))
    if (lines == 1 or _WORD.fullmatch(flat)) and measured * floor <= width:
        return Fitted(_down(width / measured), (flat,))
    while size >= floor:
        wrapped = wrap(letters, text, size, width)
        if len(wrapped) <= lines:
            return Fitted(size, wrapped)
        size -= _STEP
    wrapped = wrap(letters, flat, floor, width)
    return Fitted(floor, _cut(letters, wrapped, floor, width, lines), cut=True)


def fit_tidily(
    letters: Letters, text: str, width: float, *, size: float, floor: float, lines: int
) -> Fitted:
    """Make a text fit like ``fit``, a little smaller where that saves a last line of two."""
    fitted = fit(letters, text, width, size=size, floor=floor, lines=lines)
    if len(fitted.lines) > 1 and len(fitted.lines[-1]) <= _ORPHAN:
        smaller = fit(letters, text, width, size=size - _STEP, floor=floor, lines=lines)
        if len(smaller.lines) < len(fitted.lines):
            return smaller
    return fitted


def _down(size: float) -> float:
    """Round a size down, so that what fits still fits."""
    return int(size * 100) / 100


def _cut(
    letters: Letters, wrapped: tuple[str, ...], size: float, width: float, lines: int
) -> tuple[str, ...]:
    last = wrapped[lines - 1]
    while last and letters.width(last + ELLIPSIS, size) > width:
        last = last[:-1]
    return (*wrapped[: lines - 1], last + ELLIPSIS)


def _paragraph(letters: Letters, text: str, limit: float) -> Iterator[str]:
    """Break one paragraph; the limit is in ems."""
    widths = letters.widths
    line: list[str] = []
    used = 0.0
    for unit in _units(letters, text, limit):
        wide = sum(map(widths.__getitem__, unit))
        if used + wide > limit and line:
            if unit.isspace():
                continue
            carried = _carried(line, unit)
            yield "".join(line).rstrip()
            line = carried
            used = sum(map(widths.__getitem__, "".join(line)))
        line.append(unit)
        used += wide
    yield "".join(line).rstrip()


def _units(letters: Letters, text: str, limit: float) -> Iterator[str]:
    """Give what must stay together; a word longer than a line falls into letters."""
    for match in _UNIT.finditer(text):
        unit = match[0]
        if len(unit) > 1 and letters.width(unit, 1) > limit:
            yield from unit
        else:
            yield unit


def _carried(line: list[str], unit: str) -> list[str]:
    """Take from a full line what must go to the next one with the unit; keeps the line's start."""
    at = len(line)
    first = unit
    while at > 1 and (first[0] in _NEVER_FIRST or line[at - 1][-1] in _NEVER_LAST):
        at -= 1
        first = line[at]
    if at == 1 and first[0] in _NEVER_FIRST:
        return []
    carried = line[at:]
    del line[at:]
    return carried
