"""Headings: found, understood, or left to a person."""

import pytest
import xlsxwriter

from jianxi_desktop.schema.fields import Day, Name, Text
from jianxi_desktop.sheets.captions import Captions, bare_caption, find_heading, plain_caption
from jianxi_desktop.sheets.roster import open_roster
from jianxi_desktop.sheets.spec import RosterSpec

FIELDS = (
    Name("姓名", key="name", required=True),
    Day("入党时间", ("入党日期",), key="joined_on"),
    Text("籍贯", key="native_place"),
)


def book(path, **sheets):
    with xlsxwriter.Workbook(path) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def heading(*lines, given=None):
    captions = Captions(FIELDS, given or {}, ("序号",))
    return find_heading(lines, FIELDS, captions)


@pytest.mark.parametrize(
    "written",
    [
        "姓名",
        " 姓  名 ",
        "姓\n名",
        "姓名*",
        "＊姓名",
        "姓名（必填）",
        "姓名(与身份证一致)",
        "1、姓名",
        "姓名：",
        "【必填】姓名",
    ],
)
def test_that_a_caption_is_known_through_its_decoration(written):
    found = heading((written, "籍贯"))
    assert found.keys == {0: "name", 1: "native_place"}


def test_that_full_width_and_half_width_are_one():
    assert plain_caption("Ｎｏ．１（Ａ）") == plain_caption("No.1(A)")
    assert bare_caption("（必填）") == plain_caption("（必填）")


def test_that_data_alone_is_no_heading():
    assert heading(("张三", "1990-01"), ("李四", "1991-02")) is None


def test_that_the_line_with_the_most_fields_is_the_heading():
    found = heading(("姓名", "籍贯", ""), ("", "", ""), ("姓名", "籍贯", "入党时间"))
    assert (found.first, found.last) == (3, 3)


def test_that_groups_above_captions_are_joined():
    found = heading(("姓名", "入党", "", "籍贯"), ("", "时间", "地点", ""))
    assert (found.first, found.last) == (1, 2)
    assert found.keys == {0: "name", 1: "joined_on", 3: "native_place"}
    assert found.captions[2] == "地点"


def test_that_a_heading_of_three_lines_is_joined():
    found = heading(
        ("序号", "姓名", "基本情况", "", ""),
        ("", "", "来源", "党内", ""),
        ("", "", "籍贯", "入党时间", "职务"),
        ("1", "张三", "洛阳", "1990", ""),
    )
    assert (found.first, found.last) == (1, 3)
    assert found.keys == {1: "name", 2: "native_place", 3: "joined_on"}


def test_that_a_sparse_first_record_is_not_taken_for_a_line_of_the_heading():
    found = heading(("姓名", "入党", "籍贯"), ("", "时间", ""), ("张三", "", ""), ("", "1990", ""))
    assert (found.first, found.last) == (1, 2)


def test_that_the_first_record_is_not_taken_for_a_second_heading_line():
    found = heading(("姓名", "籍贯", "说明"), ("张三", "洛阳", "入党时间"))
    assert (found.first, found.last) == (1, 1)


def test_that_a_person_can_say_what_a_caption_means():
    found = heading(("姓名", "加入时间", "籍贯"), given={"加入时间": "joined_on", "籍贯": None})
    assert found.keys == {0: "name", 1: "joined_on"}


def test_that_two_columns_of_one_name_are_asked_about(tmp_path):
    path = book(tmp_path / "a.xlsx", 名册=[("姓名", "姓 名", "籍贯"), ("张三", "李四", "洛阳")])
    with open_roster(path, RosterSpec(FIELDS)) as roster:
        assert (roster.file, roster.code) == ("ask", "same_caption")
        assert "姓 名" in roster.reason
        assert list(roster.rows()) == []


def test_that_the_column_whose_cells_fit_is_taken_of_two(tmp_path):
    rows = [("姓名", "入党时间", "入党日期"), ("张三", "不详", "1990-01"), ("李四", "在外", "1991")]
    with open_roster(book(tmp_path / "a.xlsx", 名册=rows), RosterSpec(FIELDS)) as roster:
        assert roster.columns == {"姓名": "name", "入党时间": None, "入党日期": "joined_on"}
        assert [row.values["joined_on"] for row in roster.rows()] == ["1990-01", "1991"]


def test_that_names_that_disagree_are_asked_about(tmp_path):
    fields = (Name("姓名", ("党员姓名",), key="name", required=True), *FIELDS[1:])
    rows = [("姓名", "党员姓名", "籍贯"), ("张三", "李四", "洛阳")]
    with open_roster(book(tmp_path / "a.xlsx", 名册=rows), RosterSpec(fields)) as roster:
        assert (roster.file, roster.code) == ("ask", "same_caption")


def test_that_a_missing_column_is_asked_for_by_name(tmp_path):
    path = book(tmp_path / "a.xlsx", 名册=[("入党时间", "籍贯"), ("1990", "洛阳")])
    with open_roster(path, RosterSpec(FIELDS)) as roster:
        assert (roster.file, roster.code) == ("ask", "missing_columns")
        assert "姓名" in roster.reason


def test_that_a_sheet_without_heading_says_what_was_looked_for(tmp_path):
    path = book(tmp_path / "a.xlsx", 名册=[("张三", "1990"), ("李四", "1991")])
    with open_roster(path, RosterSpec(FIELDS)) as roster:
        assert (roster.file, roster.code) == ("ask", "no_heading")
        assert "“姓名”“入党时间”" in roster.reason


def test_that_an_empty_workbook_is_refused(tmp_path):
    with open_roster(book(tmp_path / "a.xlsx", 一=[], 二=[]), RosterSpec(FIELDS)) as roster:
        assert (roster.file, roster.code) == ("refuse", "blank_workbook")


def test_that_the_sheet_with_the_best_heading_is_read_and_others_are_named(tmp_path):
    full = [("姓名", "入党时间", "籍贯"), ("张三", "1990", "洛阳")]
    path = book(tmp_path / "a.xlsx", 目录=[("姓名", "籍贯")], 一支部=full, 二支部=full)
    with open_roster(path, RosterSpec(FIELDS)) as roster:
        assert roster.sheet == "一支部"
        assert "二支部" in roster.notes[0]


def test_that_the_wanted_sheet_is_read(tmp_path):
    rows = [("姓名", "籍贯"), ("张三", "洛阳")]
    path = book(tmp_path / "a.xlsx", 一支部=[*rows, ("李四", "洛阳")], 二支部=rows)
    with open_roster(path, RosterSpec(FIELDS), sheet="二支部") as roster:
        assert [row.values["name"] for row in roster.rows()] == ["张三"]
    with open_roster(path, RosterSpec(FIELDS), sheet="三支部") as roster:
        assert (roster.file, roster.code) == ("ask", "no_such_sheet")


def test_that_a_column_without_caption_is_reported_when_it_holds_something(tmp_path):
    path = book(tmp_path / "a.xlsx", 名册=[("姓名", "籍贯", ""), ("张三", "洛阳", "第一组")])
    with open_roster(path, RosterSpec(FIELDS)) as roster:
        assert roster.columns["（C列，无标题）"] is None
