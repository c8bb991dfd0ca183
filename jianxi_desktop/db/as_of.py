"""What stood on a day, and how organisations were named and placed then, as SQL.

Organisations keep what they are now; each dated change keeps what stood before it. So a change
that comes after the day is taken back: the earliest one of its sort says what held on the day.
A day known to the month or year is its first day, for an end too: as ISO text cut short it
compares with a whole day just so.
"""

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Subquery,
    Table,
    and_,
    case,
    func,
    or_,
    select,
)

from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Catalog

_CHANGED = ("name", "form", "parent")


def standing(rows: FromClause, begun: str, ended: str, day: date) -> ColumnElement[bool]:
    """Say that a record had begun by a day and had not ended; what is not known limits nothing.

    Args:
        rows: The table.
        begun: Name of the column with the day it began.
        ended: Name of the column with the day from which it is no more.
        day: The day.
    """
    limit = day.isoformat()
    first, last = rows.c[begun], rows.c[ended]
    return and_(or_(first.is_(None), first <= limit), or_(last.is_(None), last > limit))


def organisations(catalog: Catalog, day: date) -> Subquery:
    """Give the organisations as they were on a day; removed ones are left out.

    Columns: ``serial`` ``id`` ``name`` ``form`` ``kind`` ``parent`` ``territory`` ``code``
    ``secretary``, and ``standing``: whether the organisation had been set up and not dissolved.
    """
    table = table_of(catalog["organisation"])
    changes = table_of(catalog["organisation_change"])
    source: FromClause = table
    then: dict[str, ColumnElement[Any]] = {}
    for key in _CHANGED:
        first = _first_change(changes, key, day)
        source = source.outerjoin(first, first.c.organisation == table.c.id)
        changed = first.c.organisation.is_not(None)
        then[key] = case((changed, first.c.old), else_=table.c[key]).label(key)
    stands = standing(table, "established_on", "dissolved_on", day)
    asked = (
        table.c.serial,
        table.c.id,
        then["name"],
        then["form"],
        table.c.kind,
        then["parent"],
        table.c.territory,
        table.c.code,
        table.c.secretary,
        stands.label("standing"),
    )
    return select(*asked).select_from(source).where(table.c.removed_on.is_(None)).subquery("then")


def organisations_on(connection: Connection, catalog: Catalog, day: date) -> list[dict[str, Any]]:
    """Read the organisations as they were on a day, in the order of entry."""
    then = organisations(catalog, day)
    found = connection.execute(select(then).order_by(then.c.serial)).mappings()
    return [{**row, "standing": bool(row["standing"])} for row in found]  # SQLite answers 0 and 1


def _first_change(changes: Table, key: str, day: date) -> Subquery:
    """Give the earliest change of a sort after a day, one row an organisation, as ``old``.

    A change is of the sort of what it says stood before. Whoever is moved for the first time
    had nobody above.
    """
    old = changes.c[f"old_{key}"]
    told: ColumnElement[bool] = old.is_not(None)
    if key == "parent":
        told = or_(told, changes.c.kind == "moved")
    begins = func.substr(changes.c.changed_on + "-01-01", 1, 10)
    place = func.row_number().over(
        partition_by=changes.c.organisation, order_by=(begins, changes.c.id)
    )
    ranked = (
        select(changes.c.organisation, old.label("old"), place.label("place"))
        .where(changes.c.removed_on.is_(None), changes.c.changed_on > day.isoformat(), told)
        .subquery()
    )
    first = select(ranked.c.organisation, ranked.c.old).where(ranked.c.place == 1)
    return first.subquery(f"first_{key}")
