"""Filled blanks as an office program opens them: values, sums, pages."""

import shutil

import openpyxl
import pytest
import xlsxwriter

from tests.sheets import blanks
from tests.sheets.blanks import PLACES, people, text

pytestmark = pytest.mark.tool("soffice")
needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="soffice is not on this machine"
)


@needs_office
def test_that_an_office_program_calculates_the_right_sums(tmp_path):
    path = blanks.write_dues(tmp_path / "a.xlsx")
    out, _told = blanks.filled(path, people(40), PLACES, first_row=5, sheet="党费表")
    rows = blanks.as_csv(out, tmp_path)
    assert [*rows[4][:3], *rows[4][4:]] == ["1", "张1", "男", "1", "12"]
    assert "1985" in rows[4][3]
    assert [*rows[43][:3], *rows[43][4:]] == ["40", "张40", "女", "40", "480"]
    assert rows[44][4:] == ["820", "9840"]
    assert [row[0] for row in blanks.as_csv(out, tmp_path, sheet=2)] == [
        "820",
        "1640",
        "9840",
        "820",
    ]


@needs_office
def test_that_old_results_elsewhere_do_not_stay(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet, second, third = (book.add_worksheet(name) for name in ("表", "二", "三"))
    sheet.write_row(0, 0, ["姓名", "金额"])
    sheet.write_formula("D1", "=SUM(B2:B9)", None, 111)
    second.write_formula("A1", "=表!D1+1", None, 112)
    third.write_formula("A1", "=二!A1+1", None, 113)
    third.write_formula("A2", "=1+1", None, 2)
    book.close()
    rows = [[text("张三"), blanks.number(5)], [text("=1+2"), blanks.number(6)]]
    out, _told = blanks.filled(path, rows, [0, 1], first_row=2)
    assert blanks.as_csv(out, tmp_path)[:3] == [
        ["姓名", "金额", "", "11"],
        ["张三", "5", "", ""],
        ["=1+2", "6", "", ""],
    ]
    assert blanks.as_csv(out, tmp_path, sheet=2) == [["12"]]
    assert blanks.as_csv(out, tmp_path, sheet=3) == [["13"], ["2"]]


@needs_office
def test_that_what_an_office_program_saves_again_is_the_same(tmp_path):
    path = blanks.write_designed(tmp_path / "a.xlsx")
    rows = [[text(f"第{each}"), text("党小组"), blanks.number(each)] for each in range(1, 11)]
    out, _told = blanks.filled(path, rows, [0, 1, 2], first_row=2)
    saved = blanks.converted(out, tmp_path / "again", "xlsx")
    sheet = openpyxl.load_workbook(saved, data_only=True)["表"]
    assert [cell.value for cell in sheet[11]][:3] == ["第10", "党小组", 10]
    assert sheet["C13"].value == 55
