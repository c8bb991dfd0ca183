"""The way into the Party: those who came in lately, those who are on the way, some out of order."""

from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from jianxi_desktop.domain.development_steps import steps_on
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.schema.kinds import MARK
from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import Pen, iso
from jianxi_desktop.services.demo.people import Register, a_year_after
from jianxi_desktop.services.demo.places import Branch, Community, Member
from jianxi_desktop.services.demo.scales import HOME, TODAY

_BEFORE = (  # step, days after the application
    ("01", 0),
    ("02", 20),
    ("03", 196),
    ("04", 206),
    ("05", 208),
    ("06", 370),
    ("06", 550),
    ("07", 590),
    ("08", 600),
    ("09", 605),
    ("10", 630),
    ("11", 650),
    ("12", 665),
    ("13", 680),
    ("14", 690),
)
_JOINED = 700  # days from the application to the meeting that takes somebody in
_AFTER = (  # step, days after that meeting
    ("15", 0),
    ("16", 15),
    ("17", 40),
    ("18", 55),
    ("19", 60),
    ("20", 80),
    ("21", 175),
    ("21", 350),
    ("22", 355),
)
_TURNED = (("23", 0), ("24", 24), ("25", 44))  # days after the meeting that makes a full member
_STAGES = ((190, "activist"), (590, "candidate"), (700, "probationary"), (1_066, "full"))
_LACKING = 0.06  # of the documents that are expected


class _Done(NamedTuple):
    """A step that is to be written."""

    step: str
    on: date


def write(place: Community) -> None:
    """Write the applications of a community, each as far on the way as the days allow."""
    papers = place.pen("development")
    _newcomers(place, place.pen("newcomers"), papers)
    _applicants(place, place.pen("applicants"), papers)
    if place.code == HOME:
        _out_of_order(place, papers)


def _newcomers(place: Community, pen: Pen, papers: Pen) -> None:
    """Write how some came in who joined within the last years: their cases are all done."""
    fresh = [
        (branch, member, member.joined)
        for branch in place.branches
        for member in branch.members
        if member.joined is not None and member.joined > date(2023, 1, 1)
    ]
    for branch, member, joined in sorted(fresh, key=lambda each: each[2])[-5:]:
        applied = joined - timedelta(days=_JOINED)
        _case(place, pen, branch, member, applied, papers=papers, joined=joined)


def _applicants(place: Community, pen: Pen, papers: Pen) -> None:
    """Write those who asked to join."""
    register = Register(place, pen, f"995{place.plan.number:03d}", first=400)
    if place.code == HOME:
        _elder(place, pen, register, papers)
    notes = pen.cycle(texts.words("people", "development_notes"))
    for days in (18, 150, 260, 470, 640)[: 5 if place.code == HOME else pen.between(2, 4)]:
        born = pen.day(date(1972, 1, 1), date(2004, 1, 1))
        branch = pen.pick([each for each in place.branches if each.size > 7])
        applied = TODAY - timedelta(days=days + pen.between(0, 12))
        member = register.write(born, None)
        _case(place, pen, branch, member, applied, papers=papers, note=f"{next(notes)}。")


def _elder(place: Community, pen: Pen, register: Register, papers: Pen) -> None:
    """Write the applicant of 74 years; the day of her application is in the district's figures."""
    born = date(1944, 3, 8)
    member = register.write(
        born, None, sex="2", name="祁桂枝", education="71", job="退休人员", workplace="厂办托儿所"
    )
    (note,) = texts.words("people", "elder_note")
    branch = place.branches[0]
    case = _put_case(place, pen, branch, member, date(2018, 5, 4), "activist", note=note)
    for step, day in (
        ("01", date(2018, 5, 4)),
        ("02", date(2018, 5, 24)),
        ("03", date(2018, 11, 16)),
        ("04", date(2018, 11, 26)),
        ("05", date(2018, 11, 28)),
        ("06", date(2026, 6, 25)),
    ):
        _step(pen, papers, case, branch, _Done(step, day))


