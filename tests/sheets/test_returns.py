"""Returns: totals by formula, computed the same by whoever opens them."""

import csv
import shutil
import subprocess

import openpyxl
import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.sheets.returns import (
    Caption,
    ReturnRow,
    ReturnTable,
    parts_of,
    sum_formula,
    summed,
    write_return,
)

HEADING = (
    Caption("党员", (Caption("合计"), Caption("性别", (Caption("男"), Caption("女"))))),
    Caption("预备党员"),
)


def table(**changes):
    rows = [ReturnRow("某街道", 0, total=True)]
    for number in range(1, 4):
        rows.append(ReturnRow(f"第{number}社区", 1, total=True))
        rows += [
            ReturnRow(f"第{part}支部", 2, (number + part, number, part, None if part == 2 else 7))
            for part in range(1, 5)
        ]
    rows.append(ReturnRow("直属支部", 1, (5, 2, 3, 1)))
    given = {"title": "党员基本情况", "unit": "某街道党工委", "as_of": "截至2026年6月30日"}
    return ReturnTable(**{**given, "heading": HEADING, "rows": tuple(rows), **changes})


def test_that_a_total_adds_its_own_parts_only():
    rows = table().rows
    assert parts_of(rows, 0) == [1, 6, 11, 16]
    assert parts_of(rows, 1) == [2, 3, 4, 5]
    assert summed(table())[0] == (59, 26, 33, 64)


def test_that_a_total_that_differs_from_its_parts_is_refused(tmp_path):
    rows = (ReturnRow("全部", 0, (9, 1, 1, 1), total=True), ReturnRow("一", 1, (1, 1, 1, 1)))
    with pytest.raises(InputError) as caught:
        write_return(tmp_path / "a.xlsx", table(rows=rows))
    assert caught.value.code == "total_differs"
    assert list(tmp_path.iterdir()) == []


def test_that_neighbours_are_ranges_and_many_ranges_stay_within_what_excel_takes():
    assert sum_formula([3, 4, 5, 9], 1) == "=SUM(B4:B6,B10)"
    formula = sum_formula(range(0, 2000, 2), 1)
    assert max(part.count(",") for part in formula[5:-1].split("),SUM(")) < 255
    assert sum_formula([], 1) == "=SUM(0)"


def test_that_totals_are_formulas_that_carry_their_value(tmp_path):
    write_return(tmp_path / "a.xlsx", table())
    formulas = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    values = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True).active
    assert formulas["B6"].value == "=SUM(B7,B12,B17,B22)"
    assert formulas["B7"].value == "=SUM(B8:B11)"
    assert [values.cell(6, column).value for column in range(2, 6)] == list(summed(table())[0])


def test_that_captions_span_their_columns_and_print_on_every_page(tmp_path):
    write_return(tmp_path / "a.xlsx", table())
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert {"A1:E1", "A3:A5", "B3:D3", "B4:B5", "C4:D4", "E3:E5"} <= merged
    assert sheet.print_title_rows == "$1:$5"
    assert sheet.freeze_panes == "B6"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "&P" in sheet.oddFooter.center.text


def test_that_what_is_signed_stands_below(tmp_path):
    write_return(tmp_path / "a.xlsx", table(remark="注：按正式组织关系统计。"))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    for text in ("填报单位（盖章）：", "负责人（签名）：", "填表人（签名）：", "报出时间："):
        assert text in texts
    assert "填报单位：某街道党工委" in texts


def test_that_a_wide_return_takes_a3_and_a_narrow_one_a4(tmp_path):
    wide = (Caption("很多", tuple(Caption(str(each)) for each in range(40))),)
    write_return(tmp_path / "a.xlsx", table(heading=wide, rows=(ReturnRow("一", 0, (1,) * 40),)))
    write_return(tmp_path / "b.xlsx", table())
    papers = [
        openpyxl.load_workbook(tmp_path / n).active.page_setup.paperSize
        for n in ("a.xlsx", "b.xlsx")
    ]
    assert papers == [8, 9]


def test_that_a_return_of_one_column_is_written(tmp_path):
    write_return(
        tmp_path / "a.xlsx", table(heading=(Caption("数"),), rows=(ReturnRow("一", 0, (1,)),))
    )
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active["B4"].value == 1


@pytest.mark.tool("soffice")
def test_that_libreoffice_computes_the_same_totals(tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is not on this machine")
    write_return(tmp_path / "a.xlsx", table())
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book.save(tmp_path / "b.xlsx")  # openpyxl drops the values that we wrote beside the formulas
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless",
         "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", tmp_path,
         tmp_path / "b.xlsx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    with (tmp_path / "b.csv").open(encoding="utf-8") as file:
        lines = list(csv.reader(file))[5:22]
    shown = [tuple(None if cell == "—" else int(cell) for cell in line[1:]) for line in lines]
    assert shown == summed(table())


def test_that_a_wide_return_goes_on_sheets_that_print_on_a4_with_its_total_on_each(tmp_path):
    bands = tuple(Caption(f"{n}至{n + 4}岁", width=3) for n in range(1, 80, 5))
    heading = (Caption("总数", repeated=True), Caption("年龄", bands), Caption("工龄", bands))
    cells = tuple(range(1 + 2 * len(bands)))
    rows = (ReturnRow("合计", 0, (), total=True), ReturnRow("甲", 1, cells))
    write_return(tmp_path / "a.xlsx", ReturnTable("表", "单位", "2026年", heading, rows))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)
    assert [sheet["A1"].value for sheet in book] == ["表（一）", "表（二）"]
    assert [sheet["B3"].value for sheet in book] == ["总数", "总数"]
    second = [cell.value for cell in book.worksheets[1][6]]
    assert second == ["甲", 0, *cells[1 + len(bands) :]]
    assert {sheet.page_setup.paperSize for sheet in book} == {9}
