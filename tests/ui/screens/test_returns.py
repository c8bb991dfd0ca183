from dataclasses import replace

import openpyxl
import pytest
from PySide6.QtCore import QDate, Qt

from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.domain import calendar
from jianxi_desktop.services import records
from jianxi_desktop.services.return_page import heading_of
from jianxi_desktop.services.returns import Check
from jianxi_desktop.ui.screens.behind_dialog import BehindDialog
from jianxi_desktop.ui.screens.figures_table import FiguresTable
from jianxi_desktop.ui.screens.parts import choose


@pytest.fixture
def screen(bench, visit):
    """The members' return as of today, for no period."""
    page = visit(bench, "return")
    today = calendar.today()
    page.period.day.setDate(QDate(today.year, today.month, today.day))
    return page


def column(screen, caption):
    """Give the place of a column by its caption."""
    captions = [each.caption for each in screen._result.edition.columns]
    return captions.index(caption)


def test_that_the_figures_are_those_of_the_records(screen, demo):
    shown = screen.table.rows.index(0, column(screen, "党员总数")).data()

    assert int(shown) == sum(node.members for node in records.organisation_tree(demo)) == 168


def test_that_the_checks_are_said_to_hold(screen):
    assert "全部相符" in screen.checks.verdict.text.text()
    assert not screen.checks.table.isVisible()


def test_that_a_check_that_fails_is_named_first_with_its_detail(screen):
    checks = (Check("甲等于乙", ok=True, detail=""), Check("丙等于丁", ok=False, detail="差2人"))

    screen._show(replace(screen.looked, result=replace(screen._result, checks=checks)))

    assert "1 项" in screen.checks.verdict.text.text()
    assert screen.checks.table.rows.line(0).cells == ("不符", "丙等于丁", "差2人")
    assert screen.checks.table.isVisible()


def test_that_the_workbook_is_saved_where_asked(screen, bench, answer, tmp_path):
    screen.pickers = answer(tmp_path / "报表.xlsx")

    bench.commands.trigger("return.save")

    assert "党组织和党员基本情况" in openpyxl.load_workbook(tmp_path / "报表.xlsx").sheetnames[0]
    assert "全部相符" in bench.window().notices.text.text()


def test_that_national_tables_go_into_one_book(screen, bench, answer, tmp_path):
    assert screen.buttons["book"].isHidden()
    choose(screen.kinds, "P01")
    assert not screen.buttons["book"].isHidden()
    screen.pickers = answer(tmp_path / "年报.xlsx")

    bench.commands.trigger("return.book")

    book = openpyxl.load_workbook(tmp_path / "年报.xlsx")
    told = " ".join(str(cell) for row in book.worksheets[0].values for cell in row if cell)
    assert all(
        title in told for title in ("党员数量变化情况", "党员基本情况", "流动党员情况统计表")
    )
    assert "年报.xlsx" in bench.window().notices.text.text()


def test_that_changed_records_are_counted_again(screen, bench, demo):
    before = screen._result
    branch = records.organisation_tree(demo)[1].id
    values = {"name": "王新", "branch": branch, "status": "full", "joined_on": "2001-07"}

    saved = records.save_record(demo, demo.catalog["person"], values)
    bench.changed(saved.touched)

    assert screen._result is not before
    assert screen.table.rows.index(0, column(screen, "党员总数")).data() == "169"


def test_that_another_day_gives_other_figures(screen):
    screen.period.day.setDate(screen.period.day.date().addYears(-9))

    assert int(screen.table.rows.index(0, column(screen, "党员总数")).data()) < 168


def test_that_the_table_is_a_sound_model_with_labels(screen, qtbot, watch_model):
    table = FiguresTable()
    qtbot.addWidget(table)
    watch_model(table.rows)
    result = screen._result

    figures = [[cell.value for cell in row] for row in result.cells]
    table.show_figures("党组织", heading_of(result.edition.columns), result.rows, figures)

    assert table.rows.rowCount() == len(result.rows)
    assert table.rows.columnCount() == len(result.cells[0])
    assert table.columnWidth(0) > 0
    assert table.heading.sizeHint().height() > 40


