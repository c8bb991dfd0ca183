"""Slips (单据) of one record: which there are for a ledger, and how one is made."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.prints.ballots import Ballots, draw_ballots
from jianxi_desktop.prints.letter import Letter
from jianxi_desktop.prints.letter_layout import draw_letters
from jianxi_desktop.prints.output import PrintResult
from jianxi_desktop.prints.parted import PartedPaper, draw_parted
from jianxi_desktop.prints.slip import Slip
from jianxi_desktop.prints.slip_layout import draw_slips
from jianxi_desktop.schema.query import Filter, Query, Reveal
from jianxi_desktop.services import (
    branch_minutes,
    development,
    development_papers,
    election_papers,
    joint_slips,
    leaving,
    meeting_slips,
    movement_slips,
    plan_papers,
    work_minutes,
)
from jianxi_desktop.services.attendance import Attendee, attendance_of
from jianxi_desktop.services.development import CaseView
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.record_sheet import record_sheet, title_of
from jianxi_desktop.services.revealing import require_leave
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.slip_facts import Facts

Paper = Slip | Letter | PartedPaper | Ballots


@dataclass(frozen=True)
class Source:
    """What a slip is made of.

    Attributes:
        facts: The record.
        today: Day of printing as shown.
        expected: Whom an activity concerns.
        reveal: Leave to print the numbers of whom it is about in full.
        course: How an application stands.
    """

    facts: Facts
    today: str
    expected: tuple[Attendee, ...] = ()
    reveal: Reveal | None = None
    course: CaseView | None = None


@dataclass(frozen=True)
class SlipKind:
    """A kind of slip.

    Attributes:
        key: Its name on the command line.
        title: What people call it.
        ledger: The ledger of its record.
        make: Makes it.
        numbers: The link to whom its numbers are of, where they may be asked for in full.
    """

    key: str
    title: str
    ledger: str
    make: Callable[[Source], Paper]
    numbers: str = ""


def _sheet(source: Source) -> Slip:
    if source.facts.ledger.key == "leadership_term":
        return election_papers.register(source.facts)
    return record_sheet(source.facts)


def _course(source: Source) -> Slip:
    assert source.course is not None  # noqa: S101 - read before
    return development_papers.course_slip(source.facts, source.course)


def _of_election(make: election_papers.Make) -> Callable[[Source], Paper]:
    return lambda source: make(source.facts, source.today)


_SIGN_IN = "activity.sign_in"
SLIPS = {
    each.key: each
    for each in (
        SlipKind(
            "activity.notice",
            "会议通知",
            "activity",
            lambda s: meeting_slips.notice(s.facts, s.today),
        ),
        SlipKind(
            _SIGN_IN,
            "签到册",
            "activity",
            lambda s: meeting_slips.sign_in(s.facts, list(s.expected)),
        ),
        SlipKind(
            "activity.report_order",
            "汇报顺序表",
            "activity",
            lambda s: meeting_slips.report_order(s.facts),
        ),
        SlipKind(
            "activity.minutes",
            "活动记录表",
            "activity",
            lambda s: (
                branch_minutes.minutes(s.facts)
                or work_minutes.minutes(s.facts)
                or meeting_slips.minutes(s.facts)
            ),
        ),
        SlipKind(
            "contact_log.talk",
            "谈心谈话记录表",
            "contact_log",
            lambda s: branch_minutes.talk(s.facts),
        ),
        SlipKind(
            "activity_report.task",
            "任务交办单",
            "activity_report",
            lambda s: meeting_slips.task(s.facts),
        ),
        SlipKind(
            "work_plan_item.task",
            "任务交办反馈单",
            "work_plan_item",
            lambda s: plan_papers.task(s.facts),
        ),
        SlipKind(
            development_papers.COURSE,
            development_papers.COURSE_TITLE,
            "development_case",
            _course,
        ),
        *(
            SlipKind(f"leadership_term.{key}", title, "leadership_term", _of_election(make))
            for key, title, make in election_papers.PAPERS
        ),
        SlipKind("booking.slip", "预约登记单", "booking", lambda s: joint_slips.booking(s.facts)),
        SlipKind("project.claim", "项目认领书", "project", lambda s: joint_slips.claim(s.facts)),
        SlipKind(
            "project.finished",
            "项目完成情况表",
            "project",
            lambda s: joint_slips.finished(s.facts),
        ),
        SlipKind(
            "service_contract.assessment",
            "购买服务评估表",
            "service_contract",
            lambda s: joint_slips.assessment(s.facts),
        ),
        SlipKind("showcase.brand", "品牌申报表", "showcase", lambda s: joint_slips.brand(s.facts)),
        SlipKind(
            "problem.notice", "整改通知单", "problem", lambda s: joint_slips.rectification(s.facts)
        ),
        SlipKind("problem.closing", "销号单", "problem", lambda s: joint_slips.closing(s.facts)),
        SlipKind(
            "member_movement.letter",
            movement_slips.LETTER_TITLE,
            "member_movement",
            lambda s: movement_slips.letter(s.facts, s.reveal),
            numbers="person",
        ),
        SlipKind(
            "member_movement.receipt",
            movement_slips.RECEIPT_TITLE,
            "member_movement",
            lambda s: movement_slips.receipt(s.facts),
        ),
        SlipKind(
            "service_registration.form",
            "在职党员到社区报到登记表",
            "service_registration",
            lambda s: movement_slips.registration(s.facts),
        ),
        SlipKind(
            "service_registration.card",
            "在职党员服务记录卡",
            "service_registration",
            lambda s: movement_slips.service_card(s.facts),
        ),
        *(
            SlipKind(f"{ledger.key}.sheet", title_of(ledger), ledger.key, _sheet)
            for ledger in CATALOG
        ),
    )
}


def slips_of(ledger_key: str) -> tuple[SlipKind, ...]:
    """List the slips that a record of a ledger has."""
    return tuple(each for each in SLIPS.values() if each.ledger == ledger_key)


@needs(Right.PRINT)
def print_slip(
    office: Office,
    key: str,
    record_id: UUID | None,
    *,
    today: date | None = None,
    reveal: Reveal | None = None,
) -> Document:
    """Print one slip of one record.

    Args:
        office: The open database.
        key: Name of the slip, of ``SLIPS``.
        record_id: The record.
        today: Day of printing.
        reveal: Leave to print numbers in full; its query is that of ``numbers_of``.

    Raises:
        InputError: No record was named, or the leave was given to somebody else.
        ConflictError: There is no such record, or it is not this person's to see.
        EnvironmentFailure: Fonts are missing.
    """
    kind = SLIPS[key]
    if record_id is None:
        raise InputError(
            "slip without record",
            user_message=f"“{kind.title}”要指明是哪一条记录：在记录的表单里打印，或给出记录标识。",
            code="no_record",
        )
    if kind.numbers and reveal is not None:
        numbers_ledger, query = numbers_of(office, key, record_id)
        require_leave(office, office.catalog[numbers_ledger], reveal)
        leaving.require_same(query, reveal)
    day = today or calendar.today()
    expected = tuple(attendance_of(office, record_id)) if key == _SIGN_IN else ()
    course = None
    if key == development_papers.COURSE:
        course = development.case_view(office, record_id, day)
    with office.store.read() as connection:
        facts = Facts(office, connection, kind.ledger, record_id)
        leave = reveal if kind.numbers else None
        source = Source(facts, show_day(day.isoformat()), expected, leave, course)
        slip = _made(office, kind, source, day)
    stream = io.BytesIO()
    result = _drawn(stream, kind.title, slip)
    full = leave is not None
    told = {"paper": key, "rows": 1, "full_numbers": full, "record": record_id.hex}
    return document_of(kind.title, stream, result, told, leave.reason if leave else None)


@needs(Right.VIEW)
def numbers_of(office: Office, key: str, record_id: UUID | None) -> tuple[str, Query]:
    """Say whose numbers stand masked in a slip: the ledger, and what finds them there.

    Raises:
        InputError: No record was named.
        ConflictError: There is no such record, or it is not this person's to see.
    """
    kind = SLIPS[key]
    field = office.catalog[kind.ledger].fields[kind.numbers]
    if record_id is None:
        raise InputError("no record", user_message="请先选定一条记录。", code="no_record")
    with office.store.read() as connection:
        one = Facts(office, connection, kind.ledger, record_id).values.get(kind.numbers)
    found = () if one is None else (one,)
    return getattr(field, "target", ""), Query(filters=(Filter("id", found, "among"),))


def _made(office: Office, kind: SlipKind, source: Source, day: date) -> Paper:
    slip = kind.make(source)
    slip = replace(slip, printed_by=leaving.signature(office, day))
    return replace(slip, unit=office.unit.name) if isinstance(slip, Slip | PartedPaper) else slip


def _drawn(stream: io.BytesIO, title: str, slip: Paper) -> PrintResult:
    if isinstance(slip, Letter):
        return draw_letters(stream, title, [slip])
    if isinstance(slip, PartedPaper):
        return draw_parted(stream, title, [slip])
    if isinstance(slip, Ballots):
        return draw_ballots(stream, slip)
    return draw_slips(stream, title, [slip])
