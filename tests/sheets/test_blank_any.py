"""Any form, any number of rows: what is filled stands in order, references hold."""

import re

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sheets import blanks
from tests.sheets.blanks import number, text

FORMS = {
    "title": st.booleans(), "free": st.integers(1, 7), "gap": st.integers(0, 2),
    "below": st.integers(0, 3), "merged": st.booleans(), "numbered": st.booleans(),
    "count": st.integers(0, 25),
}  # fmt: skip


def form(path, *, title, free, gap, below, merged, numbered):
    """Write a form; give the row of its heading and the row of its sum."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表"
    if title:
        sheet.append(["登记表"])
    heading = sheet.max_row + 1 if title else 1
    for column, caption in enumerate(("序号", "姓名", "金额", "全年"), 1):
        sheet.cell(heading, column).value = caption
    total = heading + free + 1 + gap
    for row in range(heading, heading + free + 1):
        for column in range(1, 5):
            sheet.cell(row, column).border = blanks.BOX
        if row > heading:
            sheet.cell(row, 1).value = row - heading if numbered else None
            sheet.cell(row, 4).value = f"=C{row}*12/C${total}"
    _write_below(book, heading, free, total, below, merged=merged)
    book.save(path)
    return heading, total


def _write_below(book, heading, free, total, below, *, merged):
    sheet, other = book["表"], book.create_sheet("别的")
    sheet.cell(total, 1).value = "合计"
    sheet.cell(total, 3).value = f"=SUM(C{heading + 1}:C{heading + free})"
    for row in range(total + 1, total + below + 1):
        sheet.cell(row, 1).value = f"标记{row - total}"
        if merged:
            sheet.merge_cells(f"A{row}:C{row}")
    for each in range(below + 1):
        other.cell(each + 1, 1).value = f"=表!A{total + each}"
    other["B1"] = f"=SUM(表!C{heading + 1}:C{heading + free})"


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.fixed_dictionaries(FORMS))
def test_that_any_form_holds_any_number_of_rows(tmp_path, made):
    count = made.pop("count")
    path = tmp_path / "a.xlsx"
    heading, total = form(path, **made)
    blank = blanks.looked(path)
    assert (blank.header_row, blank.free_rows) == (heading, made["free"])
    rows = [[text(f"张{each}"), number(each)] for each in range(count)]
    out, done = blanks.filled(path, rows, [1, 2], first_row=heading + 1)
    book = openpyxl.load_workbook(out)
    sheet, other = book["表"], book["别的"]
    added = max(0, count - made["free"])
    last = heading + made["free"] + added
    assert done.extended_rows == added
    assert [sheet.cell(heading + 1 + each, 2).value for each in range(count)] == [
        f"张{each}" for each in range(count)
    ]
    for row in range(heading + 1, last + 1):
        assert sheet.cell(row, 4).value == f"=C{row}*12/C${total + added}"
        assert sheet.cell(row, 4).border.bottom.style == "thin"
        assert sheet.cell(row, 1).value == (row - heading if made["numbered"] else None)
    assert sheet.cell(total + added, 3).value == f"=SUM(C{heading + 1}:C{last})"
    assert other["B1"].value == f"=SUM(表!C{heading + 1}:C{last})"
    seen = [
        re.fullmatch(r"=表!A(\d+)", other.cell(each, 1).value)
        for each in range(1, made["below"] + 2)
    ]
    assert [sheet.cell(int(each[1]), 1).value for each in seen] == [
        "合计", *(f"标记{each}" for each in range(1, made["below"] + 1))
    ]  # fmt: skip
    assert len(sheet.merged_cells.ranges) == (made["below"] if made["merged"] else 0)
