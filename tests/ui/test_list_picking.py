"""Several records at once: ticking, sums, copying, filling from one value or one copied column."""

import time
from array import array

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records, totals
from jianxi_desktop.ui import clipboard
from jianxi_desktop.ui.bulk_dialogs import FillDialog, OutcomeDialog
from jianxi_desktop.ui.removal import ReasonDialog
from tests import factory
from tests.ui.looks import still_cut


@pytest.fixture
def people(bench, qtbot):
    screen = bench.shown
    qtbot.waitUntil(lambda: screen.count.text() == "共 182 条")
    screen.view.setFocus()
    return screen


def place_of(screen, key):
    return [field.key for field in screen.table.fields].index(key)


def stand(screen, row, key="name"):
    screen.view.setCurrentIndex(screen.table.index(row, place_of(screen, key)))


def press(screen, *keys):
    for key in keys:
        QTest.keyClick(screen.view, key)


def box(screen, row, held=Qt.KeyboardModifier.NoModifier):
    header = screen.view.verticalHeader()
    spot = QPoint(header.width() // 2, header.sectionViewportPosition(row) + 5)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, held, spot)


def column(screen, key):
    screen.table.need(0, 20)
    return [screen.table.line(row).texts[place_of(screen, key)] for row in range(12)]


def test_that_the_space_bar_ticks_rows_and_moving_about_keeps_them(people):
    stand(people, 0)
    press(people, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space)

    assert people.view.picked.spans == ((0, 0), (2, 2))
    assert people.deeds.bulk.bar.isVisible()
    assert people.deeds.bulk.bar.count.text() == "已选 2 条"
    press(people, Qt.Key.Key_Space)
    assert people.view.picked.spans == ((0, 0),)
    press(people, Qt.Key.Key_Escape)
    assert people.view.picked.count == 0
    assert not people.deeds.bulk.bar.isVisible()


def test_that_a_notice_leaves_the_bar_of_what_is_picked_free(people, qtbot):
    notices = people.window().notices
    notices.say("已复制。")
    press(people, Qt.Key.Key_Space)

    bar = people.deeds.bulk.bar
    assert bar.isVisible()
    qtbot.waitUntil(
        lambda: notices.mapToGlobal(notices.rect().bottomLeft()).y() < bar.mapToGlobal(QPoint()).y()
    )
    assert notices.mapToGlobal(QPoint()).y() > people.view.mapToGlobal(QPoint()).y()


def test_that_boxes_are_ticked_by_mouse_with_shift_and_all_at_once(people, bench):
    box(people, 1)
    box(people, 4, Qt.KeyboardModifier.ShiftModifier)
    QTest.mouseClick(people.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 8))

    assert people.view.picked.spans == ((1, 4),)
    box(people, 2)
    assert people.view.picked.spans == ((1, 1), (3, 4))
    bench.commands.trigger("list.pick_every")
    assert people.view.picked.every
    assert people.deeds.bulk.bar.count.text() == "已选 182 条"
    assert bench.commands.is_on("record.remove")
    bench.commands.trigger("list.pick_every")
    assert people.view.picked.count == 0
    assert still_cut(people) == []


