"""Values as people write them, in a real sheet: read, refused with the cell, or pointed out."""

import datetime
import io

import pytest
import xlsxwriter

from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.fields import Choice, Day, IdentityNumber, Name, Phone, Text
from jianxi_desktop.sheets.spec import RosterSpec
from tests.sheets import rosters
from tests.sheets.here import read_here

FIELDS = (
    Name("姓名", key="name"),
    IdentityNumber("身份证号码", key="id_number"),
    Day("出生日期", key="born_on"),
    Choice("性别", table="sex", key="sex"),
    Choice("民族", table="ethnic_group", key="ethnic_group"),
    Choice("人员类别", table="member_status", key="status"),
    Phone("手机号码", key="phone"),
    Text("籍贯", key="native_place"),
)
HEAD = [field.caption for field in FIELDS]
NUMBER = next(each.id_number for each in rosters.people(300) if each.id_number.endswith("X"))
OLD = NUMBER[:6] + NUMBER[8:17]


def read(key, cells):
    """Write one column with cells of every type, and give the records."""
    at = [field.key for field in FIELDS].index(key)
    file = io.BytesIO()
    options = {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for row, cell in enumerate(cells, start=1):
            sheet.write_string(row, 0, "王五")
            sheet.write_string(row, 7, "洛阳")
            sheet.write(row, at, cell)
    _roster, rows = read_here(file.getvalue(), RosterSpec(FIELDS))
    assert len(rows) == len(cells)
    return [row.values[key] for row in rows], [row.issues for row in rows]


DAYS = {
    "1985.03": "1985-03", 1985.03: "1985-03", "1985年3月": "1985-03", "1985年03月份": "1985-03",
    "1985/3/5": "1985-03-05", "1985-3-5": "1985-03-05", "1985.3.5": "1985-03-05",
    "19850305": "1985-03-05", 19850305: "1985-03-05", "198503": "1985-03", 198503: "1985-03",
    31111: "1985-03-05", "31111": "1985-03-05", datetime.date(1985, 3, 5): "1985-03-05",
    "１９８５．０３": "1985-03",
    " 1985年 3月 5日 ": "1985-03-05", "1985\u00a0年\u30003月": "1985-03",
    "'1985-03-05": "1985-03-05", "1985-03-05 00:00:00": "1985-03-05", "1985": "1985", 1985: "1985",
    "一九八五年三月五日": "1985-03-05", "1985、3、5": "1985-03-05", "1985年3月5号": "1985-03-05",
}  # fmt: skip


def test_that_days_are_read_as_they_are_written_and_no_closer():
    values, issues = read("born_on", list(DAYS))
    assert dict(zip(DAYS, values, strict=True)) == DAYS
    assert not any(issues)


REFUSED_DAYS = {
    "85/13/5": "short_year", "05.3": "short_year", "1985-02-30": "no_such_day", "约1985": "format",
    1985.1: "ambiguous", "850305": "range", "1885-01-01": "range", "19851": "ambiguous",
}  # fmt: skip


def test_that_days_nobody_can_tell_are_refused():
    values, issues = read("born_on", list(REFUSED_DAYS))
    assert values == [None] * len(values)
    assert [each[0].code for each in issues] == list(REFUSED_DAYS.values())
    assert {each[0].severity for each in issues} == {"error"}


def test_that_a_year_of_two_figures_is_taken_where_one_century_can_be_meant(monkeypatch):
    monkeypatch.setattr(calendar, "today", lambda: datetime.date(2026, 6, 30))
    cells = ["85.3", "85年3月5日", 85.03, "27/1/2", "26.1", "00.5"]
    values, issues = read("born_on", cells)
    assert values == ["1985-03", "1985-03-05", "1985-03", "1927-01-02", None, None]
    assert [each[0].severity for each in issues] == ["warning"] * 4 + ["error"] * 2
    assert "按1985年读" in issues[0][0].text
    assert "写四位" in issues[4][0].text


def test_that_the_century_of_a_birth_is_taken_from_the_number_beside_it():
    young = rosters.id_number("990101", datetime.date(2005, 3, 1), 7)
    old = rosters.id_number("990101", datetime.date(1925, 3, 1), 7)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("姓名", "身份证号码", "出生日期"))
        for row, (number, day) in enumerate([(young, "05.3"), (old, "25年3月"), (old, "05.3")], 1):
            sheet.write_row(row, 0, ("王五", number, day))
    _roster, rows = read_here(file.getvalue(), RosterSpec(FIELDS, keep_cells=True))
    assert [row.values["born_on"] for row in rows] == ["2005-03", "1925-03", None]
    assert [row.issues[0].severity for row in rows] == ["warning", "warning", "error"]


