"""Values of new rows that another database wrote, looked at column by column."""

from collections.abc import Sequence
from typing import Any

from jianxi_desktop.db.fold_rows import REMOVAL
from jianxi_desktop.schema import plain
from jianxi_desktop.schema.ledger import Ledger


class MalformedError(ValueError):
    """A leaf that no version of this program can have written."""


def columns_of(ledger: Ledger, columns: Sequence[str], leaves: Sequence[Any]) -> dict[str, Any]:
    """Give the values of new rows by column, as the table takes them; those we know of."""
    cells: dict[str, Any] = {}
    width = len(columns) + 2
    if any(len(leaf) != width for leaf in leaves):
        raise MalformedError(f"{ledger.key}: a row that does not fit its columns")
    for name, given in zip(columns, list(zip(*leaves, strict=True))[2:], strict=True):
        column = ledger.fields.get(name)
        if column is not None:
            if not plain.column_fits(column, given):
                raise MalformedError(f"{ledger.key}.{name}")
            cells[name] = given
        elif name in REMOVAL:
            cells[name] = given
    lacking = [f.key for f in ledger.fields.values() if f.required and f.key not in cells]
    if lacking:
        raise MalformedError(f"{ledger.key}.{lacking[0]}")
    return cells
