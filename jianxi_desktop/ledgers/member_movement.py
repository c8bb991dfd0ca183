"""组织关系转接与流动: a member moved, went away, was lost, came back."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Text, Whole
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class MemberMovement(Record):
    """One movement of one member, with its letter and receipt."""

    __tablename__ = "member_movement"

    person: Mapped[uuid.UUID] = column(
        Link("党员", ("姓名",), target="person", finds=True, width=5)
    )
    kind: Mapped[str] = column(Choice("变动类型", ("类型",), table="movement_kind", width=6))
    moved_on: Mapped[str] = column(Day("变动日期", ("转接日期", "日期")))
    handled_by: Mapped[str | None] = column(
        Text("办理党组织", ("办理单位",), length=100, width=12), default=None
    )
    from_place: Mapped[str | None] = column(
        Text("转出党组织", ("从何处", "转出单位"), length=100, width=12), default=None
    )
    to_place: Mapped[str | None] = column(
        Text("转入党组织", ("去往何处", "去向", "转入单位"), length=100, width=12), default=None
    )
    letter_number: Mapped[str | None] = column(
        Text("介绍信编号", ("介绍信号",), length=40, width=8, search=True), default=None
    )
    letter_on: Mapped[str | None] = column(Day("开具日期", ("介绍信日期",)), default=None)
    valid_days: Mapped[int | None] = column(
        Whole(
            "有效天数",
            ("介绍信有效天数", "介绍信有效期天数", "介绍信有效期"),
            most=366,
            summed=False,
        ),
        default=None,
    )
    dues_paid_to: Mapped[str | None] = column(Day("党费交至", ("党费缴至",)), default=None)
    receipt_on: Mapped[str | None] = column(Day("回执日期", ("收到回执",)), default=None)
    receipt_number: Mapped[str | None] = column(Text("回执编号", length=40, width=8), default=None)
    ended_on: Mapped[str | None] = column(
        Day("结束日期", ("返回日期", "恢复联系日期")), default=None
    )
    contact: Mapped[str | None] = column(
        Text("流动期间联系方式", length=100, width=10), default=None
    )
    exit_type: Mapped[str | None] = column(
        Choice("出党类型", table="expulsion_type", width=8), default=None
    )
    document: Mapped[str | None] = column(
        Text("批复文号", ("文号",), length=60, width=10), default=None
    )
    lost_reason: Mapped[str | None] = column(
        Choice("失去联系情形", table="lost_reason", width=8), default=None
    )
    reason: Mapped[str | None] = column(LongText("原因", ("变动原因",), width=12), default=None)


M = MemberMovement
LEDGER = Ledger(
    key="member_movement",
    title="组织关系转接台账",
    area="党员",
    record=M,
    fields=fields_of(M),
    caption=M.kind,
    listing=(M.moved_on, M.person, M.kind, M.from_place, M.to_place, M.letter_number, M.receipt_on),
    form=(
        Section("变动", (M.person, M.kind, M.moved_on, M.handled_by, M.from_place, M.to_place)),
        Section("介绍信", (M.letter_number, M.letter_on, M.valid_days, M.dues_paid_to)),
        Section("回执", (M.receipt_on, M.receipt_number)),
        Section("流动和失联", (M.lost_reason, M.contact, M.ended_on)),
        Section("处理", (M.exit_type, M.document, M.reason)),
    ),
    roster_key=(M.person, M.kind, M.moved_on),
    owner=M.person,
    papers=(
        Paper(
            "组织关系介绍信登记表",
            (
                M.letter_number,
                M.person,
                M.from_place,
                M.to_place,
                M.letter_on,
                M.valid_days,
                M.dues_paid_to,
                M.receipt_on,
            ),
        ),
    ),
)
