"""文件登记: policy documents, their issuer, number and day, and which one they rest on."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Text
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class PolicyDocument(Record):
    """One document received or issued."""

    __tablename__ = "policy_document"

    title: Mapped[str] = column(
        Text("文件标题", ("文件名称", "标题"), length=160, width=22, search=True)
    )
    number: Mapped[str | None] = column(
        Text("文号", ("发文字号",), length=60, width=10, search=True), default=None
    )
    kind: Mapped[str] = column(Choice("文种", ("类型",), table="document_kind", width=5))
    issuer: Mapped[str] = column(
        Text("发文单位", ("发文机关", "来文单位"), length=100, width=14, search=True)
    )
    level: Mapped[str | None] = column(
        Choice("层级", table="document_level", width=4), default=None
    )
    dated: Mapped[str] = column(Day("成文日期", ("发文日期", "日期")))
    received_on: Mapped[str | None] = column(Day("收文日期"), default=None)
    parent: Mapped[uuid.UUID | None] = column(
        Link("上级文件", ("依据文件",), target="policy_document", width=16), default=None
    )
    points: Mapped[str | None] = column(LongText("主要内容", ("内容摘要",), width=18), default=None)
    kept_at: Mapped[str | None] = column(Text("存放位置", length=120, width=10), default=None)


D = PolicyDocument
LEDGER = Ledger(
    key="policy_document",
    title="文件登记簿",
    area="台账",
    record=D,
    fields=fields_of(D),
    caption=D.title,
    listing=(D.title, D.number, D.kind, D.issuer, D.level, D.dated, D.parent),
    form=(
        Section("文件", (D.title, D.number, D.kind, D.issuer, D.level)),
        Section("日期与依据", (D.dated, D.received_on, D.parent, D.points, D.kept_at)),
    ),
    roster_key=(D.title, D.issuer),
    papers=(Paper("文件登记簿", (D.title, D.number, D.issuer, D.dated, D.received_on, D.parent)),),
)
