"""A roster of two thousand, in the real window: three rows are refused, mended and taken in."""

from dataclasses import replace

import openpyxl
import pytest

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.ui.screens.pickers import Pickers
from tests import factory
from tests.sheets import rosters

PEOPLE = 2_000
PATIENCE = 60_000


def saving_to(path):
    """Answer the question where to save with one path."""
    return Pickers(save=lambda _parent, _title, _kinds, _suggested, chosen: chosen(path))


def spoilt(members):
    """Spoil three rows: a check digit, an empty name, a month 13."""
    wrong = list(members)
    number = members[10].id_number
    wrong[10] = replace(members[10], id_number=number[:17] + ("0" if number[17] != "0" else "1"))
    wrong[700] = replace(members[700], name="")
    wrong[1999] = replace(members[1999], joined_on=f"{members[1999].joined_on[:4]}-13-05")
    return wrong


def mend(path, members):
    """Mend the three rows in the workbook of reasons, as a person does: cell by cell."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    places = {cell.value: cell.column for cell in sheet[1]}
    said = {row[0].value: row[-1].value for row in sheet.iter_rows(min_row=2)}
    for row, (caption, value) in {
        2: ("身份证号码", members[10].id_number),
        3: ("姓名", members[700].name),
        4: ("入党时间", members[1999].joined_on),
    }.items():
        sheet.cell(row, places[caption]).value = value
    book.save(path)
    return said


@pytest.mark.job("导入花名册，改正不收的行")
def test_that_three_refused_rows_are_mended_and_taken_in(qtbot, open_window, office, tmp_path):
    members = rosters.people(PEOPLE)
    path, errors = tmp_path / "名册.xlsx", tmp_path / "名册-问题清单.xlsx"
    rosters.write_plain(path, rosters.NATIONAL, spoilt(members))
    desk = open_window(office)
    ledger = office.catalog["person"]
    desk.open_screen("import")
    screen = desk.screen_of("import")
    screen.pickers = saving_to(errors)
    screen.asked.make_missing.setChecked(True)

    def until(holds):
        qtbot.waitUntil(holds, timeout=PATIENCE)

    screen.take(path)
    until(lambda: desk.commands.is_on("import.run"))
    assert [screen.result.figures.text_of(key) for key in ("create", "refuse")] == ["1,997", "3"]
    assert records.count_rows(office, ledger, Query()) == 0
    rows = screen.result.table.rows
    assert [rows.line(row).cells[0] for row in range(rows.rowCount())] == ["12", "702", "2001"]

    desk.commands.trigger("import.run")
    until(lambda: "新增 1,997" in desk.window().notices.text.text())
    assert records.count_rows(office, ledger, Query()) == PEOPLE - 3

    until(lambda: desk.commands.is_on("import.report"))
    desk.commands.trigger("import.report")
    until(lambda: "共 3 行" in desk.window().notices.text.text())
    reasons = mend(errors, members)
    assert list(reasons) == [12, 702, 2001]
    assert "校验码" in reasons[12]

    screen.take(errors)
    until(lambda: screen.result.isVisible() and screen.place.name.text() == errors.name)
    until(lambda: screen.result.figures.text_of("create") == "3")
    until(lambda: desk.commands.is_on("import.run"))
    desk.commands.trigger("import.run")
    until(lambda: "新增 3" in desk.window().notices.text.text())

    found = {row["id_number"]: row for row in factory.rows_of(office, ledger)}
    assert len(found) == PEOPLE
    for at in (10, 700, 1999):
        assert found[members[at].id_number]["name"] == members[at].name
    assert screen.message.text.text().endswith("。")

    screen.take(path)
    until(lambda: screen.result.figures.text_of("same") == "1,997")
    assert screen.result.figures.text_of("update") == "0"
