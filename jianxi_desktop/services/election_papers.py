"""Papers of an election: application, list of candidates, ballots, tally sheet, report of results.

Each is about one term; what is not known yet leaves room to write.
"""

from collections.abc import Callable
from typing import Final

from jianxi_desktop.domain import election
from jianxi_desktop.domain.calendar import first_day, show_day
from jianxi_desktop.domain.term_rules import is_before
from jianxi_desktop.ledgers.election_candidate import C
from jianxi_desktop.ledgers.leadership_term import T
from jianxi_desktop.ledgers.organisation import O
from jianxi_desktop.ledgers.person import P
from jianxi_desktop.prints.ballots import Ballots
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.letter import Annex, Letter, Paragraph
from jianxi_desktop.prints.slip import BLANK_DAY, Area, Cell, Grid, Heading, Line, Slip
from jianxi_desktop.prints.table import Column
from jianxi_desktop.services.slip_facts import Facts

_COMMITTEE: Final = 3  # seats of a committee, at least
_BLANK: Final = "　　"
_MIDDLE: Final = Align.CENTER
_SIGNED: Final = f"监票人：　　　　　　计票人：　　　　　　{BLANK_DAY}"
_SEAL: Final = f"（盖章）{BLANK_DAY}"
_HOW_TO_VOTE: Final = (
    "填写说明：同意的在符号栏画“○”，不同意的画“×”，弃权的不画；"
    "另选他人的，把姓名写在空格里并画“○”。"
)
_ASKS: Final = "现将有关事项请示如下："
_LAW: Final = "《中国共产党章程》《中国共产党基层组织选举工作条例》"


def request(facts: Facts, today: str) -> Letter:
    """Write the application (换届选举工作请示) to the organisation above."""
    owner = facts.linked(T.organisation)
    above = owner.text(O.parent) if owner is not None else ""
    name, term = facts.text(T.organisation), facts.text(T.name)
    meeting = _meeting(facts)
    numbered = [
        f"届次和任期。拟选举产生{term}，任期{facts.text(T.years) or _BLANK}年。",
        f"名额和候选人。应选{facts.text(T.seats) or _BLANK}名，{_stands(facts)}。",
        f"大会时间。拟于{show_day(facts.values['starts_on'])}召开{meeting}。",
        f"选举办法。采用无记名投票的方式。{_rules(facts)}",
    ]
    paragraphs = [
        f"{_before(facts)}根据{_LAW}的有关规定，我单位拟召开{meeting}进行换届选举，{_ASKS}",
        *(f"{'一二三四'[at]}、{said}" for at, said in enumerate(numbered)),
        "妥否，请批示。",
    ]
    return Letter(
        f"{name}关于换届选举工作的请示",
        tuple(Paragraph(said) for said in paragraphs),
        f"{above}：" if above else "上级党组织：",
        name,
        today,
        annexes=_annex(facts),
    )


def candidates(facts: Facts) -> Slip:
    """Draw the list of candidates (候选人名单)."""
    return Slip(
        "候选人名单",
        (
            *_head(facts),
            Line((facts.cell(T.seats), Cell("候选人数", _people(len(_names(facts)))))),
            Grid(_PEOPLE, _people_rows(facts), spare=_spare(facts), height=28),
            Area("提名党组织意见", "", _SEAL, least=60),
            Area("上级党组织意见", "", _SEAL, least=60),
        ),
        notes=("候选人按姓氏笔画或得票多少排列的，请在会前写明。",),
    )


def ballots(facts: Facts) -> Ballots:
    """Lay out the ballots (选票): as many as have a vote, or one sheet where nobody knows."""
    rows = facts.rows("election_candidate", C.term, C.position, C.name, C.post)
    seats = facts.text(T.seats)
    known = [(row[1], row[2]) for row in rows] or [("", "")] * 4
    spare = 2 if rows else 0
    chosen = "所选人数超过应选名额的"
    if seats:
        chosen = f"应选{seats}名，所选人数（包括另选他人）超过{seats}名的"
    return Ballots(
        facts.text(T.organisation),
        f"{facts.text(T.name)}{_body(facts)}选举",
        tuple(known),
        spare,
        (
            _HOW_TO_VOTE,
            f"{chosen}，这张选票无效。",
        ),
        int(facts.values.get("entitled") or 4),
    )


