"""党员: the person, with the membership that holds now beside it."""

from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.domain import calendar, identity, regions
from jianxi_desktop.ledgers import membership
from jianxi_desktop.schema.fields import (
    Choice,
    Day,
    IdentityNumber,
    LongText,
    Name,
    Phone,
    Text,
    YesNo,
)
from jianxi_desktop.schema.ledger import Issue, Ledger, Section, Values
from jianxi_desktop.schema.paper import Paper

_HERE = text("removed_on IS NULL")


class Person(Record):
    """A Party member, probationary member or applicant; never a resident as such."""

    __tablename__ = "person"
    # All who are here, in order and counted, without a look at their rows.
    __table_args__ = (
        Index("ix_person_live", "serial", sqlite_where=_HERE, postgresql_where=_HERE),
    )

    name: Mapped[str] = column(Name("姓名", ("党员姓名",), length=50, width=5, search=True))
    sex: Mapped[str | None] = column(Choice("性别", table="sex", width=3), default=None)
    ethnic_group: Mapped[str | None] = column(
        Choice("民族", table="ethnic_group", width=4), default=None
    )
    id_number: Mapped[str | None] = column(
        IdentityNumber(
            "身份证号码", ("公民身份号码", "公民身份证号码", "身份证号", "身份证"), search=True
        ),
        default=None,
    )
    born_on: Mapped[str | None] = column(Day("出生日期", ("出生年月", "出生年月日")), default=None)
    education: Mapped[str | None] = column(
        Choice("学历", ("最高学历", "文化程度"), table="education", width=8), default=None
    )
    degree: Mapped[str | None] = column(
        Text("学位", ("最高学位",), length=30, width=5), default=None
    )
    school: Mapped[str | None] = column(
        Text("毕业院校", ("毕业学校", "毕业院校系"), length=80, width=10), default=None
    )
    major: Mapped[str | None] = column(Text("专业", ("所学专业",), length=60), default=None)
    native_place: Mapped[str | None] = column(Text("籍贯", length=60), default=None)
    phone: Mapped[str | None] = column(
        Phone("手机号码", ("手机", "移动电话", "手机号", "党员本人联系电话"), search=True),
        default=None,
    )
    landline: Mapped[str | None] = column(
        Phone("联系电话", ("固定电话", "固话", "电话", "联系方式")), default=None
    )
    address: Mapped[str | None] = column(
        Text(
            "现居住地",
            ("家庭住址", "住址", "联系地址", "现住址", "现居住地址", "通讯地址"),
            length=150,
            width=14,
        ),
        default=None,
    )
    household: Mapped[str | None] = column(
        Text("户籍所在地", ("户籍地址", "户籍所在派出所", "户口所在地"), length=150, width=12),
        default=None,
    )
    workplace: Mapped[str | None] = column(
        Text("工作单位", ("工作/学习单位", "所在单位", "工作单位及职务"), length=100, width=12),
        default=None,
    )
    job: Mapped[str | None] = column(
        Text("工作岗位", ("现工作岗位", "职业"), length=50), default=None
    )
    technical_post: Mapped[str | None] = column(
        Text(
            "从事专业技术职务",
            ("从事专业技术服务", "专业技术职务", "专业技术职称", "职称"),
            length=50,
        ),
        default=None,
    )
    social_stratum: Mapped[str | None] = column(
        Text("新的社会阶层", ("新社会阶层类型", "新社会阶层"), length=50), default=None
    )
    migrant_worker: Mapped[bool | None] = column(YesNo("是否农民工", ("农民工",)), default=None)
    note: Mapped[str | None] = column(LongText("备注", width=10), default=None)


P = Person
M = membership.Membership

_REGION = Issue("id_number", "region", "warning", "身份证号码的地区码不在区划代码表里，请核对")
_SEX = Issue("sex", "mismatch", "warning", "性别与身份证号码不一致，请核对")
_BIRTH = Issue("born_on", "mismatch", "warning", "出生日期与身份证号码不一致（以档案为准），请核对")


def complete(values: Values) -> tuple[dict[str, Any], tuple[Issue, ...]]:
    """Take sex and date of birth from the identity number, and say what does not agree.

    A region the code list does not know and a difference between number and roster are warnings:
    both happen to real people. What the roster says stays.
    """
    full = dict(values)
    issues: list[Issue] = []
    if number := full.get("id_number"):
        known = identity.facts_of(number)
        issues += _compare(full, known)
        full["sex"] = full.get("sex") or known.sex
        if len(full.get("born_on") or "") < len(known.born_on) and _BIRTH not in issues:
            full["born_on"] = known.born_on
    if "branch" in full:
        full, more = membership.complete(full)
        issues += more
        issues += _compare_joining(full)
    return full, tuple(issues)


def _compare(values: Values, known: identity.Identity) -> list[Issue]:
    issues: list[Issue] = []
    if not regions.is_known(known.region):
        issues.append(_REGION)
    if values.get("sex") not in (None, known.sex, "0", "9"):
        issues.append(_SEX)
    if values.get("born_on") and not calendar.same_day(values["born_on"], known.born_on):
        issues.append(_BIRTH)
    return issues


def _compare_joining(values: Values) -> list[Issue]:
    born, joined = values.get("born_on"), values.get("joined_on")
    if joined and joined > calendar.today().isoformat():
        return [Issue("joined_on", "future", "warning", "入党日期在今天之后，请核对")]
    if born and joined and calendar.years_between(born, joined) < 17:
        return [Issue("joined_on", "too_young", "warning", "入党时不满18岁，请核对日期")]
    return []


_ROSTER = (P.name, P.sex, P.ethnic_group, P.born_on, P.education, M.joined_on, M.branch, P.phone)
LEDGER = Ledger(
    key="person",
    title="党员台账",
    area="党员",
    record=P,
    fields=fields_of(P),
    caption=P.name,
    listing=(
        P.name,
        P.sex,
        P.ethnic_group,
        P.id_number,
        P.born_on,
        P.education,
        M.branch,
        M.group,
        M.status,
        M.joined_on,
        M.full_on,
        P.phone,
        P.workplace,
    ),
    form=(
        Section(
            "基本信息",
            (P.name, P.id_number, P.sex, P.born_on, P.ethnic_group, P.native_place),
        ),
        Section("组织关系", (M.branch, M.group, M.status, M.joined_on, M.full_on, M.post, M.since)),
        Section("学历", (P.education, P.degree, P.school, P.major)),
        Section("联系方式", (P.phone, P.landline, P.address, P.household)),
        Section("工作", (P.workplace, P.job, P.technical_post, P.social_stratum, P.migrant_worker)),
        Section(
            "其他",
            (M.floating, M.joint_unit, M.archive_unit, M.lost_reason, M.lost_on, P.note),
        ),
    ),
    roster_key=(P.id_number,),
    alike=(P.name, P.born_on, M.branch),
    ignored=("序号", "年龄", "党龄", "信息完整度", "照片", "学工号", "工作证号"),
    companion=membership.LEDGER,
    home=M.branch,
    complete=complete,
    derived=(M.status,),
    papers=(Paper("党员花名册", _ROSTER),),
    together=((P.id_number, P.born_on, P.sex),),
)
