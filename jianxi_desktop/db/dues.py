"""Who pays dues in a month, what was paid, and by which standards; whole sets, never in a loop."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from jianxi_desktop.db.figures import holds, status_on
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain.dues_rules import VOLUNTARY, Standard
from jianxi_desktop.schema.ledger import Catalog


class Payer(NamedTuple):
    """A member of a day.

    Attributes:
        person: Identity.
        name: Name.
        job: What stands for the job.
        branch: The branch.
        group: The group, if any.
        status: ``full`` or ``probationary``.
        joined_on: When he joined; a probationary member pays from the branch's vote on.
        since: When he came to the branch.
    """

    person: UUID
    name: str
    job: str | None
    branch: UUID
    group: UUID | None
    status: str
    joined_on: str | None
    since: str | None

    def owes(self, month: str) -> bool:
        """Tell whether he was a member here in a month (``2026-09``)."""
        return all((day or "")[:7] <= month for day in (self.joined_on, self.since))


class Payment(NamedTuple):
    """One payment as it stands in the ledger; money in cents."""

    id: UUID
    version: int
    person: UUID
    month: str
    base: int | None
    amount: int
    paid_on: str | None
    method: str | None
    receipt: str | None
    note: str | None


def payers(
    connection: Connection, catalog: Catalog, day: date, branches: ColumnElement[bool]
) -> list[Payer]:
    """Give the members of a day in some branches, in the order of the roster.

    Args:
        connection: A reading transaction.
        catalog: The ledgers.
        day: The day.
        branches: A condition on ``membership.branch``.
    """
    person, membership = table_of(catalog["person"]), table_of(catalog["membership"])
    m = membership.c
    found = (
        select(
            person.c.id,
            person.c.name,
            person.c.job,
            m.branch,
            m.group,
            status_on(membership, day),
            m.joined_on,
            m.since,
        )
        .select_from(membership.join(person, m.person == person.c.id))
        .where(holds(membership, day), person.c.removed_on.is_(None), branches)
        .order_by(person.c.serial)
    )
    return [Payer._make(row) for row in connection.execute(found)]


def of_branches(catalog: Catalog, branches: ColumnElement[bool]) -> Select[Any]:
    """Select whoever is or was in some branches."""
    table = table_of(catalog["membership"])
    return select(table.c.person).where(table.c.removed_on.is_(None), branches)


def payments(
    connection: Connection, catalog: Catalog, people: Select[Any], begins: str, ends: str
) -> dict[UUID, list[Payment]]:
    """Give what some people paid for months from one to another (``2026-09``), by person."""
    table = table_of(catalog["dues_record"])
    columns = (table.c[name] for name in Payment._fields)
    month = func.substr(table.c.month + "-01", 1, 7)
    query = (
        select(*columns)
        .where(table.c.removed_on.is_(None), table.c.person.in_(people))
        .where(month >= begins, month <= ends)
        .order_by(table.c.month, table.c.serial)
    )
    found: dict[UUID, list[Payment]] = defaultdict(list)
    for row in connection.execute(query):
        found[row[2]].append(Payment._make(row))
    return found


def paid_months(
    connection: Connection, catalog: Catalog, people: Select[Any], begins: str
) -> dict[UUID, set[str]]:
    """Give the months (``2026-09``) from one on that some people paid anything for, by person."""
    table = table_of(catalog["dues_record"])
    month = func.substr(table.c.month + "-01", 1, 7)
    regular = or_(table.c.method.is_(None), table.c.method != VOLUNTARY)
    query = select(table.c.person, month).where(
        table.c.removed_on.is_(None), table.c.person.in_(people), table.c.month >= begins, regular
    )
    found: dict[UUID, set[str]] = defaultdict(set)
    for person, paid in connection.execute(query):
        found[person].add(paid)
    return found


def standards(
    connection: Connection, catalog: Catalog, people: Select[Any] | None = None
) -> Mapping[UUID, list[Standard]]:
    """Give every standard of some people, or of all, by person, the older entry first."""
    table = table_of(catalog["dues_standard"])
    columns = (table.c[name] for name in Standard._fields)
    query = select(table.c.person, *columns).where(table.c.removed_on.is_(None))
    if people is not None:
        query = query.where(table.c.person.in_(people))
    found: dict[UUID, list[Standard]] = defaultdict(list)
    for person, *values in connection.execute(query.order_by(table.c.serial)):
        found[person].append(Standard._make(values))
    return found


def begun(
    connection: Connection, catalog: Catalog, branches: ColumnElement[bool], day: date
) -> dict[UUID, str]:
    """Give the first month (``2026-09``) for which each branch has a payment of its members.

    A branch without any keeps its dues elsewhere; nothing is said of it.
    """
    payment, membership = table_of(catalog["dues_record"]), table_of(catalog["membership"])
    came = func.coalesce(membership.c.since, membership.c.joined_on, "")
    month = func.substr(payment.c.month + "-01", 1, 7)
    query = (
        select(membership.c.branch, func.min(month))
        .select_from(payment.join(membership, membership.c.person == payment.c.person))
        .where(payment.c.removed_on.is_(None), holds(membership, day), branches)
        .where(func.substr(came, 1, 7) <= month)
        .group_by(membership.c.branch)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def receipts(connection: Connection, catalog: Catalog, people: Select[Any]) -> list[str]:
    """Give the numbers of the receipts that some people have, removed ones too."""
    table = table_of(catalog["dues_record"])
    query = select(table.c.receipt).where(table.c.receipt.is_not(None), table.c.person.in_(people))
    return [str(row[0]) for row in connection.execute(query.distinct())]


def paid_to(connection: Connection, catalog: Catalog, person: UUID) -> str | None:
    """Give the last month (``2026-09``) somebody paid dues for; ``None``: nothing is recorded."""
    table = table_of(catalog["dues_record"])
    regular = or_(table.c.method.is_(None), table.c.method != VOLUNTARY)
    query = select(func.max(table.c.month)).where(
        table.c.person == person, table.c.removed_on.is_(None), regular
    )
    last = connection.execute(query).scalar()
    return None if last is None else (str(last) + "-01")[:7]
