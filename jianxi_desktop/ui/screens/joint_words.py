"""Joint building in words: columns and lines of its tables."""

from collections.abc import Iterable, Mapping
from typing import Final

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.joint_rules import Meetings
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.joint_work import Contract, Held, Overview, Partner
from jianxi_desktop.ui.screens.table import Column, Line

FIGURES: Final[Mapping[str, tuple[str, str]]] = {
    "partners": ("共建单位", "ink"),
    "part_time": ("兼职委员", "ink"),
    "unseated": ("没有兼职委员的单位", "amber"),
    "late": ("联席会没有按时开", "error"),
    "contracts": ("合同要续签或评估", "amber"),
}
COLUMNS: Final = (
    Column("党组织", 13, names=True),
    Column("共建单位", 4.5, right=True),
    Column("兼职委员", 4.5, right=True),
    Column("没有委员", 4.5, right=True),
    Column("联席会", 5),
    Column("三方会", 5),
    Column("红色物业", 4.5),
    Column("合同", 9),
)
PARTNER_COLUMNS: Final = (
    Column("单位", 14, names=True),
    Column("参加方式", 9),
    Column("兼职委员", 6),
    Column("开始日期", 6),
    Column("共建内容", 20),
)
MEETING_COLUMNS: Final = (
    Column("日期", 6),
    Column("会议", 9),
    Column("主题", 22),
    Column("实到人数", 5, right=True),
)
CONTRACT_COLUMNS: Final = (
    Column("服务项目", 16),
    Column("社会组织", 13, names=True),
    Column("结束日期", 6),
    Column("情况", 10),
)
_STATES: Final[Mapping[str, tuple[str, str]]] = {
    "running": ("在期", "good"),
    "ending": ("快到期，评估后续签", "warning"),
    "ended": ("已到期，没有评估", "error"),
    "over": ("已结束", "quiet"),
}
_MARKS: Final = {"good": "good", "warning": "warning", "error": "error"}


def counts(found: Iterable[Overview]) -> dict[str, int]:
    """Count what the head of the page says."""
    every = list(found)
    return {
        "partners": len({one.id for each in every for one in each.partners}),
        "part_time": sum(each.part_time for each in every),
        "unseated": sum(len(each.unseated) for each in every),
        "late": sum(each.joint.state == "error" for each in every),
        "contracts": sum(
            one.state in ("ending", "ended") for each in every for one in each.contracts
        ),
    }


def line_of(found: Overview) -> Line:
    """Make a line of a street or community."""
    states: dict[int, str] = {}
    unseated = len(found.unseated)
    if unseated:
        states[3] = "warning"
    for place, meetings in ((4, found.joint), (5, found.tripartite)):
        if meetings.wanted:
            states[place] = _MARKS[meetings.state]
    houses, with_party = found.property_units
    told, state = _contracts_told(found.contracts)
    if state:
        states[7] = state
    return Line(
        (
            f"{'　' if found.kind == 'community' else ''}{found.name}",
            str(len(found.partners)),
            str(found.part_time),
            str(unseated),
            _meetings_told(found.joint),
            _meetings_told(found.tripartite),
            f"{with_party}/{houses}" if houses else "—",
            told,
        ),
        states,
        strong=found.kind == "street",
    )


def told_of(found: Overview) -> str:
    """Say what is to be seen to at a street or community."""
    said: list[str] = []
    for name, meetings in (("联席会", found.joint), ("三方联席会", found.tripartite)):
        if meetings.next_due is not None:
            due = show_day(meetings.next_due.isoformat())
            late = "，已经过了" if meetings.state == "error" else ""
            said.append(f"今年第{meetings.done + 1}次{name}应在{due}前召开{late}")
    if not found.partners:
        said.append("还没有登记共建单位")
    if found.unseated:
        names = "、".join(each.name for each in found.unseated[:3])
        more = f"等{len(found.unseated)}家" if len(found.unseated) > 3 else ""
        said.append(f"没有兼职委员：{names}{more}")
    return f"{found.name}：{'；'.join(said)}。" if said else f"{found.name}：都办好了。"


def partner_line(found: Partner) -> Line:
    """Make a line of a unit."""
    states = {} if found.member else {2: "warning"}
    member = found.member or "没有"
    return Line((found.name, found.roles, member, found.since, found.task), states)


def meeting_line(found: Held) -> Line:
    """Make a line of a meeting."""
    kind = code_table("activity_kind").known.get(found.kind, found.kind)
    present = "" if found.present is None else str(found.present)
    return Line((found.held_on, kind, found.topic, present))


def contract_line(found: Contract) -> Line:
    """Make a line of a contract."""
    told, state = _STATES[found.state]
    return Line((found.title, found.unit, found.ends_on or "没有写明", told), {3: state})


def _meetings_told(meetings: Meetings) -> str:
    if not meetings.wanted:
        return str(meetings.done) if meetings.done else "—"
    mark = {"good": "✓", "warning": "！", "error": "✗"}[meetings.state]
    return f"{mark} {meetings.show()}"


def _contracts_told(contracts: tuple[Contract, ...]) -> tuple[str, str]:
    """Say how many contracts run and which want something; and how pressing that is."""
    number = {state: sum(each.state == state for each in contracts) for state in _STATES}
    running = number["running"] + number["ending"]
    if number["ended"]:
        return f"在期{running}，{number['ended']}份待评估", "error"
    if number["ending"]:
        return f"在期{running}，{number['ending']}份快到期", "warning"
    return (f"在期{running}", "") if running else ("—", "quiet")
