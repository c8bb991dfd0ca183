"""The commands of the page of work plans."""

from typing import Final

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command


def _edit(key: str, text: str, keys: str, icon: str, tip: str) -> Command:
    return Command(f"plans.{key}", text, "", keys, icon, tip, right=Right.EDIT)


PLAN_COMMANDS: Final[tuple[Command, ...]] = (
    _edit("hand_down", "下达任务", "Ctrl+T", "add", "给几个下级单位各列一项，一次下达"),
    _edit("report", "反馈进展", "Ctrl+R", "talk", "写进展和办理情况；办结的写明佐证"),
    _edit("finish", "办结", "Ctrl+D", "done", "写完成日期和佐证材料，销号"),
    _edit("forward", "推进", "Ctrl+Right", "right", "移到右边一栏；也可以用鼠标拖动"),
    _edit("back", "退回", "Ctrl+Left", "left", "移到左边一栏；也可以用鼠标拖动"),
    _edit("close", "台账办结", "", "lock", "事项都办结以后，整本台账办结"),
    Command("plans.plan", "打开台账", "", "", "plan", "工作思路、依据文件、制定日期"),
    Command(
        "plans.export",
        "导出",
        "",
        "Ctrl+E",
        "export",
        "把看着的台账或清单存成 Excel",
        idle=True,
        right=Right.EXPORT,
    ),
)
