"""After a save, one press opens the folder the file stands in."""

import pytest
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QDesktopServices

from jianxi_desktop.ui.open_folder import offer_folder


class Desk:
    """Keeps what is said."""

    def __init__(self):
        self.said, self.act, self.warned, self.verb = "", None, "", ""

    def notice(self, text, *, undo=None, undo_text="撤销"):
        self.said, self.act, self.verb = text, undo, undo_text

    def warn(self, text, *, act=None, verb=""):
        self.warned = text
        self.act, self.verb = act or self.act, verb or self.verb


class Manager(QObject):
    """A file manager as Qt calls one."""

    def __init__(self):
        super().__init__()
        self.shown = []

    @Slot("QUrl")
    def show(self, url):
        self.shown.append(url.toLocalFile())


@pytest.fixture
def manager(qapp):
    made = Manager()
    QDesktopServices.setUrlHandler("file", made, "show")
    yield made
    QDesktopServices.unsetUrlHandler("file")


def test_that_the_folder_of_what_was_saved_opens(manager, tmp_path):
    path, desk = tmp_path / "名册.xlsx", Desk()
    path.write_bytes(b"x")

    offer_folder(desk, path, "已保存：名册.xlsx。")

    assert (desk.said, desk.verb) == ("已保存：名册.xlsx。", "打开所在文件夹")
    assert manager.shown == []
    desk.act()
    assert manager.shown == [str(tmp_path)]
    assert desk.warned == ""


def test_that_what_must_not_be_missed_is_said_in_amber(manager, tmp_path):
    desk = Desk()
    offer_folder(desk, tmp_path, "里面是完整号码。", careful=True)

    assert (desk.said, desk.warned) == ("", "里面是完整号码。")
    desk.act()
    assert manager.shown == [str(tmp_path)]


def test_that_a_file_that_has_gone_is_told_of_by_its_place(manager, tmp_path):
    desk = Desk()
    offer_folder(desk, tmp_path / "没有了.pdf", "已保存。")

    desk.act()

    assert manager.shown == []
    assert str(tmp_path) in desk.warned
