"""F1 before an office is open: the page of the manual about what is shown, in dialogs too."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from jianxi_desktop.ui.help_page import HelpDialog, whole_manual
from jianxi_desktop.ui.screen import Gate
from jianxi_desktop.ui.screens.paper_dialog import PaperDialog
from jianxi_desktop.ui.screens.unlock import UnlockPage
from jianxi_desktop.ui.screens.welcome import _CAPTIONS
from tests.ui.screens.welcoming import found


@pytest.fixture(scope="module")
def written():
    return {page.key: page.text for page in whole_manual()}


def press_f1(qtbot, window):
    """Press F1 where one is; give the manual that opens over the window."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and window.isActiveWindow())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F1)
    return next(each for each in window.findChildren(HelpDialog) if each.isVisible())


def test_that_the_ways_round_a_lost_password_have_their_help(gate, office, jobs, qtbot, written):
    page = UnlockPage(Gate(office.path, jobs, *[gate[1].errors.append] * 3))
    qtbot.addWidget(page)
    page.show()
    assert page.help_page() == "unlock"

    page.forgotten.click()
    assert page.help_page() == "unlock#忘记密码"
    page.lost.back.click()
    page.from_backup.click()

    assert page.help_page() == "unlock#从备份恢复"
    assert press_f1(qtbot, page).page == "unlock"
    assert "\n## 忘记密码\n" in written["unlock"]
    assert "\n## 从备份恢复\n" in written["unlock"]
    (told,) = [b for b in page.findChildren(QPushButton) if b.text() == "帮助（F1）"]
    assert told.isVisible()


def test_that_each_step_of_the_first_start_has_its_help(welcome, written, qtbot):
    for place, caption in enumerate(_CAPTIONS):
        welcome.steps.setCurrentIndex(place)
        assert welcome.help_page() == f"welcome#{caption}"
        assert f"\n## {caption}\n" in written["welcome"]
    assert press_f1(qtbot, welcome).page == "welcome"


def test_that_a_dialog_above_the_first_start_has_its_help(welcome, qtbot):
    found(welcome)
    welcome.recovery.looking.click()
    (preview,) = [d for d in welcome.findChildren(QDialog) if isinstance(d, PaperDialog)]

    assert press_f1(qtbot, preview).page == "print"
