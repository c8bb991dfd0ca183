"""The page of the manual that lists every command with its keys, made from the commands."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from jianxi_desktop.services.manual import LEDGER, Page
from jianxi_desktop.ui.command import PAGE, Command
from jianxi_desktop.ui.command_pages import LIST, PAGES, head_of

KEY: Final = "commands"
_TITLE: Final = "所有命令和按键"
_HEADING: Final = f"## 菜单“{PAGE}”里的命令"
_NAMES: Final = {
    "Return": "回车",
    "Enter": "回车",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "Space": "空格",
    "PgDown": "PgDn",
}
# The pages of the manual about commands that are not given on one page of the window.
_ABOUT: Final = {
    "election": "election",
    "help": "keys",
    "look": "keys",
    "record": "form",
    "window": "keys",
    "window.divisions": "tree",
    "window.lock": "unlock",
    "window.minutes": "unlock",
    "window.notice": "working",
    "window.password": "accounts",
    "window.stop": "working",
}


def about(command: Command) -> str:
    """Name the page of the manual about a command."""
    first = head_of(command)
    page = _ABOUT.get(command.key) or _ABOUT.get(first) or PAGES.get(first, first)
    return page.replace(LIST, LEDGER)


def commands_page(commands: Iterable[Command], titles: Mapping[str, str]) -> Page:
    """List the commands by their menus, those of one page by that page.

    Args:
        commands: The commands.
        titles: What the pages of the manual are called.
    """
    menus: dict[str, list[Command]] = {}
    for command in commands:
        menus.setdefault(command.menu or f"{PAGE}：{titles[about(command)]}", []).append(command)
    lines = [
        f"# {_TITLE}",
        "",
        "按 `Ctrl+K` 可以按名称找到这里的每一个命令。灰色的现在用不着，或者没有权限。\\",
        f"菜单“{PAGE}”里只有正在看的这一页的命令，换一页就不同。",
        "",
    ]
    for menu, its in menus.items():
        lines += [f"## {menu}", *_table(its), ""]
    return Page(KEY, _TITLE, "", "\n".join(lines))


def with_commands(pages: Iterable[Page], commands: Iterable[Command]) -> tuple[Page, ...]:
    """Say at the end of each page what the menu 本页 has while its screen is in front."""
    own: dict[str, list[Command]] = {}
    for command in commands:
        if not command.menu:
            own.setdefault(about(command), []).append(command)
    return tuple(
        replace(page, text="\n".join((page.text, _HEADING, *_table(own[page.key]), "")))
        if page.key in own
        else page
        for page in pages
    )


def _table(commands: Iterable[Command]) -> list[str]:
    lines = ["| 命令 | 按键 | 用来做什么 |", "|---|---|---|"]
    lines += [f"| {c.text} | {spelled(c.shortcut)} | {c.tip.rstrip('。')} |" for c in commands]
    return lines


def spelled(shortcut: str) -> str:
    """Give keys as people read them."""
    ways = []
    for keys in filter(None, shortcut.split(";")):
        parts = [_NAMES.get(part, part) for part in keys.split("+")]
        ways.append(f"`{'+'.join(parts)}`")
    return " 或 ".join(ways)
