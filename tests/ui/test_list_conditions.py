"""Conditions of a list: a sentence that is read, changed, kept under a name and handed in."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import records
from jianxi_desktop.ui.filters import ConditionPart
from jianxi_desktop.ui.screen import Listed
from jianxi_desktop.ui.screens.parts import choose
from jianxi_desktop.ui.views_dialog import NameDialog, ViewsDialog


@pytest.fixture
def people(bench, qtbot):
    screen = bench.shown
    qtbot.waitUntil(lambda: screen.count.text() == "共 182 条")
    return screen


@pytest.fixture
def counted(qtbot):
    """Wait until a list has been read whole, and give how many records it has."""

    def wait(screen):
        office, query = screen.desk.office, screen._query()
        number = records.count_rows(office, screen.ledger, query)
        qtbot.waitUntil(lambda: screen.table.rowCount() == number)
        return number

    return wait


def make(screen, key, way, value):
    maker = screen.filters.maker
    screen.filters.start(key)
    choose(maker.way, way)
    maker.editor.show_value(value)
    maker.go.click()


def column(screen, key):
    place = [field.key for field in screen.table.fields].index(key)
    screen.table.need(0, screen.table.rowCount() - 1)
    lines = (screen.table.line(row) for row in range(screen.table.rowCount()))
    return [line.texts[place] for line in lines if line is not None]


def stand_on(screen, key, text):
    place = [field.key for field in screen.table.fields].index(key)
    screen.view.setCurrentIndex(screen.table.index(column(screen, key).index(text), place))


def parts(screen):
    return screen.filters.sentence.findChildren(ConditionPart)


def test_that_conditions_read_as_a_sentence_and_a_part_goes_by_del(people, qtbot):
    make(people, "sex", "is", "2")
    make(people, "joined_on", "from", "2000-01-01")
    assert people.filters.said() == ["性别是女", "入党日期不早于2000年1月1日"]
    both = people.table.rowCount()
    assert 0 < both < 91

    parts(people)[1].words.setFocus()
    qtbot.keyClick(parts(people)[1].words, Qt.Key.Key_Delete)

    assert people.filters.said() == ["性别是女"]
    assert people.table.rowCount() > both


def test_that_a_part_is_changed_where_it_stands(people):
    make(people, "sex", "is", "2")
    make(people, "name", "contains", "王")

    parts(people)[0].words.click()
    people.filters.maker.editor.show_value("1")
    people.filters.maker.go.click()

    assert people.filters.said() == ["性别是男", "姓名包含“王”"]
    assert set(column(people, "sex")) == {"男"}


def test_that_two_values_of_a_column_are_wanted_one_or_the_other(people, counted):
    make(people, "status", "is", "full")
    full = counted(people)

    make(people, "status", "is", "probationary")

    assert people.filters.said() == ["人员类别是正式党员或者预备党员"]
    assert counted(people) > full


def test_that_several_values_are_ticked_at_once_and_changed_again(people):
    make(people, "status", "among", "full;probationary")
    assert set(column(people, "status")) == {"正式党员", "预备党员"}

    parts(people)[0].words.click()

    assert people.filters.maker.editor.raw() == "正式党员、预备党员"


def test_that_and_is_turned_into_or(people, counted):
    make(people, "sex", "is", "2")
    women = counted(people)
    make(people, "born_on", "to", "1960")
    both = counted(people)

    people.filters._turn()

    assert both < women < counted(people) < 182
    assert people._query().filters[0].way == "any"


def test_that_a_span_of_the_calendar_moves_with_it(people):
    make(people, "joined_on", "during", "this_year")

    assert people.filters.said() == ["入党日期在今年"]
    assert people._query().filters == (Filter("joined_on", "this_year", "during"),)


def test_that_the_first_press_opens_the_line_and_tab_goes_through_it(people, bench, qtbot):
    with qtbot.waitActive(people.window()):
        people.window().activateWindow()
    people.view.setCurrentIndex(people.table.index(0, 5))

    bench.commands.trigger("list.filter")

    maker = people.filters.maker
    value = maker.editor.focusProxy()
    qtbot.waitUntil(value.isVisible)
    assert value.hasFocus()
    qtbot.keyClick(value, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert maker.way.hasFocus()
    qtbot.keyClick(maker.way, Qt.Key.Key_Tab)
    assert value.hasFocus()
    qtbot.keyClick(value, Qt.Key.Key_Tab)
    assert maker.go.hasFocus()


def test_that_enter_makes_a_condition_and_esc_gives_it_up(people, qtbot):
    people.filters.start("name")
    people.filters.maker.editor.line.setText("王")
    qtbot.keyClick(people.filters.maker.editor.line, Qt.Key.Key_Return)
    assert people.filters.said() == ["姓名包含“王”"]
    assert not people.filters.making

    people.filters.start("name")
    qtbot.keyClick(people.filters.maker.editor.line, Qt.Key.Key_Escape)

    assert not people.filters.making
    assert people.filters.isVisible()


def test_that_the_value_under_the_cursor_narrows_the_list(people, bench):
    branch = column(people, "branch")[0]
    stand_on(people, "branch", branch)

    bench.commands.trigger("list.only")

    assert people.filters.said() == [f"所在党支部是{branch}"]
    assert set(column(people, "branch")) == {branch}
    stand_on(people, "sex", "男")
    bench.commands.trigger("list.except")
    assert set(column(people, "sex")) == {"女"}


def test_that_another_value_joins_those_wanted(people, bench):
    stand_on(people, "sex", "男")
    bench.commands.trigger("list.only")
    make(people, "sex", "is", "2")

    assert people.filters.said() == ["性别是男或者女"]


def test_that_masked_numbers_narrow_nothing(people, bench):
    place = [field.key for field in people.table.fields].index("id_number")
    people.view.setCurrentIndex(people.table.index(0, place))

    bench.commands.trigger("list.only")

    assert people.filters.filters == ()
    assert "遮盖" in bench.window().notices.text.text()


def test_that_a_query_that_is_handed_in_is_shown_whole(people, bench, demo, counted):
    branch = next(node for node in bench.tree.nodes() if node.form == "branch")
    filters = (Filter("status", ("full", "probationary"), "among"), Filter("branch", branch.id))
    query = Query(words="zh", filters=filters, order="born_on", descending=True)

    bench.open_screen("list:person", Listed("person", query))

    assert people.search.text() == "zh"
    said = ["人员类别是正式党员或者预备党员", f"所在党支部是{branch.name}"]
    assert people.filters.said()[0] == said[0]
    assert people.filters.said()[1].startswith("所在党支部是")
    assert counted(people) == records.count_rows(demo, people.ledger, query)
    born = column(people, "born_on")
    assert born == sorted(born, reverse=True)
    bench.commands.trigger("list.everything")
    assert counted(people) == 182
    assert not people.filters.isVisible()


def test_that_a_list_is_kept_opened_renamed_and_forgotten(people, bench, qtbot):
    make(people, "sex", "is", "2")
    people.columns.show(("name", "born_on"))
    people.view.turned.emit(1)
    bench.commands.trigger("list.keep")
    dialog = people.findChild(NameDialog)
    assert dialog.name.text() == "性别是女"
    dialog.name.setText("女党员")
    dialog.go.click()
    people.columns.reset()
    usual = [field.key for field in people.table.fields]
    people.clear_conditions()

    entry = people.views.make_menu().actions()[0]
    assert entry.text() == "&1  女党员"
    assert entry.toolTip() == "性别是女；按出生日期排列；2列"
    entry.trigger()

    assert people.filters.said() == ["性别是女"]
    assert [field.key for field in people.table.fields] == ["name", "born_on"]
    born = column(people, "born_on")
    assert born == sorted(born)
    people.clear_conditions()
    assert [field.key for field in people.table.fields] == usual
    people.views.tidy()
    tidy = people.findChild(ViewsDialog)
    tidy.names.item(0).setText("妇女")
    assert [each.name for each in people.views.kept] == ["妇女"]
    tidy.drop.click()
    assert people.views.kept == ()
    bench.window().notices.action.click()
    assert [each.name for each in people.views.kept] == ["妇女"]


def test_that_a_name_that_is_taken_is_asked_about(people, bench):
    make(people, "sex", "is", "2")
    people.views._keep_if("甲")
    people.filters.clear()
    people.views._keep_if(" 甲 ")
    assert people.views.kept[0].query.filters

    box = people.findChild(QMessageBox)
    box.buttons()[0].click()

    assert not people.views.kept[0].query.filters


def test_that_a_state_that_was_picked_is_kept_and_shown_again(bench):
    bench.open_screen("list:project")
    screen = bench.shown
    assert screen.states.there
    screen.states.setCurrentIndex(1)
    screen.states.activated.emit(1)
    screen.views._keep_if("一种")
    screen.clear_conditions()
    assert screen.states.currentIndex() == 0

    screen.views.wanted.emit(screen.views.kept[0])

    assert screen.states.currentIndex() == 1
    assert screen.filters.filters == ()


def test_that_the_menu_of_a_line_stands_at_the_line_one_is_on(people):
    people.view.setCurrentIndex(people.table.index(3, 1))
    places = []
    people.view.asked.disconnect()
    people.view.asked.connect(places.append)
    corner = QPoint(1, people.view.viewport().height() - 1)

    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, corner, corner)
    QApplication.sendEvent(people.view, event)

    assert people.view.indexAt(places[0]).row() == 3
    texts = [action.text() for action in people.cells.make_menu().actions()]
    assert texts[0] == "打开"
    assert "只看这个值" in texts
