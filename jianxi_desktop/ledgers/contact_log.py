"""联系走访: talks with members, visits to them, contact with those who are away."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Name
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class ContactLog(Record):
    """One talk, visit or call with one member."""

    __tablename__ = "contact_log"

    person: Mapped[uuid.UUID] = column(
        Link("党员", ("姓名",), target="person", finds=True, width=5)
    )
    kind: Mapped[str] = column(Choice("方式", ("类型", "联系方式"), table="contact_kind", width=5))
    contacted_on: Mapped[str] = column(Day("日期", ("联系日期", "时间")))
    contacted_by: Mapped[str | None] = column(
        Name("联系人", ("谈话人", "走访人"), length=50, width=5), default=None
    )
    pair: Mapped[str | None] = column(Choice("谈心对象", table="talk_pair", width=8), default=None)
    content: Mapped[str | None] = column(
        LongText("主要内容", ("谈话内容", "走访情况"), width=18), default=None
    )
    result: Mapped[str | None] = column(
        LongText("结果", ("解决情况", "意见建议"), width=12), default=None
    )


C = ContactLog
LEDGER = Ledger(
    key="contact_log",
    title="联系走访台账",
    area="党员",
    record=C,
    fields=fields_of(C),
    caption=C.kind,
    listing=(C.contacted_on, C.person, C.kind, C.contacted_by, C.content, C.result),
    form=(
        Section("联系", (C.person, C.kind, C.contacted_on, C.contacted_by, C.pair)),
        Section("内容", (C.content, C.result)),
    ),
    roster_key=(C.person, C.kind, C.contacted_on),
    owner=C.person,
    papers=(
        Paper(
            "谈心谈话和走访登记表",
            (C.contacted_on, C.person, C.kind, C.contacted_by, C.content, C.result),
        ),
    ),
)
