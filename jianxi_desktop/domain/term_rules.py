"""How long the terms of organisations are: ``resources/rules/term_years.csv``."""

from datetime import date

from jianxi_desktop.domain.calendar import first_day, years_after
from jianxi_desktop.domain.rule_tables import rows_on


def term_years(kind: str, form: str, day: date) -> int | None:
    """Give the years of a term that begins on a day; ``None``: no terms are laid down.

    The first line that names kind and form decides.
    """
    for row in rows_on("term_years", day):
        if row["kind"] in (kind, "*") and form in row["form"].split():
            return int(row["years"])
    return None


def due_day(starts_on: str, years: int | None, due_on: str | None, kind: str, form: str) -> str:
    """Say when a term is over, to the precision known; empty where nothing says so.

    Args:
        starts_on: Its first day.
        years: How long it is, where that was written down.
        due_on: The day itself, where that was written down: it goes first.
        kind: Of the organisation.
        form: Of the organisation.
    """
    if due_on:
        return due_on
    length = years or term_years(kind, form, first_day(starts_on))
    return years_after(starts_on, length) if length else ""
