"""Gaps as inspectors write them down, taken apart into single problems, with a day to mend them."""

import csv
import re
from datetime import date, timedelta

from jianxi_desktop import settings

# What people put before the points of a list: 1. 1、 （1） ① 一、 一是
_MARK = re.compile(
    r"\s*(?:[(（]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]"
    r"|\d{1,2}\s*(?:[、)）]|[.．](?!\d))"
    r"|[①-⑳]"
    r"|[一二三四五六七八九十]{1,3}(?:、|是)"
    r"|[-·•●])\s*"
)
_ENDS = re.compile(r"[；;。\n\r]+|(?=[①-⑳])")
_NOTHING = frozenset(("", "无", "没有", "暂无", "未发现问题", "无问题", "无明显问题"))


def split_gaps(text: str) -> tuple[str, ...]:
    """Give the single problems of a text, without the marks of its list; each once."""
    points = (_MARK.sub("", part, count=1) if _MARK.match(part) else part for part in _parts(text))
    bare = (point.strip(" \t　,，.：:、") for point in points)
    return tuple(dict.fromkeys(point for point in bare if point not in _NOTHING))


def same_problem(one: str, other: str) -> bool:
    """Tell whether two titles say the same but for spaces and stops."""
    return _bare(one) == _bare(other)


def due_day(found_on: str, today: date) -> str:
    """Propose by when a problem is to be mended, as an ISO day that is still to come.

    Args:
        found_on: ISO day of the visit; empty or known in part: it counts from today.
        today: The day it becomes a problem.
    """
    days = timedelta(days=_days(today))
    found = date.fromisoformat(found_on) if len(found_on) == len("2026-01-31") else today
    due = found + days
    return (due if due > today else today + days).isoformat()


def _parts(text: str) -> list[str]:
    return _ENDS.split(text)


def _bare(text: str) -> str:
    return re.sub(r"[\s，。；、,.;：:！!]+", "", text)


def _days(day: date) -> int:
    path = settings.resource("rules", "problem_days.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return next(
            int(row["days"])
            for row in csv.DictReader(file)
            if row["rule"] == "due_after"
            and row["valid_from"] <= day.isoformat() <= (row["valid_to"] or "9999")
        )
