"""The observation page: rounds planned, their routes put in order, their papers reached."""

from datetime import date

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton

from jianxi_desktop.domain.rights import Role
from jianxi_desktop.services import observation_route, records
from jianxi_desktop.services.observation import list_rounds, plan_round
from jianxi_desktop.services.observation_coverage import coverage
from jianxi_desktop.ui.removal import ReasonDialog
from jianxi_desktop.ui.screens.preview import PrintScreen
from tests import factory

STREETS = {"东风路": ("一院", "二院", "三院"), "西山路": ("㐂乐", "𠮷庆")}
FIRST = ("一院社区党委", "二院社区党委", "三院社区党委")


@pytest.fixture
def screen(bench, visit):
    return visit(bench, "observation")


@pytest.fixture
def streets(district):
    """A district with two streets and five communities."""
    made = {}

    def add(name, form, kind, parent, code):
        values = {"name": name, "form": form, "kind": kind, "parent": parent, "code": code}
        made[name] = records.save_record(district, district.catalog["organisation"], values).id
        return made[name]

    top = district.unit.organisation
    for n, (street, communities) in enumerate(STREETS.items(), start=1):
        code = f"41030500{n}"
        above = add(f"{street}街道党工委", "working_committee", "street", top, code)
        for m, community in enumerate(communities, start=1):
            add(f"{community}社区党委", "party_committee", "community", above, f"{code}{m:03}")
    return made


@pytest.fixture
def planned(district, streets):
    """A round that visits the first street's three communities, one a day, on working days."""
    return plan_round(
        district,
        step="district_demo",
        period="2026H2",
        organisations=[streets[name] for name in FIRST],
        starts_on=date(2026, 12, 3),
        per_day=1,
    ).id


@pytest.fixture
def page(open_window, district, planned, visit):
    """The page of that round."""
    return visit(open_window(district), "observation", planned)


def names(page):
    return [stop.name[:2] for stop in page.route.route.stops]


def days(page):
    return [stop.planned_on[5:] for stop in page.route.route.stops]


def kept(page):
    """Give the order as it is in the database."""
    stops = observation_route.route_of(page.desk.office, page.round).stops
    return [stop.name[:2] for stop in stops]


def drag(page, row, onto, *, below=False):
    """Drag a row with the mouse onto the upper or lower half of another."""
    table = page.route
    data = table.route.mimeData([table.route.index(row, 0)])
    rect = table.visualRect(table.route.index(onto, 3))
    place = rect.center()
    place.setY(rect.bottom() - 2 if below else rect.top() + 2)
    given = (Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton)
    plain = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(table.viewport(), QDragEnterEvent(place, *given, plain))
    QApplication.sendEvent(table.viewport(), QDragMoveEvent(place, *given, plain))
    table.grab()
    drop = QDropEvent(QPointF(place), *given, plain)
    QApplication.sendEvent(table.viewport(), drop)
    return drop.isAccepted()


def choose(page, *rows):
    page.route.select_visits([page.route.route.stops[row].visit for row in rows])


def test_that_a_round_shows_whom_it_visits_and_the_form_numbers(screen):
    stop = screen.route.route.stops[0]
    cells = screen.route.rows.line(0).cells

    assert screen.rounds.currentText() == "2026年下半年武汉路街道内部观摩"
    assert (stop.name, stop.form_number) == ("武汉路社区党委", "GMN-2026H2-410305008001-001")
    assert cells[-1] == stop.form_number
    assert "已打印" in cells


def test_that_days_hours_and_inspecting_streets_stand_beside_the_places(page):
    cells = [page.route.rows.line(row).cells for row in range(3)]

    assert [each[1] for each in cells] == ["12-03 周四", "12-04 周五", "12-07 周一"]
    assert page.count.text() == "共 3 个，3 天"
    captions = [column.caption for column in page.route.rows.columns]
    assert "街道" not in captions
    assert page.common.text() == "各点都一样：时间 09:00–09:40；街道 东风路街道；观摩单位 涧西区委"


def test_that_a_new_round_is_planned_and_shown(screen, bench, demo):
    before = len(list_rounds(demo))
    bench.commands.trigger("observation.plan")
    dialog = screen.dialog
    dialog.periods.setCurrentIndex(2)
    dialog.leader.setText("王建国")
    dialog.make.click()

    assert len(list_rounds(demo)) == before + 1
    assert screen.rounds.currentText() == dialog.name.placeholderText()
    assert not dialog.isVisible()


def test_that_a_round_is_planned_with_days_people_and_some_communities(page, district):
    page.desk.commands.trigger("observation.plan")
    dialog = page.dialog
    dialog.steps.setCurrentIndex(dialog.steps.findData("street_cross"))
    dialog.places.tick_all(on=False)
    dialog.places.tree.topLevelItem(1).setCheckState(0, Qt.CheckState.Checked)
    dialog.pace.starts_on.show_value("2026-12-05")
    dialog.inspectors.show_value("李𠮷、王芳")
    dialog.drop.setChecked(True)
    dialog.make.click()
    route = observation_route.route_of(district, page.round)

    assert [stop.name for stop in route.stops] == ["㐂乐社区党委", "𠮷庆社区党委"]
    assert {stop.inspectors for stop in route.stops} == {"李𠮷、王芳"}
    assert {stop.inspected_by_name for stop in route.stops} == {"东风路街道党工委"}
    assert route.stops[0].planned_on == "2026-12-07"  # the 5th is a Saturday
    assert route.round.drop_extremes


