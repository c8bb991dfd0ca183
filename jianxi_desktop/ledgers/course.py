"""课程: what the lecture halls teach."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Day, Link, LongText, Text
from jianxi_desktop.schema.kinds import Points
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class Course(Record):
    """One course on offer."""

    __tablename__ = "course"

    name: Mapped[str] = column(Text("课程名称", ("课程", "名称"), length=80, width=14, search=True))
    organisation: Mapped[uuid.UUID | None] = column(
        Link("开设党组织", ("开设单位",), target="organisation", width=12), default=None
    )
    lecturer: Mapped[uuid.UUID | None] = column(
        Link("主讲讲师", ("讲师", "主讲人"), target="lecturer", width=6), default=None
    )
    theme: Mapped[str | None] = column(
        Text("主题", length=80, width=12, hint="如 感党恩、听党话、跟党走"), default=None
    )
    hours: Mapped[int | None] = column(Points("学时"), default=None)
    opened_on: Mapped[str | None] = column(Day("开设日期", ("开课时间",)), default=None)
    closed_on: Mapped[str | None] = column(Day("停开日期"), default=None)
    outline: Mapped[str | None] = column(
        LongText("课程内容", ("课程简介", "内容"), width=18), default=None
    )


C = Course
LEDGER = Ledger(
    key="course",
    title="讲习课程",
    area="组织生活",
    record=C,
    fields=fields_of(C),
    caption=C.name,
    listing=(C.name, C.organisation, C.lecturer, C.theme, C.hours, C.opened_on),
    form=(
        Section("课程", (C.name, C.organisation, C.lecturer, C.theme, C.hours)),
        Section("开设", (C.opened_on, C.closed_on, C.outline)),
    ),
    roster_key=(C.name, C.organisation),
    home=C.organisation,
    papers=(
        Paper("讲习课程表", (C.name, C.organisation, C.lecturer, C.theme, C.hours, C.outline)),
    ),
)
