"""Members by the day they became full ones: their years in the Party (党龄)."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, or_, select

from jianxi_desktop.db.figures import holds, status_on
from jianxi_desktop.db.tree import subtree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Catalog


class Veteran(NamedTuple):
    """A full member of long standing.

    Attributes:
        person: The member.
        name: His name.
        sex: Code of the sex, if it is known.
        born_on: His birthday, if it is known.
        branch: His branch.
        joined_on: When he joined, if it is known.
        full_on: When he became a full member.
    """

    person: UUID
    name: str
    sex: str | None
    born_on: str | None
    branch: UUID
    joined_on: str | None
    full_on: str


def full_since(
    connection: Connection, catalog: Catalog, top: UUID, day: date, latest: str
) -> list[Veteran]:
    """Give the full members of a day who became so on a day or before it, the longest first.

    Args:
        connection: A reading transaction.
        catalog: The ledgers.
        top: Only at and below this organisation.
        day: The day that they are members on.
        latest: The last day of becoming full, ISO; known in part it is the first it can be.
    """
    person, membership = table_of(catalog["person"]), table_of(catalog["membership"])
    found = (
        select(
            person.c.id,
            person.c.name,
            person.c.sex,
            person.c.born_on,
            membership.c.branch,
            membership.c.joined_on,
            membership.c.full_on,
        )
        .select_from(membership.join(person, membership.c.person == person.c.id))
        .where(
            holds(membership, day),
            status_on(membership, day) == "full",
            person.c.removed_on.is_(None),
            membership.c.full_on + "-01-01" <= f"{latest}-01-01",
            membership.c.full_on.is_not(None),
            membership.c.branch.in_(subtree(catalog, top)),
        )
        .order_by(membership.c.full_on, person.c.serial)
    )
    return [Veteran._make(row) for row in connection.execute(found)]


def unknown_since(connection: Connection, catalog: Catalog, top: UUID, day: date) -> int:
    """Count the full members of a day whose day of becoming full is not known."""
    membership = table_of(catalog["membership"])
    found = select(membership.c.id).where(
        holds(membership, day),
        status_on(membership, day) == "full",
        membership.c.full_on.is_(None),
        membership.c.branch.in_(subtree(catalog, top)),
    )
    return len(connection.execute(found).all())


def honoured(connection: Connection, catalog: Catalog, word: str) -> dict[UUID, str]:
    """Give who was awarded what is called so, and when."""
    record = table_of(catalog["member_record"])
    found = select(record.c.person, record.c.recorded_on).where(
        record.c.removed_on.is_(None),
        record.c.kind == "award",
        or_(record.c.title.contains(word), record.c.result.contains(word)),
    )
    return {row[0]: row[1] for row in connection.execute(found)}
