"""What must hold for all commands."""

from collections import Counter
from itertools import chain

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow

from jianxi_desktop import settings
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import BELOW, PAGE
from jianxi_desktop.ui.command_table import COMMANDS
from jianxi_desktop.ui.commands import Commands
from jianxi_desktop.ui.help_page import whole_manual
from jianxi_desktop.ui.manual_commands import about
from jianxi_desktop.ui.screen import Edited
from jianxi_desktop.ui.screens import every as screens

EVERY = (*COMMANDS, *screens.COMMANDS)
LISTS = (
    "person",
    "project",
    "booking",
    "attachment",
    "indicator_set",
)  # have commands of their own
OF_UPPER_OFFICES = {"package.desk"}
ROOM = 640  # points for a menu on a screen of 768


@pytest.mark.parametrize("command", EVERY, ids=lambda c: c.key)
def test_that_a_command_says_what_it_does_and_has_its_drawing(command):
    assert command.text
    assert settings.resource("icons", f"{command.icon}.svg").exists() or not command.icon
    assert command.menu.partition(BELOW)[0] in {"", "记录", "列表", "组织", "数据", "窗口", "帮助"}
    for keys in filter(None, command.shortcut.split(";")):
        assert not QKeySequence(keys).isEmpty(), keys


def test_that_no_two_commands_have_one_name():
    names = Counter(command.key for command in EVERY)

    assert [name for name, times in names.items() if times > 1] == []


def test_that_a_page_of_the_manual_names_each_command():
    pages = {page.key: page.text.replace("[", "") for page in whole_manual()}

    silent = [each.key for each in EVERY if each.text.rstrip("…") not in pages[about(each)]]
    assert silent == []


def test_that_every_command_is_answered_and_stands_in_a_menu_that_fits_the_screen(bench):
    """What no page answers nobody can ever give; no key means two things on one page."""
    commands = bench.commands
    bar = bench.window().menuBar().actions()  # with Qt 6.8 a menu goes with its action
    menus = {action.text(): action.menu() for action in bar}
    given, found = set(), {action.objectName() for action in actions_in(menus.values())}
    for key in (*(each.key for each in screens.SCREENS), *(f"list:{each}" for each in LISTS)):
        bench.open_screen(key)
        menus[PAGE].aboutToShow.emit()
        answered = [each for each in commands.all() if commands.is_answered(each.key)]
        keys = Counter(chain.from_iterable(map(keys_of, answered)))
        assert [each for each, times in keys.items() if times > 1] == [], key
        assert menus[PAGE].sizeHint().height() < ROOM, key
        given |= {each.key for each in answered}
        found |= {action.objectName() for action in menus[PAGE].actions()}
    bench.open_screen("form", Edited("person"))
    given |= {each.key for each in commands.all() if commands.is_answered(each.key)}

    assert {each.key for each in EVERY} - given == OF_UPPER_OFFICES
    assert {each.key for each in EVERY} - found == OF_UPPER_OFFICES
    assert max(menu.sizeHint().height() for menu in menus.values()) < ROOM


def keys_of(command):
    return filter(None, command.shortcut.split(";"))


def actions_in(menus):
    """Give the actions of menus and of the menus inside them."""
    for menu in menus:
        for action in menu.actions():
            yield from actions_in([action.menu()]) if action.menu() else [action]


@pytest.fixture
def commands(qtbot, qapp):
    host = QMainWindow()
    qtbot.addWidget(host)
    return Commands(host)


def test_that_a_command_nobody_answers_is_off(commands):
    button = commands.button("record.new")

    assert not button.isEnabled()
    commands.hand_to({"record.new": lambda: None})
    assert button.isEnabled()
    commands.hand_to({})
    assert not button.isEnabled()


def test_that_a_button_gives_its_command_to_the_screen_in_front(commands, qtbot):
    given = []
    button = commands.button("record.new")
    commands.hand_to({"record.new": lambda: given.append("new")})

    button.click()

    assert given == ["new"]


def test_that_long_work_can_be_begun_and_stopped_while_such_work_runs(commands):
    given = ("list.export", "look.large", "window.stop")
    commands.hand_to(dict.fromkeys(given, lambda: None))
    assert [key for key in given if commands.is_on(key)] == ["list.export", "look.large"]

    commands.set_busy(busy=True)

    assert [key for key in given if commands.is_on(key)] == ["list.export", "window.stop"]


def test_that_a_command_without_the_right_is_off_and_says_why(qtbot, qapp):
    host = QMainWindow()
    qtbot.addWidget(host)
    commands = Commands(host, rights={Right.VIEW})
    commands.hand_to({"record.new": lambda: None, "record.open": lambda: None})

    assert not commands.is_on("record.new")
    assert "没有“录入和修改”的权限" in commands.button("record.new").toolTip()
    assert commands.is_on("record.open")
