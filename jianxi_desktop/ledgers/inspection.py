"""领导调研: visits of leaders to communities, what they looked at and found."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Day, Link, LongText, Name, Text
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class Inspection(Record):
    """One visit of one leader."""

    __tablename__ = "inspection"

    visited_on: Mapped[str] = column(Day("调研日期", ("日期", "调研时间")))
    leader: Mapped[str] = column(Name("调研领导", ("领导", "带队领导"), length=50, search=True))
    leader_post: Mapped[str | None] = column(
        Text("职务", ("领导职务",), length=80, width=10), default=None
    )
    organisation: Mapped[uuid.UUID] = column(
        Link("调研党组织", ("调研单位", "社区"), target="organisation", width=14)
    )
    place: Mapped[str | None] = column(
        Text("调研地点", ("地点",), length=100, width=12), default=None
    )
    theme: Mapped[str] = column(Text("调研主题", ("主题", "调研内容"), length=120, search=True))
    company: Mapped[str | None] = column(
        Text("陪同人员", ("参加人员",), length=120, width=12), default=None
    )
    findings: Mapped[str | None] = column(
        LongText("调研情况", ("发现问题", "情况"), width=18), default=None
    )
    instructions: Mapped[str | None] = column(
        LongText("指示要求", ("交办事项", "要求"), width=16), default=None
    )
    follow_up: Mapped[str | None] = column(
        LongText("落实情况", ("整改落实",), width=14), default=None
    )


V = Inspection
LEDGER = Ledger(
    key="inspection",
    title="领导调研台账",
    area="台账",
    record=V,
    fields=fields_of(V),
    caption=V.theme,
    listing=(V.visited_on, V.leader, V.leader_post, V.organisation, V.theme, V.instructions),
    form=(
        Section("调研", (V.visited_on, V.leader, V.leader_post, V.organisation, V.place, V.theme)),
        Section("情况", (V.company, V.findings, V.instructions, V.follow_up)),
    ),
    roster_key=(V.visited_on, V.leader, V.organisation),
    home=V.organisation,
    papers=(
        Paper(
            "调研记录表",
            (V.visited_on, V.leader, V.leader_post, V.organisation, V.theme, V.findings),
        ),
    ),
)
