"""R11: what members were to pay for the months of the quarter, and what they paid."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.dues_rules import category_of, large_gift, monthly_dues
from tests.services.returns.books import Book, Case

DAY = date(2018, 9, 30)
MONTHS = ("2018-07", "2018-08", "2018-09")


@pytest.fixture
def book(office):
    """A community's return of the third quarter of 2018."""
    return Book(office, "R11", "2018Q3")


def pay(book, person, month="2018-07", amount=1_500, **values):
    return book.insert(
        "dues_record", **({"person": person, "month": month, "amount": amount} | values)
    )


def payer(book):
    """Give a member of the office's own branch, made once."""
    if not hasattr(book, "someone"):
        book.someone = book.member(book.branch())
    return book.someone


def payment(**values):
    common = {"month": "2018-07", "amount": 1_500}
    return lambda b: common | {"person": payer(b)} | values


OUTSIDE = ({"month": "2018-06"}, {"month": "2018-10"}, {"paid_on": "2018-10-01"})
CASES = [
    Case("collected", "dues_record", payment(), OUTSIDE,
         ({"month": "2018-09"}, {"paid_on": "2018-09-30"}, {"method": "voluntary"}), adds=15),
    Case("extra", "dues_record", payment(method="voluntary"), ({"method": "monthly"}, *OUTSIDE),
         adds=15),
    Case("large", "dues_record", payment(method="voluntary", amount=100_000),
         ({"amount": 99_999}, {"method": "monthly"}), adds=1_000),
    Case("late", "dues_record", payment(method="late"), ({"method": "monthly"},), adds=15),
    Case("paid", "dues_record", payment(), ({"method": "voluntary"}, *OUTSIDE), adds=15,
         records=False),
]  # fmt: skip


def test_that_each_figure_moves_with_its_records(book):
    book.follow(*CASES)
    assert book.failed() == []


def test_that_a_member_who_paid_every_month_has_settled(book):
    branch = book.branch()
    paid, partly, never = (book.member(branch, name) for name in "甲乙丙")
    for month in MONTHS:
        pay(book, paid, month, base=300_000)
    pay(book, partly, "2018-08", base=500_000, amount=5_000)
    line = book.line()
    assert (line["members"], line["owes"], line["settled"], line["owing"]) == (3, 3, 1, 2)
    assert book.behind("settled") == {paid}
    assert book.behind("owing") == {partly, never}
    assert (line["due"], line["paid"]) == (3 * 15 + 3 * 50, 95)
    assert (line["owed"], line["months"]) == (100, 5)
    assert (line["unknown"], book.behind("unknown")) == (1, {never})
    assert line["base"] == 8_000
    assert book.failed() == []


def test_that_the_base_of_the_year_before_stands_in(book):
    person, other = (book.member(book.branch(), name) for name in "甲乙")
    pay(book, person, "2017-08", base=400_000)
    pay(book, other, "2017-01", base=400_000)
    assert book.behind("unknown") == {other}
    assert book.line()["due"] == 120
    pay(book, person, "2018-08", base=600_000, amount=9_000)
    assert book.line()["due"] == 90 * 3


def test_that_a_month_paid_with_nothing_is_waived_and_less_is_short(book):
    branch = book.branch()
    free, short, whole = (book.member(branch, name) for name in "甲乙丙")
    for month in MONTHS:
        pay(book, free, month, base=300_000, amount=0)
        pay(book, short, month, base=300_000, amount=1_499)
        pay(book, whole, month, base=300_000, amount=1_500)
    assert book.behind("waived") == {free}
    assert book.behind("short") == {short}
    assert book.line()["settled"] == 3


@pytest.mark.parametrize(
    ("membership", "months"),
    [
        ({}, 3),
        ({"joined_on": "2018-07-31"}, 3),
        ({"joined_on": "2018-08-01"}, 2),
        ({"joined_on": "2018-09"}, 1),
        ({"since": "2018-09-30"}, 1),
        ({"status": "probationary", "joined_on": "2018-01-05"}, 3),
        ({"joined_on": None}, 3),
    ],
)
def test_that_months_are_owed_from_joining_on(book, membership, months):
    book.member(book.branch(), **membership)
    line = book.line()
    assert (line["owes"], line["months"]) == (1, months)


@pytest.mark.parametrize(
    "membership",
    [
        {"status": "suspended"},
        {"until": "2018-09-30"},
        {"since": "2018-10-01"},
        {"joined_on": "2018-10-01"},
    ],
)
def test_that_who_is_no_member_owes_nothing(book, membership):
    book.member(book.branch(), **membership)
    assert (book.line()["members"], book.line()["months"]) == (0, 0)


def test_that_a_month_that_is_not_over_is_not_owed(book):
    book.member(book.branch())
    for day, months in ((date(2018, 9, 29), 2), (date(2018, 9, 30), 3), (date(2018, 7, 30), 0)):
        assert book.line(day=day)["months"] == months
    assert book.line(day=date(2018, 7, 30))["owes"] == 0


def test_that_payments_of_who_has_left_count_with_the_branch_left(book):
    first, second = book.branch("甲支部"), book.branch("乙支部")
    gone = book.member(first, "甲", until="2018-08-15")
    moved = book.member(first, "乙", until="2018-08-15")
    book.insert("membership", person=moved, branch=second, status="full", since="2018-08-15")
    for person in (gone, moved):
        pay(book, person)
    assert book.value("collected", row=first.hex) == 15
    assert book.value("collected", row=second.hex) == 15
    assert book.limited(second).value("collected") == 15
    assert book.limited(second).failed() == []
    assert book.value("members") == 1


@pytest.mark.parametrize(
    ("base", "job", "cents"),
    [
        (3_000_00, None, 15_00),
        (3_000_01, None, 30_00),
        (5_000_00, None, 50_00),
        (5_000_01, None, 75_00),
        (10_000_00, None, 150_00),
        (10_000_01, None, 200_00),
        (5_000_00, "退休人员", 25_00),
        (5_000_01, "离休干部", 50_00),
        (None, "农民", 20),
        (None, "在校学生", 20),
        (4_000_00, "农民工", 40_00),
        (None, "司机", None),
        (0, None, 0),
    ],
)
def test_that_dues_are_one_rate_on_the_whole_base(base, job, cents):
    assert monthly_dues(base, category_of(job, DAY), DAY) == cents


@given(st.integers(0, 10_000_000), st.integers(0, 10_000_000))
def test_that_who_earns_more_never_pays_less(one, other):
    less, more = sorted((one, other))
    for category in ("wage", "retired"):
        paid = [monthly_dues(base, category, DAY) for base in (less, more)]
        assert paid[0] <= paid[1]


def test_that_there_were_other_rules_before():
    assert monthly_dues(3_000_00, "wage", date(2008, 3, 31)) is None
    assert large_gift(DAY) == 100_000
