"""Plan observation rounds: whom a round visits, when, with which checklist, and who inspects."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.domain.observation import read_period, show_period
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import indicator_sets
from jianxi_desktop.services.observation_stops import (
    communities_of,
    inspecting,
    no_visits,
    put_stops,
    read_inspectors,
)
from jianxi_desktop.services.observation_times import Pace, times_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved, list_rows, list_serials
from jianxi_desktop.services.rights import needs

Row = Mapping[str, Any]


@needs(Right.EDIT)
def plan_round(
    office: Office,
    *,
    step: str,
    period: str,
    title: str | None = None,
    leader: str | None = None,
    organisations: Sequence[UUID] = (),
    indicator_set: UUID | str | None = None,
    starts_on: str | date | None = None,
    per_day: int | None = None,
    first_at: str | None = None,
    minutes: int | None = None,
    inspectors: str | None = None,
    scheme: str | None = None,
    drop_extremes: bool = False,
    double_entry: bool = False,
    today: date | None = None,
) -> Saved:
    """Make a round with one visit a community and the checklist of a set of indicators.

    Args:
        office: The office.
        step: Code or name of the step; it says who inspects.
        period: The half-year.
        title: Its title; ``None``: period and step.
        leader: Who leads it.
        organisations: Communities in the order of the route; none: all below this office by code.
        indicator_set: Where its criteria come from, by identity or title; ``None``: the usual
            comprehensive set. It is frozen from then on.
        starts_on: The first day; ``None``: days and hours are left open.
        per_day: How many places a day; like the next two as ``domain.route`` has it if ``None``.
        first_at: When the first place of a day is reached.
        minutes: How long each place takes.
        inspectors: Who inspects every place, by name, with 、 between them.
        scheme: Scheme of the grades.
        drop_extremes: Whether one highest and one lowest scorer are left out.
        double_entry: Whether sheets are to be entered twice.
        today: Today.

    Raises:
        InputError: Something given is none, or there is nobody to visit.
    """
    half, day = read_period(period), today or calendar.today()
    given = {"title": title, "step": step, "leader": leader, "scheme": scheme}
    facts = _facts(office, half, given)
    facts |= {"drop_extremes": drop_extremes or None, "double_entry": double_entry or None}
    code = str(facts["step"])
    pace = Pace(starts_on, per_day, first_at, minutes)
    names = read_inspectors(office, inspectors)
    with office.change("plan_round") as change:
        visited = communities_of(office, change.connection, organisations, day)
        if not visited:
            raise no_visits()
        planned = times_of(office, len(visited), pace)
        who = inspecting(office, change.connection, visited, code, half)
        facts["indicator_set"] = indicator_sets.choose_set(office, change, indicator_set, day)
        if planned:
            facts["starts_on"], facts["ends_on"] = (str(planned[n]["planned_on"]) for n in (0, -1))
        round_id = _write_round(office, change, facts)
        more = [
            {**slot, "inspected_by": one, "inspectors": names}
            for slot, one in zip(planned or [{}] * len(visited), who, strict=True)
        ]
        put_stops(office, change, round_id, (code, half), visited, planned=more)
        return Saved(round_id, 1, frozenset(change.touched))


@needs(Right.VIEW)
def list_rounds(office: Office) -> list[tuple[UUID, str]]:
    """List the rounds, newest first."""
    ledger = office.catalog["observation_round"]
    serials = list_serials(office, ledger, Query(descending=True))
    columns = (ledger.record.title,)
    return [(row.id, str(row.cells[0])) for row in list_rows(office, ledger, columns, serials)]


@needs(Right.VIEW)
def round_named(office: Office, text: str) -> UUID:
    """Find a round by identity or title.

    Raises:
        InputError: There is none.
    """
    for round_id, title in list_rounds(office):
        if text in (title, str(round_id)):
            return round_id
    raise InputError(
        "no such round",
        user_message=(
            f"没有名为“{hide_numbers(text)[:40]}”的观摩轮次，请用 list observation_round 查看。"
        ),
        code="no_round",
    )


@needs(Right.VIEW)
def form_numbers(office: Office, round_id: UUID) -> list[str]:
    """Give the numbers of a round's forms in the order of the route."""
    ledger = office.catalog["observation_visit"]
    query = Query(filters=(Filter("round", round_id),), order="position")
    serials = list_serials(office, ledger, query)
    rows = list_rows(office, ledger, (ledger.record.form_number,), serials)
    return [str(row.cells[0]) for row in rows]


def _facts(office: Office, half: str, given: Row) -> dict[str, Any]:
    """Read what is given of a round; without a title it is called by its half-year and step."""
    fields = office.catalog["observation_round"].fields
    step = fields["step"].parse(given["step"])
    usual = f"{show_period(half)}{fields['step'].show(step)}"
    read = {key: fields[key].parse(given[key]) for key in ("leader", "scheme")}
    title = fields["title"].parse(given["title"] or usual)
    return {"title": title, "step": step, "period": show_period(half), **read}


def _write_round(office: Office, change: Change, facts: Row) -> UUID:
    """Write a round with its own copy of the indicators of its set."""
    criteria = indicator_sets.take_indicators(office, change, facts["indicator_set"])
    round_id = insert_rows(change, office.catalog["observation_round"], [facts])[0]
    rows = [{"round": round_id, **each} for each in criteria]
    insert_rows(change, office.catalog["observation_criterion"], rows)
    return round_id
