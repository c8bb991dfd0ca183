"""How much a demonstration holds, and the days it turns on."""

from dataclasses import dataclass
from datetime import date

DEMO_PASSWORD = "demo-涧西-2018"  # noqa: S105 - everyone may know it: the people are invented
TODAY = date(2026, 11, 20)
QUARTER_END = date(2018, 9, 30)  # the day of the figures that the district once published
LIST_DAY = date(2021, 10, 31)  # of the code list with 11 streets and 71 communities
HOME = "410305008001"
PILOTS = ("410305001", "410305008")


@dataclass(frozen=True)
class Scale:
    """What part of the district a demonstration shows.

    Attributes:
        unit: Code of the office whose database it is.
        city: Whether nine more districts stand beside it, with structure and people only.
    """

    unit: str
    city: bool = False


SCALES = {
    "community": Scale(HOME),
    "street": Scale(HOME[:9]),
    "district": Scale(HOME[:6]),
    "city": Scale(HOME[:6], city=True),
}
