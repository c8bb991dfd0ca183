"""What records are called where others link to them, as SQL."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, or_, select

from jianxi_desktop.db import search
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


def called_like(
    catalog: Catalog, ledger: Ledger, source: FromClause, words: str, *, guessing: bool
) -> ColumnElement[bool] | None:
    """Tell whether a record called after another one is found by words, or that other one is.

    Args:
        catalog: All ledgers.
        ledger: Whose records they are.
        source: Its table.
        words: What was typed; nothing usable finds everything, which ``None`` stands for.
        guessing: Whether a part of a number may be asked for.
    """
    field = ledger.fields[ledger.caption.key]
    assert isinstance(field, Link)  # noqa: S101 - callers have looked
    named = catalog[field.target]
    other, found = table_of(named), search.find(named, words, guessing=guessing)
    if found is None or not search.has_index(named):
        return None
    index = search.index_of(named)
    same = select(other.c.id).join(index, index.c.rowid == other.c.serial).where(found)
    ways = [source.c[field.key].in_(same)]
    if search.has_index(ledger):
        own = search.index_of(ledger)
        hits = select(own.c.rowid).where(search.find(ledger, words, guessing=guessing))
        ways.append(source.c.serial.in_(hits))
    return or_(*ways)
