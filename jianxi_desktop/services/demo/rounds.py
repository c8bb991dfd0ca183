"""Observation: the rounds of 2018 and of this year, whom they visited, what they gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from jianxi_desktop.db.office import organisation_id
from jianxi_desktop.domain.divisions import DISTRICT, Place
from jianxi_desktop.domain.observation import (
    ReadyIndicator,
    form_number,
    inspecting_streets,
    ready_sets,
    show_period,
)
from jianxi_desktop.domain.route import Slot, slots
from jianxi_desktop.services import ready_indicators
from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import Book, Pen, filled, iso
from jianxi_desktop.services.demo.places import Community
from jianxi_desktop.services.demo.plan import CommunityPlan, streets
from jianxi_desktop.services.demo.scales import HOME, PILOTS, TODAY
from jianxi_desktop.services.demo.shared import Shared
from jianxi_desktop.services.demo.work import grade_of

_STEPS = {
    "street_internal": "街道内部观摩",
    "street_cross": "街道交叉观摩",
    "district_demo": "全区示范观摩",
}


_PLANNED = "planned"
# The share of the points that inspectors take off, by grade: 90 and 70 % part the grades.
_LOST = {"advanced": (0.03, 0.08), "qualified": (0.13, 0.26), "lagging": (0.36, 0.44)}
_MADE = date(2018, 2, 26)  # the day the sets of indicators were put in
_PER_DAY = 4
_OF_MANY_PER_DAY = 8  # where a round goes everywhere
_SCHEME = "three_classes"


@dataclass(frozen=True)
class _Round:
    """One round as planned: which step, when, where it goes.

    Attributes:
        scorers: How many score; none where it is still to come.
    """

    key: str
    title: str
    step: str
    period: str
    leader: str
    starts: date
    stops: Sequence[str]
    scorers: int = 0
    participants: str = ""


def write(
    book: Book,
    plans: Sequence[CommunityPlan],
    known: dict[str, Community],
    shared: Shared,
) -> None:
    """Write every round that visits a community of this demonstration.

    Args:
        book: Where they go.
        plans: All communities of the district: a round has the same route in every scale.
        known: Those whose records this demonstration holds, by code.
        shared: What was handed down.
    """
    whole = len(known) == len(plans)
    open_problems: dict[str, UUID] = {}
    _sets(book)
    _bands(book)
    for each in sorted(_rounds(book, plans, shared), key=lambda each: (each.starts, each.key)):
        stops = [(n, known[code]) for n, code in enumerate(each.stops, 1) if code in known]
        # What the district has planned is not yet told to the offices below.
        if stops and (whole or each.key != _PLANNED):
            _write(book.pen(each.key), each, stops, open_problems)


def _rounds(book: Book, plans: Sequence[CommunityPlan], shared: Shared) -> list[_Round]:
    pen = book.pen(DISTRICT, "rounds")
    chief = shared.leaders[2][0]
    internal, cross, district = texts.words("rounds", "participants")
    found = []
    for street in streets():
        codes = [plan.code for plan in plans if plan.place.parent == street.code]
        found += _internal(pen, street, codes, internal)
    codes = [plan.code for plan in plans]
    for period, starts in (("2018H1", date(2018, 5, 14)), ("2026H2", date(2026, 9, 7))):
        crossing = [code for street in streets() for code in _two(pen, codes, street.code)]
        found.append(
            _Round(f"cross{period}", f"{show_period(period)}各街道交叉观摩", "street_cross", period,
                   chief, starts, crossing, 2, cross)
        )  # fmt: skip
    for year, starts in ((2018, date(2018, 6, 12)), (2026, date(2026, 6, 9))):
        shown = [HOME, *pen.some([code for code in codes if code != HOME], 11)]
        period = f"{year}H1"
        found.append(
            _Round(f"demo{year}", f"{show_period(period)}{_STEPS['district_demo']}",
                   "district_demo", period, chief, starts, shown, 3, district)
        )  # fmt: skip
    found.append(
        _Round(_PLANNED, f"2026年下半年{_STEPS['district_demo']}", "district_demo", "2026H2",
               chief, date(2026, 12, 8), codes, 0, district)
    )  # fmt: skip
    return found


def _two(pen: Pen, codes: Sequence[str], street: str) -> list[str]:
    return pen.some([code for code in codes if code.startswith(street)], 2)


def _internal(pen: Pen, street: Place, codes: list[str], who: str) -> list[_Round]:
    leader = pen.name()
    title = f"{street.name}内部观摩"
    spring = timedelta(days=1 if street.code in PILOTS else pen.between(0, 24))
    key = f"internal%s/{street.code}"
    return [
        _Round(key % 2018, f"2018年上半年{title}", "street_internal", "2018H1", leader,
               date(2018, 3, 5) + spring, codes, 2, who),
        _Round(key % "2026H1", f"2026年上半年{title}", "street_internal", "2026H1", leader,
               date(2026, 3, 9) + spring, codes, 1, who),
        _Round(key % 2026, f"2026年下半年{title}", "street_internal", "2026H2", leader,
               date(2026, 12, 1), codes, 0, who),
    ]  # fmt: skip


def _sets(book: Book) -> None:
    """Write the sets that are shipped."""
    for key, rows in ready_indicators.ready_rows(_MADE).items():
        pen = book.pen(DISTRICT, "sets", key)
        for row in rows:
            pen.put(key, **row)


def _bands(book: Book) -> None:
    pen = book.pen(DISTRICT, "bands")
    for position, (grade, limit) in enumerate(
        (("advanced", 9_000), ("qualified", 7_000), ("lagging", 0)), start=1
    ):
        pen.put(
            "grade_band",
            scheme=_SCHEME,
            position=position,
            grade=grade,
            basis="rate",
            limit=limit,
            valid_from="2018",
            source="区委组织部关于开展逐社观摩的通知",
        )


@dataclass(frozen=True)
class _Written:
    """A round that is written, with what its visits share.

    Attributes:
        id: The round.
        plan: How it was planned.
        times: Day and hours of each place of the whole route.
        criteria: Its criteria with their full scores.
        inspectors: Who inspects; those who have scored where it is over.
        open_problems: What rounds before it have left open, by community; its own are added.
    """

    id: UUID
    plan: _Round
    times: Sequence[Slot]
    criteria: Sequence[tuple[UUID, int]]
    inspectors: Sequence[str]
    open_problems: dict[str, UUID]

    @property
    def done(self) -> bool:
        """Whether it is over."""
        return self.plan.scorers > 0


def _write(
    pen: Pen, each: _Round, stops: list[tuple[int, Community]], open_problems: dict[str, UUID]
) -> None:
    done = each.scorers > 0
    per_day = _OF_MANY_PER_DAY if each.key == _PLANNED else _PER_DAY
    times = slots(len(each.stops), each.starts, per_day=per_day)
    round_id = pen.put(
        "observation_round",
        title=each.title,
        step=each.step,
        period=show_period(each.period),
        leader=each.leader,
        starts_on=iso(each.starts),
        ends_on=times[-1].day,
        participants=each.participants,
        summary=filled(pen.pick(texts.words("rounds", "summaries")), count=len(each.stops))
        if done
        else None,
        note=None if done else "路线和检查表已定，检查表打印后随车发放。",
        indicator_set=ready_indicators.ready_id("comprehensive"),
        scheme=_SCHEME,
    )
    criteria = [
        (pen.put("observation_criterion", round=round_id, **line._asdict()), line.most)
        for line in _indicators()
    ]
    inspectors = [pen.name() for _ in range(each.scorers or 2)]
    written = _Written(round_id, each, times, criteria, inspectors, open_problems)
    for position, place in stops:
        _visit(place.book, written, position, place)


def _indicators() -> Sequence[ReadyIndicator]:
    return ready_sets(_MADE)[0].indicators


def _visit(book: Book, written: _Written, position: int, place: Community) -> None:
    each, slot, done = written.plan, written.times[position - 1], written.done
    day = date.fromisoformat(slot.day)
    pen = book.pen(each.key, place.code)
    number = form_number(each.step, each.period, place.code, position)
    gaps = pen.some(texts.words("rounds", "gaps"), 2)
    visit = pen.put(
        "observation_visit",
        round=written.id,
        organisation=place.organisation,
        position=position,
        form_number=number,
        visited_on=slot.day if done else None,
        highlights=f"{'；'.join(pen.some(texts.words('rounds', 'highlights'), 2))}。"
        if done
        else None,
        gaps=f"{'；'.join(gaps)}。" if done else None,
        planned_on=slot.day,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        inspected_by=organisation_id(_inspecting(each, place)),
        inspectors="、".join(written.inspectors),
    )
    problem = None if done else written.open_problems.get(place.code)
    _form(pen, number, place, day, done=done, problems=1 if problem else 0)
    if problem is not None:
        pen.put("problem_review", problem=problem, visit=visit, position=1)
    if done:
        _scores(pen, visit, written, grade_of(place, day.year))
        if each.step == "district_demo":
            found = _problem(pen, place, visit, day)
            if "closed_on" not in pen.row("problem"):
                written.open_problems[place.code] = found


def _inspecting(each: _Round, place: Community) -> str:
    """Give the code of who inspects a community in a round; streets that cross never their own."""
    if each.step == "district_demo":
        return DISTRICT
    if each.step == "street_internal":
        return place.plan.place.parent
    return inspecting_streets([street.code for street in streets()], each.period)[
        place.plan.place.parent
    ]


def _form(pen: Pen, number: str, place: Community, day: date, *, done: bool, problems: int) -> None:
    pen.put(
        "printed_form",
        form_number=number,
        title="观摩检查表",
        organisation=place.organisation,
        pages=2,
        state="entered" if done else "printed",
        printed_on=iso(day - timedelta(days=3) if done else TODAY - timedelta(days=2)),
        handed_to=pen.name(),
        returned_on=iso(day) if done else None,
        entered_on=iso(day + timedelta(days=pen.between(1, 4))) if done else None,
        copies=1,
        problems=problems,
    )


def _scores(pen: Pen, visit: UUID, written: _Written, grade: str) -> None:
    """Write what each inspector gave; it comes to a rate of the community's grade."""
    least, most_lost = _LOST[grade]
    for scorer in written.inspectors:
        share = pen.chance.uniform(least, most_lost)
        for criterion, most in written.criteria:
            lost = round(share * pen.chance.uniform(0.4, 1.6) * most * 2)
            pen.put(
                "observation_score",
                visit=visit,
                criterion=criterion,
                scorer=scorer,
                points=100 * most - 50 * lost,
                remark=pen.pick(texts.words("rounds", "remarks"))
                if lost > 2 and pen.likely(0.4)
                else None,
            )


def _problem(pen: Pen, place: Community, visit: UUID, day: date) -> UUID:
    """Write what the round left to be mended; in 2018 it was mended after the quarter's end."""
    title, measure, result = pen.pick(texts.table("joint", "observation_problems"))
    closed = date(2018, 10, 8) + timedelta(days=pen.between(0, 30)) if day.year == 2018 else None
    return pen.put(
        "problem",
        title=title,
        organisation=place.organisation,
        source="observation",
        found_on=iso(day),
        duty_organisation=place.organisation,
        duty_person=place.leaders[0].name,
        measure=f"{measure}。",
        due_on=iso(date(2018, 9, 28) if closed else date(2026, 12, 20)),
        closed_on=iso(closed),
        result=f"{result}。" if closed else None,
        confirmed_by=pen.name() if closed else None,
        visit=visit,
    )
