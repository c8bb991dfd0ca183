"""在职党员报到: members who work elsewhere, signed on where they live, and what they do there."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Day, Link, LongText, Name, Phone, Text
from jianxi_desktop.schema.kinds import Points
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class ServiceRegistration(Record):
    """One member of another unit who reported to one organisation; open until it ends."""

    __tablename__ = "service_registration"

    name: Mapped[str] = column(Name("姓名", ("党员姓名",), length=50, width=5, search=True))
    workplace: Mapped[str] = column(
        Text("工作单位", ("所在单位", "单位"), length=100, width=14, search=True)
    )
    organisation: Mapped[uuid.UUID] = column(
        Link("报到党组织", ("报到社区", "所在社区"), target="organisation", width=14)
    )
    registered_on: Mapped[str] = column(Day("报到日期", ("报到时间",)))
    unit: Mapped[uuid.UUID | None] = column(
        Link("单位台账中的单位", target="unit", finds=True, width=10), default=None
    )
    branch: Mapped[str | None] = column(
        Text("组织关系所在党支部", ("所在党支部",), length=100, width=12), default=None
    )
    phone: Mapped[str | None] = column(
        Phone("联系电话", ("电话", "手机", "手机号码")), default=None
    )
    skills: Mapped[str | None] = column(
        Text("特长", ("专长", "服务特长"), length=100, width=10), default=None
    )
    duty: Mapped[str | None] = column(
        Text("认领岗位", ("服务岗位", "认领项目"), length=100, width=10), default=None
    )
    number: Mapped[str | None] = column(
        Text("报到编号", length=40, width=8, search=True), default=None
    )
    ended_on: Mapped[str | None] = column(Day("结束日期"), default=None)
    note: Mapped[str | None] = column(LongText("备注", width=10), default=None)


R = ServiceRegistration
LEDGER = Ledger(
    key="service_registration",
    title="在职党员报到",
    area="共建",
    record=R,
    fields=fields_of(R),
    caption=R.name,
    listing=(R.name, R.workplace, R.organisation, R.registered_on, R.duty, R.ended_on),
    form=(
        Section("报到", (R.name, R.workplace, R.organisation, R.registered_on, R.number)),
        Section("组织关系和联系", (R.unit, R.branch, R.phone)),
        Section("服务", (R.skills, R.duty, R.ended_on, R.note)),
    ),
    roster_key=(R.name, R.workplace, R.organisation, R.registered_on),
    owner=R.organisation,
    home=R.organisation,
    ignored=("序号", "性别"),
    papers=(
        Paper(
            "在职党员报到登记表",
            (R.number, R.name, R.workplace, R.branch, R.registered_on, R.skills, R.duty),
        ),
    ),
)


class ServiceEntry(Record):
    """One thing that one registered member did."""

    __tablename__ = "service_entry"

    registration: Mapped[uuid.UUID] = column(
        Link("报到党员", ("姓名",), target="service_registration", finds=True, width=6)
    )
    served_on: Mapped[str] = column(Day("服务日期", ("日期", "时间")))
    content: Mapped[str] = column(
        Text("服务内容", ("内容", "活动名称"), length=200, width=18, search=True)
    )
    hours: Mapped[int | None] = column(Points("服务时长（小时）", ("时长",)), default=None)
    place: Mapped[str | None] = column(
        Text("服务地点", ("地点",), length=80, width=10), default=None
    )
    confirmed_by: Mapped[str | None] = column(
        Name("确认人", ("社区确认人",), length=50, width=5), default=None
    )


E = ServiceEntry
ENTRY = Ledger(
    key="service_entry",
    title="报到服务记录",
    record=E,
    fields=fields_of(E),
    caption=E.content,
    listing=(E.registration, E.served_on, E.content, E.hours, E.place, E.confirmed_by),
    form=(
        Section("服务", (E.registration, E.served_on, E.content, E.hours, E.place, E.confirmed_by)),
    ),
    roster_key=(E.registration, E.served_on, E.content),
    owner=E.registration,
)
