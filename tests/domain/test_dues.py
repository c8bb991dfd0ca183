"""Dues: what somebody owes for a month, by standards in any order; receipts in words."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.domain import dues_rules
from jianxi_desktop.domain.dues_rules import Standard, category_of, monthly_dues, owed
from jianxi_desktop.domain.money_words import in_capitals

DAY = date(2026, 11, 20)
MONTHS = st.builds(lambda y, m: f"{y}-{m:02}", st.integers(2025, 2027), st.integers(1, 12))
STANDARDS = st.builds(
    Standard,
    since=MONTHS,
    category=st.sampled_from(["wage", "annual", "self_employed", "retired", "farmer", "low"]),
    base=st.none() | st.integers(0, 2_000_000),
    reduced_to=st.none() | st.integers(0, 1_000),
    until=st.none() | MONTHS,
)


@pytest.mark.parametrize(
    ("category", "base", "cents"),
    [
        ("wage", 3_000_00, 15_00),
        ("wage", 3_000_01, 30_00),
        ("wage", 5_000_00, 50_00),
        ("wage", 5_000_01, 75_00),
        ("wage", 10_000_00, 150_00),
        ("wage", 10_000_01, 200_00),
        ("annual", 10_000_01, 200_00),
        ("self_employed", 5_000_00, 50_00),
        ("retired", 5_000_00, 25_00),
        ("retired", 5_000_01, 50_00),
        ("farmer", None, 20),
        ("low", 9_000_00, 20),
        ("wage", 100, 1),  # half a cent is a cent
        ("wage", 99, 0),
        ("wage", None, None),
    ],
)
def test_that_the_vectors_of_the_rules_come_out_in_cents(category, base, cents):
    assert monthly_dues(base, category, DAY) == cents


def test_that_jobs_name_their_category():
    said = {
        "小学教师": "wage",
        "退休工人": "retired",
        "个体工商户": "self_employed",
        "务农": "farmer",
    }
    assert {job: category_of(job, DAY) for job in said} == said


@given(st.lists(STANDARDS, max_size=6), MONTHS, st.none() | st.integers(0, 2_000_000))
@settings(max_examples=60, deadline=None)
def test_that_one_standard_holds_whatever_the_order_of_entry(standards, month, paid):
    found = owed(month, standards, "退休", paid)
    begun = [each for each in standards if each.since <= month]
    if not begun:
        assert found == owed(month, (), "退休", paid)
        assert (found.category, found.reduced) == ("retired", False)
        return
    last = [each for each in begun if each.since == max(one.since for one in begun)][-1]
    assert found.category == last.category
    reduced = last.reduced_to is not None and (last.until is None or month <= last.until)
    assert found.reduced == reduced
    if reduced:
        assert found.cents == last.reduced_to
    else:
        base = paid if last.base is None else last.base
        assert found.cents == monthly_dues(base, last.category, dues_rules.first_day(month))
    one_by_month = {each.since: each for each in standards}
    assert owed(month, reversed(one_by_month.values()), "退休", paid) == found


@given(STANDARDS, MONTHS)
@settings(max_examples=40, deadline=None)
def test_that_a_later_standard_changes_no_earlier_month(standard, month):
    first = Standard("2025-01", "wage", 400_000)
    before = owed(month, [first], None)
    after = owed(month, [first, standard], None)
    assert after == before or standard.since <= month


@pytest.mark.parametrize(
    ("month", "paid_on", "method", "doubt"),
    [
        ("2026-05", "2026-05-31", "monthly", ""),
        ("2026-06", "2026-05-31", "advance", ""),
        ("2026-05", "2026-06-01", "late", ""),
        ("2026-05", "2026-11-30", "late", ""),
        ("2026-05", "2026-12-01", "late", "补交超过6个月（依据待核实）"),
        ("2025-12", "2026-01-01", "late", ""),
        ("2026-05", None, "monthly", ""),
    ],
)
def test_that_a_payment_counts_by_its_month(month, paid_on, method, doubt):
    assert dues_rules.method_of(month, paid_on) == method
    if paid_on:
        assert dues_rules.too_late(month, paid_on, DAY) == doubt


def test_that_whoever_has_no_monthly_pay_is_looked_at_every_quarter():
    standard = Standard("2026-07", "self_employed", 400_000)
    assert not dues_rules.is_outdated(standard, "2026-09")
    assert dues_rules.is_outdated(standard, "2026-10")
    assert not dues_rules.is_outdated(standard._replace(category="wage"), "2026-10")


def test_that_what_no_source_says_is_told():
    assert dues_rules.rounding_words(DAY) == "党费算到分，不足1分的四舍五入（依据待核实）"
    assert dues_rules.rate_words(600_000, "wage", DAY) == "1.5%"
    assert dues_rules.rate_words(None, "farmer", DAY) == "每月0.20元"
    assert dues_rules.rate_words(None, "wage", DAY) == ""
    assert dues_rules.most_of("farmer", DAY) == 100


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (20, "贰角整"),
        (1_505, "壹拾伍元零伍分"),
        (10_000, "壹佰元整"),
        (100_100, "壹仟零壹元整"),
        (1_010_000, "壹万零壹佰元整"),
        (100_000_000, "壹佰万元整"),
        (10_203_040_506, "壹亿零贰佰零叁万零肆佰零伍元零陆分"),
    ],
)
def test_that_amounts_are_written_as_receipts_need_them(cents, words):
    assert in_capitals(cents) == words


@given(st.integers(0, 10**13))
@settings(max_examples=60, deadline=None)
def test_that_amounts_in_words_read_back(cents):
    assert _read(in_capitals(cents)) == cents


def _read(words):
    """Read an amount in words, as a person does: figures times what stands behind them."""
    whole, _, rest = words.partition("元") if "元" in words else ("", "", words)
    cents = 0
    for figure, unit in re.findall("([壹贰叁肆伍陆柒捌玖])([角分])", rest):
        cents += "零壹贰叁肆伍陆柒捌玖".index(figure) * (10 if unit == "角" else 1)
    number = 0
    for part, unit in zip(
        re.split("[亿万]", whole), [*re.findall("[亿万]", whole), ""], strict=True
    ):
        number += _group(part) * {"亿": 10**8, "万": 10**4, "": 1}[unit]
    return number * 100 + cents


def _group(words):
    total = figure = 0
    for character in words:
        if character in "拾佰仟":
            total += figure * 10 ** ("拾佰仟".index(character) + 1)
            figure = 0
        else:
            figure = "零壹贰叁肆伍陆柒捌玖".index(character)
    return total + figure
