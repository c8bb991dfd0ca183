"""Read what stands in a field of the newest records, or repeats among all, to be offered again."""

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


def repeated(
    connection: Connection, catalog: Catalog, ledger: Ledger, key: str, most: int, top: UUID | None
) -> list[str]:
    """Give the texts that stand in a field of two records or more, the most frequent first.

    It looks at every record: half a second of work where there are 150,000.

    Args:
        connection: Where to read.
        catalog: All ledgers.
        ledger: The ledger.
        key: A text of it.
        most: How many are given.
        top: The organisation that the reader is limited to; ``None``: to none.
    """
    table = table_of(ledger)
    column = table.c[key]
    found = select(column).where(column.is_not(None), table.c.removed_on.is_(None))
    if top is not None and (condition := inside(catalog, ledger, top)) is not None:
        found = found.where(condition)
    times = func.count()
    found = found.group_by(column).having(times > 1)
    found = found.order_by(times.desc(), func.max(table.c.serial).desc()).limit(most)
    return list(connection.execute(found).scalars())


def is_longer(connection: Connection, ledger: Ledger, rows: int) -> bool:
    """Tell whether a ledger has records beyond its last ``rows``."""
    last = connection.execute(select(func.max(table_of(ledger).c.serial))).scalar()
    return last is not None and last > rows
