"""Conditions and formulas of returns mean what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.return_where import asked_of, condition, formula


@pytest.mark.parametrize(
    ("text", "about", "holds"),
    [
        ("kind=lesson", {"kind": "lesson"}, True),
        ("kind=lesson", {"kind": "other"}, False),
        ("kind=a|b", {"kind": "b"}, True),
        ("kind!=a|b", {"kind": "b"}, False),
        ("kind!=a|b", {"kind": "c"}, True),
        ("kind!=a|b", {}, False),
        ("kind=a", {"kind": None}, False),
        ("floating", {"floating": True}, True),
        ("floating", {"floating": 0}, False),
        ("floating", {}, False),
        ("!floating", {}, True),
        ("!floating", {"floating": True}, False),
        ("age=31..35", {"age": 30}, False),
        ("age=31..35", {"age": 31}, True),
        ("age=31..35", {"age": 35}, True),
        ("age=..30", {"age": 30}, True),
        ("age=71..", {"age": 71}, True),
        ("age=71..", {"age": None}, False),
        ("education=31..39", {"education": "31"}, True),
        ("joined=1949-10-01..", {"joined": "1949-10"}, True),
        ("joined=..1949-09-30", {"joined": "1949"}, True),
        ("joined=1949-10-01..", {"joined": "1949"}, False),
        ("sex=2", {"sex": 2}, True),
    ],
)
def test_that_a_condition_holds_or_does_not(text, about, holds):
    assert condition(text)(about) is holds


@pytest.mark.parametrize("text", ["", "=", "a=", "a b", "!a=b", "A=b", "a==b="])
def test_that_what_is_no_condition_is_a_defect(text):
    with pytest.raises(ValueError, match="no condition"):
        condition(text)


def test_that_a_condition_says_what_it_asks():
    assert [asked_of(text) for text in ("kind=a", "!floating", "age=..30", "kind!=a")] == [
        "kind",
        "floating",
        "age",
        "kind",
    ]


@given(st.lists(st.tuples(st.sampled_from([1, -1]), st.integers(-1000, 1000)), min_size=1))
def test_that_a_formula_adds_and_subtracts(parts):
    text = "".join(f" {'+' if sign > 0 else '-'} c{n}" for n, (sign, _value) in enumerate(parts))
    values = {f"c{n}": value for n, (_sign, value) in enumerate(parts)}
    assert formula(text).value(values) == sum(sign * value for sign, value in parts)


def test_that_a_share_of_nothing_is_nothing():
    share = formula("a + b / c")
    assert share.names == ("a", "b", "c")
    assert share.value({"a": 1, "b": 2, "c": 4}) == 0.75
    assert share.value({"a": 1, "b": 2, "c": 0}) is None
    assert share.value({"c": 4}) is None


def test_that_what_is_not_known_counts_nothing():
    assert formula("a + b").value({"a": 3, "b": None}) == 3
    assert formula("a + b").value({}) is None


@pytest.mark.parametrize("text", ["", "a b", "a / ", "a / b + c", "a * b"])
def test_that_what_is_no_formula_is_a_defect(text):
    with pytest.raises(ValueError, match="no formula"):
        formula(text)