def test_that_picking_all_of_a_long_list_does_not_hold_the_window_up(people):
    people.table._reset(array("q", range(300_000)), {})
    begun = time.thread_time()
    QTest.keyClick(people.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    people.view.grab()

    assert people.view.picked.every
    assert time.thread_time() - begun < 1


def test_that_all_is_all_even_before_the_whole_list_is_known(bench, qtbot):
    bench.open_screen("list:activity")
    screen = bench.shown
    screen.view.selectAll()
    qtbot.waitUntil(lambda: screen.table.rowCount() > 64)

    assert screen.view.picked.every


def test_that_what_is_ticked_stays_ticked_when_the_list_is_read_anew(people, bench):
    box(people, 3)
    box(people, 6)
    ids = [people.table.line(row).id for row in (3, 6)]

    bench.commands.trigger("list.refresh")

    assert people.view.picked.spans == ((3, 3), (6, 6))
    assert [people.table.line(row).id for row in (3, 6)] == ids


def test_that_what_is_ticked_stays_ticked_in_another_order(people, bench, qtbot):
    box(people, 3)
    box(people, 100)
    ticked = set(people.view.picked.serials())
    assert len(ticked) == 2

    people.view.turned.emit(place_of(people, "born_on"))
    qtbot.waitUntil(lambda: people.table.shown.order == "born_on")

    assert set(people.view.picked.serials()) == ticked
    assert people.view.verticalScrollBar().value() == 0
    people.search.setText("wang")
    qtbot.waitUntil(lambda: people.table.shown.words == "wang")
    assert people.view.picked.count == 0


def test_that_many_are_removed_with_one_reason_and_undone_at_once(people, bench):
    names = column(people, "name")[:2]
    box(people, 0)
    box(people, 1)
    bench.commands.trigger("record.remove")
    dialog = people.findChild(ReasonDialog)
    dialog.reason.setCurrentText("录入有误")
    dialog.accept()

    assert people.table.rowCount() == 180
    notices = bench.window().notices
    assert notices.text.text() == "已移除 2 条记录。"
    notices.action.click()
    assert people.table.rowCount() == 182
    assert column(people, "name")[:2] == names


def test_that_refusals_are_listed_by_name_and_the_rest_can_go(open_window, office, branch):
    factory.branch_of(office, "第二网格党支部")
    values = {"name": "李𠮷", "branch": branch, "status": "full"}
    records.save_record(office, office.catalog["person"], values)
    bench = open_window(office)
    bench.open_screen("list:organisation")
    screen = bench.shown
    before = screen.table.rowCount()
    shown = {screen.table.line(row).id: row for row in range(before)}
    box(screen, shown[branch])
    box(screen, before - 1)
    bench.commands.trigger("record.remove")
    screen.findChild(ReasonDialog).accept()

    dialog = screen.findChild(OutcomeDialog)
    assert dialog.go.text() == "移除其余 1 条"
    assert dialog.table.rows.line(0).cells[0] == "第一网格党支部"
    assert "还有1条" in dialog.table.rows.line(0).cells[1]
    assert screen.table.rowCount() == before
    dialog.go.click()
    assert screen.table.rowCount() == before - 1


def test_that_one_field_is_filled_for_all_after_a_look(people, bench):
    box(people, 0)
    box(people, 5)
    stand(people, 5, "education")
    bench.commands.trigger("list.fill_field")
    dialog = people.findChild(FillDialog)
    assert dialog.field.currentText() == "学历"
    assert still_cut(dialog) == []
    dialog.editor.show_value("10")
    wanted = dialog._fields[dialog.field.currentIndex()].show("10")
    dialog.go.click()
    foreseen = people.findChild(OutcomeDialog)
    assert [foreseen.table.rows.line(n).cells[2] for n in range(2)] == [wanted] * 2
    old = column(people, "education")
    foreseen.go.click()

    new = column(people, "education")
    assert [new[0], new[5]] == [wanted] * 2
    assert new[1:5] == old[1:5]
    bench.window().notices.action.click()
    assert column(people, "education") == old


def test_that_enter_alone_empties_nothing(people, bench):
    old = column(people, "education")
    box(people, 0)
    box(people, 1)
    stand(people, 0, "education")
    bench.commands.trigger("list.fill_field")
    QTest.keyClick(people.findChild(FillDialog), Qt.Key.Key_Return)
    foreseen = people.findChild(OutcomeDialog)
    assert foreseen.go.text() == "清空这 2 条"

    QTest.keyClick(foreseen, Qt.Key.Key_Return)

    assert not foreseen.isVisible()
    assert column(people, "education") == old


def test_that_a_copied_column_fills_the_ticked_rows_after_a_look(people, bench):
    old = column(people, "ethnic_group")
    box(people, 2)
    box(people, 4)
    stand(people, 4, "ethnic_group")
    QGuiApplication.clipboard().setText("回族\r\n满族\r\n")
    bench.commands.trigger("list.paste")
    dialog = people.findChild(OutcomeDialog)
    assert column(people, "ethnic_group") == old
    dialog.go.click()

    assert [column(people, "ethnic_group")[row] for row in (2, 4)] == ["回族", "满族"]


def test_that_a_column_of_another_length_or_for_names_is_not_pasted(people, bench):
    said = bench.window().notices.text
    box(people, 2)
    box(people, 4)
    stand(people, 4, "ethnic_group")
    QGuiApplication.clipboard().setText("回族\n满族\n汉族\n")
    bench.commands.trigger("list.paste")
    assert "一列 3 行，选中的是 2 行" in said.text()
    stand(people, 4, "name")
    QGuiApplication.clipboard().setText("王芳")
    bench.commands.trigger("list.paste")
    assert "“姓名”这一列不能一次填写" in said.text()
    assert people.findChild(OutcomeDialog) is None


def test_that_the_foot_adds_up_the_query_and_what_is_picked(bench, qtbot, demo):
    bench.open_screen("list:expenditure")
    screen = bench.shown
    foot = screen.deeds.bulk.totals
    whole = totals.totals_of(demo, screen.ledger, ["amount"], Query())
    qtbot.waitUntil(lambda: foot.totals == whole)
    assert foot.isVisible()
    assert foot.said == f"合计 {whole.count} 条，金额（元） {whole.sums['amount']}"

    screen.view.setFocus()
    box(screen, 0)
    box(screen, 1)
    amounts = [float(screen.table.line(n).texts[place_of(screen, "amount")]) for n in (0, 1)]
    two = f"所选 2 条，金额（元） {sum(amounts):.2f}"
    qtbot.waitUntil(lambda: foot.said == two)
    screen.search.setText("没有这一笔")
    assert not foot.isVisible()


def test_that_copied_rows_keep_their_columns_and_texts_for_a_sheet(people, bench):
    names = column(people, "name")
    box(people, 0)
    box(people, 2)
    bench.commands.trigger("list.copy_heads")

    data = QGuiApplication.clipboard().mimeData()
    lines = [line.split("\t") for line in data.text().split("\n")]
    assert lines[0] == [field.caption for field in people.table.fields]
    assert [line[0] for line in lines[1:]] == [names[0], names[2]]
    assert "********" in lines[1][place_of(people, "id_number")]
    assert data.html().count("<tr>") == 3
    assert "mso-number-format:'\\@'" in data.html()
    assert "已复制 2 行" in bench.window().notices.text.text()
    clipboard.shared().take_off()
    assert not QGuiApplication.clipboard().text()


def test_that_only_what_is_picked_is_exported(people, bench, tmp_path):
    import openpyxl

    names = column(people, "name")
    box(people, 1)
    box(people, 3)
    people.deeds.bulk._export.write(tmp_path / "两条.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "两条.xlsx").active
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {names[1], names[3]} <= texts
    assert not {names[0], names[2]} & texts
