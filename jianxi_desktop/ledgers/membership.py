"""党籍与组织关系: which branch a member belongs to, from when to when."""

import uuid
from typing import Any

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, Text, YesNo
from jianxi_desktop.schema.ledger import Issue, Ledger, Section, Values


class Membership(Record):
    """One stretch of a person's membership in one branch; the open one holds now."""

    __tablename__ = "membership"

    person: Mapped[uuid.UUID] = column(Link("党员", target="person", finds=True, width=5))
    branch: Mapped[uuid.UUID] = column(
        Link(
            "所在党支部",
            (
                "所属党支部",
                "网格党支部",
                "所属组织",
                "所属党组织",
                "党支部",
                "所在支部",
                "党支部名称",
                "所在党组织",
                "编入党支部",
                "所属支部",
            ),
            target="organisation",
            width=14,
        )
    )
    group: Mapped[uuid.UUID | None] = column(
        Link("所在党小组", ("楼栋党小组", "党小组"), target="organisation", width=10), default=None
    )
    status: Mapped[str] = column(
        Choice("人员类别", ("党员类别", "党籍状态", "类别"), table="member_status", width=5)
    )
    joined_on: Mapped[str | None] = column(
        Day("入党日期", ("入党时间", "加入党组织日期", "入党年月")), default=None
    )
    full_on: Mapped[str | None] = column(
        Day("转正日期", ("转正时间", "转为正式党员日期")), default=None
    )
    post: Mapped[str | None] = column(Text("党内职务", length=30, width=6), default=None)
    floating: Mapped[bool | None] = column(YesNo("流动党员", ("是否流动党员",)), default=None)
    joint_unit: Mapped[str | None] = column(
        Text("联合支部单位名称", length=80, width=10), default=None
    )
    archive_unit: Mapped[str | None] = column(
        Text("档案所在单位", ("党员档案所在单位",), length=80, width=10), default=None
    )
    lost_reason: Mapped[str | None] = column(
        Choice("失去联系情形", table="lost_reason", width=8), default=None
    )
    lost_on: Mapped[str | None] = column(
        Day("失去联系日期", ("失联日期", "失联时间")), default=None
    )
    since: Mapped[str | None] = column(
        Day("关系转入日期", ("组织关系转入时间", "组织关系落实时间")), default=None
    )
    until: Mapped[str | None] = column(Day("关系结束日期", ("组织关系结束时间",)), default=None)


M = Membership


def complete(values: Values) -> tuple[dict[str, Any], tuple[Issue, ...]]:
    """Derive the status where the roster has none, and compare the dates of a membership.

    A member without a day of becoming full counts as full unless the roster says otherwise: most
    rosters of full members leave the column out.
    """
    full = dict(values)
    if not full.get("status"):
        full["status"] = "full"
    issues: list[Issue] = []
    joined, turned = full.get("joined_on"), full.get("full_on")
    if joined and turned and turned[: len(joined)] < joined[: len(turned)]:
        issues.append(Issue("full_on", "order", "warning", "转正日期早于入党日期，请核对"))
    return full, tuple(issues)


LEDGER = Ledger(
    key="membership",
    title="组织关系",
    record=M,
    fields=fields_of(M),
    caption=M.status,
    listing=(M.person, M.branch, M.group, M.status, M.joined_on, M.full_on, M.since, M.until),
    form=(
        Section("组织关系", (M.person, M.branch, M.group, M.status, M.joined_on, M.full_on)),
        Section("期间", (M.since, M.until, M.post, M.floating)),
        Section("其他", (M.joint_unit, M.archive_unit, M.lost_reason, M.lost_on)),
    ),
    roster_key=(M.person, M.branch, M.since),
    owner=M.person,
    ended=M.until,
    complete=complete,
)
