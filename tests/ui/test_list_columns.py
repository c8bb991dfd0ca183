"""Columns of a list: chosen, moved, sized, remembered; what is shown goes out."""

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from jianxi_desktop.services import roster
from jianxi_desktop.ui.columns_dialog import ColumnsDialog
from tests import pdf_text


@pytest.fixture
def people(bench, qtbot):
    screen = bench.shown
    qtbot.waitUntil(lambda: screen.count.text() == "共 182 条")
    return screen


@pytest.fixture
def dialog(people, bench):
    bench.commands.trigger("list.columns")
    return people.findChild(ColumnsDialog)


def shown(screen):
    return [field.key for field in screen.table.fields]


def drag(view, column, to, qtbot):
    """Drag a heading in front of another one, as a mouse does."""
    head, port = view.horizontalHeader(), view.horizontalHeader().viewport()
    start, end = (head.sectionViewportPosition(n) + 12 for n in (column, to))
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(start, 10))
    for x in range(start, end - 10, -10):
        qtbot.mouseMove(port, QPoint(x, 10))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(end - 10, 10))


def test_that_a_column_is_found_by_words_put_in_moved_and_taken_out(people, dialog, qtbot):
    dialog.search.setText("籍贯")
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.keys()[-1] == "native_place"
    for _ in range(len(dialog.keys()) - 2):
        qtbot.keyClick(dialog.shown, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    dialog.shown.clearSelection()
    dialog.shown.setCurrentRow(2)
    qtbot.keyClick(dialog.shown, Qt.Key.Key_Delete)
    assert dialog.keys()[:2] == ("name", "native_place")
    assert "sex" not in set(dialog.keys())
    dialog.go.click()

    assert shown(people)[:2] == ["name", "native_place"]
    assert people.table.line(0).texts[0]
    assert people.view.horizontalHeader().sectionSize(1) > 40


def test_that_the_name_of_the_record_stays(people, dialog):
    dialog.shown.selectAll()
    dialog.drop.click()

    assert dialog.keys() == ("name",)


def test_that_columns_widths_and_order_are_remembered_on_this_pc(people, open_members, demo, qtbot):
    people.columns.show(("name", "education", "sex"))
    head = people.view.horizontalHeader()
    head.resizeSection(1, 222)
    drag(people.view, 2, 1, qtbot)
    qtbot.waitUntil(lambda: shown(people) == ["name", "sex", "education"])

    again = open_members(demo).shown

    assert shown(again) == ["name", "sex", "education"]
    again.columns.show(("name", "education", "sex"))
    assert again.view.horizontalHeader().sectionSize(1) == 222
    again.columns.reset()
    assert shown(again) == [attribute.key for attribute in again.ledger.listing]
    assert again.view.horizontalHeader().sectionSize(1) != 222


def test_that_other_columns_leave_the_place_and_the_order_alone(people, qtbot):
    people.view.turned.emit(shown(people).index("born_on"))
    qtbot.waitUntil(lambda: people.table.rowCount() == 182)
    people.view.setCurrentIndex(people.table.index(20, 0))
    name = people.table.line(20).texts[0]

    people.columns.show(("name", "born_on", "sex"))

    assert people.view.currentIndex().row() == 20
    assert people.table.line(20).texts[0] == name
    assert people.view.horizontalHeader().sortIndicatorSection() == 1
    people.columns.show(("name", "sex"))
    assert people._query().order == "born_on"


def test_that_a_double_click_makes_a_column_as_wide_as_its_words(people):
    head = people.view.horizontalHeader()
    branch = shown(people).index("branch")
    longest = max(people.table.line(row).texts[branch] for row in range(20))
    head.resizeSection(branch, 20)

    head.sectionHandleDoubleClicked.emit(branch)

    assert head.sectionSize(branch) > people.view.fontMetrics().horizontalAdvance(longest)


def test_that_exactly_what_is_shown_goes_out_under_its_sentence(people, tmp_path, qtbot):
    people.columns.show(("name", "native_place", "born_on"))
    people.filters.start("sex")
    people.filters.maker.editor.show_value("2")
    people.filters.maker.go.click()
    people.view.turned.emit(2)
    qtbot.waitUntil(lambda: people.table.rowCount() > 64)
    target = tmp_path / "出.xlsx"

    people.export.write(target, "核对")

    sheet = openpyxl.load_workbook(target).active
    rows = [["" if cell is None else cell for cell in row] for row in sheet.values]
    assert rows[0][0] == "性别是女"
    assert rows[1] == ["姓名", "籍贯", "出生日期"]
    people.table.need(0, people.table.rowCount() - 1)
    lines = [list(people.table.line(row).texts) for row in range(people.table.rowCount())]
    assert rows[2:] == lines


def test_that_a_file_with_its_sentence_is_read_back(people, demo, tmp_path):
    target = tmp_path / "出.xlsx"
    people.search.setText("zhang")
    query = people._query()
    columns = ("name", "sex", "id_number", "status")
    roster.export_ledger(demo, people.ledger, target, query, columns=columns, headed=True)

    report = roster.import_roster(demo, people.ledger, target, trial=True)

    assert (report.file, report.header_row) == ("read", 2)


def test_that_exactly_what_is_shown_is_printed(people, bench):
    people.columns.show(("name", "native_place", "born_on"))
    people.filters.start("sex")
    people.filters.maker.editor.show_value("2")
    people.filters.maker.go.click()

    bench.commands.trigger("list.print")

    paper = bench.shown
    text = pdf_text.text_of(paper.document.pdf)
    assert paper.paper.key == "person.list"
    assert "性别是女" in text
    assert "籍贯" in text
    assert "身份证" not in text


def test_that_a_ledgers_own_paper_is_still_printed(people, bench):
    bench.commands.trigger("list.print_paper")

    assert bench.shown.paper.key == "person.1"


def test_that_columns_move_hide_and_sort_by_the_keys_alone(people, bench, qtbot):
    qtbot.waitUntil(lambda: people.table.rowCount() == 182)
    people.view.setCurrentIndex(people.table.index(3, shown(people).index("sex")))

    bench.commands.trigger("list.left")
    assert shown(people)[:2] == ["sex", "name"]
    assert (people.view.currentIndex().row(), people.view.currentIndex().column()) == (3, 0)
    bench.commands.trigger("list.sort")
    assert people._query().order == "sex"
    people.view.setCurrentIndex(people.table.index(3, 0))
    bench.commands.trigger("list.hide")
    assert shown(people)[0] == "name"
    people.view.setCurrentIndex(people.table.index(3, 0))
    bench.commands.trigger("list.hide")
    assert shown(people)[0] == "name"
    assert "总是显示" in bench.window().notices.text.text()


def test_that_a_narrow_window_leaves_words_out_and_keeps_every_button(people, bench):
    bar = people.search.parentWidget()
    button = next(
        b for b in bar.findChildren(QPushButton) if b.objectName() == "button:list.export"
    )
    assert button.text() == "导出"

    bench.window().resize(911, 512)
    QApplication.processEvents()

    assert (button.text(), button.accessibleName()) == ("", "导出")
    assert bar.width() <= bench.window().width()
    bench.window().resize(1366, 768)
    QApplication.processEvents()
    assert button.text() == "导出"
