"""The route of a round: who is visited when, by whom, in which order; what a person may change.

A stop keeps its form number whatever place it has: the paper may be printed already.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import Edit, removal, remove_row, update_row, update_rows
from jianxi_desktop.domain.observation import read_period
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.route import Slot, slots_after
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import observation_sheets, scope, visit_rules
from jianxi_desktop.services.observation_sheets import Round
from jianxi_desktop.services.observation_stops import (
    VISIT,
    communities_of,
    inspecting,
    put_stops,
    read_inspectors,
)
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved, check_values
from jianxi_desktop.services.rights import needs

Row = Mapping[str, Any]
FORM = "printed_form"
_PLANNED = ("planned_on", "starts_at", "ends_at", "inspected_by", "inspectors")
_TIMES = ("planned_on", "starts_at", "ends_at")


@dataclass(frozen=True)
class Stop:
    """One visit on the route.

    Attributes:
        visit: The visit.
        version: What ``set_stop`` must name.
        position: Its place, from 1.
        organisation: Who is visited.
        name: That organisation's name.
        street: The name of the organisation above it.
        form_number: Number of its checklist.
        planned_on: Planned ISO day; empty: none.
        starts_at: Hour of arrival; empty: none.
        ends_at: Hour of leaving; empty: none.
        inspected_by: Which organisation inspects; ``None``: nobody is named.
        inspected_by_name: That organisation's name.
        inspectors: Who inspects, by name, with 、 between them.
        visited_on: ISO day of the visit; empty: not yet.
        state: State of its printed form, a code of ``form_state``; empty: not printed.
    """

    visit: UUID
    version: int
    position: int
    organisation: UUID
    name: str
    street: str
    form_number: str
    planned_on: str
    starts_at: str
    ends_at: str
    inspected_by: UUID | None
    inspected_by_name: str
    inspectors: str
    visited_on: str
    state: str


@dataclass(frozen=True)
class Route:
    """The stops of a round in their order.

    Attributes:
        round: The round.
        stops: What this person may see of its visits.
    """

    round: Round
    stops: tuple[Stop, ...]


@needs(Right.VIEW)
def route_of(office: Office, round_id: UUID) -> Route:
    """Read the route of a round.

    Raises:
        ConflictError: The round is gone.
    """
    with office.store.read() as connection:
        about = observation_sheets.read_round(office, connection, round_id)
        return Route(about, tuple(_stops(office, connection, round_id)))


@needs(Right.EDIT)
def reorder(
    office: Office, round_id: UUID, visits: Sequence[UUID], *, retime: bool = True
) -> frozenset[str]:
    """Give the stops of a route another order; those not named go behind, as they stood.

    Args:
        office: The office.
        round_id: The round.
        visits: The visits in their new order.
        retime: Whether days and hours stay with the places of the route, so that whoever comes
            first is visited first; else each visit keeps its own.
    """
    ledger = office.catalog[VISIT]
    with office.change("plan_route") as change:
        rows = _rows(office, change.connection, round_id)
        scope.require_inside(office, change.connection, ledger, [row["id"] for row in rows])
        by_id = {row["id"]: row for row in rows}
        wanted = [by_id[each] for each in dict.fromkeys(visits) if each in by_id]
        wanted += [row for row in rows if row["id"] not in {each["id"] for each in wanted}]
        times = [{key: row[key] for key in _TIMES} if retime else {} for row in rows]
        _renumber(office, change, wanted, times)
        return frozenset(change.touched)


@needs(Right.EDIT)
def set_stop(office: Office, visit_id: UUID, version: int, values: Mapping[str, object]) -> Saved:
    """Change day, hours, inspecting organisation or inspectors of one stop, as typed.

    Raises:
        InputError: A value is none, or a street would inspect itself; everything wrong is told.
        ConflictError: The visit was changed or removed since it was read.
    """
    ledger = office.catalog[VISIT]
    typed = _read(office, values)
    with office.change("plan_route") as change:
        scope.require_inside(office, change.connection, ledger, [visit_id])
        before = lookup.rows_of(change.connection, ledger, [visit_id]).get(visit_id, {})
        scope.require_links_inside(office, change.connection, ledger, typed, before)
        changed = update_row(change, ledger, visit_id, version, typed)
        visit_rules.keep_visit(office, change, visit_id, before)
        if typed.get("planned_on"):
            _stretch(office, change, before["round"], [typed["planned_on"]])
        return Saved(visit_id, changed, frozenset(change.touched | {VISIT}))


@needs(Right.EDIT)
def assign_inspectors(office: Office, round_id: UUID, names: Mapping[UUID, str]) -> frozenset[str]:
    """Say for several stops of a round at once who inspects, by name.

    Raises:
        InputError: A name is none.
    """
    ledger = office.catalog[VISIT]
    read = {visit: read_inspectors(office, text) for visit, text in names.items()}
    with office.change("plan_route") as change:
        rows = {row["id"] for row in _rows(office, change.connection, round_id)}
        mine = [visit for visit in read if visit in rows]
        scope.require_inside(office, change.connection, ledger, mine)
        update_rows(change, ledger, [Edit(each, {"inspectors": read[each]}) for each in mine])
        return frozenset(change.touched)


@needs(Right.EDIT)
def add_stops(office: Office, round_id: UUID, organisations: Sequence[UUID]) -> frozenset[str]:
    """Put communities at the end of a route, with forms of their own; those on it stay once.

    Raises:
        InputError: One is no community of this office.
    """
    with office.change("plan_route") as change:
        rows = _rows(office, change.connection, round_id)
        there = {row["organisation"] for row in rows}
        chosen = communities_of(office, change.connection, organisations)
        new = [row for row in chosen if row["id"] not in there]
        about = observation_sheets.read_round(office, change.connection, round_id)
        kind = (about.step, read_period(about.period))
        who = inspecting(office, change.connection, new, *kind)
        times = _times_after(rows, len(new))
        more = [{**slot, "inspected_by": one} for slot, one in zip(times, who, strict=True)]
        put_stops(office, change, round_id, kind, new, len(rows), more)
        _renumber(office, change, rows)
        _stretch(office, change, round_id, [slot["planned_on"] for slot in times if slot])
        return frozenset(change.touched)


@needs(Right.EDIT)
def drop_stop(office: Office, visit_id: UUID, version: int, reason: str) -> frozenset[str]:
    """Take one visit off the route; a form printed for it is void from then on.

    Raises:
        InputError: No reason was given, or scores are entered for it.
        ConflictError: The visit was changed or removed since it was read.
    """
    if not reason.strip():
        raise InputError("no reason", user_message="请写明不去的原因。", code="no_reason")
    ledger, why = office.catalog[VISIT], reason.strip()
    with office.change("plan_route", why) as change:
        scope.require_inside(office, change.connection, ledger, [visit_id])
        scores = office.catalog["observation_score"]
        if lookup.existing(change.connection, scores, "visit", [visit_id]):
            raise InputError(
                "the visit has scores",
                user_message="这个点已经录入打分，不能从路线上去掉；确需去掉请先移除打分。",
                code="has_scores",
            )
        numbers = [
            row["form_number"]
            for row in lookup.existing(change.connection, ledger, "id", [visit_id])
        ]
        forms = lookup.existing(change.connection, office.catalog[FORM], "form_number", numbers)
        voided = [Edit(row["id"], {"state": "void"}) for row in forms]
        update_rows(change, office.catalog[FORM], voided)
        looks = office.catalog["problem_review"]
        reviews = lookup.existing(change.connection, looks, "visit", [visit_id])
        update_rows(change, looks, [Edit(row["id"], removal(why)) for row in reviews])
        remove_row(change, ledger, visit_id, version, why)
        return frozenset(change.touched)


def _read(office: Office, values: Mapping[str, object]) -> dict[str, Any]:
    """Read what was typed for a stop; a route needs days that are known to the day.

    Raises:
        InputError: Something is wrong; all of it is told.
    """
    ledger = office.catalog[VISIT]
    checked = check_values(ledger, {key: values[key] for key in values if key in _PLANNED})
    wrong = [issue.text for issue in checked.refused]
    typed = dict(checked.values)
    if 0 < len(typed.get("planned_on") or "") < len("2026-01-01"):
        wrong.append(f"{ledger.fields['planned_on'].caption}要写到哪一天")
    if wrong:
        raise InputError(
            f"{len(wrong)} values are wrong", user_message=f"{'；'.join(wrong)}。", code="times"
        )
    if typed.get("inspectors"):
        typed["inspectors"] = read_inspectors(office, typed["inspectors"])
    return typed


def _renumber(
    office: Office, change: Change, rows: Sequence[Row], times: Sequence[Mapping[str, Any]] = ()
) -> None:
    """Let the places of a route run from 1 without a gap."""
    more = times or [{}] * len(rows)
    edits = [
        Edit(row["id"], {"position": place, **slot})
        for place, (row, slot) in enumerate(zip(rows, more, strict=True), start=1)
    ]
    update_rows(change, office.catalog[VISIT], edits)


def _stretch(office: Office, change: Change, round_id: UUID, days: Sequence[str]) -> None:
    """Let a round last as long as its places say, where it has days at all."""
    ledger = office.catalog["observation_round"]
    row = lookup.rows_of(change.connection, ledger, [round_id])[round_id]
    if row["starts_on"] and days:
        last = max(row["ends_on"] or "", *days)
        values = {"starts_on": min(row["starts_on"], *days), "ends_on": last}
        update_rows(change, ledger, [Edit(round_id, values)])


def _times_after(rows: Sequence[Row], count: int) -> list[dict[str, str]]:
    """Give day and hours of places behind a route; nothing where its last place has none."""
    if not rows or not all(rows[-1][key] for key in _TIMES):
        return [{} for _ in range(count)]
    last = Slot(*(str(rows[-1][key]) for key in _TIMES))
    return [
        {"planned_on": each.day, "starts_at": each.starts_at, "ends_at": each.ends_at}
        for each in slots_after(last, count)
    ]


def _rows(office: Office, connection: Connection, round_id: UUID) -> list[Row]:
    """Read the visits of a round whole, in the order of the route.

    Raises:
        ConflictError: The round is gone.
    """
    ledger = office.catalog["observation_round"]
    if not lookup.existing(connection, ledger, "id", [round_id]):
        raise ConflictError("round is gone", user_message="这轮观摩已被移除，请刷新。", code="gone")
    rows = lookup.existing(connection, office.catalog[VISIT], "round", [round_id])
    return sorted(rows, key=lambda row: (row["position"], row["serial"]))


def _stops(office: Office, connection: Connection, round_id: UUID) -> Iterable[Stop]:
    ledger = office.catalog[VISIT]
    query = Query(filters=(Filter("round", round_id),))
    seen = {row.id for row in office.lister(ledger).stream(connection, (ledger.caption,), query)}
    rows = [row for row in _rows(office, connection, round_id) if row["id"] in seen]
    known = _names(office, connection, rows)
    numbers = [row["form_number"] for row in rows]
    forms = lookup.existing(connection, office.catalog[FORM], "form_number", numbers)
    states = {row["form_number"]: row["state"] for row in sorted(forms, key=lambda r: r["serial"])}
    for row in rows:
        above = known.get(row["organisation"], {}).get("parent")
        yield Stop(
            visit=row["id"],
            version=row["version"],
            position=row["position"],
            organisation=row["organisation"],
            name=known.get(row["organisation"], {}).get("name", "（未到）"),
            street=known.get(above, {}).get("name", ""),
            form_number=row["form_number"],
            planned_on=row["planned_on"] or "",
            starts_at=row["starts_at"] or "",
            ends_at=row["ends_at"] or "",
            inspected_by=row["inspected_by"],
            inspected_by_name=known.get(row["inspected_by"], {}).get("name", ""),
            inspectors=row["inspectors"] or "",
            visited_on=row["visited_on"] or "",
            state=states.get(row["form_number"], ""),
        )


def _names(office: Office, connection: Connection, rows: Collection[Row]) -> dict[UUID | None, Row]:
    ledger = office.catalog["organisation"]
    ids = {row[key] for row in rows for key in ("organisation", "inspected_by") if row[key]}
    found = lookup.rows_of(connection, ledger, ids)
    above = {row["parent"] for row in found.values() if row["parent"]} - set(found)
    return {
        one: row
        for part in (found, lookup.rows_of(connection, ledger, above))
        for one, row in part.items()
    }
