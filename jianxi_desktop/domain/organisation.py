"""Who may stand under whom, and how large an organisation is to be: rules kept as data.

The tables lie in ``resources/rules``. A kind that no table names — ``other``, or one that a
district added — is judged by its form alone.
"""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple, TypeVar

from jianxi_desktop import settings

ANY, OTHER = "*", "other"
GROUP, BRANCH = "group", "branch"
_DEEPEST = 64

K = TypeVar("K")


class What(NamedTuple):
    """What an organisation is, as far as the rules ask: its kind and its form."""

    kind: str
    form: str


class ParentRule(NamedTuple):
    """One line of the table: such organisations may stand under such others.

    Attributes:
        kinds: Of the lower one; ``*``: any, ``other``: those that no line names.
        forms: Of the lower one; ``*``: any.
        parent_kinds: Of the upper one; empty: nobody stands above.
        parent_forms: Of the upper one.
        valid_from: First day, as an ISO day; empty: ever.
        valid_to: Last day; empty: still.
    """

    kinds: frozenset[str]
    forms: frozenset[str]
    parent_kinds: frozenset[str]
    parent_forms: frozenset[str]
    valid_from: str
    valid_to: str

    def holds(self, on: date) -> bool:
        """Tell whether it is so on a day."""
        return self.valid_from <= on.isoformat() <= (self.valid_to or "9999")


class Limit(NamedTuple):
    """How many are wanted of something; ``None``: no limit on that side."""

    least: int | None
    most: int | None


def may_stand_under(one: What, above: What | None, on: date) -> bool:
    """Tell whether such an organisation may stand under another; ``None``: under nobody."""
    return any(
        _fits(one.kind, rule.kinds)
        and _named(one.form, rule.forms)
        and (
            not rule.parent_kinds
            if above is None
            else _fits(above.kind, rule.parent_kinds) and _named(above.form, rule.parent_forms)
        )
        for rule in _parent_rules()
        if rule.holds(on)
    )


def parents_of(one: What, on: date) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Give the kinds and forms that such an organisation may stand under, line by line."""
    return tuple(
        (rule.parent_kinds, rule.parent_forms)
        for rule in _parent_rules()
        if rule.holds(on)
        and rule.parent_kinds
        and _fits(one.kind, rule.kinds)
        and _named(one.form, rule.forms)
    )


def limit(rule: str, form: str, on: date) -> Limit:
    """Give a limit of ``organisation_limits.csv`` for a form; nothing is wanted where none is."""
    for row in _rows("organisation_limits.csv"):
        if row["rule"] == rule and row["form"] in (form, ANY) and _holds(row, on):
            return Limit(_number(row["least"]), _number(row["most"]))
    return Limit(None, None)


def may_lie_in(kind: str, above: str, on: date) -> bool:
    """Tell whether a territory of one kind may lie in one of another; unknown kinds anywhere."""
    known = {row["kind"]: row for row in _rows("territory_parents.csv") if _holds(row, on)}
    if kind not in known or above not in known:
        return True
    return above in known[kind]["parent_kind"].split()


def line_above(parents: Mapping[K, K | None], at: K) -> Iterator[K]:
    """Walk up from one's superior to the top; a circle that a merge may bring ends."""
    seen = {at}
    above = parents.get(at)
    while above is not None and above not in seen and len(seen) < _DEEPEST:
        yield above
        seen.add(above)
        above = parents.get(above)


def makes_circle(parents: Mapping[K, K | None], one: K, above: K) -> bool:
    """Tell whether standing under ``above`` would put somebody under itself."""
    return above == one or one in line_above(parents, above)


def below(parents: Mapping[K, K | None], top: K) -> set[K]:
    """Give all that stand under somebody, at any depth."""
    children: dict[K | None, list[K]] = {}
    for one, above in parents.items():
        children.setdefault(above, []).append(one)
    found: set[K] = set()
    waiting = list(children.get(top, ()))
    while waiting:
        one = waiting.pop()
        if one not in found and one != top:
            found.add(one)
            waiting.extend(children.get(one, ()))
    return found


@cache
def _parent_rules() -> tuple[ParentRule, ...]:
    return tuple(
        ParentRule(
            frozenset(row["kind"].split()),
            frozenset(row["form"].split()),
            frozenset(row["parent_kind"].split()),
            frozenset(row["parent_form"].split()),
            row["valid_from"],
            row["valid_to"],
        )
        for row in _rows("organisation_parents.csv")
    )


@cache
def _known_kinds() -> frozenset[str]:
    named = frozenset[str]().union(*(rule.kinds | rule.parent_kinds for rule in _parent_rules()))
    return named - {ANY, OTHER}


def _fits(kind: str, kinds: frozenset[str]) -> bool:
    return ANY in kinds or kind in kinds or (OTHER in kinds and kind not in _known_kinds())


def _named(form: str, forms: frozenset[str]) -> bool:
    return ANY in forms or form in forms


@cache
def _rows(name: str) -> tuple[Mapping[str, str], ...]:
    with settings.resource("rules", name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _holds(row: Mapping[str, str], on: date) -> bool:
    return row["valid_from"] <= on.isoformat() <= (row["valid_to"] or "9999")


def _number(text: str) -> int | None:
    return int(text) if text else None
