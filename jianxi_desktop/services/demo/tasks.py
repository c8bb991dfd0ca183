"""What the symposia of this year gave the committees to do, and the symposium that comes next."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from jianxi_desktop.domain.gaps import split_gaps
from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import Book, Pen, Row, iso
from jianxi_desktop.services.demo.scales import TODAY

_EACH = 7  # reports of a symposium whose task goes into the plan
_NEXT = date(2026, 11, 27)


def write(book: Book, pen: Pen, home: UUID, reporters: Sequence[tuple[UUID, str]]) -> None:
    """Write the plan of the tasks given this year, and the next symposium.

    Args:
        book: What was written so far: the symposia are read out of it.
        pen: Writes.
        home: The district's committee.
        reporters: Who reports, and who speaks for it.
    """
    year = str(TODAY.year)
    plan = pen.put(
        "work_plan",
        title=f"{year}年双月座谈会交办台账",
        kind="symposium",
        organisation=home,
        period=year,
        idea="座谈会上查出的问题、交办的任务逐项登记，明确责任单位和时限，办结销号。",
        adopted_on=f"{year}-01-19",
    )
    held = {
        row["id"]: row["held_on"]
        for row in book.rows["activity"]
        if row["kind"] == "symposium" and row["held_on"].startswith(year)
    }
    reports = [row for row in book.rows["activity_report"] if row["activity"] in held]
    position = 0
    for number, meeting in enumerate(sorted(held, key=lambda each: held[each])):
        mine = [row for row in reports if row["activity"] == meeting]
        last = number == len(held) - 1
        for place, report in enumerate(pen.some(mine, _EACH)):
            position += 1
            given = held[meeting]
            _item(pen, plan, position, report, _state(place, last=last), given)
    _arrange_next(pen, home, reporters)


def _state(place: int, *, last: bool) -> str:
    """Say how far a task is: of the last symposium some wait, earlier ones are mostly done."""
    if last:
        return ("done", "running", "running", "waiting", "running", "done", "waiting")[place]
    return "running" if place == 0 else "done"


def _item(pen: Pen, plan: UUID, position: int, report: Row, state: str, given: str) -> None:
    due = date.fromisoformat(report["due_on"])
    began = date.fromisoformat(given)
    told, proof = pen.pick(texts.table("district", "feedback"))
    done = min(due - timedelta(days=pen.between(-3, 12)), TODAY - timedelta(days=1))
    reported = min(due - timedelta(days=pen.between(1, 9)), TODAY - timedelta(days=1))
    pen.put(
        "work_plan_item",
        work_plan=plan,
        position=position,
        content=split_gaps(report["tasks"])[0],
        measure=pen.pick(texts.words("district", "task_measures")),
        duty_organisation=report["organisation"],
        duty_person=report["speaker"],
        due_on=report["due_on"],
        state=state,
        done_on=iso(done) if state == "done" else None,
        activity_report=report["id"],
        reported_on=None if state == "waiting" else iso(max(reported, began)),
        feedback=None if state == "waiting" else told,
        evidence=proof if state == "done" else None,
    )


def _arrange_next(pen: Pen, home: UUID, reporters: Sequence[tuple[UUID, str]]) -> None:
    (theme, place, host_time), *_rest = texts.table("district", "next_symposium")
    meeting = pen.put(
        "activity",
        topic=f"{_NEXT.year}年基层党建工作双月座谈会：{theme}",
        kind="symposium",
        held_on=iso(_NEXT),
        organisation=home,
        place=place,
        starts_at=host_time,
    )
    for position, (organisation, speaker) in enumerate(reporters, 1):
        pen.put(
            "activity_report",
            activity=meeting,
            organisation=organisation,
            kind="symposium",
            position=position,
            speaker=speaker,
        )
