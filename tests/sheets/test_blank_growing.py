"""Filling more rows than a blank has: formatted rows are added, and everything below follows."""

import openpyxl
import pytest

from tests.sheets import blanks
from tests.sheets.blanks import FIRST, PLACES, number, people, text

COUNT = 40
LAST = FIRST + COUNT - 1


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """A form with room for six that forty were written into."""
    path = blanks.write_dues(tmp_path_factory.mktemp("grown") / "a.xlsx")
    out, told = blanks.filled(path, people(COUNT), PLACES, first_row=FIRST, sheet="党费表")
    assert told.extended_rows == COUNT - 6
    return openpyxl.load_workbook(out)


def test_that_all_rows_are_written_in_the_format_of_the_table(grown):
    sheet = grown["党费表"]
    assert [sheet.cell(row, 2).value for row in range(FIRST, LAST + 1)] == [
        f"张{each}" for each in range(1, COUNT + 1)
    ]
    for row in range(FIRST, LAST + 1):
        assert sheet.row_dimensions[row].height == 21
        assert all(sheet.cell(row, column).border.left.style == "thin" for column in range(1, 7))
        assert sheet.cell(row, 4).number_format == "yyyy/m/d"


def test_that_running_numbers_and_row_formulas_go_on(grown):
    sheet = grown["党费表"]
    assert [sheet.cell(row, 1).value for row in range(FIRST, LAST + 1)] == list(range(1, COUNT + 1))
    assert [sheet.cell(row, 6).value for row in range(FIRST, LAST + 1)] == [
        f"=E{row}*12" for row in range(FIRST, LAST + 1)
    ]


def test_that_sums_below_and_on_other_sheets_take_the_new_rows_in(grown):
    sheet, second = grown["党费表"], grown["汇总"]
    assert sheet.cell(LAST + 1, 5).value == f"=SUM(E{FIRST}:E{LAST})"
    assert second["A1"].value == f"=SUM(党费表!E{FIRST}:E{LAST})"
    assert second["A3"].value == f"=党费表!F{LAST + 1}"
    assert grown.defined_names["月标准"].attr_text == f"党费表!$E${FIRST}:$E${LAST}"


def test_that_merges_labels_and_notes_below_move(grown):
    sheet = grown["党费表"]
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert merged == {
        "A1:F1",
        "A3:A4",
        "B3:B4",
        "C3:C4",
        "D3:D4",
        "E3:F3",
        f"A{LAST + 1}:D{LAST + 1}",
    }
    assert sheet.cell(LAST + 2, 1).value.startswith("填表人：")
    assert sheet.cell(LAST + 2, 1).comment.text == "写全名"
    assert sheet.cell(LAST + 3, 1).value == "注：本表一式两份。"


def test_that_validations_and_conditional_formats_reach_over_the_new_rows(grown):
    sheet = grown["党费表"]
    (choice,) = sheet.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == (f"C{FIRST}:C{LAST}", '"男,女"')
    ((area, (rule,)),) = sheet.conditional_formatting._cf_rules.items()
    assert str(area.sqref) == f"E{FIRST}:E{LAST}"
    assert rule.formula == [f"E{FIRST}>E${LAST + 1}/2"]


def test_that_print_set_up_widths_and_panes_stay_and_the_print_area_grows(grown):
    sheet = grown["党费表"]
    assert sheet.print_area == f"'党费表'!$A$1:$F${LAST + 3}"
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.oddFooter.center.text == "第 &P 页"
    assert (sheet.column_dimensions["B"].width, sheet.freeze_panes) == (13.5, f"C{FIRST}")
    assert [each.id for each in sheet.row_breaks.brk] == [LAST + 1]


def test_that_pictures_below_move_down(grown):
    (picture,) = grown["党费表"]._images
    assert picture.anchor._from.row == LAST + 4 - 1


def test_that_a_form_with_one_free_row_grows_as_well(tmp_path):
    path = blanks.write_dues(tmp_path / "a.xlsx", free=1)
    out = tmp_path / "b.xlsx"
    blanks.filled(path, people(3), PLACES, first_row=FIRST, sheet="党费表", out=out)
    book = openpyxl.load_workbook(out)
    sheet = book["党费表"]
    assert [sheet.cell(row, 1).value for row in range(5, 9)] == [1, 2, 3, "合计"]
    assert [sheet.cell(row, 6).value for row in range(5, 9)] == [
        "=E5*12", "=E6*12", "=E7*12", "=SUM(F5:F7)",
    ]  # fmt: skip
    assert book["汇总"]["A1"].value == "=SUM(党费表!E5:E7)"
    assert str(sheet.data_validations.dataValidation[0].sqref) == "C5:C7"


