"""Problems of an observation round: the gaps that were written down become rows of the ledger."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup
from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.gaps import due_day, same_problem, split_gaps
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.scoring import share
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import scope
from jianxi_desktop.services.observation_results import Result, Results, read_results
from jianxi_desktop.services.observation_sheets import Sheet, sheets_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import check_values
from jianxi_desktop.services.rights import needs

WEAKEST = 3


@dataclass(frozen=True)
class NewProblem:
    """A gap that is to become a problem.

    Attributes:
        visit: The visit that found it.
        title: What it is.
        due_on: By when it is to be put right, as an ISO day.
        duty_organisation: Who has to do it; ``None``: who was visited.
        duty_person: Who answers for it.
        measure: What is to be done.
    """

    visit: UUID
    title: str
    due_on: str
    duty_organisation: UUID | None = None
    duty_person: str | None = None
    measure: str | None = None


@dataclass(frozen=True)
class WeakLine:
    """A criterion that a visit met badly: what a gap may be about.

    Attributes:
        number: Its number on the paper.
        item: What is looked at.
        rate: Share of the full score, in hundredths of a percent.
    """

    number: int
    item: str
    rate: int


@dataclass(frozen=True)
class VisitGaps:
    """What a visit wrote down and is no problem yet.

    Attributes:
        visit: The visit.
        form_number: Number on the paper.
        organisation: Who was visited.
        name: That organisation's name.
        street: The name of the one above it.
        titles: Single gaps of its text that no problem of this visit, nor an open one of this
            organisation, says already.
        weakest: The criteria with the lowest shares, lowest first.
        duty_person: Who leads the organisation; empty: not known.
        due_on: ISO day proposed.
    """

    visit: UUID
    form_number: str
    organisation: UUID
    name: str
    street: str
    titles: tuple[str, ...]
    weakest: tuple[WeakLine, ...]
    duty_person: str
    due_on: str


@dataclass(frozen=True)
class FoundProblem:
    """A problem that a round found.

    Attributes:
        id: The problem.
        visit: The visit that found it.
        form_number: Number on that visit's paper.
        organisation: Where it is.
        name: That organisation's name.
        street: The name of the one above it.
        title: What it is.
        found_on: ISO day.
        duty_name: Name of the organisation that has to put it right.
        duty_person: Who answers for it; empty: nobody named.
        measure: What is to be done; empty: not written.
        due_on: ISO day; empty: none.
        closed_on: ISO day; empty: still open.
        result: What was done; empty: not written.
        confirmed_by: Who confirmed it; empty: nobody.
    """

    id: UUID
    visit: UUID
    form_number: str
    organisation: UUID
    name: str
    street: str
    title: str
    found_on: str
    duty_name: str
    duty_person: str
    measure: str
    due_on: str
    closed_on: str
    result: str
    confirmed_by: str


@dataclass(frozen=True)
class Made:
    """What became of gaps.

    Attributes:
        problems: The new problems, in the order they were given.
        touched: Ledgers written to.
    """

    problems: tuple[UUID, ...]
    touched: frozenset[str]


@needs(Right.VIEW)
def suggest_problems(
    office: Office, round_id: UUID, *, today: date | None = None
) -> tuple[VisitGaps, ...]:
    """Take the gaps of a round's visits apart, in the order of the route.

    Raises:
        ConflictError: The round is gone.
    """
    day = today or calendar.today()
    with office.store.read() as connection:
        results = read_results(office, connection, round_id)
        organisations = {each.organisation for each in results.results}
        known = _problems_at(office, connection, organisations)
        leaders = _leaders(office, connection, organisations)
    route = sorted(results.results, key=lambda each: each.position)
    return tuple(
        VisitGaps(
            visit=each.visit,
            form_number=each.form_number,
            organisation=each.organisation,
            name=each.name,
            street=each.street,
            titles=_not_yet(each, known.get(each.organisation, ())),
            weakest=weakest_lines(results, each),
            duty_person=leaders.get(each.organisation, ""),
            due_on=due_day(each.visited_on, day),
        )
        for each in route
    )


def weakest_lines(results: Results, result: Result, most: int = WEAKEST) -> tuple[WeakLine, ...]:
    """Name the criteria that a visit met worst, as far as any point was lost."""
    found = [
        WeakLine(line.number, line.item, share(result.by_line[line.number], line.most * 100))
        for line in results.lines
        if line.most and line.number in result.by_line
    ]
    lost = (line for line in found if line.rate < 10_000)
    return tuple(sorted(lost, key=lambda line: (line.rate, line.number))[:most])


@needs(Right.VIEW)
def problems_of(office: Office, round_id: UUID) -> tuple[FoundProblem, ...]:
    """List what a round found, in the order of the route.

    Raises:
        ConflictError: The round is gone.
    """
    catalog = office.catalog
    with office.store.read() as connection:
        sheets = sheets_of(office, connection, round_id)
        visits = [sheet.visit for sheet in sheets]
        rows = lookup.existing(connection, catalog["problem"], "visit", visits)
        duty = {row["duty_organisation"] for row in rows if row["duty_organisation"]}
        named = lookup.existing(connection, catalog["organisation"], "id", duty)
    names = {row["id"]: row["name"] for row in named}
    by_visit: dict[UUID, list[Mapping[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: int(row["serial"])):
        by_visit.setdefault(row["visit"], []).append(row)
    return tuple(
        _found(row, sheet, names) for sheet in sheets for row in by_visit.get(sheet.visit, ())
    )


@needs(Right.EDIT)
def gaps_to_problems(
    office: Office, round_id: UUID, lines: Sequence[NewProblem], *, today: date | None = None
) -> Made:
    """Let gaps become problems, all of them in one action.

    Raises:
        InputError: One cannot be taken; every reason is in the details and nothing was changed.
        ConflictError: The round is gone.
    """
    ledger = office.catalog["problem"]
    day = today or calendar.today()
    with office.change("gaps_to_problems") as change:
        sheets = {each.visit: each for each in sheets_of(office, change.connection, round_id)}
        organisations = {sheet.organisation for sheet in sheets.values()}
        known = _problems_at(office, change.connection, organisations)
        rows, reasons = _read(office, lines, sheets, known, day)
        if reasons or not rows:
            raise _refused(reasons)
        duty = {row["duty_organisation"] for row in rows}
        scope.require_inside(office, change.connection, office.catalog["organisation"], duty)
        made = insert_rows(change, ledger, rows)
        return Made(tuple(made), frozenset(change.touched))


def _read(
    office: Office,
    lines: Sequence[NewProblem],
    sheets: Mapping[UUID, Sheet],
    known: Mapping[UUID, Sequence[Mapping[str, Any]]],
    today: date,
) -> tuple[list[dict[str, Any]], list[str]]:
    """Read what was given as rows of the ledger, and say all that is wrong with it."""
    ledger, rows, reasons = office.catalog["problem"], list[dict[str, Any]](), list[str]()
    for place, line in enumerate(lines, 1):
        sheet = sheets.get(line.visit)
        if sheet is None:
            reasons.append(f"第{place}条：不是本轮的观摩点，请刷新后再试。")
            continue
        checked = check_values(
            ledger,
            {
                "title": line.title,
                "organisation": sheet.organisation,
                "source": "observation",
                "found_on": sheet.visited_on or today.isoformat(),
                "duty_organisation": line.duty_organisation or sheet.organisation,
                "duty_person": line.duty_person,
                "measure": line.measure,
                "due_on": line.due_on,
                "visit": line.visit,
            },
        )
        told = [issue.text for issue in checked.refused] or _against(
            checked.values, known.get(sheet.organisation, ()), rows
        )
        reasons += [f"第{place}条（{sheet.name}）：{text}" for text in told]
        if not told:
            rows.append(checked.values)
    return rows, reasons


def _against(
    row: Mapping[str, Any],
    known: Sequence[Mapping[str, Any]],
    before: Sequence[Mapping[str, Any]],
) -> list[str]:
    told = []
    if not row["due_on"]:
        told.append("没有写整改时限。")
    elif row["due_on"] < row["found_on"][: len(row["due_on"])]:
        told.append(f"整改时限早于发现日期{calendar.show_day(row['found_on'])}。")
    given = [each for each in before if each.get("visit") == row["visit"]]
    if any(
        same_problem(row["title"], each["title"]) for each in (*known, *given) if _holds(each, row)
    ):
        told.append(f"“{row['title'][:20]}”已经登记过了。")
    return told


def _holds(other: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Tell whether a problem with the same words is the same: this visit's, or still open."""
    return other.get("visit") == row["visit"] or other.get("closed_on") is None


