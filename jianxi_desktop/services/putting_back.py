"""Whether what undo puts back may stand among what others did since."""

from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from jianxi_desktop.db import lookup
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain import organisation as rules
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.services import (
    booking_rules,
    filing_rules,
    membership_rules,
    registration_rules,
)
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.structure import Structure

WATCHED = frozenset(
    {
        "booking",
        "organisation",
        "membership",
        "return_filing",
        "return_value",
        "service_registration",
    }
)


def require_standing(
    office: Office, change: Change, rows: Mapping[str, Collection[UUID]], what: str
) -> None:
    """Make sure that what was put back may stand among what was done since.

    Raises:
        ConflictError: It may not; the details say with what it does not agree.
    """
    wrong = tuple(against_putting_back(office, change, rows))
    if wrong:
        raise ConflictError(
            f"{len(wrong)} records cannot be put back",
            user_message=f"不能{what}：和别的记录有矛盾，请先处理这些。",
            code="depends",
            details=wrong,
        )


def against_putting_back(
    office: Office, change: Change, rows: Mapping[str, Collection[UUID]]
) -> Iterator[str]:
    """Say what is wrong with records that were just put back, named by ledger.

    An organisation may have come under itself or under one that has ended, a member into one; a
    place may have been booked by others, somebody may have been registered again.
    """
    if bookings := rows.get("booking"):
        yield from booking_rules.against_taken(change.connection, office.catalog, bookings)
    if registered := rows.get("service_registration"):
        yield from registration_rules.against_doubled(office, change.connection, registered)
    if {"return_filing", "return_value"} & rows.keys():
        yield from filing_rules.against_undoing(change.connection, office.catalog, rows)
    if organisations := rows.get("organisation"):
        yield from _organisations(office, change, organisations)
    if memberships := rows.get("membership"):
        ledger = office.catalog["membership"]
        found = lookup.existing(change.connection, ledger, "id", memberships)
        yield from membership_rules.against_ended(office, change, found)


def _organisations(office: Office, change: Change, ids: Collection[UUID]) -> Iterator[str]:
    structure = Structure.read(change.connection, office.catalog)
    today = calendar.today()
    for one in ids:
        row = structure.rows.get(one)
        if row is None or row["dissolved_on"] is not None or row["parent"] is None:
            continue
        if rules.makes_circle(structure.parents, one, row["parent"]):
            yield f"“{row['name']}”会在它自己或它的下级之下"
        elif above := structure.rows.get(row["parent"]):
            yield from structure.against_day(above, today)