def test_that_list_objects_charts_and_lists_elsewhere_follow(tmp_path):
    path = blanks.write_designed(tmp_path / "a.xlsx")
    blank = blanks.looked(path)
    assert (blank.first_row, blank.free_rows) == (2, 3)
    assert blank.columns[1].choices == ("支部委员会", "党小组")
    out = tmp_path / "b.xlsx"
    rows = [[text(f"第{each}"), text("党小组"), number(each)] for each in range(1, 11)]
    blanks.filled(path, rows, [0, 1, 2], first_row=2, out=out)
    book = openpyxl.load_workbook(out)
    sheet = book["表"]
    assert sheet.tables["名单"].ref == "A1:C11"
    assert (sheet["A13"].value, sheet["C13"].value) == ("总人数", "=SUM(C2:C11)")
    assert str(sheet.data_validations.dataValidation[0].sqref) == "B2:B11"
    held = blanks.parts(out)
    assert "表!$C$2:$C$11" in held["xl/charts/chart1.xml"].decode()
    drawing = held["xl/drawings/drawing1.xml"].decode()
    assert "填写说明" in drawing
    assert "<xdr:row>13</xdr:row>" in drawing  # the chart stood at row 7, from 0: 6


def test_that_nothing_moves_where_nothing_stands_below(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["姓名", "性别"])
    for column in (1, 2):
        for row in (1, 2, 3):
            sheet.cell(row, column).border = blanks.BOX
    sheet.auto_filter.ref = "A1:B3"
    sheet.print_area = "A1:B30"
    book.save(tmp_path / "a.xlsx")
    rows = [[text(str(each)), text("男")] for each in range(10)]
    out, told = blanks.filled(tmp_path / "a.xlsx", rows, [0, 1], first_row=2, sheet="Sheet")
    made = openpyxl.load_workbook(out)["Sheet"]
    assert told.extended_rows == 8
    assert (made.auto_filter.ref, made.print_area) == ("A1:B11", "'Sheet'!$A$1:$B$30")
    assert made["A11"].border.left.style == "thin"
    assert made.max_row == 11


def test_that_records_of_two_rows_each_are_added_whole(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["姓名", "职务", "起止时间"])
    for top in (2, 4):
        for letter in "AB":
            sheet.merge_cells(f"{letter}{top}:{letter}{top + 1}")
    for row in range(1, 6):
        for column in range(1, 4):
            sheet.cell(row, column).border = blanks.BOX
    sheet["A6"] = "注：每人两行。"
    book.save(tmp_path / "a.xlsx")
    blank = blanks.looked(tmp_path / "a.xlsx")
    assert (blank.first_row, blank.free_rows) == (2, 2)
    rows = [[text(f"张{each}"), text("书记"), text("2018")] for each in range(1, 5)]
    out, _told = blanks.filled(tmp_path / "a.xlsx", rows, [0, 1, 2], first_row=2, sheet="Sheet")
    made = openpyxl.load_workbook(out)["Sheet"]
    assert [made.cell(row, 1).value for row in range(2, 11)] == [
        "张1", None, "张2", None, "张3", None, "张4", None, "注：每人两行。",
    ]  # fmt: skip
    assert {str(each) for each in made.merged_cells.ranges} == {
        f"{letter}{top}:{letter}{top + 1}" for letter in "AB" for top in (2, 4, 6, 8)
    }


def test_that_a_cell_merged_over_all_rows_is_split_only_where_rows_differ(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["街道", "姓名"])
    sheet.merge_cells("A2:A4")
    for row in range(1, 5):
        for column in (1, 2):
            sheet.cell(row, column).border = blanks.BOX
    book.save(tmp_path / "a.xlsx")

    def merged(streets):
        rows = [[text(street), text("张三")] for street in streets]
        out, told = blanks.filled(tmp_path / "a.xlsx", rows, [0, 1], first_row=2, sheet="Sheet")
        made = openpyxl.load_workbook(out)["Sheet"]
        return [str(each) for each in made.merged_cells.ranges], made["A4"].value, told.notes

    assert merged(["天津路"] * 3) == (["A2:A4"], None, ())
    areas, last, notes = merged(["天津路", "天津路", "重庆路"])
    assert (areas, last) == ([], "重庆路")
    assert "已拆开逐行填写" in notes[0]


