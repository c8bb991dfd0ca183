"""阵地: service centres, rooms, squares, open bases, lecture halls."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Phone, Text, Whole
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class Venue(Record):
    """A place where organisations hold their activities; a room stands under its centre."""

    __tablename__ = "venue"

    name: Mapped[str] = column(Text("阵地名称", ("名称",), length=80, width=16, search=True))
    kind: Mapped[str] = column(Choice("阵地类型", ("类型",), table="venue_kind", width=8))
    organisation: Mapped[uuid.UUID | None] = column(
        Link("管理党组织", ("所属党组织",), target="organisation", width=14), default=None
    )
    parent: Mapped[uuid.UUID | None] = column(
        Link("所属阵地", target="venue", width=12), default=None
    )
    address: Mapped[str | None] = column(
        Text("地址", ("坐落位置",), length=120, width=14, search=True), default=None
    )
    office_area: Mapped[int | None] = column(
        Whole("办公面积（平方米）", ("办公面积",)), default=None
    )
    service_area: Mapped[int | None] = column(
        Whole("服务面积（平方米）", ("服务面积", "建筑面积")), default=None
    )
    opened_on: Mapped[str | None] = column(Day("启用日期", ("建成时间", "启用时间")), default=None)
    phone: Mapped[str | None] = column(Phone("联系电话", ("预约电话",)), default=None)
    note: Mapped[str | None] = column(LongText("备注", width=12), default=None)


V = Venue
LEDGER = Ledger(
    key="venue",
    title="阵地台账",
    area="阵地",
    record=V,
    fields=fields_of(V),
    caption=V.name,
    listing=(V.name, V.kind, V.organisation, V.parent, V.address, V.office_area, V.service_area),
    form=(
        Section("阵地", (V.name, V.kind, V.organisation, V.parent, V.address)),
        Section("面积与联系", (V.office_area, V.service_area, V.opened_on, V.phone)),
        Section("备注", (V.note,)),
    ),
    roster_key=(V.name, V.organisation),
    home=V.organisation,
    ignored=("序号", "编号", "层数", "房间数", "院落面积", "场所照片"),
    papers=(
        Paper(
            "阵地基本情况表",
            (V.name, V.kind, V.organisation, V.address, V.office_area, V.service_area),
        ),
    ),
)
