"""Nobody is put into a branch or a group that is no more."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from jianxi_desktop.db import lookup
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.services import transfers
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.organisation_rules import refuse
from jianxi_desktop.services.structure import Row


def keep_membership(
    office: Office, change: Change, record_id: UUID, before: Mapping[str, Any] | None
) -> None:
    """Check the organisations of a membership that was saved.

    Raises:
        InputError: It is open, and one of them has ended.
    """
    del before
    rows = lookup.existing(change.connection, office.catalog["membership"], "id", [record_id])
    refuse(against_ended(office, change, rows))


def keep_person(
    office: Office, change: Change, record_id: UUID, before: Mapping[str, Any] | None
) -> None:
    """Check the organisations of a person, if it was the membership that was saved.

    Raises:
        InputError: A membership is open, and one of its organisations has ended.
    """
    del before
    if "membership" in change.touched:
        ledger = office.catalog["membership"]
        rows = lookup.existing(change.connection, ledger, "person", [record_id])
        refuse(against_ended(office, change, rows))


def against_ended(office: Office, change: Change, rows: Iterable[Row]) -> Iterator[str]:
    """Say which of some memberships are open in an organisation that has ended."""
    today = calendar.today()
    held = [row for row in rows if transfers.holds(row, today)]
    wanted = {row[key] for row in held for key in ("branch", "group") if row[key] is not None}
    ledger = office.catalog["organisation"]
    for one in lookup.existing(change.connection, ledger, "id", wanted):
        ended = one["dissolved_on"]
        if ended is not None and ended <= today.isoformat():
            told = f"“{one['name']}”已于{show_day(ended)}撤销"
            yield f"{told}，党员不能再编在里面。请选现在的党组织，或填写关系结束日期。"
