"""Terms of organisations: which of them runs, and which is only being prepared.

A term with candidates of whom nobody is elected yet is in preparation: the election was announced
and not finished, or it failed. It is no term until somebody is elected.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, Table, case, func, select, true

from jianxi_desktop.db import as_of
from jianxi_desktop.db.base import Record
from jianxi_desktop.db.tree import subtree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Catalog

Row = Mapping[str, Any]


def in_preparation() -> Select[Any]:
    """Select the terms that have candidates of whom nobody is elected."""
    candidate = Record.metadata.tables["election_candidate"]
    elected = func.sum(case((candidate.c.elected.is_(True), 1), else_=0))
    return (
        select(candidate.c.term)
        .where(candidate.c.removed_on.is_(None))
        .group_by(candidate.c.term)
        .having(elected == 0)
    )


def running_on(
    connection: Connection, catalog: Catalog, day: date, top: UUID | None = None
) -> dict[UUID, Row]:
    """Give the term that runs on a day, of each organisation the one that began last.

    Args:
        connection: A transaction.
        catalog: All ledgers.
        day: The day.
        top: Only what stands at or below this organisation; ``None``: all.
    """
    table = table_of(catalog["leadership_term"])
    return _by_organisation(connection, _running(catalog, day).where(_inside(catalog, table, top)))


def running_of(
    connection: Connection, catalog: Catalog, organisation: UUID, day: date
) -> Row | None:
    """Give the term of one organisation that runs on a day."""
    table = table_of(catalog["leadership_term"])
    query = _running(catalog, day).where(table.c.organisation == organisation)
    return _by_organisation(connection, query).get(organisation)


def prepared(connection: Connection, catalog: Catalog, top: UUID | None = None) -> dict[UUID, Row]:
    """Give the term that is in preparation and has not ended, of each organisation the last."""
    table = table_of(catalog["leadership_term"])
    query = select(table).where(
        table.c.removed_on.is_(None),
        table.c.ended_on.is_(None),
        table.c.id.in_(in_preparation()),
        _inside(catalog, table, top),
    )
    return _by_organisation(connection, query)


def _running(catalog: Catalog, day: date) -> Select[Any]:
    table = table_of(catalog["leadership_term"])
    return select(table).where(
        table.c.removed_on.is_(None),
        as_of.standing(table, "starts_on", "ended_on", day),
        table.c.id.not_in(in_preparation()),
    )


def _by_organisation(connection: Connection, query: Select[Any]) -> dict[UUID, Row]:
    """Read terms, the last of each organisation."""
    table = Record.metadata.tables["leadership_term"]
    found = connection.execute(query.order_by(table.c.starts_on, table.c.serial)).mappings()
    return {row["organisation"]: dict(row) for row in found}


def _inside(catalog: Catalog, table: Table, top: UUID | None) -> ColumnElement[bool]:
    return true() if top is None else table.c.organisation.in_(subtree(catalog, top))


def in_effect(
    connection: Connection, catalog: Catalog, organisations: Collection[UUID]
) -> dict[UUID, list[Row]]:
    """Give every term of some organisations that is in effect, of each the first one first."""
    table = table_of(catalog["leadership_term"])
    query = (
        select(table)
        .where(
            table.c.removed_on.is_(None),
            table.c.organisation.in_(list(organisations)),
            table.c.id.not_in(in_preparation()),
        )
        .order_by(table.c.starts_on, table.c.serial)
    )
    found: dict[UUID, list[Row]] = {one: [] for one in organisations}
    for row in connection.execute(query).mappings():
        found[row["organisation"]].append(dict(row))
    return found


class Held(NamedTuple):
    """A post that somebody holds in an organisation; part-time members are left out."""

    id: UUID
    version: int
    organisation: UUID
    name: str
    post: str
    person: UUID | None
    phone: str | None
    duties: str | None
    starts_on: str | None
    term: UUID | None


def posts_on(
    connection: Connection,
    catalog: Catalog,
    day: date,
    *,
    top: UUID | None = None,
    organisation: UUID | None = None,
) -> list[Held]:
    """Give the posts held on a day, in the order of entry.

    Args:
        connection: A transaction.
        catalog: All ledgers.
        day: The day.
        top: Only what stands at or below this organisation.
        organisation: Only the posts of this one.
    """
    table = table_of(catalog["post_holding"])
    query = select(*(table.c[name] for name in Held._fields)).where(
        table.c.removed_on.is_(None),
        table.c.part_time.is_not(True),
        as_of.standing(table, "starts_on", "ends_on", day),
        _inside(catalog, table, top),
    )
    if organisation is not None:
        query = query.where(table.c.organisation == organisation)
    return [Held._make(row) for row in connection.execute(query.order_by(table.c.serial))]
