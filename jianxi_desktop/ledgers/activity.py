"""活动: meetings, lectures and everything else an organisation holds, with who was there."""

import uuid
from typing import Any

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Name, Text, Whole
from jianxi_desktop.schema.kinds import Clock, Points, Several
from jianxi_desktop.schema.ledger import Issue, Ledger, Section, Values
from jianxi_desktop.schema.paper import Paper


class Activity(Record):
    """One meeting or activity of one organisation on one day."""

    __tablename__ = "activity"

    topic: Mapped[str] = column(
        Text(
            "活动主题",
            ("会议名称", "活动名称", "主题", "活动（会议）名称", "会议议题"),
            length=120,
            width=18,
            search=True,
        )
    )
    kind: Mapped[str] = column(
        Choice("活动类型", ("会议类型", "类型", "组织生活类型"), table="activity_kind", width=8)
    )
    held_on: Mapped[str] = column(
        Day("活动日期", ("实际会议时间", "实际时间", "活动时间", "时间", "日期", "会议时间"))
    )
    organisation: Mapped[uuid.UUID] = column(
        Link(
            "举办党组织",
            ("所在党支部", "党支部", "举办单位", "所在党组织", "组织"),
            target="organisation",
            width=14,
        )
    )
    place: Mapped[str | None] = column(
        Text("地点", ("活动地点", "会议地点"), length=80, width=10), default=None
    )
    venue: Mapped[uuid.UUID | None] = column(Link("阵地", target="venue", width=10), default=None)
    host: Mapped[str | None] = column(
        Name("主持人", ("主持人姓名",), length=50, width=5), default=None
    )
    speaker: Mapped[str | None] = column(
        Name("主讲人", ("讲师", "授课人"), length=50, width=5, search=True), default=None
    )
    recorder: Mapped[str | None] = column(
        Name("记录人", ("记录人姓名",), length=50, width=5), default=None
    )
    starts_at: Mapped[str | None] = column(Clock("开始时间"), default=None)
    course: Mapped[uuid.UUID | None] = column(
        Link("课程", ("课程名称",), target="course", width=10), default=None
    )
    lecturer: Mapped[uuid.UUID | None] = column(
        Link("讲师（名册）", target="lecturer", width=6), default=None
    )
    modes: Mapped[str | None] = column(
        Several("讲习方式", ("方式",), table="lecture_mode", width=10), default=None
    )
    training_forms: Mapped[str | None] = column(
        Several("培训形式", table="training_form", width=10), default=None
    )
    training_contents: Mapped[str | None] = column(
        Several("培训内容", ("学习内容",), table="training_content", width=12), default=None
    )
    hours: Mapped[int | None] = column(
        Points("学时", ("课时",), hint="算学习学时的才填，到会的党员每人都算"), default=None
    )
    campaign: Mapped[str | None] = column(
        Choice("主题活动", ("专题",), table="campaign", width=8), default=None
    )
    expected: Mapped[int | None] = column(Whole("应到人数"), default=None)
    present: Mapped[int | None] = column(Whole("实到人数", ("到会人数",)), default=None)
    on_leave: Mapped[int | None] = column(Whole("请假人数"), default=None)
    entitled: Mapped[int | None] = column(Whole("有表决权应到"), default=None)
    entitled_present: Mapped[int | None] = column(Whole("有表决权实到"), default=None)
    agreed: Mapped[int | None] = column(Whole("赞成票数", hint="含书面意见"), default=None)
    public_present: Mapped[int | None] = column(
        Whole("群众人数", ("参加群众人数", "群众")), default=None
    )
    content: Mapped[str | None] = column(
        LongText("主要内容", ("会议内容", "活动记录", "主要内容及特色"), width=20), default=None
    )
    resolution: Mapped[str | None] = column(
        LongText("会议决议", ("决议", "议定事项"), width=14), default=None
    )


A = Activity
VOTING = ("general_meeting",)
LECTURES = ("lecture", "party_lecture")
TRAININGS = ("training", "study_trip", "media_lesson")


