"""Lay what a database says of code tables over the program's own, when it is opened or written."""

import logging

from sqlalchemy import select

from jianxi_desktop.db import system
from jianxi_desktop.db.store import Store
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.codes import Code, Override, lay_over, split_aliases, tables
from jianxi_desktop.schema.ledger import Catalog

log = logging.getLogger(__name__)

KEY = "code_item"
_GIVING = 6  # digits of a district's code: who stands below gives nothing to others


def lay_codes(store: Store, catalog: Catalog) -> None:
    """Lay the entries of a database over the code tables of this process.

    Of an office below the district only its own entries of tables that are open to all are taken,
    so that a package cannot change what the district's codes mean.
    """
    table, writer = table_of(catalog[KEY]), system.replica
    query = (
        select(table, writer.c.unit.label("unit"))
        .join(writer, writer.c.number == table.c.replica)
        .where(table.c.removed_on.is_(None))
        .order_by(table.c.serial)
    )
    with store.read() as connection:
        rows = connection.execute(query).mappings().all()
    known = tables()
    laid = [
        Override(
            row["table_key"],
            Code(
                row["code"],
                row["label"],
                split_aliases(row["aliases"]),
                row["valid_from"] or "",
                row["valid_to"] or "",
                row["source"] or "",
            ),
            row["position"],
        )
        for row in rows
        if (info := known.get(row["table_key"])) is not None
        and (info.local or len(row["unit"]) <= _GIVING)
    ]
    lay_over(laid)
    if len(laid) < len(rows):
        log.warning(
            "%d entries of code tables are not this database's to give", len(rows) - len(laid)
        )
