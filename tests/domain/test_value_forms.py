"""The ways in which a number and a day are written, and how an example tells them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain import calendar, day_forms, number_forms
from jianxi_desktop.domain.day_forms import DayForm, is_short, to_month, write_day
from jianxi_desktop.domain.number_forms import NumberForm, write_number
from jianxi_desktop.domain.written import Written

NUMBER = "99010119850312101X"
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(date.isoformat)
KNOWN = st.tuples(DAYS, st.sampled_from((4, 7, 10))).map(lambda pair: pair[0][: pair[1]])


@pytest.mark.parametrize(
    ("form", "written"),
    [
        (NumberForm.PLAIN, ("text", NUMBER)),
        (NumberForm.SPACED, ("text", "990101 19850312 101X")),
        (NumberForm.QUOTED, ("quoted", NUMBER)),
        (NumberForm.LOWER, ("text", "99010119850312101x")),
        (NumberForm.MASKED, ("text", "990101********101X")),
        (NumberForm.TAIL, ("text", "12101X")),
    ],
)
def test_that_a_number_is_written_in_six_ways(form, written):
    assert write_number(NUMBER, form) == Written(*written)


@pytest.mark.parametrize("form", list(NumberForm))
def test_that_what_is_masked_stays_masked(form):
    shown = write_number("990101********101X", form).value
    assert shown in ("", "990101********101X")


@pytest.mark.parametrize(
    ("sample", "form"),
    [
        (NUMBER, NumberForm.PLAIN),
        ("如 990101 19850312 101X", NumberForm.SPACED),
        ("例：99010119850312101x", NumberForm.LOWER),
        ("990101********101X", NumberForm.MASKED),
        ("身份证号后六位", NumberForm.TAIL),
        ("'" + NUMBER, NumberForm.QUOTED),
        ("身份证号码", None),
        ("", None),
    ],
)
def test_that_an_example_tells_the_form_of_numbers(sample, form):
    assert number_forms.form_of_sample(sample) == form


@pytest.mark.parametrize(
    ("form", "day", "month", "year"),
    [
        (DayForm.DOTS, "1985.03.12", "1985.03", "1985"),
        (DayForm.DASHES, "1985-03-12", "1985-03", "1985"),
        (DayForm.WORDS, "1985年3月12日", "1985年3月", "1985年"),
        (DayForm.SLASHES, "1985/3/12", "1985/3", "1985"),
        (DayForm.RUN, "19850312", "198503", "1985"),
        (DayForm.MONTH_DOTS, "1985.03", "1985.03", "1985"),
        (DayForm.MONTH_DASHES, "1985-03", "1985-03", "1985"),
        (DayForm.MONTH_WORDS, "1985年3月", "1985年3月", "1985年"),
        (DayForm.MONTH_RUN, "198503", "198503", "1985"),
    ],
)
def test_that_a_day_is_written_to_the_precision_known(form, day, month, year):
    assert write_day("1985-03-12", form) == Written("text", day)
    assert write_day("1985-03", form) == Written("text", month)
    assert write_day("1985", form) == Written("text", year)


def test_that_a_date_cell_takes_whole_days_only():
    assert write_day("1985-03-12", DayForm.CELL) == Written("day", "1985-03-12")
    assert write_day("1985-03", DayForm.CELL) == Written("text", "1985-03")


@given(KNOWN, st.sampled_from(list(DayForm)))
def test_that_no_form_invents_a_day(day, form):
    written = write_day(day, form).value
    digits = "".join(each for each in written if each.isdigit())
    parts = [int(part) for part in day.split("-")]
    assert len(digits) <= len(day.replace("-", ""))
    if form is not DayForm.SLASHES or len(parts) < 3:
        assert calendar.read_day(written)[:7] == day[:7]


@given(DAYS, st.sampled_from(list(DayForm)))
def test_that_the_form_of_months_says_the_month(day, form):
    written = write_day(day[:7], to_month(form))
    assert written.kind == "text"
    assert calendar.read_day(written.value) == day[:7]


@given(KNOWN)
def test_that_what_is_short_is_told(day):
    assert is_short(day, DayForm.DOTS) == (len(day) < 10)
    assert is_short(day, DayForm.MONTH_DOTS) == (len(day) < 7)


@pytest.mark.parametrize(
    ("sample", "number_format", "form"),
    [
        ("如“1985.03”", "General", DayForm.MONTH_DOTS),
        ("1985.03.12", "@", DayForm.DOTS),
        ("格式：yyyy-mm-dd", "General", DayForm.DASHES),
        ("1985年3月", "General", DayForm.MONTH_WORDS),
        ("××××年××月××日", "General", DayForm.WORDS),
        ("（如：198503）", "General", DayForm.MONTH_RUN),
        ("19850312", "General", DayForm.RUN),
        ("1985/3/12", "General", DayForm.SLASHES),
        ("", "yyyy/m/d;@", DayForm.CELL),
        ("", 'yyyy"年"m"月"d"日"', DayForm.CELL),
        ("", "0.00", None),
        ("姓名", "General", None),
    ],
)
def test_that_an_example_or_a_format_tells_the_form_of_days(sample, number_format, form):
    assert day_forms.form_of_sample(sample, number_format) == form