def tally(facts: Facts) -> Slip:
    """Draw the sheet on which votes are counted (计票单)."""
    rows = facts.rows("election_candidate", C.term, C.position, C.name, C.post)
    columns = (
        Column("序号", 3, _MIDDLE),
        Column("候选人", 5.5, _MIDDLE),
        Column("赞成票（画“正”字）", 12),
        Column("赞成合计", 4.5, _MIDDLE),
        Column("不赞成", 4.5, _MIDDLE),
        Column("弃权", 4, _MIDDLE),
    )
    return Slip(
        "计票单",
        (
            *_head(facts),
            facts.line(T.entitled, T.attended),
            facts.line(T.ballots_out, T.ballots_back),
            Line((facts.cell(T.valid_votes), Cell("无效票数", _void(facts)))),
            Grid(columns, tuple((*row[:2], "", "", "", "") for row in rows), spare=4, height=34),
            Area("签　　字", "", _SIGNED, least=52),
        ),
        notes=(
            "收回的选票等于或少于发出的选票，选举有效；多于发出的选票，选举无效，应重新选举。",
            _rules(facts),
        ),
    )


def register(facts: Facts) -> Slip:
    """Draw the record (换届登记表) of a term: its days, its election, who stood."""
    rows = _votes(facts)
    day = show_day(facts.values["starts_on"])
    return Slip(
        "换届登记表",
        (
            Line((facts.cell(T.organisation),)),
            Line((facts.cell(T.name), Cell("换届日期", day))),
            facts.line(T.years, T.due_on),
            Line((Cell("上一届", _previous(facts)), facts.cell(T.with_congress))),
            Heading("选举"),
            facts.line(T.entitled, T.attended),
            facts.line(T.seats, T.valid_votes),
            facts.line(T.ballots_out, T.ballots_back),
            facts.line(T.tellers, T.document),
            Heading("候选人得票情况"),
            Grid(_VOTES, tuple(rows), spare=0 if rows else 6, height=24),
            Heading("延期与结束"),
            facts.line(T.extended_until, T.extension_document),
            facts.line(T.ended_on),
            Area("备　　注", facts.text(T.note), least=44),
        ),
    )


def report(facts: Facts) -> Slip:
    """Draw the report of results (选举结果报告单) to the organisation above."""
    rows = _votes(facts)
    return Slip(
        "选举结果报告单",
        (
            *_head(facts),
            facts.line(T.entitled, T.attended),
            facts.line(T.seats, T.valid_votes),
            facts.line(T.ballots_out, T.ballots_back),
            Heading("候选人得票情况"),
            Grid(_VOTES, tuple(rows), spare=0 if rows else 6, height=26),
            Area("选举结果", _result(facts, rows), _SIGNED, least=72),
            Area("报告单位", "以上选举结果，请审批。", _SEAL, least=52),
            Area("上级党组织意见", "", _SEAL, least=60),
        ),
        number="编号：　　　　　号",
        notes=("一式两份，选举单位、上级党组织各存一份。",),
    )


_VOTES: Final = (
    Column("序号", 3, _MIDDLE),
    Column("姓名", 5, _MIDDLE),
    Column("职务", 6, _MIDDLE),
    Column("赞成", 4, _MIDDLE),
    Column("不赞成", 4, _MIDDLE),
    Column("弃权", 4, _MIDDLE),
    Column("是否当选", 5, _MIDDLE),
)
_PEOPLE: Final = (
    Column("序号", 3, _MIDDLE),
    Column("姓名", 5, _MIDDLE),
    Column("性别", 3, _MIDDLE),
    Column("出生年月", 6, _MIDDLE),
    Column("文化程度", 6, _MIDDLE),
    Column("入党时间", 6, _MIDDLE),
    Column("拟任职务", 6, _MIDDLE),
    Column("备注", 5),
)


def _head(facts: Facts) -> tuple[Line, ...]:
    day = show_day(facts.values["starts_on"])
    return (
        Line((facts.cell(T.organisation),)),
        Line((facts.cell(T.name), Cell("选举日期", day))),
        Line((Cell("会议", _meeting(facts)), facts.cell(T.tellers))),
    )


def _meeting(facts: Facts) -> str:
    return "党员代表大会" if facts.values.get("with_congress") else "党员大会"


