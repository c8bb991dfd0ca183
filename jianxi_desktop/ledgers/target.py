"""三创: what an organisation strives to be in a year, and whether it was named so."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Text, Whole
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class Target(Record):
    """One organisation's target in one year."""

    __tablename__ = "target"

    organisation: Mapped[uuid.UUID] = column(
        Link("创建党组织", ("申报单位", "党组织"), target="organisation", finds=True, width=14)
    )
    year: Mapped[int] = column(Whole("年度", ("年份",), most=2099, summed=False))
    level: Mapped[str] = column(Choice("创建目标", ("目标",), table="target_level", width=6))
    state: Mapped[str] = column(Choice("创建进展", ("状态",), table="target_state", width=5))
    declared_on: Mapped[str | None] = column(Day("申报日期", ("申报时间",)), default=None)
    awarded_on: Mapped[str | None] = column(Day("命名日期", ("命名时间",)), default=None)
    document: Mapped[str | None] = column(
        Text("命名文号", ("文号",), length=60, width=10, search=True), default=None
    )
    measures: Mapped[str | None] = column(
        LongText("创建措施", ("主要措施",), width=18), default=None
    )
    results: Mapped[str | None] = column(
        LongText("创建成效", ("主要成效", "主要事迹"), width=16), default=None
    )


T = Target
LEDGER = Ledger(
    key="target",
    title="三创台账",
    area="台账",
    record=T,
    fields=fields_of(T),
    caption=T.level,
    listing=(T.organisation, T.year, T.level, T.state, T.declared_on, T.awarded_on, T.document),
    form=(
        Section("目标", (T.organisation, T.year, T.level, T.state)),
        Section("申报与命名", (T.declared_on, T.awarded_on, T.document)),
        Section("措施与成效", (T.measures, T.results)),
    ),
    roster_key=(T.organisation, T.year),
    owner=T.organisation,
    home=T.organisation,
    papers=(
        Paper("创建申报表", (T.organisation, T.year, T.level, T.declared_on, T.measures)),
        Paper("创建情况汇总表", (T.organisation, T.year, T.level, T.state, T.awarded_on)),
    ),
)
