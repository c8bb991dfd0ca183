"""The district's figures: for each one the query of the records behind it.

What each counts stands in ``resources/rules/district_return.csv``, in words. Stock figures count
what stood on the day, the others what happened up to it, of all time or of the day's year.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, exists, func, null, select

from jianxi_desktop.db import as_of
from jianxi_desktop.db.figures_behind import Behind, Scope, nothing

COMMUNITY_FORMS = ("party_committee", "general_branch", "branch")
Query = Callable[[Scope], Behind]


def rows_of(rows: FromClause, condition: ColumnElement[bool], part: Any = None) -> Select[Any]:
    """Select the identity and the part of the rows of which a condition holds."""
    return select(rows.c.id, (null() if part is None else part).label("part")).where(condition)


def _territories(kind: str) -> Query:
    def query(scope: Scope) -> Behind:
        table = scope.table("territory")
        there = scope.standing("territory", "established_on", "abolished_on")
        return Behind("territory", rows_of(table, there & (table.c.kind == kind)))

    return query


def _organisations(kind: str, *forms: str) -> Query:
    return organisations_of((kind,), *forms)


def organisations_of(kinds: Collection[str], *forms: str) -> Query:
    """Count organisations of some kinds, and by form where forms are named."""

    def query(scope: Scope) -> Behind:
        then = scope.then
        wanted = scope.stood & (then.c.kind.in_(kinds))
        if forms:
            wanted &= then.c.form.in_(forms)
        return Behind("organisation", rows_of(then, wanted, then.c.form), of="form")

    return query


def pilot(scope: Scope) -> ColumnElement[bool]:
    """Say which territories are streets that are tried out on the day."""
    street = scope.table("territory")
    return (
        scope.standing("territory", "established_on", "abolished_on")
        & as_of.standing(street, "pilot_since", "pilot_until", scope.day)
        & (street.c.kind == "street")
        & street.c.pilot.is_(True)
    )


def pilot_streets(scope: Scope) -> Behind:
    """Streets that are tried out on the day."""
    return Behind("territory", rows_of(scope.table("territory"), pilot(scope)))


def pilot_streets_with_plan(scope: Scope) -> Behind:
    """Those of them for which an organisation of the street has a pilot plan that goes on."""
    street, plan, then = scope.table("territory"), scope.table("work_plan"), scope.then
    planned = exists().where(
        scope.live("work_plan"),
        plan.c.kind == "pilot",
        plan.c.adopted_on <= scope.until,
        as_of.standing(plan, "adopted_on", "closed_on", scope.day),
        plan.c.organisation == then.c.id,
        then.c.territory == street.c.id,
    )
    return Behind("territory", rows_of(street, pilot(scope) & planned))


def _units(role: str) -> Query:
    """Tell apart the units that stand in a role to any organisation."""

    def query(scope: Scope) -> Behind:
        table = scope.table("organisation_unit")
        holds = scope.standing("organisation_unit", "since", "until") & (table.c.role == role)
        return Behind("organisation_unit", rows_of(table, holds, table.c.unit), "distinct", "unit")

    return query


def part_time_members(scope: Scope) -> Behind:
    """Part-time members of committees who hold their post on the day."""
    table = scope.table("post_holding")
    holds = scope.standing("post_holding", "starts_on", "ends_on") & table.c.part_time.is_(True)
    return Behind("post_holding", rows_of(table, holds))


def closed_problems(scope: Scope) -> Behind:
    """Problems that were closed by the day."""
    table = scope.table("problem")
    return Behind(
        "problem", rows_of(table, scope.live("problem") & by_day(scope, table.c.closed_on))
    )


def shared_resources(scope: Scope) -> Behind:
    """What is shared on the day, by its quantity."""
    table = scope.table("resource")
    shared = scope.standing("resource", "shared_on", "withdrawn_on") & table.c.shared_on.is_not(
        None
    )
    return Behind("resource", rows_of(table, shared, table.c.quantity), "sum", "quantity")


def _venue(scope: Scope, kind: str) -> ColumnElement[bool]:
    table = scope.table("venue")
    return scope.standing("venue", "opened_on", "closed_on") & (table.c.kind == kind)


def _venues(kind: str) -> Query:
    return lambda scope: Behind("venue", rows_of(scope.table("venue"), _venue(scope, kind)))


def base_types(scope: Scope) -> Behind:
    """Open bases, told apart by their type."""
    table = scope.table("venue")
    rows = rows_of(table, _venue(scope, "open_base"), table.c.base_type)
    return Behind("venue", rows, "distinct", "base_type")


def _visits(scope: Scope) -> ColumnElement[bool]:
    """Say which bookings were visits to open bases by the day, whatever became of the base."""
    booking, venue = scope.table("booking"), scope.table("venue")
    bases = select(venue.c.id).where(venue.c.kind == "open_base", venue.c.removed_on.is_(None))
    return (
        scope.live("booking")
        & (booking.c.state == "done")
        & by_day(scope, booking.c.held_on)
        & booking.c.venue.in_(bases)
    )


def base_visits(scope: Scope) -> Behind:
    """Groups received at open bases."""
    return Behind("booking", rows_of(scope.table("booking"), _visits(scope)))


def base_visitors(scope: Scope) -> Behind:
    """People received there: who came, where that is not known who was announced."""
    table = scope.table("booking")
    people = func.coalesce(table.c.present, table.c.headcount, 0)
    return Behind("booking", rows_of(table, _visits(scope), people), "sum")


def booking_channels(scope: Scope) -> Behind:
    """Bookings, told apart by the way they were made."""
    table = scope.table("booking")
    held = scope.live("booking") & by_day(scope, table.c.held_on)
    return Behind("booking", rows_of(table, held, table.c.channel), "distinct", "channel")


def expenditure(scope: Scope) -> Behind:
    """Money spent on venues in the year, in cents."""
    table = scope.table("expenditure")
    spent = scope.live("expenditure") & in_year(scope, table.c.spent_on)
    return Behind("expenditure", rows_of(table, spent, table.c.amount), "sum", "amount")


def _lecture(scope: Scope) -> ColumnElement[bool]:
    table = scope.table("activity")
    return scope.live("activity") & (table.c.kind == "lecture") & by_day(scope, table.c.held_on)


def lectures(scope: Scope) -> Behind:
    """Lectures held by the day."""
    return Behind("activity", rows_of(scope.table("activity"), _lecture(scope)))


def lecture_audience(scope: Scope) -> Behind:
    """People at those lectures, members and others."""
    table = scope.table("activity")
    people = func.coalesce(table.c.present, 0) + func.coalesce(table.c.public_present, 0)
    return Behind("activity", rows_of(table, _lecture(scope), people), "sum")


def lecture_modes(scope: Scope) -> Behind:
    """Lectures, told apart by the ways they were given."""
    table = scope.table("activity")
    rows = rows_of(table, _lecture(scope), table.c.modes)
    return Behind("activity", rows, "distinct", "modes")


def _of_district(scope: Scope, kind: str) -> ColumnElement[bool]:
    """Say which activities of a kind the district itself held in the year."""
    table, then = scope.table("activity"), scope.then
    district = select(then.c.id).where(then.c.kind == "district")
    return (
        scope.live("activity")
        & (table.c.kind == kind)
        & in_year(scope, table.c.held_on)
        & table.c.organisation.in_(district)
    )


def _district_activities(kind: str) -> Query:
    """Count them; the part is the day."""

    def query(scope: Scope) -> Behind:
        table = scope.table("activity")
        return Behind("activity", rows_of(table, _of_district(scope, kind), table.c.held_on))

    return query


def study_travellers(scope: Scope) -> Behind:
    """People on the district's study trips of the year."""
    table = scope.table("activity")
    people = func.coalesce(table.c.present, 0)
    rows = rows_of(table, _of_district(scope, "study_trip"), people)
    return Behind("activity", rows, "sum", "present")


