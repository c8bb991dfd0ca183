"""Lines that hold no record, and lines that look like it and do."""

import datetime
import io
import re
import zipfile

import pytest
import xlsxwriter

from jianxi_desktop.schema.fields import Day, IdentityNumber, Link, Name, Text, Whole
from jianxi_desktop.sheets.roster import open_roster
from jianxi_desktop.sheets.spec import RosterSpec

FIELDS = (
    Name("姓名", key="name", required=True),
    Text("籍贯", key="native_place"),
    IdentityNumber("身份证号码", key="id_number"),
    Day("入党时间", key="joined_on"),
    Whole("人次", key="times"),
    Link("所在党支部", key="branch"),
)
HEAD = ("序号", "姓名", "籍贯", "身份证号码", "入党时间", "人次", "所在党支部")


def lines(path, *rows):
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEAD, *rows)):
            sheet.write_row(number, 0, row)
    with open_roster(path, RosterSpec(FIELDS, ("序号",))) as roster:
        assert roster.file == "read"
        return list(roster.rows())


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("合计", "", "", "", "", 35), "total"),
        (("合 计：", 12), "total"),
        (("", "小计", "", "", "", 3), "total"),
        (("总计（人）", "", "", "", "", 3), "total"),
        (("注：本表一式两份",), "footnote"),
        (("备注1：如实填写", "", "", "", "", ""), "footnote"),
        (("填表人：张三", "", "审核人：李四"), "footnote"),
        (("单位负责人（签字）：", "", "", "填表时间：2026年6月30日"), "footnote"),
        (("示例", "张三", "洛阳"), "example"),
        (("例：", "张三", "洛阳"), "example"),
        (HEAD, "heading"),
        (("序 号", "姓 名", "籍贯", "身份证号码", "入党时间", "", "所在党支部"), "heading"),
        (("南山社区第二党支部党员花名册",), "title"),
        ((17,), "blank"),
        (("", "", "", ""), "blank"),
    ],
)
def test_that_a_line_without_a_record_is_passed_over(row, kind, tmp_path):
    rows = lines(tmp_path / "a.xlsx", ("1", "李四", "洛阳"), row, ("2", "王五", "洛阳"))
    assert [each.skipped for each in rows] == ["", kind, ""]
    assert [each.row for each in rows] == [2, 3, 4]


def test_that_a_line_of_column_numbers_is_passed_over(tmp_path):
    rows = lines(tmp_path / "a.xlsx", ("甲", "乙", 1, 2, 3, 4, 5), (1, "李四"))
    assert [each.skipped for each in rows] == ["heading", ""]


@pytest.mark.parametrize(
    "row",
    [
        ("", "张三"),
        (3, "", "", "", "1990-01"),
        ("", "", "洛阳"),
        ("备注", "张三", "洛阳"),
        ("", "安合计", "洛阳"),
        ("", "姓名", "洛阳"),
    ],
)
def test_that_a_poor_record_is_a_record(row, tmp_path):
    assert [each.skipped for each in lines(tmp_path / "a.xlsx", row)] == [""]


def test_that_all_issues_of_a_row_are_told_at_once(tmp_path):
    (row,) = lines(tmp_path / "a.xlsx", (1, "", "洛", "123", "1990-13", "三次", "一支部"))
    told = {(each.field, each.code, each.severity) for each in row.issues}
    assert told == {
        ("name", "required", "error"),
        ("id_number", "length", "error"),
        ("joined_on", "no_such_day", "error"),
        ("times", "whole", "error"),
    }
    assert row.values["native_place"] == "洛"
    assert row.values["branch"] == "一支部"


def test_that_cells_of_every_kind_are_read(tmp_path):
    day = datetime.date(1990, 7, 1)
    rows = lines(
        tmp_path / "a.xlsx",
        (1, "张 三", "\u200b洛阳\n市 ", 990101199001010000.0, day, 12, ""),
        (2, "李四", True, "990101 19491231 0023", 199007.0, "12人次", ""),
        (3, "王五", 1, "", "一九九〇年七月", "１２", ""),
    )
    assert [row.values["name"] for row in rows] == ["张三", "李四", "王五"]
    assert [row.values["native_place"] for row in rows] == ["洛阳 市", "True", "1"]
    assert [row.values["joined_on"] for row in rows] == ["1990-07-01", "1990-07", "1990-07"]
    assert [row.values["times"] for row in rows] == [12, 12, 12]
    assert rows[0].issues[0].code == "destroyed"


def test_that_a_self_made_character_is_a_warning(tmp_path):
    (row,) = lines(tmp_path / "a.xlsx", (1, "张\ue863", "洛阳"))
    assert [(each.field, each.severity) for each in row.issues] == [("name", "warning")]
    assert row.values["name"] == "张\ue863"


def test_that_a_merged_branch_is_read_for_every_row_it_spans(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.merge_range(1, 6, 3, 6, "一支部")
        for row in range(1, 5):
            sheet.write_row(row, 0, (row, "张三", "洛阳"))
    with open_roster(tmp_path / "a.xlsx", RosterSpec(FIELDS)) as roster:
        branches = [row.values["branch"] for row in roster.rows()]
    assert branches == ["一支部", "一支部", "一支部", None]


def test_that_numbered_rows_not_filled_in_are_no_records_below_a_merged_branch(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.merge_range(1, 6, 3, 6, "一支部")
        sheet.write_row(1, 0, (1, "张三", "洛阳"))
        sheet.write(2, 0, 2)
        sheet.write(3, 0, 3)
    with open_roster(tmp_path / "a.xlsx", RosterSpec(FIELDS, ("序号",))) as roster:
        assert [row.skipped for row in roster.rows()] == ["", "blank", "blank"]


def test_that_the_wrong_dimension_that_wps_writes_loses_nothing(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(2, 3, HEAD)
        sheet.write_row(3, 3, (1, "张三", "洛阳"))
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(tmp_path / "a.xlsx") as old,
        zipfile.ZipFile(changed, "w") as new,
    ):
        for name in old.namelist():
            data = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', old.read(name))
            new.writestr(name, data)
    (tmp_path / "b.xlsx").write_bytes(changed.getvalue())
    with open_roster(tmp_path / "b.xlsx", RosterSpec(FIELDS)) as roster:
        rows = [row for row in roster.rows() if not row.skipped]
    assert [(row.row, row.values["name"]) for row in rows] == [(4, "张三")]


def test_that_one_and_yes_in_a_column_are_not_confused(tmp_path):
    rows = lines(tmp_path / "a.xlsx", (1, "张三", 1), (2, "李四", True), (3, "王五", 1))
    assert [row.values["native_place"] for row in rows] == ["1", "True", "1"]
