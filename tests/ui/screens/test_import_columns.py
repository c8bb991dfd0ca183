"""How columns were matched: shown, corrected, remembered, and asked where it is not certain."""

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.ui.screens.import_columns import CAPTION, LEFT_OUT, REMARK, SAMPLE, TAKEN
from tests import factory
from tests.ui.screens.conftest import HEADS, number_of, person, write_sheet


@pytest.fixture
def desk(open_window, office):
    return open_window(office)


@pytest.fixture
def screen(desk, visit):
    return visit(desk, "import")


def shown(screen):
    """Give what stands in the table of columns, by the caption of the file."""
    model = screen.result.columns.table.rows
    return {
        model.index(row, CAPTION).data(): tuple(
            model.index(row, place).data() for place in (TAKEN, SAMPLE, REMARK)
        )
        for row in range(model.rowCount())
    }


def jobs_of(office):
    """Give what was kept as the workplace of everybody."""
    return {row["workplace"] for row in factory.rows_of(office, office.catalog["person"])}


@pytest.fixture
def odd(tmp_path):
    """A roster with a column nobody knows."""
    rows = [[*person(n), f"第{n}中学"] for n in (1, 2, 3, 4)]
    return write_sheet(tmp_path / "a.xlsx", rows, (*HEADS, "上班的地方"))


def test_that_a_column_is_shown_with_its_first_cells(screen, odd):
    screen.take(odd)

    assert shown(screen)["上班的地方"][:2] == (LEFT_OUT, "第1中学、第2中学、第3中学")
    assert shown(screen)["入党时间"][0] == "入党日期"


def test_that_the_first_cells_show_no_number_of_a_person_whole(screen, odd):
    screen.take(odd)

    assert number_of(1) not in shown(screen)["身份证号"][1]
    assert "****" in shown(screen)["身份证号"][1]


def test_that_a_corrected_column_is_read_and_kept(screen, desk, office, odd):
    screen.take(odd)
    columns = screen.result.columns
    assert not columns.read.isEnabled()

    columns.table.choose("上班的地方", "workplace")
    assert "照这样读" in columns.said.text()
    columns.read.click()
    desk.commands.trigger("import.run")

    assert jobs_of(office) == {f"第{n}中学" for n in (1, 2, 3, 4)}


def test_that_a_column_is_left_out_where_that_is_chosen(screen, desk, office, odd):
    screen.take(odd)
    screen.result.columns.table.choose("学历", None)
    screen.result.columns.read.click()
    desk.commands.trigger("import.run")

    rows = factory.rows_of(office, office.catalog["person"])
    assert {row["education"] for row in rows} == {None}


def test_that_a_field_moves_from_one_column_to_the_other(screen, odd):
    screen.take(odd)
    columns = screen.result.columns

    columns.table.choose("备用列", "education")

    assert shown(screen)["备用列"][0] == "学历"
    assert shown(screen)["学历"][0] == LEFT_OUT


def test_that_the_drop_down_says_which_field_another_column_has(screen, odd, qtbot):
    screen.take(odd)
    screen.result.tabs.setCurrentIndex(1)
    table = screen.result.columns.table
    table.setCurrentIndex(table.rows.index(0, CAPTION))

    qtbot.keyClick(table, Qt.Key.Key_Return)

    box = table.findChild(QComboBox)
    words = [box.itemText(place) for place in range(box.count())]
    assert words[0] == LEFT_OUT
    assert "学历（现为“学历”列）" in words
    assert "工作单位" in words


def test_that_choosing_in_the_drop_down_takes_the_field(screen, odd, qtbot):
    screen.take(odd)
    screen.result.tabs.setCurrentIndex(1)
    table = screen.result.columns.table
    captions = [row.caption for row in table.rows.rows]
    table.setCurrentIndex(table.rows.index(captions.index("上班的地方"), TAKEN))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    box = table.findChild(QComboBox)

    box.setCurrentIndex(box.findText("工作单位"))
    box.activated.emit(box.currentIndex())

    assert shown(screen)["上班的地方"][0] == "工作单位"