def _not_yet(result: Result, known: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    here = [row for row in known if _holds(row, {"visit": result.visit})]
    return tuple(
        title
        for title in split_gaps(result.gaps)
        if not any(same_problem(title, row["title"]) for row in here)
    )


def _problems_at(
    office: Office, connection: Connection, organisations: Collection[UUID]
) -> dict[UUID, list[Mapping[str, Any]]]:
    found: dict[UUID, list[Mapping[str, Any]]] = {}
    ledger = office.catalog["problem"]
    for row in lookup.existing(connection, ledger, "organisation", organisations):
        found.setdefault(row["organisation"], []).append(row)
    return found


def _leaders(
    office: Office, connection: Connection, organisations: Collection[UUID]
) -> dict[UUID, str]:
    rows = lookup.existing(connection, office.catalog["organisation"], "id", organisations)
    return {row["id"]: row["secretary"] or "" for row in rows}


def _found(row: Mapping[str, Any], sheet: Sheet, names: Mapping[UUID, str]) -> FoundProblem:
    return FoundProblem(
        id=row["id"],
        visit=sheet.visit,
        form_number=sheet.form_number,
        organisation=row["organisation"],
        name=sheet.name,
        street=sheet.street,
        title=row["title"],
        found_on=row["found_on"],
        duty_name=names.get(row["duty_organisation"], ""),
        duty_person=row["duty_person"] or "",
        measure=row["measure"] or "",
        due_on=row["due_on"] or "",
        closed_on=row["closed_on"] or "",
        result=row["result"] or "",
        confirmed_by=row["confirmed_by"] or "",
    )


def _refused(reasons: Sequence[str]) -> InputError:
    told = f"有{len(reasons)}处不对，什么都没有登记，请改正后再试。"
    if not reasons:
        told = "没有选中要转为问题的差距，什么都没有登记。请先勾选。"
    return InputError(
        f"{len(reasons)} reasons against new problems",
        user_message=told if len(reasons) != 1 else f"{reasons[0].rstrip('。')}。什么都没有登记。",
        code="gaps",
        details=reasons if len(reasons) > 1 else (),
    )
