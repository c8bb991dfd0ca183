"""The page of a ledger: search, order, conditions, removal with a way back, export."""

import openpyxl
import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QPaintEvent, QRegion
from PySide6.QtWidgets import QFileDialog

from jianxi_desktop.services import records
from jianxi_desktop.ui.removal import ReasonDialog
from tests import factory


@pytest.fixture
def people(bench, qtbot):
    screen = bench.shown
    qtbot.waitUntil(lambda: screen.count.text() == "共 182 条")
    return screen


def cells_of(path):
    return [
        ["" if cell is None else str(cell) for cell in row]
        for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    ]


def names(screen):
    return [screen.table.line(row).texts[0] for row in range(min(screen.table.rowCount(), 60))]


def test_that_typing_narrows_the_list_at_every_key(people, qtbot):
    qtbot.keyClicks(people.search, "zhang")

    assert 0 < people.table.rowCount() < 20
    assert people.count.text() == f"找到 {people.table.rowCount()} 条"


def test_that_enter_leads_into_the_list_and_opens_the_record(people, bench, qtbot):
    qtbot.keyClicks(people.search, "zhang")
    qtbot.keyClick(people.search, Qt.Key.Key_Return)
    name = names(people)[0]

    qtbot.keyClick(people.view, Qt.Key.Key_Return)

    assert bench.shown.key == "form"
    assert bench.shown.form.editor("name").line.text() == name


def test_that_nothing_found_says_so_and_leads_back(people):
    people.search.setText("没有这个人")

    assert people._empty.isVisible()
    assert people.count.text() == "找到 0 条"
    people._empty._again.click()
    assert people.view.isVisible()


def test_that_the_band_of_the_current_line_goes_with_it(people, qtbot):
    painted = QRegion()

    class Painted(QObject):
        def eventFilter(self, _watched, event):
            nonlocal painted
            if isinstance(event, QPaintEvent):
                painted |= event.region()
            return False

    view, watch = people.view, Painted()
    view.setCurrentIndex(people.table.index(0, 0))
    view.viewport().repaint()
    view.viewport().installEventFilter(watch)

    qtbot.keyClick(view, Qt.Key.Key_Down)

    right = view.viewport().width() - 1
    both = [QPoint(right, view.rowViewportPosition(row) + 1) for row in (0, 1)]
    qtbot.waitUntil(lambda: all(map(painted.contains, both)))


def test_that_a_heading_sorts_up_then_down_then_as_entered(people):
    entered = names(people)

    people.view.turned.emit(4)
    up = people.table.line(0).texts[4]
    people.view.turned.emit(4)
    down = people.table.line(0).texts[4]
    people.view.turned.emit(4)

    assert up < down
    assert names(people) == entered


def test_that_a_condition_is_made_shown_and_taken_away(people, qtbot):
    bar = people.filters
    bar.start("sex")
    bar.maker.editor.show_value("2")
    bar.maker.go.click()

    assert {people.table.line(row).texts[1] for row in range(60)} == {"女"}
    assert bar.said() == ["性别是女"]
    bar.clear_all.click()
    qtbot.waitUntil(lambda: people.count.text() == "共 182 条")


def test_that_a_condition_without_a_good_value_says_why(people):
    bar = people.filters
    bar.start("joined_on")
    bar.maker.editor.line.setText("上个月")
    bar.maker.go.click()

    assert bar.filters == ()
    assert "日期" in bar.maker.problem.text()


def test_that_conditions_on_days_hold_on_both_ends(people):
    bar = people.filters
    for way, text in (("from", "1950"), ("to", "1959")):
        bar.start("born_on")
        bar.maker.way.setCurrentIndex(bar.maker.way.findData(way))
        bar.maker.editor.line.setText(text)
        bar.maker.go.click()

    born = [people.table.line(row).texts[4] for row in range(people.table.rowCount())]
    assert born
    assert all("1950" <= day < "1960" for day in born)


def test_that_lists_are_narrowed_by_times_and_by_one_of_several_codes(bench, demo):
    for n, (starts, modes) in enumerate((("09:00", "indoor"), ("15:30", "indoor;mobile"))):
        factory.record_of(demo, "activity", n, topic=f"讲习{n}", starts_at=starts, modes=modes)
    bench.open_screen("list:activity")
    bench.shown.search.setText("讲习")
    bar = bench.shown.filters
    found = []
    for key, way, text in (("modes", "is", "流动讲"), ("starts_at", "from", "下午1点")):
        bar.start(key)
        bar.maker.way.setCurrentIndex(bar.maker.way.findData(way))
        bar.maker.editor.line.setText(text)
        bar.maker.go.click()
        found.append([bench.shown.table.line(0).texts[2], bench.shown.count.text()])
        bar.clear()

    assert found == [["讲习1", "找到 1 条"]] * 2


def test_that_the_tree_narrows_the_list(people, bench, qtbot):
    view, model = bench.tree.view, bench.tree.view.model()
    branch = model.index(0, 0, model.index(0, 0))
    assert branch.data() == "第一网格党支部"
    assert branch.siblingAtColumn(2).data() == "42"

    view.setCurrentIndex(branch)
    assert people.table.rowCount() == 42

    view.setCurrentIndex(model.index(0, 0))
    qtbot.waitUntil(lambda: people.count.text() == "共 182 条")


def test_that_a_group_in_the_tree_narrows_the_list_to_its_members(people, bench):
    group = next(node for node in bench.tree.nodes() if node.form == "group")

    bench.choose_organisation(group.id, group.name)

    place = next(n for n, field in enumerate(people.table.fields) if field.key == "group")
    rows = range(people.table.rowCount())
    assert len(rows) >= group.counts["members"] > 0
    assert {people.table.line(row).texts[place] for row in rows} == {group.name}


