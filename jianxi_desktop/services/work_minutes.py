"""Minutes of joint and three-party meetings, lectures, trainings and study trips, each its own."""

from collections.abc import Callable, Mapping
from typing import Final

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.ledgers.activity import A
from jianxi_desktop.ledgers.organisation_unit import R
from jianxi_desktop.ledgers.problem import Q
from jianxi_desktop.ledgers.unit import U
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.slip import BLANK_DAY, Area, Cell, Grid, Heading, Line, Part, Slip
from jianxi_desktop.prints.table import Column
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.slip_facts import Facts

_MIDDLE: Final = Align.CENTER
_MOST_UNITS = 12  # that leave room on the page for what was said
_SIGNED = f"主持人：　　　　　　记录人：　　　　　　{BLANK_DAY}"
_PARTIES: Final = ("居民委员会", "业主委员会", "物业服务企业", "社区党组织")


def minutes(facts: Facts) -> Slip | None:
    """Draw the minutes of an activity whose kind has a form here; else nothing."""
    make = _FORMS.get(str(facts.values.get("kind")))
    return make(facts) if make is not None else None


def _joint(facts: Facts) -> Slip:
    """Draw the minutes of a joint meeting (区域党建联席会记录): units, what was agreed, by whom."""
    units = _members(facts)
    attended = Grid(
        (
            Column("序号", 3, _MIDDLE),
            Column("成员单位", 13),
            Column("参加人、职务", 9),
            Column("签名", 7, _MIDDLE),
        ),
        tuple((str(at), name, "", "") for at, name in enumerate(units, 1)),
        spare=1 if units else 5,
        height=22,
    )
    return Slip(
        "区域党建联席会记录",
        (
            *_head(facts),
            Heading("参加单位"),
            attended,
            Area("通报情况、各单位发言", facts.text(A.content), least=68),
            Area("议定事项", facts.text(A.resolution), least=50),
            *_agreed(facts, "认领项目、解决的问题"),
            Area("签　　字", "", _SIGNED, least=44),
        ),
        notes=("议定的项目登记到“项目清单”，问题登记到“问题台账”，下次联席会通报办理情况。",),
    )


def _tripartite(facts: Facts) -> Slip:
    """Draw the minutes of residents, owners and property firm (三方联席会记录)."""
    there = _houses(facts)
    attended = Grid(
        (
            Column("参加方", 7, _MIDDLE),
            Column("单位", 13),
            Column("参加人、职务", 8),
            Column("签名", 6, _MIDDLE),
        ),
        tuple((party, there.get(party, ""), "", "") for party in _PARTIES),
        spare=1,
        height=24,
    )
    return Slip(
        "三方联席会记录",
        (
            *_head(facts),
            attended,
            Area("上次议定事项的落实", "", least=40),
            Area("议题和各方意见", facts.text(A.content), least=68),
            Area("议定事项", facts.text(A.resolution), least=54),
            *_agreed(facts, "要解决的问题"),
            Area("三方签字", "居委会：　　　　　　业委会：　　　　　　物业：", _SIGNED, least=54),
        ),
        notes=("在社区党组织领导下召开；结果在小区公示，问题登记到“问题台账”，逐项销号。",),
    )


def _lecture(facts: Facts) -> Slip:
    """Draw the record of a lecture (讲习活动记录表)."""
    return Slip(
        "“三新”讲习所活动记录表",
        (
            *_head(facts),
            Line((facts.cell(A.course), Cell("讲　　师", facts.text(A.speaker)))),
            Line((facts.cell(A.modes),)),
            Line((facts.cell(A.hours), Cell("群众人数", _people(facts.text(A.public_present))))),
            Area("讲习内容", facts.text(A.content), least=190),
            Area("群众反映、意见建议", facts.text(A.resolution), least=90),
            Area("签　　字", "", f"讲师：　　　　　　记录人：　　　　　　{BLANK_DAY}", least=50),
        ),
        notes=("附现场照片和签到册。",),
    )


