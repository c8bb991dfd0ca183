"""The report of rows that were not taken."""

from dataclasses import replace

import openpyxl

from jianxi_desktop.schema.ledger import Issue
from jianxi_desktop.sheets.report import write_report
from jianxi_desktop.sheets.roster import open_roster
from tests.sheets import rosters


def make(tmp_path, spec):
    _members, mistakes = rosters.national_roster(tmp_path / "a.xlsx", 200)
    with open_roster(tmp_path / "a.xlsx", replace(spec, keep_cells=True)) as roster:
        wrong = [(row, row.issues) for row in roster.rows() if row.issues]
        wrong[0] = (
            wrong[0][0],
            (*wrong[0][1], Issue("branch", "unknown", "review", "支部没有找到")),
        )
        assert write_report(tmp_path / "b.xlsx", roster, wrong) == 25
    return mistakes, openpyxl.load_workbook(tmp_path / "b.xlsx").active


def test_that_every_row_stands_with_its_number_and_reasons(tmp_path, spec):
    mistakes, sheet = make(tmp_path, spec)
    assert [sheet.cell(row, 1).value for row in range(2, 27)] == [each.row for each in mistakes]
    last = sheet.max_column
    assert sheet.cell(1, last).value == "没有收下的原因"
    assert sheet.cell(2, last).value.endswith("；支部没有找到")


def test_that_the_wrong_cells_are_coloured(tmp_path, spec):
    _mistakes, sheet = make(tmp_path, spec)
    captions = [cell.value for cell in sheet[1]]
    coloured = [
        captions[place]
        for place, cell in enumerate(sheet[2])
        if cell.fill.fgColor.rgb not in ("00000000", "FFEDEDED")
    ]
    assert coloured == ["身份证号码", "所在党支部"]


def test_that_a_mended_report_is_imported_as_it_is(tmp_path, spec):
    make(tmp_path, spec)
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    right = rosters.people(200)
    for row in range(2, 27):
        member = right[book.active.cell(row, 1).value - 2]
        for place, cell in enumerate(rosters.cells(member, rosters.NATIONAL), start=2):
            book.active.cell(row, place).value = cell
    book.save(tmp_path / "c.xlsx")
    with open_roster(tmp_path / "c.xlsx", spec) as roster:
        rows = list(roster.rows())
    assert roster.columns["没有收下的原因"] is None
    assert len(rows) == 25
    assert not any(row.issues for row in rows)


def test_that_a_report_not_mended_is_refused_for_the_same_reasons(tmp_path, spec):
    mistakes, _sheet = make(tmp_path, spec)
    with open_roster(tmp_path / "b.xlsx", spec) as roster:
        codes = [row.issues[0].code for row in roster.rows()]
    assert codes == [each.code for each in mistakes]
