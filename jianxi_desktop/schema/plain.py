"""Values as the journal and packages spell them: do they fit their fields.

A column is looked at once; only what is odd is looked at value by value.
"""

import re
from collections.abc import Sequence
from typing import Any

from jianxi_desktop.schema.fields import Day, Field, Link, Money, Whole, YesNo
from jianxi_desktop.schema.kinds import Points

_HEX = re.compile(r"[0-9a-f]*")
_ID = 32
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
        return _are_links([value])
    if isinstance(field, Day):
        return _DAY.fullmatch(value) is not None
    return len(value) <= getattr(field, "length", _LONGEST)


def column_fits(field: Field[Any], cells: Sequence[Any]) -> bool:
    """Tell whether every value of a column fits its field; a required field is never empty."""
    kinds = set(map(type, cells))
    if field.required and type(None) in kinds:
        return False
    if isinstance(field, Link) and kinds <= {str, type(None)}:
        return _are_links([value for value in cells if value is not None])
    return all(value is None or fits(field, value) for value in set(cells))


def _are_links(texts: Sequence[str]) -> bool:
    """Look at all identities of a column as one text."""
    return set(map(len, texts)) <= {_ID} and _HEX.fullmatch("".join(texts)) is not None
