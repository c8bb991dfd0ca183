"""The office at a glance on the home page: every figure and column opens what it counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import backups, records
from jianxi_desktop.services.demo import TODAY as DEMO_DAY
from jianxi_desktop.services.due.packages import Packages
from jianxi_desktop.services.overview import Overview, overview
from jianxi_desktop.ui.screens.home_overview import OverviewPane
from jianxi_desktop.ui.screens.home_words import said_of
from tests import factory
from tests.scored import communities_of, scored_round
from tests.ui.looks import still_cut

TODAY = calendar.today()


def held(office, topic, day, kind="theme_day"):
    values = {"topic": topic, "kind": kind, "held_on": day}
    values["organisation"] = office.unit.organisation
    return records.save_record(office, office.catalog["activity"], values).id


@pytest.fixture
def opened(monkeypatch):
    """What the page opened: keys with what they were opened with."""
    return []


@pytest.fixture
def home(open_window, office, monkeypatch, opened):
    """The home page of a community that met once this month and plans one thing next year."""
    held(office, "植绿护绿", TODAY.isoformat())
    held(office, "去年的党课", f"{TODAY.year - 1}-{TODAY.month:02}", "party_lecture")
    factory.branch_of(office)
    page = open_window(office).shown
    monkeypatch.setattr(page.desk, "open_screen", lambda *asked: opened.append(asked))
    return page


def test_that_a_figure_opens_the_list_that_it_counts(home, office, opened, qtbot):
    for key, number in (("grids", 1), ("activities", 1), ("members", 0)):
        button = home.figures.buttons[key]
        assert button.accessibleName().endswith(f" {number}")
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        screen, listed = opened[-1]
        assert screen == f"list:{listed.ledger}"
        ledger = office.catalog[listed.ledger]
        assert records.count_rows(office, ledger, listed.query) == number


def test_that_the_list_shows_as_many_as_the_figure_and_says_which(
    demo, open_window, qtbot, monkeypatch
):
    monkeypatch.setattr(calendar, "today", lambda: DEMO_DAY)
    page = open_window(demo).shown
    desk, months = page.desk, page.glance.months
    pressed = [(button, button.number) for button in page.figures.buttons.values()]
    for button, number in (*pressed, (page.pane.chart.bars[8], months[8].total)):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        found = f"找到 {number} 条"
        qtbot.waitUntil(lambda found=found: desk.shown.count.text() == found)
        assert number > 0
        desk.open_screen("home")


def test_that_a_month_is_opened_by_keys_alone(home, office, opened, qtbot):
    chart = home.pane.chart
    bar = chart.bars[TODAY.month - 1]
    assert bar.accessibleName() == f"{TODAY.month}月活动1次，去年同月1次"
    bar.setFocus()
    qtbot.keyClick(bar, Qt.Key.Key_Return)
    screen, listed = opened[-1]
    assert screen == "list:activity"
    assert records.count_rows(office, office.catalog["activity"], listed.query) == 1


def test_that_the_keys_go_through_the_figures_in_one_stop(home, qtbot):
    buttons = list(home.figures.buttons.values())
    buttons[0].setFocus()
    qtbot.keyClick(buttons[0], Qt.Key.Key_End)
    tabbed = [each for each in buttons if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert tabbed == [buttons[-1]]


def test_that_what_is_not_safe_is_amber_and_leads_to_where_it_is_made_safe(home, office, opened):
    backup, package = home.pane.safe
    assert (backup.property("state"), package.property("state")) == ("warning", "")
    assert "还没有备份过" in backup.text()
    backup.click()
    package.click()
    assert [key for key, _argument in opened] == ["backup", "package"]

    backups.backup(office)
    home._load()

    backup, _package = home.pane.safe
    assert backup.text().startswith("上次备份：今天")
    assert not backup.property("state")


def test_that_figures_follow_what_is_written(home, office):
    held(office, "又一次", TODAY.isoformat())
    home.desk.changed(frozenset({"activity"}))
    assert home.figures.buttons["activities"].number == 2


def test_that_figures_follow_the_tree(home, office):
    branch = factory.branch_of(office)
    home.desk.choose_organisation(branch, "第一网格党支部")
    numbers = {key: each.number for key, each in home.figures.buttons.items()}
    assert (numbers["grids"], numbers["activities"]) == (1, 0)
    assert len(home.pane.safe) == 1  # packages are the whole office's


def test_that_a_ranking_of_many_is_a_list_and_leads_to_the_results(district, open_window, qtbot):
    communities_of(district, 2)
    scored_round(district, {"王芳": (80, 95)})
    page = open_window(district).shown
    ranks = page.pane.ranks
    assert ranks.isVisible()
    lines = [ranks.rows.line(row).cells for row in range(ranks.rows.rowCount())]
    assert [cells[:2] for cells in lines] == [("第1", "第2社区"), ("第2", "第1社区")]
    ranks.activated.emit(ranks.rows.index(0, 0))
    assert page.desk.shown.key == "observation_results"
    assert page.desk.shown.round == page.glance.ranking.round


def test_that_an_empty_office_is_told_how_pictures_come_about(open_window, office):
    pane = open_window(office).shown.pane
    assert not pane.ranks.isVisible()
    assert not pane.chart.isVisible()
    assert pane.told.isVisible()
    assert pane.nothing.isVisible()


def test_that_both_halves_are_there_whole_at_every_size(home):
    window = home.window()
    for size in ((1366, 768), (1093, 614), (911, 512)):
        window.resize(*size)
        assert still_cut(window) == [], size
        wide = size[0] > 1200
        assert (home.pane.x() > home.list.width()) == wide, size
        assert home.list.height() >= 8 * home.list.fontMetrics().height(), size


def test_that_who_may_not_open_a_list_sees_its_figure_only(home, qtbot):
    found = home.glance.figures
    home.figures.show_figures(found, lambda ledger: ledger != "person")
    assert not home.figures.buttons["members"].isEnabled()
    assert home.figures.buttons["venues"].isEnabled()


def test_that_what_is_to_come_is_told_apart(qtbot, office):
    day = date(2026, 3, 10)
    held(office, "将来的", (day + timedelta(days=5)).isoformat())
    pane = OverviewPane(office.catalog, "community")
    qtbot.addWidget(pane)
    pane.show_overview(overview(office, day))
    assert pane.chart.bars[2].toolTip() == "3月活动1次（计划中1）"
    assert pane.year.text() == "2026年各月活动"


DAY, WRITTEN = date(2026, 11, 25), datetime(2026, 11, 1, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("known", "level", "told"),
    [
        (Packages("", None, None, False, DAY, 0, 0), "community", ["还没有写过数据包\n交给上级"]),
        (
            Packages("涧西区委", WRITTEN, DAY, True, DAY, 0, 0),
            "community",
            ["!上次数据包：19天前\n交给涧西区委，11月25日报送日没有交"],
        ),
        (
            Packages("", None, None, False, DAY, 71, 68),
            "district",
            ["!11月25日报送日的下级数据包\n71个单位，交来68个"],
        ),
        (
            Packages("涧西区委", WRITTEN, None, False, DAY, 5, 5),
            "street",
            ["上次数据包：19天前\n交给涧西区委", "11月25日报送日的下级数据包\n5个单位，交来5个"],
        ),
    ],
)
def test_that_packages_are_told_as_they_concern_each_level(monkeypatch, known, level, told):
    now = datetime(2026, 11, 20, 10, tzinfo=UTC)
    monkeypatch.setattr("jianxi_desktop.services.opening.now", lambda: now)
    found = Overview(DAY, (), (), packages=known)
    assert ["!" * each.late + each.text for each in said_of(found, level)] == told