def _showcase(scope: Scope, kind: str) -> ColumnElement[bool]:
    table = scope.table("showcase")
    return scope.standing("showcase", "started_on", "ended_on") & (table.c.kind == kind)


def brands(scope: Scope) -> Behind:
    """Brands that stand on the day."""
    return Behind("showcase", rows_of(scope.table("showcase"), _showcase(scope, "brand")))


def plays(scope: Scope) -> Behind:
    """How often the works that stand were played."""
    table = scope.table("showcase")
    rows = rows_of(table, _showcase(scope, "work"), func.coalesce(table.c.plays, 0))
    return Behind("showcase", rows, "sum", "plays")


def lecturer_categories(scope: Scope) -> Behind:
    """Lecturers of the day, told apart by their category."""
    table = scope.table("lecturer")
    there = scope.standing("lecturer", "appointed_on", "left_on")
    return Behind("lecturer", rows_of(table, there, table.c.category), "distinct", "category")


def courses(scope: Scope) -> Behind:
    """Courses on offer."""
    there = scope.standing("course", "opened_on", "closed_on")
    return Behind("course", rows_of(scope.table("course"), there))


def _round(scope: Scope) -> ColumnElement[bool]:
    table = scope.table("observation_round")
    return scope.live("observation_round") & in_year(scope, table.c.starts_on)


