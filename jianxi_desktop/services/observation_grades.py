"""Grades that the results of an observation round propose, taken over as ratings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jianxi_desktop.db import lookup
from jianxi_desktop.db.write import Edit, insert_rows, update_rows
from jianxi_desktop.domain import calendar, grading
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.scoring import show_points
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import scope
from jianxi_desktop.services.observation_results import Result, Results, read_results
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class Adopted:
    """What became of proposed grades.

    Attributes:
        made: How many organisations had no rating by this scheme in this period before.
        changed: How many had another one, or for another reason.
        same: How many had the same already.
        left: Names of those without a grade: a score is missing.
        touched: Ledgers written to.
    """

    made: int
    changed: int
    same: int
    left: tuple[str, ...]
    touched: frozenset[str]


@needs(Right.EDIT)
def adopt_grades(office: Office, round_id: UUID, *, today: date | None = None) -> Adopted:
    """Write the grade of every organisation that a round visited, by the round's scheme.

    A rating of the same organisation, scheme and period is changed and not doubled.

    Raises:
        InputError: Nobody has a grade yet; nothing was changed.
        ConflictError: The round is gone.
    """
    day = today or calendar.today()
    ledger = office.catalog["organisation_rating"]
    with office.change("adopt_grades") as change:
        results = read_results(office, change.connection, round_id, as_of=day)
        graded = [each for each in results.results if each.grade]
        if not graded:
            raise InputError(
                "nobody has a grade",
                user_message="本轮还没有可以定的等次：先把检查表的得分录全，再定等次。",
                code="no_grades",
            )
        organisations = {each.organisation for each in graded}
        scope.require_inside(
            office, change.connection, office.catalog["organisation"], organisations
        )
        standing = {
            row["organisation"]: row
            for row in lookup.existing(change.connection, ledger, "organisation", organisations)
            if (row["scheme"], row["period"]) == (_scheme(results), results.round.period)
        }
        wanted = {each.organisation: _rating(office, results, each, day) for each in graded}
        new = [row for key, row in wanted.items() if key not in standing]
        edits = [
            Edit(standing[key]["id"], row, standing[key]["version"])
            for key, row in wanted.items()
            if key in standing and _differs(standing[key], row)
        ]
        insert_rows(change, ledger, new)
        update_rows(change, ledger, edits)
        return Adopted(
            made=len(new),
            changed=len(edits),
            same=len(wanted) - len(new) - len(edits),
            left=tuple(each.name for each in results.results if not each.grade),
            touched=frozenset(change.touched),
        )


def _rating(office: Office, results: Results, result: Result, day: date) -> dict[str, Any]:
    assert result.score is not None  # noqa: S101 - who has a grade has a score
    return {
        "organisation": result.organisation,
        "scheme": _scheme(results),
        "period": results.round.period,
        "grade": result.grade,
        "rated_on": day.isoformat(),
        "rated_by": office.unit.name,
        "reason": (
            f"{results.round.title}：得{show_points(result.score)}分"
            f"（满分{show_points(result.full)}分），第{result.rank}名。"
        ),
    }


def _scheme(results: Results) -> str:
    return results.round.scheme or grading.USUAL


def _differs(standing: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Tell whether a rating says anything else; only the day it was written again does not."""
    return any(standing[key] != row[key] for key in ("grade", "reason"))
