"""The board of packages: which office below has reported, until when, and what is missing."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from jianxi_desktop.db import arrivals as notes
from jianxi_desktop.db import tree
from jianxi_desktop.db.arrivals import Carried
from jianxi_desktop.domain import calendar, package_days
from jianxi_desktop.domain.divisions import unit_of_code
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import trust
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.partners import Partner, partners
from jianxi_desktop.services.rights import needs
from jianxi_desktop.sync.refusals import REASONS

Standing = Literal["refused", "gap", "missing", "no_card", "late", "not_due", "reported"]
STANDINGS: Mapping[Standing, str] = {
    "refused": "被拒",
    "gap": "有缺",
    "missing": "未报",
    "no_card": "未登记名片",
    "late": "迟报",
    "not_due": "还没到期",
    "reported": "已报",
}
_KINDS = ("street", "community")


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
        package: Identity of the last package taken, 32 hexadecimal digits; empty: none was.
        number: Number of the last package taken; 0: none was.
        received_on: The day it was taken.
        written_on: The day it was written, by the sender's clock: what it covers.
        days: Days since it was taken; ``None``: none was.
        changes: Changes the last package brought.
        missing: Numbers of packages that never came; what they held came with later ones, unless
            the standing is ``gap``.
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
    package: str = ""
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

    def count(self, *standings: Standing) -> int:
        """Count the offices of some standings."""
        return sum(each.standing in standings for each in self.rows)


class _Expected(NamedTuple):
    code: str
    name: str
    level: str
    above: str


@needs(Right.MERGE, whole=True)
def board(office: Office, *, today: date | None = None, due: date | None = None) -> ArrivalBoard:
    """Say of every office expected below what it has sent, and what was sent to it.

    Args:
        office: The receiver.
        today: The day it is told on.
        due: The reporting day it is about; default the last one that has come.
    """
    day = today or calendar.today()
    due_on = due or package_days.last_due(day)
    cards = {unit_of_code(card.unit): card for card in trust.trusted_offices(office)}
    known = {unit_of_code(each.unit): each for each in sorted(partners(office), key=_written)}
    with office.store.read() as connection:
        kinds = ("id", "parent", "name", "kind", "code", "abolished_on")
        places = tree.forest(connection, office.catalog, "territory", kinds)
        came = _by_unit(notes.carried(connection, "in"))
        conflicts = notes.conflicts_by_unit(connection)
    waiting = {unit_of_code(unit): number for unit, number in conflicts.items()}
    rows = []
    for each in _expected(places, office.unit.territory, day):
        unit = unit_of_code(each.code)
        seen = came.get(unit, [])
        taken = [one for one in seen if one.state == "merged"]
        failed = _since(taken, seen)
        standing = _standing(taken, failed, trusted=unit in cards, due=due_on, day=day)
        row = ArrivalRow(*each, standing, unit in cards)
        facts = _last(taken, day) | _sent(known.get(unit)) | _failed(failed)
        rows.append(replace(row, missing=_missing(seen), conflicts=waiting.get(unit, 0), **facts))
    return ArrivalBoard(day, due_on, tuple(rows))


def told_of(note: Carried) -> str:
    """Say in Chinese why a package was refused or is held, and what to do."""
    said = json.loads(note.detail or "{}").get("told", "")
    return str(said) or REASONS.get(note.reason, "").split("（指纹")[0]


def day_of(moment: str) -> str:
    """Give the day of a moment as the clock on this wall shows it; ISO 8601."""
    return datetime.fromisoformat(moment).astimezone().date().isoformat() if moment else ""


def _expected(places: Sequence[Mapping[str, Any]], top: UUID, day: date) -> Iterator[_Expected]:
    """Give the streets and communities below a territory, a street before its communities."""
    known = {row["id"]: row for row in places}
    below: dict[UUID | None, list[Mapping[str, Any]]] = defaultdict(list)
    for row in places:
        below[row["parent"]].append(row)
    waiting, seen = [top], set[UUID]()
    while waiting:
        one = waiting.pop(0)
        if one in seen:
            continue
        seen.add(one)
        waiting[:0] = [row["id"] for row in below[one]]
        here = known.get(one)
        if here is None or one == top or here["kind"] not in _KINDS or not here["code"]:
            continue
        if here["abolished_on"] is None or here["abolished_on"] > day.isoformat():
            above = known.get(here["parent"])
            street = above["name"] if above and above["kind"] == "street" else ""
            yield _Expected(here["code"], here["name"], here["kind"], street)


def _by_unit(came: Sequence[Carried]) -> dict[str, list[Carried]]:
    found: dict[str, list[Carried]] = defaultdict(list)
    for each in came:
        found[unit_of_code(each.unit)].append(each)
    return found


def _since(taken: Sequence[Carried], seen: Sequence[Carried]) -> list[Carried]:
    """Give what was refused or held and is written later than the last that was taken."""
    last = max((each.created for each in taken), default="")
    return [each for each in seen if each.state in ("held", "refused") and each.created > last]


def _standing(
    taken: Sequence[Carried], failed: Sequence[Carried], *, trusted: bool, due: date, day: date
) -> Standing:
    """Put in one word how an office stands to a reporting day.

    A package counts for a reporting day when it was written after the one before it.
    """
    if failed:
        waits = failed[-1].state == "held" or failed[-1].reason == "package_gap"
        return "gap" if waits else "refused"
    if not taken and not trusted:
        return "no_card"
    begun, end = package_days.before(due).isoformat(), due.isoformat()
    covering = [each for each in taken if day_of(each.created) > begun]
    if not covering:
        return "missing" if day > due else "not_due"
    in_time = any(day_of(each.handled_at) <= end for each in covering)
    return "reported" if in_time else "late"


def _missing(seen: Sequence[Carried]) -> tuple[int, ...]:
    """Give the numbers that never came between those that did, of each of the sender's keys."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for each in seen:
        numbers[each.key].add(each.number)
    gone = set[int]()
    for came in numbers.values():
        gone |= set(range(min(came), max(came))) - came
    return tuple(sorted(gone))


def _last(taken: Sequence[Carried], day: date) -> dict[str, Any]:
    if not taken:
        return {}
    last = taken[-1]
    received = day_of(last.handled_at)
    return {
        "package": last.id.hex,
        "number": last.number,
        "received_on": received,
        "written_on": max(day_of(each.created) for each in taken),
        "days": (day - date.fromisoformat(received)).days,
        "changes": last.records,
    }


def _failed(failed: Sequence[Carried]) -> dict[str, Any]:
    return {
        "held": sum(each.state == "held" for each in failed),
        "refused": tuple((each.number, told_of(each)) for each in failed if each.reason),
    }


def _sent(partner: Partner | None) -> dict[str, Any]:
    if partner is None:
        return {}
    found: dict[str, Any] = {}
    if partner.last_written is not None:
        number, moment = partner.last_written
        found |= {"sent_number": number, "sent_on": day_of(moment)}
    if partner.acknowledged is not None:
        number, moment = partner.acknowledged
        found |= {"acknowledged": number, "acknowledged_on": day_of(moment)}
    return found


def _written(partner: Partner) -> str:
    return partner.last_written[1] if partner.last_written else ""
