"""购买服务: what was bought from a social organisation, for how much, and what it did."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Money, Text, Whole
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class ServiceContract(Record):
    """One contract with one social organisation."""

    __tablename__ = "service_contract"

    title: Mapped[str] = column(
        Text("服务项目", ("项目名称", "项目"), length=120, width=18, search=True)
    )
    organisation: Mapped[uuid.UUID] = column(
        Link("购买方党组织", ("购买单位", "社区"), target="organisation", width=14)
    )
    unit: Mapped[uuid.UUID] = column(
        Link("承接社会组织", ("承接单位", "社会组织"), target="unit", finds=True, width=14)
    )
    amount: Mapped[int | None] = column(Money("合同金额（元）", ("金额",), width=7), default=None)
    source: Mapped[str | None] = column(
        Choice("资金来源", ("来源",), table="fund_source", width=8), default=None
    )
    starts_on: Mapped[str | None] = column(Day("开始日期", ("服务开始",)), default=None)
    ends_on: Mapped[str | None] = column(Day("结束日期", ("服务结束",)), default=None)
    social_workers: Mapped[int | None] = column(Whole("社工人数", ("社工",)), default=None)
    served: Mapped[int | None] = column(Whole("服务人次", ("受益人次",)), default=None)
    activities: Mapped[str | None] = column(
        LongText("开展活动", ("主要活动", "服务内容"), width=18), default=None
    )
    evaluation: Mapped[str | None] = column(
        LongText("评估情况", ("评估结果",), width=12), default=None
    )
    satisfaction: Mapped[str | None] = column(
        Choice("群众评价", ("满意度",), table="satisfaction", width=5), default=None
    )


C = ServiceContract
LEDGER = Ledger(
    key="service_contract",
    title="购买服务台账",
    area="共建",
    record=C,
    fields=fields_of(C),
    caption=C.title,
    listing=(C.title, C.organisation, C.unit, C.amount, C.starts_on, C.ends_on, C.served),
    form=(
        Section("合同", (C.title, C.organisation, C.unit, C.amount, C.source)),
        Section("期间", (C.starts_on, C.ends_on, C.social_workers, C.served)),
        Section("活动与评估", (C.activities, C.evaluation, C.satisfaction)),
    ),
    roster_key=(C.title, C.organisation),
    home=C.organisation,
    papers=(
        Paper(
            "购买服务台账",
            (C.title, C.unit, C.amount, C.starts_on, C.ends_on, C.served, C.activities),
        ),
    ),
)
