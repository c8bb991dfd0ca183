"""Records that may be of one person, found in pairs by the database."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Subquery, and_, func, or_, select

from jianxi_desktop.db.tree import inside
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Catalog

_MONTH = len("1985-03")


class Double(NamedTuple):
    """Two records of the ledger of people, the older first, and what they have in common."""

    first: UUID
    second: UUID
    reason: str


def doubles(connection: Connection, catalog: Catalog, top: UUID | None, limit: int) -> list[Double]:
    """Give pairs of people who may be one, the likeliest first.

    Args:
        connection: Where to read.
        catalog: All ledgers.
        top: The organisation that who asks is limited to.
        limit: How many pairs at most.
    """
    found: dict[tuple[UUID, UUID], Double] = {}
    for reason in ("number", "day", "fits", "branch"):
        room = limit - len(found)
        if room <= 0:
            break
        # Those found for a better reason come again here.
        for first, second in connection.execute(_pairs(catalog, top, reason, limit)):
            if len(found) < limit:
                found.setdefault((first, second), Double(first, second, reason))
    return list(found.values())


def _pairs(catalog: Catalog, top: UUID | None, reason: str, limit: int) -> Any:
    one, other = _people(catalog, top, "one"), _people(catalog, top, "other")
    condition = and_(one.c.serial < other.c.serial, *_alike(one, other, reason))
    return (
        select(one.c.id, other.c.id)
        .select_from(one.join(other, condition))
        .order_by(one.c.serial, other.c.serial)
        .limit(limit)
    )


def _people(catalog: Catalog, top: UUID | None, name: str) -> Subquery:
    """Give live people with the branch they are in now."""
    person, membership = table_of(catalog["person"]), table_of(catalog["membership"])
    held = and_(
        membership.c.person == person.c.id,
        membership.c.until.is_(None),
        membership.c.removed_on.is_(None),
    )
    query = (
        select(
            person.c.serial,
            person.c.id,
            person.c.name,
            person.c.born_on,
            person.c.id_number,
            func.substr(person.c.born_on, 1, _MONTH).label("month"),
            membership.c.branch,
        )
        .select_from(person.outerjoin(membership, held))
        .where(person.c.removed_on.is_(None))
    )
    if top is not None and (limited := inside(catalog, catalog["person"], top)) is not None:
        query = query.where(limited)
    return query.subquery(name)


def _alike(one: Subquery, other: Subquery, reason: str) -> list[ColumnElement[bool]]:
    """Say what two people must have in common; two numbers that differ speak against it."""
    named = one.c.name == other.c.name
    unnumbered = or_(one.c.id_number.is_(None), other.c.id_number.is_(None))
    together = one.c.branch == other.c.branch
    whole = func.length(one.c.born_on) == len("1985-03-12")
    match reason:
        case "number":
            return [one.c.id_number == other.c.id_number]
        case "day":
            return [named, one.c.born_on == other.c.born_on, whole, or_(unnumbered, together)]
        case "fits":
            months = func.length(one.c.month) == _MONTH
            vague = or_(~whole, func.length(other.c.born_on) < len("1985-03-12"))
            return [named, one.c.month == other.c.month, months, vague, unnumbered]
        case _:
            unknown = or_(
                one.c.born_on.is_(None),
                other.c.born_on.is_(None),
                and_(
                    func.substr(one.c.born_on, 1, 4) == func.substr(other.c.born_on, 1, 4),
                    or_(func.length(one.c.born_on) == 4, func.length(other.c.born_on) == 4),
                ),
            )
            return [named, together, unknown, unnumbered]