def test_that_copied_cells_are_masked_as_shown(people):
    people.view.selectRow(0)

    people.view.copy()

    copied = QGuiApplication.clipboard().text().split("\t")
    assert copied[0] == names(people)[0]
    assert "********" in copied[3]


def test_that_rows_not_read_yet_are_copied_too(people):
    people.view.selectAll()

    people.view.copy()

    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 182
    assert "…" not in {line.split("\t")[0] for line in lines}


def test_that_a_letter_typed_over_the_list_goes_to_the_search(people, qtbot):
    people.view.setFocus()

    qtbot.keyClick(people.view, Qt.Key.Key_Z)

    assert people.search.text() == "z"
    assert people.count.text().startswith("找到")


def test_that_a_list_that_is_not_seen_reads_again_when_it_is_shown(people, bench, demo):
    bench.open_screen("list:venue")
    values = {"name": "龙一一", "branch": demo.unit.organisation, "status": "full"}
    saved = records.save_record(demo, demo.catalog["person"], values)
    bench.changed(saved.touched)
    assert people.table.rowCount() == 182

    bench.open_screen("list:person")

    assert people.table.rowCount() == 183


def test_that_a_removed_record_is_gone_and_comes_back_by_undo(people, bench, demo, qtbot):
    saved = records.save_record(
        demo,
        demo.catalog["person"],
        {"name": "龙一一", "branch": demo.unit.organisation, "status": "full"},
    )
    people.search.setText("龙一一")
    people.view.setCurrentIndex(people.table.index(0, 0))
    bench.commands.trigger("record.remove")
    dialog = people.findChild(ReasonDialog)
    dialog.reason.setCurrentText("重复的记录")
    dialog.accept()

    notices = bench.window().notices
    assert people.table.rowCount() == 0
    assert notices.action.text() == "撤销"
    notices.action.click()
    assert people.table.line(0).id == saved.id


def test_that_a_removal_without_a_reason_does_not_happen(people, bench):
    people.view.setCurrentIndex(people.table.index(0, 0))
    bench.commands.trigger("record.remove")
    dialog = people.findChild(ReasonDialog)
    dialog.reason.setCurrentText("  ")
    dialog.accept()

    assert dialog.isVisible()
    assert bench.shown is people


def test_that_what_others_save_appears_where_one_was(people, bench, demo, qtbot):
    ledger = demo.catalog["person"]
    people.view.setCurrentIndex(people.table.index(5, 0))
    line = people.table.line(5)
    found = records.find_record(demo, ledger, line.id)
    seen = records.Seen(found.id, found.version, found.companion)
    saved = records.save_record(demo, ledger, {"name": "易名"}, seen)

    bench.changed(saved.touched)

    assert people.table.line(5).texts[0] == "易名"
    assert people.view.currentIndex().row() == 5


def test_that_the_list_is_exported_as_it_is_narrowed(people, bench, tmp_path):
    people.search.setText("zhang")
    target = tmp_path / "出.xlsx"

    bench.commands.trigger("list.export")
    people.findChild(QFileDialog).reject()
    people.export.write(target)

    assert target.stat().st_size > 1000
    assert f"已导出 {people.table.rowCount()} 条" in bench.window().notices.text.text()
    shown = [field.caption for field in people.table.fields]
    lines = [list(people.table.line(row).texts) for row in range(people.table.rowCount())]
    assert cells_of(target)[0][0] == "查找“zhang”"
    assert cells_of(target)[1:] == [shown, *lines]


def test_that_the_records_shown_are_exported_to_be_imported_again(people, bench, tmp_path):
    people.search.setText("zhang")
    target = tmp_path / "出.xlsx"

    bench.commands.trigger("list.export_form")
    people.findChild(QFileDialog).reject()
    people.export.write_form(target)

    captions = [field.caption for field in people.ledger.form_fields]
    assert cells_of(target)[0] == captions
    assert len(cells_of(target)) == people.table.rowCount() + 1


def test_that_commands_on_a_record_are_off_without_one(people, bench):
    people.view.clearSelection()
    people.search.setText("没有这个人")

    assert not bench.commands.is_on("record.open")
    assert not bench.commands.is_on("record.remove")
    assert bench.commands.is_on("record.new")


def test_that_removed_records_are_listed_apart_and_come_back(people, bench, demo, qtbot):
    line = people.table.line(3)
    ledger = demo.catalog["person"]
    bench.changed(records.remove_record(demo, ledger, line.id, line.version, "重复的记录"))
    assert people.table.rowCount() == 181

    bench.commands.trigger("list.removed")

    assert [people.table.line(0).texts[0], people.table.rowCount()] == [line.texts[0], 1]
    assert "已经移除" in people.removed.text.text()
    assert not bench.commands.is_on("list.export")
    assert not bench.commands.is_on("list.export_form")
    people.view.selectRow(0)
    assert not bench.commands.is_on("record.open")
    bench.commands.trigger("record.restore")
    assert people.table.rowCount() == 0
    bench.commands.trigger("list.removed")
    qtbot.waitUntil(lambda: people.count.text() == "共 182 条")
    assert not people.removed.isVisible()


def test_that_what_is_written_down_by_day_is_listed_with_the_newest_first(bench):
    bench.open_screen("list:activity")
    screen = bench.shown
    days = [screen.table.line(row).texts[0] for row in range(20)]
    assert days == sorted(days, reverse=True)

    screen.view.turned.emit(0)

    assert screen._query().order == ""
    bench.open_screen("list:person")
    assert bench.shown._query().order == ""
