"""A workbook with a password: asked for, told when wrong, kept nowhere."""

import logging
import shutil

import pytest
from PySide6.QtWidgets import QLineEdit

from jianxi_desktop.ui.screens.import_password import FilePassword
from tests.services.filled import lock
from tests.ui.screens.conftest import person, write_sheet

SECRET = "涧西Jianxi-2026"


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory):
    """A roster of three that opens with a password only; no test writes to it."""
    path = tmp_path_factory.mktemp("locked") / "加密名册.xlsx"
    return lock(write_sheet(path, [person(n) for n in (1, 2, 3)]), SECRET)


@pytest.fixture
def locked(encrypted, tmp_path):
    """That roster where this test may have it."""
    return shutil.copy(encrypted, tmp_path / encrypted.name)


@pytest.fixture
def screen(open_window, office, visit):
    return visit(open_window(office), "import")


def asked(screen):
    """Give the question for the password that is open now."""
    dialogs = [each for each in screen.findChildren(FilePassword) if each.isVisible()]
    return dialogs[-1] if dialogs else None


def give(screen, password):
    """Type a password and open the file."""
    dialog = asked(screen)
    dialog.line.setText(password)
    dialog.open_it.click()


def test_that_the_password_is_asked_for_and_opens_the_file(screen, locked):
    screen.take(locked)
    assert "加密名册" in asked(screen).findChild(QLineEdit).window().windowTitle() + locked.stem
    assert asked(screen).line.echoMode() == QLineEdit.EchoMode.Password

    give(screen, SECRET)

    assert asked(screen) is None
    assert screen.result.figures.text_of("create") == "3"
    assert not screen.message.isVisible()


def test_that_a_wrong_password_is_told_and_asked_for_again(screen, locked):
    screen.take(locked)

    give(screen, "猜一个")

    assert "密码不对" in asked(screen).problem.text()
    assert asked(screen).line.text() == ""
    give(screen, SECRET)
    assert screen.result.figures.text_of("create") == "3"


def test_that_without_a_password_nothing_is_asked_of_the_reader(screen, locked):
    screen.take(locked)

    give(screen, "")

    assert "请输入密码" in asked(screen).problem.text()


def test_that_one_may_leave_it_and_come_back(screen, locked):
    screen.take(locked)
    asked(screen).reject()
    assert screen.message.isVisible()

    screen.unlock.click()
    give(screen, SECRET)

    assert screen.result.figures.text_of("create") == "3"


def test_that_the_password_is_imported_with_and_then_forgotten(screen, locked, roster, caplog):
    caplog.set_level(logging.DEBUG)
    screen.take(locked)
    give(screen, SECRET)
    screen.desk.commands.trigger("import.run")
    assert "新增 3" in screen.desk.window().notices.text.text()

    screen.take(roster)

    assert screen.brought.password is None
    assert SECRET not in caplog.text
    assert SECRET not in repr(screen.brought)


def test_that_locking_the_window_forgets_the_password(screen, locked):
    screen.take(locked)
    give(screen, SECRET)

    screen.put_away()

    assert screen.brought.password is None
