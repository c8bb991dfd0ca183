"""Backups are made, tried, checked and put back in the window."""

import pytest
from PySide6.QtWidgets import QMessageBox

from jianxi_desktop.domain.rights import Role
from jianxi_desktop.services import accounts, backups, records
from jianxi_desktop.ui.lock import Lock
from jianxi_desktop.ui.screen import Gate
from jianxi_desktop.ui.screens.unlock import UnlockPage
from jianxi_desktop.ui.window import Window
from tests.conftest import PASSWORD


@pytest.fixture
def screen(open_window, office, member, visit):
    return visit(open_window(office), "backup")


def test_that_it_says_when_there_is_no_backup_yet(screen):
    assert "还没有备份过" in screen.last.text.text()
    assert not screen.desk.commands.is_on("backup.restore")


def test_that_a_backup_is_made_and_listed_as_whole(screen, office):
    screen.desk.commands.trigger("backup.run")

    assert screen.table.rows.rowCount() == 1
    assert screen.table.rows.line(0).cells[1] == "完好"
    assert "那以后没有改动" in screen.last.text.text()
    assert screen.desk.commands.is_on("backup.restore")


def test_that_a_second_copy_goes_where_was_chosen(screen, office, answer, tmp_path):
    drive = tmp_path / "drive"
    drive.mkdir()
    screen.pickers = answer(drive)

    screen.desk.commands.trigger("backup.second")
    screen.desk.commands.trigger("backup.run")

    assert len(list(drive.glob("*.jxdb"))) == 1
    assert str(drive) in screen.facts.text()


def test_that_trying_and_checking_tell_what_was_looked_at(screen):
    screen.desk.commands.trigger("backup.run")

    screen.desk.commands.trigger("backup.drill")
    assert "全部完好" in screen.verdict.text.text()
    screen.desk.commands.trigger("backup.verify")

    rules = {screen.checks.rows.line(row).cells[1] for row in range(screen.checks.rows.rowCount())}
    assert {"操作记录的链条", "每一页的封印", "密钥文件"} <= rules
    assert not any(rule.islower() for rule in rules), rules


def test_that_a_backup_is_put_back_from_the_locked_window(qtbot, jobs, office, member):
    """As a person does it: choose the backup, lock, give the password, go on with the old data."""
    window, gates = Window(jobs), []
    qtbot.addWidget(window)
    window.show()

    def show_door(path, account, restore):
        act = (window.report, lambda opened: gates.append(lock.enter(opened)), lambda _path: None)
        window.show_page(UnlockPage(Gate(path, jobs, *act, "", account, restore)))

    lock = Lock(window, show_door)
    desk = lock.enter(office)
    desk.open_screen("backup")
    desk.commands.trigger("backup.run")
    people = office.catalog["person"]
    found = records.find_record(office, people, member)
    seen = records.Seen(found.id, found.version, found.companion)
    records.save_record(office, people, {"name": "李改名"}, seen)

    desk.commands.trigger("backup.restore")
    (box,) = desk.shown.findChildren(QMessageBox)
    box.buttons()[0].click()
    page = window.page.restoring
    assert page.isVisible()
    page.password.setText(PASSWORD)
    assert not page.back_again.isVisible()
    page.restore.click()

    (again,) = gates
    assert records.find_record(again.office, people, member).values["name"] == "李𠮷"
    assert "已恢复" in window.notices.text.text()
    lock.watch.stop()
    again.office.close()


@pytest.fixture
def left_since(office):
    """Somebody was disabled after the last backup."""
    accounts.add_user(office, "张三", PASSWORD, Role.EDITOR)
    backups.backup(office)
    accounts.disable_user(office, "张三", "调离")


def test_that_it_is_asked_with_those_named_who_come_back(open_window, office, left_since, visit):
    screen = visit(open_window(office), "backup")

    screen.desk.commands.trigger("backup.restore")

    (box,) = screen.findChildren(QMessageBox)
    assert "已停用的张三恢复后又能打开" in box.informativeText()


def test_that_the_locked_page_names_those_who_come_back(office, left_since, jobs, qtbot):
    office.close()
    page = UnlockPage(Gate(office.path, jobs, lambda _e: None, lambda _o: None, lambda _p: None))
    qtbot.addWidget(page)
    page.show()

    page.from_backup.click()

    assert "张三" in page.restoring.back_again.text.text()


def test_that_a_restore_with_a_wrong_password_changes_nothing(office, member, jobs, qtbot):
    backups.backup(office)
    office.close()
    page = UnlockPage(Gate(office.path, jobs, lambda _e: None, lambda _o: None, lambda _p: None))
    qtbot.addWidget(page)
    page.show()
    before = office.path.read_bytes()

    page.from_backup.click()
    page.restoring.password.setText("something else")
    page.restoring.restore.click()

    assert "密码不对" in page.restoring.problem.text()
    assert office.path.read_bytes() == before
