"""One view of every return's figures, whatever its layout: key, number, name, value, kind.

A filed return keeps these; figures that were set by hand go back into the result from here, and
those computed from them follow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from jianxi_desktop.domain.district_return import Number
from jianxi_desktop.services.returns import Result

Kind = Literal["counted", "formula", "typed", "blank"]


@dataclass(frozen=True)
class FigureLine:
    """One figure of a return.

    Attributes:
        key: What it is kept under; stays the same from period to period.
        number: What the form calls it, such as ``R3.2.1``.
        name: What it is called.
        value: The number; ``None`` where there is none.
        kind: Counted from records, computed from other figures, typed by people, or no cell.
        shown: How the return writes it.
    """

    key: str
    number: str
    name: str
    value: Number | None
    kind: Kind
    shown: str


def figure_lines(result: Result) -> tuple[FigureLine, ...]:
    """Give every figure of a return in the order of the form; cells that are blank are none."""
    raise NotImplementedError


def find_line(lines: Sequence[FigureLine], figure: str) -> FigureLine | None:
    """Find a figure by its key or its number."""
    return next((each for each in lines if figure in (each.key, each.number)), None)


def with_given(result: Result, given: Mapping[str, Number]) -> Result:
    """Put numbers in the place of counted ones, by key; totals, formulas and checks follow."""
    raise NotImplementedError


def read_number(text: str) -> Number:
    """Read a number as people type it.

    Raises:
        InputError: It is none.
    """
    raise NotImplementedError


def write_number(value: Number | None) -> str | None:
    """Write a number as it is kept."""
    raise NotImplementedError
