"""The papers of a symposium: task sheets of all who reported, and its minutes as a letter."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.ledgers.activity import A
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.letter import Annex, Letter, Paragraph
from jianxi_desktop.prints.letter_layout import draw_letters
from jianxi_desktop.prints.slip import BLANK_DAY, Area, Cell, Grid, Line, Slip
from jianxi_desktop.prints.slip_layout import draw_slips
from jianxi_desktop.prints.table import Column
from jianxi_desktop.services import leaving
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.slip_facts import Facts
from jianxi_desktop.services.symposium import Report, Sheet, sheet_of

TASKS, TASKS_TITLE = "symposium.tasks", "任务交办单（整次座谈会）"
MINUTES, MINUTES_TITLE = "symposium.minutes", "座谈会纪要"
# What the page prints of a symposium, in the order it is needed.
OF_MEETING: Final = (
    ("activity.notice", "会议通知"),
    ("activity.sign_in", "签到册"),
    ("activity.report_order", "汇报顺序表"),
    (TASKS, "任务交办单（一个单位一张）"),
    (MINUTES, "座谈会纪要"),
    ("activity.minutes", "会议记录"),
)
_SEAL: Final = f"（盖章）{BLANK_DAY}"


@needs(Right.PRINT)
def task_sheets(office: Office, activity: UUID | None, *, today: date) -> Document:
    """Print a task sheet for each organisation that took something home, one a page.

    Raises:
        InputError: None was named, or nobody took a task home.
        ConflictError: It is gone.
        EnvironmentFailure: Fonts are missing.
    """
    sheet = sheet_of(office, _named(activity, TASKS_TITLE), day=today)
    given = [each for each in sheet.reports if each.given or each.tasks]
    if not given:
        raise InputError(
            "no tasks",
            user_message="这次座谈会还没有交办任务。请先登记各单位的“交办任务”，再打印交办单。",
            code="no_task",
        )
    with office.store.read() as connection:
        giver = Facts(office, connection, "activity", sheet.meeting.id).text(A.organisation)
    by, unit = leaving.signature(office, today), office.unit.name
    slips = [
        replace(_task_slip(sheet, each, giver, n), unit=unit, printed_by=by)
        for n, each in enumerate(given, 1)
    ]
    stream = io.BytesIO()
    result = draw_slips(stream, "任务交办单", slips)
    told = {"paper": TASKS, "rows": len(slips), "full_numbers": False}
    title = f"任务交办单（{sheet.meeting.theme}）"
    return document_of(title, stream, result, told | {"record": sheet.meeting.id.hex})


@needs(Right.PRINT)
def minutes(office: Office, activity: UUID | None, *, today: date) -> Document:
    """Print the minutes of a symposium: who was there, what was reported, what was given.

    Raises:
        InputError: None was named.
        ConflictError: It is gone.
        EnvironmentFailure: Fonts are missing.
    """
    sheet = sheet_of(office, _named(activity, MINUTES_TITLE), day=today)
    with office.store.read() as connection:
        facts = Facts(office, connection, "activity", sheet.meeting.id)
        letter = _letter(facts, sheet)
    letter = replace(letter, printed_by=leaving.signature(office, today))
    stream = io.BytesIO()
    result = draw_letters(stream, "座谈会纪要", [letter])
    told = {"paper": MINUTES, "rows": len(sheet.reports), "full_numbers": False}
    title = f"座谈会纪要（{sheet.meeting.theme}）"
    return document_of(title, stream, result, told | {"record": sheet.meeting.id.hex})


def _named(activity: UUID | None, title: str) -> UUID:
    if activity is None:
        raise InputError(
            "paper of a symposium without one",
            user_message=f"“{title}”要指明是哪一次：在“双月座谈会”页选好，再按“打印”。",
            code="no_record",
        )
    return activity


def _task_slip(sheet: Sheet, report: Report, giver: str, number: int) -> Slip:
    columns = (
        Column("序号", 2.4, Align.CENTER),
        Column("交办任务", 17),
        Column("完成时限", 6.6, Align.CENTER),
        Column("办理结果", 9),
    )
    rows = tuple(
        (str(n), each.content, show_day(each.due_on) if each.due_on else "", "")
        for n, each in enumerate(report.given, 1)
    )
    due_on = show_day(report.due_on) if report.due_on else ""
    told = (Grid(columns, rows, spare=2),) if rows else (Area("交办任务", report.tasks, least=110),)
    meeting = sheet.meeting
    return Slip(
        "任务交办单",
        (
            Line((Cell("交办会议", meeting.topic),)),
            Line((Cell("会议日期", show_day(meeting.held_on)), Cell("交办单位", giver))),
            Line((Cell("承办单位", report.name), Cell("负责人", report.speaker))),
            Line((Cell("完成时限", due_on), Cell("协办单位"))),
            Area("存在问题", report.problems),
            *told,
            Area("交办单位", "", _SEAL, least=52),
            Area("签　　收", "", f"承办单位签收人：　　　　　　{BLANK_DAY}", least=52),
            Area("办理结果\n及佐证", "", _SEAL, least=110),
            Area("销号意见", "", f"审核人：　　　　　　{BLANK_DAY}"),
        ),
        number=f"编号：{meeting.held_on[:4]}—{meeting.held_on[5:7] or '　'}—{number:02}",
        notes=("一式两份，交办单位、承办单位各存一份；办结后填写办理结果，按时限报交办单位。",),
    )


def _letter(facts: Facts, sheet: Sheet) -> Letter:
    paragraphs = [Paragraph(text, heading=heading) for text, heading in _said(facts, sheet)]
    return Letter(
        title=f"{facts.text(A.topic)}纪要",
        paragraphs=tuple(paragraphs),
        sender=facts.text(A.organisation),
        day=show_day(sheet.meeting.held_on),
        annexes=_annexes(sheet),
    )


def _said(facts: Facts, sheet: Sheet) -> Iterator[tuple[str, bool]]:
    meeting = sheet.meeting
    when = f"{show_day(meeting.held_on)}{f' {meeting.starts_at}' if meeting.starts_at else ''}"
    where = facts.text(A.place) or facts.text(A.venue)
    led = f"，{meeting.host}主持" if meeting.host else ""
    numbers = _numbers(facts)
    yield f"{when}，{f'在{where}' if where else ''}召开{facts.text(A.topic)}{led}。{numbers}", False
    names = "、".join(report.name for report in sheet.reports)
    if names:
        yield f"{names}依次汇报。", False
    if facts.text(A.content):
        yield "一、会议情况", True
        yield facts.text(A.content), False
    told = [each for each in sheet.reports if each.progress or each.problems]
    if told:
        yield "二、汇报要点", True
        for report in told:
            problems = f"问题：{report.problems}" if report.problems else ""
            yield f"{report.name}：{_ended(report.progress)}{_ended(problems)}", False
    if facts.text(A.resolution):
        yield "三、议定事项", True
        yield facts.text(A.resolution), False
    if any(report.given or report.tasks for report in sheet.reports):
        yield "交办任务见附表，各承办单位按时限办结并反馈。", False


def _numbers(facts: Facts) -> str:
    expected, present = facts.text(A.expected), facts.text(A.present)
    parts = [f"应到{expected}人" if expected else "", f"实到{present}人" if present else ""]
    told = "，".join(filter(None, parts))
    return f"{told}。" if told else ""


def _ended(text: str) -> str:
    text = text.strip()
    return f"{text.rstrip('。；;')}。" if text else ""


def _annexes(sheet: Sheet) -> tuple[Annex, ...]:
    rows = tuple((str(n), *row) for n, row in enumerate(_tasks(sheet), 1))
    if not rows:
        return ()
    columns = (
        Column("序号", 2.4, Align.CENTER),
        Column("承办单位", 9),
        Column("交办任务", 17),
        Column("完成时限", 6.6, Align.CENTER),
    )
    return (Annex("交办任务一览表", columns, rows),)


def _tasks(sheet: Sheet) -> Iterator[tuple[str, str, str]]:
    for report in sheet.reports:
        for task in report.given:
            yield report.name, task.content, show_day(task.due_on) if task.due_on else ""
        if report.tasks and not report.given:
            yield report.name, report.tasks, show_day(report.due_on) if report.due_on else ""


# What ``drawn`` registers: name on the command line, title, maker.
PAPERS: Final = ((TASKS, TASKS_TITLE, task_sheets), (MINUTES, MINUTES_TITLE, minutes))
