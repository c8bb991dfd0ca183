"""附件登记: the files and papers that prove a record, and where each is kept."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, Text, Whole
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class Attachment(Record):
    """One file or paper, told by name and SHA-256; scanned pages are kept in the database too."""

    __tablename__ = "attachment"

    title: Mapped[str] = column(
        Text("材料名称", ("附件名称", "名称"), length=120, width=16, search=True)
    )
    kind: Mapped[str] = column(Choice("材料类型", ("类型",), table="attachment_kind", width=6))
    organisation: Mapped[uuid.UUID | None] = column(
        Link("所属党组织", ("党组织",), target="organisation", width=14), default=None
    )
    about: Mapped[str | None] = column(
        Text("相关台账和记录", ("相关记录",), length=120, width=14), default=None
    )
    file_name: Mapped[str | None] = column(
        Text("文件名", length=160, width=14, search=True), default=None
    )
    size: Mapped[int | None] = column(
        Whole("大小（字节）", ("大小",), width=6, summed=False), default=None
    )
    sha256: Mapped[str | None] = column(
        Text("文件指纹", ("SHA-256",), length=64, width=10), default=None
    )
    kept_at: Mapped[str | None] = column(
        Text("存放位置", ("存放处",), length=160, width=14), default=None
    )
    taken_on: Mapped[str | None] = column(Day("形成日期", ("拍摄日期",)), default=None)
    visit: Mapped[uuid.UUID | None] = column(
        Link("观摩点", ("表号",), target="observation_visit", width=12), default=None
    )
    activity: Mapped[uuid.UUID | None] = column(
        Link("活动", ("活动主题",), target="activity", width=14), default=None
    )
    page: Mapped[int | None] = column(
        Whole("第几页", ("页码",), most=999, summed=False), default=None
    )


A = Attachment
LEDGER = Ledger(
    key="attachment",
    title="附件登记",
    area="台账",
    record=A,
    fields=fields_of(A),
    caption=A.title,
    listing=(A.title, A.kind, A.organisation, A.about, A.file_name, A.kept_at, A.taken_on),
    form=(
        Section("材料", (A.title, A.kind, A.organisation, A.activity, A.about, A.taken_on)),
        Section("观摩检查表", (A.visit, A.page)),
        Section("文件", (A.file_name, A.size, A.sha256, A.kept_at)),
    ),
    roster_key=(A.title, A.organisation),
    home=A.organisation,
    papers=(
        Paper("附件登记表", (A.title, A.kind, A.organisation, A.about, A.kept_at, A.taken_on)),
    ),
)
