"""工作台账事项: one thing to do, by whom, until when, and how far it is."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Name, Text, Whole
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class WorkPlanItem(Record):
    """One item of one plan."""

    __tablename__ = "work_plan_item"

    work_plan: Mapped[uuid.UUID] = column(
        Link("工作台账", ("台账名称",), target="work_plan", width=14)
    )
    position: Mapped[int] = column(Whole("序号", ("编号",), summed=False))
    content: Mapped[str] = column(
        Text("工作内容", ("工作任务", "任务"), length=200, width=18, search=True)
    )
    measure: Mapped[str | None] = column(
        LongText("具体措施", ("措施", "工作措施"), width=18), default=None
    )
    duty_organisation: Mapped[uuid.UUID | None] = column(
        Link("责任党组织", ("责任单位",), target="organisation", width=12), default=None
    )
    duty_person: Mapped[str | None] = column(Name("责任人", length=50, width=5), default=None)
    due_on: Mapped[str | None] = column(Day("完成时限", ("时限", "完成日期要求")), default=None)
    state: Mapped[str] = column(Choice("进展", ("状态", "完成情况"), table="item_state", width=5))
    done_on: Mapped[str | None] = column(Day("完成日期", ("完成时间",)), default=None)
    activity_report: Mapped[uuid.UUID | None] = column(
        Link("来自座谈汇报", target="activity_report", width=8), default=None
    )
    reported_on: Mapped[str | None] = column(Day("反馈日期"), default=None)
    feedback: Mapped[str | None] = column(
        LongText("反馈情况", ("办理情况", "进展情况"), width=14), default=None
    )
    evidence: Mapped[str | None] = column(
        LongText("佐证材料", ("印证材料", "备注"), width=12), default=None
    )


I = WorkPlanItem  # noqa: E741 - one letter for the record, as in every ledger
LEDGER = Ledger(
    key="work_plan_item",
    title="工作台账事项",
    area="台账",
    record=I,
    fields=fields_of(I),
    caption=I.content,
    listing=(
        I.work_plan,
        I.position,
        I.content,
        I.measure,
        I.duty_organisation,
        I.due_on,
        I.state,
        I.done_on,
    ),
    form=(
        Section("事项", (I.work_plan, I.position, I.content, I.measure)),
        Section("责任与时限", (I.duty_organisation, I.duty_person, I.due_on)),
        Section("进展", (I.state, I.done_on, I.evidence)),
        Section("交办与反馈", (I.activity_report, I.reported_on, I.feedback)),
    ),
    roster_key=(I.work_plan, I.position),
    owner=I.work_plan,
    ignored=(),
    papers=(
        Paper(
            "工作台账",
            (
                I.work_plan,
                I.position,
                I.content,
                I.measure,
                I.duty_organisation,
                I.duty_person,
                I.due_on,
                I.state,
                I.done_on,
            ),
        ),
    ),
)
