"""品牌、作品、典型: what an organisation shows of itself."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Name, Text, Whole
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class Showcase(Record):
    """One brand, one work such as a short film, or one person held up as an example."""

    __tablename__ = "showcase"

    name: Mapped[str] = column(
        Text("名称", ("品牌名称", "作品名称", "典型名称"), length=80, width=16, search=True)
    )
    kind: Mapped[str] = column(Choice("类型", ("类别",), table="showcase_kind", width=5))
    organisation: Mapped[uuid.UUID | None] = column(
        Link("所属党组织", ("申报党组织", "创建单位"), target="organisation", width=14),
        default=None,
    )
    idea: Mapped[str | None] = column(
        LongText("理念", ("品牌内涵", "主要内容", "创建思路"), width=16), default=None
    )
    person: Mapped[str | None] = column(
        Name("典型人物", ("人物", "作者"), length=50, width=5, search=True), default=None
    )
    started_on: Mapped[str | None] = column(
        Day("创建日期", ("创建时间", "发布日期", "命名时间")), default=None
    )
    ended_on: Mapped[str | None] = column(Day("撤下日期"), default=None)
    activities: Mapped[str | None] = column(
        LongText("主要做法", ("开展活动", "主要活动"), width=16), default=None
    )
    results: Mapped[str | None] = column(
        LongText("成效", ("主要成效", "效果"), width=14), default=None
    )
    plays: Mapped[int | None] = column(Whole("播放量（次）", ("播放量", "点击量")), default=None)
    satisfaction: Mapped[str | None] = column(
        Choice("群众评价", ("满意度",), table="satisfaction", width=5), default=None
    )


S = Showcase
LEDGER = Ledger(
    key="showcase",
    title="党建品牌、作品和典型",
    area="组织生活",
    record=S,
    fields=fields_of(S),
    caption=S.name,
    listing=(S.name, S.kind, S.organisation, S.person, S.started_on, S.plays, S.satisfaction),
    form=(
        Section("概况", (S.name, S.kind, S.organisation, S.person, S.started_on, S.ended_on)),
        Section("内容", (S.idea, S.activities, S.results)),
        Section("反响", (S.plays, S.satisfaction)),
    ),
    roster_key=(S.name, S.kind, S.organisation),
    home=S.organisation,
    papers=(
        Paper(
            "党建品牌一览表",
            (S.name, S.organisation, S.idea, S.activities, S.satisfaction),
            only=((S.kind, ("brand",)),),
        ),
        Paper(
            "宣传作品登记表",
            (S.name, S.organisation, S.started_on, S.plays, S.idea),
            only=((S.kind, ("work",)),),
        ),
        Paper(
            "先进典型登记表",
            (S.person, S.name, S.organisation, S.started_on, S.results),
            only=((S.kind, ("model",)),),
        ),
    ),
)
