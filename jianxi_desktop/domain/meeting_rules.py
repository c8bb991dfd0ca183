"""How often an organisation is to meet: ``resources/rules/meeting_requirements.csv``."""

from datetime import date
from typing import NamedTuple

from jianxi_desktop.domain.rule_tables import rows_on

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Requirement(NamedTuple):
    """One rule.

    Attributes:
        kind: Code of the meetings.
        form: Which organisations hold them.
        times: How many are wanted at least.
        per: In which time: ``month``, ``quarter`` or ``year``.
    """

    kind: str
    form: str
    times: int
    per: str

    def begins(self, day: date) -> date:
        """Give the first day of the month, quarter or year that a day lies in."""
        months = _MONTHS[self.per]
        return date(day.year, (day.month - 1) // months * months + 1, 1)


def requirements(day: date) -> tuple[Requirement, ...]:
    """Give the rules that are valid on a day."""
    return tuple(
        Requirement(row["kind"], row["form"], int(row["times"]), row["per"])
        for row in rows_on("meeting_requirements", day)
    )
