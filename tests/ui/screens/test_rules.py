"""The page of rules."""

import pytest

from jianxi_desktop.ui.screens.rules import RulesScreen


@pytest.fixture
def screen(open_window, office, visit):
    return visit(open_window(office), "rules")


def lines(screen):
    rows = screen.table.rows
    return [rows.line(row).cells for row in range(rows.rowCount())]


def test_that_a_rule_is_found_with_its_source(screen):
    screen.tables.setCurrentIndex(screen.tables.findText("任期年限"))
    screen.words.setText("社区 5")

    assert isinstance(screen, RulesScreen)
    assert [cells[:3] for cells in lines(screen)] == [
        ("任期年限", "领域：社区，形式：党委、党总支、党支部，年：5", "2018年7月12日起")
    ]
    assert "2018-07-12" in lines(screen)[0][3]


def test_that_what_nobody_verified_stands_out(screen):
    screen.doubtful.setChecked(True)

    assert {cells[4] for cells in lines(screen)} == {"待核实"}
    assert screen.table.horizontalScrollBar().maximum() == 0  # it is the last column
    assert screen.count.text() == f"{len(lines(screen))} 条"


def test_that_the_district_begins_its_own_table_with_the_programs(district, open_window, visit):
    bench = open_window(district)
    page = visit(bench, "rules")
    page.tables.setCurrentIndex(page.tables.findText("党费比例"))
    bench.commands.trigger("rules.issue")

    given = bench.shown.form.values
    assert given["name"] == "dues_rates"
    assert given["content"].startswith("category,")
