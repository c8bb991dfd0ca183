"""Tables out, and in again."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jianxi_desktop.errors import EnvironmentFailure, FieldError
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.schema.fields import (
    Choice,
    Day,
    IdentityNumber,
    Link,
    LongText,
    Money,
    Name,
    Phone,
    Text,
    Whole,
    YesNo,
)
from jianxi_desktop.sheets.roster import open_roster
from jianxi_desktop.sheets.spec import RosterSpec
from jianxi_desktop.sheets.table import write_table, write_template
from tests.sheets import rosters

FIELDS = (
    Text("文字", key="text", hint="一行文字"),
    Name("姓名", key="name", required=True),
    LongText("长文", key="long"),
    IdentityNumber("身份证号码", key="id_number"),
    Phone("手机号码", key="phone"),
    Day("日期", key="day"),
    Whole("数量", key="whole"),
    Money("金额", key="money"),
    YesNo("是否", key="yes"),
    Choice("学历", table="education", key="choice"),
    Choice("性别", table="sex", key="sex"),
    Link("所在党支部", key="link"),
)
SPEC = RosterSpec(FIELDS)


def taken(spec):
    """Texts as the field would have taken them from a person."""

    def read(text):
        try:
            return spec.parse(text)
        except FieldError:
            return None

    alphabet = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn"))
    return st.text(alphabet, max_size=40).map(read)


def precise(day):
    return st.sampled_from([f"{day}", f"{day}"[:7], f"{day}"[:4]])


ODD = ["=1+1", "+86", "-1", "@x", "1E5", "007", "'x", "𠮷", "TRUE"]
ROW = st.tuples(
    taken(FIELDS[0]) | st.sampled_from(ODD),
    st.just("张𬭎·某某") | st.just("㐂"),
    st.lists(taken(FIELDS[2]), max_size=3).map(lambda each: "\n".join(filter(None, each)) or None),
    st.sampled_from([member.id_number for member in rosters.people(20)]),
    st.sampled_from([None, "13900001234", "0379-64901234", "110"]),
    st.none() | st.dates(date(1900, 1, 1), date(2099, 12, 31)).flatmap(precise),
    st.none() | st.integers(0, 2_000_000_000),
    st.none() | st.integers(0, 10**15 - 1),
    st.sampled_from([None, True, False]),
    st.none() | st.sampled_from(sorted(code_table("education").labels)),
    st.none() | st.sampled_from(sorted(code_table("sex").labels)),
    st.none() | st.just("第一网格党支部"),
)  # fmt: skip


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(ROW, min_size=1, max_size=40))
def test_that_what_is_written_is_read_back_the_same(rows, tmp_path):
    rows = [(FIELDS[0].parse(row[0]), *row[1:]) for row in rows]
    write_table(tmp_path / "a.xlsx", "各种", FIELDS, rows, masked=False)
    with open_roster(tmp_path / "a.xlsx", SPEC) as roster:
        back = [tuple(row.values.values()) for row in roster.rows() if not row.skipped]
    assert back == rows


def one_row(path, **values):
    row = tuple(values.get(field.key) for field in FIELDS)
    count = write_table(path, "党员/名册?", FIELDS, [row], masked=values.get("masked", False))
    assert count == 1
    return openpyxl.load_workbook(path)


def test_that_nothing_becomes_a_formula_or_loses_digits(tmp_path):
    number = rosters.people(1)[0].id_number
    sheet = one_row(
        tmp_path / "a.xlsx", text="=HYPERLINK(1)", name="@张三", id_number=number
    ).active
    assert [cell.data_type for cell in sheet[2][:4] if cell.value] == ["s", "s", "s"]
    assert sheet["A2"].value == "=HYPERLINK(1)"
    assert sheet["D2"].value == number
    assert sheet["D2"].number_format == "@"


def test_that_masked_columns_hide_the_middle(tmp_path):
    number = rosters.people(1)[0].id_number
    sheet = one_row(tmp_path / "a.xlsx", name="张三", id_number=number, masked=True).active
    assert sheet["D2"].value == f"{number[:6]}********{number[-4:]}"


def test_that_the_sheet_is_ready_for_paper_and_screen(tmp_path):
    sheet = one_row(tmp_path / "a.xlsx", name="张三").active
    assert sheet.title == "党员 名册"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:L2"
    assert sheet.column_dimensions["D"].width == pytest.approx(22, abs=1)


def test_that_the_workbook_names_no_author(tmp_path):
    one_row(tmp_path / "a.xlsx", name="张三")
    core = zipfile.ZipFile(tmp_path / "a.xlsx").read("docProps/core.xml").decode()
    assert re.findall("<(dc:creator|cp:lastModifiedBy)>([^<]*)<", core) in (
        [],
        [("dc:creator", ""), ("cp:lastModifiedBy", "")],
    )


def test_that_nothing_but_the_table_is_left_in_the_folder(tmp_path):
    one_row(tmp_path / "a.xlsx", name="张三")
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]


def test_that_a_stop_leaves_the_old_file(tmp_path):
    def stop(done, total):
        raise InterruptedError

    (tmp_path / "a.xlsx").write_text("old")
    rows = (tuple("张三" if f.key == "name" else None for f in FIELDS) for _ in range(5000))
    with pytest.raises(InterruptedError):
        write_table(tmp_path / "a.xlsx", "x", FIELDS, rows, masked=False, progress=stop)
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("a.xlsx", "old")]


def test_that_a_missing_folder_is_told(tmp_path):
    with pytest.raises(EnvironmentFailure):
        write_table(tmp_path / "no" / "a.xlsx", "x", FIELDS, [], masked=False)


def test_that_an_empty_table_is_a_heading(tmp_path):
    assert write_table(tmp_path / "a.xlsx", "x", FIELDS, [], masked=False) == 0
    with open_roster(tmp_path / "a.xlsx", SPEC) as roster:
        assert (roster.file, list(roster.rows())) == ("read", [])


def test_that_the_template_offers_choices_and_is_read_back(tmp_path: Path):
    write_template(tmp_path / "a.xlsx", "党员名册", FIELDS)
    with open_roster(tmp_path / "a.xlsx", replace(SPEC)) as roster:
        assert list(roster.columns.values()) == [field.key for field in FIELDS]
        assert list(roster.columns)[1] == "姓名*"
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    rules = {
        str(each.sqref)[0]: each.formula1
        for each in book["党员名册"].data_validations.dataValidation
    }
    assert rules["I"] == '"是,否"'
    assert rules["J"].startswith("选项!$J$1:$J$")
    assert book["选项"].sheet_state == "hidden"
    assert "必填" in book["党员名册"]["B1"].comment.text
    assert "一行文字" in book["党员名册"]["A1"].comment.text
