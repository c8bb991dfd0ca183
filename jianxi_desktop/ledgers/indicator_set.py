"""观摩指标集: what a kind of round looks at and how it scores, as editable, versioned templates.

A round takes a copy of the indicators along, so that its sheets stay what they were; a set that a
round has used is frozen, and a change makes its next version.
"""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Text, Whole
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class IndicatorSet(Record):
    """One version of one set of indicators."""

    __tablename__ = "indicator_set"

    title: Mapped[str] = column(Text("指标集名称", ("名称",), length=80, width=16, search=True))
    edition: Mapped[int] = column(Whole("版次", ("版本",), most=999, width=3, summed=False))
    state: Mapped[str] = column(Choice("状态", table="indicator_set_state", width=5))
    made_on: Mapped[str | None] = column(Day("制定日期"), default=None)
    replaces: Mapped[uuid.UUID | None] = column(
        Link("上一版", target="indicator_set", width=14), default=None
    )
    source: Mapped[str | None] = column(Text("来源", ("依据",), length=160, width=14), default=None)
    purpose: Mapped[str | None] = column(LongText("用途说明", ("说明",), width=18), default=None)


S = IndicatorSet
LEDGER = Ledger(
    key="indicator_set",
    title="观摩指标集",
    area="观摩",
    record=S,
    fields=fields_of(S),
    caption=S.title,
    listing=(S.title, S.edition, S.state, S.made_on, S.purpose),
    form=(
        Section("指标集", (S.title, S.edition, S.state, S.made_on)),
        Section("说明", (S.purpose, S.source, S.replaces)),
    ),
    roster_key=(S.title, S.edition),
)


class Indicator(Record):
    """One line of a set: what is looked at, in which way, for how many points."""

    __tablename__ = "indicator"

    indicator_set: Mapped[uuid.UUID] = column(Link("指标集", target="indicator_set", width=14))
    method: Mapped[str] = column(Choice("方式", ("观摩方式",), table="observation_method", width=3))
    position: Mapped[int] = column(Whole("序号", ("编号",), summed=False))
    item: Mapped[str] = column(
        Text("观摩内容", ("指标", "内容"), length=200, width=16, search=True)
    )
    guidance: Mapped[str | None] = column(
        LongText("观摩要点", ("评分标准", "评分说明"), length=400, width=24), default=None
    )
    evidence: Mapped[str | None] = column(
        LongText("要看的材料", ("印证材料", "佐证材料"), length=200, width=14), default=None
    )
    most: Mapped[int] = column(Whole("分值", ("满分", "最高分"), most=100))
    rule: Mapped[str] = column(Choice("计分办法", table="observation_rule", width=5))
    weight: Mapped[int | None] = column(
        Whole("权重（%）", ("权重",), most=1000, hint="不填就是 100", summed=False), default=None
    )
    dimension: Mapped[str | None] = column(
        Choice("五化维度", ("维度",), table="five_dimension", width=6), default=None
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


E = Indicator
INDICATOR = Ledger(
    key="indicator",
    title="观摩指标集的指标",
    record=E,
    fields=fields_of(E),
    caption=E.item,
    listing=(E.method, E.position, E.item, E.guidance, E.most, E.rule, E.dimension, E.walk),
    form=(
        Section("指标", (E.indicator_set, E.method, E.position, E.item, E.guidance, E.evidence)),
        Section("计分", (E.most, E.rule, E.weight, E.dimension, E.walk)),
    ),
    roster_key=(E.indicator_set, E.method, E.position),
    owner=E.indicator_set,
    ignored=("备注",),
    papers=(
        Paper(
            "观摩指标一览表",
            (E.method, E.position, E.item, E.guidance, E.evidence, E.most, E.rule),
        ),
    ),
)
