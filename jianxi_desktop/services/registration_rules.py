"""Nobody is registered twice at one organisation as a member who reports where he lives."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Issue, Values
from jianxi_desktop.services.office import Office

Row = Mapping[str, Any]
_WHO = ("name", "workplace")


def may_be_saved(office: Office, change: Change, record_id: UUID, before: Row | None) -> None:
    """Refuse a registration of somebody who has an open one at the same organisation.

    One that was open for the same person already is not asked again.

    Raises:
        InputError: There is one; the message says since when.
    """
    ledger = office.catalog["service_registration"]
    for row in lookup.existing(change.connection, ledger, "id", [record_id]):
        if before is not None and _asked(before) == _asked(row):
            continue
        for other in _others(office, change.connection, row, record_id):
            if other["organisation"] == row["organisation"]:
                raise InputError(
                    "registered already", user_message=_told(other) + "。", code="registered"
                )


def against_doubled(office: Office, connection: Connection, ids: Collection[UUID]) -> Iterator[str]:
    """Say which of some registrations are open beside another of the same person."""
    ledger = office.catalog["service_registration"]
    for row in lookup.existing(connection, ledger, "id", ids):
        for other in _others(office, connection, row, row["id"]):
            if other["organisation"] == row["organisation"]:
                yield _told(other)


def look(
    office: Office, connection: Connection, values: Values, record_id: UUID | None
) -> tuple[Issue, ...]:
    """Say on the form what the saving would refuse, and where else somebody is registered."""
    if not values.get("name") or not values.get("workplace"):
        return ()
    for other in _others(office, connection, values, record_id):
        if other["organisation"] == values.get("organisation"):
            return (Issue("name", "registered", "error", _told(other)),)
        place = office.lister(office.catalog["organisation"]).caption(
            connection, other["organisation"]
        )
        if place is not None:
            day = show_day(other["registered_on"])
            text = f"这个人{day}已在“{place}”报到，请核对是不是换了住处"
            return (Issue("organisation", "elsewhere", "warning", text),)
    return ()


def _others(
    office: Office, connection: Connection, row: Values, record_id: UUID | None
) -> list[Row]:
    """Give the other open registrations of the same person, the same organisation's first."""
    if row.get("ended_on"):
        return []
    ledger = office.catalog["service_registration"]
    found = [
        other
        for other in lookup.existing(connection, ledger, "name", [row["name"]])
        if other["id"] != record_id
        and other["ended_on"] is None
        and other["workplace"] == row["workplace"]
    ]
    return sorted(found, key=lambda other: other["organisation"] != row.get("organisation"))


def _asked(row: Row) -> tuple[Any, ...]:
    return (*(row[key] for key in _WHO), row["organisation"], row["ended_on"])


def _told(other: Row) -> str:
    day = show_day(other["registered_on"])
    return f"“{other['workplace']}”的{other['name']}{day}已在这里报到，还没有结束，不用再报到一次"
