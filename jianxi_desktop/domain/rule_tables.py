"""The tables of ``resources/rules``: rules kept as data, each line with its source and its days.

A district may issue a table of its own in place of one of ours; it is laid over for the whole
process when an office is opened (``lay_over``).
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache

from jianxi_desktop import settings

Line = Mapping[str, str]
ISSUED = (  # tables that a district may issue anew, and what they are called
    ("dues_rates", "党费比例"),
    ("dues_limits", "党费限额"),
    ("term_years", "任期年限"),
    ("term_limits", "延期和到届提醒期限"),
    ("development_limits", "发展党员期限"),
    ("development_minimums", "发展党员人数、学时等要求"),
    ("development_steps", "发展党员步骤和材料"),
    ("meeting_requirements", "会议次数要求"),
    ("meeting_limits", "会议表决要求"),
    ("talk_requirements", "谈心谈话要求"),
    ("study_hours", "学习学时要求"),
    ("party_years", "党龄荣誉年限"),
    ("election_limits", "选举到会和当选要求"),
    ("plan_days", "工作台账提醒天数"),
    ("symposium_limits", "座谈会任务期限"),
    ("package_days", "数据包报送日"),
    ("attention_days", "提前提醒天数"),
    ("joint_limits", "共建会议次数"),
    ("movement_limits", "组织关系期限"),
)
UNVERIFIED = "[unverified]"
DOUBT = "（依据待核实）"  # how people are told so
_laid: dict[str, tuple[Line, ...]] = {}
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})?")
_NUMBER = re.compile(r"-?\d+")


@lru_cache(maxsize=256)
def rows_on(name: str, day: date) -> tuple[Line, ...]:
    """Give the lines of a table that are valid on a day, in their order.

    Args:
        name: Of the table, without folder and ending.
        day: The day.
    """
    at = day.isoformat()
    return tuple(
        row for row in _rows(name) if row["valid_from"] <= at <= (row["valid_to"] or "9999")
    )


@lru_cache(maxsize=64)
def shipped_rows(name: str, day: date) -> tuple[Line, ...]:
    """Give the lines of our own table that are valid on a day, whatever a district issued.

    A district's table may be older than ours and lack a rule that came later.
    """
    at = day.isoformat()
    return tuple(
        row for row in _ours(name) if row["valid_from"] <= at <= (row["valid_to"] or "9999")
    )


def number_on(name: str, rule: str, value: str, day: date) -> int:
    """Give the number of one rule of a table.

    Args:
        name: Of the table.
        rule: What its column ``rule`` says.
        value: The column with the number.
        day: The day.

    Raises:
        KeyError: There is no such rule on that day; a table of ours is wrong.
    """
    for row in rows_on(name, day):
        if row["rule"] == rule:
            return int(row[value])
    raise KeyError(rule)


def is_issued(name: str) -> bool:
    """Tell whether a district's table stands in the place of ours."""
    return name in _laid


def is_unverified(row: Line) -> bool:
    """Tell whether a line is marked as taken from general knowledge, not from a source."""
    return any(UNVERIFIED in (row.get(key) or "") for key in ("source", "remark"))


def with_doubt(text: str, row: Line) -> str:
    """Add to a text for people that the rule behind it is not verified, where it is not."""
    return f"{text}{DOUBT}" if is_unverified(row) else text


def lay_over(texts: Mapping[str, str]) -> None:
    """Let tables that a district issued stand in the place of ours; none: ours hold again."""
    laid = {name: tuple(_read(text)) for name, text in texts.items() if not problems(name, text)}
    if laid != _laid:
        _laid.clear()
        _laid.update(laid)
        rows_on.cache_clear()
        _rows.cache_clear()


def problems(name: str, text: str) -> list[str]:
    """Say in Chinese why a text is no table that could stand in the place of ours."""
    if name not in dict(ISSUED):
        known = "、".join(f"{key}（{title}）" for key, title in ISSUED)
        return [f"没有名为“{name[:40]}”的规则表，可用：{known}。"]
    ours, rows = _ours(name), list(_read(text))
    heads = list(ours[0])
    given = next(iter(csv.reader(io.StringIO(text))), [])
    if given != heads:
        return [f"第1行的列名要与原表相同：{','.join(heads)}。"]
    if not rows:
        return ["表里没有一行规则。"]
    return [each for line, row in enumerate(rows, start=2) for each in _wrong(line, row, ours)]


def text_of(name: str) -> str:
    """Give one of our tables as text, for a district to begin with."""
    return settings.resource("rules", f"{name}.csv").read_text(encoding="utf-8")


def _wrong(line: int, row: Line, ours: tuple[Line, ...]) -> Iterator[str]:
    if None in row or None in row.values():
        yield f"第{line}行的列数与第1行不同。"
        return
    for key, value in row.items():
        numbers = all(_NUMBER.fullmatch(each[key]) for each in ours)
        if key in ("valid_from", "valid_to") and not _DAY.fullmatch(value):
            yield f"第{line}行的“{key}”要写成 2026-01-31 的样子，或者不填。"
        elif numbers and not _NUMBER.fullmatch(value):
            yield f"第{line}行的“{key}”要是整数。"


def _read(text: str) -> Iterator[Line]:
    yield from csv.DictReader(io.StringIO(text))


def _ours(name: str) -> tuple[Line, ...]:
    return tuple(_read(text_of(name)))


@cache
def _rows(name: str) -> tuple[Line, ...]:
    if name in _laid:
        return _laid[name]
    path = settings.resource("rules", f"{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
