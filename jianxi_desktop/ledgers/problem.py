"""问题台账: what was found or reported, who has to solve it, when it was closed."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Name, Text
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class Problem(Record):
    """One problem on its way from being found to being closed."""

    __tablename__ = "problem"

    title: Mapped[str] = column(
        Text(
            "问题", ("问题描述", "存在问题", "问题内容", "事项"), length=160, width=20, search=True
        )
    )
    organisation: Mapped[uuid.UUID] = column(
        Link("问题所在党组织", ("社区", "被观摩单位"), target="organisation", width=14)
    )
    source: Mapped[str] = column(Choice("问题来源", ("来源",), table="problem_source", width=7))
    found_on: Mapped[str] = column(Day("发现日期", ("登记日期", "提出时间")))
    duty_organisation: Mapped[uuid.UUID | None] = column(
        Link("责任党组织", ("责任单位", "整改单位"), target="organisation", width=14), default=None
    )
    duty_person: Mapped[str | None] = column(Name("责任人", length=50, width=5), default=None)
    partner: Mapped[uuid.UUID | None] = column(
        Link("协助单位", ("协调单位", "配合单位"), target="unit", width=12), default=None
    )
    measure: Mapped[str | None] = column(
        LongText("整改措施", ("解决措施", "措施"), width=16), default=None
    )
    due_on: Mapped[str | None] = column(Day("整改时限", ("完成时限", "时限")), default=None)
    closed_on: Mapped[str | None] = column(
        Day("销号日期", ("解决日期", "完成时间", "办结日期")), default=None
    )
    result: Mapped[str | None] = column(
        LongText("整改结果", ("解决情况", "办理结果"), width=16), default=None
    )
    confirmed_by: Mapped[str | None] = column(
        Name("验收人", ("确认人",), length=50, width=5), default=None
    )
    visit: Mapped[uuid.UUID | None] = column(
        Link("观摩点", target="observation_visit", width=10), default=None
    )
    activity: Mapped[uuid.UUID | None] = column(
        Link("会议", target="activity", width=12), default=None
    )


Q = Problem
LEDGER = Ledger(
    key="problem",
    title="问题台账",
    area="共建",
    record=Q,
    fields=fields_of(Q),
    caption=Q.title,
    listing=(
        Q.title,
        Q.organisation,
        Q.source,
        Q.found_on,
        Q.duty_organisation,
        Q.due_on,
        Q.closed_on,
    ),
    form=(
        Section("问题", (Q.title, Q.organisation, Q.source, Q.found_on, Q.visit, Q.activity)),
        Section("整改", (Q.duty_organisation, Q.duty_person, Q.partner, Q.measure, Q.due_on)),
        Section("销号", (Q.closed_on, Q.result, Q.confirmed_by)),
    ),
    roster_key=(Q.title, Q.organisation, Q.found_on),
    home=Q.organisation,
    papers=(
        Paper(
            "问题台账",
            (
                Q.title,
                Q.organisation,
                Q.source,
                Q.found_on,
                Q.duty_organisation,
                Q.measure,
                Q.due_on,
                Q.closed_on,
            ),
        ),
        Paper(
            "问题销号表",
            (Q.title, Q.organisation, Q.result, Q.closed_on, Q.confirmed_by),
        ),
    ),
)
