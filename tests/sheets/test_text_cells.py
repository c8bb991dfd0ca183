"""Texts a spreadsheet would take for formulas, numbers or days: they leave as text, and stay it."""

import csv
import shutil
import subprocess

import openpyxl
import pytest

from jianxi_desktop.schema.fields import Day, IdentityNumber, LongText, Money, Name, Text, Whole
from jianxi_desktop.sheets.spec import RosterSpec
from jianxi_desktop.sheets.table import write_table
from tests.sheets import rosters
from tests.sheets.here import read_here

FIELDS = (
    Name("姓名", key="name", required=True),
    IdentityNumber("身份证号码", key="id_number"),
    Text("内容", key="text", length=100),
    LongText("长文", key="long"),
    Day("日期", key="day"),
    Whole("数量", key="whole"),
    Money("金额", key="money"),
)
SPEC = RosterSpec(FIELDS)
NUMBER = rosters.people(1)[0].id_number
TEXTS = [
    "=1+1", "=cmd|'/C calc'!A0", '=HYPERLINK("http://example.invalid","x")', "+86-379-64901234",
    "-2+3", "@SUM(A1)", "=", "+", "@", "0012", "1E5", "1985.10", "3-5", "TRUE", "1,234.50",
    "http://example.invalid/a", "'引号", "第一组；第二组", "𠮷𬭎", '他说"好"', "100%",
]  # fmt: skip
ROWS = [
    ("张三", NUMBER, text, f"{text}\n第二行", "1985-03", place, 12_345 + place)
    for place, text in enumerate(TEXTS)
]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "a.xlsx"
    write_table(path, "党员", FIELDS, ROWS, masked=False)
    return path


def test_that_each_is_a_text_cell_without_a_formula(book):
    sheet = openpyxl.load_workbook(book).active
    cells = [row[2] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == TEXTS
    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
    assert sheet.max_row == len(TEXTS) + 1


@pytest.mark.parametrize("start", ["\t=1+1", "\r=1+1", " =1+1", "\n=1+1", "＝1+1"])
def test_that_what_stands_before_a_sign_makes_no_formula(start, tmp_path):
    write_table(tmp_path / "a.xlsx", "党员", FIELDS[2:3], [(start,)], masked=False)
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx").active["A2"]
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "").strip() == start.strip()


def values(rows):
    return [tuple(row.values[field.key] for field in FIELDS) for row in rows]


def as_read(row):
    """Say what import keeps of a row: the apostrophe that spreadsheets hide goes."""
    name, number, text, long, *rest = row
    return (name, number, text.lstrip("'"), long.lstrip("'"), *rest)


def converted(book, kind, folder):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is not on this machine")
    subprocess.run(
        [office, f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless",
         "--convert-to", kind, "--outdir", folder, book],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return next(each for each in folder.iterdir() if each.suffix == f".{kind[:4].rstrip(':')}")


@pytest.mark.tool("soffice")
def test_that_libreoffice_gives_the_same_texts_in_a_text_file(book, tmp_path):
    file = converted(book, "csv:Text - txt - csv (StarCalc):44,34,76", tmp_path)
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    assert [row[2] for row in rows[1:]] == TEXTS
    assert [row[1] for row in rows[1:]] == [NUMBER] * len(TEXTS)
    _roster, back = read_here(file.read_bytes(), SPEC)
    assert values(back) == [as_read(row) for row in ROWS]


@pytest.mark.tool("soffice")
def test_that_libreoffice_keeps_them_text_in_a_workbook(book, tmp_path):
    file = converted(book, "ods", tmp_path)
    _roster, back = read_here(file.read_bytes(), SPEC)
    assert values(back) == [as_read(row) for row in ROWS]
