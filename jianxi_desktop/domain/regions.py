"""County codes (GB/T 2260), old and new, for looking at the head of an identity number."""

import csv
from functools import cache

from jianxi_desktop import settings

# 710000, 810000, 820000, 830000: residence permits; 900000 and above are not assigned.
_PERMITS = frozenset({"810000", "820000", "830000", "710000"})


@cache
def _codes() -> frozenset[str]:
    path = settings.resource("regions", "county_codes.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return frozenset(row["code"] for row in csv.DictReader(file))


def is_known(code: str) -> bool:
    """Tell whether a six-digit county code is or ever was assigned.

    The year is not compared: numbers keep the code of the place and day they were first issued,
    and county lists of the 1980s have gaps. Source: GB/T 2260 and its revisions.
    """
    return code in _codes() or code in _PERMITS
