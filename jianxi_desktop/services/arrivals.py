"""The board of packages: which office below has reported, until when, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

Standing = Literal["reported", "late", "missing", "gap", "refused", "no_card"]
STANDINGS: Mapping[Standing, str] = {
    "refused": "被拒",
    "gap": "有缺",
    "missing": "未报",
    "no_card": "未登记名片",
    "late": "迟报",
    "reported": "已报",
}


@dataclass(frozen=True)
class ArrivalRow:
    """What is known of the packages of one office below.

    Attributes:
        unit: Its code.
        name: Its name.
        level: ``street`` or ``community``.
        above: Name of the street it belongs to; of a street empty.
        standing: Key of ``STANDINGS``.
        trusted: Whether its card is registered.
        number: Number of the last package taken; 0: none was.
        received_on: The day it was taken.
        written_on: The day it was written, by the sender's clock: what it covers.
        days: Days since it was taken; ``None``: none was.
        changes: Changes the last package brought.
        missing: Numbers of packages that never came.
        held: Packages kept until what they need has come.
        refused: Packages refused since the last one taken: number and reason.
        sent_number: Number of the last package written for it; 0: none was.
        sent_on: The day.
        acknowledged: Number of the last package that it says it has; 0: none.
        acknowledged_on: The day that package was written.
        conflicts: Groups of fields of its records for which a person must choose.
    """

    unit: str
    name: str
    level: str
    above: str
    standing: Standing
    trusted: bool
    number: int = 0
    received_on: str = ""
    written_on: str = ""
    days: int | None = None
    changes: int = 0
    missing: tuple[int, ...] = ()
    held: int = 0
    refused: tuple[tuple[int, str], ...] = ()
    sent_number: int = 0
    sent_on: str = ""
    acknowledged: int = 0
    acknowledged_on: str = ""
    conflicts: int = 0


@dataclass(frozen=True)
class ArrivalBoard:
    """Who has reported, as of a day.

    Attributes:
        day: The day.
        due_on: By when each office was to have reported, by the rule of the reporting day.
        rows: The offices below, a street before its communities.
    """

    day: date
    due_on: date
    rows: tuple[ArrivalRow, ...]


@needs(Right.MERGE)
def board(office: Office, *, today: date | None = None) -> ArrivalBoard:
    """Say of every office expected below what it has sent, and what was sent to it."""
    raise NotImplementedError
