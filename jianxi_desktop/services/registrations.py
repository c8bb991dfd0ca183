"""Members of other units who report where they live (在职党员报到), and what they do there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from jianxi_desktop.db import lookup, tree, write
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import first_day, show_day
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.services import movement_writing, save_rules, scope
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved, require_values
from jianxi_desktop.services.rights import needs

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Registered:
    """One registration.

    Attributes:
        times: How often he served in the year.
        hundredths: For how long, in hundredths of an hour.
        last: When he served last; empty: not yet.
        ended_on: When it ended; empty: it is open.
    """

    id: UUID
    name: str
    workplace: str
    organisation: str
    registered_on: str
    duty: str
    number: str
    times: int
    hundredths: int
    last: str
    ended_on: str


@needs(Right.VIEW)
def list_registered(
    office: Office, within: UUID | None = None, year: int | None = None
) -> tuple[Registered, ...]:
    """Give the registrations that are open or ended in a year, with the services of that year.

    Args:
        office: The open database.
        within: Only those at or below this organisation.
        year: The year; ``None``: this one.
    """
    at = f"{year or calendar.today().year:04}"
    catalog = office.catalog
    ledger = catalog["service_registration"]
    table, place = table_of(ledger), table_of(catalog["organisation"])
    query = (
        select(table, place.c.name.label("place"))
        .join(place, place.c.id == table.c.organisation, isouter=True)
        .where(
            table.c.removed_on.is_(None),
            table.c.registered_on < f"{int(at) + 1:04}",
            table.c.ended_on.is_(None) | (table.c.ended_on >= at),
        )
    )
    for top in (office.account.organisation, within):
        if top is not None and (limit := tree.inside(catalog, ledger, top)) is not None:
            query = query.where(limit)
    with office.store.read() as connection:
        served = _served(office, connection, at)
        rows = connection.execute(query.order_by(place.c.name, table.c.registered_on)).mappings()
        return tuple(_registered(dict(row), served) for row in rows)


@needs(Right.EDIT)
def sign_on(office: Office, values: Mapping[str, Any]) -> Saved:
    """Register a member of another unit; without a number he gets the next one of the year.

    Raises:
        InputError: He has an open registration there, or something that must be said is missing.
    """
    ledger = office.catalog["service_registration"]
    with office.change("sign_on") as change:
        given = {key: value for key, value in values.items() if value is not None}
        require_values(ledger, given, new=True)
        scope.require_links_inside(office, change.connection, ledger, given, {})
        if not given.get("number"):
            given["number"] = _next_number(change.connection, office, given)
        made = write.insert_rows(change, ledger, [given])[0]
        save_rules.after_saving(office, change, ledger, made, None)
        return Saved(made, 1, frozenset(change.touched))


@needs(Right.EDIT)
def sign_off(office: Office, registration: UUID, *, on: str) -> Saved:
    """End a registration.

    Raises:
        InputError: It has ended, or the day lies before it began.
        ConflictError: It is gone.
    """
    ledger = office.catalog["service_registration"]
    with office.change("sign_off") as change:
        row = _open(office, change.connection, registration)
        movement_writing.require_past(on)
        if first_day(on) < first_day(row["registered_on"]):
            raise movement_writing.before_begin(row["registered_on"], on)
        before = save_rules.before_saving(change, ledger, registration)
        version = write.update_row(change, ledger, registration, row["version"], {"ended_on": on})
        save_rules.after_saving(office, change, ledger, registration, before)
        return Saved(registration, version, frozenset(change.touched))


@needs(Right.EDIT)
def serve(office: Office, registration: UUID, values: Mapping[str, Any]) -> Saved:
    """Note one thing that somebody who reported did.

    Raises:
        InputError: The registration has ended, or the day lies before it began.
        ConflictError: It is gone.
    """
    ledger = office.catalog["service_entry"]
    with office.change("serve") as change:
        row = _open(office, change.connection, registration)
        given = {**values, "registration": registration}
        require_values(ledger, given, new=True)
        movement_writing.require_past(given["served_on"])
        if first_day(given["served_on"]) < first_day(row["registered_on"]):
            raise InputError(
                "served before reporting",
                user_message=f"{row['name']}{show_day(row['registered_on'])}才报到，"
                "服务日期不能早于那一天。",
                code="served_early",
            )
        made = write.insert_rows(change, ledger, [given])[0]
        return Saved(made, 1, frozenset(change.touched))


def _open(office: Office, connection: Connection, registration: UUID) -> Row:
    ledger = office.catalog["service_registration"]
    scope.require_inside(office, connection, ledger, [registration])
    rows = lookup.existing(connection, ledger, "id", [registration])
    if not rows:
        raise ConflictError(
            "registration is gone",
            user_message="这一条报到不存在或已被移除，请刷新列表。",
            code="gone",
        )
    if rows[0]["ended_on"]:
        raise InputError(
            "registration has ended",
            user_message=f"{rows[0]['name']}的报到已于{show_day(rows[0]['ended_on'])}结束，"
            "没有改动。又来报到的请重新登记。",
            code="ended",
        )
    return rows[0]


def _next_number(connection: Connection, office: Office, values: Mapping[str, Any]) -> str:
    """Give the next number of the organisation in the year of the registration."""
    table = table_of(office.catalog["service_registration"])
    begun = f"{first_day(values['registered_on']).year:04}-"
    found = select(table.c.number).where(
        table.c.organisation == values["organisation"],
        table.c.number.startswith(begun, autoescape=True),
    )
    tails = [str(row[0])[len(begun) :] for row in connection.execute(found)]
    last = max((int(tail) for tail in tails if tail.isdecimal() and len(tail) < 7), default=0)
    return f"{begun}{last + 1:03}"


def _served(office: Office, connection: Connection, year: str) -> dict[UUID, tuple[int, int, str]]:
    """Count the services of a year by registration: times, hours, the last day."""
    table = table_of(office.catalog["service_entry"])
    found = (
        select(
            table.c.registration,
            func.count(),
            func.coalesce(func.sum(table.c.hours), 0),
            func.max(table.c.served_on),
        )
        .where(table.c.removed_on.is_(None), table.c.served_on.startswith(year, autoescape=True))
        .group_by(table.c.registration)
    )
    return {row[0]: (int(row[1]), int(row[2]), str(row[3])) for row in connection.execute(found)}


def _registered(row: Row, served: Mapping[UUID, tuple[int, int, str]]) -> Registered:
    times, hundredths, last = served.get(row["id"], (0, 0, ""))
    return Registered(
        row["id"],
        row["name"],
        row["workplace"],
        row["place"] or "",
        row["registered_on"],
        row["duty"] or "",
        row["number"] or "",
        times,
        hundredths,
        last,
        row["ended_on"] or "",
    )
