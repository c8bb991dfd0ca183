"""The same roster in every kind of file, with what each kind hides, locks and counts from."""

import datetime
import io
import shutil
import subprocess
from dataclasses import replace

import pytest
import xlsxwriter
from msoffcrypto.method.ecma376_agile import ECMA376Agile

from jianxi_desktop.sheets.precision import known_to
from jianxi_desktop.sheets.roster import open_roster
from jianxi_desktop.sheets.spec import RosterSpec
from tests.sheets import books, rosters
from tests.sheets.conftest import FIELDS
from tests.sheets.here import read_here

SPEC = RosterSpec(tuple(replace(field, required=False) for field in FIELDS))
NUMBER = rosters.people(1)[0].id_number
HEAD = ("姓名", "身份证号码", "出生日期", "手机")
ROWS = (HEAD, ("张三", NUMBER, "1985.03", 13900001234.0), ("李四", "", 31111.0, "0379-64901234"))
WANTED = [
    {"name": "张三", "id_number": NUMBER, "born_on": "1985-03", "phone": "13900001234"},
    {"name": "李四", "id_number": None, "born_on": "1985-03-05", "phone": "0379-64901234"},
]


def xlsx(rows=ROWS, *, more=None, **how):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, how) as book:
        sheet = book.add_worksheet("名册")
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, cells)
        if more:
            more(book, sheet)
    return file.getvalue()


def locked(data, password):
    return ECMA376Agile.encrypt(password, io.BytesIO(data))