def test_that_the_dialog_says_all_that_cannot_be_read_at_once(page):
    page.desk.commands.trigger("observation.plan")
    dialog = page.dialog
    dialog.pace.starts_on.put_back("下周")
    dialog.pace.first_at.put_back("九点多")
    dialog.places.tick_all(on=False)
    dialog.make.click()

    assert dialog.isVisible()
    assert len(dialog.problem.text().splitlines()) == 3
    dialog.reject()


def test_that_the_dialog_stays_open_and_says_why_a_round_was_refused(screen, bench):
    bench.commands.trigger("observation.plan")
    screen.dialog.leader.setText("王1")
    screen.dialog.make.click()

    assert screen.dialog.isVisible()
    assert "带队领导" in screen.dialog.problem.text()
    screen.dialog.reject()


def test_that_the_route_keeps_its_word_to_qt(page, watch_model):
    watch_model(page.route.route)

    page.route.route.move([page.route.route.stops[0].visit], 3)

    assert names(page) == ["二院", "三院", "一院"]


def test_that_a_row_dragged_below_another_is_visited_after_it(page):
    assert drag(page, 0, 1, below=True)

    assert names(page) == kept(page) == ["二院", "一院", "三院"]
    assert days(page) == ["12-03", "12-04", "12-07"]
    assert [stop.name[:2] for stop in page.route.selected()] == ["一院"]


def test_that_a_row_dragged_above_another_is_visited_before_it(page):
    drag(page, 2, 0)

    assert names(page) == kept(page) == ["三院", "一院", "二院"]
    assert [stop.position for stop in page.route.route.stops] == [1, 2, 3]


def test_that_each_stop_keeps_its_day_where_days_are_to_stay(page):
    page.deeds.retime.setChecked(False)
    drag(page, 2, 0)

    assert days(page) == ["12-07", "12-03", "12-04"]


def test_that_a_form_keeps_its_number_wherever_it_is_dragged(page):
    before = {stop.name: stop.form_number for stop in page.route.route.stops}
    drag(page, 2, 0)

    assert {stop.name: stop.form_number for stop in page.route.route.stops} == before


def test_that_several_rows_move_together_by_keys(page, qtbot):
    choose(page, 1, 2)
    page.desk.commands.trigger("observation.up")
    assert names(page) == kept(page) == ["二院", "三院", "一院"]

    page.desk.commands.trigger("observation.up")  # nothing is above them
    page.desk.commands.trigger("observation.down")

    assert names(page) == kept(page) == ["一院", "二院", "三院"]
    assert page.desk.commands.action("observation.up").shortcut().toString() == "Alt+Up"


def test_that_another_order_is_taken_back(page):
    drag(page, 2, 0)
    page.desk.commands.trigger("record.undo")

    assert names(page) == kept(page) == ["一院", "二院", "三院"]


def test_that_a_route_is_not_dragged_by_whoever_may_only_look(
    open_window, district, planned, visit
):
    reader = factory.limited(district, None, Role.VIEWER)
    page = visit(open_window(reader), "observation", planned)

    assert not drag(page, 0, 1, below=True)
    assert names(page) == kept(page) == ["一院", "二院", "三院"]
    assert not page.desk.commands.is_on("observation.up")


def test_that_day_and_inspectors_of_a_stop_are_changed(page):
    choose(page, 1)
    page.desk.commands.trigger("observation.stop")
    dialog = page.deeds.dialog
    dialog.editor("planned_on").show_value("2026-12-09")
    dialog.editor("starts_at").put_back("下午3点")
    dialog.editor("ends_at").put_back("16:00")
    dialog.editor("inspectors").show_value("李𠮷")
    dialog.ask()
    stop = page.route.selected()[0]

    assert (stop.planned_on, stop.starts_at, stop.inspectors) == ("2026-12-09", "15:00", "李𠮷")
    assert stop.name == FIRST[1]


def test_that_the_stops_that_are_left_are_put_off(page):
    choose(page, 1)
    page.desk.commands.trigger("observation.times")
    dialog = page.deeds.dialog
    assert dialog.which.currentText() == "从选中的“二院社区党委”起，后面 2 个"
    dialog.go.click()
    assert "第一天" in dialog.problem.text()
    dialog.pace.starts_on.show_value("2026-12-14")
    dialog.go.click()

    assert days(page) == ["12-03", "12-14", "12-14"]
    assert not dialog.isVisible()


