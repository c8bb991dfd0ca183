"""菜单: what an open base offers to those who visit it."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Link, LongText, Text, Whole, YesNo
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class MenuItem(Record):
    """One activity on a venue's menu."""

    __tablename__ = "menu_item"

    venue: Mapped[uuid.UUID] = column(
        Link("阵地", ("基地", "基地名称"), target="venue", finds=True, width=14)
    )
    title: Mapped[str] = column(
        Text("菜单项目", ("活动名称", "项目名称"), length=100, width=16, search=True)
    )
    content: Mapped[str | None] = column(LongText("活动内容", ("内容",), width=18), default=None)
    minutes: Mapped[int | None] = column(
        Whole("时长（分钟）", ("时长",), summed=False), default=None
    )
    most: Mapped[int | None] = column(
        Whole("可容纳人数", ("人数上限",), summed=False), default=None
    )
    leads: Mapped[str | None] = column(
        Text("讲解或组织人", ("讲解员",), length=60, width=8), default=None
    )
    closed: Mapped[bool | None] = column(YesNo("已停用", ("停用",), width=4), default=None)


M = MenuItem
LEDGER = Ledger(
    key="menu_item",
    title="基地活动菜单",
    area="阵地",
    record=M,
    fields=fields_of(M),
    caption=M.title,
    listing=(M.venue, M.title, M.content, M.minutes, M.most, M.leads),
    form=(Section("菜单", (M.venue, M.title, M.content, M.minutes, M.most, M.leads, M.closed)),),
    roster_key=(M.venue, M.title),
    owner=M.venue,
    papers=(Paper("基地活动菜单", (M.venue, M.title, M.content, M.minutes, M.most, M.leads)),),
)