KINDS = {
    "xlsx": xlsx(),
    "xls or et": books.xls(ROWS),
    "xlsb": books.xlsb(ROWS),
    "csv": "\n".join(
        ",".join(f"{cell:.0f}" if isinstance(cell, float) else cell for cell in row) for row in ROWS
    ).encode("gb18030"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_that_each_kind_of_file_says_the_same(kind):
    roster, rows = read_here(KINDS[kind], SPEC)
    assert [row.values for row in rows] == WANTED
    assert not any(row.issues for row in rows)
    assert roster.header_row == 1
    assert roster.previews[0][:3] == ("张三", NUMBER, "1985.03")


def test_that_an_et_file_is_read_whatever_its_name(tmp_path):
    (tmp_path / "名册.et").write_bytes(books.xls(ROWS))
    with open_roster(tmp_path / "名册.et", SPEC) as roster:
        assert [row.values for row in roster.rows()] == WANTED


@pytest.mark.parametrize("kind", [xlsx, books.xls, books.xlsb], ids=["xlsx", "xls", "xlsb"])
def test_that_days_counted_from_1904_are_the_same_days(kind):
    rows = (HEAD, ("张三", "", 31111.0 - 1462, ""), ("李四", "", "29649", ""))
    data = kind(rows, date_1904=True) if kind is xlsx else kind(rows, from_1904=True)
    roster, found = read_here(data, SPEC)
    assert [row.values["born_on"] for row in found] == ["1985-03-05", "1985-03-05"]
    assert any("1904" in note for note in roster.notes)


def test_that_a_date_cell_of_1904_is_not_moved_twice():
    def more(book, sheet):
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(1, 2, datetime.date(1985, 3, 5), day)

    _roster, (row, _other) = read_here(xlsx(more=more, date_1904=True), SPEC)
    assert row.values["born_on"] == "1985-03-05"


def hiding(book, sheet):
    sheet.set_row(1, None, None, {"hidden": True})
    sheet.set_column(1, 1, 20, None, {"hidden": True})
    sheet.autofilter(0, 0, 2, 3)
    book.add_worksheet("旧名册").hide()


def test_that_hidden_rows_and_columns_are_read_and_told():
    roster, rows = read_here(xlsx(more=hiding), SPEC)
    assert [row.values for row in rows] == WANTED
    told = "；".join(roster.notes)
    assert "有1行是隐藏或筛选掉的" in told
    assert "这些列是隐藏的，也一起读了：身份证号码" in told
    assert "没有读隐藏的工作表：旧名册" in told


@pytest.mark.parametrize("kind", [books.xls, books.xlsb], ids=["xls", "xlsb"])
def test_that_rows_hidden_in_a_binary_workbook_are_told(kind):
    roster, rows = read_here(kind(ROWS, hidden={1, 2}), SPEC)
    assert len(rows) == 2
    assert "有2行是隐藏或筛选掉的" in roster.notes[0]


def test_that_a_hidden_sheet_is_read_when_it_is_named():
    def more(book, sheet):
        hidden = book.add_worksheet("旧名册")
        hidden.write_row(0, 0, HEAD)
        hidden.write_row(1, 0, ("王五", "", "", ""))
        hidden.hide()

    roster, rows = read_here(xlsx(more=more), SPEC, sheet="旧名册")
    assert (roster.sheet, rows[0].values["name"]) == ("旧名册", "王五")


def test_that_all_sheets_to_choose_from_are_told():
    def more(book, sheet):
        for name in ("二支部", "目录"):
            book.add_worksheet(name).write_row(2, 0, HEAD if name == "二支部" else ("第1页",))

    roster, _rows = read_here(xlsx(more=more), SPEC)
    assert roster.sheets == (("名册", 2, 1, 4), ("二支部", 0, 3, 4))


def test_that_columns_to_choose_between_are_told_by_field():
    rows = (("姓名", "姓 名", "手机"), ("张三", "李四", ""))
    roster, _rows = read_here(xlsx(rows), SPEC)
    assert (roster.file, roster.rivals) == ("ask", {"name": ("姓名", "姓 名")})
    assert roster.columns == {"姓名": "name", "姓 名": None, "手机": "phone"}
    assert roster.previews == (("张三", "李四", ""),)


@pytest.mark.parametrize(
    ("shown", "known"),
    [
        ('yyyy"年"m"月"', "1985-03"), ("yyyy.mm", "1985-03"), ("mmm-yy", "1985-03"),
        ("[$-804]yyyy\\-mm;@", "1985-03"), ("yyyy", "1985"), ("yyyy-mm-dd", "1985-03-01"),
        ('yyyy"年"m"月"d"日"', "1985-03-01"), ('m"月"d"日"', "1985-03-01"),
    ],
)  # fmt: skip
def test_that_a_month_that_a_cell_shows_stays_a_month(shown, known):
    def more(book, sheet):
        look = book.add_format({"num_format": shown})
        sheet.write_datetime(1, 2, datetime.date(1985, 3, 1), look)

    roster, (row, other) = read_here(xlsx(more=more), SPEC)
    assert (row.values["born_on"], other.values["born_on"]) == (known, "1985-03-05")
    assert roster.previews[0][2] == known


@pytest.mark.parametrize("shown", ["0.00", "0.00_ ", 2])
def test_that_a_number_shown_with_two_places_has_its_month_behind_the_point(shown):
    def more(book, sheet):
        look = book.add_format()
        look.set_num_format(shown)
        for row, number in enumerate((1985.1, 1985.01, 1985.12, 31111), start=1):
            sheet.write_row(row, 0, ("王五", ""))
            sheet.write_number(row, 2, number, look)
        sheet.write_row(5, 0, ("赵六", "", 1985.1))

    roster, rows = read_here(xlsx((HEAD,), more=more), SPEC)
    days = [row.values["born_on"] for row in rows]
    assert days == ["1985-10", "1985-01", "1985-12", "1985-03-05", None]
    assert [len(row.issues) for row in rows] == [0, 0, 0, 0, 1]
    assert roster.previews[0][2] == "1985.10"


def test_that_cells_kept_for_the_report_say_the_same_days_there():
    def more(book, sheet):
        look = book.add_format({"num_format": "yyyy.mm"})
        sheet.write_datetime(1, 2, datetime.date(1985, 3, 1), look)
        sheet.write(2, 2, 29649)
        sheet.write_row(3, 0, ("王五", "", "29649"))
        sheet.write_row(4, 0, ("赵六", "", "1985年3月"))

    spec = replace(SPEC, keep_cells=True)
    _roster, rows = read_here(xlsx(more=more, date_1904=True), spec)
    assert [row.cells[2] for row in rows] == ["1985-03", *["1985-03-05"] * 2, "1985-03"]


def test_that_formats_of_times_say_nothing_of_months():
    assert [known_to(code) for code in ("General", "h:mm", "mm:ss", "yyyy-mm-dd hh:mm")] == [
        None
    ] * 4


BRANCHES = (
    ("姓名", "所在党支部"),
    ("张三", "第一党支部"),
    ("李四", ""),
    ("王五", "第二党支部"),
)


def test_that_a_branch_merged_down_a_binary_workbook_holds_for_all_its_rows():
    roster, rows = read_here(books.xlsb(BRANCHES, merged=(1, 2, 1, 1)), SPEC)
    assert [row.values["branch"] for row in rows] == ["第一党支部", "第一党支部", "第二党支部"]
    assert roster.notes == ()


def converted(data, kind, folder):
    """Have LibreOffice write a workbook as another kind of file."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is not on this machine")
    (folder / "a.xlsx").write_bytes(data)
    subprocess.run(
        [office, f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless",
         "--convert-to", kind, "--outdir", folder, folder / "a.xlsx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / f"a.{kind}").read_bytes()


@pytest.mark.tool("soffice")
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_that_what_libreoffice_writes_is_read_the_same(kind, tmp_path):
    def more(book, sheet):
        hiding(book, sheet)
        sheet.merge_range("E1:E2", "备注")
        sheet.write("F1", "所在党支部")
        sheet.merge_range("F2:F3", "第一党支部")
        look = book.add_format({"num_format": 'yyyy"年"m"月"'})
        sheet.write_datetime(1, 2, datetime.date(1985, 3, 1), look)

    data = converted(xlsx(more=more, date_1904=True), kind, tmp_path)
    roster, rows = read_here(data, SPEC)
    assert [row.values["branch"] for row in rows] == ["第一党支部"] * 2
    assert [row.values["name"] for row in rows] == ["张三", "李四"]
    assert rows[0].values["born_on"] == "1985-03"
    told = "；".join(roster.notes)
    for part in ("有1行是隐藏", "隐藏的，也一起读了：身份证号码", "1904", "工作表：旧名册"):
        assert part in told


LOCKED = {
    "xlsx": lambda: locked(xlsx(), "秘密A1"),
    "xlsx of 2007": lambda: books.locked_as_in_2007(xlsx(), "秘密A1"),
    "xls": lambda: books.locked_xls(ROWS, "秘密A1"),
}


@pytest.mark.parametrize("kind", LOCKED)
def test_that_a_password_is_asked_for_and_taken(kind, tmp_path):
    data = LOCKED[kind]()
    roster, rows = read_here(data, SPEC)
    assert (roster.file, roster.code, rows) == ("ask_password", "encrypted", [])
    roster, rows = read_here(data, SPEC, password="秘密a1")
    assert (roster.file, roster.code, rows) == ("ask_password", "wrong_password", [])
    assert "密码不对" in roster.reason
    roster, rows = read_here(data, SPEC, password="秘密A1")
    assert [row.values for row in rows] == WANTED


def test_that_the_password_reaches_the_reading_process(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(LOCKED["xlsx"]())
    with open_roster(tmp_path / "a.xlsx", SPEC, password="秘密A1") as roster:
        assert [row.values for row in roster.rows()] == WANTED
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]


def test_that_a_file_locked_by_excel_itself_needs_no_password():
    _roster, rows = read_here(locked(xlsx(), "VelvetSweatshop"), SPEC)
    assert [row.values for row in rows] == WANTED


def test_that_a_protected_sheet_needs_no_password():
    _roster, rows = read_here(xlsx(more=lambda _book, sheet: sheet.protect("x")), SPEC)
    assert [row.values for row in rows] == WANTED


def test_that_a_lock_made_to_keep_busy_is_not_tried():
    data = LOCKED["xlsx"]().replace(b'spinCount="100000"', b'spinCount="4000000000"')
    assert b"4000000000" in data
    roster, _rows = read_here(data, SPEC, password="x")
    assert (roster.file, roster.code) == ("refuse", "locked")
