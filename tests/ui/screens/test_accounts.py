"""Users are added, changed and disabled, and keys replaced, on the page of users."""

import pytest
from PySide6.QtWidgets import QMessageBox

from jianxi_desktop.domain.rights import Right, Role
from jianxi_desktop.services import accounts
from jianxi_desktop.services.office import open_office
from jianxi_desktop.ui.removal import ReasonDialog
from jianxi_desktop.ui.screens.account_dialog import AccountDialog
from jianxi_desktop.ui.screens.password_dialog import PasswordDialog
from jianxi_desktop.ui.screens.recovery_dialog import RecoveryDialog
from tests.conftest import PASSWORD

SECOND = "槐树下的青石板1987"


@pytest.fixture
def screen(open_window, office, branch, visit):
    return visit(open_window(office), "accounts")


def lines(screen):
    rows = screen.table.rows
    return [rows.line(row).cells for row in range(rows.rowCount())]


def add(screen, name="王芳", role=Role.EDITOR, password=SECOND):
    """Fill in the dialog of a new user."""
    screen.desk.commands.trigger("account.add")
    dialog = screen.findChild(AccountDialog)
    dialog.name.setText(name)
    dialog.role.setCurrentIndex(dialog.role.findData(role))
    dialog.password.setText(password)
    dialog.again.setText(password)
    return dialog


def select(screen, name):
    row = next(row for row, line in enumerate(lines(screen)) if line[0] == name)
    screen.table.setCurrentIndex(screen.table.rows.index(row, 0))


def test_that_a_user_is_added_with_what_was_ticked_and_can_open(screen, office, branch):
    dialog = add(screen)
    dialog.organisation.show_value(branch)
    dialog.rights[Right.REVEAL].setChecked(True)
    dialog.rights[Right.EXPORT].setChecked(False)
    dialog.save.click()

    assert ("王芳", "录入员", "第一网格党支部", "查看完整号码", "导出", "在用") in lines(screen)
    opened = open_office(office.path, SECOND, user="王芳")
    assert Right.REVEAL in opened.account.rights
    assert Right.EXPORT not in opened.account.rights
    opened.close()


def test_that_a_weak_password_is_refused_in_place(screen):
    dialog = add(screen, password="wuhanlu123")
    dialog.save.click()

    assert dialog.problem.text()
    assert dialog.isVisible()
    assert len(lines(screen)) == 1


def test_that_an_administrator_has_all_rights_and_no_subtree(screen):
    dialog = add(screen, role=Role.ADMINISTRATOR)

    assert all(box.isChecked() and not box.isEnabled() for box in dialog.rights.values())
    assert not dialog.organisation.isEnabled()


def test_that_a_user_is_changed(screen, office):
    add(screen).save.click()
    select(screen, "王芳")

    screen.desk.commands.trigger("account.change")
    dialog = screen.findChildren(AccountDialog)[-1]
    dialog.name.setText("王芳芳")
    dialog.role.setCurrentIndex(dialog.role.findData(Role.VIEWER))
    dialog.save.click()

    assert ("王芳芳", "查阅者") in {line[:2] for line in lines(screen)}


def test_that_who_leaves_is_disabled_with_a_reason_and_shut_out(screen, office):
    add(screen).save.click()
    select(screen, "王芳")

    screen.desk.commands.trigger("account.disable")
    dialog = screen.findChild(ReasonDialog)
    dialog.reason.setCurrentText("调离")
    dialog.accept()

    assert any("停用：调离" in line[5] for line in lines(screen))
    assert not screen.desk.commands.is_on("account.disable")
    assert "王芳" not in {user.name for user in accounts.list_users(office) if user.can_open}


def test_that_nobody_disables_himself(screen):
    select(screen, "管理员")

    assert not screen.desk.commands.is_on("account.disable")


def test_that_ones_own_password_needs_the_present_one(screen, office):
    screen.desk.commands.trigger("window.password")
    dialog = screen.desk.findChild(PasswordDialog)
    for line, text in ((dialog.old, "wrong"), (dialog.new, SECOND), (dialog.again, SECOND)):
        line.setText(text)
    dialog.save.click()
    assert "密码不对" in dialog.problem.text()

    dialog.old.setText(PASSWORD)
    dialog.save.click()

    open_office(office.path, SECOND).close()


def test_that_a_new_recovery_key_is_shown_until_it_was_copied(screen):
    screen.desk.commands.trigger("account.recovery")
    (box,) = screen.findChildren(QMessageBox)
    box.buttons()[0].click()

    dialog = screen.findChild(RecoveryDialog)
    dialog.reject()
    assert dialog.isVisible()
    grid = dialog.page.lines
    line = "".join(
        grid.itemAtPosition(dialog.page.asked, place).widget().text() for place in range(1, 5)
    )
    dialog.page.typed.setText(line)
    dialog.page.go_on.click()

    assert not dialog.isVisible()
    assert "恢复密钥已更换" in screen.desk.window().notices.text.text()
