import openpyxl
import pytest

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.services.returns import Check
from jianxi_desktop.ui.screens.figures_table import FiguresTable


@pytest.fixture
def screen(bench, visit):
    return visit(bench, "return")


def column(screen, caption):
    """Give the place of a column by its caption."""
    captions = [each.text for group in screen._result.table.heading for each in group.columns]
    return captions.index(caption)


def test_that_the_figures_are_those_of_the_records(screen, demo):
    shown = screen.table.rows.index(0, column(screen, "党员总数")).data()

    assert int(shown) == records.count_rows(demo, demo.catalog["person"], Query())


def test_that_the_checks_are_said_to_hold(screen):
    assert "全部相符" in screen.verdict.text.text()
    assert not screen.checks.isVisible()


def test_that_a_check_that_fails_is_named_first_with_its_detail(screen):
    checks = (Check("甲等于乙", ok=True, detail=""), Check("丙等于丁", ok=False, detail="差2人"))

    screen._show_result(_with(screen._result, checks))

    assert "1 项" in screen.verdict.text.text()
    assert screen.checks.rows.line(0).cells == ("不符", "丙等于丁", "差2人")
    assert screen.checks.isVisible()


def test_that_the_workbook_is_saved_where_asked(screen, bench, answer, tmp_path):
    screen.pickers = answer(tmp_path / "报表.xlsx")

    bench.commands.trigger("return.save")

    assert "党组织和党员基本情况" in openpyxl.load_workbook(tmp_path / "报表.xlsx").sheetnames[0]
    assert "全部相符" in bench.window().notices.text.text()


def test_that_changed_records_are_counted_again(screen, bench, demo):
    before = screen._result
    branch = records.organisation_tree(demo)[1].id
    values = {"name": "王新", "branch": branch, "status": "full", "joined_on": "2001-07"}

    saved = records.save_record(demo, demo.catalog["person"], values)
    bench.changed(saved.touched)

    assert screen._result is not before
    assert screen.table.rows.index(0, column(screen, "党员总数")).data() == "169"


def test_that_another_day_gives_other_figures(screen):
    screen.day.setDate(screen.day.date().addYears(-40))

    assert int(screen.table.rows.index(0, column(screen, "党员总数")).data()) < 168


def test_that_the_table_is_a_sound_model_with_labels(screen, qtbot, watch_model):
    table = FiguresTable()
    qtbot.addWidget(table)
    watch_model(table.rows)
    result = screen._result

    table.show_figures("党组织", result.table.heading, result.table.rows, result.figures)

    assert table.rows.rowCount() == len(result.table.rows)
    assert table.rows.columnCount() == len(result.figures[0])
    assert table.columnWidth(0) > 0
    assert table.heading.sizeHint().height() > 40


def _with(result, checks):
    return type(result)(result.code, result.table, result.figures, checks)
