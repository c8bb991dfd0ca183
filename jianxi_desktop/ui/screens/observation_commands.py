"""The commands of the observation page: a round, its route, its papers."""

from typing import Final

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command


def _edit(key: str, text: str, keys: str, icon: str, tip: str) -> Command:
    return Command(f"observation.{key}", text, "", keys, icon, tip, right=Right.EDIT)


def _print(key: str, text: str, tip: str) -> Command:
    return Command(f"observation.{key}", text, "", "", "print", tip, idle=True, right=Right.PRINT)


OBSERVATION_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "observation.plan",
        "新建一轮观摩",
        "",
        "",
        "add",
        "选社区、排路线、编好表号",
        idle=True,
        right=Right.EDIT,
    ),
    Command("observation.round", "打开这一轮", "", "", "open", "名称、带队领导、定级办法、小结"),
    _edit("add", "加观摩点", "", "add", "再加几个社区到这一轮"),
    _edit("stop", "改安排", "F2", "signing", "改选中的观摩点哪天几点去、谁来检查"),
    _edit("times", "排日程", "", "schedule", "从哪天起、一天去几个；改期、顺延也在这里"),
    _edit("up", "上移", "Alt+Up", "up", "选中的观摩点往前排；也可以用鼠标拖动"),
    _edit("down", "下移", "Alt+Down", "lower", "选中的观摩点往后排；也可以用鼠标拖动"),
    _print("print", "打印检查表", "预览并打印这一轮的检查表"),
    _print("print_chosen", "打印选中的检查表", "只打印选中的那几张"),
    _print("route_book", "打印路线手册", "按天排好的路线：几点、去哪里、谁检查"),
    _print("sign_in", "打印签到册", "检查人和陪同人员签到"),
)
