"""What the search box offers besides records: pages, commands, and new records of each ledger.

A command that another page answers leads to that page, so that nobody has to know where it stands.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from PySide6.QtGui import QKeySequence

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import papers
from jianxi_desktop.services.drawn import Asks, Wanted
from jianxi_desktop.ui.command import Command
from jianxi_desktop.ui.command_pages import LIST, PAGES, head_of
from jianxi_desktop.ui.commands import Commands
from jianxi_desktop.ui.find_lines import Line, Offer
from jianxi_desktop.ui.find_words import ALSO
from jianxi_desktop.ui.navigation import Place
from jianxi_desktop.ui.places import GO
from jianxi_desktop.ui.screen import Desk, Edited, Printed

_OF_LISTS: Final = {"record": "form", "list": "list"}  # help on what every list can do


def offers_of(
    desk: Desk, places: tuple[Place, ...], open_help: Callable[[str], None]
) -> list[Offer]:
    """Give the pages one can go to, the commands, and what can be entered or printed.

    Commands that can be given now come first, then those that another page answers.

    Args:
        desk: The desk.
        places: The pages this person is led to.
        open_help: Opens a page of help.
    """
    commands, titles = desk.commands, {place.key: place.title for place in places}
    now = [command for command in commands.all() if commands.is_on(command.key)]
    offers = [_given_now(commands, command) for command in now]
    others = [c for c in commands.all() if c not in now and commands.may(c)]
    offers += _given_elsewhere(desk, titles, others)
    offers += [_given_in_lists(c, open_help) for c in others if head_of(c) in _OF_LISTS]
    if Right.EDIT in desk.office.account.rights:
        offers += [_entered(desk, place) for place in places if place.key.startswith(LIST)]
    return [*offers, *_printed(desk, titles)]


def _given_now(commands: Commands, command: Command) -> Offer:
    group = "页面" if command.menu == GO else "命令"
    facts = command.tip or ("" if command.menu == GO else command.menu)
    act = partial(commands.trigger, command.key)
    line = Line(command.text, facts, command.icon, _keys_of(command), act)
    return Offer(group, command.text, line, ALSO.get(command.key, ""))


def _given_elsewhere(
    desk: Desk, titles: Mapping[str, str], others: list[Command]
) -> Iterator[Offer]:
    for command in others:
        page = PAGES.get(head_of(command), "")
        if page not in titles or desk.is_shown(page):
            continue  # it is there, and off: nothing is chosen that it could be done with
        facts = f"在“{titles[page]}”里：{command.tip}".rstrip("：")
        line = Line(command.text, facts, command.icon, act=partial(desk.open_screen, page))
        yield Offer("命令", command.text, line, ALSO.get(command.key, ""), here=False)


def _given_in_lists(command: Command, open_help: Callable[[str], None]) -> Offer:
    """Tell where a command stands that has to do with records one looks at."""
    where = _OF_LISTS[head_of(command)]
    facts = f"先打开一本台账：{command.tip}"
    line = Line(command.text, facts, command.icon, act=partial(open_help, where))
    return Offer("命令", command.text, line, ALSO.get(command.key, ""), here=False)


def _printed(desk: Desk, titles: Mapping[str, str]) -> Iterator[Offer]:
    if "print" not in titles:
        return
    for paper in papers.printouts(desk.office.catalog):
        if paper.asks is not Asks.RECORD:
            act = partial(desk.open_screen, "print", Printed(paper.key, Wanted()))
            line = Line(f"打印：{paper.title}", "先看再打印", "print", act=act)
            yield Offer("命令", f"打印{paper.title}", line, here=False)


def _entered(desk: Desk, place: Place) -> Offer:
    ledger = place.key.removeprefix(LIST)
    act = partial(desk.open_screen, "form", Edited(ledger))
    line = Line(f"新增：{place.title}", "打开一张空白的表单", "add", act=act)
    also = " ".join(f"{verb}{place.title}" for verb in ("添加", "增加", "登记", "录入"))
    return Offer("命令", f"新增{place.title}", line, also, here=False)


def _keys_of(command: Command) -> str:
    keys = [
        QKeySequence(each).toString(QKeySequence.SequenceFormat.NativeText)
        for each in command.shortcut.split(";")
        if each
    ]
    return keys[0] if keys else ""
