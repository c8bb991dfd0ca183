"""Rules and returns that the district issues: laid over the program's own, in every office.

They travel down like any record that is for all. Only the district's are taken, so that no package
from below can change what a rule says.
"""

import logging
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from jianxi_desktop.db import system
from jianxi_desktop.db.store import Change, Store
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import return_forms, rule_tables
from jianxi_desktop.errors import InputError
from jianxi_desktop.ledgers.issued_definition import PROBLEMS
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services.office import Office

log = logging.getLogger(__name__)

KEY = "issued_definition"
RULES, RETURN = "rules", "return"
_GIVING = 6  # digits of a district's code


def lay_definitions(store: Store, catalog: Catalog) -> None:
    """Lay what the district issued over the rules and returns of this process."""
    table, writer = table_of(catalog[KEY]), system.replica
    query = (
        select(table.c.kind, table.c.name, table.c.content, writer.c.unit)
        .join(writer, writer.c.number == table.c.replica)
        .where(table.c.removed_on.is_(None))
        .order_by(table.c.serial)
    )
    with store.read() as connection:
        rows = [row for row in connection.execute(query) if len(row.unit) <= _GIVING]
    laid = {
        kind: {row.name: row.content for row in rows if row.kind == kind}
        for kind in (RULES, RETURN)
    }
    left_out = [
        row.name
        for row in rows
        if row.kind not in PROBLEMS or PROBLEMS[row.kind](row.name, row.content)
    ]
    if left_out:
        log.warning("%d issued definitions cannot be read by this version", len(left_out))
    rule_tables.lay_over(laid[RULES])
    return_forms.lay_over(laid[RETURN])


def may_be_saved(
    office: Office, change: Change, record_id: UUID, before: Mapping[str, Any] | None
) -> None:
    """Refuse a second definition of one name.

    Raises:
        InputError: It is; nothing is saved.
    """
    del before
    table = table_of(office.catalog[KEY])
    row = change.connection.execute(select(table).where(table.c.id == record_id)).mappings().one()
    twin = select(table.c.id).where(
        table.c.kind == row["kind"],
        table.c.name == row["name"],
        table.c.id != record_id,
        table.c.removed_on.is_(None),
    )
    if change.connection.execute(twin).first() is not None:
        raise InputError(
            f"{KEY}: issued already",
            user_message=f"“{row['name']}”已经下发过，请打开原来的那一条修改。",
            code="exists",
        )
