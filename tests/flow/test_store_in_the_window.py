"""First start, second user, lock, forgotten password, yesterday's backup: as a person does it."""

import logging
import sys

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from jianxi_desktop import app
from jianxi_desktop.services import records
from jianxi_desktop.ui.screens.account_dialog import AccountDialog
from jianxi_desktop.ui.screens.unlock import UnlockPage
from jianxi_desktop.ui.screens.welcome import WelcomePage
from jianxi_desktop.ui.window import Window

FIRST, SECOND, THIRD = "老槐树下的石板路1921", "绿萝和吊兰都要少浇水啊", "忘了再设的新密码七七"


@pytest.fixture
def window(qtbot, qapp, monkeypatch, tmp_path):
    """The program on a PC without a database, started as ``main`` does."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    logger = logging.getLogger("jianxi_desktop")
    before = list(logger.handlers)
    made = Window()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    app.Start(QApplication.instance(), made, tmp_path / "office.jxdb", demo=False).begin()
    yield made
    made._leaving = True
    made.close()
    for handler in set(logger.handlers) - set(before):
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(logging.NOTSET)


class Day:
    """What a person does in the window, and waits for."""

    def __init__(self, qtbot, window):
        self.qtbot, self.window = qtbot, window

    @property
    def desk(self):
        return self.window.workbench

    def until(self, done):
        self.qtbot.waitUntil(done, timeout=30_000)

    def until_page(self, kind):
        self.until(lambda: isinstance(self.window.page, kind))
        return self.window.page

    def until_inside(self, user):
        self.until(lambda: self.desk is not None and self.desk.shown is not None)
        assert self.desk.office.user == user

    def found(self):
        """Found the office, and give its recovery key as it stood on the screen."""
        page = self.until_page(WelcomePage)
        self.until(lambda: page.unit.list.count() > 1)
        page.unit.choose("武汉路社区")
        page.forth.click()
        for line in (page.secret.password, page.secret.again):
            line.setText(FIRST)
        page.forth.click()
        self.until(lambda: page.steps.currentWidget() is page.recovery)
        grid = page.recovery.lines
        key = [
            "".join(grid.itemAtPosition(row, place).widget().text() for place in range(1, 5))
            for row in range(4)
        ]
        page.recovery.typed.setText(key[page.recovery.asked])
        page.recovery.go_on.click()
        page.forth.click()
        page.end.ways[2].click()
        return "\n".join(key)

    def add_user(self):
        self.desk.open_screen("accounts")
        self.desk.commands.trigger("account.add")
        dialog = self.desk.shown.findChild(AccountDialog)
        dialog.name.setText("王芳")
        for line in (dialog.password, dialog.again):
            line.setText(SECOND)
        dialog.save.click()
        self.until(lambda: "已新增用户" in self.window.notices.text.text())

    def back_up(self):
        self.desk.open_screen("backup")
        self.desk.commands.trigger("backup.run")
        self.until(lambda: self.desk.shown.table.rows.rowCount() == 1)
        self.until(lambda: not self.desk.jobs.busy)

    def lock(self):
        self.desk.commands.trigger("window.lock")
        page = self.until_page(UnlockPage)
        self.until(lambda: page.users.count() == 2)
        return page

    def restore(self):
        """Put back the one backup there is, with the password that was then."""
        self.desk.open_screen("backup")
        self.until(lambda: self.desk.commands.is_on("backup.restore"))
        self.desk.commands.trigger("backup.restore")
        # Who comes back with the backup is looked up before the question is asked.
        self.until(lambda: self.window.findChild(QMessageBox) is not None)
        self.desk.shown.findChild(QMessageBox).buttons()[0].click()
        page = self.until_page(UnlockPage).restoring
        self.until(lambda: page.users.count() == 2)
        page.users.setCurrentIndex(page.users.findText("管理员"))
        page.password.setText(FIRST)
        page.restore.click()


def unlock(page, user, password):
    page.users.setCurrentIndex(page.users.findText(user))
    page.password.setText(password)
    page.enter.click()


def reset(page, user, key, password):
    page.forgotten.click()
    page.lost.users.setCurrentIndex(page.lost.users.findText(user))
    page.lost.recovery_key.setPlainText(key)
    for line in (page.lost.new_password, page.lost.again):
        line.setText(password)
    page.lost.reset.click()


def save_venue(office, name):
    values = {"name": name, "kind": "service_centre"}
    return records.save_record(office, office.catalog["venue"], values)


def venues(office):
    return records.count_rows(office, office.catalog["venue"], records.Query())


def test_the_first_days_of_the_store(qtbot, window):
    day = Day(qtbot, window)

    key = day.found()
    day.until_inside("管理员")
    day.add_user()
    save_venue(day.desk.office, "党群服务中心")
    day.back_up()
    save_venue(day.desk.office, "后来添的阵地")

    unlock(day.lock(), "王芳", SECOND)
    day.until_inside("王芳")
    assert "accounts" not in {place.key for place in day.desk.places}

    reset(day.lock(), "管理员", key, THIRD)
    day.until_inside("管理员")
    assert venues(day.desk.office) == 2

    day.restore()
    day.until_inside("管理员")
    assert venues(day.desk.office) == 1
    day.until(lambda: "已恢复" in window.notices.text.text())

    save_venue(day.desk.office, "关门前添的阵地")
    path = day.desk.office.path
    window.close()
    day.until(lambda: not window.isVisible())
    assert len(list((path.parent / "backups").glob("*.jxdb"))) == 2
