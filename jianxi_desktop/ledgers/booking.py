"""预约: who comes to a venue when, and how it was asked for."""

import uuid
from typing import Any

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Name, Phone, Text, Whole
from jianxi_desktop.schema.kinds import Clock
from jianxi_desktop.schema.ledger import Issue, Ledger, Section, Values
from jianxi_desktop.schema.paper import Paper


class Booking(Record):
    """One visit to one venue or room, asked for in one of the ways."""

    __tablename__ = "booking"

    venue: Mapped[uuid.UUID] = column(
        Link("阵地", ("预约场地", "场地", "基地"), target="venue", finds=True, width=14)
    )
    held_on: Mapped[str] = column(Day("使用日期", ("预约日期", "参观日期", "日期")))
    starts_at: Mapped[str | None] = column(Clock("开始时间", ("开始",)), default=None)
    ends_at: Mapped[str | None] = column(Clock("结束时间", ("结束",)), default=None)
    visitor: Mapped[str] = column(
        Text("预约单位", ("参观单位", "来访单位"), length=100, width=14, search=True)
    )
    channel: Mapped[str] = column(Choice("预约方式", ("方式",), table="booking_channel", width=6))
    state: Mapped[str] = column(Choice("状态", ("预约状态",), table="booking_state", width=5))
    purpose: Mapped[str | None] = column(
        Text("用途", ("活动内容", "事由"), length=120, width=14), default=None
    )
    menu_item: Mapped[uuid.UUID | None] = column(
        Link("菜单项目", ("点单项目",), target="menu_item", finds=True, width=10), default=None
    )
    activity: Mapped[uuid.UUID | None] = column(
        Link("对应活动", target="activity", width=12), default=None
    )
    headcount: Mapped[int | None] = column(Whole("预约人数", ("人数",)), default=None)
    present: Mapped[int | None] = column(Whole("实到人数", ("接待人数",)), default=None)
    contact: Mapped[str | None] = column(
        Name("联系人", ("预约人",), length=50, width=5, search=True), default=None
    )
    phone: Mapped[str | None] = column(Phone("联系电话", ("电话",)), default=None)
    asked_on: Mapped[str | None] = column(Day("登记日期", ("登记时间",)), default=None)
    note: Mapped[str | None] = column(LongText("备注", ("反馈意见",), width=10), default=None)


B = Booking


def complete(values: Values) -> tuple[dict[str, Any], tuple[Issue, ...]]:
    """Refuse a booking that ends before it begins."""
    starts, ends = values.get("starts_at"), values.get("ends_at")
    if starts and ends and ends <= starts:
        return dict(values), (Issue("ends_at", "order", "error", "结束时间应晚于开始时间"),)
    return dict(values), ()


LEDGER = Ledger(
    key="booking",
    title="阵地预约台账",
    area="阵地",
    record=B,
    fields=fields_of(B),
    caption=B.visitor,
    listing=(
        B.held_on,
        B.starts_at,
        B.ends_at,
        B.venue,
        B.visitor,
        B.purpose,
        B.channel,
        B.headcount,
        B.state,
        B.present,
    ),
    form=(
        Section("预约", (B.venue, B.held_on, B.starts_at, B.ends_at, B.visitor, B.purpose)),
        Section("登记", (B.channel, B.asked_on, B.contact, B.phone, B.headcount, B.menu_item)),
        Section("接待", (B.state, B.present, B.activity, B.note)),
    ),
    roster_key=(B.venue, B.held_on, B.starts_at, B.visitor),
    owner=B.venue,
    complete=complete,
    ignored=("序号", "编号"),
    papers=(
        Paper(
            "场地日程表",
            (B.held_on, B.starts_at, B.ends_at, B.venue, B.visitor, B.purpose, B.state),
        ),
        Paper(
            "预约接待登记表",
            (
                B.held_on,
                B.venue,
                B.visitor,
                B.channel,
                B.contact,
                B.phone,
                B.headcount,
                B.present,
                B.state,
            ),
        ),
    ),
)
