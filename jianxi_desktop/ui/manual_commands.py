"""The page of the manual that lists every command with its keys, made from the commands."""

from collections.abc import Iterable
from typing import Final

from jianxi_desktop.services.manual import Page
from jianxi_desktop.ui.command import Command

KEY: Final = "commands"
_TITLE: Final = "所有命令和按键"
_NAMES: Final = {
    "Return": "回车",
    "Enter": "回车",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "Space": "空格",
    "PgUp": "上一页",
    "PgDown": "下一页",
}
_OTHER: Final = "按钮和右键菜单"


def commands_page(commands: Iterable[Command]) -> Page:
    """List the commands by their menus."""
    menus: dict[str, list[Command]] = {}
    for command in commands:
        menus.setdefault(command.menu or _OTHER, []).append(command)
    lines = [
        f"# {_TITLE}",
        "",
        "按 `Ctrl+K` 可以按名称找到这里的每一个命令。灰色的在当前的页面上用不着，或者没有权限。",
        "",
    ]
    for menu, its in menus.items():
        lines += [f"## {menu}", "| 命令 | 按键 | 用来做什么 |", "|---|---|---|"]
        lines += [f"| {c.text} | {spelled(c.shortcut)} | {c.tip.rstrip('。')} |" for c in its]
        lines.append("")
    return Page(KEY, _TITLE, "", "\n".join(lines))


def spelled(shortcut: str) -> str:
    """Give keys as people read them."""
    ways = []
    for keys in filter(None, shortcut.split(";")):
        parts = [_NAMES.get(part, part) for part in keys.split("+")]
        ways.append(f"`{'+'.join(parts)}`")
    return " 或 ".join(ways)
