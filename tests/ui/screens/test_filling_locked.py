"""A blank with a password: asked for, told when wrong, kept nowhere."""

import pytest

from jianxi_desktop.ui.screens.import_password import FilePassword
from tests.services.filled import cells, lock, write_blank

SECRET = "涧西Jianxi-2026"


@pytest.fixture
def blank(tmp_path):
    return lock(write_blank(tmp_path / "组织表.xlsx", ("序号", "党组织名称", "书记")), SECRET)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "填好.xlsx"


@pytest.fixture
def screen(open_window, office, branch, visit, out, answer):
    shown = visit(open_window(office), "fill")
    shown.pickers = answer(out)
    return shown


def asked(screen):
    """Give the question for the password that is open now."""
    dialogs = [each for each in screen.findChildren(FilePassword) if each.isVisible()]
    return dialogs[-1] if dialogs else None


def give(screen, password):
    """Type a password and open the file."""
    dialog = asked(screen)
    dialog.line.setText(password)
    dialog.open_it.click()


def test_that_the_password_is_asked_for_until_it_opens_the_blank(screen, blank, out):
    screen.take(blank)
    assert "组织表" in asked(screen).asked.text()
    asked(screen).reject()
    assert screen.message.isVisible()

    screen.unlock.click()
    give(screen, "猜一个")
    assert "密码不对" in asked(screen).problem.text()
    give(screen, SECRET)

    assert asked(screen) is None
    assert not screen.unlock.isVisible()
    assert "填好的文件不带密码" in screen.message.text.text()
    screen.desk.commands.trigger("fill.run")
    assert "第一网格党支部" in [row[1] for row in cells(out, 3, 4)]
    assert SECRET not in repr(screen.plan)


def test_that_it_is_asked_for_again_after_the_window_was_locked(screen, blank, out):
    screen.take(blank)
    give(screen, SECRET)
    screen.table.choose("书记", None)
    screen.put_away()
    assert (screen.plan.password, screen.desk.shown) == (None, screen)

    screen.desk.commands.trigger("fill.run")
    assert not out.exists()
    give(screen, SECRET)

    assert "第一网格党支部" in [row[1] for row in cells(out, 3, 4)]
    assert screen.plan.columns[2].source is None
