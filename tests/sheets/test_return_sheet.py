"""The sheet of a return: captions, live formulas, notes on what was set by hand, paper."""

import csv
import shutil
import subprocess

import openpyxl
import pytest

from jianxi_desktop.sheets.return_sheet import (
    PageCell,
    PageCheck,
    PageRow,
    ReturnPage,
    write_return_sheet,
)
from jianxi_desktop.sheets.returns import Caption


def plain(value, **more):
    return PageCell("counted", value, **more)


def page(**changed):
    """Two communities below a street: a sum, a share of it, money, a cell set by hand, a blank."""
    first = (plain(3), plain(1), PageCell("formula", 0.3333, percent=True, places=1,
             terms=((1, 1, 1),), over=(1, 0)), plain(12.5, places=2))  # fmt: skip
    second = (
        plain(5, counted=4, reason="漏登一名", given=True, name="乙社区 党员"),
        PageCell("typed"),
        PageCell("formula", None, percent=True, places=1, terms=((1, 2, 1),), over=(2, 0)),
        PageCell("blank"),
    )
    total = (
        *tuple(
            PageCell("formula", value, places=places, terms=((1, 1, at), (1, 2, at)))
            for at, value, places in ((0, 8, 0), (1, 1, 0))
        ),
        PageCell("formula", 0.125, percent=True, places=1, terms=((1, 0, 1),), over=(0, 0)),
        PageCell("formula", 12.5, places=2, terms=((1, 1, 3),)),
    )
    told = {
        "title": "试验统计表",
        "code": "T1",
        "unit": "甲街道",
        "as_of": "2018年第三季度",
        "corner": "党组织",
        "measured_in": "人、万元",
        "heading": (
            Caption("党员", (Caption("合计"), Caption("女"), Caption("女占比"))),
            Caption("经费"),
        ),
        "numbers": ("A", "B", "C", "D"),
        "rows": (PageRow("甲街道", 0, total=True), PageRow("甲社区", 1), PageRow("乙社区", 1)),
        "cells": (total, first, second),
        "checks": (
            PageCheck("女不多于合计", ok=True, detail=""),
            PageCheck("经费不为零", ok=False, detail="乙社区为0"),
        ),
        "remark": "党员按正式组织关系统计。",
    }
    return ReturnPage(**{**told, **changed})


@pytest.fixture
def book(tmp_path):
    write_return_sheet(tmp_path / "a.xlsx", page())
    return openpyxl.load_workbook(tmp_path / "a.xlsx")


def test_that_the_head_says_whose_return_of_when_it_is(book):
    sheet = book.worksheets[0]
    assert sheet["A1"].value == "试验统计表"
    assert sheet["A2"].value == "填报单位：甲街道"
    right = next(cell.value for cell in sheet[2] if cell.value and "T1" in str(cell.value))
    assert "2018年第三季度" in right
    assert "人、万元" in right
    assert sheet["B3"].value == "党员"
    assert "B3:D3" in {str(each) for each in sheet.merged_cells.ranges}
    assert [cell.value for cell in sheet[5]] == ["甲", "A", "B", "C", "D"]


def test_that_sums_and_shares_are_formulas(book):
    sheet = book.worksheets[0]
    assert sheet["B6"].value == "=SUM(B7:B8)"
    assert sheet["D7"].value == '=IF(B7=0,"",(C7)/B7)'
    assert sheet["D6"].number_format == "0.0%"
    assert sheet["E7"].value == 12.5
    assert sheet["E7"].number_format == "0.00"
    assert sheet["E8"].value == "—"
    assert sheet["C8"].value is None


def test_that_what_was_set_by_hand_says_what_was_counted_and_why(book):
    sheet = book.worksheets[0]
    assert sheet["B8"].value == 5
    assert "4" in sheet["B8"].comment.text
    assert "漏登一名" in sheet["B8"].comment.text
    told = [cell.value for row in book["审核说明"].iter_rows() for cell in row]
    assert "乙社区 党员" in told
    assert "计算数4；漏登一名" in told
    assert "不符" in told
    assert "乙社区为0" in told


