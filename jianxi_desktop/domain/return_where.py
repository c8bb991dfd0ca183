"""Conditions and formulas of returns, as their definitions write them.

A condition asks one thing of a fact: ``kind=lesson``, ``kind=a|b``, ``kind!=a|b``, ``age=31..35``,
``joined_on=..1949-09-30``, ``floating``, ``!floating``. A formula adds and subtracts, or divides
one by another: ``a + b - c``, ``present / entitled``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

Number = int | float
About = Mapping[str, Any]
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_TERM = re.compile(r"\s*([+-]?)\s*([\w.*]+)")
_WHOLE_DAY = 10
_REST = {4: "-01-01", 7: "-01"}


@cache
def condition(text: str) -> Callable[[About], bool]:
    """Compile a condition.

    Raises:
        ValueError: It is none; a definition of ours is wrong.
    """
    key, mark, wanted = _parts(text)
    if mark == "":
        return lambda about: bool(about.get(key))
    if mark == "!":
        return lambda about: not about.get(key)
    if ".." in wanted:
        return _between(key, wanted)
    values = frozenset(wanted.split("|"))
    if mark == "!=":
        return lambda about: (value := about.get(key)) is not None and str(value) not in values
    return lambda about: (value := about.get(key)) is not None and str(value) in values


def asked_of(text: str) -> str:
    """Name what a condition asks of a fact."""
    return _parts(text)[0]


def _parts(text: str) -> tuple[str, str, str]:
    for mark in ("!=", "="):
        key, found, wanted = text.partition(mark)
        if found:
            if not _NAME.fullmatch(key.strip()) or not wanted.strip() or "=" in wanted:
                break
            return key.strip(), mark, wanted.strip()
    key = text.strip().removeprefix("!")
    if "=" in text or not _NAME.fullmatch(key):
        raise ValueError(f"no condition: {text!r}")
    return key, "!" if text.strip().startswith("!") else "", ""


def _between(key: str, wanted: str) -> Callable[[About], bool]:
    least, most = (part.strip() for part in wanted.split("..", 1))
    days = _are_days(least + most)

    def holds(about: About) -> bool:
        value = about.get(key)
        if value is None or value == "":
            return False
        if isinstance(value, int):
            return (not least or value >= int(least)) and (not most or value <= int(most))
        text = str(value)
        if days:
            text += _REST.get(len(text), "")
        return (not least or text >= least) and (not most or text <= most)

    return holds


def _are_days(bounds: str) -> bool:
    """A day known to the month or year counts as its first day where bounds are days."""
    return len(bounds) in {_WHOLE_DAY, 2 * _WHOLE_DAY} and bounds[4:5] == "-"


@dataclass(frozen=True)
class Formula:
    """A formula: terms with their signs, or one divided by another.

    Attributes:
        terms: Sign and name of each.
        over: Name of what the sum is divided by; empty for a plain sum.
    """

    terms: tuple[tuple[int, str], ...]
    over: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it needs."""
        return (*(name for _sign, name in self.terms), *([self.over] if self.over else []))

    def value(self, values: Mapping[str, Number | None]) -> Number | None:
        """Compute it; what is not known counts nothing, and nothing can be divided by nought."""
        known = [
            sign * found for sign, name in self.terms if (found := values.get(name)) is not None
        ]
        if not known:
            return None
        total = sum(known)
        if not self.over:
            return total if isinstance(total, int) else round(total, 6)
        whole = values.get(self.over)
        return total / whole if whole else None


@cache
def formula(text: str) -> Formula:
    """Read a formula.

    Raises:
        ValueError: It is none; a definition of ours is wrong.
    """
    above, slash, below = text.partition("/")
    over = below.strip()
    if slash and not re.fullmatch(r"[\w.*]+", over):
        raise ValueError(f"no formula: {text!r}")
    terms: list[tuple[int, str]] = []
    place = 0
    above = above.strip()
    while place < len(above):
        found = _TERM.match(above, place)
        if found is None or (terms and not found[1]):
            raise ValueError(f"no formula: {text!r}")
        terms.append((-1 if found[1] == "-" else 1, found[2]))
        place = found.end()
    if not terms:
        raise ValueError(f"no formula: {text!r}")
    return Formula(tuple(terms), over)
