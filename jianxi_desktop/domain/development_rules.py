"""How far an applicant is by the days known: ``resources/rules/development_limits.csv``."""

from datetime import date

from jianxi_desktop.domain.calendar import first_day, months_before
from jianxi_desktop.domain.rule_tables import number_on

STAGES = ("applicant", "activist", "candidate", "probationary", "full")


def stage_on(days: tuple[str | None, ...], day: date) -> str:
    """Say how far somebody was on a day.

    Args:
        days: When each stage was reached, in the order of ``STAGES``.
        day: The day; what came later does not count.

    Returns:
        The latest stage reached; empty where none was.
    """
    limit = day.isoformat()
    reached = [stage for stage, on in zip(STAGES, days, strict=True) if on and on <= limit]
    return reached[-1] if reached else ""


def is_over(rule: str, began: str | None, day: date) -> bool:
    """Tell whether the time that a rule gives had run out on a day.

    Args:
        rule: ``talk``, ``cultivation`` or ``probation``.
        began: When it began; known in part it is the first day.
        day: The day; the last one of the time is not over.
    """
    return bool(began) and _ends(rule, began or "", day) < day


def is_reached(rule: str, began: str | None, day: date) -> bool:
    """Tell whether the time that a rule wants at least had passed on a day."""
    return bool(began) and _ends(rule, began or "", day) <= day


def _ends(rule: str, began: str, day: date) -> date:
    """Give the day on which the time of a rule is over; where there is none, the month's last."""
    return months_before(first_day(began), -number_on("development_limits", rule, "months", day))
