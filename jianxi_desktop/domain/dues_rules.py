"""What a member owes for a month: ``resources/rules/dues_rates.csv``, money in cents.

One rate on the whole base; halves of a cent are rounded up, which no source lays down. A standard
holds from its month until the next one; what was approved to be reduced or waived, until its end.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from jianxi_desktop.domain.calendar import first_day
from jianxi_desktop.domain.rule_tables import Line, number_on, rows_on, with_doubt

WAGE, RETIRED, FARMER, LOW = "wage", "retired", "farmer", "low"
SELF_EMPLOYED = "self_employed"
VOLUNTARY, LATE = "voluntary", "late"
_LIMITS = "dues_limits"


class Standard(NamedTuple):
    """What one member's dues are worked out from, from a month on.

    Attributes:
        since: The first month, ISO; days behind it are passed over.
        category: Key of ``resources/codes/dues_category.csv``.
        base: Pay after tax, or pension, in cents.
        reduced_to: What was approved to be paid a month, in cents; 0: nothing.
        until: The last month of that; ``None``: until the next standard.
    """

    since: str
    category: str
    base: int | None = None
    reduced_to: int | None = None
    until: str | None = None


class Owed(NamedTuple):
    """What a member owes for one month.

    Attributes:
        cents: How much; ``None``: the base is not known, or no rule holds.
        category: By which rule.
        base: From what.
        reduced: Whether it is what was approved in place of the rule.
    """

    cents: int | None
    category: str
    base: int | None
    reduced: bool = False


def category_of(job: str | None, day: date) -> str:
    """Say by which rule somebody pays, from what stands for the job; a wage where nothing fits."""
    said = job or ""
    for row in rows_on("dues_rates", day):
        if any(word in said for word in row["words"].split()):
            return row["category"]
    return WAGE


def rate_line(base: int | None, category: str, day: date) -> Line | None:
    """Give the line of the rates that holds; ``None`` where the base is needed and not known.

    A category that a district's own table does not name pays as a wage does.

    Args:
        base: Pay after tax, or pension, in cents.
        category: How somebody pays; see ``category_of``.
        day: A day of the month.
    """
    rows = rows_on("dues_rates", day)
    named = [row for row in rows if row["category"] == category]
    for row in named or [row for row in rows if row["category"] == WAGE]:
        if row["fixed"] or (base is not None and base <= int(row["upto"] or base)):
            return row
    return None


def monthly_dues(base: int | None, category: str, day: date) -> int | None:
    """Give the dues of a month; ``None`` where the base is needed and not known, or no rule is.

    Args:
        base: Pay after tax, or pension.
        category: How somebody pays; see ``category_of``.
        day: A day of the month.
    """
    row = rate_line(base, category, day)
    if row is None:
        return None
    if row["fixed"]:
        return int(row["fixed"])
    return ((base or 0) * int(row["rate"]) + 5_000) // 10_000


def standard_of(standards: Iterable[Standard], month: str) -> Standard | None:
    """Give the standard that holds in a month: of those that began, the last.

    Args:
        standards: One member's, the older entry first where two begin in the same month.
        month: ``2026-09``.
    """
    found: Standard | None = None
    for each in standards:
        begins = month_of(each.since)
        if begins <= month and (found is None or begins >= month_of(found.since)):
            found = each
    return found


def owed(
    month: str, standards: Iterable[Standard], job: str | None, paid_base: int | None = None
) -> Owed:
    """Say what somebody owes for a month.

    Args:
        month: ``2026-09``.
        standards: The member's standards; see ``standard_of``.
        job: What stands for the job, where there is no standard.
        paid_base: The base that a payment names, where no standard does.
    """
    day, standard = first_day(month), standard_of(standards, month)
    category = category_of(job, day) if standard is None else standard.category
    base = paid_base if standard is None or standard.base is None else standard.base
    if standard is not None and is_reduced(standard, month):
        return Owed(standard.reduced_to, category, base, reduced=True)
    return Owed(monthly_dues(base, category, day), category, base)


def is_reduced(standard: Standard, month: str) -> bool:
    """Tell whether what was approved to be reduced or waived holds in a month."""
    ends = standard.until
    return standard.reduced_to is not None and (ends is None or month <= (ends + "-12")[:7])


def is_outdated(standard: Standard, month: str) -> bool:
    """Tell whether the base of somebody without monthly pay is older than the month's quarter.

    He pays by the mean of the quarter before, which is told anew every three months.
    """
    begins = (int(month[5:7]) - 1) // 3 * 3 + 1
    return standard.category == SELF_EMPLOYED and month_of(standard.since) < (
        f"{month[:4]}-{begins:02}"
    )


def month_of(day: str) -> str:
    """Give the month of a partly known day; of a year its first."""
    return (day + "-01")[:7]


def months_late(month: str, paid_on: str) -> int:
    """Count the months from the one that is paid for to that of the payment."""
    paid, owed_for = first_day(paid_on), first_day(month)
    return (paid.year - owed_for.year) * 12 + paid.month - owed_for.month


def method_of(month: str, paid_on: str | None) -> str:
    """Say how a payment for a month counts: in its month, in advance, or late."""
    if paid_on is None:
        return "monthly"
    months = months_late(month, paid_on)
    if months < 0:
        return "advance"
    return LATE if months > 0 else "monthly"


def rate_words(base: int | None, category: str, day: date) -> str:
    """Write the standard that somebody pays by: ``1.5%``, ``每月0.20元``; empty: not known."""
    row = rate_line(base, category, day)
    if row is None:
        return ""
    if row["fixed"]:
        return f"每月{int(row['fixed']) / 100:.2f}元"
    return with_doubt(f"{int(row['rate']) / 100:g}%", row)


def large_gift(day: date) -> int:
    """Give from how much on a single voluntary payment goes to the Centre whole."""
    return number_on(_LIMITS, "large_gift", "value", day)


def too_late(month: str, paid_on: str, day: date) -> str:
    """Say in Chinese that a month is made good later than is usual; empty: it is not."""
    row = _limit("late_months", day)
    if row is None or months_late(month, paid_on) <= int(row["value"]):
        return ""
    return with_doubt(f"补交超过{row['value']}个月", row)


def rounding_words(day: date) -> str:
    """Say how dues are rounded, for whoever reads a figure."""
    row = _limit("rounding", day) or {"source": "[unverified]"}
    return with_doubt("党费算到分，不足1分的四舍五入", row)


def most_of(category: str, day: date) -> int | None:
    """Give the most that a category pays a month where the rules name a span, as for farmers."""
    row = _limit(f"{category}_most", day)
    return None if row is None else int(row["value"])


def _limit(rule: str, day: date) -> Line | None:
    return next((row for row in rows_on(_LIMITS, day) if row["rule"] == rule), None)
