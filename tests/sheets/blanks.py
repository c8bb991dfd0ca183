"""Blank tables as they come from above, made with the libraries and by hand."""

import base64
import io
import shutil
import subprocess
import zipfile

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break

from jianxi_desktop.sheets.blank import CellValue
from jianxi_desktop.sheets.blank_fill import fill
from jianxi_desktop.sheets.blank_look import look
from jianxi_desktop.sheets.blank_package import Package
from jianxi_desktop.sheets.blank_requests import Order, Question

THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
FIRST, LAST = 5, 10


def text(value):
    return CellValue("text", value)


def number(value):
    return CellValue("number", value)


def day(value):
    return CellValue("day", value)


def people(count):
    """Rows for ``write_dues``: name, sex, born, amount."""
    return [
        [text(f"张{each}"), text("男" if each % 2 else "女"), day("1985-03-01"), number(each)]
        for each in range(1, count + 1)
    ]


PLACES = [1, 2, 3, 4]


def write_dues(path, *, free=6):
    """A form with all that a careful office puts into one: two head lines, sums, labels, rules."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "党费表"
    last = FIRST + free - 1
    sheet.merge_cells("A1:F1")
    sheet["A1"] = "党费收缴情况登记表"
    sheet["A2"], sheet["D2"] = "填报单位（盖章）：", "填报日期：    年  月  日"
    for area, caption in (
        ("A3:A4", "序号"), ("B3:B4", "姓名"), ("C3:C4", "性别"), ("D3:D4", "出生日期"),
        ("E3:F3", "党费"),
    ):  # fmt: skip
        sheet.merge_cells(area)
        sheet[area.split(":")[0]] = caption
    sheet["E4"], sheet["F4"] = "月标准", "年合计"
    for row in range(3, last + 1):
        sheet.row_dimensions[row].height = 21
        for column in range(1, 7):
            sheet.cell(row, column).border = BOX
    for row in range(FIRST, last + 1):
        sheet.cell(row, 1).value = row - FIRST + 1
        sheet.cell(row, 4).number_format = "yyyy/m/d"
        sheet.cell(row, 6).value = f"=E{row}*12"
    foot = last + 1
    sheet.cell(foot, 1).value = "合计"
    sheet.merge_cells(start_row=foot, end_row=foot, start_column=1, end_column=4)
    sheet.cell(foot, 5).value = f"=SUM(E{FIRST}:E{last})"
    sheet.cell(foot, 6).value = f"=SUM(F{FIRST}:F{last})"
    sheet.cell(foot + 1, 1).value = "填表人：          审核人：          联系电话："
    sheet.cell(foot + 2, 1).value = "注：本表一式两份。"
    _add_rules(book, sheet, last)
    _add_second_sheet(book, last)
    book.save(path)
    return path


def _add_rules(book, sheet, last):
    choice = DataValidation(type="list", formula1='"男,女"', allow_blank=True)
    choice.add(f"C{FIRST}:C{last}")
    sheet.add_data_validation(choice)
    sheet.conditional_formatting.add(
        f"E{FIRST}:E{last}",
        FormulaRule([f"E{FIRST}>E${last + 1}/2"], fill=PatternFill("solid", bgColor="FFFF0000")),
    )
    sheet.column_dimensions["B"].width = 13.5
    sheet.column_dimensions["D"].width = 12
    sheet.freeze_panes = f"C{FIRST}"
    sheet.print_area = f"A1:F{last + 3}"
    sheet.print_title_rows = "3:4"
    sheet.page_setup.orientation = "landscape"
    sheet.oddFooter.center.text = "第 &P 页"
    sheet.row_breaks.append(Break(id=last + 1))
    sheet.cell(last + 2, 1).comment = Comment("写全名", "发表单位")
    picture = Image(io.BytesIO(DOT))
    sheet.add_image(picture, f"B{last + 4}")
    book.defined_names["月标准"] = DefinedName("月标准", attr_text=f"党费表!$E${FIRST}:$E${last}")


def _add_second_sheet(book, last):
    second = book.create_sheet("汇总")
    second["A1"] = f"=SUM(党费表!E{FIRST}:E{last})"
    second["A2"] = "=A1*2"
    second["A3"] = f"=党费表!F{last + 1}"
    second["A4"] = "=SUM(月标准)"


def write_designed(path):
    """A table made with a list object, a chart and a drop-down from another sheet."""
    book = xlsxwriter.Workbook(str(path))
    sheet, lists = book.add_worksheet("表"), book.add_worksheet("选项")
    lists.write_column(0, 0, ["支部委员会", "党小组"])
    lists.hide()
    sheet.write_row(0, 0, ["名称", "类别", "人数"])
    sheet.add_table(
        0, 0, 3, 2,
        {"columns": [{"header": "名称"}, {"header": "类别"}, {"header": "人数"}], "name": "名单"},
    )  # fmt: skip
    sheet.data_validation(1, 1, 3, 1, {"validate": "list", "source": "=选项!$A$1:$A$2"})
    sheet.write(5, 0, "总人数")
    sheet.write_formula(5, 2, "=SUM(C2:C4)", None, 0)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=表!$C$2:$C$4"})
    sheet.insert_chart("E7", chart)
    sheet.insert_textbox("E2", "填写说明")
    book.close()
    return path


def looked(path, **question):
    """Look at a blank as the process of its own does, without starting one."""
    return look(Package(path.read_bytes()), Question(**question))


def filled(path, rows, columns, *, first_row, sheet="表", out=None, tell=None, **more):
    """Fill a blank as the process of its own does, without starting one."""
    out = out or path.with_name(f"填好{path.suffix}")
    order = Order(
        sheet, first_row, tuple(columns), rows, suffix=out.suffix, **more,
    )  # fmt: skip
    done = fill(Package(path.read_bytes()), order, tell or (lambda _done, _total: None))
    out.write_bytes(done.data)
    return out, done


def parts(path):
    """The bytes of every part."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def with_parts(path, changes):
    """Write a file anew with some parts changed; ``None`` leaves one out."""
    held = {**parts(path), **changes}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in held.items():
            if data is not None:
                file.writestr(name, data)
    return path


def raw(path, sheet_xml, *, names=""):
    """Write a workbook of one sheet by hand, sheet as given."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    related = "application/vnd.openxmlformats-package.relationships+xml"
    held = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        f'<Default Extension="rels" ContentType="{related}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{rels}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{rels}"><sheets>'
        f'<sheet name="表" sheetId="1" r:id="rId1"/></sheets>{names}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{rels}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet_xml.replace("<worksheet", f"<worksheet {main}", 1),
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in held.items():
            file.writestr(name, data)
    return path


def converted(path, folder, kind):
    """Let LibreOffice save a file as another kind into a folder."""
    office = shutil.which("soffice")
    profile = path.parent / "office"
    subprocess.run(
        [office, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind,
         "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return next(folder.glob(f"{path.stem}*.{kind[:3]}*"))


def as_csv(path, folder, sheet=1):
    """What LibreOffice calculates and shows on a sheet, as rows of text."""
    kind = f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,{sheet}"
    made = converted(path, folder / f"csv{sheet}", kind)
    return [line.split(",") for line in made.read_text("utf-8").splitlines()]
