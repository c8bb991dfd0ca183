"""五化自评: how an organisation rates its own work in five dimensions, and with what evidence."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Name, Text, Whole
from jianxi_desktop.schema.kinds import Points
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class SelfRating(Record):
    """One organisation's rating of itself in one period."""

    __tablename__ = "self_rating"

    organisation: Mapped[uuid.UUID] = column(
        Link("自评党组织", ("自评单位", "党组织"), target="organisation", finds=True, width=14)
    )
    period: Mapped[str] = column(
        Text("期次", ("年度",), length=20, width=6, search=True, hint="如 2018 或 2018年下半年")
    )
    rated_on: Mapped[str | None] = column(Day("自评日期", ("日期",)), default=None)
    rated_by: Mapped[str | None] = column(
        Name("自评负责人", ("填表人",), length=50, width=6), default=None
    )
    summary: Mapped[str | None] = column(
        LongText("总体情况", ("自评结论",), width=18), default=None
    )
    measures: Mapped[str | None] = column(
        LongText("改进措施", ("下步打算",), width=16), default=None
    )


R = SelfRating
LEDGER = Ledger(
    key="self_rating",
    title="五化自评台账",
    area="台账",
    record=R,
    fields=fields_of(R),
    caption=R.period,
    listing=(R.organisation, R.period, R.rated_on, R.rated_by, R.summary),
    form=(
        Section("自评", (R.organisation, R.period, R.rated_on, R.rated_by)),
        Section("结论", (R.summary, R.measures)),
    ),
    roster_key=(R.organisation, R.period),
    home=R.organisation,
    papers=(
        Paper("五化自评汇总表", (R.organisation, R.period, R.rated_on, R.summary, R.measures)),
    ),
)


class SelfRatingLine(Record):
    """One indicator of one rating, under one of the five dimensions."""

    __tablename__ = "self_rating_line"

    rating: Mapped[uuid.UUID] = column(Link("自评", target="self_rating", finds=True, width=8))
    dimension: Mapped[str] = column(Choice("五化维度", ("维度",), table="five_dimension", width=6))
    position: Mapped[int] = column(Whole("序号", ("编号",), summed=False))
    item: Mapped[str] = column(
        Text("自评内容", ("指标", "内容"), length=160, width=18, search=True)
    )
    most: Mapped[int | None] = column(Points("分值", ("满分",)), default=None)
    points: Mapped[int | None] = column(Points("自评得分", ("自评分", "得分")), default=None)
    evidence: Mapped[str | None] = column(
        LongText("佐证材料", ("印证材料", "备注"), width=16), default=None
    )


E = SelfRatingLine
LINE = Ledger(
    key="self_rating_line",
    title="五化自评指标",
    record=E,
    fields=fields_of(E),
    caption=E.item,
    listing=(E.rating, E.dimension, E.position, E.item, E.most, E.points, E.evidence),
    form=(
        Section("指标", (E.rating, E.dimension, E.position, E.item)),
        Section("得分", (E.most, E.points, E.evidence)),
    ),
    roster_key=(E.rating, E.dimension, E.position),
    owner=E.rating,
    ignored=(),
    papers=(Paper("五化自评表", (E.dimension, E.position, E.item, E.most, E.points, E.evidence)),),
)
