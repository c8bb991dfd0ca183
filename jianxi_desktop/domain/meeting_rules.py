"""What is wanted of organisations that meet: how often, with how many, how many hours of study.

The rules lie in ``resources/rules``: ``meeting_requirements`` ``talk_requirements``
``meeting_limits`` ``study_hours``.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from jianxi_desktop.domain.rule_tables import is_unverified, number_on, rows_on, with_doubt

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_PER = {"month": "每月", "quarter": "每季度", "year": "每年"}


class Requirement(NamedTuple):
    """One rule.

    Attributes:
        kind: Code of the meetings, or of a pair of people who talk.
        form: Which organisations hold them.
        times: How many are wanted at least.
        per: In which time: ``month``, ``quarter`` or ``year``.
        unverified: Whether the rule is marked as not verified.
    """

    kind: str
    form: str
    times: int
    per: str
    unverified: bool = False

    def begins(self, day: date) -> date:
        """Give the first day of the month, quarter or year that a day lies in."""
        months = _MONTHS[self.per]
        return date(day.year, (day.month - 1) // months * months + 1, 1)

    @property
    def months(self) -> int:
        """How many months its time has: 1, 3 or 12."""
        return _MONTHS[self.per]

    @property
    def words(self) -> str:
        """What it wants, in Chinese."""
        told = f"{_PER[self.per]}不少于{self.times}次"
        return f"{told}（依据待核实）" if self.unverified else told


class StudyRule(NamedTuple):
    """How many hours of study are wanted of somebody in a year.

    Attributes:
        hours: The hours.
        words: They, in Chinese, with a doubt where the rule is not verified.
    """

    hours: int
    words: str


class Vote(NamedTuple):
    """How a meeting of members stands against the rules.

    Attributes:
        enough: Whether enough with a vote came; ``None``: not known.
        passed: Whether what was voted on is carried; ``None``: not known.
        problems: What is wrong, in Chinese, by the field it is about.
    """

    enough: bool | None
    passed: bool | None
    problems: tuple[tuple[str, str], ...]


def requirements(day: date) -> tuple[Requirement, ...]:
    """Give the rules of meetings that are valid on a day."""
    return _read("meeting_requirements", day)


def talk_requirements(day: date) -> tuple[Requirement, ...]:
    """Give the rules of talks (谈心谈话) that are valid on a day; ``kind`` is a ``talk_pair``."""
    return _read("talk_requirements", day)


def study_rule(who: str, day: date) -> StudyRule:
    """Give the hours that a ``member`` or a ``leader`` of a branch is to study in a year.

    Raises:
        KeyError: There is no such rule; a table of ours is wrong.
    """
    for row in rows_on("study_hours", day):
        if row["rule"] == who:
            return StudyRule(int(row["hours"]), with_doubt(f"{row['hours']}学时", row))
    raise KeyError(who)


def vote(
    entitled: int | None, present: int | None, agreed: int | None, day: date, *, written: int = 0
) -> Vote:
    """Hold the numbers of a vote against the rules of the branch meeting.

    More than half of those entitled have to be there, and more than half of all entitled have to
    agree; opinions given in writing before count among ``agreed``.

    Args:
        entitled: Members with a vote.
        present: Those of them who came.
        agreed: Votes in favour.
        day: The day of the meeting.
        written: Opinions given in writing, if they are counted apart.
    """
    if not entitled:
        return Vote(None, None, ())
    enough = None if present is None else present >= _more_than(entitled, "quorum", day)
    passed = None if agreed is None else agreed >= _more_than(entitled, "passes", day)
    problems = (
        *(_came_problems(entitled, present, day) if present is not None else ()),
        *(_agreed_problems(entitled, present, agreed, day, written) if agreed is not None else ()),
    )
    return Vote(enough, passed, problems)


def _came_problems(entitled: int, present: int, day: date) -> Iterator[tuple[str, str]]:
    least = _more_than(entitled, "quorum", day)
    if present > entitled:
        yield "entitled_present", "有表决权实到多于应到，请核对"
    elif present < least:
        told = f"到会的有表决权党员没有超过半数（应到{entitled}人，至少要到{least}人），不能表决"
        yield "entitled_present", told


def _agreed_problems(
    entitled: int, present: int | None, agreed: int, day: date, written: int
) -> Iterator[tuple[str, str]]:
    least = _more_than(entitled, "passes", day)
    if agreed > entitled:
        yield "agreed", "赞成票多于有表决权的党员，请核对"
    elif present is not None and agreed > present + written:
        yield "agreed", "赞成票多于到会人数：多出的应当是会前交来的书面意见，请核对"
    if agreed < least:
        told = f"赞成没有超过应到有表决权党员的半数（至少要{least}票），决议没有通过"
        yield "agreed", told


def _more_than(entitled: int, rule: str, day: date) -> int:
    return entitled * number_on("meeting_limits", rule, "percent", day) // 100 + 1


def _read(table: str, day: date) -> tuple[Requirement, ...]:
    return tuple(
        Requirement(row["kind"], row["form"], int(row["times"]), row["per"], is_unverified(row))
        for row in rows_on(table, day)
    )
