"""单位: the bodies in a territory, and whether a Party organisation stands in each."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Name, Phone, Text, Whole
from jianxi_desktop.schema.kinds import CreditCode
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class Unit(Record):
    """A legal person or body, such as a firm, a school or an owners' committee."""

    __tablename__ = "unit"

    name: Mapped[str] = column(
        Text("单位名称", ("企业名称", "组织名称", "名称"), length=100, width=18, search=True)
    )
    kind: Mapped[str] = column(
        Choice("单位类型", ("单位性质类别", "类型", "单位性质"), table="unit_kind", width=6)
    )
    organisation: Mapped[uuid.UUID | None] = column(
        Link("联系党组织", ("所属社区党组织", "所属党组织"), target="organisation", width=12),
        default=None,
    )
    territory: Mapped[uuid.UUID | None] = column(
        Link("所在区域", ("所在社区", "所属社区"), target="territory", width=8), default=None
    )
    credit_code: Mapped[str | None] = column(
        CreditCode("统一社会信用代码", ("信用代码", "社会信用代码")), default=None
    )
    staff: Mapped[int | None] = column(
        Whole("职工人数", ("从业人数", "员工数", "职工数", "职工总数")), default=None
    )
    members: Mapped[int | None] = column(Whole("党员人数", ("党员数",)), default=None)
    coverage: Mapped[str | None] = column(
        Choice(
            "党组织建立情况",
            ("单位建立党组织情况", "建立情况", "建立形式"),
            table="unit_coverage",
            width=7,
        ),
        default=None,
    )
    party_organisation: Mapped[uuid.UUID | None] = column(
        Link("本单位党组织", target="organisation", width=14), default=None
    )
    address: Mapped[str | None] = column(
        Text("地址", ("单位地址",), length=120, width=12), default=None
    )
    head: Mapped[str | None] = column(
        Name("负责人", ("单位负责人", "法定代表人"), length=50, width=5), default=None
    )
    contact: Mapped[str | None] = column(Name("联系人", length=50, width=5), default=None)
    phone: Mapped[str | None] = column(Phone("联系电话", ("电话",)), default=None)
    business: Mapped[str | None] = column(
        Text("主营业务", ("业务范围", "行业"), length=80, width=10), default=None
    )
    opened_on: Mapped[str | None] = column(Day("成立日期", ("注册时间",)), default=None)
    closed_on: Mapped[str | None] = column(Day("注销日期", ("注销时间",)), default=None)
    note: Mapped[str | None] = column(LongText("备注", width=10), default=None)


U = Unit
LEDGER = Ledger(
    key="unit",
    title="驻区单位台账",
    area="共建",
    record=U,
    fields=fields_of(U),
    caption=U.name,
    listing=(U.name, U.kind, U.organisation, U.staff, U.members, U.coverage, U.contact, U.phone),
    form=(
        Section("单位", (U.name, U.kind, U.credit_code, U.organisation, U.territory, U.address)),
        Section("人员", (U.staff, U.members, U.head, U.contact, U.phone)),
        Section("党的组织", (U.coverage, U.party_organisation)),
        Section("其他", (U.business, U.opened_on, U.closed_on, U.note)),
    ),
    roster_key=(U.name, U.organisation),
    home=U.organisation,
    ignored=("序号", "编号"),
    papers=(
        Paper(
            "驻区单位名册", (U.name, U.kind, U.organisation, U.address, U.head, U.contact, U.phone)
        ),
        Paper(
            "两新组织摸底表",
            (U.name, U.kind, U.credit_code, U.staff, U.members, U.coverage, U.party_organisation),
            only=((U.kind, ("private_enterprise", "social_organisation")),),
        ),
        Paper(
            "社会组织名册",
            (U.name, U.organisation, U.head, U.contact, U.phone, U.staff, U.business),
            only=((U.kind, ("social_organisation",)),),
        ),
        Paper(
            "红色物业情况表",
            (U.name, U.kind, U.organisation, U.members, U.coverage, U.party_organisation, U.head),
            only=((U.kind, ("property", "owners_committee")),),
        ),
    ),
)
