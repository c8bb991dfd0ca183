"""党员记录: appraisals, awards, punishments, hours of training, service."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Text
from jianxi_desktop.schema.kinds import Points
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class MemberRecord(Record):
    """One fact about one member that an organisation decided or saw."""

    __tablename__ = "member_record"

    person: Mapped[uuid.UUID] = column(
        Link("党员", ("姓名",), target="person", finds=True, width=5)
    )
    kind: Mapped[str] = column(
        Choice("记录类型", ("类型", "类别"), table="member_record_kind", width=6)
    )
    recorded_on: Mapped[str] = column(Day("日期", ("时间", "评议时间")))
    title: Mapped[str] = column(
        Text("名称", ("项目", "奖励名称"), length=100, width=14, search=True)
    )
    result: Mapped[str | None] = column(
        Text("结果", ("评议结果", "等次"), length=40, width=6), default=None
    )
    hours: Mapped[int | None] = column(Points("学时", ("培训学时",)), default=None)
    issuer: Mapped[str | None] = column(
        Text("批准单位", ("授予单位", "组织单位"), length=80, width=12), default=None
    )
    document: Mapped[str | None] = column(Text("文号", length=60, width=10), default=None)
    content: Mapped[str | None] = column(LongText("说明", ("内容",), width=14), default=None)


R = MemberRecord
LEDGER = Ledger(
    key="member_record",
    title="党员评议奖惩和学时",
    area="党员",
    record=R,
    fields=fields_of(R),
    caption=R.title,
    listing=(R.recorded_on, R.person, R.kind, R.title, R.result, R.hours, R.issuer),
    form=(
        Section("记录", (R.person, R.kind, R.recorded_on, R.title, R.result, R.hours)),
        Section("依据", (R.issuer, R.document, R.content)),
    ),
    roster_key=(R.person, R.kind, R.recorded_on, R.title),
    owner=R.person,
    papers=(
        Paper(
            "党员评议奖惩登记表",
            (R.recorded_on, R.person, R.kind, R.title, R.result, R.issuer, R.document),
            only=((R.kind, ("appraisal", "award", "punishment")),),
        ),
        Paper(
            "培训学时证明",
            (R.recorded_on, R.person, R.title, R.hours, R.issuer),
            only=((R.kind, ("training",)),),
        ),
    ),
)
