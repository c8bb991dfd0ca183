"""The 25 steps of one application: what is done, by when the rest is due, and what is in the way.

The steps stand in ``resources/rules/development_steps.csv``. Everything here is told, nothing is
forbidden: a case that leaves the order goes on, and says where it left it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from jianxi_desktop.domain import development_checks as checks
from jianxi_desktop.domain.calendar import first_day
from jianxi_desktop.domain.development_checks import STAGE_DAYS, Case, Done
from jianxi_desktop.domain.development_rules import (
    Limit,
    Minimum,
    has_limit,
    has_minimum,
    limit_of,
    minimum_of,
    said,
    stage_on,
)
from jianxi_desktop.domain.rule_tables import Line, is_unverified, rows_on, shipped_rows

DONE, LATE, DUE, EARLY, WAITING, GAP = "done", "late", "due", "early", "waiting", "gap"
STAGE_TITLES = ("申请入党", "积极分子", "发展对象", "接收预备", "预备转正")
MEETING, TURNING = "15", "23"
_TABLE, _END = "development_steps", "end"  # the end of the probation, as a rule's beginning


class Step(NamedTuple):
    """A step as the rules have it.

    Attributes:
        code: Code of ``development_step``.
        stage: Which of the five stages, from 1.
        duty: Who sees to it.
        after: Steps that come before it.
        documents: Codes of ``development_document`` that are expected.
        due: What its last day is counted from, and by which rule; ``None``: no rule.
        least: What its first day is counted from, and by which rule; ``None``: no rule.
        repeated: Whether it is done again and again until the next.
        needs: Rules of ``development_minimums`` that it has to meet.
        source: Where the rule stands.
        unverified: Whether the rule is marked as not verified.
    """

    code: str
    stage: int
    duty: str
    after: tuple[str, ...]
    documents: tuple[str, ...]
    due: tuple[str, str] | None
    least: tuple[str, str] | None
    repeated: bool
    needs: tuple[str, ...]
    source: str
    unverified: bool


class Standing(NamedTuple):
    """How one step stands.

    Attributes:
        step: The step.
        state: ``done``, ``late``, ``due``, ``early``, ``waiting``, or ``gap``: nobody entered it
            and a later stage was reached since.
        done: What was entered, the newest first; of a step that is done by a day of the case
            alone there is nothing.
        due: By when it is to be done (the next time, of a repeated one); ``None``: no rule.
        least: Before which day it may not be done; ``None``: no rule.
        missing: Codes of documents that are expected and not ticked; of a step that is done.
        blocks: Why it cannot be done yet.
        odd: What stands out of order.
        asked: What the rules ask for besides.
    """

    step: Step
    state: str
    done: tuple[Done, ...]
    due: Limit | None
    least: Limit | None
    missing: tuple[str, ...]
    blocks: tuple[str, ...]
    odd: tuple[str, ...]
    asked: tuple[Minimum, ...]


class Course(NamedTuple):
    """How a whole application stands on a day.

    Attributes:
        stage: Code of ``development_stage`` by the days alone; ``stopped`` where it was stopped.
        standings: The 25 steps in order.
        next: The first step that is still to be done; ``None``: all are, or the case was stopped.
        ends: When the probation ends; ``None``: it has not begun.
        odd: What stands out of order in the case itself.
    """

    stage: str
    standings: tuple[Standing, ...]
    next: Standing | None
    ends: Limit | None
    odd: tuple[str, ...]


class Names(NamedTuple):
    """What people call things: steps and documents by their codes."""

    steps: Mapping[str, str]
    documents: Mapping[str, str]

    def step(self, code: str) -> str:
        """Name a step with its number: ``第7步“确定发展对象”``."""
        return f"第{int(code)}步“{self.steps.get(code, code)}”"


class Rules(NamedTuple):
    """What applications are held against.

    Attributes:
        day: The day.
        steps: The 25 steps, as the rules have them on the day.
        asked: What each step has to meet besides, by its code.
        names: What things are called.
    """

    day: date
    steps: tuple[Step, ...]
    asked: Mapping[str, tuple[Minimum, ...]]
    names: Names


def rules_on(day: date, names: Names) -> Rules:
    """Give the rules of a day, to hold many applications against."""
    steps = steps_on(day)
    asked = {each.code: tuple(minimum_of(rule, day) for rule in each.needs) for each in steps}
    return Rules(day, steps, asked, names)


def steps_on(day: date) -> tuple[Step, ...]:
    """Give the 25 steps in order; what a district's table says of one goes before ours."""
    own = {row["step"]: row for row in rows_on(_TABLE, day)}
    found = []
    for shipped in shipped_rows(_TABLE, day):
        row = own.get(shipped["step"], shipped)
        found.append(_step(row if _is_sound(row, day) else shipped))
    return tuple(found)


