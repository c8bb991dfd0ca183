"""Photos and documents are let go anywhere on a form, or pasted; a new record waits for them."""

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMessageBox

from jianxi_desktop.db import drafts as kept
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.services import attachments, drafts
from jianxi_desktop.ui.screen import Edited
from tests import factory
from tests.scans.documents import DOCX, photo
from tests.ui.looks import still_cut
from tests.ui.test_attachments import drop


@pytest.fixture
def desk(open_window, office):
    return open_window(office)


@pytest.fixture
def activity(office):
    return factory.record_of(office, "activity", 1, topic="主题党日", held_on="2026-06-05")


@pytest.fixture
def files(tmp_path):
    (tmp_path / "a.jpg").write_bytes(photo(400, 300))
    (tmp_path / "b.docx").write_bytes(DOCX)
    return [tmp_path / "a.jpg", tmp_path / "b.docx"]


@pytest.fixture
def clipboard(qapp):
    yield QGuiApplication.clipboard()
    QGuiApplication.clipboard().clear()


def titles(office, record):
    found = attachments.attachments_of(office, office.catalog["activity"], record)
    return [each.title for each in found]


def test_that_files_are_let_go_anywhere_on_the_form(desk, office, activity, files):
    desk.open_screen("form", Edited("activity", activity))
    assert not desk.shown.form.editor("topic").line.acceptDrops()  # they go to the page behind
    drop(desk.shown, files)
    assert titles(office, activity) == ["主题党日照片1", "b"]
    assert desk.shown.below.tabs.tabText(2) == "照片和文件 2"
    assert not desk.shown.files.veil.isVisible()


def test_that_a_new_record_gets_them_once_it_is_saved(desk, office, files, branch):
    given = {"organisation": branch, "kind": "theme_day", "held_on": "2026-07-01"}
    desk.open_screen("form", Edited("activity", given={**given, "topic": "七一"}))
    screen = desk.shown
    drop(screen, files)
    assert screen.files.hint.text.text() == "保存以后添加 2 个文件：a.jpg、b.docx。"
    assert screen.dirty
    assert still_cut(desk.window()) == []
    screen.save()
    assert screen.files.hint.isHidden()
    assert titles(office, screen.form.seen.id) == ["七一照片1", "b"]
    assert not screen.dirty


def test_that_what_waits_is_kept_with_the_draft_and_goes_with_it(desk, office, files, clipboard):
    desk.open_screen("form", Edited("activity", given={"topic": "七一"}))
    drop(desk.shown, files)
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    clipboard.setImage(image)
    desk.shown.files.paste()
    desk.shown.keeping.keep()
    for path in files:
        path.unlink()  # the drive they were on is gone, and the power with it

    (draft,) = drafts.waiting(office)
    desk.shown.files.waiting = {}
    desk.shown.form.forget()
    desk.open_screen("home")
    desk.open_screen("form", Edited("activity", draft=draft))
    screen = desk.shown
    assert "a.jpg、b.docx、粘贴的图片.png" in screen.files.hint.text.text()

    values = {"organisation": office.top, "kind": "theme_day", "held_on": "2026-07-01"}
    for key, value in values.items():
        screen.form.editor(key).show_value(value)
    screen.save()
    assert titles(office, screen.form.seen.id) == ["七一照片1", "b", "七一照片2"]
    assert drafts.waiting(office) == ()
    with office.store.read() as connection:
        assert kept.list_files(connection, office.account.id) == set()


def test_that_what_waits_is_asked_about_and_given_up(desk, files):
    desk.open_screen("form", Edited("activity"))
    drop(desk.shown, files)
    desk.open_screen("home")
    desk.shown.findChild(QMessageBox, "question").buttons()[1].click()
    assert desk.shown.key == "home"


def test_that_a_copied_picture_is_pasted_over_a_field(desk, office, activity, clipboard, qtbot):
    desk.open_screen("form", Edited("activity", activity))
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    clipboard.setImage(image)
    line = desk.shown.form.editor("topic").line
    qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert titles(office, activity) == ["主题党日照片1"]
    clipboard.setText("涧西")
    line.clear()
    qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == "涧西"  # words are the field's
    desk.commands.trigger("record.paste_picture")
    assert "剪贴板里没有图片" in desk.window().notices.text.text()
    desk.shown.form.forget()


def test_that_files_copied_in_a_folder_are_pasted_too(desk, office, activity, files, clipboard):
    desk.open_screen("form", Edited("activity", activity))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    clipboard.setMimeData(mime)
    desk.commands.trigger("record.paste_picture")
    assert titles(office, activity) == ["主题党日照片1", "b"]


def test_that_a_record_without_files_of_its_own_says_where_they_go(desk, member, files):
    desk.open_screen("form", Edited("person", member))
    drop(desk.shown, files)
    assert "附件登记" in desk.window().notices.text.text()
    assert not desk.commands.is_on("record.add_files")


def test_that_whoever_only_looks_gives_nothing(open_window, office, activity):
    desk = open_window(factory.limited(office, office.top, Role.VIEWER))
    desk.open_screen("form", Edited("activity", activity))
    assert not desk.shown.acceptDrops()
    assert not desk.commands.is_on("record.add_files")
