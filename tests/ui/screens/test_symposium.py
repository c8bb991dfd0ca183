"""The page of symposia: the year's cards, the order of speaking, reports typed in place."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import drafts, records, symposium, symposium_making
from tests.ui.looks import still_cut

DAY = date(2026, 11, 20)


@pytest.fixture
def meeting(district):
    top = district.unit.organisation
    values = {
        "topic": "2026年基层党建工作双月座谈会：推动社区减负",
        "held_on": f"{calendar.today().year}-01-16",
        "organisation": top,
    }
    some = symposium_making.committees_of(district, top)[:3]
    return symposium_making.plan_symposium(district, values, some).id


@pytest.fixture
def page(open_window, district, meeting, visit):
    shown = visit(open_window(district), "symposium", meeting)
    shown.table.setFocus()
    return shown


def reports(page, meeting):
    return symposium.sheet_of(page.desk.office, meeting).reports


def names(page):
    return [each.name[:2] for each in page.table.reports.reports]


def type_in(page, key, text):
    editor = page.panel.editor(key)
    editor.focusProxy().setFocus()
    editor.show_value(text)
    editor.changed.emit()


def test_that_a_symposium_is_found_in_its_year(page, watch_model):
    watch_model(page.table.reports)
    assert page.cards.place == 0
    assert page.cards.meeting.theme == "推动社区减负"
    assert "3 个单位汇报" in page.facts.text()
    assert len(page.cards.slots) == 6


def test_that_alt_and_an_arrow_put_a_speaker_first_and_undo_puts_him_back(page, meeting):
    before = names(page)
    page.table.select_known([page.table.reports.reports[1].id])
    page.desk.commands.trigger("symposium.up")
    assert names(page) == [before[1], before[0], before[2]]
    assert [each.name[:2] for each in reports(page, meeting)] == names(page)
    page.desk.commands.trigger("record.undo")
    assert names(page) == before


def test_that_what_is_typed_is_kept_when_one_goes_on_to_the_next(page, meeting):
    page.panel.begin()
    type_in(page, "progress", "网格党支部全部挂牌")
    type_in(page, "tasks", "补齐组长")
    page.desk.commands.trigger("symposium.next")
    assert reports(page, meeting)[0].progress == "网格党支部全部挂牌"
    assert page.panel.report.position == 2
    assert page.panel.editor("progress").raw() == ""
    type_in(page, "problems", "底数不清")
    page.table.select_known([page.table.reports.reports[2].id])
    assert reports(page, meeting)[1].problems == "底数不清"
    assert page.panel.report.position == 3


def test_that_a_day_that_is_none_is_told_and_the_report_stays(page, meeting):
    type_in(page, "progress", "挂牌")
    page.panel.editor("due_on").line.setText("13月40日")
    page.desk.commands.trigger("symposium.next")
    assert page.panel.problem.text().startswith("完成时限")
    assert page.panel.report.position == 1
    assert reports(page, meeting)[0].progress == ""
    assert [draft.typed["progress"] for draft in page.drafts()] == ["挂牌"]
    page.panel.editor("due_on").line.setText("")
    page.desk.commands.trigger("record.save")
    assert reports(page, meeting)[0].progress == "挂牌"
    assert page.drafts() == ()


def test_that_a_report_is_kept_while_it_is_typed(page, meeting):
    office = page.desk.office
    type_in(page, "progress", "网格党支部")
    page.keeping.keep()
    assert [draft.typed["progress"] for draft in drafts.waiting(office)] == ["网格党支部"]
    page.desk.commands.trigger("record.save")
    assert drafts.waiting(office) == ()


def test_that_what_somebody_else_wrote_is_told_before_it_is_replaced(page, meeting):
    office = page.desk.office
    type_in(page, "progress", "我写的")
    one = reports(page, meeting)[0]
    given = {"progress": "别人写的"}
    symposium_making.write_report(office, records.Seen(one.id, one.version), given)
    page.desk.commands.trigger("record.save")
    assert reports(page, meeting)[0].progress == "别人写的"
    assert page.panel.editor("progress").raw() == "我写的"
    page.desk.commands.trigger("record.save")
    assert reports(page, meeting)[0].progress == "我写的"
    type_in(page, "progress", "算了")
    QTest.keyClick(page.panel, Qt.Key.Key_Escape)
    assert page.panel.editor("progress").raw() == "我写的"


def test_that_tasks_are_handed_out_in_one_question(page, meeting):
    type_in(page, "tasks", "1.补齐组长；2.报送名册")
    page.desk.commands.trigger("symposium.tasks")
    dialog = page.deeds.dialog
    assert [row.texts[0] for row in dialog.rows.rows] == ["补齐组长", "报送名册"]
    cell = dialog.rows.index(1, 0)
    off = Qt.CheckState.Unchecked.value
    dialog.rows.setData(cell, off, Qt.ItemDataRole.CheckStateRole)
    assert dialog.go.text() == "交办 1 项任务"
    assert still_cut(dialog) == []
    dialog.ask()
    (given,) = reports(page, meeting)[0].given
    assert given.content == "补齐组长"
    assert page.cards.meeting.open == 1


def test_that_enter_on_an_empty_turn_arranges_one(page):
    page.cards.go(3)
    assert page.empty.isVisible()
    page.cards.setFocus()
    QTest.keyClick(page.cards, Qt.Key.Key_Return)
    dialog = page.deeds.dialog
    assert still_cut(dialog) == []
    year = page.shown.year
    line = dialog.editor("topic").line
    line.setText(f"{line.text()}抓实教育管理")
    dialog.editor("held_on").line.setText(f"{year}-07-16")
    dialog.reporters.tick_all(on=False)
    dialog.ask()
    assert page.cards.place == 3
    assert page.cards.meeting.theme == "抓实教育管理"
    page.desk.commands.trigger("symposium.add")
    page.deeds.dialog.ask()
    assert len(page.table.reports.reports) == 11


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)], ids=str)
def test_that_nothing_is_cut_with_reports_shown(page, size):
    page.window().resize(*size)
    assert still_cut(page.window()) == []
