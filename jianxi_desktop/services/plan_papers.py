"""Papers of work plans: one plan with its items, what is overdue in all, the sheet of a task."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.ledgers.work_plan_item import I
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.slip import BLANK_DAY, Area, Cell, Line, Slip
from jianxi_desktop.prints.table import Column, TableSpec, draw_table
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.schema.fields import Text
from jianxi_desktop.services import leaving
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.plans import Item, PlanSheet, overdue_items, plan_of
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.slip_facts import Facts

PLAN, PLAN_TITLE = "work_plan.sheet_of_items", "工作台账（带事项）"
OVERDUE, OVERDUE_TITLE = "work_plan.overdue", "工作台账逾期清单"
_SEAL: Final = f"（盖章）{BLANK_DAY}"
_OF_PLAN: Final = (
    Column("序号", 2.6, Align.CENTER),
    Column("工作内容", 12),
    Column("具体措施", 15),
    Column("责任单位", 8),
    Column("责任人", 4.4, Align.CENTER),
    Column("完成时限", 6.4, Align.CENTER),
    Column("进展", 4.4, Align.CENTER),
    Column("完成日期", 6.4, Align.CENTER),
    Column("佐证材料", 9),
)
_LATE: Final = (
    Column("逾期天数", 4, Align.CENTER),
    Column("工作内容", 13),
    Column("台账", 11),
    Column("责任单位", 9),
    Column("责任人", 4.4, Align.CENTER),
    Column("完成时限", 6.4, Align.CENTER),
    Column("进展", 4.4, Align.CENTER),
    Column("反馈情况", 10),
)


@needs(Right.PRINT)
def print_plan(office: Office, plan: UUID | None, *, today: date) -> Document:
    """Print a plan: its idea, and every item with measure, duty, deadline and how far it is.

    Raises:
        InputError: None was named.
        ConflictError: It is gone.
        EnvironmentFailure: Fonts are missing.
    """
    sheet = plan_of(office, _named(plan), day=today)
    shown = sheet.plan
    spec = TableSpec(
        title=shown.title,
        columns=_OF_PLAN,
        rows=[_plan_cells(each) for each in sheet.items],
        unit=shown.name or office.unit.name,
        subtitle=_counted(sheet, today),
        note=f"工作思路：{shown.idea}" if shown.idea else "",
        printed_on=show_day(today.isoformat()),
        printed_by=leaving.signature(office, today),
    )
    return _drawn(spec, PLAN, len(sheet.items), record=shown.id.hex)


@needs(Right.EXPORT)
def save_plan(office: Office, plan: UUID, path: Path, *, today: date) -> int:
    """Write a plan with its items as a workbook; give how many lines it has.

    Raises:
        ConflictError: It is gone.
        EnvironmentFailure: The workbook could not be written.
    """
    sheet = plan_of(office, plan, day=today)
    rows = [_plan_cells(each) for each in sheet.items]
    return _save(office, path, sheet.plan.title, _OF_PLAN, rows, paper=PLAN)


@needs(Right.PRINT)
def print_overdue(office: Office, within: UUID | None, *, today: date) -> Document:
    """Print the items of all plans that are overdue, the longest first.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    items = overdue_items(office, within, day=today)
    spec = TableSpec(
        title=OVERDUE_TITLE,
        columns=_LATE,
        rows=[_late_cells(each) for each in items],
        unit=office.unit.name,
        subtitle=f"截至{show_day(today.isoformat())}没有办结、时限已过的事项",
        printed_on=show_day(today.isoformat()),
        printed_by=leaving.signature(office, today),
    )
    return _drawn(spec, OVERDUE, len(items))


@needs(Right.EXPORT)
def save_overdue(office: Office, within: UUID | None, path: Path, *, today: date) -> int:
    """Write the items that are overdue as a workbook; give how many lines it has.

    Raises:
        EnvironmentFailure: The workbook could not be written.
    """
    rows = [_late_cells(each) for each in overdue_items(office, within, day=today)]
    title = f"{OVERDUE_TITLE}（截至{show_day(today.isoformat())}）"
    return _save(office, path, title, _LATE, rows, paper=OVERDUE)


