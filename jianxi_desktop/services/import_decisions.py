"""What a person said about a row: in the window, on the command line, or in the error workbook."""

import re
from collections.abc import Callable
from typing import Any, Literal, NamedTuple
from uuid import UUID

from jianxi_desktop.schema.fields import Text
from jianxi_desktop.schema.ledger import Issue
from jianxi_desktop.services.import_matching import Known, Matcher, Meeting
from jianxi_desktop.sheets.captions import DECISION
from jianxi_desktop.sheets.roster import RosterRow

# The column of the error workbook in which a decision may be written.
FIELD = Text(DECISION, length=20, key="import_decision")
_SAME = re.compile(r"(?:是?同一(?:个人|人|条)|是)[(（]?([1-5①②③④⑤]?)[)）]?")
_OTHER = re.compile(r"(?:是?另一?(?:个|人|个人|条)|不是(?:同一(?:个人|人|条))?|新增)")
_LEAVE = re.compile(r"(?:先)?不(?:导入|收|管)")
_CIRCLED = dict(zip("①②③④⑤", range(5), strict=True))


class Decided(NamedTuple):
    """A decision; of ``same`` with the record, or its place among the candidates."""

    answer: Literal["same", "other", "leave"]
    record: UUID | None = None
    place: int | None = None


def said_in_sheet(values: dict[str, Any]) -> tuple[Decided | None, list[Issue]]:
    """Take the decision out of a row's values; what is none is told and does nothing."""
    said = values.pop(FIELD.key, None)
    if said is None:
        return None, []
    if found := _SAME.fullmatch(said):
        number = found[1]
        place = _CIRCLED.get(number, int(number) - 1 if number.isascii() and number else None)
        return Decided("same", place=place), []
    if _OTHER.fullmatch(said):
        return Decided("other"), []
    if _LEAVE.fullmatch(said):
        return Decided("leave"), []
    text = f"“{DECISION}”一列只能填 同一人、另一人 或 先不导入"
    return None, [Issue("", "decision", "warning", text)]


def settle(
    matcher: Matcher,
    row: RosterRow,
    given: frozenset[str],
    met: Meeting,
    decided: Decided,
    write: Callable[[], None],
) -> None:
    """Let a decision stand in the place of what was asked; what it cannot settle stays asked.

    Args:
        matcher: Finds records.
        row: The row.
        given: The fields the sheet itself has a value for.
        met: What the row met; changed in place.
        decided: What was said.
        write: Writes the rows decided before, which the record may be among.
    """
    if decided.answer == "leave":
        met.issues.append(_asked("left", "按您的选择，这一行先不导入"))
    elif decided.answer == "same":
        _settle_same(matcher, row.values, met, decided, write)
    elif met.match is None or met.issues or matcher.differs(row, given, met.match):
        _settle_other(met)  # else it was made when this was decided before


def _settle_other(met: Meeting) -> None:
    if met.waits:
        return  # who has the same number is nobody else
    if met.certain and met.match is not None:
        text = "这个号码已经登记，不能再作为另一人新增，请核对号码"
        met.issues.append(_asked("taken", text))
        return
    met.match, met.issues, met.candidates = None, [], []


def _settle_same(
    matcher: Matcher,
    values: dict[str, Any],
    met: Meeting,
    decided: Decided,
    write: Callable[[], None],
) -> None:
    chosen, told = _chosen(matcher, met, decided)
    if chosen is not None and chosen.row:
        write()
        chosen = matcher.again(chosen)
    if chosen is None or not chosen.ours:
        met.issues.append(_asked("decision", told))
        return
    issues = []
    for key in matcher.keys[:1]:
        if values.get(key) is not None and chosen.value(key) not in (None, values[key]):
            text = "号码与那条记录的不同，按您的选择改成名册里的"
            issues.append(Issue(key, "number_changes", "warning", text))
    met.match, met.issues, met.candidates = chosen, issues, []


def _chosen(matcher: Matcher, met: Meeting, decided: Decided) -> tuple[Known | None, str]:
    offered = met.candidates or ([met.match] if met.match is not None else [])
    if decided.record is not None:
        found = next((each for each in offered if each.id == decided.record), None)
        return found or matcher.fetch(decided.record), "选定的那条记录已经不在，请重新选择"
    if decided.place is not None:
        at = decided.place
        return offered[at] if at < len(offered) else None, "没有这个序号的记录，请重新选择"
    several = "可能的记录不止一条，请写明是第几条，如 同一人① "
    return (
        (offered[0], "")
        if len(offered) == 1
        else (None, several if offered else "没有找到可能是同一人的记录")
    )


def _asked(code: str, text: str) -> Issue:
    return Issue("", code, "review", text.strip())
