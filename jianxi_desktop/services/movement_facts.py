"""How a member stands before a movement: branch, dues, letters underway, who is away or lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from jianxi_desktop.db import lookup
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import first_day
from jianxi_desktop.domain.movement_rules import MEMBERS
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services import scope
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

Row = Mapping[str, Any]
_GOES_ON = ("flow_out", "flow_in", "abroad", "lost")
_LOOKED_BACK = 24  # months in which a missing payment is named


@dataclass(frozen=True)
class OpenMovement:
    """Something that began and has not ended: a letter underway, a stay elsewhere.

    Attributes:
        id: Its record.
        kind: A code of ``movement_kind``.
        since: When it began.
        number: Number of the letter; empty: none.
    """

    id: UUID
    kind: str
    since: str
    number: str = ""


@dataclass(frozen=True)
class Standing:
    """How a member stands.

    Attributes:
        person: The member.
        name: What he is called.
        branch: The branch; ``None``: no relation is open.
        place: Branch and group in words.
        status: Code of ``member_status``; empty: no relation is open.
        since: When the relation began here; empty: not known, or from the first.
        paid_to: The last month that dues were paid for; empty: none is known.
        unpaid: Months before that without a payment, of the last two years.
        lost_reason: Why contact was lost, a code of ``lost_reason``; empty: it was not.
        open: What began and has not ended.
        number: The next number of a letter of this office.
        receipt_number: The next number of a receipt of this office.
    """

    person: UUID
    name: str
    branch: UUID | None
    place: str
    status: str
    since: str
    paid_to: str
    unpaid: tuple[str, ...]
    lost_reason: str
    open: tuple[OpenMovement, ...]
    number: str
    receipt_number: str

    def underway(self) -> OpenMovement | None:
        """Give the letter that has left and whose receipt has not come."""
        return next((each for each in self.open if each.kind == "transfer_out"), None)

    def runs(self, *kinds: str) -> OpenMovement | None:
        """Give what began of some kinds and has not ended."""
        return next((each for each in self.open if each.kind in kinds), None)


@needs(Right.VIEW)
def look_at(office: Office, person: UUID, day: date | None = None) -> Standing:
    """Read how a member stands.

    Raises:
        ConflictError: The member is gone, or not this person's to see.
    """
    at = day or calendar.today()
    with office.store.read() as connection:
        row = person_row(office, connection, person)
        held = open_membership(office, connection, person)
        paid_to, unpaid = _dues(office, connection, person)
        return Standing(
            person,
            row["name"],
            held["branch"] if held else None,
            _place(office, connection, held),
            held["status"] if held else "",
            (held["since"] or "") if held else "",
            paid_to,
            unpaid,
            (held["lost_reason"] or "") if held else "",
            tuple(open_movements(office, connection, person)),
            next_number(office, connection, at.year),
            next_number(office, connection, at.year, "receipt_number"),
        )


def person_row(office: Office, connection: Connection, person: UUID) -> Row:
    """Read a person whom this person may change.

    Raises:
        ConflictError: The person is gone.
        InputError: The person is somebody else's.
    """
    ledger = office.catalog["person"]
    scope.require_inside(office, connection, ledger, [person])
    rows = lookup.existing(connection, ledger, "id", [person])
    if not rows:
        raise ConflictError(
            "person is gone",
            user_message="这名党员不存在或已被移除，请刷新列表。",
            code="gone",
        )
    return rows[0]


def open_membership(office: Office, connection: Connection, person: UUID) -> Row | None:
    """Give the relation that is open; ``None`` where there is none.

    Raises:
        InputError: Two are open; whoever merges two lists must say first which one holds.
    """
    rows = lookup.existing(connection, office.catalog["membership"], "person", [person])
    held = [row for row in rows if row["until"] is None and row["status"] not in _GONE]
    if len(held) > 1:
        raise InputError(
            "two memberships are open",
            user_message=(
                "这名党员有两条组织关系同时有效，没有改动。"
                "请在“组织关系”台账里给不对的那一条填上关系结束日期，再办理。"
            ),
            code="two_open",
        )
    return held[0] if held else None


def require_member(held: Row | None, *, also_suspended: bool = False) -> Row:
    """Make sure that somebody has an open relation.

    Raises:
        InputError: He has none, or membership is suspended.
    """
    if held is None:
        raise InputError(
            "no open membership",
            user_message="这名党员现在没有在本单位的组织关系，不能办理。",
            code="no_membership",
        )
    if held["status"] not in MEMBERS and not also_suspended:
        raise InputError(
            "membership is suspended",
            user_message="这名党员已停止党籍，请先办理恢复党籍。",
            code="suspended",
        )
    return held


def open_movements(office: Office, connection: Connection, person: UUID) -> list[OpenMovement]:
    """Give what began and has not ended for a person, the last first."""
    rows = lookup.existing(connection, office.catalog["member_movement"], "person", [person])
    found = [
        OpenMovement(row["id"], row["kind"], row["moved_on"], row["letter_number"] or "")
        for row in rows
        if (row["kind"] in _GOES_ON and row["ended_on"] is None) or is_underway(row)
    ]
    return sorted(found, key=lambda each: each.since, reverse=True)


def is_underway(row: Row) -> bool:
    """Tell whether a movement is a letter that left and whose receipt has not come."""
    return (
        row["kind"] == "transfer_out"
        and (row["letter_on"] is not None or row["letter_number"] is not None)
        and row["receipt_on"] is None
        and row["ended_on"] is None
    )


def next_number(
    office: Office, connection: Connection, year: int, key: str = "letter_number"
) -> str:
    """Give the next number of this office's letters or receipts in a year: ``2026-004``.

    Numbers of letters that were taken back or removed are used, and not given again.
    """
    table = table_of(office.catalog["member_movement"])
    kind = "transfer_out" if key == "letter_number" else "transfer_in"
    begun = f"{year:04}-"
    found = select(table.c[key]).where(
        table.c.kind == kind,
        table.c.handled_by.in_(own_names(office, connection)),
        table.c[key].startswith(begun, autoescape=True),
    )
    tails = (str(row[0])[len(begun) :] for row in connection.execute(found))
    last = max((int(tail) for tail in tails if tail.isdecimal() and len(tail) < 7), default=0)
    return f"{begun}{last + 1:03}"


def own_names(office: Office, connection: Connection) -> list[str]:
    """Give what this office's organisation is called and was called before, the present first."""
    one, catalog = office.unit.organisation, office.catalog
    rows = lookup.existing(connection, catalog["organisation"], "id", [one])
    lines = lookup.existing(connection, catalog["organisation_change"], "organisation", [one])
    found = [str(row["name"]) for row in rows]
    found += [office.unit.name, *(row["old_name"] for row in lines if row["old_name"])]
    return list(dict.fromkeys(found))


