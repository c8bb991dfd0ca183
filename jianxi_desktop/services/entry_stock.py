"""What is in the database of some sheets: points, second looks, where the paper is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup
from jianxi_desktop.domain.scoring import rounded, scored, total
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services.observation_sheets import Sheet, SheetLine
from jianxi_desktop.services.office import Office

PRINTED, RETURNED, ENTERED, CHECKED, VOID = "printed", "returned", "entered", "checked", "void"
SETTLED = (ENTERED, CHECKED, VOID)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class ScorerEntry:
    """What one scorer gave on one sheet.

    Attributes:
        name: The scorer.
        points: Hundredths of a point by criterion.
        remarks: What was written beside them, by criterion.
    """

    name: str
    points: Mapping[UUID, int] = field(default_factory=dict)
    remarks: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class EntryGiven:
    """What is to be saved of one sheet.

    Attributes:
        scorer: Whose points.
        points: Hundredths of a point by criterion.
        remarks: What is written beside them; of a line without score, what was seen.
        outcomes: Outcome code (``None``: not said) and remark by problem looked at again.
        highlights: ``None`` leaves what stands, as for the two below.
        gaps: What was found wanting.
        visited_on: Day of the visit, as typed.
        seen: What stood of this scorer when the sheet was opened; ``None``: whatever stands.
    """

    scorer: str
    points: Mapping[UUID, int]
    remarks: Mapping[UUID, str] = field(default_factory=dict)
    outcomes: Mapping[UUID, tuple[str | None, str]] = field(default_factory=dict)
    highlights: str | None = None
    gaps: str | None = None
    visited_on: str | None = None
    seen: ScorerEntry | None = None


@dataclass
class Stock:
    """What is in the database of some sheets.

    Attributes:
        visits: The rows of the visits.
        scores: Rows of scores by visit.
        reviews: Rows of second looks by visit and problem.
        problems: The problems looked at, by identity.
        forms: The paper's row by form number: that which holds, else that which is void.
    """

    visits: dict[UUID, Row]
    scores: dict[UUID, list[Row]]
    reviews: dict[UUID, dict[UUID, Row]]
    problems: dict[UUID, Row]
    forms: dict[str, Row]

    def state(self, sheet: Sheet) -> str:
        """Give the code of a form's state; empty: not printed."""
        row = self.forms.get(sheet.form_number)
        return row["state"] if row else ""

    def scorers(self, visit: UUID) -> tuple[ScorerEntry, ...]:
        """Give what each scorer gave, in the order they were entered."""
        names = dict.fromkeys(row["scorer"] for row in self.scores.get(visit, ()))
        return tuple(self.entry(visit, name) for name in names)

    def entry(self, visit: UUID, scorer: str) -> ScorerEntry:
        """Give what one scorer gave."""
        rows = self.rows(visit, scorer)
        return ScorerEntry(
            scorer,
            {criterion: row["points"] for criterion, row in rows.items()},
            {criterion: row["remark"] for criterion, row in rows.items() if row["remark"]},
        )

    def rows(self, visit: UUID, scorer: str) -> dict[UUID, Row]:
        """Give a scorer's rows by criterion; of two for one that met in a merge, the older."""
        found: dict[UUID, Row] = {}
        for row in self.scores.get(visit, ()):
            if row["scorer"] == scorer:
                found.setdefault(row["criterion"], row)
        return found


def stock_of(office: Office, connection: Connection, sheets: Sequence[Sheet]) -> Stock:
    """Read what is in the database of some sheets."""
    catalog = office.catalog
    visits = [sheet.visit for sheet in sheets]
    scores: dict[UUID, list[Row]] = {}
    rows = lookup.existing(connection, catalog["observation_score"], "visit", visits)
    for row in sorted(rows, key=lambda row: int(row["serial"])):
        scores.setdefault(row["visit"], []).append(row)
    reviews: dict[UUID, dict[UUID, Row]] = {}
    for row in lookup.existing(connection, catalog["problem_review"], "visit", visits):
        reviews.setdefault(row["visit"], {}).setdefault(row["problem"], row)
    looked_at = {each.problem for sheet in sheets for each in sheet.problems}
    problems = lookup.existing(connection, catalog["problem"], "id", looked_at)
    numbers = [sheet.form_number for sheet in sheets]
    whole = lookup.existing(connection, catalog["observation_visit"], "id", visits)
    return Stock(
        {row["id"]: row for row in whole},
        scores,
        reviews,
        {row["id"]: row for row in problems},
        forms_by_number(connection, catalog, numbers),
    )


def forms_by_number(
    connection: Connection, catalog: Catalog, numbers: Iterable[str]
) -> dict[str, Row]:
    """Give the row of each printed form: the newest that holds, else the newest."""
    rows = lookup.existing(connection, catalog["printed_form"], "form_number", list(numbers))
    ordered = sorted(rows, key=lambda row: (row["state"] != VOID, row["serial"]))
    return {row["form_number"]: row for row in ordered}


def progress(sheet: Sheet, points: Mapping[UUID, int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give the numbers of the lines that have points, and of those that should have."""
    entered = tuple(line.number for line in sheet.lines if line.id in points)
    wanting = (line for line in sheet.lines if scored(line.scale) and line.id not in points)
    return entered, tuple(line.number for line in wanting)


def total_of(sheet: Sheet, points: Mapping[UUID, int]) -> int:
    """Add the points of a scorer with their weights, rounded to hundredths."""
    return rounded(
        total((points[line.id], line.weight) for line in sheet.lines if line.id in points)
    )


def counts(line: SheetLine) -> bool:
    """Tell whether a line is scored at all."""
    return scored(line.scale)
