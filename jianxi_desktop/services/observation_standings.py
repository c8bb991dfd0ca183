"""Places in an observation round, and in the last one of its step."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import observation_scores
from jianxi_desktop.db.observation_scores import (
    EarlierRound,
    Given,
    RoundStart,
    Standard,
    VisitPlace,
)
from jianxi_desktop.domain import scoring
from jianxi_desktop.domain.observation import read_period
from jianxi_desktop.domain.scoring import PLAIN, Scale
from jianxi_desktop.domain.tally import Line, Tally, tally
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services.observation_sheets import Round


class Standing(NamedTuple):
    """Where one visit stands among all of its round.

    Attributes:
        tally: What it was given; ``None``: nobody scored.
        rank: Its place in the round.
        street_rank: Its place within its street.
        ranked: How many have a place in the round.
    """

    tally: Tally | None
    rank: int | None
    street_rank: int | None
    ranked: int


class Last(NamedTuple):
    """What an organisation had in the last round of the same step."""

    title: str
    score: int
    full: int
    rank: int


@dataclass(frozen=True)
class _Weighed:
    """A criterion of an earlier round: no paper of it is at hand, only how it counts."""

    id: UUID
    scale: Scale
    weight: int
    number: int = 0
    method: str = ""
    dimension: str = ""


def standings_of(
    connection: Connection,
    catalog: Catalog,
    lines: Sequence[Line],
    round_id: UUID,
    *,
    drop_extremes: bool,
) -> dict[UUID, Standing]:
    """Work out score and ranks of every visit of a round."""
    visits = observation_scores.visits_of(connection, catalog, [round_id])
    given = _by_visit(observation_scores.scores_of(connection, catalog, [round_id]))
    return _standings(visits, given, lines, drop_extremes=drop_extremes)


def last_standings(
    connection: Connection, catalog: Catalog, about: Round, organisations: Collection[UUID]
) -> dict[UUID, Last]:
    """Find for each organisation what the latest earlier round of the same step gave it."""
    scored = observation_scores.scored_rounds(connection, catalog, about.step, organisations)
    began = _began(observation_scores.round_start(connection, catalog, about.id))
    latest: dict[UUID, EarlierRound] = {}
    for each in scored:
        before = latest.get(each.organisation)
        if _began(each) < began and (before is None or _began(each) > _began(before)):
            latest[each.organisation] = each
    rounds = {each.id: each for each in latest.values()}
    if not rounds:
        return {}
    standards = observation_scores.standards_of(connection, catalog, rounds)
    visits = observation_scores.visits_of(connection, catalog, rounds)
    given = _by_visit(observation_scores.scores_of(connection, catalog, rounds))
    found: dict[tuple[UUID, UUID], Last] = {}
    for round_id, each in rounds.items():
        lines = [_weighed(row) for row in standards if row.round == round_id]
        full = scoring.rounded(scoring.full_score((line.scale, line.weight) for line in lines))
        own = [visit for visit in visits if visit.round == round_id]
        standings = _standings(own, given, lines, drop_extremes=bool(each.drop_extremes))
        for visit in own:
            one = standings[visit.id]
            if one.tally is not None and one.rank is not None:
                found[round_id, visit.organisation] = Last(
                    each.title, one.tally.score, full, one.rank
                )
    return {
        organisation: found[each.id, organisation]
        for organisation, each in latest.items()
        if (each.id, organisation) in found
    }


def _standings(
    visits: Sequence[VisitPlace],
    given: Mapping[UUID, Mapping[str, Mapping[UUID, int]]],
    lines: Sequence[Line],
    *,
    drop_extremes: bool,
) -> dict[UUID, Standing]:
    tallies = {
        visit.id: tally(lines, given.get(visit.id, {}), drop_extremes=drop_extremes)
        for visit in visits
    }
    scores = {key: one.score for key, one in tallies.items() if one is not None}
    ranks = dict(zip(scores, scoring.ranks(list(scores.values())), strict=True))
    within: dict[UUID, int] = {}
    for street in {visit.above for visit in visits}:
        own = [visit.id for visit in visits if visit.above == street and visit.id in scores]
        within |= zip(own, scoring.ranks([scores[each] for each in own]), strict=True)
    return {
        visit.id: Standing(
            tallies[visit.id], ranks.get(visit.id), within.get(visit.id), len(scores)
        )
        for visit in visits
    }


def _by_visit(scores: Sequence[Given]) -> dict[UUID, dict[str, dict[UUID, int]]]:
    found: dict[UUID, dict[str, dict[UUID, int]]] = {}
    for each in scores:
        scorers = found.setdefault(each.visit, {})
        scorers.setdefault(each.scorer, {})[each.criterion] = each.points
    return found


def _weighed(row: Standard) -> _Weighed:
    weight = 100 if row.weight is None else row.weight
    return _Weighed(row.id, Scale(row.most, row.rule or PLAIN), weight)


def _began(start: EarlierRound | RoundStart) -> tuple[str, int]:
    """Order rounds by the day they began; one without a day by its half-year, then by entry."""
    if start.starts_on:
        return (start.starts_on + "-01-01")[:10], start.serial
    try:
        half = read_period(start.period)
    except InputError:
        return "", start.serial
    return f"{half[:4]}-{'01' if half.endswith('1') else '07'}-01", start.serial
