"""What stands out of order in an application, and what is in the way of its next step."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from jianxi_desktop.domain.calendar import age_on, first_day, same_day
from jianxi_desktop.domain.development_rules import Limit, limit_of, minimum_of

MEETINGS = {"15": "接收", "23": "转正"}  # the branch meetings that vote
# The step that makes a stage, and the field of the case that names its day.
STAGE_DAYS = {
    "01": "applied_on",
    "03": "activist_on",
    "07": "candidate_on",
    "15": "joined_on",
    "23": "full_on",
}
_DAY_CAPTIONS = ("申请入党日期", "确定积极分子日期", "确定发展对象日期", "入党日期", "转正日期")
_VOTED = {"16": "15", "17": "15", "24": "23"}  # what waits for a meeting to pass it
_NAMES = re.compile(r"[、，,；;/\s]+")


class Done(NamedTuple):
    """A step that was entered.

    Attributes:
        step: Code of ``development_step``.
        on: When; ``None`` where nobody wrote it down.
        documents: Codes of the documents that are there.
        told: The documents as typed.
        entitled: Members with a vote.
        present: How many of them came.
        agreed: How many said yes.
        extends: Whether the meeting only made the probation longer.
    """

    step: str
    on: str | None
    documents: frozenset[str] = frozenset()
    told: str = ""
    entitled: int | None = None
    present: int | None = None
    agreed: int | None = None
    extends: bool = False


class Case(NamedTuple):
    """What an application says of itself: its days, and who stands by the applicant."""

    applied_on: str
    activist_on: str | None = None
    candidate_on: str | None = None
    joined_on: str | None = None
    full_on: str | None = None
    probation_until: str | None = None
    stopped_on: str | None = None
    born_on: str | None = None
    contacts: str | None = None
    introducers: str | None = None


def is_before(one: str, other: str) -> bool:
    """Tell whether a partly known day is surely before another."""
    length = min(len(one), len(other))
    return one[:length] < other[:length]


def end_of_probation(case: Case, joined_on: str | None, day: date) -> Limit | None:
    """Say when a probation ends: a year after the meeting, or when it was prolonged to.

    A prolongation that would end before the year does counts for nothing.
    """
    if joined_on is None:
        return None
    end = limit_of("probation", joined_on, day)
    if case.probation_until and first_day(case.probation_until) > end.day:
        return end._replace(day=first_day(case.probation_until), text="预备期已延长")
    return end


def blocks(
    case: Case, code: str, entered: Mapping[str, Sequence[Done]], day: date
) -> Iterator[str]:
    """Say what else is in the way of a step that is not done."""
    if code == "02":
        yield from _too_young(case, day)
    elif code == "06":
        yield from _too_few(case.contacts, "contacts", "培养联系人", day)
    elif code == "12":
        yield from _too_few(case.introducers, "introducers", "入党介绍人", day)
    meeting = next(
        (each for each in entered.get(_VOTED.get(code, ""), ()) if not each.extends), None
    )
    if meeting is not None:
        yield from votes_short(meeting, day)
        if code == "17" and meeting.on:
            most = limit_of("approval_special", meeting.on, day)
            if most.day < day:
                yield f"支部大会后超过6个月没有批复（{most.day.isoformat()}到期），要重新开会讨论"


def votes_short(meeting: Done, day: date) -> Iterator[str]:
    """Say of a meeting in which its votes are not enough; nothing where they are not known."""
    share = minimum_of("majority", day).number
    entitled, present, agreed = meeting.entitled, meeting.present, meeting.agreed
    if entitled and present is not None and present * 100 <= entitled * share:
        yield f"到会{present}人，没有超过应到会{entitled}人的{_share(share)}"
    if entitled and agreed is not None and agreed * 100 <= entitled * share:
        yield f"赞成{agreed}票，没有超过应到会{entitled}人的{_share(share)}"


def odd_in_case(case: Case, ends: Limit | None, day: date) -> Iterator[str]:
    """Say what is out of order in what a case says of itself."""
    yield from _too_young(case, day)
    known = [
        (caption, value)
        for caption, key in zip(_DAY_CAPTIONS, STAGE_DAYS.values(), strict=True)
        if (value := getattr(case, key))
    ]
    for (caption, one), (later, other) in pairwise(known):
        if is_before(other, one):
            yield f"{later}（{other}）早于{caption}（{one}）"
    if case.activist_on:
        yield from _too_few(case.contacts, "contacts", "培养联系人", day)
        most = minimum_of("contacts_most", day)
        if len(_people(case.contacts)) > most.number:
            yield f"登记了{len(_people(case.contacts))}名培养联系人：{most.text}"
    if case.joined_on:
        yield from _too_few(case.introducers, "introducers", "入党介绍人", day)
        yield from _odd_extension(case, case.joined_on, day)
    if case.full_on and ends is not None and _surely_before(case.full_on, ends.day):
        yield f"转正日期（{case.full_on}）早于预备期满日（{ends.day.isoformat()}）"


def odd_in_step(case: Case, code: str, done: Sequence[Done], day: date) -> Iterator[str]:
    """Say what is out of order in a step that was entered, by itself."""
    for each in done:
        if each.on and first_day(each.on) > day:
            yield f"日期{each.on}还没有到"
        if code in MEETINGS:
            yield from votes_short(each, day)
    held = next((each.on for each in done if each.on and not each.extends), None)
    key = STAGE_DAYS.get(code)
    if key is not None and held:
        stands = getattr(case, key)
        caption = _DAY_CAPTIONS[list(STAGE_DAYS).index(code)]
        if stands and not same_day(stands, held):
            yield f"和发展党员台账里的{caption}（{stands}）不一致"


def odd_early(on: str, least: Limit) -> Iterator[str]:
    """Say that a step was done before it might be."""
    if _surely_before(on, least.day):
        yield f"早于{least.day.isoformat()}：{least.text}"


def odd_late(on: str, due: Limit) -> Iterator[str]:
    """Say that a step was done after its last day."""
    if first_day(on) > due.day:
        yield f"晚于期限{due.day.isoformat()}：{due.text}"


def odd_gaps(rule: str, since: str | None, done: Sequence[Done], *, day: date) -> Iterator[str]:
    """Say where somebody was looked at too seldom, from the beginning to the last time."""
    before = since
    for on in sorted(each.on for each in done if each.on):
        if before and first_day(on) > limit_of(rule, before, day).day:
            yield f"{before}到{on}之间没有考察记录：{limit_of(rule, before, day).text}"
        before = on


def _odd_extension(case: Case, joined_on: str, day: date) -> Iterator[str]:
    if not case.probation_until:
        return
    end = limit_of("probation", joined_on, day).day.isoformat()
    least, most = (limit_of(f"extension_{each}", end, day) for each in ("least", "most"))
    if _surely_before(case.probation_until, least.day):
        yield f"预备期延长至{case.probation_until}：{least.text}（至少到{least.day.isoformat()}）"
    elif first_day(case.probation_until) > most.day:
        yield f"预备期延长至{case.probation_until}：{most.text}（最多到{most.day.isoformat()}）"


def _too_young(case: Case, day: date) -> Iterator[str]:
    least = minimum_of("age", day)
    if case.born_on and case.applied_on:
        age = age_on(case.born_on, first_day(case.applied_on))
        if age < least.number:
            yield f"申请时{age}周岁：{least.text}"


def _too_few(names: str | None, rule: str, caption: str, day: date) -> Iterator[str]:
    least = minimum_of(rule, day)
    number = len(_people(names))
    if number < least.number:
        yield f"{caption}登记了{number}名：{least.text}"


def _people(names: str | None) -> list[str]:
    return [each for each in _NAMES.split(names or "") if each]


def _surely_before(on: str, day: date) -> bool:
    return is_before(on, day.isoformat())


def _share(percent: int) -> str:
    return "半数" if percent == 50 else f"{percent}%"