def course(case: Case, done: Sequence[Done], rules: Rules) -> Course:
    """Say how an application stands.

    Args:
        case: Its own days.
        done: The steps that were entered, in any order.
        rules: Those of the day.
    """
    day, teller = rules.day, _Teller(case, done, rules)
    standings = tuple(teller.standing(step) for step in rules.steps)
    stopped = bool(case.stopped_on)
    undone = (each for each in standings if each.state not in (DONE, GAP))
    days = (case.applied_on, case.activist_on, case.candidate_on, case.joined_on, case.full_on)
    return Course(
        "stopped" if stopped else stage_on(days, day),
        standings,
        None if stopped else next(undone, None),
        teller.ends,
        tuple(checks.odd_in_case(case, teller.ends, day)),
    )


def pending(case: Case, done: Sequence[Done], rules: Rules) -> Iterator[tuple[Step, Limit]]:
    """Give what has a last day of an application that runs, without telling all the rest.

    That is the next step, what else is not done up to its stage, and the next time of what is
    repeated.
    """
    teller = _Teller(case, done, rules)
    held = {each.code: teller.is_done(each.code) for each in rules.steps}
    undone = [each for each in rules.steps if not held[each.code] and each.code > teller.reached]
    stage = undone[0].stage if undone and not case.stopped_on else 0
    for step in rules.steps:
        again = held[step.code] and step.repeated
        if step.stage <= stage and (again or step in undone):
            limit = teller.limit(step.due, step, teller.entered.get(step.code, ()))
            if limit is not None:
                yield step, limit


