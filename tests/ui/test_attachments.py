"""Photos and files of a record, in the window: added, dropped, seen, saved, taken out."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from jianxi_desktop.db import wants
from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.services import attachments, records
from jianxi_desktop.ui import attachment_actions
from jianxi_desktop.ui.picture_dialog import PictureDialog
from jianxi_desktop.ui.screen import Edited
from jianxi_desktop.ui.screens.pickers import Pickers
from tests import factory
from tests.scans.documents import DOCX, photo
from tests.ui.looks import still_cut


@pytest.fixture
def desk(open_window, office):
    return open_window(office)


@pytest.fixture
def activity(office):
    return factory.record_of(office, "activity", 1, topic="主题党日", held_on="2026-06-05")


@pytest.fixture
def panel(desk, activity):
    desk.open_screen("form", Edited("activity", activity))
    below = desk.shown.below
    below.show_kind("attachment")
    return below.parts[-1]


@pytest.fixture
def files(tmp_path):
    (tmp_path / "a.jpg").write_bytes(photo(400, 300))
    (tmp_path / "b.docx").write_bytes(DOCX)
    (tmp_path / "c.exe").write_bytes(b"MZ")
    return [tmp_path / "a.jpg", tmp_path / "b.docx", tmp_path / "c.exe"]


def drop(panel, paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, *buttons)
    QApplication.sendEvent(panel, enter)
    assert enter.isAccepted()
    dropped = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, *buttons, QEvent.Type.Drop)
    QApplication.sendEvent(panel, dropped)


def texts(panel):
    return [panel.files.item(row).text() for row in range(panel.files.count())]


def test_that_photos_are_dropped_on_an_activity(desk, panel, files, office, activity):
    assert panel.count.text() == "还没有"
    drop(panel, files[:2])
    assert texts(panel) == ["主题党日照片1", "b"]
    assert "已添加2个文件" in desk.window().notices.text.text()
    assert desk.shown.below.tabs.tabText(2) == "照片和文件 2"
    ledger = office.catalog["attachment"]
    row = records.find_record(office, ledger, panel._shown[0].id).values
    assert (row["activity"], row["taken_on"]) == (activity, "2026-06-05")
    assert row["about"] == "组织生活与活动台账：主题党日"
    assert still_cut(desk.window()) == []


def test_that_a_file_that_is_not_taken_is_told_and_the_others_stay(desk, panel, files):
    drop(panel, files)
    assert texts(panel) == ["主题党日照片1", "b"]
    assert "“c.exe”没有添加：不能添加这种文件" in desk.window().notices.text.text()


def test_that_files_are_asked_for_and_a_photo_is_looked_at(desk, panel, files, monkeypatch):
    picked = Pickers(several=lambda _parent, _title, _kinds, chosen: chosen(files[:1]))
    monkeypatch.setattr(attachment_actions, "PICKERS", picked)
    panel.add.click()
    assert panel.open.isEnabled()
    panel.open.click()
    (dialog,) = desk.window().findChildren(PictureDialog)
    assert dialog.isVisible()
    assert dialog.picture.widget().height() > 1


def test_that_a_document_is_saved_where_a_person_says(panel, files, tmp_path, monkeypatch):
    drop(panel, files[1:2])
    out = tmp_path / "out.docx"
    asked = []

    def save(_parent, _title, _kinds, name, chosen):
        asked.append(name)
        chosen(out)

    monkeypatch.setattr(attachment_actions, "PICKERS", Pickers(save=save))
    assert not panel.open.isEnabled()
    panel.files.chosen.emit()
    assert (asked, out.read_bytes()) == (["b.docx"], DOCX)


def test_that_one_is_taken_out_and_comes_back(desk, panel, files):
    drop(panel, files[:2])
    panel._remove(panel._shown[0], "录入有误")
    assert texts(panel) == ["b"]
    desk.window().notices.action.click()
    assert texts(panel) == ["主题党日照片1", "b"]


def test_that_what_has_not_arrived_is_told(desk, panel, office, activity):
    with office.change("create") as change:
        facts = {"title": "照片", "kind": "photo", "file_name": "a.jpg", "sha256": "0" * 64}
        ledger = office.catalog["attachment"]
        insert_rows(change, ledger, [{**facts, "activity": activity, "kept_at": wants.KEPT_AT}])
    panel.reload()
    assert texts(panel) == ["附件未到\n照片"]
    assert panel.count.text() == "共 1 个，1 个附件未到"
    assert not panel.save.isEnabled()
    panel.files.chosen.emit()
    assert "附件未到" in desk.window().notices.text.text()


def test_that_an_attachment_takes_its_file_on_its_own_page(desk, office, files):
    record = factory.record_of(
        office, "attachment", title="批复", kind="document", sha256=None, kept_at=None
    )
    desk.open_screen("form", Edited("attachment", record))
    (panel,) = desk.shown.parts
    assert panel.count.text() == "还没有"
    panel.take(files[:1])
    assert texts(panel) == ["批复"]
    assert desk.shown.form.values["file_name"] == "a.jpg"
    assert not desk.shown.dirty
    assert still_cut(desk.window()) == []


def test_that_whoever_only_looks_adds_nothing(open_window, office, activity, files):
    desk = open_window(factory.limited(office, office.top, Role.VIEWER))
    desk.open_screen("form", Edited("activity", activity))
    desk.shown.below.show_kind("attachment")
    panel = desk.shown.below.parts[-1]
    assert panel.add.isHidden()
    assert not panel.acceptDrops()
    panel.take(files)
    assert texts(panel) == []
    assert attachments.attachments_of(office, office.catalog["activity"], activity) == ()
