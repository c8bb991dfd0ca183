"""Filling a blank that has room enough: values where they belong, everything else as it was."""

from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.sheets.blank import CellValue, fill_blank, look_at_blank
from tests.sheets import blanks
from tests.sheets.blanks import FIRST, PLACES, day, number, people, text

BORN = datetime(1985, 3, 1)  # noqa: DTZ001 - a workbook knows no zones


@pytest.fixture
def dues(tmp_path):
    return blanks.write_dues(tmp_path / "空表.xlsx")


def filled(path, rows, places=PLACES, first=FIRST, sheet="党费表", **more):
    out, told = blanks.filled(path, rows, places, first_row=first, sheet=sheet, **more)
    return openpyxl.load_workbook(out)[sheet], told


def test_that_a_blank_is_understood(dues):
    blank = look_at_blank(dues)
    assert (blank.sheet, blank.title) == ("党费表", "党费收缴情况登记表")
    assert (blank.header_row, blank.first_row, blank.free_rows) == (4, FIRST, 6)
    assert [(each.place, each.group, each.caption) for each in blank.columns] == [
        (0, "", "序号"), (1, "", "姓名"), (2, "", "性别"), (3, "", "出生日期"),
        (4, "党费", "月标准"), (5, "党费", "年合计"),
    ]  # fmt: skip
    assert blank.columns[2].choices == ("男", "女")
    assert blank.columns[3].number_format == "yyyy/m/d"
    assert [each.caption for each in blank.columns if each.computed] == ["年合计"]
    assert [each.caption for each in blank.columns if each.numbered] == ["序号"]


def test_that_labels_beside_the_table_are_found(dues):
    found = [
        (each.row, each.label, each.part, each.is_day) for each in look_at_blank(dues).fields_beside
    ]
    assert found == [
        (2, "填报单位", 0, False), (2, "填报日期", 0, True),
        (12, "填表人", 0, False), (12, "审核人", 1, False), (12, "联系电话", 2, False),
    ]  # fmt: skip


def test_that_values_stand_in_their_cells_with_the_format_of_the_blank(dues):
    out = dues.with_name("填好.xlsx")
    told = fill_blank(dues, out, sheet="党费表", first_row=FIRST, columns=PLACES, rows=people(3))
    sheet = openpyxl.load_workbook(out)["党费表"]
    assert (told.rows, told.extended_rows) == (3, 0)
    assert [cell.value for cell in sheet[6]] == [
        2,
        "张2",
        "女",
        BORN,
        2,
        "=E6*12",
    ]
    assert sheet["D6"].number_format == "yyyy/m/d"
    assert sheet["B6"].border.left.style == "thin"
    assert [cell.value for cell in sheet[8]] == [4, None, None, None, None, "=E8*12"]


def test_that_every_other_part_keeps_its_bytes(dues):
    before = blanks.parts(dues)
    filled(dues, people(3))
    after = blanks.parts(dues.with_name("填好.xlsx"))
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    # The second sheet reads the table: it loses its old results, so that they are calculated anew.
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"}


def test_that_a_blank_without_formulas_changes_in_one_part_only(tmp_path):
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["姓名", "性别"])
    book.create_sheet("别的")["A1"] = 1
    book.save(path)
    before = blanks.parts(path)
    fill_blank(
        path, path, sheet="Sheet", first_row=2, columns=[0, 1], rows=[[text("张三"), text("男")]]
    )
    after = blanks.parts(path)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]


def test_that_the_blank_itself_can_be_filled(dues):
    fill_blank(dues, dues, sheet="党费表", first_row=FIRST, columns=PLACES, rows=people(2))
    assert openpyxl.load_workbook(dues)["党费表"]["B5"].value == "张1"
    assert [each.name for each in dues.parent.iterdir()] == ["空表.xlsx"]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (text("=1+1"), "=1+1"), (text("@SUM(A1)"), "@SUM(A1)"), (text("-5"), "-5"),
        (text("𠮷田㐂\ue000"), "𠮷田㐂\ue000"), (text("两\n行  间隔"), "两\n行  间隔"),
        (text("_x0041_"), "_x005F_x0041_"), (text("坏\x07字\ud800"), "坏字"),
        (text("a<b>&c"), "a<b>&c"),
        (number(42), 42), (number(Decimal("1.50")), 1.5), (number(Decimal("1E+3")), 1000),
        (number(410305198503011234), "410305198503011234"), (day("1985-03"), "1985-03"),
        (CellValue("quoted", "410305198503011234"), "410305198503011234"), (text(""), None),
    ],
)  # fmt: skip
def test_that_a_value_is_written_as_what_it_is(dues, value, kept):
    sheet, _told = filled(dues, [[value]], places=[1])
    cell = sheet["B5"]
    assert cell.value == kept
    assert cell.data_type != "f"
    assert cell.quotePrefix == (value.kind == "quoted")
    assert cell.border.left.style == "thin"