class _Teller:
    """What is known while the steps of one case are told."""

    def __init__(self, case: Case, done: Sequence[Done], rules: Rules) -> None:
        self.case, self.day, self.steps, self.asked, self.names = case, *rules
        self.entered: dict[str, list[Done]] = {}
        for each in done:
            self.entered.setdefault(each.step, []).append(each)
        for rows in self.entered.values():
            rows.sort(key=lambda each: each.on or "", reverse=True)
        self._held = {each.step for each in done if not each.extends}
        self._held |= {code for code, key in STAGE_DAYS.items() if getattr(case, key) is not None}
        self.reached = max((code for code in STAGE_DAYS if self.is_done(code)), default="")
        self.ends = checks.end_of_probation(case, self.began(MEETING), rules.day)

    def standing(self, step: Step) -> Standing:
        """Say how a step stands."""
        done = tuple(self.entered.get(step.code, ()))
        held = self.is_done(step.code)
        due, least = self.limit(step.due, step, done), self.limit(step.least, step, ())
        blocks = () if held else tuple(self._blocks(step, least))
        state = self._state(step, due, least, held=held)
        missing = self._missing(step, done) if done else ()
        odd = tuple(self._odd(step, done, due, least)) if held else ()
        asked = self.asked[step.code]
        return Standing(step, state, done, due, least, missing, blocks, odd, asked)

    def is_done(self, code: str) -> bool:
        """Tell whether a step was entered, or the case has its day.

        A meeting that only made the probation longer is none.
        """
        return code in self._held

    def began(self, code: str) -> str | None:
        """Give the day of a step: as entered, else as the case says."""
        for each in self.entered.get(code, ()):
            if each.on and not each.extends:
                return each.on
        return self._day_of_case(code)

    def limit(self, rule: tuple[str, str] | None, step: Step, done: Sequence[Done]) -> Limit | None:
        """Give the day of a rule; a repeated step is due again after the last time."""
        if rule is None:
            return None
        since, name = rule
        if since == _END:
            if self.ends is None or not name:
                return self.ends
            return limit_of(name, self.ends.day.isoformat(), self.day)
        began = self.began(since)
        if began is None:
            return None
        if step.repeated:
            if self._is_past(step):
                return None
            began = max([began, *(each.on for each in done if each.on)], key=first_day)
        return limit_of(name, began, self.day)

    def _day_of_case(self, code: str) -> str | None:
        key = STAGE_DAYS.get(code)
        return getattr(self.case, key) if key is not None else None

    def _is_past(self, step: Step) -> bool:
        """Tell whether what follows a repeated step was done, so that it is not due again."""
        return any(step.code in each.after and self.is_done(each.code) for each in self.steps)

    def _state(self, step: Step, due: Limit | None, least: Limit | None, *, held: bool) -> str:
        if held:
            return DONE
        if step.code < self.reached:
            return GAP
        if due is not None and due.day < self.day:
            return LATE
        if any(not self.is_done(code) for code in step.after):
            return WAITING
        return EARLY if least is not None and least.day > self.day else DUE

    def _missing(self, step: Step, done: Sequence[Done]) -> tuple[str, ...]:
        there = frozenset[str]().union(*(each.documents for each in done))
        return tuple(code for code in step.documents if code not in there)

    def _blocks(self, step: Step, least: Limit | None) -> Iterator[str]:
        for code in step.after:
            if not self.is_done(code):
                yield f"{self.names.step(code)}还没有登记"
            else:
                yield from self._lacks(code)
        if least is not None and least.day > self.day:
            yield f"最早{least.day.isoformat()}：{least.text}"
        yield from checks.blocks(self.case, step.code, self.entered, self.day)

    def _lacks(self, code: str) -> Iterator[str]:
        """Say which documents of the step before are not ticked, where none is typed either."""
        done = self.entered.get(code, [])
        before = next(each for each in self.steps if each.code == code)
        missing = self._missing(before, done)
        if done and missing and not any(each.told for each in done):
            titles = "、".join(self.names.documents.get(each, each) for each in missing)
            yield f"{self.names.step(code)}还缺材料：{titles}"

    def _odd(
        self, step: Step, done: Sequence[Done], due: Limit | None, least: Limit | None
    ) -> Iterator[str]:
        if not done:
            yield "只有台账里的日期，没有登记这一步"
        days = (each.on for each in reversed(done) if each.on and not each.extends)
        on = next(days, self._day_of_case(step.code))
        for code in step.after:
            began = self.began(code)
            if not self.is_done(code):
                yield f"前面的{self.names.step(code)}还没有登记"
            elif on and began and checks.is_before(on, began):
                yield f"日期早于前面的{self.names.step(code)}（{began}）"
        if on and least is not None:
            yield from checks.odd_early(on, least)
        if on and due is not None and not step.repeated:
            yield from checks.odd_late(on, due)
        yield from checks.odd_in_step(self.case, step.code, done, self.day)
        if step.repeated and step.due is not None:
            since, rule = step.due
            yield from checks.odd_gaps(rule, self.began(since), done, day=self.day)


def _step(row: Line) -> Step:
    due, least = ((row[f"{key}_since"], row[f"{key}_rule"]) for key in ("due", "least"))
    return Step(
        row["step"],
        int(row["stage"]),
        row["duty"],
        tuple(row["after"].split()),
        tuple(row["documents"].split()),
        due if due[0] else None,
        least if least[0] else None,
        bool(row["repeated"]),
        tuple(row["needs"].split()),
        said(row),
        is_unverified(row),
    )


def _is_sound(row: Line, day: date) -> bool:
    """Tell whether a line of a district's table names only what there is."""
    earlier = all(code < row["step"] for code in row["after"].split())
    rules = [row[key] for key in ("due_rule", "least_rule") if row[key]]
    there = all(has_limit(rule, day) for rule in rules)
    needs = all(has_minimum(rule, day) for rule in row["needs"].split())
    return earlier and there and needs and row["stage"] in {"1", "2", "3", "4", "5"}
