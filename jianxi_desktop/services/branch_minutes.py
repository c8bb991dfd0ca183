"""Minutes of a branch's own meetings, each kind with the headings it is kept under; of talks too.

The order of the headings is the order in which such a meeting goes.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from jianxi_desktop.domain.calendar import first_day, show_day
from jianxi_desktop.domain.meeting_rules import vote
from jianxi_desktop.ledgers.activity import A, E
from jianxi_desktop.ledgers.contact_log import C
from jianxi_desktop.ledgers.membership import M
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.slip import BLANK_DAY, Area, Cell, Grid, Heading, Line, Part, Slip
from jianxi_desktop.prints.table import Column
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.schema.ledger import Attr
from jianxi_desktop.services.slip_facts import Facts

_MIDDLE: Final = Align.CENTER
_SIGNED = f"主持人：　　　　　　记录人：　　　　　　{BLANK_DAY}"
_BLANK_PEOPLE = 8


def minutes(facts: Facts) -> Slip | None:
    """Draw the minutes of an activity whose kind has a form here; else nothing."""
    make = _FORMS.get(str(facts.values.get("kind")))
    return make(facts) if make is not None else None


def talk(facts: Facts) -> Slip:
    """Draw the record of a talk (谈心谈话记录表), or of a visit, with a member."""
    title = "谈心谈话记录表" if facts.values.get("kind") == "talk" else "联系走访记录表"
    return Slip(
        title,
        (
            Line((Cell("谈 话 人", facts.text(C.contacted_by)), Cell("职　　务"))),
            Line((Cell("谈话对象", facts.text(C.person)), Cell("所在党支部", _branch(facts)))),
            Line((facts.cell(C.contacted_on), Cell("地　　点"))),
            Line((facts.cell(C.kind), facts.cell(C.pair))),
            Area("谈话内容", facts.text(C.content), least=150),
            Area("对方的想法、意见建议", "", least=100),
            Area("结果和下一步打算", facts.text(C.result), least=84),
            Area(
                "签　　字", "", f"谈话人：　　　　　　谈话对象：　　　　　　{BLANK_DAY}", least=50
            ),
        ),
        notes=("实事求是、坦诚相见；反映的困难和问题登记到“问题台账”，答复本人。",),
    )


def _general(facts: Facts) -> Slip:
    return Slip(
        "支部党员大会会议记录",
        (
            *_head(facts),
            Line((Cell("有表决权应到、实到", _two(facts, A.entitled, A.entitled_present)),)),
            Line((Cell("列席人员"),)),
            _absent(facts),
            Area("会议议程", _ORDER, least=34),
            Area("议题和发言情况", facts.text(A.content), least=72),
            Line((Cell("表决方式"), Cell("赞成（含书面意见）", _votes(facts.text(A.agreed))))),
            Line((Cell("反　　对"), Cell("弃　　权"))),
            Area("决　　议", _joined(facts.text(A.resolution), _verdict(facts)), least=54),
            Area("签　　字", "", _SIGNED, least=44),
        ),
        notes=("有表决权的党员过半数到会才能表决；赞成超过应到的半数才通过。",),
    )


_ORDER = (
    "一、清点人数，确认有表决权的党员过半数到会；二、宣布议题；三、讨论发言；"
    "四、表决；五、宣布结果，形成决议。"
)


def _committee(facts: Facts) -> Slip:
    return Slip(
        "支部委员会会议记录",
        (
            *_head(facts),
            Area("出席委员", _came(facts), least=34),
            _absent(facts, "缺席委员及原因"),
            Line((Cell("列席人员"),)),
            Area("议题和讨论情况", facts.text(A.content), least=110),
            Area("决定事项", facts.text(A.resolution), least=52),
            Heading("分工落实"),
            Grid(
                (Column("事项", 16), Column("责任人", 6, _MIDDLE), Column("完成时限", 6, _MIDDLE)),
                spare=3,
                height=22,
            ),
            Area("签　　字", "", _SIGNED, least=46),
        ),
        notes=("集体研究，委员逐一发表意见；不同意见如实记录。",),
    )


def _group(facts: Facts) -> Slip:
    return Slip(
        "党小组会会议记录",
        (
            *_head(facts),
            Area("参加人员", _came(facts), least=40),
            _absent(facts),
            Area("会议内容", facts.text(A.content), least=140),
            Area("党员意见建议", "", least=76),
            Area("议定事项", facts.text(A.resolution), least=64),
            Area("签　　字", "", f"组长：　　　　　　记录人：　　　　　　{BLANK_DAY}", least=46),
        ),
        notes=("意见建议汇总后报党支部。",),
    )


def _lecture(facts: Facts) -> Slip:
    return Slip(
        "党课记录",
        (
            Line((Cell("党课题目", facts.text(A.topic)),)),
            Line((Cell("授 课 人", facts.text(A.speaker)), Cell("职　　务"))),
            *_head(facts)[1:],
            Line((facts.cell(A.hours), Cell("听课群众", _people(facts.text(A.public_present))))),
            _absent(facts),
            Area("授课提纲", facts.text(A.content), least=170),
            Area("讨论和体会", facts.text(A.resolution), least=84),
            Area("签　　字", "", f"授课人：　　　　　　记录人：　　　　　　{BLANK_DAY}", least=46),
        ),
        notes=("附讲稿或课件；请假的党员安排补课。",),
    )


def _theme_day(facts: Facts) -> Slip:
    parts = ("集中学习", "交纳党费", "重温入党誓词", "民主议事", "实践活动")
    return Slip(
        "主题党日活动记录",
        (
            *_head(facts),
            Line((facts.cell(A.campaign), Cell("参加群众", _people(facts.text(A.public_present))))),
            _absent(facts),
            Heading("活动环节（做了的打√，写明内容）"),
            Grid(
                (Column("环节", 7, _MIDDLE), Column("√", 3, _MIDDLE), Column("内容", 20)),
                tuple((part, "", "") for part in parts),
                height=24,
            ),
            Area("活动情况", facts.text(A.content), least=84),
            Area("成效和议定事项", facts.text(A.resolution), least=54),
            Area("签　　字", "", _SIGNED, least=44),
        ),
        notes=("每月相对固定一天；附照片和签到册。",),
    )


def _life(facts: Facts) -> Slip:
    people = _names(facts, "present")
    grid = Grid(
        (Column("发言人", 5, _MIDDLE), Column("自我批评要点", 13), Column("同志们的批评意见", 13)),
        tuple((name, "", "") for name in people),
        spare=0 if people else _BLANK_PEOPLE,
        height=30 if people else 24,
    )
    return Slip(
        "组织生活会会议记录",
        (
            *_head(facts),
            _absent(facts),
            Area("会前准备", "学习：　　　　谈心谈话：　　人次　　　征求意见：　　条", least=34),
            Area("支委会对照检查", facts.text(A.content), least=80),
            Heading("批评和自我批评"),
            grid,
            Area("整改事项和时限", facts.text(A.resolution), least=60),
            Area("签　　字", "", _SIGNED, least=42),
        ),
        notes=("一般每年第四季度召开，可以与民主评议党员一并进行；整改事项登记到“问题台账”。",),
    )


def _appraisal(facts: Facts) -> Slip:
    people = _names(facts, "present", "leave", "absent", "exempt")
    graded = Grid(
        (
            Column("姓名", 5, _MIDDLE),
            Column("个人自评", 5, _MIDDLE),
            Column("党员互评", 5, _MIDDLE),
            *(Column(each, 4, _MIDDLE) for each in ("优秀", "合格", "基本合格", "不合格")),
            Column("组织评定", 6, _MIDDLE),
        ),
        tuple((name, *[""] * 7) for name in people),
        spare=0 if people else 11,
        height=22,
    )
    return Slip(
        "民主评议党员会议记录",
        (
            *_head(facts),
            _absent(facts),
            Area("会议情况", facts.text(A.content), least=70),
            Heading("个人自评→党员互评→民主测评（票数）→组织评定"),
            graded,
            Line((Cell("发出测评票"), Cell("收回测评票"))),
            Area("评议意见", facts.text(A.resolution), least=54),
            Area("签　　字", "", _SIGNED, least=42),
        ),
        notes=("等次由支委会（支部）综合提出，报上级党组织审定后，登记到每名党员名下。",),
    )


_FORMS: Final[Mapping[str, Callable[[Facts], Slip]]] = {
    "general_meeting": _general,
    "committee_meeting": _committee,
    "group_meeting": _group,
    "party_lecture": _lecture,
    "theme_day": _theme_day,
    "organisation_life": _life,
    "appraisal": _appraisal,
}


def _head(facts: Facts) -> tuple[Part, ...]:
    clock = facts.text(A.starts_at)
    when = f"{show_day(str(facts.values['held_on']))} {clock}".strip()
    where = facts.text(A.place) or facts.text(A.venue)
    return (
        Line((facts.cell(A.topic),)),
        Line((Cell("党 组 织", facts.text(A.organisation)), Cell("时　　间", when))),
        Line((Cell("地　　点", where), facts.cell(A.host))),
        Line((facts.cell(A.recorder), Cell("应到、实到", _two(facts, A.expected, A.present)))),
    )


def _absent(facts: Facts, title: str = "请假、缺席及原因") -> Area:
    labels = code_table("attendance_state").known
    told = []
    for person, state, reason in _attendance(facts):
        if state in (labels["leave"], labels["absent"]):
            why = f"，{reason}" if reason else ""
            told.append(f"{person}（{state}{why}）")
    return Area(title, "、".join(told), least=30)


def _came(facts: Facts) -> str:
    return "、".join(_names(facts, "present"))


def _names(facts: Facts, *states: str) -> list[str]:
    labels = code_table("attendance_state").known
    wanted = {labels[state] for state in states}
    return [person for person, state, _reason in _attendance(facts) if state in wanted]


def _attendance(facts: Facts) -> Iterable[tuple[str, ...]]:
    return facts.rows("attendance", E.activity, E.person, E.state, E.reason)


def _two(facts: Facts, one: Attr, other: Attr) -> str:
    first, then = facts.text(one), facts.text(other)
    return f"{first or '　'} 人、{then or '　'} 人"


def _people(number: str) -> str:
    return f"{number} 人" if number else ""


def _votes(number: str) -> str:
    return f"{number} 票" if number else ""


def _joined(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _verdict(facts: Facts) -> str:
    """Say how the numbers stand against the rules, where they are known."""
    entitled, present, agreed = (
        facts.values.get(key) for key in ("entitled", "entitled_present", "agreed")
    )
    found = vote(entitled, present, agreed, first_day(str(facts.values["held_on"])))
    if found.enough is False:
        return "（到会的有表决权党员没有过半数）"
    if found.passed is None:
        return ""
    mark = "超过" if found.passed else "没有超过"
    passed = "通过" if found.passed else "没有通过"
    return f"（有表决权{entitled}人，赞成{agreed}票，{mark}半数，{passed}）"


def _branch(facts: Facts) -> str:
    person = facts.linked(C.person)
    if person is None:
        return ""
    return person.text(M.branch)