def _training(facts: Facts) -> Slip:
    """Draw the record of a training (集中培训记录表)."""
    return Slip(
        "集中培训记录表",
        (
            *_head(facts),
            Line((Cell("授课人", facts.text(A.speaker)), facts.cell(A.hours))),
            Line((facts.cell(A.training_forms),)),
            Line((facts.cell(A.training_contents),)),
            Area("培训内容", facts.text(A.content), least=170),
            Area("考试、讨论情况", facts.text(A.resolution), least=100),
            Area("签　　字", "", _SIGNED, least=50),
        ),
        notes=("附签到册；学时登记到“党员评议奖惩和学时”。",),
    )


def _trip(facts: Facts) -> Slip:
    """Draw the record of a study trip (外出学习登记表), with room for what was learned."""
    return Slip(
        "外出学习登记表",
        (
            Line((Cell("学习主题", facts.text(A.topic)),)),
            Line((facts.cell(A.organisation), Cell("时　　间", _when(facts)))),
            Line((Cell("学习地点", _where(facts)), Cell("带　　队", facts.text(A.host)))),
            Line((Cell("参加人数", _people(facts.text(A.present))), facts.cell(A.hours))),
            Line((facts.cell(A.training_contents),)),
            Area("学习内容", facts.text(A.content), least=150),
            Area("收获和打算", facts.text(A.resolution), least=150),
            Area("审核意见", "", f"（盖章）{BLANK_DAY}", least=64),
        ),
        notes=("附参加人员名单和学习报告。",),
    )


_FORMS: Final[Mapping[str, Callable[[Facts], Slip]]] = {
    "joint_meeting": _joint,
    "tripartite_meeting": _tripartite,
    "lecture": _lecture,
    "training": _training,
    "study_trip": _trip,
}


def _head(facts: Facts) -> tuple[Part, ...]:
    expected, present = facts.text(A.expected), facts.text(A.present)
    numbers = f"{expected or '　'} 人、{present or '　'} 人"
    return (
        Line((facts.cell(A.topic),)),
        Line((facts.cell(A.organisation), Cell("时　　间", _when(facts)))),
        Line((Cell("地　　点", _where(facts)), facts.cell(A.host))),
        Line((facts.cell(A.recorder), Cell("应到、实到", numbers))),
    )


def _agreed(facts: Facts, title: str) -> tuple[Part, ...]:
    """Give the problems that came of a meeting: who solves each by when, and whether it is."""
    rows = facts.rows("problem", Q.activity, Q.title, Q.duty_organisation, Q.due_on, Q.closed_on)
    columns = (
        Column("事项", 14),
        Column("责任单位", 9),
        Column("完成时限", 6, _MIDDLE),
        Column("完成日期", 6, _MIDDLE),
    )
    return Heading(title), Grid(columns, tuple(rows), spare=1 if rows else 2, height=22)


def _members(facts: Facts) -> list[str]:
    """Name the units of a joint meeting: its members, else those that build along."""
    whose = facts.linked(A.organisation)
    if whose is None:
        return []
    labels = code_table("unit_role").known
    ties = whose.rows("organisation_unit", R.organisation, R.unit, R.role, R.until)
    for role in ("joint_meeting", "co_builder"):
        names = [name for name, told, until in ties if told == labels[role] and not until]
        if names:
            return list(dict.fromkeys(names))[:_MOST_UNITS]
    return []


def _houses(facts: Facts) -> dict[str, str]:
    """Name the owners' committee and the property firm of a community, where they are known."""
    whose = facts.linked(A.organisation)
    if whose is None:
        return {}
    labels = code_table("unit_kind").known
    found = {"社区党组织": facts.text(A.organisation)}
    for party, kind in (("业主委员会", "owners_committee"), ("物业服务企业", "property")):
        units = whose.rows("unit", U.organisation, U.name, U.kind, U.closed_on)
        names = [name for name, told, closed in units if told == labels[kind] and not closed]
        found[party] = "、".join(names[:2])
    return found


def _when(facts: Facts) -> str:
    day, clock = show_day(str(facts.values["held_on"])), facts.text(A.starts_at)
    return f"{day} {clock}".strip()


def _where(facts: Facts) -> str:
    return facts.text(A.place) or facts.text(A.venue)


def _people(number: str) -> str:
    return f"{number} 人" if number else ""
