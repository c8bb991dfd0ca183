"""任职: who holds which post in which organisation, from when to when."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Name, Phone, Text, YesNo
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class PostHolding(Record):
    """One stretch of one person in one post; part-time committee members come from units."""

    __tablename__ = "post_holding"

    organisation: Mapped[uuid.UUID] = column(
        Link(
            "党组织",
            ("所属党支部", "任职党组织", "所在党组织", "联系党支部"),
            target="organisation",
            width=14,
        )
    )
    name: Mapped[str] = column(Name("姓名", ("委员姓名",), length=50, width=5, search=True))
    post: Mapped[str] = column(Choice("职务", ("党内职务", "任职"), table="post", width=6))
    person: Mapped[uuid.UUID | None] = column(
        Link("党员台账中的人员", target="person", width=6), default=None
    )
    term: Mapped[uuid.UUID | None] = column(
        Link("届次", target="leadership_term", width=6), default=None
    )
    part_time: Mapped[bool | None] = column(YesNo("兼职委员", ("是否兼职",), width=4), default=None)
    from_unit: Mapped[uuid.UUID | None] = column(
        Link("所在单位", ("单位", "工作单位"), target="unit", width=12), default=None
    )
    unit_post: Mapped[str | None] = column(
        Text("单位职务", ("行政职务",), length=50, width=8), default=None
    )
    phone: Mapped[str | None] = column(
        Phone("联系电话", ("电话", "手机", "联系方式")), default=None
    )
    starts_on: Mapped[str | None] = column(
        Day("任职日期", ("任职时间", "任现职时间")), default=None
    )
    ends_on: Mapped[str | None] = column(Day("离任日期", ("离任时间",)), default=None)
    document: Mapped[str | None] = column(
        Text("任职文号", ("文号",), length=60, width=10), default=None
    )
    duties: Mapped[str | None] = column(LongText("分工", ("职责",), width=12), default=None)


H = PostHolding
LEDGER = Ledger(
    key="post_holding",
    title="班子成员和兼职委员",
    area="组织",
    record=H,
    fields=fields_of(H),
    caption=H.name,
    listing=(H.organisation, H.name, H.post, H.part_time, H.from_unit, H.starts_on, H.ends_on),
    form=(
        Section("任职", (H.organisation, H.name, H.post, H.person, H.term, H.part_time)),
        Section("来自单位", (H.from_unit, H.unit_post, H.phone)),
        Section("期间与分工", (H.starts_on, H.ends_on, H.document, H.duties)),
    ),
    roster_key=(H.organisation, H.name, H.post, H.starts_on),
    owner=H.organisation,
    home=H.organisation,
    ignored=("序号", "编号", "备注", "学工号", "所属分党委", "所属分党委编码", "所属党支部编码"),
    papers=(
        Paper(
            "班子成员名册",
            (H.organisation, H.name, H.post, H.phone, H.starts_on, H.duties),
            only=((H.part_time, (None, False)), (H.ends_on, (None,))),
        ),
        Paper(
            "兼职委员名册",
            (H.organisation, H.name, H.from_unit, H.unit_post, H.phone, H.starts_on, H.duties),
            only=((H.part_time, (True,)), (H.ends_on, (None,))),
        ),
    ),
)
