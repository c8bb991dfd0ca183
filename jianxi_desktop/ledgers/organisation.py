"""党组织: committees, branches and groups, in one tree."""

import uuid
from typing import Any

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Name, Phone, Text
from jianxi_desktop.schema.ledger import Issue, Ledger, Section, Values
from jianxi_desktop.schema.paper import Paper


class Organisation(Record):
    """A Party organisation, from the district committee down to a building group."""

    __tablename__ = "organisation"

    name: Mapped[str] = column(
        Text(
            "党组织名称",
            ("党支部名称", "组织名称", "名称", "党组织", "支部名称"),
            length=100,
            width=18,
            search=True,
        )
    )
    form: Mapped[str] = column(
        Choice("组织类别", ("组织形式", "党组织类别"), table="organisation_form", width=6)
    )
    kind: Mapped[str] = column(
        Choice("所属领域", ("支部类别", "党组织领域"), table="organisation_kind", width=6)
    )
    parent: Mapped[uuid.UUID | None] = column(
        Link("上级党组织", ("上级组织", "所属分党委", "所属组织"), target="organisation", width=14),
        default=None,
    )
    short_name: Mapped[str | None] = column(
        Text("简称", length=40, width=8, search=True), default=None
    )
    code: Mapped[str | None] = column(
        Text("组织代码", ("组织编号", "党组织代码", "党支部编码"), length=30), default=None
    )
    territory: Mapped[uuid.UUID | None] = column(
        Link("所在区域", ("所属社区", "所在社区"), target="territory", width=10), default=None
    )
    unit_situation: Mapped[str | None] = column(
        Choice("党组织所在单位情况", ("所在单位情况",), table="unit_situation"), default=None
    )
    unit_category: Mapped[str | None] = column(
        Choice("单位性质类别", ("所在单位属性", "单位类别"), table="unit_category"), default=None
    )
    established_on: Mapped[str | None] = column(
        Day("成立日期", ("成立时间", "建立日期", "建立时间")), default=None
    )
    approval: Mapped[str | None] = column(
        Text("批准文号", ("建立文号", "批复文号"), length=60), default=None
    )
    dissolved_on: Mapped[str | None] = column(Day("撤销日期", ("撤销时间",)), default=None)
    secretary: Mapped[str | None] = column(
        Name(
            "书记",
            ("党组织书记", "支部书记", "书记姓名", "负责人"),
            length=50,
            search=True,
            width=5,
        ),
        default=None,
    )
    contact: Mapped[str | None] = column(
        Name("联系人", ("党组织联系人",), length=50, width=5), default=None
    )
    phone: Mapped[str | None] = column(Phone("联系电话", ("电话",)), default=None)
    address: Mapped[str | None] = column(
        Text("地址", ("联系地址", "通讯地址"), length=120, width=14), default=None
    )
    note: Mapped[str | None] = column(LongText("备注", width=10), default=None)


O = Organisation  # noqa: E741 - one letter for the record, as in every ledger

_KINDS = {
    "网格": "grid",
    "楼栋": "building",
    "区域": "regional",
    "物业": "property",
    "社区": "community",
    "街道": "street",
}


def complete(values: Values) -> tuple[dict[str, Any], tuple[Issue, ...]]:
    """Tell form and field of work by the name where a record has none: it ends in its form."""
    full = dict(values)
    name = full.get("name") or ""
    if name and not full.get("form"):
        full["form"] = _form_named_by(name)
    if name and not full.get("kind"):
        full["kind"] = next((kind for word, kind in _KINDS.items() if word in name), "other")
    if name and not full.get("form"):
        text = "组织类别没有填，从名称也看不出来，请填党委、党总支、党支部或党小组"
        return full, (Issue("form", "required", "error", text),)
    return full, ()


def _form_named_by(name: str) -> str | None:
    known = code_table("organisation_form").codes
    names = sorted((each for each in known if not each.isascii()), key=len, reverse=True)
    return next((known[each] for each in names if name.endswith(each)), None)


LEDGER = Ledger(
    key="organisation",
    title="党组织台账",
    area="组织",
    record=O,
    fields=fields_of(O),
    caption=O.name,
    listing=(O.name, O.form, O.kind, O.parent, O.secretary, O.phone, O.established_on),
    form=(
        Section("基本信息", (O.name, O.form, O.kind, O.parent, O.short_name, O.code, O.territory)),
        Section("班子与联系", (O.secretary, O.contact, O.phone, O.address)),
        Section(
            "设置情况",
            (O.unit_situation, O.unit_category, O.established_on, O.approval, O.dissolved_on),
        ),
        Section("备注", (O.note,)),
    ),
    roster_key=(O.name, O.parent),
    above=O.parent,
    home=O.parent,
    complete=complete,
    derived=(O.form, O.kind),
    ignored=("序号", "编号", "传真", "邮箱", "邮编"),
    papers=(
        Paper(
            "党组织花名册",
            (O.name, O.form, O.kind, O.parent, O.secretary, O.phone, O.established_on),
        ),
    ),
)