def _body(facts: Facts) -> str:
    """Name what is elected: a committee, or a secretary alone where there are few seats."""
    seats = facts.values.get("seats")
    few = seats is not None and seats < _COMMITTEE
    return "" if few or "委员会" in facts.text(T.name) else "委员会"


def _names(facts: Facts) -> set[str]:
    return {row[1] for row in facts.rows("election_candidate", C.term, C.position, C.name)}


def _votes(facts: Facts) -> list[tuple[str, ...]]:
    """Give who stood, how the votes fell, who is elected."""
    columns = (C.name, C.post, C.votes_for, C.votes_against, C.abstentions, C.elected)
    return facts.rows("election_candidate", C.term, C.position, *columns)


def _people(number: int) -> str:
    return f"{number} 名" if number else ""


def _spare(facts: Facts) -> int:
    return 0 if _names(facts) else 8


def _people_rows(facts: Facts) -> tuple[tuple[str, ...], ...]:
    """Say of each candidate what the list of members knows of him; numbers are left out."""
    rows = []
    for at, candidate in enumerate(facts.records("election_candidate", C.term, C.position), 1):
        person = candidate.linked(C.person)
        known = ("", "", "", "")
        if person is not None:
            known = (
                person.text(P.sex),
                str(person.values.get("born_on") or "")[:7],
                person.text(P.education),
                str(person.values.get("joined_on") or "")[:7],
            )
        rows.append((str(at), candidate.text(C.name), *known, candidate.text(C.post), ""))
    return tuple(rows)


def _annex(facts: Facts) -> tuple[Annex, ...]:
    rows = _people_rows(facts)
    return (Annex("候选人预备人选名单", _PEOPLE, rows),) if rows else ()


def _stands(facts: Facts) -> str:
    number = len(_names(facts))
    return f"提名候选人预备人选{number}名，名单附后" if number else "候选人预备人选另行上报"


def _earlier(facts: Facts) -> Facts | None:
    """Find the term before, where one is recorded."""
    owner = facts.linked(T.organisation)
    rows = owner.records("leadership_term", T.organisation, T.starts_on) if owner else []
    start = facts.values["starts_on"]
    earlier = [each for each in rows if is_before(each.values["starts_on"], start)]
    return earlier[-1] if earlier else None


def _previous(facts: Facts) -> str:
    last = _earlier(facts)
    return "" if last is None else f"{last.text(T.name)}（{last.values['starts_on']}）"


def _before(facts: Facts) -> str:
    """Say which term is over, where one is recorded."""
    last = _earlier(facts)
    if last is None:
        return ""
    due = last.text(T.due_on)
    over = f"，{due}届满" if due else ""
    return f"我单位{last.text(T.name)}班子于{last.text(T.starts_on)}选举产生{over}。"


def _rules(facts: Facts) -> str:
    entitled = facts.values.get("entitled")
    if entitled is None:
        return "有选举权的到会人数不少于应到会人数的五分之四，赞成票超过应到会人数的一半始得当选。"
    day = first_day(facts.values["starts_on"])
    return f"应到有选举权的{entitled}名：{election.quorum_text(entitled, day)}。"


def _void(facts: Facts) -> str:
    back, valid = facts.values.get("ballots_back"), facts.values.get("valid_votes")
    return "" if back is None or valid is None or valid > back else str(back - valid)


def _result(facts: Facts, rows: list[tuple[str, ...]]) -> str:
    names = [f"{row[1]}（{row[2]}）" for row in rows if row[6] == "是"]
    if not names:
        return ""
    body = _body(facts)
    member = f"为{facts.text(T.name)}{body}成员" if body else ""
    return f"大会选举有效，{'、'.join(names)}当选{member}。"


Make = Callable[[Facts, str], Slip | Letter | Ballots]
PAPERS: Final[tuple[tuple[str, str, Make], ...]] = (  # key, title, how it is made
    ("request", "换届选举工作请示", request),
    ("candidates", "候选人名单", lambda facts, _today: candidates(facts)),
    ("ballots", "选票", lambda facts, _today: ballots(facts)),
    ("tally", "计票单", lambda facts, _today: tally(facts)),
    ("report", "选举结果报告单", lambda facts, _today: report(facts)),
)
