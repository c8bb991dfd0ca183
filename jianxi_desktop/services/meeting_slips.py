"""Slips of an activity: notice, sign-in sheet, order of reports, minutes, tasks given."""

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.ledgers.activity import A
from jianxi_desktop.ledgers.activity_report import R
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.letter import Letter, Paragraph
from jianxi_desktop.prints.slip import BLANK_DAY, Area, Cell, Grid, Line, Slip
from jianxi_desktop.prints.table import Column
from jianxi_desktop.services.attendance import Attendee
from jianxi_desktop.services.slip_facts import Facts

_MOST_EXPECTED = 300  # more do not sign one by one: rows are left blank
_BLANK_ROWS, _MORE_ROWS = 32, 4
_STATES = {"leave": "请假", "exempt": "免"}
_SEAL = f"（盖章）{BLANK_DAY}"


def notice(facts: Facts, today: str) -> Letter:
    """Write the notice (会议通知) of a meeting."""
    reporters = facts.rows("activity_report", R.activity, R.position, R.organisation)
    wanted = "、".join(dict.fromkeys(row[1] for row in reporters if row[1]))
    who = wanted or "（请填写）"
    numbered = [
        f"时间：{_when(facts)}。",
        f"地点：{_where(facts) or '（请填写）'}。",
        *([f"主持：{facts.text(A.host)}。"] if facts.text(A.host) else []),
        f"参加单位和人员：{who}。",
        "有关要求：请安排好工作，准时到会；不能到会的，提前向召集单位请假。"
        + ("需要发言的单位准备好书面材料，一事一议，说清进展、问题和打算。" if wanted else ""),
    ]
    paragraphs = [
        f"定于{facts.text(A.held_on)}召开“{facts.text(A.topic)}”，现将有关事项通知如下：",
        *(f"{'一二三四五六'[at]}、{said}" for at, said in enumerate(numbered)),
    ]
    text = tuple(Paragraph(said) for said in paragraphs)
    return Letter("会议通知", text, "各有关党组织：", facts.text(A.organisation), today)


def sign_in(facts: Facts, expected: list[Attendee]) -> Slip:
    """Draw the sign-in sheet (签到册): who is expected, with room to sign.

    Where organisations report and nobody's attendance is kept, they are who is expected.
    """
    reporters = facts.rows("activity_report", R.activity, R.position, R.organisation, R.speaker)
    by_name = not reporters or any(each.state for each in expected)
    known = expected if by_name and len(expected) <= _MOST_EXPECTED else []
    number = f"{_due(known)} 人" if known else ""
    grid = _names(known)
    if not by_name:
        number, grid = f"{len(reporters)} 个单位", _units(reporters)
    return Slip(
        "签到册",
        (
            Line((facts.cell(A.topic),)),
            Line((facts.cell(A.kind), Cell("时间", _when(facts)))),
            Line((Cell("地点", _where(facts)), facts.cell(A.host))),
            Line((facts.cell(A.organisation), Cell("应到", number))),
            grid,
            Line((Cell("实到人数"), Cell("请假人数"))),
        ),
        notes=("本人签名，不代签；列席和未列出的人员签在后面的空行里。",),
    )


def _names(known: list[Attendee]) -> Grid:
    """Put people two on a line."""
    cells = [
        (str(at), each.name, _STATES.get(each.state or "", "")) for at, each in enumerate(known, 1)
    ]
    blank = _MORE_ROWS * 2 + len(cells) % 2 if cells else _BLANK_ROWS
    cells += [(str(len(cells) + at), "", "") for at in range(1, blank + 1)]
    rows = tuple((*one, *other) for one, other in zip(cells[::2], cells[1::2], strict=True))
    half = (
        Column("序号", 3, Align.CENTER),
        Column("姓名", 6.5, Align.CENTER),
        Column("签名", 9, Align.CENTER),
    )
    return Grid((*half, *half), rows)


