"""打印表单: forms that went out on paper to be filled by hand, and whether they came back."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, Name, Text, Whole
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class PrintedForm(Record):
    """One numbered form on paper."""

    __tablename__ = "printed_form"

    form_number: Mapped[str] = column(Text("表号", ("编号",), length=40, width=15, search=True))
    title: Mapped[str] = column(Text("表单名称", ("名称",), length=80, width=14, search=True))
    organisation: Mapped[uuid.UUID | None] = column(
        Link("对象党组织", ("被观摩党组织",), target="organisation", width=14), default=None
    )
    pages: Mapped[int | None] = column(Whole("页数", most=999), default=None)
    state: Mapped[str] = column(Choice("状态", table="form_state", width=5))
    printed_on: Mapped[str | None] = column(Day("打印日期"), default=None)
    handed_to: Mapped[str | None] = column(
        Name("领取人", ("发放给",), length=50, width=5), default=None
    )
    returned_on: Mapped[str | None] = column(Day("收回日期"), default=None)
    entered_on: Mapped[str | None] = column(Day("录入日期"), default=None)
    note: Mapped[str | None] = column(Text("备注", length=200, width=10), default=None)
    checked_on: Mapped[str | None] = column(Day("复核日期"), default=None)
    copies: Mapped[int | None] = column(Whole("份数", most=99), default=None)
    problems: Mapped[int | None] = column(Whole("回头看问题数", most=999), default=None)


F = PrintedForm
LEDGER = Ledger(
    key="printed_form",
    title="纸质表单登记",
    area="观摩",
    record=F,
    fields=fields_of(F),
    caption=F.form_number,
    listing=(F.form_number, F.title, F.organisation, F.pages, F.state, F.printed_on, F.returned_on),
    form=(
        Section("表单", (F.form_number, F.title, F.organisation, F.pages, F.copies, F.problems)),
        Section("去向", (F.state, F.printed_on, F.handed_to, F.returned_on)),
        Section("录入", (F.entered_on, F.checked_on, F.note)),
    ),
    roster_key=(F.form_number,),
    home=F.organisation,
    ignored=("序号",),
    papers=(
        Paper(
            "纸质表单登记表",
            (F.form_number, F.title, F.organisation, F.state, F.printed_on, F.returned_on),
        ),
    ),
)
