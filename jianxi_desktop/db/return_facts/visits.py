"""Facts of observation: visits of the period with what they were given, and grades."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import observation_scores
from jianxi_desktop.db.return_facts.facts import Asked, Fact, Source
from jianxi_desktop.db.return_facts.reading import Row, columns_of, in_period, rows_of
from jianxi_desktop.domain import scoring
from jianxi_desktop.domain.scoring import PLAIN, Scale
from jianxi_desktop.domain.tally import full_parts, tally

_METHODS = ("listen", "look", "check", "rate")
_Given = Mapping[UUID, Mapping[str, Mapping[UUID, int]]]


@dataclass(frozen=True)
class _Line:
    """A criterion of a round, as a tally needs it."""

    id: UUID
    number: int
    scale: Scale
    weight: int
    method: str
    dimension: str = ""


def visits(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the visits of the period.

    ``points``, ``full`` and those of each method, such as ``listen`` and ``listen_full``, are
    hundredths of a point, the mean of the scorers; they are nought where nobody scored.
    """
    table, about = asked.scope.table("observation_visit"), asked.scope.table("observation_round")
    there = (
        asked.scope.live("observation_visit")
        & in_period(asked, table.c.visited_on)
        & about.c.removed_on.is_(None)
    )
    columns = columns_of(table, "id", "organisation", "round")
    columns |= {"step": about.c.step, "drop": about.c.drop_extremes}
    source = table.join(about, about.c.id == table.c.round)
    rows = list(rows_of(connection, source, columns, there))
    rounds = {row["round"] for row in rows}
    lines, given = _lines(connection, asked, rounds), _given(connection, asked, rounds)
    for row in rows:
        own = lines.get(row["round"], [])
        yield Fact(row["id"], row["organisation"], _points(row, own, given.get(row["id"], {})))


def _points(
    row: Row, lines: list[_Line], given: Mapping[str, Mapping[UUID, int]]
) -> dict[str, Any]:
    found = tally(lines, given, drop_extremes=bool(row["drop"]))
    full = full_parts(lines, lambda line: line.method) if found is not None else {}
    whole = scoring.rounded(scoring.full_score((line.scale, line.weight) for line in lines))
    told: dict[str, Any] = {
        "step": row["step"],
        "organisation": str(row["organisation"]),
        "scored": found is not None,
        "points": 0 if found is None else found.score,
        "full": 0 if found is None else whole,
    }
    for method in _METHODS:
        told[method] = 0 if found is None else found.by_method.get(method, 0)
        told[f"{method}_full"] = full.get(method, 0)
    return told


def _lines(
    connection: Connection, asked: Asked, rounds: Collection[UUID]
) -> Mapping[UUID, list[_Line]]:
    table = asked.scope.table("observation_criterion")
    names = ("id", "round", "method", "most", "rule", "weight")
    there = table.c.removed_on.is_(None) & table.c.round.in_(rounds)
    lines: dict[UUID, list[_Line]] = {}
    for row in rows_of(connection, table, columns_of(table, *names), there):
        own = lines.setdefault(row["round"], [])
        weight = 100 if row["weight"] is None else row["weight"]
        scale = Scale(row["most"], row["rule"] or PLAIN)
        own.append(_Line(row["id"], len(own) + 1, scale, weight, row["method"]))
    return lines


def _given(connection: Connection, asked: Asked, rounds: Collection[UUID]) -> _Given:
    found: dict[UUID, dict[str, dict[UUID, int]]] = {}
    for each in observation_scores.scores_of(connection, asked.scope.catalog, rounds):
        scorers = found.setdefault(each.visit, {})
        scorers.setdefault(each.scorer, {})[each.criterion] = each.points
    return found


def ratings(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the grades that were given in the period."""
    table = asked.scope.table("organisation_rating")
    there = asked.scope.live("organisation_rating") & in_period(asked, table.c.rated_on)
    names = ("id", "organisation", "scheme", "grade")
    for row in rows_of(connection, table, columns_of(table, *names), there):
        yield Fact(row["id"], row["organisation"], {"scheme": row["scheme"], "grade": row["grade"]})


SOURCES = {
    "visits": Source("observation_visit", visits),
    "ratings": Source("organisation_rating", ratings),
}