NUMBERS = [
    NUMBER, NUMBER.lower(), OLD, int(OLD), "".join(chr(ord(c) + 0xFEE0) for c in NUMBER),
    f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}", f"{NUMBER}\u00a0", f"\u3000{NUMBER}",
    f"'{NUMBER}", f"‘{NUMBER}", f"`{NUMBER}", NUMBER.replace("X", "×"), f"\t{NUMBER}",
    f"{NUMBER}\u200b", f"{NUMBER[:6]}-{NUMBER[6:14]}-{NUMBER[14:]}",
]  # fmt: skip


def test_that_a_number_is_known_in_every_shape():
    values, issues = read("id_number", NUMBERS)
    assert values == [NUMBER] * len(NUMBERS)
    assert not any(issues)


@pytest.mark.parametrize(
    "cell", [4.10305e17, 410305198503051234, "4.10305E+17", "4.10305e+17", NUMBER[:14] + "7000"]
)
def test_that_a_number_the_spreadsheet_destroyed_is_refused_with_its_cell(cell):
    values, (issues,) = read("id_number", [cell])
    assert values == [None]
    assert [(each.code, each.severity) for each in issues] == [("destroyed", "error")]
    assert "（B2单元格）" in issues[0].text


def test_that_a_number_that_may_be_destroyed_and_checks_out_is_pointed_out():
    numbers = (NUMBER[:14] + f"{serial}000" for serial in range(10))
    from jianxi_desktop.domain.identity import check_character

    good = next(each for each in numbers if check_character(each[:17]) == each[17])
    (value,), (issues,) = read("id_number", [good])
    assert value == good
    assert [(each.code, each.severity) for each in issues] == [("odd", "warning")]


SEXES = {
    "男": "1", "女": "2", 1: "1", 2: "2", "1": "1", "M": "1", "f": "2", "男性": "1", "女性": "2",
    "male": "1", "Female": "2", " 男 ": "1", "１": "1", "女\u3000": "2",
}  # fmt: skip


def test_that_sex_is_known_by_label_code_and_letter():
    values, issues = read("sex", list(SEXES))
    assert dict(zip(SEXES, values, strict=True)) == SEXES
    assert not any(issues)


def test_that_codes_and_old_names_are_known_and_a_lost_nought_is_put_back():
    assert read("ethnic_group", ["汉族", "汉", "01", 1, "1", 56])[0] == [*["01"] * 5, "56"]
    assert read("status", ["正式党员", "正式", "full", "预备"])[0] == [
        *["full"] * 3,
        "probationary",
    ]


DOTS = "·•‧∙⋅・･．.․ㆍꞏ᛫⸱⸳﹒∘◦●\u0387\u1427\uf0b7"


def test_that_every_dot_of_a_minority_name_is_kept_as_the_one_that_is_right():
    cells = [f"买买提{dot}吐尔逊" for dot in DOTS]
    cells += ["买买提 · 吐尔逊", "买买提\u3000•\u00a0吐尔逊", "买买提··吐尔逊"]
    values, issues = read("name", cells)
    assert set(values) == {"买买提\u00b7吐尔逊"}
    assert not any(issues)


RARE = "𠮷㐂𬭎𫘧𰻝䶮龴龵龶龷龸龹龺龻ḿ〇"


def test_that_rare_characters_are_kept():
    cells = [f"张{each}" for each in RARE]
    values, issues = read("name", cells)
    assert values == cells
    assert not any(issues)


@pytest.mark.parametrize("key", ["name", "native_place"])
def test_that_a_self_made_character_is_kept_and_pointed_out(key):
    values, (issues,) = read(key, ["张\ue864\U000f0001"])
    assert values == ["张\ue864\U000f0001"]
    assert [(each.code, each.severity) for each in issues] == [("odd", "warning")]


def test_that_cells_of_the_wrong_type_are_read_as_they_look():
    assert (
        read("phone", [13900001234, "139 0000 1234", "１３９００００１２３４", "+86-13900001234"])[
            0
        ]
        == ["13900001234"] * 4
    )
    assert read("native_place", [410305, 1.5, "\u3000洛\u00a0阳 "])[0] == ["410305", "1.5", "洛 阳"]
    assert read("phone", ["1.39E+10"])[1][0][0].code == "destroyed"


def test_that_names_are_freed_of_blanks_and_marks():
    assert (
        read("name", ["王 伟", "王\u3000伟", "\u00a0王伟", "'王伟", "王伟\u200b"])[0]
        == ["王伟"] * 5
    )