def _out_of_order(place: Community, pen: Pen) -> None:
    """Write applications that wait too long or left the order, for people to see what is told."""
    register = Register(place, pen, f"995{place.plan.number:03d}", first=450)
    branches = [each for each in place.branches if each.size > 7]
    late = TODAY - timedelta(days=45)
    _irregular(place, pen, branches[0], register, late, "applicant", (("01", 0),))
    hurried = TODAY - timedelta(days=560)
    steps = (("01", 0), ("02", 12), ("03", 190), ("04", 201), ("06", 340), ("07", 480), ("10", 520))
    _irregular(place, pen, branches[1], register, hurried, "candidate", steps)
    waiting = TODAY - timedelta(days=_JOINED + 112)
    joined = (*_BEFORE, *((step, _JOINED + days) for step, days in _AFTER[:2]))
    _irregular(place, pen, branches[2], register, waiting, "probationary", joined)


def _irregular(
    place: Community,
    pen: Pen,
    branch: Branch,
    register: Register,
    applied: date,
    stage: str,
    steps: tuple[tuple[str, int], ...],
) -> None:
    member = register.write(pen.day(date(1985, 1, 1), date(2001, 1, 1)), None)
    on = {step: iso(applied + timedelta(days=days)) for step, days in steps}
    case = _put_case(
        place,
        pen,
        branch,
        member,
        applied,
        stage,
        activist_on=on.get("03"),
        candidate_on=on.get("07"),
        joined_on=on.get("15"),
    )
    for step, days in steps:
        _step(pen, pen, case, branch, _Done(step, applied + timedelta(days=days)))


def _case(
    place: Community,
    pen: Pen,
    branch: Branch,
    member: Member,
    applied: date,
    *,
    papers: Pen,
    joined: date | None = None,
    note: str | None = None,
) -> None:
    age = (TODAY - applied).days
    stage = "applicant"
    for days, name in _STAGES:
        if age >= days and (joined is not None or name in {"activist", "candidate"}):
            stage = name
    case = _put_case(place, pen, branch, member, applied, stage, note=note, joined_on=iso(joined))
    for done in _plan(applied, joined):
        _step(pen, papers, case, branch, done)


def _plan(applied: date, joined: date | None) -> list[_Done]:
    """Give the steps that were done by today; whoever is not in yet waits before the last ones."""
    every = [_Done(step, applied + timedelta(days=days)) for step, days in _BEFORE]
    if joined is None:
        every = [each for each in every if (each.on - applied).days < _JOINED - 40]
    else:
        full = a_year_after(joined)
        every += [_Done(step, joined + timedelta(days=days)) for step, days in _AFTER]
        every += [_Done(step, full + timedelta(days=days)) for step, days in _TURNED]
    return [each for each in every if each.on <= TODAY]


def _put_case(
    place: Community,
    pen: Pen,
    branch: Branch,
    member: Member,
    applied: date,
    stage: str,
    *,
    note: str | None = None,
    **days: str | None,
) -> UUID:
    reached = [name for _days, name in _STAGES]
    at = reached.index(stage) if stage in reached else -1
    helpers = pen.some([each for each in branch.members if each.id != member.id], 2)
    names = "、".join(each.name for each in helpers)
    joined = days.get("joined_on")
    full = a_year_after(date.fromisoformat(joined)) if joined and at >= 3 else None
    usual = {
        "activist_on": iso(applied + timedelta(days=196)) if at >= 0 else None,
        "candidate_on": iso(applied + timedelta(days=590)) if at >= 1 else None,
    }
    return pen.put(
        "development_case",
        person=member.id,
        organisation=branch.id,
        applied_on=iso(applied),
        stage=stage,
        full_on=iso(full),
        contacts=names if at >= 0 else None,
        introducers=names if at >= 2 else None,
        form_number=f"{place.plan.place.parent[-3:]}{applied:%Y}{pen.between(1, 999):03d}"
        if at >= 2
        else None,
        note=note,
        **(usual | days),
    )


def _step(pen: Pen, papers: Pen, case: UUID, branch: Branch, done: _Done) -> None:
    """Write a step with its documents, a few of which are still missing."""
    rule = next(each for each in steps_on(TODAY) if each.code == done.step)
    order = list(code_table("development_document").known).index
    there = sorted((e for e in rule.documents if not papers.likely(_LACKING)), key=order)
    votes: dict[str, int] = {}
    if done.step in ("15", "23"):
        entitled = max(branch.size - 1, 5)
        present = max(round(entitled * 0.88), entitled // 2 + 1)
        votes = {"entitled": entitled, "present": present, "agreed": present - papers.between(0, 1)}
    pen.put(
        "development_step",
        development_case=case,
        step=done.step,
        done_on=iso(done.on),
        handled_by=branch.secretary.name,
        documents=MARK.join(there) or None,
        **votes,
    )
