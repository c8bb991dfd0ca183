"""Read what stands in one field of the newest records, to be offered again."""

from collections import Counter
from uuid import UUID

from sqlalchemy import Connection, func, select

from jianxi_desktop.db.tree import inside
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Catalog, Ledger


def newest(
    connection: Connection, catalog: Catalog, ledger: Ledger, key: str, rows: int, top: UUID | None
) -> list[str]:
    """Give the different texts of a field, the most frequent first, then the newest.

    Args:
        connection: Where to read.
        catalog: All ledgers.
        ledger: The ledger.
        key: A text of it.
        rows: How many of the last rows are looked at.
        top: The organisation that the reader is limited to; ``None``: to none.
    """
    table = table_of(ledger)
    column = table.c[key]
    last = select(func.max(table.c.serial)).scalar_subquery()
    found = select(column).where(
        table.c.serial > last - rows, column.is_not(None), table.c.removed_on.is_(None)
    )
    if top is not None and (condition := inside(catalog, ledger, top)) is not None:
        found = found.where(condition)
    texts = connection.execute(found.order_by(table.c.serial.desc())).scalars()
    return [text for text, _times in Counter(texts).most_common()]
