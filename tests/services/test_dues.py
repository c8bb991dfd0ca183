"""Dues of a branch: standards, months, collecting, arrears, gifts, receipts."""

from contextlib import contextmanager
from datetime import date

import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.services import dues, dues_entry
from jianxi_desktop.services.save_rules import LOOKS
from tests import factory
from tests.services.returns.books import Book

DAY = date(2026, 11, 20)


@pytest.fixture
def book(office):
    """A community with two branches of invented members, in November 2026."""
    made = Book(office, "R11", "2026Q3")
    made.home = made.branch("甲支部")
    return made


@contextmanager
def refused(words):
    with pytest.raises(InputError) as caught:
        yield
    assert words in caught.value.user_message


def member(book, name="甲", branch=None, **values):
    return book.member(branch or book.home, name, **values)


def standard(book, person, since="2026-01", **values):
    row = {"category": "wage", "base": 400_000} | values
    return book.insert("dues_standard", person=person, since=since, **row)


def pay(book, person, month, amount=4_000, **values):
    return book.insert("dues_record", person=person, month=month, amount=amount, **values)


def sheet(book, period="2026-09", branch=None, day=DAY):
    return dues.sheet(book.office, branch or book.home, period, day)


def line(book, person, period="2026-09", **asked):
    return next(each for each in sheet(book, period, **asked).members if each.person == person)


def states(book, person, period="2026"):
    return "".join(month.state[0] for month in line(book, person, period).months)


def test_that_a_new_standard_holds_from_its_month_on(book):
    person = member(book)
    standard(book, person)
    standard(book, person, "2026-09", base=600_000)
    assert [each.due for each in line(book, person, "2026Q3").months] == [4_000, 4_000, 9_000]
    pay(book, person, "2026-09", 9_000, base=600_000)
    found = line(book, person)
    assert (found.rate, found.base, found.paid, found.missing) == ("1.5%", 600_000, 9_000, 0)


def test_that_what_was_waived_or_reduced_is_owed_again_after_its_end(book):
    person, other = member(book, "甲"), member(book, "乙")
    pay(book, other, "2026-01")
    standard(book, person, reduced_to=0, until="2026-03", reason="生活困难")
    standard(book, other, reduced_to=1_000, until="2026-02")
    assert [each.due for each in line(book, person, "2026").months[:5]] == [0, 0, 0, 4_000, 4_000]
    assert [each.due for each in line(book, other, "2026Q1").months] == [1_000, 1_000, 4_000]
    assert states(book, person)[:4] == "fffu"


def test_that_a_probationary_member_pays_from_the_vote_on(book):
    person = member(book, status="probationary", joined_on="2026-03-18")
    standard(book, person)
    pay(book, person, "2026-03")
    assert states(book, person) == "nnp" + "u" * 7 + "oo"


def test_that_who_moves_pays_where_he_is_at_the_months_end(book):
    other = book.branch("乙支部")
    person = member(book, until="2026-08-20")
    book.insert("membership", person=person, branch=other, status="full", since="2026-08-20")
    standard(book, person)
    assert [m.due for m in line(book, person, "2026Q3").months] == [4_000, None, None]
    moved = line(book, person, "2026Q3", branch=other)
    assert [m.due for m in moved.months] == [None, 4_000, 4_000]


def test_that_a_month_is_collected_in_one_action(book):
    people = [member(book, name) for name in "甲乙丙丁戊"]
    for person, base in zip(people, (300_000, 500_001, 1_000_001), strict=False):
        standard(book, person, base=base)
    standard(book, people[3], reduced_to=0)
    pay(book, people[0], "2026-09", 1_000)
    found = dues_entry.collect(book.office, book.home, "2026-09", "2026-09-18", day=DAY)
    assert (found.members, found.cents, found.left) == (3, 500 + 7_500 + 20_000, 1)
    there = sheet(book)
    assert [each.paid for each in there.members] == [1_500, 7_500, 20_000, 0, 0]
    assert there.missing == 0
    assert [m.state for each in there.members for m in each.months] == [
        *("paid", "paid", "paid", "free", "unknown")
    ]
    with refused("有 1 人不知道计算基数"):
        dues_entry.collect(book.office, book.home, "2026-09", "2026-09-18", day=DAY)


