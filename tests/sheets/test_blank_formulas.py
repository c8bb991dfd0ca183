"""References after rows were added, against a list into which rows are inserted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.sheets.blank_formulas import (
    Growth,
    area_of,
    area_text,
    column_of,
    copied,
    letters_of,
    mentions,
    moved,
)

MOST = 400
calmly = settings(deadline=None)
rows = st.integers(1, MOST)
columns = st.integers(0, 700)
fixed = st.sampled_from(["", "$"])
# What stands between references, and must come through as it is.
between = st.sampled_from(
    ["+", "*1.5-", ",", '&"C20\'!A1"&', ")*(", "<>1E5,", "+LOG10(3)-", "+税率-", "/[1]Sheet1!C20-"]
)


@st.composite
def growths(draw):
    last = draw(st.integers(3, MOST))
    at = draw(st.integers(3, last))
    return Growth(at, draw(st.integers(1, 90)), last, at - 1)


@st.composite
def references(draw):
    """A reference as its parts: sheet, and one or two ends."""
    ends = [
        (draw(fixed), draw(columns), draw(fixed), draw(rows))
        for _ in range(draw(st.integers(1, 2)))
    ]
    return draw(st.sampled_from(["", "表!", "'表'!", "Sheet1!", "'年 报'!"])), ends


def written(sheet, ends):
    return sheet + ":".join(f"{a}{letters_of(c)}{b}{r}" for a, c, b, r in ends)


def inserted(growth):
    """The rows of a sheet, each known by its old number, after rows were put in."""
    old = list(range(1, MOST + 1))
    return old[: growth.at - 1] + [0] * growth.added + old[growth.at - 1 :]


@calmly
@given(growths(), st.lists(st.tuples(references(), between), min_size=1, max_size=4))
def test_that_every_reference_still_means_the_rows_it_meant(growth, parts):
    after = inserted(growth)
    formula = "".join(written(*reference) + word for reference, word in parts) + "0"
    expected = "".join(
        written(sheet, [(a, c, b, after.index(r) + 1) for a, c, b, r in ends] if mine else ends)
        + word
        for (sheet, ends), word in parts
        for mine in [sheet in {"", "表!", "'表'!"}]
    )
    assert moved(formula, growth, "表", here=True) == expected + "0"


@calmly
@given(growths(), references())
def test_that_another_sheets_own_references_stay(growth, reference):
    sheet, ends = reference
    formula = written(sheet, ends)
    if "表" not in sheet:
        assert moved(formula, growth, "表", here=False) == formula


@calmly
@given(rows, rows, st.integers(1, 50))
def test_that_a_range_over_the_place_takes_the_new_rows_in(first, last, added):
    first, last = sorted((first, last))
    growth = Growth(10, added, 10, 9)
    top, bottom = growth.rows(first, last, grows=False)
    held = inserted(growth)[top - 1 : bottom]
    assert [each for each in held if each] == list(range(first, last + 1))
    assert held.count(0) == (added if first < 10 <= last else 0)


@calmly
@given(references(), st.integers(-300, 300), st.integers(-300, 300))
def test_that_a_copied_formula_moves_what_is_not_fixed(reference, down, right):
    sheet, ends = reference
    moved_ends = [(a, c if a else c + right, b, r if b else r + down) for a, c, b, r in ends]
    gone = any(c < 0 or r < 1 for _a, c, _b, r in moved_ends)
    expected = f"{sheet}#REF!" if gone else written(sheet, moved_ends)
    assert copied(written(sheet, ends), down, right) == expected


@calmly
@given(references(), st.integers(0, 50), st.integers(0, 50))
def test_that_copying_back_gives_the_same_formula(reference, down, right):
    formula = written(*reference)
    assert copied(copied(formula, down, right), -down, -right) == formula


@calmly
@given(columns)
def test_that_letters_and_columns_are_one(column):
    assert column_of(letters_of(column)) == column


@calmly
@given(rows, columns, rows, columns)
def test_that_areas_are_read_as_they_are_written(top, left, down, right):
    area = (top, left, top + down, left + right)
    assert area_of(area_text(*area)) == area


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("SUM(C5:C14)/C15", "SUM(C5:C40)/C41"),
        ("SUM(5:14)+SUM($15:$15)", "SUM(5:40)+SUM($41:$41)"),
        ("SUM(C:C)", "SUM(C:C)"),
        ('COUNTIF(C$5:C$14,"A15")', 'COUNTIF(C$5:C$40,"A15")'),
        ("[1]表!C15+'[账.xlsx]表'!C15", "[1]表!C15+'[账.xlsx]表'!C15"),
        ("表1[[#This Row],[C15]]*C15", "表1[[#This Row],[C15]]*C41"),
        ("LOG10(C15)+LOG10", "LOG10(C41)+LOG10"),
        ("XFE15+ABCD15+C1048577", "XFE15+ABCD15+C1048577"),
        ("C15#+@C15:C20", "C41#+@C41:C46"),
        ("表:末!C15", "表:末!C15"),
        ("表!C5:表!C15", "表!C5:表!C41"),
        ("C14:C5", "C40:C5"),
        ("A1:INDEX(C:C,15)", "A1:INDEX(C:C,15)"),
        ("C1048576", "#REF!"),
        ('IF(C15="他说""C15""",表!#REF!,#N/A)', 'IF(C41="他说""C15""",表!#REF!,#N/A)'),
        ("{1,2;3,4}*1E15", "{1,2;3,4}*1E15"),
    ],
)
def test_that_formulas_as_people_write_them_follow(formula, after):
    assert moved(formula, Growth(14, 26, 14, 13), "表", here=True) == after


def test_that_a_range_over_the_only_row_takes_the_copies_in():
    growth = Growth(6, 9, 5, 5, single=True)
    assert moved("SUM(C5:C5)+C5", growth, "表", here=True) == "SUM(C5:C14)+C5"
    assert moved("SUM(B5:C5)", growth, "表", here=True, in_table=True) == "SUM(B5:C5)"
    assert moved("C5/SUM(C$5:C$5)", growth, "表", here=True, in_table=True) == "C5/SUM(C$5:C$14)"


def test_that_rows_of_a_loose_end_stay():
    growth = Growth(5, 20, 5, 4, loose=True)
    assert moved("SUM(C2:C1000)+C900+C5", growth, "表", here=True) == "SUM(C2:C1000)+C900+C25"
    assert moved("SUM(C2:C8)", growth, "表", here=True) == "SUM(C2:C25)"


def test_that_a_sheet_is_found_in_a_formula():
    assert mentions("SUM('年 报'!A1)", "年 报")
    assert mentions("党员表!A:A", "党员表")
    assert not mentions('"党员表!A1"&A1', "党员表")
    assert not mentions("[1]党员表!A1", "党员表")
