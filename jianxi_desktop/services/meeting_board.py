"""The board of organised life for the page: read, opened, begun anew."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import meeting_facts, tree, voters
from jianxi_desktop.db.meeting_facts import Meeting
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain import organisation as rules
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.ledgers.activity import VOTING
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.meeting_lines import TALK, Board, Body, Line
from jianxi_desktop.services.meeting_reading import read_board
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

__all__ = [
    "TALK",
    "Board",
    "Body",
    "Line",
    "Meeting",
    "board",
    "meetings_of",
    "new_meeting",
    "require_seen",
]


@needs(Right.VIEW)
def board(
    office: Office, year: int, within: UUID | None = None, *, day: date | None = None
) -> Board:
    """Give the board of a year, of the branches at and below an organisation.

    Args:
        office: The open database.
        year: The year.
        within: The organisation; default all that this person may see.
        day: The day it is looked at; default today.

    Raises:
        InputError: The organisation is not this person's to see.
    """
    with office.store.read() as connection:
        top = require_seen(office, connection, within)
        return read_board(connection, office.catalog, year, top, day or calendar.today())


@needs(Right.VIEW)
def meetings_of(
    office: Office, organisation: UUID, kind: str, year: int, month: int | None = None
) -> list[Meeting]:
    """Give the meetings of a kind that an organisation and its groups held in a month or year.

    Raises:
        InputError: The organisation is not this person's to see.
    """
    first = f"{year}-{month or 1:02}-01"
    until = f"{year}-{month + 1:02}" if month and month < 12 else f"{year + 1}"
    with office.store.read() as connection:
        top = require_seen(office, connection, organisation)
        return meeting_facts.meetings(connection, office.catalog, top, kind, first, until)


@needs(Right.VIEW)
def new_meeting(
    office: Office, organisation: UUID, kind: str, year: int, month: int | None = None
) -> Mapping[str, Any]:
    """Give what a new meeting begins with: kind, organisation, day, and who has a vote.

    The day is today where the month is this one; else the month alone, for the day to be added.

    Raises:
        InputError: The organisation is not this person's to see.
    """
    today = calendar.today()
    current = (year, month or today.month) == (today.year, today.month)
    given: dict[str, Any] = {
        "kind": kind,
        "organisation": organisation,
        "held_on": today.isoformat() if current else f"{year}-{month or 1:02}",
    }
    with office.store.read() as connection:
        require_seen(office, connection, organisation)
        table = office.catalog["organisation"]
        row = office.lister(table).find(connection, organisation).values
        given["host"] = row.get("secretary")
        if kind in VOTING:
            entitled = voters.voters(connection, office.catalog, organisation, today)
            given["entitled"] = len(entitled) or None
    label = code_table("activity_kind").labels.get(kind, "")
    given["topic"] = f"{label}：" if label else None
    return given


def require_seen(office: Office, connection: Connection, organisation: UUID | None) -> UUID:
    """Give the organisation that is asked for, or the one on top where none is.

    Raises:
        InputError: It is not this person's to see, or is gone.
    """
    if organisation is None or organisation == office.top:
        return office.top
    rows = tree.organisations(connection, office.catalog)
    parents = {row["id"]: row["parent"] for row in rows}
    known = organisation in parents
    if not known or (office.limited and office.top not in rules.line_above(parents, organisation)):
        raise InputError(
            "organisation outside the account's subtree",
            user_message="这个党组织不归您负责，或者已经不在了。",
            code="no_organisation",
        )
    return organisation
