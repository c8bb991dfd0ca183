"""讲师: who teaches in the lecture halls, and in which of the categories."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Name, Phone, Text
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class Lecturer(Record):
    """One lecturer, a Party member or not."""

    __tablename__ = "lecturer"

    name: Mapped[str] = column(Name("姓名", ("讲师姓名", "讲师"), length=50, width=5, search=True))
    category: Mapped[str] = column(
        Choice("讲师类别", ("类别", "讲师类型"), table="lecturer_category", width=8)
    )
    organisation: Mapped[uuid.UUID | None] = column(
        Link("聘任党组织", ("聘任单位",), target="organisation", width=12), default=None
    )
    workplace: Mapped[str | None] = column(
        Text("单位及职务", ("工作单位", "单位职务"), length=100, width=14), default=None
    )
    field_of_work: Mapped[str | None] = column(
        Text("专长", ("擅长领域", "授课方向"), length=80, width=12, search=True), default=None
    )
    phone: Mapped[str | None] = column(Phone("联系电话", ("电话", "手机")), default=None)
    appointed_on: Mapped[str | None] = column(Day("聘任日期", ("聘任时间",)), default=None)
    left_on: Mapped[str | None] = column(Day("解聘日期"), default=None)
    note: Mapped[str | None] = column(LongText("简介", ("备注",), width=14), default=None)


L = Lecturer
LEDGER = Ledger(
    key="lecturer",
    title="讲师名册",
    area="组织生活",
    record=L,
    fields=fields_of(L),
    caption=L.name,
    listing=(L.name, L.category, L.organisation, L.workplace, L.field_of_work, L.phone),
    form=(
        Section("讲师", (L.name, L.category, L.organisation, L.workplace, L.field_of_work)),
        Section("聘任与联系", (L.phone, L.appointed_on, L.left_on, L.note)),
    ),
    roster_key=(L.name, L.organisation),
    home=L.organisation,
    ignored=("序号", "编号"),
    papers=(Paper("讲师名册", (L.name, L.category, L.organisation, L.workplace, L.field_of_work)),),
)
