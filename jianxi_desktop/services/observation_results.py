"""Results of an observation round: scores, ranks, grades, and how it was the last time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup, observation_scores
from jianxi_desktop.domain import calendar, grading, scoring
from jianxi_desktop.domain.grading import Band
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.tally import ScorerTotal, Tally, full_parts
from jianxi_desktop.services.observation import list_rounds
from jianxi_desktop.services.observation_sheets import (
    Round,
    Sheet,
    SheetLine,
    read_round,
    sheets_of,
)
from jianxi_desktop.services.observation_standings import (
    Last,
    Standing,
    last_standings,
    standings_of,
)
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class LineResult:
    """How one criterion was met by all who were visited.

    Attributes:
        number: Its number on the paper.
        item: What is looked at.
        method: Code of its method.
        dimension: Code of its dimension; empty: none.
        most: Full score in whole points.
        rate: Mean share of the full score, in hundredths of a percent; ``None``: no scores.
    """

    number: int
    item: str
    method: str
    dimension: str
    most: int
    rate: int | None


@dataclass(frozen=True)
class Result:
    """The result of one visit; points are hundredths, rates hundredths of a percent.

    Attributes:
        visit: The visit.
        form_number: Number on the paper.
        position: Its place on the route.
        organisation: Who was visited.
        name: That organisation's name.
        street: The name of the one above it.
        visited_on: ISO day of the visit; empty: not known.
        score: Mean of the scorers' totals; ``None``: nobody scored.
        full: The highest score there is.
        rate: The score's share of it.
        rank: Place in the whole round; equal scores share it.
        street_rank: Place among the visits of the same street.
        grade: Code of the grade proposed; empty while anything is missing.
        rated: Code of the grade that stands in the ledger of ratings, by the round's scheme and in
            its period; empty: none yet.
        scorers: What each scorer gave.
        missing: Whether a scorer left a criterion out, or nobody scored.
        last_score: Score in the last round of the same step that scored this organisation.
        last_full: The highest score there was then.
        last_rank: Its place then.
        last_round: Title of that round; empty: there was none.
        by_line: Points by number of the criterion, without weights.
        by_method: Weighted points by method.
        by_dimension: Weighted points by dimension.
        highlights: What was good.
        gaps: What was not.
        problems: How many problems this visit found.
        open_problems: How many the organisation has open from observation, whatever found them.
    """

    visit: UUID
    form_number: str
    position: int
    organisation: UUID
    name: str
    street: str
    visited_on: str
    score: int | None
    full: int
    rate: int | None
    rank: int | None
    street_rank: int | None
    grade: str
    rated: str
    scorers: tuple[ScorerTotal, ...]
    missing: bool
    last_score: int | None
    last_full: int | None
    last_rank: int | None
    last_round: str
    by_line: Mapping[int, int]
    by_method: Mapping[str, int]
    by_dimension: Mapping[str, int]
    highlights: str
    gaps: str
    problems: int
    open_problems: int


@dataclass(frozen=True)
class Results:
    """The results of a round.

    Attributes:
        round: The round.
        full: The highest score there is, in hundredths of a point.
        results: By rank, then by route; who has no score comes last.
        lines: How each criterion was met.
        scorers: Everybody who scored, by name.
        method_full: The highest points by method.
        dimension_full: The highest points by dimension.
        bands: How grades are made, best first.
        ranked: How many have a place in the round, whoever may see them.
        mean_score: Mean of their scores; ``None``: nobody has one.
        mean_method: Their mean points by method.
        mean_dimension: Their mean points by dimension.
    """

    round: Round
    full: int
    results: tuple[Result, ...]
    lines: tuple[LineResult, ...]
    scorers: tuple[str, ...]
    method_full: Mapping[str, int]
    dimension_full: Mapping[str, int]
    bands: tuple[Band, ...]
    ranked: int
    mean_score: int | None
    mean_method: Mapping[str, int]
    mean_dimension: Mapping[str, int]


@needs(Right.VIEW)
def results_of(office: Office, round_id: UUID, *, as_of: date | None = None) -> Results:
    """Work out the results of a round, as far as this person may see them.

    Ranks are those of the whole round for everybody.

    Args:
        office: The office.
        round_id: The round.
        as_of: The day whose bands make the grades; default today.

    Raises:
        ConflictError: The round is gone.
    """
    with office.store.read() as connection:
        return read_results(office, connection, round_id, as_of=as_of)


@needs(Right.VIEW)
def rounds_by_scores(office: Office) -> list[tuple[UUID, str, bool]]:
    """List the rounds, newest first, each with whether anybody has scored in it."""
    rounds = list_rounds(office)
    with office.store.read() as connection:
        scored = observation_scores.rounds_with_scores(connection, office.catalog)
    return [(round_id, title, round_id in scored) for round_id, title in rounds]


@needs(Right.VIEW)
def read_results(
    office: Office, connection: Connection, round_id: UUID, *, as_of: date | None = None
) -> Results:
    """Work out results inside a transaction; see ``results_of``."""
    about = read_round(office, connection, round_id)
    sheets = sheets_of(office, connection, round_id)
    standings = standings_of(
        connection, office.catalog, about.lines, round_id, drop_extremes=about.drop_extremes
    )
    last = last_standings(
        connection, office.catalog, about, {sheet.organisation for sheet in sheets}
    )
    bands = _bands(office, connection, about.scheme or grading.USUAL, as_of or calendar.today())
    made = _Maker(office, connection, about, sheets)
    results = [
        made.result(sheet, standings[sheet.visit], last.get(sheet.organisation), bands)
        for sheet in sheets
    ]
    tallies = [each.tally for each in standings.values() if each.tally is not None]
    return Results(
        round=about,
        full=made.full,
        results=tuple(sorted(results, key=_by_rank)),
        lines=tuple(_line_result(line, tallies) for line in about.lines),
        scorers=tuple(sorted({each.name for one in results for each in one.scorers})),
        method_full=full_parts(about.lines, lambda line: line.method),
        dimension_full=full_parts(about.lines, lambda line: line.dimension),
        bands=bands,
        ranked=len(tallies),
        mean_score=_mean([each.score for each in tallies]) if tallies else None,
        mean_method=_means([each.by_method for each in tallies]),
        mean_dimension=_means([each.by_dimension for each in tallies]),
    )


def _bands(office: Office, connection: Connection, scheme: str, day: date) -> tuple[Band, ...]:
    """Give the bands of a scheme on a day: the district's own, else those of the program."""
    own = tuple(
        Band(row["grade"], row["basis"], row["limit"])
        for row in observation_scores.bands_of(connection, office.catalog, scheme)
        if (row["valid_from"] or "") <= day.isoformat() < (row["valid_to"] or "9999")
    )
    return own or grading.usual_bands(scheme, day)


