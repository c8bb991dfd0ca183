"""A comparison between figures of a return, and how a page tells what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

_MOST_NAMES = 8


@dataclass(frozen=True)
class Check:
    """One comparison between figures: what must be equal, whether it is, where it is not.

    Attributes:
        rule: What must hold, in words.
        ok: Whether it does.
        detail: Where it does not, and by how much.
        sides: Figures whose sums must be equal, for a formula; none where it is no equation.
        cells: Keys of the cells where it does not hold.
    """

    rule: str
    ok: bool
    detail: str
    sides: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    cells: tuple[str, ...] = ()


def named(names: Sequence[str], what: str) -> str:
    """Say how many are missing and name the first of them."""
    if not names:
        return ""
    more = "等" if len(names) > _MOST_NAMES else ""
    return f"{what}{len(names)}个：{'、'.join(names[:_MOST_NAMES])}{more}"
