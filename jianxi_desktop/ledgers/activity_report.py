"""汇报与述职: what each organisation reported at a symposium or a yearly review."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Name, Whole
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class ActivityReport(Record):
    """One organisation's report in one meeting, and the tasks it took home."""

    __tablename__ = "activity_report"

    activity: Mapped[uuid.UUID] = column(
        Link("会议", ("会议名称",), target="activity", finds=True, width=14)
    )
    organisation: Mapped[uuid.UUID] = column(
        Link("汇报党组织", ("汇报单位", "述职单位"), target="organisation", finds=True, width=14)
    )
    kind: Mapped[str] = column(Choice("类型", table="report_kind", width=5))
    position: Mapped[int] = column(Whole("汇报顺序", ("序号", "顺序"), summed=False))
    speaker: Mapped[str | None] = column(
        Name("发言人", ("汇报人", "述职人"), length=50, width=5), default=None
    )
    progress: Mapped[str | None] = column(
        LongText("工作进展", ("发言摘要", "工作开展情况", "成绩"), width=16), default=None
    )
    problems: Mapped[str | None] = column(LongText("存在问题", ("问题",), width=12), default=None)
    tasks: Mapped[str | None] = column(
        LongText("交办任务", ("任务", "下步打算"), width=12), default=None
    )
    due_on: Mapped[str | None] = column(Day("完成时限", ("时限",)), default=None)
    grade: Mapped[str | None] = column(
        Choice("评议等次", ("等次",), table="report_grade", width=4), default=None
    )


R = ActivityReport
LEDGER = Ledger(
    key="activity_report",
    title="座谈汇报和述职评议",
    area="组织生活",
    record=R,
    fields=fields_of(R),
    caption=R.organisation,
    listing=(R.activity, R.position, R.organisation, R.speaker, R.problems, R.tasks, R.due_on),
    form=(
        Section("汇报", (R.activity, R.organisation, R.kind, R.position, R.speaker)),
        Section("内容", (R.progress, R.problems)),
        Section("交办与评议", (R.tasks, R.due_on, R.grade)),
    ),
    roster_key=(R.activity, R.organisation, R.kind),
    owner=R.activity,
    ignored=("编号", "备注"),
    papers=(
        Paper("汇报顺序表", (R.position, R.organisation, R.speaker, R.activity), landscape=False),
        Paper("任务交办单", (R.organisation, R.problems, R.tasks, R.due_on)),
        Paper(
            "述职评议表",
            (R.position, R.organisation, R.speaker, R.progress, R.grade),
            only=((R.kind, ("yearly",)),),
        ),
    ),
)
