"""阵地: service centres, rooms, squares, open bases, lecture halls."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Phone, Text, Whole, YesNo
from jianxi_desktop.schema.kinds import Several
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
    office_before: Mapped[int | None] = column(
        Whole("原办公面积（㎡）", ("改造前办公面积",)), default=None
    )
    service_before: Mapped[int | None] = column(
        Whole("原服务面积（㎡）", ("改造前服务面积",)), default=None
    )
    uses: Mapped[str | None] = column(
        Several("功能", ("一室多用", "功能室用途"), table="room_use", width=12), default=None
    )
    base_type: Mapped[str | None] = column(
        Choice("基地类型", table="base_type", width=5), default=None
    )
    provider: Mapped[uuid.UUID | None] = column(
        Link("提供单位", ("依托单位",), target="unit", width=12), default=None
    )
    panels: Mapped[str | None] = column(
        Several("展示内容", ("版面内容",), table="panel", width=12), default=None
    )
    capacity: Mapped[int | None] = column(Whole("可容纳人数", ("容纳人数",)), default=None)
    bookable: Mapped[bool | None] = column(YesNo("接受预约", ("可预约",)), default=None)
    opinions: Mapped[str | None] = column(
        LongText("群众意见和采纳情况", ("群众意见",), width=14), default=None
    )
    closed_on: Mapped[str | None] = column(Day("停用日期", ("停用时间",)), default=None)
    opened_on: Mapped[str | None] = column(Day("启用日期", ("建成时间", "启用时间")), default=None)
    phone: Mapped[str | None] = column(Phone("联系电话", ("预约电话",)), default=None)
    note: Mapped[str | None] = column(LongText("备注", width=12), default=None)


V = Venue
OPEN_PLACES = ("open_base", "culture_square", "other")
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
        Section("面积", (V.office_area, V.service_area, V.office_before, V.service_before)),
        Section("功能", (V.uses, V.capacity, V.bookable)),
        Section("基地和广场", (V.base_type, V.provider, V.panels), when=(V.kind, OPEN_PLACES)),
        Section("启用与联系", (V.opened_on, V.closed_on, V.phone, V.opinions, V.note)),
    ),
    roster_key=(V.name, V.organisation),
    above=V.parent,
    home=V.organisation,
    ignored=("序号", "编号", "层数", "房间数", "院落面积", "场所照片"),
    papers=(
        Paper(
            "阵地基本情况表",
            (V.name, V.kind, V.organisation, V.address, V.office_area, V.service_area),
        ),
        Paper(
            "功能室一览表",
            (V.name, V.parent, V.organisation, V.uses, V.service_area, V.capacity),
            only=((V.kind, ("function_room", "lecture_hall")),),
        ),
        Paper(
            "党建文化广场台账",
            (V.name, V.organisation, V.address, V.panels, V.opened_on),
            only=((V.kind, ("culture_square",)),),
        ),
        Paper(
            "开放式组织生活基地一览表",
            (V.name, V.base_type, V.provider, V.address, V.capacity, V.phone, V.opened_on),
            only=((V.kind, ("open_base",)),),
        ),
    ),
)
