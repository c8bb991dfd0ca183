"""What a form of a meeting says before it is saved: quorum and majority, attendance it implies."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import voters
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.meeting_rules import vote
from jianxi_desktop.ledgers.activity import VOTING
from jianxi_desktop.schema.ledger import Issue, Values
from jianxi_desktop.services.office import Office


def look(
    office: Office, connection: Connection, values: Values, record_id: UUID | None
) -> tuple[Issue, ...]:
    """Hold the numbers of a meeting of members against the rules; it warns, it never refuses."""
    del record_id
    if values.get("kind") not in VOTING or not values.get("held_on"):
        return ()
    day = calendar.first_day(str(values["held_on"]))
    return tuple(_issues(office, connection, values, day))


def _issues(office: Office, connection: Connection, values: Values, day: date) -> Iterator[Issue]:
    entitled, organisation = values.get("entitled"), values.get("organisation")
    if organisation is not None:
        counted = len(voters.voters(connection, office.catalog, organisation, day))
        if counted and entitled is None:
            text = f"按名册有表决权的党员{counted}人（预备党员、留党察看的不算）"
            yield Issue("entitled", "counted", "warning", text)
        elif counted and entitled != counted:
            yield Issue("entitled", "counted", "warning", f"按名册是{counted}人，请核对")
    found = vote(entitled, values.get("entitled_present"), values.get("agreed"), day)
    for field, text in found.problems:
        yield Issue(field, "vote", "warning", text)