def test_that_a_quarter_is_paid_late_in_time_and_ahead(book):
    person = member(book)
    standard(book, person)
    assert dues_entry.collect(book.office, book.home, "2026Q4", "2026-11-03", day=DAY).payments == 2
    dues_entry.collect(book.office, book.home, "2026Q4", "2026-11-03", ahead=True, day=DAY)
    methods = [m.payments[0].method for m in line(book, person, "2026Q4").months]
    assert methods == ["late", "monthly", "advance"]


def test_that_single_payments_are_typed_changed_and_taken_back(book):
    person = member(book)
    standard(book, person)

    def put(**values):
        dues_entry.set_payment(book.office, book.home, person, "2026-09", values, day=DAY)
        return line(book, person).months[0]

    with refused("请先填实缴金额"):
        put(paid_on="2026-09-02")
    month = put(amount=3_000, paid_on="2026-09-30")
    assert (month.state, month.missing, month.payments[0].base) == ("short", 1_000, 400_000)
    assert put(amount=4_000).state == "paid"
    assert put(receipt="收-7").payments[0].receipt == "收-7"
    assert put(amount=None).state == "before"
    pay(book, person, "2026-09", 1_000)
    pay(book, person, "2026-09", 3_000)
    with refused("有 2 笔缴纳记录"):
        put(amount=1)


def test_that_arrears_begin_where_the_branch_began_to_keep_its_dues(book):
    owing, paid, unknown = (member(book, name) for name in "甲乙丙")
    elsewhere = member(book, "丁", book.branch("乙支部"))
    standard(book, owing)
    standard(book, paid)
    standard(book, elsewhere)
    for month in range(4, 11):
        pay(book, paid, f"2026-{month:02}")
    found = dues.arrears(book.office, day=DAY)
    assert {each.person for each in found} == {owing, unknown}
    first = next(each for each in found if each.person == owing)
    assert first.months == tuple(f"2026-{month:02}" for month in range(4, 11))
    assert (first.cents, first.unknown) == (28_000, False)
    assert first.doubt == "补交超过6个月（依据待核实）"
    assert states(book, owing) == "bbb" + "u" * 7 + "oo"


def test_that_a_gift_is_no_payment_of_a_month_and_a_large_one_is_said(book):
    person = member(book)
    standard(book, person)
    put = dues_entry.add_gift
    assert put(book.office, person, {"amount": 99_999, "paid_on": "2026-09-01"})[0] is False
    assert put(book.office, person, {"amount": 100_000, "paid_on": "2026-09-01"})[0] is True
    there = sheet(book)
    assert (there.gifts, there.paid, there.missing) == (199_999, 0, 4_000)


def test_that_receipts_run_on_through_the_year_of_a_branch(book):
    one, two = member(book, "甲"), member(book, "乙")
    for person in (one, two):
        standard(book, person)
        pay(book, person, "2026-08", paid_on="2026-08-03")
    pay(book, one, "2026-07", paid_on="2026-07-03", receipt="2026-0041")
    assert dues_entry.number_receipts(book.office, book.home, "2026-08", [two], day=DAY)[0] == 1
    dues_entry.collect(book.office, book.home, "2026Q3", "2026-11-03", day=DAY)
    assert dues_entry.number_receipts(book.office, book.home, "2026Q3", day=DAY)[0] == 2
    numbers = [
        [pay.receipt for month in each.months for pay in month.payments]
        for each in sheet(book, "2026Q3").members
    ]
    assert numbers == [
        ["2026-0041", "2026-0043", "2026-0043"],
        ["2026-0044", "2026-0042", "2026-0044"],
    ]
    assert dues_entry.number_receipts(book.office, book.home, "2026Q3", day=DAY)[0] == 0