def test_that_it_prints_with_its_heading_on_every_page(book):
    sheet = book.worksheets[0]
    assert sheet.print_title_rows == "$1:$5"
    assert sheet.print_area.endswith("$E$10")
    assert "&P" in sheet.oddFooter.center.text
    foot = " ".join(str(cell.value) for cell in sheet[10] if cell.value)
    assert all(each in foot for each in ("盖章", "负责人", "填表人", "报出时间"))


def test_that_a_return_of_one_row_without_checks_is_one_sheet(tmp_path):
    one = page(
        rows=(PageRow("人次", number="1"),), heading=(Caption("总数"),), numbers=("",),
        cells=((plain(7),),), checks=(), remark="",
    )  # fmt: skip
    write_return_sheet(tmp_path / "a.xlsx", one)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert len(book.worksheets) == 1
    assert [cell.value for cell in book.active[3]][:3] == ["党组织", "行次", "总数"]
    assert book.active["C4"].value == 7


def test_that_a_chart_shows_the_units_beside_each_other(tmp_path):
    write_return_sheet(tmp_path / "a.xlsx", page(chart=("column", (0, 1))))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    (sheet,) = book.chartsheets
    assert sheet.title == "图"


@pytest.mark.tool("soffice")
def test_that_libreoffice_computes_the_same(tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is not on this machine")
    write_return_sheet(tmp_path / "a.xlsx", page())
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book.save(tmp_path / "b.xlsx")  # openpyxl drops the values that we wrote beside the formulas
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless",
         "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", tmp_path,
         tmp_path / "b.xlsx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    with (tmp_path / "b.csv").open(encoding="utf-8") as file:
        lines = list(csv.reader(file))[5:8]
    assert lines == [
        ["甲街道", "8", "1", "12.5%", "12.50"],
        ["甲社区", "3", "1", "33.3%", "12.50"],
        ["乙社区", "5", "", "0.0%", "—"],
    ]


def test_that_a_wide_return_goes_on_sheets_that_can_be_read(tmp_path):
    bands = tuple(Caption(f"{n}至{n + 4}岁") for n in range(1, 60, 5))
    wide = page(
        heading=(Caption("总数"), Caption("年龄", bands), Caption("工龄", bands)),
        numbers=("",) * 25,
        cells=tuple(tuple(plain(n) for n in range(25)) for _row in range(3)),
    )
    write_return_sheet(tmp_path / "a.xlsx", wide)
    sheets = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[:2]
    assert [sheet["A1"].value for sheet in sheets] == ["试验统计表（一）", "试验统计表（二）"]
    assert [sheet["C3"].value for sheet in sheets] == ["年龄", None]
    assert [cell.value for cell in sheets[1][5]] == ["甲街道", *range(13, 25)]
    for sheet in sheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0  # as many pages down as it takes, one across


def test_that_formulas_reach_over_the_sheets_of_a_wide_return(tmp_path):
    """The last column is what the first two make; it stands on another sheet than they."""
    bands = tuple(Caption(f"{n}至{n + 4}岁") for n in range(1, 100, 5))
    last = PageCell("formula", 5, terms=((1, 0, 0), (1, 0, 1)))
    cells = (plain(2), plain(3), *(plain(0) for _n in range(19)), last)
    wide = page(
        heading=(Caption("甲"), Caption("年龄", bands), Caption("合计", width=12)),
        rows=(PageRow("甲街道"),), numbers=("",) * 22, cells=(cells,), checks=(), remark="",
    )  # fmt: skip
    write_return_sheet(tmp_path / "a.xlsx", wide)
    sheets = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets
    assert sheets[1]["B4"].value == "='试验统计表（一）'!B5+'试验统计表（一）'!C5"
    values = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True).worksheets
    assert values[1]["B4"].value == 5
