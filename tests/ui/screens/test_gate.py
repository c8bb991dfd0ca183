import dataclasses
import shutil

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from jianxi_desktop import settings
from jianxi_desktop.db import keyring, keyring_users
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.services.office import open_office
from jianxi_desktop.ui.screen import Gate
from jianxi_desktop.ui.screens.unlock import UnlockPage
from tests.conftest import PASSWORD
from tests.ui.screens.welcoming import copy_key, enter, found, key_of


@pytest.fixture
def locked(gate, office, jobs, qtbot):
    """The unlock page of a community's database."""
    seen = gate[1]
    page = UnlockPage(
        Gate(office.path, jobs, seen.errors.append, seen.offices.append, seen.paths.append)
    )
    qtbot.addWidget(page)
    page.show()
    return page


def test_that_the_demonstration_opens_again_after_it_was_locked(gate, founded, jobs, qtbot):
    target = settings.demo_database()
    target.parent.mkdir(parents=True)
    for suffix in ("", ".keys"):
        shutil.copy(founded / f"demo.jxdb{suffix}", f"{target}{suffix}")
    page = UnlockPage(dataclasses.replace(gate[0], path=target))
    qtbot.addWidget(page)

    page.enter.click()

    assert len(gate[1].offices) == 1


def test_that_the_password_opens_the_office(locked, gate):
    locked.password.setText(PASSWORD)
    locked.password.returnPressed.emit()

    assert [office.unit.name for office in gate[1].offices] == ["武汉路社区"]
    assert locked.password.text() == ""


def test_that_one_user_is_not_asked_who_it_is(locked):
    assert not locked.users.isVisible()
    assert locked.users.currentText() == "管理员"


def test_that_several_users_choose_who_it_is_and_the_last_one_comes_first(
    office, gate, jobs, qtbot
):
    ring = keyring.keyring_path(office.path)
    key = keyring.unlock(ring, None, PASSWORD).key
    second = keyring_users.add_user(ring, "王芳", key, "second-password")
    page = UnlockPage(dataclasses.replace(gate[0], path=office.path, account=second.id))
    qtbot.addWidget(page)
    page.show()

    assert page.users.isVisible()
    assert [page.users.itemText(n) for n in range(2)] == ["管理员", "王芳"]
    assert page.users.currentText() == "王芳"


def test_that_capitals_are_pointed_out(locked, qtbot):
    def press(text, modifier):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, modifier, text)
        locked.password.keyPressEvent(event)
        return locked.capitals.isVisible()

    assert press("A", Qt.KeyboardModifier.NoModifier)
    assert not press("A", Qt.KeyboardModifier.ShiftModifier)
    assert press("a", Qt.KeyboardModifier.ShiftModifier)
    assert not press("a", Qt.KeyboardModifier.NoModifier)


def test_that_one_waits_as_long_as_is_said(locked):
    refused = EnvironmentFailure("wait", user_message="请等 2 秒再试。", code="wait")
    locked._failed(refused)

    assert "2 秒" in locked.problem.text()
    assert not locked.enter.isEnabled()
    locked.waiting.timer.timeout.emit()
    assert "1 秒" in locked.problem.text()
    locked.waiting.timer.timeout.emit()
    assert locked.enter.isEnabled()
    assert locked.problem.text() == ""


def test_that_another_user_need_not_wait(locked):
    refused = EnvironmentFailure("wait", user_message="请等 60 秒再试。", code="wait")
    locked._failed(refused)

    locked.users.activated.emit(0)

    assert locked.enter.isEnabled()
    assert locked.problem.text() == ""


def test_that_a_wrong_password_is_said_in_place(locked, gate):
    locked.password.setText("something else")
    locked.enter.click()

    assert "密码不对" in locked.problem.text()
    assert locked.password.property("state") == "error"
    assert gate[1].errors == []
    assert locked.enter.isEnabled()


def test_that_the_recovery_key_sets_a_new_password(welcome, gate, qtbot):
    found(welcome)
    key = key_of(welcome)
    copy_key(welcome)
    enter(welcome)
    page = UnlockPage(gate[0])
    qtbot.addWidget(page)
    page.forgotten.click()
    page.lost.recovery_key.setPlainText("\n".join(key))
    page.lost.new_password.setText("梧桐絮 早班铃声 1978")
    page.lost.again.setText("梧桐絮 早班铃声 1978")
    page.lost.reset.click()

    assert len(gate[1].offices) == 2
    open_office(gate[0].path, "梧桐絮 早班铃声 1978").close()


def test_that_a_mistyped_recovery_key_names_its_line(locked):
    locked.forgotten.click()
    locked.lost.recovery_key.setPlainText("0000 0000 0000 0000\n" * 4)
    locked.lost.new_password.setText("梧桐絮 早班铃声 1978")
    locked.lost.again.setText("梧桐絮 早班铃声 1978")
    locked.lost.reset.click()

    assert "第 " in locked.lost.problem.text()


def test_that_another_database_is_left_to_the_window(locked, gate, answer, tmp_path):
    locked.pickers = answer(tmp_path / "other.jxdb")

    locked._choose()

    assert gate[1].paths == [tmp_path / "other.jxdb"]


def test_that_esc_leads_back_to_the_password(locked, qtbot):
    locked.forgotten.click()
    assert locked.lost.isVisible()

    qtbot.keyClick(locked.lost.new_password, Qt.Key.Key_Escape)

    assert locked.with_password.isVisible()
