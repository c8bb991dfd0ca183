"""观摩: rounds, the communities each visits, and the criteria on its checklist."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Name, Text, Whole, YesNo
from jianxi_desktop.schema.kinds import Clock
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class ObservationRound(Record):
    """One tour of inspection: a step, a half-year, a leader, a checklist."""

    __tablename__ = "observation_round"

    title: Mapped[str] = column(Text("观摩名称", ("名称",), length=80, width=18, search=True))
    step: Mapped[str] = column(Choice("观摩步骤", ("步骤",), table="observation_step", width=8))
    period: Mapped[str] = column(Text("期次", length=20, width=8, hint="如 2026年下半年"))
    leader: Mapped[str | None] = column(
        Name("带队领导", ("带队人",), length=50, width=6), default=None
    )
    starts_on: Mapped[str | None] = column(Day("开始日期"), default=None)
    note: Mapped[str | None] = column(LongText("备注", width=12), default=None)
    ends_on: Mapped[str | None] = column(Day("结束日期"), default=None)
    participants: Mapped[str | None] = column(
        LongText("参加人员", length=400, width=14), default=None
    )
    summary: Mapped[str | None] = column(LongText("观摩小结", ("总结",), width=18), default=None)
    indicator_set: Mapped[uuid.UUID | None] = column(
        Link("指标集", ("指标体系",), target="indicator_set", width=14), default=None
    )
    scheme: Mapped[str | None] = column(
        Choice("定级办法", table="rating_scheme", width=6), default=None
    )
    drop_extremes: Mapped[bool | None] = column(YesNo("去掉最高分和最低分", width=5), default=None)
    double_entry: Mapped[bool | None] = column(
        YesNo("要求两遍录入", ("双录",), width=5), default=None
    )


R = ObservationRound
ROUND = Ledger(
    key="observation_round",
    title="观摩台账",
    area="观摩",
    record=R,
    fields=fields_of(R),
    caption=R.title,
    listing=(R.title, R.step, R.period, R.leader, R.starts_on),
    form=(
        Section("观摩", (R.title, R.step, R.period, R.leader, R.starts_on, R.ends_on)),
        Section("打分", (R.indicator_set, R.scheme, R.drop_extremes, R.double_entry)),
        Section("小结", (R.participants, R.summary, R.note)),
    ),
    roster_key=(R.title, R.period),
    papers=(Paper("观摩一览表", (R.title, R.step, R.period, R.leader, R.starts_on)),),
)


class ObservationVisit(Record):
    """One community visited in one round; it has a printed form of its own."""

    __tablename__ = "observation_visit"

    round: Mapped[uuid.UUID] = column(Link("观摩", target="observation_round", width=14))
    organisation: Mapped[uuid.UUID] = column(
        Link(
            "被观摩党组织",
            ("社区", "被观摩单位"),
            target="organisation",
            width=14,
            finds=True,
        )
    )
    position: Mapped[int] = column(Whole("顺序", ("路线顺序",), summed=False))
    form_number: Mapped[str] = column(Text("表号", length=40, width=15, search=True))
    visited_on: Mapped[str | None] = column(Day("观摩日期"), default=None)
    highlights: Mapped[str | None] = column(LongText("亮点", width=14), default=None)
    gaps: Mapped[str | None] = column(LongText("差距与问题", ("存在问题",), width=14), default=None)
    planned_on: Mapped[str | None] = column(Day("计划日期", ("安排日期",)), default=None)
    starts_at: Mapped[str | None] = column(Clock("到达时间", ("开始时间",)), default=None)
    ends_at: Mapped[str | None] = column(Clock("离开时间", ("结束时间",)), default=None)
    inspected_by: Mapped[uuid.UUID | None] = column(
        Link("观摩单位", ("检查单位",), target="organisation", width=12), default=None
    )
    inspectors: Mapped[str | None] = column(
        Text("检查人", ("观摩人员",), length=200, width=12, hint="几个人之间用顿号隔开"),
        default=None,
    )


V = ObservationVisit
VISIT = Ledger(
    key="observation_visit",
    title="观摩点",
    record=V,
    fields=fields_of(V),
    caption=V.form_number,
    listing=(
        V.position,
        V.organisation,
        V.form_number,
        V.planned_on,
        V.visited_on,
        V.highlights,
        V.gaps,
    ),
    form=(
        Section("观摩点", (V.round, V.organisation, V.position, V.form_number)),
        Section("安排", (V.planned_on, V.starts_at, V.ends_at, V.inspected_by, V.inspectors)),
        Section("到访", (V.visited_on,)),
        Section("结果", (V.highlights, V.gaps)),
    ),
    roster_key=(V.round, V.organisation),
    owner=V.round,
)


class ObservationCriterion(Record):
    """One line of a round's checklist, under listen, look, check or rate."""

    __tablename__ = "observation_criterion"

    round: Mapped[uuid.UUID] = column(Link("观摩", target="observation_round", width=14))
    method: Mapped[str] = column(Choice("方式", ("观摩方式",), table="observation_method", width=3))
    position: Mapped[int] = column(Whole("序号", ("编号",), summed=False))
    item: Mapped[str] = column(
        Text("观摩内容", ("指标", "内容"), length=200, width=16, search=True)
    )
    guidance: Mapped[str | None] = column(
        LongText("观摩要点", ("评分标准", "评分说明"), length=400, width=24), default=None
    )
    most: Mapped[int] = column(Whole("分值", ("满分", "最高分"), most=100))
    rule: Mapped[str | None] = column(
        Choice("计分办法", table="observation_rule", width=5), default=None
    )
    dimension: Mapped[str | None] = column(
        Choice("五化维度", ("维度",), table="five_dimension", width=6), default=None
    )
    evidence: Mapped[str | None] = column(
        LongText("要看的材料", ("印证材料", "佐证材料"), length=200, width=14), default=None
    )
    weight: Mapped[int | None] = column(
        Whole("权重（%）", ("权重",), most=1000, hint="不填就是 100", summed=False), default=None
    )
    walk: Mapped[int | None] = column(
        Whole(
            "现场顺序",
            ("走访顺序",),
            most=999,
            hint="按现场走的顺序排，不填就按听、看、查、评",
            summed=False,
        ),
        default=None,
    )


C = ObservationCriterion
CRITERION = Ledger(
    key="observation_criterion",
    title="观摩指标",
    record=C,
    fields=fields_of(C),
    caption=C.item,
    listing=(C.method, C.position, C.item, C.guidance, C.most),
    form=(
        Section("指标", (C.round, C.method, C.position, C.item, C.guidance, C.evidence)),
        Section("计分", (C.most, C.rule, C.weight, C.dimension, C.walk)),
    ),
    roster_key=(C.round, C.method, C.position),
    owner=C.round,
    ignored=("备注",),
)