def task(facts: Facts) -> Slip:
    """Draw the sheet of one item (任务交办、反馈单): what is asked, and room for what was done."""
    plan = facts.linked(I.work_plan)
    giver = plan.text(plan.ledger.record.organisation) if plan is not None else ""
    evidence = facts.text(I.evidence)
    result = "\n".join(filter(None, (facts.text(I.feedback), evidence and f"佐证：{evidence}")))
    return Slip(
        "任务交办反馈单",
        (
            Line((Cell("台账", facts.text(I.work_plan)),)),
            Line((facts.cell(I.position), Cell("交办单位", giver))),
            Line((Cell("承办单位", facts.text(I.duty_organisation)), facts.cell(I.duty_person))),
            Line((facts.cell(I.due_on), facts.cell(I.state))),
            Area("工作内容", facts.text(I.content)),
            Area("具体措施", facts.text(I.measure)),
            Area("签　　收", "", f"承办单位签收人：　　　　　　{BLANK_DAY}", least=52),
            Line((facts.cell(I.reported_on), facts.cell(I.done_on))),
            Area("办理结果\n及佐证", result, _SEAL, least=120),
            Area("交办单位意见", "", f"审核人：　　　　　　{BLANK_DAY}"),
        ),
        notes=("一式两份，交办单位、承办单位各存一份；办结后附佐证材料，按时限报交办单位销号。",),
    )


def _named(plan: UUID | None) -> UUID:
    if plan is None:
        raise InputError(
            "paper of a plan without one",
            user_message=f"“{PLAN_TITLE}”要指明是哪一本：在“工作台账”页选好，再按“打印”。",
            code="no_record",
        )
    return plan


def _counted(sheet: PlanSheet, day: date) -> str:
    tally = sheet.plan.tally
    late = f"，逾期未完成 {tally.overdue} 项" if tally.overdue else ""
    until = show_day(day.isoformat())
    return f"截至{until}：共 {tally.total} 项，完成 {tally.done} 项{late}"


def _plan_cells(item: Item) -> tuple[str, ...]:
    feedback = f"反馈：{item.feedback}" if item.feedback and item.state != "done" else ""
    late = f"（逾期{item.days_late}天）" if item.days_late else ""
    return (
        str(item.position),
        item.content,
        item.measure,
        item.duty_name or item.giver_name,
        item.duty_person,
        show_day(item.due_on) if item.due_on else "",
        f"{_state(item)}{late}",
        show_day(item.done_on) if item.done_on else "",
        "；".join(filter(None, (item.evidence, feedback))),
    )


def _late_cells(item: Item) -> tuple[str, ...]:
    told = f"{item.feedback}（{item.reported_on}）" if item.reported_on else item.feedback
    return (
        str(item.days_late),
        item.content,
        item.plan_title,
        item.duty_name or item.giver_name,
        item.duty_person,
        show_day(item.due_on),
        _state(item),
        told,
    )


def _state(item: Item) -> str:
    return code_table("item_state").known.get(item.state, item.state)


def _drawn(spec: TableSpec, paper: str, rows: int, **more: str) -> Document:
    stream = io.BytesIO()
    drawn = draw_table(stream, spec)
    told = {"paper": paper, "rows": rows, "full_numbers": False, **more}
    return document_of(spec.title, stream, drawn, told)


def _save(
    office: Office,
    path: Path,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[tuple[str, ...]],
    *,
    paper: str,
) -> int:
    from jianxi_desktop.sheets.table import write_table

    fields = [Text(each.caption, width=round(each.width)) for each in columns]
    written = write_table(path, title, fields, rows, masked=False, signed=leaving.signature(office))
    leaving.note_file(office, "export", path, None, paper=paper, rows=written)
    return written
