"""Numbers, days, labels and gaps as a blank wants them."""

import re

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from jianxi_desktop.domain.day_forms import DayForm
from jianxi_desktop.domain.number_forms import NumberForm
from jianxi_desktop.services import records
from tests.services.filled import cells, filled, in_branch, people, write_blank


@pytest.mark.parametrize(
    ("form", "shape"),
    [
        (NumberForm.PLAIN, r"\d{17}[\dX]"),
        (NumberForm.SPACED, r"\d{6} \d{8} \d{3}[\dX]"),
        (NumberForm.LOWER, r"\d{17}[\dx]"),
        (NumberForm.MASKED, r"\d{6}\*{8}\d{3}[\dX]"),
        (NumberForm.TAIL, r"\d{5}[\dX]"),
        (NumberForm.QUOTED, r"\d{17}[\dX]"),
    ],
)
def test_that_a_number_is_written_as_the_table_wants_it(demo, tmp_path, form, shape):
    blank = write_blank(tmp_path / "a.xlsx", ("姓名", "身份证号码"))
    _plan, _result, rows = filled(demo, blank, in_branch(demo), whole=True, number_form=form)
    assert all(re.fullmatch(shape, row[1]) for row in rows)
    cell = load_workbook(tmp_path / "filled-a.xlsx").active.cell(3, 2)
    assert cell.data_type == "s"
    assert bool(cell.quotePrefix) is (form is NumberForm.QUOTED)


def test_that_an_example_or_a_format_proposes_the_form(demo, tmp_path):
    def dated(cell):
        cell.number_format = "yyyy/m/d"

    blank = write_blank(
        tmp_path / "a.xlsx",
        ("姓名", "出生年月（如1985.03）", "入党时间", "身份证号码（如 990101 19850312 1017）"),
        samples={3: dated},
    )
    plan, _result, rows = filled(demo, blank, in_branch(demo), whole=True)
    by_name = dict(zip(("name", "born", "joined", "number"), plan.columns, strict=True))
    assert by_name["born"].day_form is DayForm.MONTH_DOTS
    assert by_name["joined"].day_form is DayForm.CELL
    assert by_name["number"].number_form is NumberForm.SPACED
    expected = people(demo, "born_on", "joined_on", query=in_branch(demo))
    assert [row[1] for row in rows] == [born[:7].replace("-", ".") for born, _ in expected]
    for row, (_born, joined) in zip(rows, expected, strict=True):
        shown = row[2].date().isoformat() if hasattr(row[2], "date") else row[2]
        assert shown == joined


def test_that_a_month_stays_a_month_and_is_told(demo, tmp_path):
    ledger = demo.catalog["person"]
    [serial] = records.list_serials(demo, ledger, in_branch(demo), 1)
    one = records.list_rows(demo, ledger, (), [serial])[0]
    seen = records.find_record(demo, ledger, one.id)
    records.save_record(
        demo,
        ledger,
        {"joined_on": "1990-07"},
        records.Seen(seen.id, seen.version, seen.companion),
    )
    blank = write_blank(tmp_path / "a.xlsx", ("姓名", "入党时间"))
    _plan, result, rows = filled(demo, blank, in_branch(demo), day_form=DayForm.CELL)
    assert rows[0][1] == "1990-07"
    assert any("只知道到年月" in note for note in result.notes)


def test_that_labels_follow_the_list_of_the_table(demo, tmp_path):
    blank = write_blank(tmp_path / "a.xlsx", ("姓名", "性别", "人员类别"))
    book = load_workbook(blank)
    for options, place in (('"男性,女性"', "B3:B9"), ('"党员,预备党员"', "C3:C9")):
        rule = DataValidation(type="list", formula1=options)
        rule.add(place)
        book.active.add_data_validation(rule)
    book.save(blank)
    _plan, _result, rows = filled(demo, blank, in_branch(demo))
    said = {"正式党员": "党员", "预备党员": "预备党员"}
    expected = people(demo, "sex", "status", query=in_branch(demo))
    assert [row[1:] for row in rows] == [[f"{sex}性", said[s]] for sex, s in expected]
    assert {row[2] for row in rows} == {"党员", "预备党员"}


@pytest.mark.parametrize("empty", ["", "无", "—"])
def test_that_what_is_not_known_is_left_or_crossed_out(demo, tmp_path, empty):
    blank = write_blank(tmp_path / "a.xlsx", ("姓名", "固定电话", "学工号"))
    _plan, _result, rows = filled(demo, blank, in_branch(demo), empty_as=empty)
    expected = people(demo, "landline", query=in_branch(demo))
    assert [row[1] for row in rows] == [one or empty or None for [one] in expected]
    assert {row[2] for row in rows} == {None}


def test_that_cells_beside_the_table_say_who_and_when(demo, tmp_path):
    blank = write_blank(
        tmp_path / "a.xlsx",
        ("姓名", "性别", "民族", "学历"),
        above=("填报单位：", "", "填表人：", "填报日期：    年  月  日"),
    )
    filled(demo, blank, in_branch(demo))
    line = " ".join(str(each or "") for each in cells(tmp_path / "filled-a.xlsx", 2, 1)[0])
    assert "武汉路社区党委" in line
    assert demo.user in line
    assert "2026年11月30日" in line
