"""区域: district, streets, communities, grids, buildings."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Text, Whole, YesNo
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class Territory(Record):
    """A piece of the district; the tree has any number of levels."""

    __tablename__ = "territory"

    name: Mapped[str] = column(Text("区域名称", ("名称",), length=60, width=14, search=True))
    kind: Mapped[str] = column(Choice("区域类型", ("类型",), table="territory_kind", width=5))
    code: Mapped[str | None] = column(
        Text("区划代码", ("统计用区划代码", "代码"), length=12, width=8), default=None
    )
    parent: Mapped[uuid.UUID | None] = column(
        Link("上级区域", target="territory", width=12), default=None
    )
    pilot: Mapped[bool | None] = column(YesNo("试点", ("是否试点",)), default=None)
    pilot_since: Mapped[str | None] = column(Day("试点开始"), default=None)
    pilot_until: Mapped[str | None] = column(Day("试点结束"), default=None)
    households: Mapped[int | None] = column(Whole("户数", ("居民户数",)), default=None)
    established_on: Mapped[str | None] = column(Day("设立日期", ("成立日期",)), default=None)
    abolished_on: Mapped[str | None] = column(Day("撤销日期", ("划出日期",)), default=None)
    note: Mapped[str | None] = column(LongText("备注", width=10), default=None)


T = Territory
LEDGER = Ledger(
    key="territory",
    title="区域台账",
    area="组织",
    record=T,
    fields=fields_of(T),
    caption=T.name,
    listing=(T.name, T.kind, T.code, T.parent, T.pilot, T.abolished_on),
    form=(
        Section("区域", (T.name, T.kind, T.code, T.parent, T.households)),
        Section("试点", (T.pilot, T.pilot_since, T.pilot_until)),
        Section("设立与撤销", (T.established_on, T.abolished_on, T.note)),
    ),
    roster_key=(T.code, T.name),
    above=T.parent,
    papers=(Paper("区域一览表", (T.name, T.kind, T.code, T.parent), landscape=False),),
)