def table_of(path, lines, *, boxed):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表"
    for row, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            sheet.cell(row, column).value = value
            if row in boxed:
                sheet.cell(row, column).border = blanks.BOX
    book.save(path)
    return path


def test_that_balances_ranks_and_running_sums_go_on_row_by_row(tmp_path):
    lines = [["姓名", "金额", "结余", "名次", "累计"]] + [
        [None, None, f"=C{row - 1}+B{row}" if row > 2 else "=B2", f"=RANK(B{row},B$2:B$5)",
         f"=SUM(B$2:B{row})"]
        for row in range(2, 6)
    ]  # fmt: skip
    path = table_of(tmp_path / "a.xlsx", lines, boxed=range(1, 6))
    rows = [[text(f"张{each}"), number(each)] for each in range(9)]
    out, _told = blanks.filled(path, rows, [0, 1], first_row=2)
    sheet = openpyxl.load_workbook(out)["表"]
    assert [[cell.value for cell in row] for row in sheet["C2:E10"]] == [
        [
            f"=C{row - 1}+B{row}" if row > 2 else "=B2",
            f"=RANK(B{row},B$2:B$10)",
            f"=SUM(B$2:B{row})",
        ]
        for row in range(2, 11)
    ]


def test_that_rows_go_between_the_last_filled_row_and_the_total(tmp_path):
    lines = [["姓名", "金额"], ["张三", 1], ["李四", 2], ["合计", "=SUM(B2:B3)"]]
    path = table_of(tmp_path / "a.xlsx", lines, boxed=range(1, 5))
    blank = blanks.looked(path)
    assert (blank.first_row, blank.free_rows) == (4, 0)
    rows = [[text("王五"), number(3)], [text("赵六"), number(4)]]
    out, told = blanks.filled(path, rows, [0, 1], first_row=4)
    sheet = openpyxl.load_workbook(out)["表"]
    assert [[cell.value for cell in row] for row in sheet["A3:B6"]] == [
        ["李四", 2], ["王五", 3], ["赵六", 4], ["合计", "=SUM(B2:B5)"],
    ]  # fmt: skip
    assert sheet["A4"].border.left.style == "thin"
    assert told.extended_rows == 2


def test_that_a_note_right_below_the_heading_moves_down(tmp_path):
    path = table_of(tmp_path / "a.xlsx", [["姓名", "性别"], ["注：如实填写。"]], boxed=())
    blank = blanks.looked(path)
    assert (blank.first_row, blank.free_rows) == (2, 0)
    out, _told = blanks.filled(path, [[text("张三"), text("男")]] * 2, [0, 1], first_row=2)
    sheet = openpyxl.load_workbook(out)["表"]
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == ["张三", "张三", "注：如实填写。"]


def test_that_an_example_is_written_over_where_a_person_says_so(tmp_path):
    lines = [["序号", "姓名", "备注"], ["例", "李小红", "无"], [1, None, None]]
    path = table_of(tmp_path / "a.xlsx", lines, boxed=range(1, 4))
    out, _told = blanks.filled(
        path, [[text(f"张{each}")] for each in range(3)], [1], first_row=2, number_column=0
    )
    sheet = openpyxl.load_workbook(out)["表"]
    assert [[cell.value for cell in row] for row in sheet["A2:C4"]] == [
        [1, "张0", None], [2, "张1", None], [3, "张2", None],
    ]  # fmt: skip


def test_that_pages_and_parts_with_other_prefixes_are_read(tmp_path):
    path = table_of(
        tmp_path / "a.xlsx", [["姓名", "金额"], [], ["合计", "=SUM(B2:B2)"]], boxed=(1, 2, 3)
    )
    sheet = blanks.parts(path)["xl/worksheets/sheet1.xml"].decode()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = sheet.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    sheet = sheet.replace(f'xmlns="{main}"', f'xmlns:x="{main}"')
    blanks.with_parts(path, {"xl/worksheets/sheet1.xml": sheet})
    out, _told = blanks.filled(path, [[text("张三"), number(5)]] * 3, [0, 1], first_row=2)
    made = openpyxl.load_workbook(out)["表"]
    assert (made["A4"].value, made["B5"].value) == ("张三", "=SUM(B2:B4)")
