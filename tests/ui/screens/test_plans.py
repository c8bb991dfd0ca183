"""The page of work plans: cards by progress and month, what is overdue, tasks from above."""

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import plans, records
from jianxi_desktop.ui.screens.pickers import Pickers
from jianxi_desktop.ui.screens.plans import HANDED, LATE
from tests import factory
from tests.ui.looks import still_cut

TODAY = calendar.today()
LATE_DAY = (TODAY - timedelta(days=9)).isoformat()
LATER = (TODAY + timedelta(days=90)).isoformat()


def save(office, key, **values):
    return records.save_record(office, office.catalog[key], values).id


@pytest.fixture
def plan(office, branch):
    given = {"title": "试点台账", "kind": "pilot", "organisation": office.unit.organisation}
    made = save(office, "work_plan", idea="先建后提", **given)
    for place, (content, state, due) in enumerate(
        (("建网格", "running", LATE_DAY), ("建小组", "waiting", LATER), ("挂牌", "done", LATE_DAY)),
        1,
    ):
        values = {"content": content, "state": state, "due_on": due, "position": place}
        save(office, "work_plan_item", work_plan=made, duty_organisation=branch, **values)
    return made


@pytest.fixture
def page(open_window, office, plan, visit):
    shown = visit(open_window(office), "plans")
    shown.board.take_focus()
    return shown


def columns(page):
    return {
        key: [column.item(row).text() for row in range(column.count())]
        for key, column in page.board._columns.items()
    }


def item_named(page, content):
    (found,) = [each for each in page.sheet.items if each.content == content]
    return found


def test_that_cards_stand_by_progress_and_the_late_one_is_looked_at_first(page):
    assert columns(page) == {"waiting": ["建小组"], "running": ["建网格"], "done": ["挂牌"]}
    assert page.item.content == "建网格"
    assert "逾期 9 天" in page.told.text()
    assert "先建后提" in page.idea.text()
    assert page.tabs.tabText(LATE) == "逾期清单（1）"
    assert not page.tabs.isTabVisible(HANDED)


def test_that_arrows_go_from_column_to_column(page):
    QTest.keyClick(page.board.column("running"), Qt.Key.Key_Right)
    assert page.item.content == "挂牌"
    QTest.keyClick(page.board.column("done"), Qt.Key.Key_Left)
    QTest.keyClick(page.board.column("running"), Qt.Key.Key_Left)
    assert page.item.content == "建小组"


def test_that_a_card_moves_and_is_done_with_evidence_only(page):
    page.board.go_to(item_named(page, "建小组").id)
    page.desk.commands.trigger("plans.forward")
    assert columns(page)["running"] == ["建网格", "建小组"]
    assert page.item.content == "建小组"
    page.desk.commands.trigger("plans.forward")
    dialog = page.deeds.dialog
    dialog.ask()
    assert dialog.said("evidence")
    assert still_cut(dialog) == []
    dialog.editor("evidence").show_value("验收单")
    dialog.ask()
    assert columns(page)["done"] == ["建小组", "挂牌"]
    page.desk.commands.trigger("record.undo")
    assert columns(page)["done"] == ["挂牌"]


def test_that_a_card_dropped_in_another_column_moves(page):
    one = item_named(page, "建网格")
    page.board.column("waiting").fell.emit(one.id.hex, "waiting")
    assert columns(page)["waiting"] == ["建网格", "建小组"]


def test_that_the_board_can_stand_by_month(page):
    page.views.setCurrentIndex(1)
    page.views.activated.emit(1)
    assert list(columns(page)) == sorted({LATE_DAY[:7], LATER[:7]})
    assert page.item.content == "建网格"
    assert not page.desk.commands.is_on("plans.forward")


def test_that_a_task_is_handed_to_several_units_and_reported(page, office):
    factory.branch_of(office, "第二网格党支部")
    page.desk.commands.trigger("plans.hand_down")
    dialog = page.deeds.dialog
    assert still_cut(dialog) == []
    assert not dialog.go.isEnabled()
    dialog.units.tick_all(on=True)
    dialog.editor("content").line.setText("摸清底数")
    dialog.editor("due_on").line.setText(LATER)
    dialog.ask()
    assert columns(page)["waiting"] == ["建小组", "摸清底数", "摸清底数"]
    page.board.go_to(page.sheet.items[-1].id)
    page.desk.commands.trigger("plans.report")
    report = page.deeds.dialog
    assert still_cut(report) == []
    report.editor("feedback").show_value("已走访三十户")
    report.ask()
    found = plans.item_of(office, page.sheet.items[-1].id)
    assert (found.state, found.feedback, found.reported_on) == (
        "running",
        "已走访三十户",
        TODAY.isoformat(),
    )


def test_that_what_is_overdue_is_saved_as_a_workbook(page, tmp_path):
    path = tmp_path / "逾期.xlsx"
    page.pickers = Pickers(save=lambda _page, _title, _kinds, _name, take: take(Path(path)))
    page.tabs.setCurrentIndex(LATE)
    page.desk.commands.trigger("plans.export")
    cells = [str(c.value) for row in openpyxl.load_workbook(path).active.iter_rows() for c in row]
    assert "建网格" in cells
    page.desk.commands.trigger("list.print")
    assert page.desk.is_shown("print")


def test_that_a_branch_sees_what_it_was_given_and_reports_it(
    open_window, office, plan, branch, visit
):
    page = visit(open_window(factory.limited(office, branch)), "plans")
    page.tabs.setCurrentIndex(HANDED)
    assert page.tabs.tabText(HANDED) == "上级交办（2）"
    assert {page.handed.items[row].content for row in range(3)} == {"建网格", "建小组", "挂牌"}
    assert page.item.giver == office.unit.organisation
    page.desk.commands.trigger("plans.report")
    page.deeds.dialog.editor("feedback").show_value("已完成一半")
    page.deeds.dialog.ask()
    assert plans.item_of(office, page.item.id).feedback == "已完成一半"


def test_that_an_item_is_found_on_its_board_or_among_what_came_from_above(
    open_window, office, plan, branch, visit
):
    wanted = plans.plan_of(office, plan).items[2]
    page = visit(open_window(office), "plans", wanted.id.hex)  # as the first page does
    assert page.item.id == wanted.id
    page = visit(open_window(factory.limited(office, branch)), "plans", wanted.id)
    assert page.tabs.currentIndex() == HANDED
    assert page.item.id == wanted.id


def test_that_an_office_without_plans_is_told_what_to_do(open_window, office, visit):
    page = visit(open_window(office), "plans")
    assert page.empty.isVisible()
    assert not page.sheet_part.isVisible()


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)], ids=str)
def test_that_nothing_is_cut_with_a_plan_shown(page, size):
    page.window().resize(*size)
    assert still_cut(page.window()) == []