def test_that_so_many_in_a_day_are_refused_where_they_are_asked_for(page):
    page.desk.commands.trigger("observation.times")
    dialog = page.deeds.dialog
    dialog.pace.starts_on.show_value("2026-12-14")
    dialog.pace.minutes.setText("400")
    dialog.go.click()

    assert dialog.isVisible()
    assert "一天排不下" in dialog.problem.text()
    dialog.reject()


def test_that_a_street_is_not_let_inspect_itself(open_window, district, streets, visit):
    made = plan_round(district, step="street_cross", period="2026H2")
    page = visit(open_window(district), "observation", made.id)
    page.desk.commands.trigger("observation.stop")
    dialog = page.deeds.dialog
    dialog.editor("inspected_by").show_value(streets["东风路街道党工委"])
    dialog.ask()

    assert dialog.isVisible()
    assert "不能自己看自己" in dialog.problem.text()
    dialog.reject()


def test_that_several_stops_get_their_inspectors_at_once(page):
    choose(page, 0, 2)
    page.desk.commands.trigger("observation.stop")
    page.deeds.dialog.editor("inspectors").show_value("单雄信、王芳")
    page.deeds.dialog.ask()

    assert [stop.inspectors for stop in page.route.route.stops] == [
        "单雄信、王芳",
        "",
        "单雄信、王芳",
    ]


def test_that_communities_nobody_visits_are_named_and_join_by_a_click(page):
    assert "覆盖 3/5 个社区，还没有安排" in page.coverage.text
    link = next(b for b in page.coverage.findChildren(QPushButton) if b.text() == "㐂乐社区党委")
    link.click()

    assert names(page) == ["一院", "二院", "三院", "㐂乐"]
    assert "覆盖 4/5" in page.coverage.text


def test_that_all_that_are_missing_are_offered_ticked(page, district):
    page.desk.commands.trigger("observation.add")
    dialog = page.deeds.dialog
    assert len(dialog.places.ticked()) == dialog.places.offered() == 2
    dialog.go.click()

    assert not dialog.isVisible()
    assert not coverage(district, rounds=[page.round]).missing
    assert "5/5" in page.coverage.text


def test_that_a_stop_leaves_its_round_with_a_reason(page):
    choose(page, 1)
    page.desk.commands.trigger("record.remove")
    page.findChild(ReasonDialog).accept()

    assert names(page) == kept(page) == ["一院", "三院"]
    assert "覆盖 2/5" in page.coverage.text


def test_that_a_street_is_ticked_with_its_communities(page):
    page.desk.commands.trigger("observation.plan")
    places = page.dialog.places
    places.tree.topLevelItem(0).setCheckState(0, Qt.CheckState.Unchecked)

    assert len(places.ticked()) == 2
    assert places.count.text() == "已选 2 个，共 5 个"
    page.dialog.reject()


def test_that_its_checklists_are_printed_from_here(screen, bench):
    bench.commands.trigger("observation.print")

    assert isinstance(bench.shown, PrintScreen)
    assert bench.shown.document.forms == ("GMN-2026H2-410305008001-001",)


def test_that_only_the_selected_checklists_are_printed(page):
    choose(page, 0, 2)
    wanted = tuple(stop.form_number for stop in page.route.selected())
    page.desk.commands.trigger("observation.print_chosen")
    shown = page.desk.shown

    assert shown.document.forms == wanted
    assert "只打印选中的 2 张" in shown.message.text.text()
    shown.everything.click()
    assert len(shown.document.forms) == 3


def test_that_each_scorer_gets_a_copy_and_both_sides_are_used(page):
    page.desk.commands.trigger("observation.print")
    shown = page.desk.shown
    once = shown.document.pages
    shown.sheets.copies.setCurrentIndex(1)
    shown.sheets.copies.activated.emit(1)

    assert shown.document.pages == 2 * once
    shown.sheets.both_sides.click()
    assert shown.document.pages % 4 == 0


@pytest.mark.parametrize("paper", ["route_book", "sign_in"])
def test_that_route_book_and_sign_in_sheets_are_of_the_round_shown(page, paper):
    page.desk.commands.trigger(f"observation.{paper}")
    shown = page.desk.shown

    assert shown.rounds.currentData() == page.round
    assert shown.document.pages >= 1


def test_that_entering_goes_on_with_the_round_shown(page):
    way = next(b for b in page.findChildren(QPushButton) if b.text() == "录入检查表")
    way.click()

    assert page.desk.shown.key == "observation_entry"
    assert page.desk.shown.round.round == page.round


def test_that_the_round_opens_in_its_form(screen, bench):
    bench.commands.trigger("observation.round")

    assert bench.shown.key == "form"


def test_that_a_visit_opens_in_its_form(screen, bench):
    screen.route.activated.emit(screen.route.rows.index(0, 0))

    assert bench.shown.key == "form"


def test_that_an_office_without_rounds_is_told_what_to_do(open_window, office, visit):
    bench = open_window(office)
    screen = visit(bench, "observation")

    assert screen.empty.isVisible()
    assert not screen.sheet.isVisible()
    assert not bench.commands.is_on("observation.print")