def _units(reporters: list[tuple[str, ...]]) -> Grid:
    columns = (
        Column("序号", 3, Align.CENTER),
        Column("单位", 13),
        Column("姓名", 6, Align.CENTER),
        Column("签名", 9, Align.CENTER),
    )
    rows = tuple((str(at), row[1], row[2], "") for at, row in enumerate(reporters, 1))
    return Grid(columns, rows, spare=_MORE_ROWS)


def report_order(facts: Facts) -> Slip:
    """Draw the order (汇报顺序表) in which organisations report at a meeting."""
    columns = (
        Column("顺序", 3, Align.CENTER),
        Column("汇报党组织", 13),
        Column("发言人", 6, Align.CENTER),
        Column("备注", 8),
    )
    found = facts.rows("activity_report", R.activity, R.position, R.organisation, R.speaker)
    rows = tuple((*row, "") for row in found)
    return Slip(
        "汇报顺序表",
        (
            Line((Cell("会议主题", facts.text(A.topic)),)),
            Line((Cell("时间", _when(facts)), Cell("地点", _where(facts)))),
            Line((facts.cell(A.host), Cell("召集单位", facts.text(A.organisation)))),
            Grid(columns, rows, spare=0 if rows else 14, height=30),
        ),
        notes=("按顺序逐一发言：先说进展和成效，再说问题，最后说下一步打算。",) if rows else (),
    )


def minutes(facts: Facts) -> Slip:
    """Draw the minutes (活动记录表), filled in as far as they were kept."""
    numbers = Line(
        (
            Cell("应到、实到", _pair(facts.text(A.expected), facts.text(A.present))),
            Cell("请假、群众", _pair(facts.text(A.on_leave), facts.text(A.public_present))),
        )
    )
    return Slip(
        "活动（会议）记录表",
        (
            Line((facts.cell(A.topic),)),
            Line((facts.cell(A.kind), Cell("时间", _when(facts)))),
            Line((facts.cell(A.organisation), Cell("地点", _where(facts)))),
            Line((facts.cell(A.host), facts.cell(A.recorder))),
            numbers,
            Area("主要内容", facts.text(A.content), least=150),
            Area("议定事项", facts.text(A.resolution), least=90),
            Area("签　　字", "", f"主持人：　　　　　　记录人：　　　　　　{BLANK_DAY}", least=56),
        ),
    )


def task(facts: Facts) -> Slip:
    """Draw the slip of a task (任务交办单) that an organisation takes home from a meeting."""
    meeting = facts.linked(R.activity)
    giver = meeting.text(A.organisation) if meeting else ""
    day = meeting.text(A.held_on) if meeting else ""
    return Slip(
        "任务交办单",
        (
            Line((Cell("交办会议", facts.text(R.activity)),)),
            Line((Cell("会议日期", day), Cell("交办单位", giver))),
            Line((Cell("承办党组织", facts.text(R.organisation)), Cell("负责人"))),
            Line((facts.cell(R.due_on), Cell("协办单位"))),
            Area("存在问题", facts.text(R.problems)),
            Area("交办任务", facts.text(R.tasks), _SEAL, least=110),
            Area("签　　收", "", f"承办单位签收人：　　　　　　{BLANK_DAY}", least=52),
            Area("办理结果", "", _SEAL, least=110),
            Area("交办单位意见", "", f"审核人：　　　　　　{BLANK_DAY}"),
        ),
        number="编号：　　　　　号",
        notes=("一式两份，交办单位、承办单位各存一份；办结后填写办理结果，按时限报交办单位。",),
    )


def _when(facts: Facts) -> str:
    clock = facts.text(A.starts_at)
    day = show_day(str(facts.values["held_on"]))
    return f"{day} {clock}" if clock else day


def _where(facts: Facts) -> str:
    return facts.text(A.place) or facts.text(A.venue)


def _due(expected: list[Attendee]) -> int:
    return sum(each.state != "exempt" for each in expected)


def _pair(one: str, other: str) -> str:
    return f"{one or '　'} 人、{other or '　'} 人"
