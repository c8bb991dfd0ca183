"""The row that is edited with a record, where it may be missing: an applicant has no membership."""

from collections.abc import Mapping
from typing import Any

from jianxi_desktop.schema.ledger import Ledger, Values


def unbegun(ledger: Ledger, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the companion's keys among some values, where nothing is given of its row."""
    row = ledger.companion
    if row is None:
        return ()
    theirs = [key for key in values if key in row.fields and key not in ledger.fields]
    return () if any(values[key] not in (None, "") for key in theirs) else tuple(theirs)


def asked(ledger: Ledger, values: Values, *, there: bool) -> Values:
    """Leave out a companion's row that is not there and that nobody begins.

    That it is missing must not keep an applicant's telephone from being put right.

    Args:
        ledger: The ledger.
        values: What is to be saved.
        there: Whether the record has such a row, or is new and needs one.
    """
    left = () if there else unbegun(ledger, values)
    return {key: value for key, value in values.items() if key not in left}
