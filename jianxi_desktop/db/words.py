"""What the words over a list find: records by their own index, or by what they point at."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, or_, select

from jianxi_desktop.db import search
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Catalog, Ledger


def are_in_index(ledger: Ledger) -> bool:
    """Tell whether the ledger's own index alone answers: it is joined, and gives the order."""
    return search.has_index(ledger) and not ledger.followed


def found_by(
    catalog: Catalog, ledger: Ledger, source: FromClause, words: str, *, guessing: bool
) -> ColumnElement[bool] | None:
    """Tell whether a record, or something it points at, is found by each of the words.

    Args:
        catalog: All ledgers.
        ledger: Whose records they are.
        source: Its table or an alias of it.
        words: What was typed, parted by spaces; nothing usable finds everything, which ``None``
            stands for.
        guessing: Whether a part of a number may be asked for.
    """
    clauses = [_has(catalog, ledger, source, word, guessing=guessing) for word in words.split()]
    wanted = [each for each in clauses if each is not None]
    return and_(*wanted) if wanted else None


def _has(
    catalog: Catalog, ledger: Ledger, source: FromClause, word: str, *, guessing: bool
) -> ColumnElement[bool] | None:
    ways: list[ColumnElement[bool]] = []
    match: Any = search.find(ledger, word, guessing=guessing) if search.has_index(ledger) else None
    if match is not None:
        ways.append(source.c.serial.in_(select(search.index_of(ledger).c.rowid).where(match)))
    for link in ledger.followed:
        named = catalog[link.target]
        other = table_of(named).alias()
        found = _has(catalog, named, other, word, guessing=guessing)
        if found is not None:
            ways.append(source.c[link.key].in_(select(other.c.id).where(found)))
    return or_(*ways) if ways else None
