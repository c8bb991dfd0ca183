"""Rows that only relate two records: named by the two, so that every office makes the same row."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from jianxi_desktop.db.ids import code_id
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import insert_rows, table_of, update_row
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Ledger, Values

_PAIRS = {"attendance": ("activity", "person")}
_BACK = {"removed_on": None, "removed_why": None}


def is_pair(ledger: Ledger) -> bool:
    """Tell whether the rows of a ledger only relate two records."""
    return ledger.key in _PAIRS


def pair_id(ledger: Ledger, values: Values) -> UUID:
    """Give the identity of the row that relates the two records which ``values`` name."""
    return code_id(ledger.key, "/".join(str(values[key]) for key in _PAIRS[ledger.key]))


def put_pairs(change: Change, ledger: Ledger, rows: Sequence[Values]) -> list[tuple[UUID, int]]:
    """Write such rows, removed ones anew; give their identities and versions.

    Raises:
        InputError: Two records are related already.
    """
    table = table_of(ledger)
    by_id = {pair_id(ledger, row): row for row in rows}
    query = select(table.c.id, table.c.version, table.c.removed_on).where(table.c.id.in_(by_id))
    known = {row.id: row for row in change.connection.execute(query)}
    if len(by_id) < len(rows) or any(row.removed_on is None for row in known.values()):
        raise InputError(
            f"{ledger.key}: related already",
            user_message=f"“{ledger.title}”里已经有这一条，请打开原来的记录修改。",
            code="exists",
        )
    fresh = [{**row, "id": one} for one, row in by_id.items() if one not in known]
    insert_rows(change, ledger, fresh)
    versions = {
        one: update_row(change, ledger, one, row.version, {**by_id[one], **_BACK})
        for one, row in known.items()
    }
    return [(one, versions.get(one, 1)) for one in by_id]
