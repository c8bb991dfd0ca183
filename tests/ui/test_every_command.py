"""What must hold for all commands."""

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow

from jianxi_desktop import settings
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command_table import COMMANDS
from jianxi_desktop.ui.commands import Commands
from jianxi_desktop.ui.screens import every as screens

EVERY = (*COMMANDS, *screens.COMMANDS)


@pytest.mark.parametrize("command", EVERY, ids=lambda c: c.key)
def test_that_a_command_says_what_it_does_and_has_its_drawing(command):
    assert command.text
    assert settings.resource("icons", f"{command.icon}.svg").exists() or not command.icon
    assert command.menu in {
        "",
        "记录",
        "列表",
        "组织",
        "数据",
        "管理",
        "前往",
        "窗口",
        "外观",
        "帮助",
    }
    for keys in filter(None, command.shortcut.split(";")):
        assert not QKeySequence(keys).isEmpty(), keys


def test_that_no_two_commands_have_one_name():
    names = Counter(command.key for command in EVERY)

    assert [name for name, times in names.items() if times > 1] == []


def test_that_no_key_means_two_things_on_one_screen():
    """Commands of different screens may share keys: only the one in front answers."""
    always = [c for c in COMMANDS if c.key.startswith(("window.", "help."))]
    keys = Counter(key for c in COMMANDS for key in c.shortcut.split(";") if key)
    taken = {key for c in always for key in c.shortcut.split(";") if key}
    own = {key for c in screens.COMMANDS for key in c.shortcut.split(";") if key}

    assert [key for key, times in keys.items() if times > 1] == []
    assert own & taken == set()


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
