"""Identity numbers as people and spreadsheets write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.identity import (
    PROBLEMS,
    IdentityProblemError,
    check_character,
    read_identity,
)

REGIONS = st.integers(990000, 990999).map(str)
BIRTHDAYS = st.dates(date(1900, 1, 1), date(2026, 12, 31))


@st.composite
def numbers(draw):
    day = draw(BIRTHDAYS)
    first17 = f"{draw(REGIONS)}{day:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return first17 + check_character(first17)


RIGHT = "990101194912310028"


# The first is the worked example of GB 11643-1999.
@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_that_the_examples_of_the_standard_have_the_right_check_character(number):
    assert check_character(number[:17]) == number[17]


@given(numbers())
def test_that_a_number_says_birthday_sex_and_region(number):
    known = read_identity(number)
    assert known.number == number
    assert known.born_on.replace("-", "") == number[6:14]
    assert known.sex == ("1" if int(number[16]) % 2 else "2")
    assert (known.region, known.converted) == (number[:6], False)


@given(numbers(), st.integers(0, 16), st.integers(1, 9))
def test_that_one_wrong_digit_is_always_noticed(number, place, shift):
    digit = str((int(number[place]) + shift) % 10)
    with pytest.raises(IdentityProblemError):
        read_identity(number[:place] + digit + number[place + 1 :])


@given(numbers(), st.integers(0, 15))
def test_that_two_neighbours_exchanged_are_always_noticed(number, place):
    one, two = number[place], number[place + 1]
    if one != two:
        with pytest.raises(IdentityProblemError):
            read_identity(number[:place] + two + one + number[place + 2 :])


@pytest.mark.parametrize(
    "written",
    [
        "990101 19491231 0028",
        "'990101194912310028",
        "990101-19491231-0028",
        "９９０１０１１９４９１２３１００２８",
        "990101194912310028\n",
        "\u3000990101194912310028",
    ],
)
def test_that_a_number_is_read_through_its_decoration(written):
    assert read_identity(written).number == RIGHT


@pytest.mark.parametrize("last", ["x", "X", "Ｘ", "ｘ", "×", "Х", "х"])
def test_that_every_look_alike_of_x_is_x(last):
    assert read_identity("11010519491231002" + last).number == "11010519491231002X"


def test_that_an_old_number_is_made_a_new_one():
    known = read_identity("990101491231002")
    assert known.number == "99010119491231002" + check_character("99010119491231002")
    assert (known.born_on, known.converted) == ("1949-12-31", True)


def test_that_an_old_number_typed_as_a_number_is_whole():
    assert read_identity(990101491231002.0) == read_identity("990101491231002")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (4.10305198503120e17, "destroyed"),
        ("4.10305E+17", "destroyed"),
        ("4.1e17", "destroyed"),
        ("990101194912310000", "destroyed"),
        ("99010119491231002", "length"),
        ("9901011949123100211", "length"),
        ("张三", "length"),
        ("9901011949123100A1", "characters"),
        ("X90101194912310021", "characters"),
        ("٩٩٠١٠١٤٩١٢٣١٠٠٢", "length"),
        ("990101194913310021", "date"),
        ("990101195002290021", "date"),
        ("990101491331002", "date"),
    ],
)
def test_that_each_wrong_number_has_its_own_reason(raw, code):
    if code == "destroyed" and raw == "990101194912310000":
        assert check_character(raw[:17]) != "0"
    with pytest.raises(IdentityProblemError) as caught:
        read_identity(raw)
    assert caught.value.code == code
    assert code in PROBLEMS