def complete(values: Values) -> tuple[dict[str, Any], tuple[Issue, ...]]:
    """Tell the kind by the topic where a record has none, and compare the numbers of people."""
    full = dict(values)
    if not full.get("kind"):
        full["kind"] = _kind_named_in(full.get("topic") or "")
    issues: list[Issue] = []
    expected, present = full.get("expected"), full.get("present")
    if expected is not None and present is not None and present > expected:
        issues.append(Issue("present", "order", "warning", "实到人数多于应到人数，请核对"))
    return full, tuple(issues)


def _kind_named_in(topic: str) -> str:
    """Find the kind whose name, the longest first, stands in a topic; otherwise other."""
    known = code_table("activity_kind").codes
    names = sorted((name for name in known if not name.isascii()), key=len, reverse=True)
    return next((known[name] for name in names if name in topic), "other")


LEDGER = Ledger(
    key="activity",
    title="组织生活与活动台账",
    area="组织生活",
    record=A,
    fields=fields_of(A),
    caption=A.topic,
    listing=(A.held_on, A.kind, A.topic, A.organisation, A.place, A.host, A.expected, A.present),
    form=(
        Section(
            "活动",
            (A.topic, A.kind, A.held_on, A.starts_at, A.organisation, A.venue, A.place, A.campaign),
        ),
        Section("人员", (A.host, A.speaker, A.recorder)),
        Section("讲习", (A.course, A.lecturer, A.modes), when=(A.kind, LECTURES)),
        Section("培训", (A.training_forms, A.training_contents), when=(A.kind, TRAININGS)),
        Section("人数", (A.expected, A.present, A.on_leave, A.public_present, A.hours)),
        Section("表决", (A.entitled, A.entitled_present, A.agreed), when=(A.kind, VOTING)),
        Section("记录", (A.content, A.resolution)),
    ),
    roster_key=(A.held_on, A.kind, A.topic, A.organisation),
    home=A.organisation,
    complete=complete,
    derived=(A.kind,),
    ignored=(
        "序号",
        "计划会议时间",
        "计划时间",
        "列席人员",
        "记录人学工号",
        "主持人学工号",
        "所在分党委",
        "所在分党委编码",
        "所在党支部编码",
    ),
    papers=(
        Paper(
            "组织生活与活动记录表",
            (A.held_on, A.kind, A.topic, A.organisation, A.place, A.host, A.expected, A.present),
        ),
        Paper(
            "讲习活动记录表",
            (
                A.held_on,
                A.topic,
                A.organisation,
                A.course,
                A.speaker,
                A.modes,
                A.present,
                A.public_present,
            ),
            only=((A.kind, ("lecture",)),),
        ),
        Paper(
            "集中培训登记表",
            (
                A.held_on,
                A.topic,
                A.organisation,
                A.training_forms,
                A.training_contents,
                A.present,
                A.hours,
            ),
            only=((A.kind, ("training",)),),
        ),
        Paper(
            "外出学习登记表",
            (A.held_on, A.topic, A.place, A.host, A.present, A.content),
            only=((A.kind, ("study_trip",)),),
        ),
        Paper("会议记录表", (A.held_on, A.topic, A.organisation, A.content, A.resolution)),
        Paper(
            "文艺演出和志愿服务登记表",
            (A.held_on, A.kind, A.topic, A.organisation, A.venue, A.present, A.public_present),
            only=((A.kind, ("performance", "volunteer", "political_birthday")),),
        ),
    ),
)


class Attendance(Record):
    """Whether one member was at one activity; its id is made of the two."""

    __tablename__ = "attendance"

    activity: Mapped[uuid.UUID] = column(Link("活动", target="activity", finds=True, width=16))
    person: Mapped[uuid.UUID] = column(
        Link("党员", ("姓名",), target="person", finds=True, width=6)
    )
    state: Mapped[str] = column(Choice("出席情况", ("出席", "状态"), table="attendance_state"))
    reason: Mapped[str | None] = column(
        Text("缺席原因", ("请假原因", "原因"), length=80, width=10), default=None
    )


E = Attendance
ATTENDANCE = Ledger(
    key="attendance",
    title="出席名单",
    record=E,
    fields=fields_of(E),
    caption=E.state,
    listing=(E.activity, E.person, E.state, E.reason),
    form=(Section("出席", (E.activity, E.person, E.state, E.reason)),),
    roster_key=(E.activity, E.person),
    owner=E.activity,
)
