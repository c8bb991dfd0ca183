"""How the months of a member's dues stand, from what was read; money in cents, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from jianxi_desktop.db.dues import Payer, Payment
from jianxi_desktop.domain import dues_rules
from jianxi_desktop.domain.calendar import period_end
from jianxi_desktop.domain.dues_rules import VOLUNTARY, Standard

# How a month stands: settled; paid, but less; nothing paid and the month over, or still running;
# before the branch kept its dues here; nothing to pay; nobody knows how much; no member then.
PAID, SHORT, UNPAID, OPEN = "paid", "short", "unpaid", "open"
BEFORE, FREE, UNKNOWN, NONE = "before", "free", "unknown", "none"
TO_COLLECT = (UNPAID, SHORT, OPEN, BEFORE)


@dataclass(frozen=True)
class Month:
    """One month of one member; money in cents.

    Attributes:
        month: ``2026-09``.
        due: What he owes; ``None``: not known, or not a member.
        paid: What he paid for it, without gifts.
        state: One of the states of this module.
        payments: The payments, without gifts.
        base: From what it is worked out.
        reduced: Whether it was approved to be less.
        doubt: What is odd about it, in Chinese; empty: nothing.
    """

    month: str
    due: int | None
    paid: int
    state: str
    payments: tuple[Payment, ...] = ()
    base: int | None = None
    reduced: bool = False
    doubt: str = ""

    @property
    def missing(self) -> int:
        """What is still to be paid."""
        open_ = self.state in TO_COLLECT
        return max((self.due or 0) - self.paid, 0) if open_ else 0


@dataclass(frozen=True)
class Member:
    """One member and his months.

    Attributes:
        person: Identity.
        name: Name.
        branch: The branch.
        group: The group, if any.
        status: ``full`` or ``probationary``.
        category: Key of ``dues_category`` in the last month.
        base: The base in the last month; ``None``: not known.
        rate: What he pays by then, in words.
        standard: The standard that holds in the last month, if any stands.
        months: The months asked for, in order.
        gifts: What he gave beyond what he owes, for these months.
    """

    person: UUID
    name: str
    branch: UUID
    group: UUID | None
    status: str
    category: str
    base: int | None
    rate: str
    standard: Standard | None
    months: tuple[Month, ...]
    gifts: tuple[Payment, ...] = ()

    @property
    def counted(self) -> tuple[Month, ...]:
        """The months that sums are about: not those before the branch kept its dues here."""
        kept = tuple(each for each in self.months if each.state != BEFORE)
        return kept or self.months

    @property
    def due(self) -> int:
        """What he owes for all the months together, where it is known."""
        return sum(each.due or 0 for each in self.counted)

    @property
    def paid(self) -> int:
        """What he paid for them."""
        return sum(each.paid for each in self.months)

    @property
    def missing(self) -> int:
        """What is still to be paid."""
        return sum(each.missing for each in self.counted)

    @property
    def owing(self) -> int:
        """What is still to be paid for months that are over."""
        return sum(each.missing for each in self.in_state(UNPAID, SHORT))

    def in_state(self, *states: str) -> tuple[Month, ...]:
        """Give the months that stand in one of some states."""
        return tuple(each for each in self.months if each.state in states)


@dataclass(frozen=True)
class Known:
    """What was read of some members.

    Attributes:
        standards: By person.
        payments: By person, those of the year before the months too.
        begun: The month in which each branch began to keep its dues here.
        on: The day it is read for.
    """

    standards: Mapping[UUID, Sequence[Standard]]
    payments: Mapping[UUID, Sequence[Payment]]
    begun: Mapping[UUID, str]
    on: date


def member_of(payer: Payer, months: Sequence[str], there: Sequence[bool], known: Known) -> Member:
    """Say how the months of a member stand.

    Args:
        payer: The member.
        months: The months, in order.
        there: Whether he belonged to the branch, by month.
        known: What was read.
    """
    standards = known.standards.get(payer.person, ())
    regular: dict[str, list[Payment]] = {}
    gifts: list[Payment] = []
    base = None
    for each in known.payments.get(payer.person, ()):
        at = dues_rules.month_of(each.month)
        if each.method != VOLUNTARY:
            regular.setdefault(at, []).append(each)
            if at < months[0] and each.base is not None:
                base = each.base
        elif months[0] <= at <= months[-1]:
            gifts.append(each)
    found: list[Month] = []
    for month, is_there in zip(months, there, strict=True):
        paid = tuple(regular.get(month, ()))
        base = next((each.base for each in paid if each.base is not None), base)
        owes = is_there and payer.owes(month)
        found.append(
            _month(payer, month, paid, standards, base, known) if owes else _none(month, paid)
        )
    last = dues_rules.owed(months[-1], standards, payer.job, base)
    return Member(
        payer.person,
        payer.name,
        payer.branch,
        payer.group,
        payer.status,
        last.category,
        last.base,
        dues_rules.rate_words(last.base, last.category, period_end(months[-1])),
        dues_rules.standard_of(standards, months[-1]),
        tuple(found),
        tuple(gifts),
    )


def _none(month: str, paid: tuple[Payment, ...]) -> Month:
    return Month(month, None, sum(each.amount for each in paid), NONE, paid)


def _month(
    payer: Payer,
    month: str,
    paid: tuple[Payment, ...],
    standards: Sequence[Standard],
    base: int | None,
    known: Known,
) -> Month:
    owed = dues_rules.owed(month, standards, payer.job, base)
    amount = sum(each.amount for each in paid)
    state = _state(month, owed.cents, amount, paid, known.begun.get(payer.branch), known.on)
    doubt = _doubt(month, state, paid, owed.base, known.on)
    standard = dues_rules.standard_of(standards, month)
    if standard is not None and dues_rules.is_outdated(standard, month) and not owed.reduced:
        doubt = "；".join(filter(None, (doubt, "基数要按上季度月平均收入重新核定")))
    return Month(month, owed.cents, amount, state, paid, owed.base, owed.reduced, doubt)


@lru_cache(maxsize=64)
def _ends(month: str) -> date:
    return period_end(month)


def _state(
    month: str,
    due: int | None,
    amount: int,
    paid: tuple[Payment, ...],
    begun: str | None,
    on: date,
) -> str:
    if paid:
        if amount == 0:
            return FREE
        return SHORT if due is not None and amount < due else PAID
    if due == 0:
        return FREE
    if _ends(month) >= on:
        return OPEN
    if begun is None or month < begun:
        return BEFORE
    return UNKNOWN if due is None else UNPAID


def _doubt(month: str, state: str, paid: tuple[Payment, ...], base: int | None, on: date) -> str:
    days = [each.paid_on for each in paid if each.paid_on]
    if state == UNPAID:
        days = [on.isoformat()]
    said = [text for day in days[-1:] if (text := dues_rules.too_late(month, day, on))]
    if any(each.base is not None and each.base != base for each in paid):
        said.append("缴纳记录上的基数与缴费标准不同，请核对")
    return "；".join(said)
