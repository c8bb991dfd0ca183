"""Commands on the results of an observation round: ranked, graded, gaps made problems."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from jianxi_desktop.cli.shaping import Answer, day_of
from jianxi_desktop.domain.scoring import show_points
from jianxi_desktop.services import (
    observation,
    observation_problems,
    observation_ranking,
    observation_results,
)
from jianxi_desktop.services.observation_problems import FoundProblem, NewProblem, VisitGaps
from jianxi_desktop.services.observation_results import Result
from jianxi_desktop.services.office import Office


def rank(options: Namespace, office: Office) -> Answer:
    """Rank whom a round visited."""
    round_id = observation.round_named(office, options.round)
    found = observation_results.results_of(office, round_id, as_of=day_of(options))
    if options.output:
        path = Path(options.output)
        observation_ranking.export_ranking(office, round_id, path, as_of=day_of(options))
    return {
        "round": str(round_id),
        "file": options.output,
        "ranking": [_ranked(office, each) for each in found.results],
    }


def adopt(options: Namespace, office: Office) -> Answer:
    """Take the grades of a round over as ratings."""
    from jianxi_desktop.services import observation_grades

    round_id = observation.round_named(office, options.round)
    done = observation_grades.adopt_grades(office, round_id, today=day_of(options))
    return {
        "round": str(round_id),
        "created": done.made,
        "updated": done.changed,
        "unchanged": done.same,
        "ungraded": list(done.left),
    }


def problems(options: Namespace, office: Office) -> Answer:
    """List the gaps of a round, let them become problems, and list its problems."""
    round_id, day = observation.round_named(office, options.round), day_of(options)
    gaps = observation_problems.suggest_problems(office, round_id, today=day)
    lines = [
        NewProblem(
            visit=each.visit,
            title=title,
            due_on=options.due.isoformat() if options.due else each.due_on,
            duty_person=options.person or each.duty_person or None,
        )
        for each in gaps
        for title in each.titles
    ]
    wanted = bool(options.make and lines)
    if wanted:
        observation_problems.gaps_to_problems(office, round_id, lines, today=day)
    return {
        "round": str(round_id),
        "suggested": [] if wanted else [_suggested(each) for each in gaps if each.titles],
        "created": len(lines) if wanted else 0,
        "problems": [_problem(each) for each in observation_problems.problems_of(office, round_id)],
    }


def _ranked(office: Office, each: Result) -> dict[str, Any]:
    grade = office.catalog["organisation_rating"].fields["grade"]
    return {
        "rank": each.rank,
        "street_rank": each.street_rank,
        "organisation": each.name,
        "street": each.street,
        "form_number": each.form_number,
        "score": _points(each.score),
        "full": show_points(each.full),
        "rate": _points(each.rate),
        "grade": grade.show(each.grade) if each.grade else None,
        "rated": grade.show(each.rated) if each.rated else None,
        "scorers": [
            {
                "name": scorer.name,
                "total": show_points(scorer.total),
                "counted": scorer.counted,
                "missing": list(scorer.missing),
            }
            for scorer in each.scorers
        ],
        "missing": each.missing,
        "last_score": _points(each.last_score),
        "last_full": _points(each.last_full),
        "last_rank": each.last_rank,
        "last_round": each.last_round or None,
    }


def _points(points: int | None) -> str | None:
    return None if points is None else show_points(points)


def _suggested(each: VisitGaps) -> dict[str, Any]:
    return {
        "form_number": each.form_number,
        "organisation": each.name,
        "street": each.street,
        "titles": list(each.titles),
        "duty_person": each.duty_person or None,
        "due_on": each.due_on,
        "weakest": [
            {"number": line.number, "item": line.item, "rate": show_points(line.rate)}
            for line in each.weakest
        ],
    }


def _problem(each: FoundProblem) -> dict[str, Any]:
    return {
        "id": str(each.id),
        "form_number": each.form_number,
        "organisation": each.name,
        "street": each.street,
        "title": each.title,
        "found_on": each.found_on,
        "duty_organisation": each.duty_name or None,
        "duty_person": each.duty_person or None,
        "due_on": each.due_on or None,
        "closed_on": each.closed_on or None,
    }
