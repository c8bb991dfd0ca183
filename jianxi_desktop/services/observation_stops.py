"""Put stops on a route: which communities, with form numbers of their own, inspected by whom."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.observation import form_number, inspecting_streets, names_in
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import visit_rules
from jianxi_desktop.services.office import Office

Row = Mapping[str, Any]
VISIT = "observation_visit"


def communities_of(
    office: Office,
    connection: Connection,
    organisations: Sequence[UUID] = (),
    day: date | None = None,
) -> list[Row]:
    """Read the communities that can be visited: those named, in that order, else all by code.

    Raises:
        InputError: One named is no community below this person's organisation.
    """
    today = (day or calendar.today()).isoformat()
    ids = [row["id"] for row in visit_rules.communities(office, connection)]
    rows = lookup.rows_of(connection, office.catalog["organisation"], ids)
    standing = {
        each: rows[each]
        for each in ids
        if not rows[each]["dissolved_on"] or rows[each]["dissolved_on"] > today
    }
    if not organisations:
        return list(standing.values())
    wanted = list(dict.fromkeys(organisations))
    if set(wanted) - set(standing):
        raise no_visits()
    return [standing[each] for each in wanted]


def inspecting(
    office: Office, connection: Connection, visited: Sequence[Row], step: str, half: str
) -> list[UUID | None]:
    """Say for each place which organisation inspects it, by the step of the round."""
    kind = "district" if step == "district_demo" else "street"
    above = visit_rules.above_of_kind(office, connection, kind)
    own = [above[row["id"]]["id"] if row["id"] in above else None for row in visited]
    if step != visit_rules.CROSSING:
        return own
    # Whoever is limited to a street knows no other one to cross with.
    known = visit_rules.communities(office, connection)
    mine = dict.fromkeys(above[row["id"]]["id"] for row in known if row["id"] in above)
    crossing = inspecting_streets(list(mine), half)
    return [crossing.get(each) for each in own]


def no_visits() -> InputError:
    """Say that there is nobody to visit."""
    return InputError(
        "no community to visit",
        user_message="没有可以观摩的社区：请先登记社区党组织，或换一个范围。",
        code="no_visits",
    )


def put_stops(
    office: Office,
    change: Change,
    round_id: UUID,
    kind: tuple[str, str],
    visited: Iterable[Row],
    last: int = 0,
    planned: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Write visits behind the ``last`` place of a route, each with a form number of its own.

    Args:
        office: The office.
        change: The transaction.
        round_id: The round.
        kind: Its step and half-year.
        visited: The organisations in their order.
        last: The last place that is taken.
        planned: What more is known of each, in the same order.
    """
    step, half = kind
    used = last_number(office, change.connection, step, half)
    facts = [dict(each) for each in planned]
    rows = list(visited)
    facts += [{}] * (len(rows) - len(facts))
    insert_rows(
        change,
        office.catalog[VISIT],
        [
            {
                "round": round_id,
                "organisation": row["id"],
                "position": last + place,
                "form_number": form_number(
                    step, half, row["code"] or office.unit.code, used + place
                ),
                **more,
            }
            for place, (row, more) in enumerate(zip(rows, facts, strict=True), start=1)
        ],
    )


def last_number(office: Office, connection: Connection, step: str, half: str) -> int:
    """Give the last count used for a step and half-year: no two sheets may have one number."""
    start = form_number(step, half, "", 0).rpartition("--")[0]
    used = lookup.texts_beginning(connection, office.catalog[VISIT], "form_number", f"{start}-")
    counts = [each.rpartition("-")[2] for each in used]
    return max((int(count) for count in counts if count.isdecimal()), default=0)


def read_inspectors(office: Office, text: str | None) -> str | None:
    """Read the names of inspectors; they are the scorers' names later.

    Raises:
        InputError: One is no name, or they are too long together.
    """
    named = office.catalog["observation_score"].fields["scorer"]
    names = [str(named.parse(each)) for each in names_in(text or "")]
    whole = office.catalog[VISIT].fields["inspectors"].parse("、".join(names))
    return None if whole is None else str(whole)
