"""Write dues: collect a period of a branch, one payment, a gift, a standard, receipt numbers."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jianxi_desktop.db import dues as stored
from jianxi_desktop.db import lookup, write
from jianxi_desktop.db.dues import Payment
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import calendar, dues_rules
from jianxi_desktop.domain.dues_rules import VOLUNTARY
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Values
from jianxi_desktop.services import scope
from jianxi_desktop.services.dues import Sheet, read_sheet
from jianxi_desktop.services.dues_months import TO_COLLECT, UNKNOWN, Member, Month
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import require_values
from jianxi_desktop.services.rights import needs

_NUMBER = re.compile(r"(\d{4})-(\d{4,})")
_TAKEN_BACK = "在党费页面清空"
_TWICE = "{name}{month}有 {count} 笔缴纳记录，请在“党费收缴台账”里改。"


@dataclass(frozen=True)
class Collected:
    """What was written, or would be.

    Attributes:
        members: How many members paid.
        payments: How many payments were written.
        cents: How much together.
        left: How many members could not be filled, because what they owe is not known.
        touched: Keys of the ledgers that were written.
    """

    members: int
    payments: int
    cents: int
    left: int
    touched: frozenset[str] = frozenset()


def to_collect(
    sheet: Sheet, people: Collection[UUID] = (), *, ahead: bool = False
) -> list[tuple[Member, Month]]:
    """List the months of a sheet that are to be filled, of some members or of all.

    Args:
        sheet: The dues of a branch.
        people: Only these members; none: all.
        ahead: Whether months to come are paid in advance; a sheet of one month says so itself.
    """
    last = sheet.day.isoformat()[:7]
    return [
        (member, month)
        for member in sheet.members
        if not people or member.person in people
        for month in member.in_state(*TO_COLLECT)
        if month.missing and (ahead or month.month <= last or len(sheet.months) == 1)
    ]


def summed(
    sheet: Sheet, wanted: Iterable[tuple[Member, Month]], people: Collection[UUID] = ()
) -> Collected:
    """Say what filling some months comes to, before it is done."""
    pairs = list(wanted)
    left = sum(
        bool(each.in_state(UNKNOWN)) or any(m.due is None for m in each.in_state(*TO_COLLECT))
        for each in sheet.members
        if not people or each.person in people
    )
    cents = sum(month.missing for _member, month in pairs)
    return Collected(len({member.person for member, _m in pairs}), len(pairs), cents, left)


@needs(Right.EDIT)
def collect(
    office: Office,
    branch: UUID,
    period: str,
    paid_on: str,
    people: Collection[UUID] = (),
    *,
    ahead: bool = False,
    day: date | None = None,
) -> Collected:
    """Write what is still owed for the months of a period as paid, in one action.

    Args:
        office: The open database.
        branch: The branch, or a group of it.
        period: The month, quarter or year.
        paid_on: The day of the payment.
        people: Only these members; none: all of the branch.
        ahead: Whether months to come are paid in advance.
        day: Today.

    Raises:
        InputError: It is no period, the branch is not this person's, or nothing is owed.
    """
    on = day or calendar.today()
    with office.change("collect_dues") as change:
        _require_branch(office, change, branch)
        sheet = read_sheet(change.connection, office.catalog, branch, period, on)
        wanted = to_collect(sheet, people, ahead=ahead)
        found = summed(sheet, wanted, people)
        if not wanted:
            raise _nothing(found)
        rows = [_row(member.person, month, month.missing, paid_on) for member, month in wanted]
        write.insert_rows(change, office.catalog["dues_record"], rows)
        touched = frozenset(change.touched)
    return Collected(found.members, found.payments, found.cents, found.left, touched)


@needs(Right.EDIT)
def set_payment(
    office: Office,
    branch: UUID,
    person: UUID,
    month: str,
    values: Values,
    *,
    day: date | None = None,
) -> frozenset[str]:
    """Write the payment of one member for one month; an ``amount`` of ``None`` takes it back.

    A new payment counts by its day: in its month, in advance or late.

    Args:
        office: The open database.
        branch: The branch he belongs to.
        person: The member.
        month: ``2026-09``.
        values: ``amount`` in cents, ``paid_on``, ``receipt``, ``note``; what is left out stays.
        day: Today.

    Raises:
        InputError: There are several payments for the month, or no amount yet.
    """
    ledger = office.catalog["dues_record"]
    on = day or calendar.today()
    with office.change("dues_payment") as change:
        _require_branch(office, change, branch)
        scope.require_inside(office, change.connection, office.catalog["person"], [person])
        sheet = read_sheet(change.connection, office.catalog, branch, month, on)
        member, at = _month_of(sheet, person)
        if len(at.payments) > 1:
            text = _TWICE.format(
                name=member.name, month=calendar.show_day(month), count=len(at.payments)
            )
            raise InputError("several payments for a month", user_message=text, code="several")
        if at.payments:
            _change_payment(change, office, at.payments[0], values)
        elif values.get("amount") is not None:
            paid_on = values.get("paid_on") or on.isoformat()
            row = _row(person, at, values["amount"], paid_on) | dict(values)
            write.insert_rows(change, ledger, [row | {"paid_on": paid_on}])
        elif any(value is not None for value in values.values()):
            raise InputError(
                "payment without amount", user_message="请先填实缴金额。", code="required"
            )
        return frozenset(change.touched)


@needs(Right.EDIT)
def add_gift(office: Office, person: UUID, values: Values) -> tuple[bool, frozenset[str]]:
    """Write what a member gave of his own accord beyond what he owes.

    Args:
        office: The open database.
        person: The member.
        values: ``amount`` in cents, ``paid_on``, ``receipt``, ``note``.

    Returns:
        Whether it is so much that it goes to the Centre whole, and what was written.

    Raises:
        InputError: A required value is missing, or the member is not this person's.
    """
    ledger = office.catalog["dues_record"]
    paid_on = values.get("paid_on") or calendar.today().isoformat()
    row = {**values, "person": person, "method": VOLUNTARY, "paid_on": paid_on}
    row["month"] = dues_rules.month_of(paid_on)
    require_values(ledger, row, new=True)
    with office.change("dues_payment") as change:
        scope.require_inside(office, change.connection, office.catalog["person"], [person])
        write.insert_rows(change, ledger, [row])
        large = row["amount"] >= dues_rules.large_gift(calendar.first_day(paid_on))
        return large, frozenset(change.touched)


@needs(Right.EDIT)
def set_standard(office: Office, person: UUID, values: Values) -> frozenset[str]:
    """Write by what a member pays from a month on; one that begins in that month is changed.

    Raises:
        InputError: A required value is missing, or a reduction ends before it begins.
    """
    ledger = office.catalog["dues_standard"]
    row = {**values, "person": person}
    require_values(ledger, row, new=True)
    row["since"] = dues_rules.month_of(row["since"])
    if row.get("until") and (row["until"] + "-12")[:7] < row["since"]:
        raise InputError(
            "reduction ends before it begins",
            user_message="减免截止月份早于起始月份，请核对。",
            code="order",
        )
    with office.change("dues_standard") as change:
        scope.require_inside(office, change.connection, office.catalog["person"], [person])
        before = lookup.existing(change.connection, ledger, "person", [person])
        same = [each for each in before if dues_rules.month_of(each["since"]) == row["since"]]
        if same:
            write.update_row(change, ledger, same[-1]["id"], same[-1]["version"], row)
        else:
            write.insert_rows(change, ledger, [row])
        return frozenset(change.touched)


@needs(Right.EDIT)
def adopt_standards(
    office: Office, branch: UUID, month: str, *, day: date | None = None
) -> tuple[int, frozenset[str]]:
    """Give every member who has none a standard from the job and the base that he paid from last.

    Returns:
        How many standards were written, and the ledgers that were.

    Raises:
        InputError: The branch is not this person's, or nobody needs or can be given one.
    """
    on = day or calendar.today()
    with office.change("dues_standard") as change:
        _require_branch(office, change, branch)
        sheet = read_sheet(change.connection, office.catalog, branch, month, on)
        rows = [
            {
                "person": each.person,
                "since": month,
                "category": each.category,
                "base": each.base,
                "reason": "按岗位和最近一次缴纳的基数核定",
            }
            for each in sheet.members
            if each.standard is None and each.rate
        ]
        if not rows:
            text = "没有可以生成的标准：各人都有了，或者不知道基数。请逐人核定标准。"
            raise InputError("no standards to adopt", user_message=text, code="nothing")
        write.insert_rows(change, office.catalog["dues_standard"], rows)
        return len(rows), frozenset(change.touched)


@needs(Right.EDIT)
def number_receipts(
    office: Office,
    branch: UUID,
    period: str,
    people: Collection[UUID] = (),
    *,
    day: date | None = None,
) -> tuple[int, frozenset[str]]:
    """Give each member's payments of a period that have no receipt a number of the branch's year.

    All that a member paid in one year for the period shares one receipt. Numbers run on from the
    highest that anybody of the branch has; there is no other book of them.

    Returns:
        How many receipts were numbered, and what was written.

    Raises:
        InputError: It is no period, or the branch is not this person's.
    """
    on = day or calendar.today()
    with office.change("dues_receipts") as change:
        _require_branch(office, change, branch)
        sheet = read_sheet(change.connection, office.catalog, branch, period, on)
        last = _last_numbers(change, office, sheet.branch)
        edits: list[write.Edit] = []
        count = 0
        for payments in _without_receipt(sheet, people):
            year = (payments[0].paid_on or payments[0].month)[:4]
            last[year] = last.get(year, 0) + 1
            number = {"receipt": f"{year}-{last[year]:04}"}
            edits += [write.Edit(each.id, number, each.version) for each in payments]
            count += 1
        write.update_rows(change, office.catalog["dues_record"], edits)
        return count, frozenset(change.touched)


def _require_branch(office: Office, change: Change, branch: UUID) -> None:
    scope.require_inside(office, change.connection, office.catalog["organisation"], [branch])


def _nothing(found: Collected) -> InputError:
    text = "没有要收的党费：都已缴清。"
    if found.left:
        text = f"有 {found.left} 人不知道计算基数，请先核定标准；其他人都已缴清。"
    return InputError("nothing to collect", user_message=text, code="nothing")


def _row(person: UUID, month: Month, amount: int, paid_on: str) -> dict[str, Any]:
    return {
        "person": person,
        "month": month.month,
        "base": month.base,
        "amount": amount,
        "paid_on": paid_on,
        "method": dues_rules.method_of(month.month, paid_on),
    }


def _month_of(sheet: Sheet, person: UUID) -> tuple[Member, Month]:
    for each in sheet.members:
        if each.person == person:
            return each, each.months[0]
    raise InputError(
        "not a member of the branch",
        user_message="这名党员这个月不在这个支部，请刷新。",
        code="gone",
    )


def _change_payment(change: Change, office: Office, payment: Payment, values: Values) -> None:
    ledger = office.catalog["dues_record"]
    if "amount" in values and values["amount"] is None:
        write.remove_row(change, ledger, payment.id, payment.version, _TAKEN_BACK)
        return
    write.update_row(change, ledger, payment.id, payment.version, values)


def _without_receipt(sheet: Sheet, people: Collection[UUID]) -> Iterator[list[Payment]]:
    """Give the payments that want a receipt, those of one member and year of payment together."""
    for member in sheet.members:
        if people and member.person not in people:
            continue
        by_year: dict[str, list[Payment]] = {}
        paid = [each for month in member.months for each in month.payments]
        for each in (*paid, *member.gifts):
            if each.amount and not each.receipt:
                by_year.setdefault((each.paid_on or each.month)[:4], []).append(each)
        yield from by_year.values()


def _last_numbers(change: Change, office: Office, branch: UUID) -> dict[str, int]:
    here = table_of(office.catalog["membership"]).c.branch == branch
    people = stored.of_branches(office.catalog, here)
    last: dict[str, int] = {}
    for text in stored.receipts(change.connection, office.catalog, people):
        if found := _NUMBER.fullmatch(text):
            last[found[1]] = max(last.get(found[1], 0), int(found[2]))
    return last