class _Maker:
    """Puts together what was read of the visits of a round, all at once."""

    def __init__(
        self, office: Office, connection: Connection, about: Round, sheets: Sequence[Sheet]
    ) -> None:
        visits = [sheet.visit for sheet in sheets]
        organisations = {sheet.organisation for sheet in sheets}
        catalog = office.catalog
        self.full = scoring.rounded(
            scoring.full_score((line.scale, line.weight) for line in about.lines)
        )
        self._texts = observation_scores.texts_of(connection, catalog, visits)
        self._found = observation_scores.problems_found(connection, catalog, visits)
        self._rated = {
            row["organisation"]: row["grade"]
            for row in lookup.existing(
                connection, catalog["organisation_rating"], "organisation", organisations
            )
            if (row["scheme"], row["period"]) == (about.scheme or grading.USUAL, about.period)
        }
        self._open = observation_scores.open_problems(connection, catalog, organisations)

    def result(
        self, sheet: Sheet, standing: Standing, last: Last | None, bands: Sequence[Band]
    ) -> Result:
        tally = standing.tally
        missing = tally is None or any(each.missing for each in tally.scorers)
        score = None if tally is None else tally.score
        rate = None if score is None or not self.full else scoring.share(score, self.full)
        grade = ""
        if rate is not None and standing.rank is not None and not missing:
            grade = grading.grade_of(bands, rate=rate, rank=standing.rank, ranked=standing.ranked)
        highlights, gaps = self._texts[sheet.visit]
        return Result(
            visit=sheet.visit,
            form_number=sheet.form_number,
            position=sheet.position,
            organisation=sheet.organisation,
            name=sheet.name,
            street=sheet.street,
            visited_on=sheet.visited_on,
            score=score,
            full=self.full,
            rate=rate,
            rank=standing.rank,
            street_rank=standing.street_rank,
            grade=grade,
            rated=self._rated.get(sheet.organisation, ""),
            scorers=() if tally is None else tally.scorers,
            missing=missing,
            last_score=None if last is None else last.score,
            last_full=None if last is None else last.full,
            last_rank=None if last is None else last.rank,
            last_round="" if last is None else last.title,
            by_line={} if tally is None else tally.by_line,
            by_method={} if tally is None else tally.by_method,
            by_dimension={} if tally is None else tally.by_dimension,
            highlights=highlights,
            gaps=gaps,
            problems=self._found.get(sheet.visit, 0),
            open_problems=self._open.get(sheet.organisation, 0),
        )


def _by_rank(result: Result) -> tuple[bool, int, int]:
    return result.rank is None, result.rank or 0, result.position


def _mean(points: Sequence[int]) -> int:
    return scoring.rounded(Fraction(sum(points), len(points)))


def _means(parts: Sequence[Mapping[str, int]]) -> Mapping[str, int]:
    """Average the parts of all who have any; each has the same ones."""
    return {key: _mean([each[key] for each in parts]) for key in (parts[0] if parts else ())}


def _line_result(line: SheetLine, tallies: Sequence[Tally]) -> LineResult:
    points = [each.by_line[line.number] for each in tallies if line.number in each.by_line]
    full = line.scale.most * 100 * len(points)
    return LineResult(
        number=line.number,
        item=line.item,
        method=line.method,
        dimension=line.dimension,
        most=line.scale.most,
        rate=scoring.share(sum(points), full) if full else None,
    )
