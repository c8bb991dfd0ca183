"""Blanks that are broken, hostile or of another kind: one clear message, nothing written."""

import contextlib
import io
import sys
import zipfile

import openpyxl
import pytest

from jianxi_desktop.errors import EnvironmentFailure, InputError
from jianxi_desktop.sheets import blank_process
from jianxi_desktop.sheets.blank import fill_blank, look_at_blank
from jianxi_desktop.sheets.blank_package import Package
from jianxi_desktop.sheets.blank_requests import FLAG, Question
from tests.sheets import blanks, bombs, books

SHEET = "xl/worksheets/sheet1.xml"
TABLE = (
    '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>性别</t></is></c></row></sheetData></worksheet>'
)


def refused(path):
    with pytest.raises(InputError) as told:
        look_at_blank(path)
    return told.value


def without_process(path):
    with pytest.raises(InputError) as told:
        blanks.looked(path)
    return told.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "pdf"),
        (b"\xff\xd8\xff", "picture"),
        ("姓名,性别\n".encode(), "other_kind"),
        (b"<html><table>", "other_kind"),
        (b"PK\x03\x04 broken", "damaged"),
    ],
)
def test_that_other_files_are_refused_with_what_to_do(tmp_path, data, code):
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert without_process(path) == code


def test_that_old_workbooks_are_asked_for_as_xlsx(tmp_path):
    for name, parts in (("a.ods", ["content.xml", "mimetype"]), ("a.xlsb", ["xl/workbook.bin"])):
        with zipfile.ZipFile(tmp_path / name, "w") as file:
            for part in parts:
                file.writestr(part, "<a/>")
        told = refused(tmp_path / name)
        assert told.code == "other_kind"
        assert "另存为xlsx" in told.user_message


@pytest.mark.parametrize(
    ("part", "data", "code"),
    [
        (SHEET, "<worksheet><sheetData>", "damaged"),
        (SHEET, "<worksheet/>", "damaged"),
        (SHEET, TABLE.replace("性别", "\x01"), "damaged"),
        (SHEET, '<!DOCTYPE a [<!ENTITY b "c">]>' + TABLE, "unsafe"),
        (SHEET, "<!--" + "x" * 9000 + "-->" + '<!DOCTYPE a [<!ENTITY b "c">]>' + TABLE, "unsafe"),
        (SHEET, "<a>" * 5000 + "</a>" * 5000, "damaged"),
        (SHEET, TABLE.replace("性别", "性" * 11_000_000), "too_much"),
        (SHEET, TABLE.replace("<t>性别</t>", ""), "no_heading"),
        ("xl/workbook.xml", "<workbook/>", "no_heading"),
        ("xl/_rels/workbook.xml.rels", "<Relationships/>", "no_heading"),
        ("_rels/.rels", "<Relationships/>", "other_kind"),
    ],
)
def test_that_broken_and_hostile_parts_are_refused(tmp_path, part, data, code):
    path = blanks.with_parts(blanks.raw(tmp_path / "a.xlsx", TABLE), {part: data})
    assert without_process(path) == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: bombs.lying(200 << 20), "too_much"),
        (bombs.overlapping, "too_much"),
        (lambda: bombs.nested(3), "archive"),
        (bombs.laughs, "unsafe"),
        (lambda: bombs.laughs(before=20_000), "unsafe"),
        (bombs.reaching_out, "unsafe"),
        (lambda: bombs.shared_strings(1_000_000, 5000), "too_much"),
        (lambda: bombs.looping_xls("directory"), "damaged"),
        (lambda: bombs.good()[:3000], "damaged"),
        (lambda: books.xls(bombs.ROWS), "other_kind"),
        (lambda: books.xlsb(bombs.ROWS), "other_kind"),
    ],
)
def test_that_what_hurts_readers_of_rosters_is_no_blank(tmp_path, data, code):
    (tmp_path / "a.xlsx").write_bytes(data())
    assert without_process(tmp_path / "a.xlsx") == code


@pytest.mark.parametrize(
    "data", [bombs.far_cell, bombs.low_cell, lambda: bombs.many_merges(20_000)]
)
def test_that_sheets_that_claim_everything_are_filled_within_the_limits(tmp_path, data):
    path = tmp_path / "a.xlsx"
    path.write_bytes(data())
    blank = look_at_blank(path)
    rows = [[blanks.text("张三"), blanks.text("洛阳")]] * 9
    out = tmp_path / "b.xlsx"
    fill_blank(path, out, sheet=blank.sheet, first_row=blank.first_row, columns=[0, 1], rows=rows)
    assert out.exists()


def test_that_a_bomb_and_half_a_file_are_refused(tmp_path):
    path = blanks.raw(tmp_path / "a.xlsx", TABLE)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert without_process(path) == "damaged"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", "<a/>")
        with file.open(SHEET, "w") as part:
            for _each in range(90):
                part.write(b" " * 1_000_000)
    assert without_process(path) == "too_much"


