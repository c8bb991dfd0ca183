"""What a member owes for a month: ``resources/rules/dues_rates.csv``, money in cents.

One rate on the whole base; halves of a cent are rounded up, which no source lays down.
"""

from datetime import date

from jianxi_desktop.domain.rule_tables import number_on, rows_on

WAGE = "wage"


def category_of(job: str | None, day: date) -> str:
    """Say by which rule somebody pays, from what stands for the job; a wage where nothing fits."""
    said = job or ""
    for row in rows_on("dues_rates", day):
        if any(word in said for word in row["words"].split()):
            return row["category"]
    return WAGE


def monthly_dues(base: int | None, category: str, day: date) -> int | None:
    """Give the dues of a month; ``None`` where the base is needed and not known, or no rule is.

    Args:
        base: Pay after tax, or pension.
        category: How somebody pays; see ``category_of``.
        day: A day of the month.
    """
    for row in rows_on("dues_rates", day):
        if row["category"] != category:
            continue
        if row["fixed"]:
            return int(row["fixed"])
        if base is not None and base <= int(row["upto"] or base):
            return (base * int(row["rate"]) + 5_000) // 10_000
    return None


def large_gift(day: date) -> int:
    """Give from how much on a single voluntary payment goes to the Centre whole."""
    return number_on("dues_limits", "large_gift", "value", day)
