"""What the return desk says: how far a return has gone, what there is to know of a figure."""

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import show_day, show_period
from jianxi_desktop.services.filing_page import FilingPage, PageLine
from jianxi_desktop.services.return_figures import adjusted, shown_number


def state_words(page: FilingPage) -> tuple[str, str]:
    """Say how far a return has gone and what comes next, and how that looks."""
    filing = page.filing
    said, look = _STATES[filing.state](page)
    if not look and page.steps and filing.state in _OPEN and _is_late(filing.due_on):
        look = "warning"
    if page.moved:
        said += f"与现在的记录相比，有 {len(page.moved)} 个数字不同，上报的数字不变。"
        look = look or "warning"
    if filing.frozen and not page.frozen:
        said += "上报时的数字没有保留在这里，下面是按现在的记录算的。"
        look = look or "warning"
    if filing.answer and filing.state != "returned":
        said += f"\n审核意见：{filing.answer.splitlines()[-1]}"
    return said, look


def figure_words(line: PageLine, page: FilingPage) -> str:
    """Say all that is known of a figure of a list."""
    said = [f"{line.number}　{line.name}：{line.shown}"]
    if line.overridden:
        by = f"（{line.set_by}）" if line.set_by else ""
        said.append(f"{adjusted(line.calculated, line.reason)}{by}")
    if page.frozen and line.now != line.value:
        said.append(f"按现在的记录是 {shown_number(line.now)}")
    if line.last is not None and line.difference is not None:
        sign = "+" if line.difference > 0 else ""
        moved = f"{sign}{shown_number(line.difference)}" if line.difference else "没有变化"
        said.append(f"上期 {shown_number(line.last)}，{moved}")
    return "　".join(said)


def last_words(page: FilingPage) -> str:
    """Say where the numbers of the period before come from."""
    if not page.last_period:
        return ""
    how = "上报数" if page.last_filed else "没有上报，按现在的记录算"
    return f"上期是{show_period(page.last_period)}（{how}）。"


def _blank(page: FilingPage) -> tuple[str, str]:
    if not page.steps:
        return f"本单位不填报这张表，只供查看。{last_words(page)}", ""
    return f"还没有填报，{_due(page)}核对数字后按“填报完成”。{last_words(page)}", ""


def _draft(page: FilingPage) -> tuple[str, str]:
    next_one = "核对数字后按“填报完成”。" if page.steps else "填报单位还没有上报。"
    return f"草稿，{_due(page)}{next_one}{last_words(page)}", ""


def _complete(page: FilingPage) -> tuple[str, str]:
    next_one = "可以上报；再改数字会回到草稿。" if page.steps else ""
    return f"{_by(page.filing.completed)}填报完成，还没有上报，{_due(page)}{next_one}", ""


def _submitted(page: FilingPage) -> tuple[str, str]:
    by = _by(page.filing.submitted)
    if "accept" in page.steps:
        return f"{by}上报，请审核：接收，或写明原因退回。", ""
    return f"{by}上报，等上级审核。", ""


def _returned(page: FilingPage) -> tuple[str, str]:
    reason = page.filing.answer.splitlines()[-1] if page.filing.answer else "没有写明原因"
    next_one = "改好后重新填报完成、上报。" if page.steps else "等填报单位修改。"
    return f"已退回：{reason}。{next_one}", "error"


def _accepted(page: FilingPage) -> tuple[str, str]:
    return f"{_by(page.filing.decided)}接收，报送完成。", ""


def _locked(page: FilingPage) -> tuple[str, str]:
    return f"{_by(page.filing.decided)}归档。", ""


def _by(deed: tuple[str, str]) -> str:
    """Say who did something and when, as far as that was written down."""
    day, name = deed
    return f"{name}于{show_day(day)}" if day else f"{name}已" if name else "已"


def _is_late(due_on: str) -> bool:
    return bool(due_on) and calendar.today().isoformat() > due_on


def _due(page: FilingPage) -> str:
    if not page.filing.due_on:
        return ""
    due = calendar.first_day(page.filing.due_on)
    days = (due - calendar.today()).days
    left = f"还有 {days} 天" if days > 0 else "就是今天" if days == 0 else f"已过 {-days} 天"
    return f"报送时限{show_day(page.filing.due_on)}（{left}）。"


_OPEN = ("", "draft", "complete")
_STATES = {
    "": _blank,
    "draft": _draft,
    "complete": _complete,
    "submitted": _submitted,
    "returned": _returned,
    "accepted": _accepted,
    "locked": _locked,
}
