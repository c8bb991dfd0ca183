"""What libraries do not write: newer validations, shared and array formulas, notes, controls."""

import io
import re

import openpyxl
import pytest

from jianxi_desktop.sheets.blank import CellValue
from tests.sheets import blanks
from tests.sheets.blanks import text

X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
HEAD = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>金额</t></is></c>'
    '<c r="C1" t="inlineStr"><is><t>合计</t></is></c></row>'
)


def sheet_of(path):
    return blanks.parts(path)["xl/worksheets/sheet1.xml"].decode()


def table(body, below="", more=""):
    return f"<worksheet {more}><sheetData>{HEAD}{body}</sheetData>{below}</worksheet>"


def grown(path, count=5):
    rows = [[text(f"张{each}"), CellValue("number", each)] for each in range(1, count + 1)]
    return blanks.filled(path, rows, [0, 1], first_row=2)[0]


SHARED = (
    '<row r="2"><c r="A2"/><c r="B2"/>'
    '<c r="C2"><f t="shared" ref="C2:C3" si="0">B2*$B$9</f><v>0</v></c></row>'
    '<row r="3"><c r="A3"/><c r="B3"/><c r="C3"><f t="shared" si="0"/><v>0</v></c></row>'
    '<row r="4"><c r="A4" t="inlineStr"><is><t>合计</t></is></c>'
    '<c r="C4"><f t="array" ref="C4">SUM(B2:B3*C2:C3)</f><v>7</v></c></row>'
)


def test_that_shared_and_array_formulas_are_written_out_and_moved(tmp_path):
    sheet = sheet_of(grown(blanks.raw(tmp_path / "a.xlsx", table(SHARED))))
    assert re.findall(r'<c r="(C\d)"[^>]*><f[^>]*>([^<]*)</f></c>', sheet) == [
        *((f"C{row}", f"B{row}*$B$12") for row in range(2, 7)),
        ("C7", "SUM(B2:B6*C2:C6)"),
    ]
    assert '<f t="array" ref="C7">' in sheet
    assert "shared" not in sheet


def test_that_without_new_rows_shared_formulas_stay_as_they_are(tmp_path):
    sheet = sheet_of(grown(blanks.raw(tmp_path / "a.xlsx", table(SHARED)), count=2))
    assert '<f t="shared" ref="C2:C3" si="0">B2*$B$9</f>' in sheet


def test_that_newer_validations_and_conditions_reach_over_new_rows(tmp_path):
    extension = (
        f'<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{X14}">'
        f'<x14:dataValidations count="1" xmlns:xm="{XM}"><x14:dataValidation type="list">'
        "<x14:formula1><xm:f>表!$B$9:$B$10</xm:f></x14:formula1><xm:sqref>A2:A3</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    sheet_xml = table(
        SHARED, extension, f'xmlns:mc="{MC}" mc:Ignorable="x14ac" xmlns:x14ac="urn:a"'
    )
    sheet = sheet_of(grown(blanks.raw(tmp_path / "a.xlsx", sheet_xml)))
    assert "<xm:f>表!$B$12:$B$13</xm:f>" in sheet
    assert "<xm:sqref>A2:A6</xm:sqref>" in sheet
    assert 'mc:Ignorable="x14ac"' in sheet
    assert 'xmlns:x14ac="urn:a"' in sheet


def test_that_links_filters_and_ignored_errors_below_and_over_the_table_follow(tmp_path):
    below = (
        '<autoFilter ref="A1:C3"/><hyperlinks><hyperlink ref="A4" location="表!A4"/></hyperlinks>'
        '<ignoredErrors><ignoredError sqref="A2:A3" numberStoredAsText="1"/></ignoredErrors>'
    )
    sheet = sheet_of(grown(blanks.raw(tmp_path / "a.xlsx", table(SHARED, below))))
    assert '<autoFilter ref="A1:C6"/>' in sheet
    assert '<hyperlink ref="A7" location="表!A7"/>' in sheet
    assert 'sqref="A2:A6"' in sheet


