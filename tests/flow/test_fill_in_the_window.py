"""A blank comes from the street, is dropped on the page, looked at, put right and saved filled."""

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from jianxi_desktop.services import records
from jianxi_desktop.ui.screens.filling_columns import CAPTION, SOURCE
from jianxi_desktop.ui.screens.pickers import Pickers
from tests.services.filled import BRANCH, write_blank

PATIENCE = 30_000
HEADS = ("序号", "姓名", "性别", "出生年月（如1985.03）", "党支部书记", "联系单位", "备注")
_EVENT = (Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def drop(place, path):
    """Drop a file on a place, as from the desktop."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, button, keys = _EVENT
    enter = QDragEnterEvent(place.rect().center(), action, data, button, keys)
    place.dragEnterEvent(enter)
    place.dropEvent(QDropEvent(QPointF(place.rect().center()), action, data, button, keys))


@pytest.mark.job("填上级发的空白表")
def test_that_a_blank_is_filled_in_the_window(qtbot, open_window, demo, tmp_path):
    blank = write_blank(tmp_path / "党员情况表.xlsx", HEADS, above=("填报单位：", "", "填表人："))
    before = blank.read_bytes()
    out = tmp_path / "交上去.xlsx"
    desk = open_window(demo)
    desk.open_screen("fill")
    page = desk.shown
    page.pickers = Pickers(save=lambda _parent, _title, _kinds, _name, chosen: chosen(out))
    assert not desk.commands.is_on("fill.run")

    drop(page.place, blank)
    qtbot.waitUntil(lambda: desk.commands.is_on("fill.run"), timeout=PATIENCE)
    branch = next(node for node in records.organisation_tree(demo) if node.name == BRANCH)
    desk.choose_organisation(branch.id, branch.name)
    qtbot.waitUntil(lambda: f"{branch.members} 条" in page.rows.count.text(), timeout=PATIENCE)
    page.table.choose("联系单位", "workplace")
    model = page.table.rows
    row = model.row_of("联系单位")
    qtbot.waitUntil(lambda: model.index(row, SOURCE).data() == "工作单位", timeout=PATIENCE)
    desk.commands.trigger("fill.run")
    qtbot.waitUntil(lambda: "交上去.xlsx" in page.message.text.text(), timeout=PATIENCE)

    sheet = load_workbook(out).active
    rows = list(sheet.iter_rows(min_row=4, max_row=3 + branch.members, values_only=True))
    assert [line[0] for line in rows] == list(range(1, branch.members + 1))
    secretary = records.find_record(demo, demo.catalog["organisation"], branch.id)
    assert {line[4] for line in rows} == {secretary.values["secretary"]}
    assert all(line[1] for line in rows)
    assert sum(bool(line[5]) for line in rows) > branch.members // 2
    assert "武汉路社区党委" in " ".join(str(cell.value or "") for cell in sheet[2])
    assert blank.read_bytes() == before
    assert model.index(row, CAPTION).data() == "联系单位"
