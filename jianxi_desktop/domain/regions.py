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


_SUFFIXES = ("维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市")


@cache
def _provinces() -> tuple[tuple[str, str], ...]:
    """Give the short name of every province and every city below one, with the province's code."""
    path = settings.resource("regions", "county_codes.csv")
    with path.open(encoding="utf-8", newline="") as file:
        named = [(row["name"], row["code"]) for row in csv.DictReader(file)]
    wide = [(_short(name), code) for name, code in named if code.endswith("00")]
    return tuple((name, code[:2]) for name, code in wide if len(name) > 1 and "县" not in name)


def _short(name: str) -> str:
    return next((name.removesuffix(each) for each in _SUFFIXES if name.endswith(each)), name)


def province_of(place: str) -> str | None:
    """Tell in which province a place lies that people wrote: the first two digits of its codes.

    The province or city that is named first decides, of two that begin alike the longer one, as
    for 吉林 and 海南. ``None`` where none is named. Names: GB/T 2260 and its revisions.
    """
    named = [(place.find(name), -len(name), code) for name, code in _provinces() if name in place]
    return min(named)[2] if named else None
