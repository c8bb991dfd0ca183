"""资源清单: what units and organisations offer to share."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Name, Phone, Text, Whole
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class Resource(Record):
    """One resource on the list, such as a hall, goods or skilled people."""

    __tablename__ = "resource"

    title: Mapped[str] = column(
        Text("资源内容", ("资源名称", "资源"), length=120, width=18, search=True)
    )
    kind: Mapped[str] = column(Choice("资源类型", ("类型", "类别"), table="resource_kind", width=5))
    organisation: Mapped[uuid.UUID] = column(
        Link("所属党组织", ("社区", "登记党组织"), target="organisation", width=14)
    )
    provider: Mapped[uuid.UUID | None] = column(
        Link("提供单位", ("资源单位", "单位"), target="unit", width=14), default=None
    )
    quantity: Mapped[int] = column(Whole("数量", ("个数",)))
    measure: Mapped[str | None] = column(
        Text("计量单位", length=10, width=4, hint="如 个、处、台"), default=None
    )
    open_hours: Mapped[str | None] = column(
        Text("开放时间", ("使用时间",), length=80, width=10), default=None
    )
    contact: Mapped[str | None] = column(Name("联系人", length=50, width=5), default=None)
    phone: Mapped[str | None] = column(Phone("联系电话", ("电话",)), default=None)
    state: Mapped[str] = column(Choice("状态", ("共享情况",), table="resource_state", width=5))
    shared_on: Mapped[str | None] = column(Day("共享日期", ("开始共享",)), default=None)
    withdrawn_on: Mapped[str | None] = column(Day("收回日期"), default=None)
    detail: Mapped[str | None] = column(LongText("说明", ("备注",), width=16), default=None)


R = Resource
LEDGER = Ledger(
    key="resource",
    title="资源清单",
    area="共建",
    record=R,
    fields=fields_of(R),
    caption=R.title,
    listing=(R.title, R.kind, R.organisation, R.provider, R.quantity, R.measure, R.state),
    form=(
        Section("资源", (R.title, R.kind, R.organisation, R.provider, R.quantity, R.measure)),
        Section("开放与联系", (R.open_hours, R.contact, R.phone)),
        Section("共享", (R.state, R.shared_on, R.withdrawn_on, R.detail)),
    ),
    roster_key=(R.title, R.organisation, R.provider),
    home=R.organisation,
    ignored=("序号", "编号"),
    papers=(
        Paper(
            "资源清单",
            (R.title, R.kind, R.provider, R.quantity, R.measure, R.open_hours, R.contact, R.state),
        ),
    ),
)