def test_that_local_names_and_the_chain_of_calculation_follow(tmp_path):
    names = (
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">表!$A$1:$C$4'
        '</definedName><definedName name="率">表!$B$9</definedName></definedNames>'
    )
    path = blanks.raw(tmp_path / "a.xlsx", table(SHARED), names=names)
    book = blanks.parts(grown(path))["xl/workbook.xml"].decode()
    assert "表!$A$1:$C$7" in book
    assert "表!$B$12" in book
    assert '</definedNames><calcPr fullCalcOnLoad="1"/>' in book


def test_that_rows_and_cells_without_addresses_are_counted(tmp_path):
    body = "<row><c/><c/></row><row><c/><c/></row><row><c><f>SUM(B2:B3)</f></c></row>"
    path = blanks.raw(tmp_path / "a.xlsx", table(body).replace(' r="1"', "").replace(' r="A1"', ""))
    made = openpyxl.load_workbook(blanks.filled(path, [[text("张三")]], [0], first_row=2)[0])["表"]
    assert (made["A1"].value, made["A2"].value, made["A4"].value) == ("姓名", "张三", "=SUM(B2:B3)")


def test_that_hidden_rows_are_passed_over(tmp_path):
    path = blanks.write_dues(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    book["党费表"].row_dimensions[7].hidden = True
    book.save(path)
    out, _told = blanks.filled(path, blanks.people(8), blanks.PLACES, first_row=5, sheet="党费表")
    made = openpyxl.load_workbook(out)["党费表"]
    assert [made.cell(row, 2).value for row in range(5, 15)] == [
        "张1", "张2", None, "张3", "张4", "张5", "张6", "张7", "张8", None,
    ]  # fmt: skip
    assert made["E14"].value == "=SUM(E5:E13)"


def test_that_notes_move_with_the_cell_they_belong_to(tmp_path):
    path = blanks.write_dues(tmp_path / "a.xlsx")
    out, _told = blanks.filled(path, blanks.people(9), blanks.PLACES, first_row=5, sheet="党费表")
    held = blanks.parts(out)
    name = next(each for each in held if each.endswith((".vml", ".vmlDrawing")) or "legacy" in each)
    assert b"Row>14</" in held[name]  # row 12 before, 15 now, from 0


def test_that_a_locked_sheet_is_filled_and_said_to_be_locked(tmp_path):
    path = blanks.write_dues(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    book["党费表"].protection.sheet = True
    book.save(path)
    assert any("设有保护" in note for note in blanks.looked(path).notes)
    out, told = blanks.filled(path, blanks.people(1), blanks.PLACES, first_row=5, sheet="党费表")
    assert openpyxl.load_workbook(out)["党费表"].protection.sheet
    assert any("设有保护" in note for note in told.notes)


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [("application/vnd.ms-excel.sheet.macroEnabled.main+xml", ".xlsm")],
)
def test_that_macros_are_kept_and_ask_for_their_ending(tmp_path, kind, suffix):
    path = blanks.write_dues(tmp_path / f"a{suffix}")
    types = blanks.parts(path)["[Content_Types].xml"].decode()
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    blanks.with_parts(
        path, {"[Content_Types].xml": types.replace(plain, kind), "xl/vbaProject.bin": b"\xd0\xcf"}
    )
    blank = blanks.looked(path)
    assert blank.suffix == ".xlsm"
    assert any("宏" in note for note in blank.notes)
    out, _told = blanks.filled(path, blanks.people(9), blanks.PLACES, first_row=5, sheet="党费表")
    assert blanks.parts(out)["xl/vbaProject.bin"] == b"\xd0\xcf"


def test_that_a_template_becomes_a_book(tmp_path):
    path = blanks.write_dues(tmp_path / "a.xltx")
    types = blanks.parts(path)["[Content_Types].xml"].decode()
    blanks.with_parts(
        path, {"[Content_Types].xml": types.replace("sheet.main+xml", "template.main+xml")}
    )
    out, _told = blanks.filled(
        path, blanks.people(1), blanks.PLACES, first_row=5, sheet="党费表",
        out=tmp_path / "b.xlsx",
    )  # fmt: skip
    assert b"template.main" not in blanks.parts(out)["[Content_Types].xml"]
    assert openpyxl.load_workbook(out)["党费表"]["B5"].value == "张1"


def test_that_controls_and_what_they_are_bound_to_move_down(tmp_path):
    xdr = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    controls = (
        f'<controls xmlns:xdr="{xdr}"><control shapeId="1" name="a"><controlPr><anchor '
        'moveWithCells="1"><from><xdr:col>0</xdr:col><xdr:row>7</xdr:row></from><to>'
        "<xdr:col>1</xdr:col><xdr:row>9</xdr:row></to></anchor></controlPr></control></controls>"
    )
    path = blanks.raw(tmp_path / "a.xlsx", table(SHARED, controls))
    blanks.with_parts(
        path,
        {
            "xl/worksheets/_rels/sheet1.xml.rels": '<Relationships xmlns="urn:a"><Relationship '
            f'Id="rId1" Type="{rel}/ctrlProp" Target="../ctrlProps/a.xml"/></Relationships>',
            "xl/ctrlProps/a.xml": '<formControlPr fmlaLink="$B$9" fmlaRange="$C$2:$C$3"/>',
        },
    )
    out = grown(path)
    assert re.findall(r"<xdr:row>(\d+)</xdr:row>", sheet_of(out)) == ["10", "12"]
    bound = blanks.parts(out)["xl/ctrlProps/a.xml"].decode()
    assert 'fmlaLink="$B$12" fmlaRange="$C$2:$C$6"' in bound


def test_that_a_label_in_several_formats_keeps_them(tmp_path):
    label = (
        '<row r="9"><c r="A9" t="inlineStr"><is><r><rPr><b/></rPr><t>填表人：</t></r>'
        '<r><rPr><u/></rPr><t xml:space="preserve">        </t></r><r><t>联系电话：</t></r>'
        "</is></c></row>"
    )
    path = blanks.raw(tmp_path / "a.xlsx", table(SHARED + label))
    first, second = blanks.looked(path).fields_beside
    out, _told = blanks.filled(
        path, [[text("张三")]], [0], first_row=2,
        beside=((first, text("李四")), (second, text("60000000"))),
    )  # fmt: skip
    runs = re.findall(r"<rPr><(.)/></rPr><t[^>]*>([^<]*)<", sheet_of(out))
    assert runs == [("b", "填表人："), ("u", "李四    ")]
    assert "<t>联系电话：60000000</t>" in sheet_of(out)


def test_that_a_wps_table_that_is_a_workbook_inside_is_filled(tmp_path):
    path = blanks.write_dues(tmp_path / "a.et")
    assert blanks.looked(path).suffix == ".xlsx"
    out, _told = blanks.filled(path, blanks.people(1), blanks.PLACES, first_row=5, sheet="党费表")
    assert out.suffix == ".et"
    made = openpyxl.load_workbook(io.BytesIO(out.read_bytes()))
    assert made["党费表"]["B5"].value == "张1"


def test_that_cells_of_an_array_are_not_written_one_by_one(tmp_path):
    body = (
        '<row r="2"><c r="A2"/><c r="B2"><f t="array" ref="B2:B3">C2:C3*2</f><v>0</v></c></row>'
        '<row r="3"><c r="A3"/><c r="B3"><v>0</v></c></row>'
    )
    path = blanks.raw(tmp_path / "a.xlsx", table(body))
    rows = [[text("张三"), text("坏")]] * 2
    out, told = blanks.filled(path, rows, [0, 1], first_row=2)
    assert "坏" not in sheet_of(out)
    assert "B列是公式，没有改动，打开文件时自动计算" in told.notes
