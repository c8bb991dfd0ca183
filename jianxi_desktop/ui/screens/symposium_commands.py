"""The commands of the page of symposia."""

from typing import Final

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command


def _edit(key: str, text: str, keys: str, icon: str, tip: str) -> Command:
    return Command(f"symposium.{key}", text, "", keys, icon, tip, right=Right.EDIT)


SYMPOSIUM_COMMANDS: Final[tuple[Command, ...]] = (
    _edit("plan", "安排座谈会", "", "add", "定主题、时间、地点，排好汇报单位"),
    _edit("add", "加汇报单位", "", "add", "把没有排上的党（工）委加到最后"),
    _edit("up", "往前排", "Alt+Up", "up", "选中的单位提前一位发言；也可以用鼠标拖动"),
    _edit("down", "往后排", "Alt+Down", "lower", "选中的单位推后一位发言；也可以用鼠标拖动"),
    _edit("next", "下一家", "Ctrl+Return", "down", "保存这一家，登记下一家的发言"),
    _edit("tasks", "交办任务", "Ctrl+T", "tasks", "把发言里的任务列进交办台账，明确单位和时限"),
    Command("symposium.plan_sheet", "看交办台账", "", "", "plan", "这一年座谈会交办的任务"),
    Command("symposium.before", "上一年", "", "Ctrl+PgUp", "left", "看前一年的座谈会"),
    Command("symposium.after", "下一年", "", "Ctrl+PgDown", "right", "看后一年的座谈会"),
)