def test_that_a_part_named_twice_is_refused(tmp_path):
    path = blanks.raw(tmp_path / "a.xlsx", TABLE)
    with zipfile.ZipFile(path, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr(SHEET, TABLE)
    assert without_process(path) == "damaged"


@pytest.mark.parametrize(
    "more",
    [
        '<mergeCells><mergeCell ref="A5:XFD1048576"/></mergeCells>',
        "<mergeCells>" + '<mergeCell ref="A3:XFD1048576"/>' * 3000 + "</mergeCells>",
        '<mergeCells><mergeCell ref="什么"/><mergeCell/></mergeCells>',
        (
            '<dataValidations><dataValidation type="list" sqref="A1:XFD1048576">'
            "<formula1>A1:XFD1048576</formula1></dataValidation></dataValidations>"
        ),
        '<dimension ref="A1:XFD1048576"/><cols><col min="1" max="99999999" hidden="1"/></cols>',
    ],
)
def test_that_giant_areas_cost_little(tmp_path, more):
    path = blanks.raw(tmp_path / "a.xlsx", TABLE.replace("</sheetData>", f"</sheetData>{more}"))
    rows = [[blanks.text("张三"), blanks.text("男")]] * 3
    out, _told = blanks.filled(path, rows, [0, 1], first_row=2)
    assert "张三" in blanks.parts(out)[SHEET].decode()


def test_that_a_row_far_down_is_taken_as_it_is(tmp_path):
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    path = blanks.raw(tmp_path / "a.xlsx", TABLE.replace("</sheetData>", far))
    with contextlib.suppress(InputError):
        blanks.filled(path, [[blanks.text("张三")]] * 3, [0], first_row=2)
    assert blanks.looked(path).first_row == 2


def test_that_outside_links_and_commands_are_neither_followed_nor_run(tmp_path):
    commands = '<row r="3"><c r="A3"><f>DDE("cmd";"/c calc";"x")</f><v>1</v></c></row></sheetData>'
    path = blanks.raw(tmp_path / "a.xlsx", TABLE.replace("</sheetData>", commands))
    rels = blanks.parts(path)["xl/_rels/workbook.xml.rels"].decode()
    link = '<Relationship Id="rId9" Type="x/externalLink" TargetMode="External" Target="//a/b"/>'
    blanks.with_parts(
        path, {"xl/_rels/workbook.xml.rels": rels.replace("</Rel", f"{link}</Rel", 1)}
    )
    out, _told = blanks.filled(path, [[blanks.text("=cmd|'/c calc'!A1")]], [0], first_row=2)
    sheet = openpyxl.load_workbook(out)["表"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=cmd|'/c calc'!A1", "s")


def test_that_a_part_outside_of_the_file_is_not_looked_for(tmp_path):
    path = blanks.raw(tmp_path / "a.xlsx", TABLE)
    rels = blanks.parts(path)["xl/_rels/workbook.xml.rels"].decode()
    blanks.with_parts(
        path,
        {
            "xl/_rels/workbook.xml.rels": rels.replace(
                "worksheets/sheet1.xml", "../../../etc/passwd"
            )
        },
    )
    assert without_process(path) == "no_heading"


def test_that_a_process_that_dies_or_hangs_gives_one_message(tmp_path, monkeypatch):
    path = blanks.write_dues(tmp_path / "a.xlsx")
    for program, silence in (("raise SystemExit(1)", 60), ("import time; time.sleep(60)", 0.5)):
        monkeypatch.setattr(
            blank_process, "opener_command", lambda p=program: [sys.executable, "-c", p]
        )
        with pytest.raises(InputError) as told:
            blank_process.ask(path, Question(), None, silence)
        assert told.value.code == "too_much"


def test_that_a_missing_file_is_told(tmp_path):
    with pytest.raises(EnvironmentFailure) as told:
        look_at_blank(tmp_path / "没有.xlsx")
    assert told.value.code == "no_such_file"


def test_that_a_bundle_starts_itself_to_open_blanks(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert blank_process.opener_command() == [sys.executable, FLAG]


@pytest.mark.parametrize(
    ("name", "code"), [("b.xls", "wrong_ending"), ("b.xlsm", "wrong_ending"), ("b", "wrong_ending")]
)
def test_that_the_ending_must_fit(tmp_path, name, code):
    path = blanks.write_dues(tmp_path / "a.xlsx")
    with pytest.raises(InputError) as told:
        fill_blank(
            path, tmp_path / name, sheet="党费表", first_row=5, columns=[1],
            rows=[[blanks.text("张三")]],
        )  # fmt: skip
    assert told.value.code == code


def test_that_macros_do_not_go_into_a_plain_book(tmp_path):
    path = blanks.with_parts(
        blanks.write_dues(tmp_path / "a.xlsm"), {"xl/vbaProject.bin": b"\xd0\xcf"}
    )
    with pytest.raises(InputError) as told:
        blanks.filled(
            path, [[blanks.text("张三")]], [1], first_row=5, sheet="党费表",
            out=tmp_path / "b.xlsx",
        )  # fmt: skip
    assert told.value.code == "macro_ending"


def test_that_a_password_is_asked_for_and_opens(tmp_path):
    from msoffcrypto.format.ooxml import OOXMLFile

    path = blanks.write_dues(tmp_path / "a.xlsx")
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(path.read_bytes())).encrypt("1921", locked)
    path.write_bytes(locked.getvalue())
    assert refused(path).code == "encrypted"
    with pytest.raises(InputError) as told:
        look_at_blank(path, password="1949")
    assert told.value.code == "wrong_password"
    blank = look_at_blank(path, password="1921")
    assert any("不带密码" in note for note in blank.notes)
    fill_blank(
        path, tmp_path / "b.xlsx", sheet=blank.sheet, first_row=5, columns=[1],
        rows=[[blanks.text("张三")]], password="1921",
    )  # fmt: skip
    assert openpyxl.load_workbook(tmp_path / "b.xlsx")["党费表"]["B5"].value == "张三"


def test_that_unchanged_parts_keep_their_bytes(tmp_path):
    path = blanks.write_designed(tmp_path / "a.xlsx")
    saved = Package(path.read_bytes()).save()
    with zipfile.ZipFile(io.BytesIO(saved)) as file:
        assert {name: file.read(name) for name in file.namelist()} == blanks.parts(path)
