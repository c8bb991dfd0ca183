"""发展党员: one applicant's way into the Party, its stage and its days."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Text
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class DevelopmentCase(Record):
    """One application of one person to one organisation."""

    __tablename__ = "development_case"

    person: Mapped[uuid.UUID] = column(
        Link("申请人", ("姓名",), target="person", finds=True, width=5)
    )
    organisation: Mapped[uuid.UUID] = column(
        Link("所在党组织", ("所在党支部", "联系党支部"), target="organisation", width=14)
    )
    applied_on: Mapped[str] = column(
        Day("申请入党日期", ("入党申请时间", "提交书面申请书时间", "申请时间"))
    )
    stage: Mapped[str] = column(
        Choice("当前阶段", ("当前发展阶段", "发展阶段"), table="development_stage", width=6)
    )
    activist_on: Mapped[str | None] = column(
        Day("确定积极分子日期", ("确定为积极分子时间", "确定为入党积极分子时间")), default=None
    )
    candidate_on: Mapped[str | None] = column(
        Day("确定发展对象日期", ("确定为发展对象时间",)), default=None
    )
    joined_on: Mapped[str | None] = column(Day("入党日期", ("入党时间",)), default=None)
    full_on: Mapped[str | None] = column(Day("转正日期", ("转正时间",)), default=None)
    probation_until: Mapped[str | None] = column(Day("预备期延长至"), default=None)
    contacts: Mapped[str | None] = column(
        Text("培养联系人", ("联系人",), length=60, width=8), default=None
    )
    introducers: Mapped[str | None] = column(
        Text("入党介绍人", ("介绍人",), length=60, width=8), default=None
    )
    form_number: Mapped[str | None] = column(
        Text("志愿书编号", length=40, width=8, search=True), default=None
    )
    stopped_on: Mapped[str | None] = column(Day("终止日期"), default=None)
    note: Mapped[str | None] = column(LongText("备注", width=10), default=None)


D = DevelopmentCase
LEDGER = Ledger(
    key="development_case",
    title="发展党员台账",
    area="党员",
    record=D,
    fields=fields_of(D),
    caption=D.person,
    listing=(
        D.person,
        D.organisation,
        D.stage,
        D.applied_on,
        D.activist_on,
        D.candidate_on,
        D.joined_on,
        D.contacts,
    ),
    form=(
        Section("申请", (D.person, D.organisation, D.applied_on, D.stage)),
        Section("日期", (D.activist_on, D.candidate_on, D.joined_on, D.probation_until)),
        Section("转正或终止", (D.full_on, D.stopped_on)),
        Section("人员与材料", (D.contacts, D.introducers, D.form_number, D.note)),
    ),
    roster_key=(D.person, D.applied_on),
    owner=D.person,
    home=D.organisation,
    ignored=("序号", "编号", "学工号"),
    papers=(
        Paper(
            "发展党员情况登记表",
            (
                D.person,
                D.organisation,
                D.stage,
                D.applied_on,
                D.activist_on,
                D.candidate_on,
                D.joined_on,
                D.full_on,
            ),
        ),
        Paper(
            "入党申请人名册",
            (D.person, D.organisation, D.applied_on, D.stage, D.activist_on, D.contacts, D.note),
            only=((D.stage, ("applicant", "activist", "candidate")),),
        ),
    ),
)