def _rounds(scope: Scope) -> Select[Any]:
    return select(scope.table("observation_round").c.id).where(_round(scope))


def observation_steps(scope: Scope) -> Behind:
    """Observation rounds begun in the year, told apart by their step."""
    table = scope.table("observation_round")
    return Behind(
        "observation_round", rows_of(table, _round(scope), table.c.step), "distinct", "step"
    )


def observation_methods(scope: Scope) -> Behind:
    """The criteria of those rounds, told apart by their method."""
    table = scope.table("observation_criterion")
    used = scope.live("observation_criterion") & table.c.round.in_(_rounds(scope))
    rows = rows_of(table, used, table.c.method)
    return Behind("observation_criterion", rows, "distinct", "method")


def communities_visited(scope: Scope) -> Behind:
    """Visits of those rounds that took place, told apart by the community's organisation."""
    table, then = scope.table("observation_visit"), scope.then
    community = select(then.c.id).where(scope.stood, then.c.kind == "community")
    visited = (
        scope.live("observation_visit")
        & in_year(scope, table.c.visited_on)
        & table.c.round.in_(_rounds(scope))
        & table.c.organisation.in_(community)
    )
    rows = rows_of(table, visited, table.c.organisation)
    return Behind("observation_visit", rows, "distinct", "organisation")


def old_applicants(scope: Scope) -> Behind:
    """Applications open on the day, of people of an age; a birthday known in part is its first."""
    table, person = scope.table("development_case"), scope.table("person")
    born_by = f"{scope.day.year - scope.applicant_age:04}{scope.until[4:]}"
    old = select(person.c.id).where(person.c.born_on <= born_by, person.c.removed_on.is_(None))
    applies = scope.standing("development_case", "applied_on", "stopped_on")
    return Behind("development_case", rows_of(table, applies & table.c.person.in_(old)))


def demonstrations(scope: Scope) -> Behind:
    """Rounds of the whole district begun in the year; the part is the day."""
    table = scope.table("observation_round")
    shown = _round(scope) & (table.c.step == "district_demo")
    return Behind("observation_round", rows_of(table, shown, table.c.starts_on))


def by_day(scope: Scope, day: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say that a day is not after the day."""
    up_to: ColumnElement[bool] = day <= scope.until
    return up_to


def in_year(scope: Scope, day: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say that a day lies in the year and not after the day; a year alone is its first day."""
    since: ColumnElement[bool] = day >= scope.year
    return since & by_day(scope, day)


FIGURES: Mapping[str, Query] = {
    "A01": _territories("street"),
    "A02": _territories("community"),
    "A03": _organisations("community", "party_committee"),
    "A04": _organisations("community", "general_branch"),
    "A05": _organisations("community", "branch"),
    "A06": _organisations("community", *COMMUNITY_FORMS),
    "A07": _organisations("grid"),
    "A08": _organisations("building"),
    "A09": _organisations("new_field"),
    "A10": _organisations("regional"),
    "A11": pilot_streets,
    "A12": pilot_streets_with_plan,
    "A13": _units("co_builder"),
    "A14": part_time_members,
    "A15": closed_problems,
    "A16": shared_resources,
    "A17": _venues("culture_square"),
    "A18": _venues("open_base"),
    "A19": base_types,
    "A20": base_visits,
    "A21": base_visitors,
    "A22": booking_channels,
    "A23": lectures,
    "A24": lecture_audience,
    "A25": expenditure,
    "A26": _district_activities("study_trip"),
    "A27": study_travellers,
    "A28": _district_activities("training"),
    "A29": brands,
    "A30": plays,
    "A31": _units("social_organisation"),
    "A32": lecturer_categories,
    "A33": courses,
    "A34": lecture_modes,
    "A35": observation_steps,
    "A36": observation_methods,
    "A37": communities_visited,
    "A38": old_applicants,
    "B01": _district_activities("symposium"),
    "B02": demonstrations,
    "B03": lambda scope: nothing(scope, "organisation"),
}
