"""Scores of observation rounds, read in sets: whom the rounds visited, and what each was given."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, select

from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Catalog


class VisitPlace(NamedTuple):
    """One visit of a round, and under whom the visited organisation stands."""

    id: UUID
    round: UUID
    organisation: UUID
    above: UUID | None


class Given(NamedTuple):
    """What one scorer gave for one criterion in one visit, in hundredths of a point."""

    visit: UUID
    criterion: UUID
    scorer: str
    points: int


class Standard(NamedTuple):
    """How a criterion of a round counts."""

    id: UUID
    round: UUID
    most: int
    rule: str | None
    weight: int | None


class RoundStart(NamedTuple):
    """When a round began, as far as that is known."""

    serial: int
    period: str
    starts_on: str | None


class EarlierRound(NamedTuple):
    """A round that gave scores to an organisation."""

    organisation: UUID
    id: UUID
    serial: int
    title: str
    period: str
    starts_on: str | None
    drop_extremes: bool | None


def visits_of(
    connection: Connection, catalog: Catalog, rounds: Collection[UUID]
) -> list[VisitPlace]:
    """Read the visits of rounds."""
    visit, organisation = (table_of(catalog[key]) for key in ("observation_visit", "organisation"))
    query = (
        select(visit.c.id, visit.c.round, visit.c.organisation, organisation.c.parent)
        .outerjoin(organisation, organisation.c.id == visit.c.organisation)
        .where(visit.c.round.in_(rounds), visit.c.removed_on.is_(None))
    )
    return [VisitPlace(*row) for row in connection.execute(query)]


def scores_of(connection: Connection, catalog: Catalog, rounds: Collection[UUID]) -> list[Given]:
    """Read all scores of rounds in the order of entry; those of a removed visit are none."""
    score, visit = (table_of(catalog[key]) for key in ("observation_score", "observation_visit"))
    query = (
        select(score.c.visit, score.c.criterion, score.c.scorer, score.c.points)
        .join(visit, visit.c.id == score.c.visit)
        .where(
            visit.c.round.in_(rounds),
            visit.c.removed_on.is_(None),
            score.c.removed_on.is_(None),
        )
        .order_by(score.c.serial)
    )
    return [Given(*row) for row in connection.execute(query)]


def rounds_with_scores(connection: Connection, catalog: Catalog) -> set[UUID]:
    """Name the rounds in which anybody has scored."""
    score, visit = (table_of(catalog[key]) for key in ("observation_score", "observation_visit"))
    query = (
        select(visit.c.round)
        .join(score, score.c.visit == visit.c.id)
        .where(visit.c.removed_on.is_(None), score.c.removed_on.is_(None))
        .distinct()
    )
    return set(connection.execute(query).scalars())


def standards_of(
    connection: Connection, catalog: Catalog, rounds: Collection[UUID]
) -> list[Standard]:
    """Read how the criteria of rounds count."""
    table = table_of(catalog["observation_criterion"])
    names = ("id", "round", "most", "rule", "weight")
    query = select(*(table.c[name] for name in names)).where(
        table.c.round.in_(rounds), table.c.removed_on.is_(None)
    )
    return [Standard(*row) for row in connection.execute(query)]


def scored_rounds(
    connection: Connection, catalog: Catalog, step: str, organisations: Collection[UUID]
) -> list[EarlierRound]:
    """List the rounds of a step that gave scores to some organisations, one for each of them."""
    visit, about, score = (
        table_of(catalog[key])
        for key in ("observation_visit", "observation_round", "observation_score")
    )
    names = ("id", "serial", "title", "period", "starts_on", "drop_extremes")
    scored = select(score.c.visit).where(score.c.removed_on.is_(None))
    query = (
        select(visit.c.organisation, *(about.c[name] for name in names))
        .join(about, about.c.id == visit.c.round)
        .where(
            about.c.step == step,
            about.c.removed_on.is_(None),
            visit.c.removed_on.is_(None),
            visit.c.organisation.in_(organisations),
            visit.c.id.in_(scored),
        )
    )
    return [EarlierRound(*row) for row in connection.execute(query)]


def round_start(connection: Connection, catalog: Catalog, round_id: UUID) -> RoundStart:
    """Read when a round began."""
    table = table_of(catalog["observation_round"])
    query = select(table.c.serial, table.c.period, table.c.starts_on).where(table.c.id == round_id)
    row = connection.execute(query).one()
    return RoundStart(row.serial, row.period, row.starts_on)


def texts_of(
    connection: Connection, catalog: Catalog, visits: Collection[UUID]
) -> dict[UUID, tuple[str, str]]:
    """Read highlights and gaps by visit."""
    table = table_of(catalog["observation_visit"])
    query = select(table.c.id, table.c.highlights, table.c.gaps).where(table.c.id.in_(visits))
    return {row[0]: (row[1] or "", row[2] or "") for row in connection.execute(query)}


def problems_found(
    connection: Connection, catalog: Catalog, visits: Collection[UUID]
) -> dict[UUID, int]:
    """Count the problems that each visit found."""
    table = table_of(catalog["problem"])
    query = select(table.c.visit, func.count()).where(
        table.c.visit.in_(visits), table.c.removed_on.is_(None)
    )
    return _counts(connection.execute(query.group_by(table.c.visit)))


def open_problems(
    connection: Connection, catalog: Catalog, organisations: Collection[UUID]
) -> dict[UUID, int]:
    """Count the open problems from observation by organisation."""
    table = table_of(catalog["problem"])
    query = select(table.c.organisation, func.count()).where(
        table.c.organisation.in_(organisations),
        table.c.source == "observation",
        table.c.closed_on.is_(None),
        table.c.removed_on.is_(None),
    )
    return _counts(connection.execute(query.group_by(table.c.organisation)))


def bands_of(connection: Connection, catalog: Catalog, scheme: str) -> list[Mapping[str, Any]]:
    """Read the district's own bands of a scheme, best first."""
    table = table_of(catalog["grade_band"])
    query = (
        select(table)
        .where(table.c.scheme == scheme, table.c.removed_on.is_(None))
        .order_by(table.c.position, table.c.serial)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _counts(rows: Iterable[Any]) -> dict[UUID, int]:
    return {row[0]: row[1] for row in rows}