def _dues(office: Office, connection: Connection, person: UUID) -> tuple[str, tuple[str, ...]]:
    """Give the last month that dues were paid for, and the months before it without a payment."""
    rows = lookup.existing(connection, office.catalog["dues_record"], "person", [person])
    months = sorted({str(row["month"])[:7] for row in rows if len(str(row["month"])) >= 7})
    if not months:
        return "", ()
    last = months[-1]
    between = _months(max(months[0], _month_before(last, _LOOKED_BACK)), last)
    return last, tuple(each for each in between if each not in months)


def _months(first: str, last: str) -> Iterable[str]:
    at, end = _count(first), _count(last)
    return (f"{month // 12:04}-{month % 12 + 1:02}" for month in range(at, end))


def _month_before(month: str, number: int) -> str:
    at = _count(month) - number
    return f"{at // 12:04}-{at % 12 + 1:02}"


def _count(month: str) -> int:
    day = first_day(month)
    return day.year * 12 + day.month - 1


def _place(office: Office, connection: Connection, held: Row | None) -> str:
    if held is None:
        return ""
    wanted = [one for one in (held["branch"], held["group"]) if one is not None]
    rows = lookup.existing(connection, office.catalog["organisation"], "id", wanted)
    names = {row["id"]: str(row["name"]) for row in rows}
    return "　".join(names[one] for one in wanted if one in names)


def kind_name(kind: str) -> str:
    """Name a kind of movement."""
    return code_table("movement_kind").known.get(kind, kind)


_GONE = ("exited", "deceased")
