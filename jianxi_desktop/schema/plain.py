"""Values as the journal and packages spell them: do they fit their fields, and as tables take them.

A column is looked at once; only what is odd is looked at value by value.
"""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from jianxi_desktop.schema.fields import Day, Field, Link, Money, Whole, YesNo
from jianxi_desktop.schema.kinds import Points

_HEX = re.compile(r"[0-9a-f]{32}")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_LONGEST = 4_000
_NUMBER = 2**53


def fits(field: Field[Any], value: Any) -> bool:
    """Tell whether a value is one that the field could hold; empty is the caller's to judge."""
    if isinstance(field, YesNo):
        return isinstance(value, bool)
    if isinstance(field, Whole | Money | Points):
        return type(value) is int and abs(value) < _NUMBER
    if not isinstance(value, str):
        return False
    if isinstance(field, Link):
        return _HEX.fullmatch(value) is not None
    if isinstance(field, Day):
        return _DAY.fullmatch(value) is not None
    return len(value) <= getattr(field, "length", _LONGEST)


def column_fits(field: Field[Any], cells: Sequence[Any]) -> bool:
    """Tell whether every value of a column fits its field; a required field is never empty."""
    kinds = set(map(type, cells))
    if field.required and type(None) in kinds:
        return False
    return all(value is None or fits(field, value) for value in set(cells))


def as_kept(field: Field[Any] | None, cells: Sequence[Any]) -> Sequence[Any]:
    """Give a column of plain values as tables take it."""
    if isinstance(field, Link):
        known: dict[str, UUID] = {}
        for cell in cells:
            if cell is not None and cell not in known:
                known[cell] = UUID(cell)
        return [None if cell is None else known[cell] for cell in cells]
    return cells
