"""Sums of a return are formulas that Excel takes."""

from jianxi_desktop.sheets.returns import sum_formula


def test_that_neighbours_are_ranges_and_many_ranges_stay_within_what_excel_takes():
    assert sum_formula([3, 4, 5, 9], 1) == "=SUM(B4:B6,B10)"
    formula = sum_formula(range(0, 2000, 2), 1)
    assert max(part.count(",") for part in formula[5:-1].split("),SUM(")) < 255
    assert sum_formula([], 1) == "=SUM(0)"