def test_that_a_correction_is_remembered_and_can_be_forgotten(screen, desk, odd):
    screen.take(odd)
    screen.result.columns.table.choose("上班的地方", "workplace")
    screen.result.columns.read.click()
    desk.commands.trigger("import.run")

    screen.take(odd)
    columns = screen.result.columns
    assert columns.learned.text() == "已按上次的选择：上班的地方→工作单位"
    assert shown(screen)["上班的地方"][::2] == ("工作单位", "照上次的选择")

    columns.forget.click()

    assert not columns.learned.isVisibleTo(columns)
    assert shown(screen)["上班的地方"][0] == LEFT_OUT


def test_that_two_columns_of_one_name_are_answered_in_place(screen, tmp_path):
    rows = [[*person(n), f"张三{'甲乙丙'[n]}"] for n in (1, 2)]
    screen.take(write_sheet(tmp_path / "a.xlsx", rows, (*HEADS, "姓名")))
    columns = screen.result.columns
    assert "“姓名”有 2 列（姓名、姓名（I列））" in screen.message.text.text()
    assert columns.isVisible()
    assert not screen.result.run.isVisible()

    columns.table.choose("姓名（I列）", "name")
    columns.read.click()

    assert screen.result.figures.text_of("create") == "2"
    names = {row.values["name"] for row in screen._report.rows if row.action == "create"}
    assert names == {"张三乙", "张三丙"}


def test_that_rivals_may_be_taken_as_they_are_proposed(screen, tmp_path):
    rows = [[*person(n), "某某"] for n in (1, 2)]
    screen.take(write_sheet(tmp_path / "a.xlsx", rows, (*HEADS, "姓名")))

    screen.result.columns.read.click()

    assert screen.result.figures.text_of("create") == "2"


def test_that_a_missing_column_is_chosen_among_those_that_are_there(screen, tmp_path):
    heads = ["党员同志" if head == "姓名" else head for head in HEADS]
    screen.take(write_sheet(tmp_path / "a.xlsx", [person(1)], heads))
    columns = screen.result.columns
    assert "缺少必需的列“姓名”" in screen.message.text.text()
    assert "还缺“姓名”" in columns.said.text()
    assert not columns.read.isEnabled()

    columns.table.choose("党员同志", "name")
    columns.read.click()

    assert screen.result.figures.text_of("create") == "1"
    assert not screen.message.isVisible()


def test_that_a_file_without_a_heading_line_says_what_can_be_done(screen, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_row(0, 0, person(1))

    screen.take(path)

    assert "没有找到表头" in screen.message.text.text()
    assert "粘贴表格" in screen.message.text.text()
    assert not screen.result.isVisible()


def test_that_another_sheet_can_be_read(screen, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, count in (("东区", 2), ("西区", 3)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADS)
            for n in range(1, count + 1):
                sheet.write_row(n, 0, person(n + 10 * count))
    screen.take(path)
    sheets = screen.sheets.sheets
    assert [sheets.itemText(n) for n in range(sheets.count())] == [
        "东区（2 行，认出 6 列）",
        "西区（3 行，认出 6 列）",
    ]
    assert screen.result.figures.text_of("create") == "2"

    sheets.setCurrentIndex(1)
    sheets.activated.emit(1)

    assert screen.result.figures.text_of("create") == "3"
    assert "西区" in screen.result.where.text()
    assert records.count_rows(screen.desk.office, screen.ledger, Query()) == 0


def test_that_one_sheet_alone_asks_nothing(screen, odd):
    screen.take(odd)

    assert not screen.sheets.isVisible()


def test_that_the_table_of_columns_is_a_sound_model(screen, odd, watch_model):
    watch_model(screen.result.columns.table.rows)

    screen.take(odd)
    screen.result.columns.table.choose("上班的地方", "workplace")

    assert screen.result.columns.table.rows.changed == 1
