"""What is said about an election on its page: where it stands, what does not fit, what was done."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import first_day
from jianxi_desktop.domain.election import Finding, Outcome, quorum_text
from jianxi_desktop.services.elections import Election, Finished
from jianxi_desktop.ui.removal import Why

CANCEL: Final = Why(
    "取消筹备",
    "这次换届不办了？",
    "候选人和已录的票数一并移除，原来的一届照旧，可以撤销。",
    ("统一改期", "录入有误", "上级另有安排"),
    "取消筹备",
    "继续筹备",
)
DONE: Final = "已取消这次换届，原来的一届照旧。"


def standing_told(found: Election) -> str:
    """Say where an election stands."""
    day = first_day(found.values["starts_on"])
    before = f"接{found.previous}。" if found.previous else ""
    voters = f"有选举权的党员{found.voters}名。"
    if found.finished:
        told = "换届已经完成；票数录错的可以更正后保存，职务变动在“班子成员和兼职委员”里改。"
        return before + told
    if day > calendar.today():
        left = (day - calendar.today()).days
        told = f"还有{left}天选举：先核对候选人，打印请示、名单和选票。"
    else:
        told = "录入票数，右边核对无误后按“完成换届”。"
    return f"{before}{voters}{told}"


def findings_told(
    found: Election,
    values: Mapping[str, Any],
    findings: Sequence[Finding],
    outcome: Outcome,
    wrong: Sequence[str],
) -> str:
    """Say as rich text what the rules ask for and what does not fit them."""
    return "".join(f"<p>{each}</p>" for each in _lines(found, values, findings, outcome, wrong))


def finished_told(done: Finished) -> str:
    """Say what finishing an election did."""
    closed = f"，{'、'.join(done.closed)}到此结束" if done.closed else ""
    told = f"换届完成：{done.elected}人任职，{done.ended}个原职务到期{closed}。"
    return told + "".join(done.notes)


def _lines(
    found: Election,
    values: Mapping[str, Any],
    findings: Sequence[Finding],
    outcome: Outcome,
    wrong: Sequence[str],
) -> Iterator[str]:
    entitled, day = values.get("entitled"), values.get("starts_on")
    if entitled and day:
        yield escape(quorum_text(entitled, first_day(day))) + "。"
    if entitled is not None and entitled != found.voters and not found.finished:
        told = f"名册上有选举权的{found.voters}名，应到填的是{entitled}名，请核对。"
        yield _inked(told, "amber")
    for text in wrong:
        yield _inked(text, "error")
    for each in findings:
        yield _inked(each.text, "error" if each.grave else "amber")
    if outcome.elected and not outcome.void:
        yield _inked(f"按票数当选{len(outcome.elected)}名。", "good")


def _inked(text: str, name: str) -> str:
    return f'<span style="color:@{name}">{escape(text)}</span>'
