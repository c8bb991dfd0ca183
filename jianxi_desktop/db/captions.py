"""What records are called where others link to them, as SQL."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, select

from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Catalog, Ledger


def caption_column(catalog: Catalog, ledger: Ledger, source: FromClause) -> ColumnElement[Any]:
    """Give what the records of a ledger are called.

    A record that is called after another one, as an application is after the applicant, takes that
    one's caption.

    Args:
        catalog: All ledgers.
        ledger: Whose records they are.
        source: Its table or an alias of it.
    """
    key = ledger.caption.key
    own: ColumnElement[Any] = source.c[key]
    field = ledger.fields[key]
    if not isinstance(field, Link):
        return own
    named = catalog[field.target]
    other = table_of(named).alias()
    found = select(other.c[named.caption.key]).where(other.c.id == own)
    return found.scalar_subquery()