@pytest.fixture
def district_screen(open_window, district, visit):
    """The page in the district's office, on the third quarter of 2018."""
    with district.change("create") as change:
        row = {"form": "branch", "kind": "grid", "parent": district.unit.organisation}
        rows = [row | {"name": f"第{n}网格党支部", "phone": "13800001234"} for n in range(1, 4)]
        insert_rows(change, district.catalog["organisation"], rows)
    screen = visit(open_window(district), "return")
    choose(screen.period.year, 2018)
    choose(screen.period.part, "{year}Q3")
    return screen


def shown_figures(screen):
    """Give each figure's number and how it is shown."""
    rows = screen.figures.rows
    lines = [rows.line(row).cells for row in range(rows.rowCount())]
    return {cells[0]: cells[2] for cells in lines if cells[0]}


def test_that_the_district_sees_its_figures_by_section(district_screen):
    figures = shown_figures(district_screen)

    assert len(figures) == 41
    assert (figures["A07"], figures["B03"]) == ("3", "97")
    assert "2018年第三季度" in district_screen.unit.text()
    assert district_screen.figures.rows.line(0).cells[1] == "组织设置"
    assert not district_screen.table.isVisible()


def test_that_broken_checks_are_named_in_red(district_screen):
    assert "不符" in district_screen.checks.verdict.text.text()
    line = district_screen.checks.table.rows.line(0)
    assert line.cells[0] == "不符"
    assert line.states[0] == "error"


def test_that_a_figure_leads_to_its_records_and_a_record_to_its_form(district_screen, qtbot):
    district_screen.figures.select_figure("A07")
    qtbot.keyClick(district_screen.figures, Qt.Key.Key_Return)

    dialog = district_screen.findChild(BehindDialog)
    assert dialog.table.rows.rowCount() == 3
    assert "138****1234" in dialog.table.rows.line(0).cells
    assert "共3条" in dialog.told.text()
    chosen = dialog.table.rows.item(0).id
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)

    assert district_screen.desk.shown.key == "form"
    assert district_screen.desk.shown.way_back().id == chosen


def test_that_the_button_lists_the_records_too(district_screen):
    district_screen.figures.select_figure("A01")
    district_screen.buttons["behind"].click()

    assert "街道：11" in district_screen.findChild(BehindDialog).head.text()


def test_that_a_figure_moves_with_what_is_written(district_screen, district):
    ledger = district.catalog["organisation"]
    values = {"name": "第四网格党支部", "form": "branch", "kind": "grid"}
    values |= {"parent": district.unit.organisation}
    saved = records.save_record(district, ledger, values)

    district_screen.desk.changed(saved.touched)

    assert shown_figures(district_screen)["A07"] == "4"


def test_that_a_day_of_ones_own_is_no_period(district_screen):
    assert district_screen.period.chosen_day.isoformat() == "2018-09-30"
    district_screen.period.day.setDate(QDate(2018, 8, 31))

    assert district_screen.period.period == ""
    assert district_screen.unit.text().endswith("截至2018年8月31日")


def test_that_the_other_return_is_there_as_well(district_screen):
    choose(district_screen.kinds, "R2")

    assert district_screen.table.isVisible()
    assert not district_screen.figures.isVisible()
    assert district_screen.table.current() is not None


def test_that_a_return_without_checks_says_nothing_of_them(district_screen):
    choose(district_screen.kinds, "RM")

    assert district_screen.figures.current().rule.id == "M01"
    assert not district_screen.checks.verdict.isVisible()


def test_that_the_district_return_is_saved_with_its_period(district_screen, answer, tmp_path):
    district_screen.pickers = answer(tmp_path / "总表.xlsx")
    district_screen.desk.commands.trigger("return.save")

    sheet = openpyxl.load_workbook(tmp_path / "总表.xlsx")["总表"]
    assert "2018年第三季度" in sheet["D2"].value
