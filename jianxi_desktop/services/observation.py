"""Plan observation rounds: whom a round visits, in which order, with which checklist."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from jianxi_desktop.db import lookup, tree
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.domain.observation import (
    form_number,
    read_period,
    show_period,
    standard_criteria,
)
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved, list_rows, list_serials
from jianxi_desktop.services.rights import needs


@needs(Right.EDIT)
def plan_round(
    office: Office,
    *,
    step: str,
    period: str,
    title: str | None = None,
    leader: str | None = None,
    organisations: Sequence[UUID] = (),
    today: date | None = None,
) -> Saved:
    """Make a round with one visit a community below this office and the standard checklist.

    Raises:
        InputError: The step or the period is none, or there is nobody to visit.
    """
    ledger = office.catalog["observation_round"]
    code = str(ledger.fields["step"].parse(step))
    half = read_period(period)
    day = today or calendar.today()
    usual = f"{show_period(half)}{ledger.fields['step'].show(code)}"
    name = ledger.fields["title"].parse(title or usual)
    who = ledger.fields["leader"].parse(leader)
    with office.change("plan_round") as change:
        visited = _visited(office, change, organisations)
        facts = {"title": name, "step": code, "period": show_period(half), "leader": who}
        round_id = insert_rows(change, ledger, [facts])[0]
        used = _last_number(office, change, code, half)
        visits = [
            {
                "round": round_id,
                "organisation": row["id"],
                "position": place,
                "form_number": form_number(
                    code, half, row["code"] or office.unit.code, used + place
                ),
            }
            for place, row in enumerate(visited, start=1)
        ]
        insert_rows(change, office.catalog["observation_visit"], visits)
        criteria = [{"round": round_id, **each._asdict()} for each in standard_criteria(day)]
        insert_rows(change, office.catalog["observation_criterion"], criteria)
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


def _last_number(office: Office, change: Change, step: str, half: str) -> int:
    """Give the last count used for a step and half-year: no two sheets may have one number."""
    start = form_number(step, half, "", 0).rpartition("--")[0]
    visits = office.catalog["observation_visit"]
    used = lookup.texts_beginning(change.connection, visits, "form_number", f"{start}-")
    counts = [each.rpartition("-")[2] for each in used]
    return max((int(count) for count in counts if count.isdecimal()), default=0)


def _visited(office: Office, change: Change, organisations: Sequence[UUID]) -> list[dict[str, Any]]:
    known = tree.communities(change.connection, office.catalog, office.top)
    chosen = [row for row in known if not organisations or row["id"] in set(organisations)]
    if not chosen:
        raise InputError(
            "no community to visit",
            user_message="没有可以观摩的社区：请先登记社区党组织，或换一个范围。",
            code="no_visits",
        )
    return chosen
