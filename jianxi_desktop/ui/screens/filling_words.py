"""What the page of blanks says, in words."""

from pathlib import Path

from jianxi_desktop.services.fill import FillResult
from jianxi_desktop.services.fill_plan import FillPlan

_NAMED = 8  # captions in one sentence


def about(plan: FillPlan) -> str:
    """Say how much of a blank can be filled."""
    whole, left = len(plan.columns), len(plan.unmatched)
    columns = f"{whole} 栏里能填 {whole - left} 栏，{left} 栏留空" if left else f"{whole} 栏都能填"
    beside = tuple(each.cell.label for each in plan.beside if each.source is not None)
    more = f"；表格外面再填：{_listed(beside)}" if beside else ""
    return f"“{plan.blank.title or plan.blank.sheet}”：{columns}{more}。"


def of_plan(plan: FillPlan) -> str:
    """Say what was noticed of a blank, and that the last time's choices are in it."""
    said = ["上次的选择已套用。"] if plan.remembered else []
    said += [f"{note}。" for note in plan.notes]
    return "".join(said)


def of_result(path: Path, result: FillResult) -> str:
    """Say what is still to be done by hand, and what to look at."""
    said = [f"已填好 {result.rows:,} 行，存为“{path.name}”。"]
    if result.unmatched:
        said.append(f"要手工填的栏：{_listed(result.unmatched)}。")
    said += [f"{note}。" for note in result.notes]
    return "".join(said)


def saved(path: Path, result: FillResult) -> str:
    """Say that a filled copy was saved with its numbers masked."""
    return f"已填好 {result.rows:,} 行：{path.name}。证件号码和电话已遮挡部分数字。"


def saved_full(path: Path, result: FillResult) -> str:
    """Say that a filled copy was saved with numbers in full."""
    return (
        f"已填好 {result.rows:,} 行：{path.name}，里面是完整号码、没有加密：用完请删除，"
        "不要留在U盘上。"
    )


def _listed(captions: tuple[str, ...]) -> str:
    more = f"等 {len(captions)} 栏" if len(captions) > _NAMED else ""
    return "、".join(captions[:_NAMED]) + more