def test_that_a_day_in_a_cell_without_a_date_format_gets_one(dues):
    sheet, _told = filled(dues, [[day("1985-03-01")], [day("1899-01-01")]], places=[1])
    assert (sheet["B5"].value, sheet["B5"].number_format) == (
        BORN,
        "yyyy-mm-dd",
    )
    assert sheet["B5"].border.left.style == "thin"
    assert sheet["B6"].value == "1899-01-01"


def test_that_days_are_counted_from_1904_where_the_book_does(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["姓名", "出生日期"])
    book.save(tmp_path / "a.xlsx")
    sheet, _told = filled(
        tmp_path / "a.xlsx", [[text("张三"), day("1985-03-01")]], [0, 1], 2, "Sheet"
    )
    assert sheet["B2"].value == BORN


def test_that_formulas_are_left_alone_and_named(dues):
    sheet, told = filled(dues, [[text("张三"), number(9)]], places=[1, 5])
    assert sheet["F5"].value == "=E5*12"
    assert "F列是公式，没有改动，打开文件时自动计算" in told.notes


def test_that_a_number_column_counts_the_rows(dues):
    sheet, _told = filled(dues, people(3), number_column=0)
    assert [sheet.cell(row, 1).value for row in range(FIRST, 9)] == [1, 2, 3, 4]


def test_that_labels_are_filled_where_they_stand(dues):
    blank = blanks.looked(dues)
    said = {"填报单位": text("天津路街道"), "填报日期": day("2018-09-30"), "审核人": text("李四")}
    beside = {each: said[each.label] for each in blank.fields_beside if each.label in said}
    sheet, _told = filled(dues, people(1), beside=tuple(beside.items()))
    assert sheet["A2"].value == "填报单位（盖章）：天津路街道"
    assert sheet["D2"].value == "填报日期：2018年9月30日"
    assert sheet["A12"].value == "填表人：          审核人：李四      联系电话："


def test_that_labels_below_move_with_their_values(dues):
    blank = blanks.looked(dues)
    beside = {each: text("李四") for each in blank.fields_beside if each.row == 12}
    sheet, told = filled(dues, people(9), beside=tuple(beside.items()))
    assert told.extended_rows == 3
    assert sheet["A15"].value == "填表人：李四      审核人：李四      联系电话：李四"


def test_that_a_too_narrow_column_of_days_is_told(tmp_path):
    path = blanks.write_dues(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    book["党费表"].column_dimensions["D"].width = 6
    book.save(path)
    _sheet, told = filled(path, people(1))
    assert "D列太窄，日期可能显示为####，请打开后把列调宽" in told.notes


def test_that_values_outside_of_a_drop_down_list_are_counted(dues):
    _sheet, told = filled(dues, [[text("男")], [text("男性")], [None], [text("F")]], places=[2])
    assert told.notes == ("C列有下拉选项，其中2个值不在选项里，请核对写法",)


def test_that_the_heading_a_person_named_is_taken(dues):
    sheet, told = filled(dues, people(8), header_row=4)
    assert (told.extended_rows, sheet["B12"].value) == (2, "张8")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"sheet": "没有"}, "no_such_sheet"), ({"first_row": 0}, "no_cell"),
        ({"columns": []}, "no_cell"), ({"columns": [20_000]}, "no_cell"),
        ({"rows": [[text("长" * 40_000)]]}, "too_long"),
        ({"first_row": 1_048_570, "rows": [[text("张三")]] * 9}, "too_many_rows"),
    ],
)  # fmt: skip
def test_that_what_cannot_be_written_is_told_and_nothing_is_saved(dues, more, code):
    order = {
        "sheet": "党费表",
        "first_row": FIRST,
        "columns": [1],
        "rows": [[text("张三")]],
        **more,
    }
    with pytest.raises(InputError) as told:
        fill_blank(dues, dues.with_name("b.xlsx"), **order)
    assert told.value.code == code
    assert not dues.with_name("b.xlsx").exists()


def test_that_filling_tells_how_far_it_is_and_can_be_stopped(dues):
    seen = []
    out = dues.with_name("填好.xlsx")
    order = {"sheet": "党费表", "first_row": FIRST, "columns": PLACES}
    fill_blank(dues, out, rows=people(500), progress=lambda *each: seen.append(each), **order)
    assert seen[0] == (0, 500)
    assert seen[-1] == (500, 500)

    def stop(_done, _total):
        raise InputError("stop", user_message="停")

    out.unlink()
    with pytest.raises(InputError, match="stop"):
        fill_blank(dues, out, rows=people(5), progress=stop, **order)
    assert not out.exists()
