"""One figure for each of the work's 30 mechanisms: the query of the records behind it.

What each counts stands in ``resources/rules/mechanism_return.csv``, in words. They tell how a
mechanism goes: what stands on the day, or what was done in the day's year up to it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from jianxi_desktop.db.figures import COUNTED
from jianxi_desktop.db.figures_behind import Behind, Scope
from jianxi_desktop.db.figures_district import (
    FIGURES,
    Query,
    by_day,
    in_year,
    organisations_of,
    pilot,
    rows_of,
)

_NEW_FIELD = (
    "private_enterprise",
    "social_organisation",
    "park",
    "office_building",
    "business_district",
)
_COVERED = ("own", "joint", "attached")
_ROOMS = ("function_room", "lecture_hall")
Condition = Callable[[Scope], ColumnElement[bool]]


def _year_of(ledger: str, day: str, *more: tuple[str, tuple[Any, ...]], part: str = "") -> Query:
    """Count what is dated in the year; ``more`` names fields and the values they may have."""

    def query(scope: Scope) -> Behind:
        table = scope.table(ledger)
        wanted = scope.live(ledger) & in_year(scope, table.c[day])
        for key, values in more:
            wanted &= table.c[key].in_(values)
        return Behind(ledger, rows_of(table, wanted, table.c[part] if part else None), of=part)

    return query


def _standing(
    ledger: str, begun: str, ended: str, *more: tuple[str, tuple[Any, ...]], part: str = ""
) -> Query:
    """Count what stands on the day."""

    def query(scope: Scope) -> Behind:
        table = scope.table(ledger)
        wanted = scope.standing(ledger, begun, ended)
        for key, values in more:
            wanted &= table.c[key].in_(values)
        return Behind(ledger, rows_of(table, wanted, table.c[part] if part else None), of=part)

    return query


def _activities(*kinds: str, where: Condition | None = None) -> Query:
    """Count activities of some kinds in the year, whoever held them."""

    def query(scope: Scope) -> Behind:
        table = scope.table("activity")
        wanted = scope.live("activity") & in_year(scope, table.c.held_on)
        if kinds:
            wanted &= table.c.kind.in_(kinds)
        if where is not None:
            wanted &= where(scope)
        return Behind("activity", rows_of(table, wanted, table.c.kind), of="kind")

    return query


def documents(scope: Scope) -> Behind:
    """Documents dated by the day, by the level of their issuer."""
    table = scope.table("policy_document")
    dated = scope.live("policy_document") & by_day(scope, table.c.dated)
    return Behind("policy_document", rows_of(table, dated, table.c.level), of="level")


def targets(scope: Scope) -> Behind:
    """Targets of the year, by what is striven for."""
    table = scope.table("target")
    wanted = scope.live("target") & (table.c.year == scope.day.year)
    return Behind("target", rows_of(table, wanted, table.c.level), of="level")


def _plan_items(*kinds: str) -> Query:
    """Count the items of plans that go on, by how far each is."""

    def query(scope: Scope) -> Behind:
        item, plan = scope.table("work_plan_item"), scope.table("work_plan")
        going_on = scope.standing("work_plan", "adopted_on", "closed_on")
        if kinds:
            going_on &= plan.c.kind.in_(kinds)
        wanted = scope.live("work_plan_item") & item.c.work_plan.in_(
            select(plan.c.id).where(going_on)
        )
        return Behind("work_plan_item", rows_of(item, wanted, item.c.state), of="state")

    return query


def reports(scope: Scope) -> Behind:
    """Reports given at the symposia of the year, told apart by who gave them."""
    report, held = scope.table("activity_report"), scope.table("activity")
    symposia = select(held.c.id).where(
        scope.live("activity"), held.c.kind == "symposium", in_year(scope, held.c.held_on)
    )
    wanted = scope.live("activity_report") & report.c.activity.in_(symposia)
    return Behind("activity_report", rows_of(report, wanted))


def _of_pilots(scope: Scope) -> ColumnElement[bool]:
    then, street = scope.then, scope.table("territory")
    streets = select(street.c.id).where(pilot(scope))
    organisations = select(then.c.id).where(then.c.territory.in_(streets))
    return scope.table("activity").c.organisation.in_(organisations)


def _at_squares(scope: Scope) -> ColumnElement[bool]:
    venue = scope.table("venue")
    squares = select(venue.c.id).where(
        venue.c.kind == "culture_square", venue.c.removed_on.is_(None)
    )
    return scope.table("activity").c.venue.in_(squares)


def _red_gene(scope: Scope) -> ColumnElement[bool]:
    return scope.table("activity").c.campaign == "red_gene"


def visits_received(scope: Scope) -> Behind:
    """Visits received at venues in the year, by how they were asked for."""
    table = scope.table("booking")
    done = scope.live("booking") & (table.c.state == "done") & in_year(scope, table.c.held_on)
    return Behind("booking", rows_of(table, done, table.c.channel), of="channel")


def branded(scope: Scope) -> Behind:
    """Organisations that have a brand."""
    table = scope.table("showcase")
    stands = scope.standing("showcase", "started_on", "ended_on") & (table.c.kind == "brand")
    return Behind(
        "showcase", rows_of(table, stands, table.c.organisation), "distinct", "organisation"
    )


def birthdays(scope: Scope) -> Behind:
    """Members whose political birthday falls into the month of the day."""
    table = scope.table("membership")
    month = func.substr(table.c.joined_on, 6, 2) == scope.until[5:7]
    holds = scope.standing("membership", "since", "until") & table.c.status.in_(COUNTED)
    return Behind(
        "membership", rows_of(table, and_(holds, month, by_day(scope, table.c.joined_on)))
    )


def claimed(scope: Scope) -> Behind:
    """Projects claimed by the day, by how far they are."""
    table = scope.table("project")
    wanted = scope.live("project") & by_day(scope, table.c.claimed_on)
    return Behind("project", rows_of(table, wanted, table.c.state), of="state")


def open_problems(scope: Scope) -> Behind:
    """Problems found by the day and open on it, by where they come from."""
    table = scope.table("problem")
    is_open = or_(table.c.closed_on.is_(None), table.c.closed_on > scope.until)
    wanted = scope.live("problem") & by_day(scope, table.c.found_on) & is_open
    return Behind("problem", rows_of(table, wanted, table.c.source), of="source")


MECHANISMS: Mapping[str, Query] = {
    "M01": _year_of("inspection", "visited_on"),
    "M02": documents,
    "M03": targets,
    "M04": _year_of("self_rating", "rated_on"),
    "M05": organisations_of(("district", "street", "community")),
    "M06": _plan_items("pilot"),
    "M07": organisations_of(("grid", "building")),
    "M08": _standing(
        "unit", "opened_on", "closed_on", ("kind", _NEW_FIELD), ("coverage", _COVERED), part="kind"
    ),
    "M09": reports,
    "M10": _year_of("observation_visit", "visited_on"),
    "M11": _year_of("problem", "found_on", ("source", ("observation",))),
    "M12": _year_of("organisation_rating", "rated_on", part="grade"),
    "M13": _activities("study_trip"),
    "M14": _activities("study_trip", where=_of_pilots),
    "M15": _plan_items(),
    "M16": _standing("leadership_term", "starts_on", "ended_on"),
    "M17": _activities("training"),
    "M18": _standing("venue", "opened_on", "closed_on", ("kind", _ROOMS), part="kind"),
    "M19": _activities(where=_at_squares),
    "M20": visits_received,
    "M21": _activities("lecture"),
    "M22": branded,
    "M23": _activities(where=_red_gene),
    "M24": birthdays,
    "M25": _activities("performance"),
    "M26": _activities("joint_meeting"),
    "M27": claimed,
    "M28": open_problems,
    "M29": _standing("service_contract", "starts_on", "ends_on"),
    "M30": _activities("tripartite_meeting"),
}
EVERY_FIGURE: Mapping[str, Query] = {**FIGURES, **MECHANISMS}