def test_that_standards_are_set_and_adopted(book):
    office = book.office
    person, other, farmer = (member(book, name) for name in "甲乙丙")
    values = {"since": "2026-09", "category": "wage", "base": 400_000}
    dues_entry.set_standard(office, person, values)
    dues_entry.set_standard(office, person, values | {"base": 500_100, "since": "2026-09-15"})
    assert [each.due for each in line(book, person, "2026Q3").months] == [None, None, 7_502]
    with refused("早于起始月份"):
        dues_entry.set_standard(office, person, values | {"reduced_to": 0, "until": "2026-08"})
    pay(book, other, "2026-08", base=300_000)
    assert dues_entry.adopt_standards(office, book.home, "2026-09", day=DAY)[0] == 1
    assert line(book, other).standard.base == 300_000
    assert line(book, farmer).standard is None


def test_that_nobody_sees_or_writes_the_dues_of_others(book):
    other = book.branch("乙支部")
    person = member(book)
    narrow = factory.limited(book.office, other)
    assert [each.name for each in dues.branches(narrow)] == ["乙支部"]
    for closed in (
        lambda: dues.sheet(narrow, book.home, "2026-09", DAY),
        lambda: dues.arrears(narrow, book.home, day=DAY),
        lambda: dues.paid_to(narrow, person),
        lambda: dues_entry.collect(narrow, book.home, "2026-09", "2026-09-01", day=DAY),
        lambda: dues_entry.set_standard(narrow, person, {"since": "2026", "category": "low"}),
        lambda: dues_entry.add_gift(narrow, person, {"amount": 1}),
    ):
        with pytest.raises(InputError):
            closed()


def test_that_a_group_is_collected_apart_and_numbered_with_its_branch(book):
    group = book.insert(
        "organisation", name="一组", form="group", kind="building", parent=book.home
    )
    inside, outside = member(book, "甲", group=group), member(book, "乙")
    for person in (inside, outside):
        standard(book, person)
    pay(book, outside, "2026-07", paid_on="2026-07-03", receipt="2026-0009")
    named = [(each.name, each.group) for each in dues.branches(book.office)]
    assert named == [("甲支部", False), ("一组", True)]
    assert [each.name for each in dues.branches(book.office, group)] == ["一组"]
    found = dues_entry.collect(book.office, group, "2026-09", "2026-09-18", day=DAY)
    assert found.members == 1
    dues_entry.number_receipts(book.office, group, "2026-09", day=DAY)
    assert line(book, inside).months[0].payments[0].receipt == "2026-0010"
    assert line(book, outside).months[0].payments == ()
    assert len(sheet(book, branch=group).members) == 1


def looked_at(book, ledger, **values):
    with book.office.store.read() as connection:
        return [each.text for each in LOOKS[ledger](book.office, connection, values, None)]


def test_that_forms_say_what_is_odd(book):
    person = member(book)
    standard(book, person)
    payment = {"person": person, "month": "2026-03", "amount": 4_000}
    assert looked_at(book, "dues_record", **payment) == []
    (less,) = looked_at(book, "dues_record", **payment | {"amount": 3_000})
    assert less == "少于按标准算出的数：2026年3月应缴 40.00 元，请核对"
    assert looked_at(book, "dues_record", **payment, paid_on="2026-10-01") == [
        "补交超过6个月（依据待核实）"
    ]
    (gift,) = looked_at(book, "dues_record", **payment | {"amount": 100_000}, method="voluntary")
    assert "全部上缴中央" in gift
    relief = {"since": "2026-09", "category": "wage", "reduced_to": 0, "until": "2026-08"}
    assert len(looked_at(book, "dues_standard", **relief)) == 2
    (base,) = looked_at(book, "dues_standard", since="2026-09", category="wage")
    assert "没有计算基数" in base


def test_that_the_month_paid_to_leaves_gifts_out(book):
    person = member(book)
    assert dues.paid_to(book.office, person) is None
    pay(book, person, "2026-06")
    pay(book, person, "2026-09", method="voluntary")
    assert dues.paid_to(book.office, person) == "2026-06"
