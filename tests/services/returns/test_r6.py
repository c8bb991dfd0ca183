"""R6: venues in use, who booked them and came, what was spent."""

import pytest

from tests.services.returns.books import Book, Case

OUTSIDE = ({"held_on": "2018-06-30"}, {"held_on": "2018-10-01"}, {"held_on": "2018"})
EDGES = ({"held_on": "2018-07-01"}, {"held_on": "2018-09-30"}, {"held_on": "2018-07"})


def venue(kind="service_centre", **values):
    return lambda b: {"name": "阵地", "kind": kind, "organisation": b.own} | values


def booking(kind="open_base", **values):
    common = {"held_on": "2018-08-08", "visitor": "某校", "channel": "pc", "state": "done"}
    return lambda b: common | {"venue": b.base(kind)} | values


def sum_spent(amount=1_234_500, **values):
    common = {"title": "装修", "amount": amount, "spent_on": "2018-07-01"}
    return lambda b: common | {"venue": b.base()} | values


NOT_IN_USE = ({"closed_on": "2018-09-30"}, {"opened_on": "2018-10"})
CASES = [
    Case("service_centres", "venue", venue(), NOT_IN_USE, ({"opened_on": "2018-09-30"},)),
    Case("rooms", "venue", venue("function_room"), NOT_IN_USE, ({"closed_on": "2018-10"},)),
    Case("halls", "venue", venue("lecture_hall"), NOT_IN_USE),
    Case("squares", "venue", venue("culture_square"), NOT_IN_USE),
    Case("bases", "venue", venue("open_base"), NOT_IN_USE),
    Case("neighbourhood", "venue", venue("neighbourhood_centre"), NOT_IN_USE),
    Case("other", "venue", venue("other"), NOT_IN_USE),
    Case("venues", "venue", venue("other"), NOT_IN_USE),
    Case(
        "new",
        "venue",
        venue(opened_on="2018-07-01"),
        ({"opened_on": None}, {"opened_on": "2018-06-30"}),
        ({"opened_on": "2018-09-30"},),
    ),
    Case("office", "venue", venue(office_area=60), ({"kind": "function_room"},), adds=60),
    Case("service", "venue", venue(service_area=600), NOT_IN_USE, adds=600),
    Case("office_before", "venue", venue(office_before=200), NOT_IN_USE, adds=200),
    Case("service_before", "venue", venue(service_before=300), NOT_IN_USE, adds=300),
    *(
        Case(f"by_{way}", "booking", booking(channel=way), OUTSIDE)
        for way in ("pc", "wechat", "hotline", "walkin")
    ),
    Case("bookings", "booking", booking(state="booked"), OUTSIDE, EDGES),
    Case(
        "cancelled", "booking", booking(state="cancelled"), ({"state": "booked"},),
        ({"state": "refused"},),
    ),
    Case("visits", "booking", booking("lecture_hall"), ({"state": "confirmed"}, *OUTSIDE), EDGES),
    Case("people", "booking", booking(present=28, headcount=30), OUTSIDE, adds=28),
    Case("people", "booking", booking(headcount=30), ({"state": "cancelled"},), adds=30),
    Case("base_visits", "booking", booking(), OUTSIDE),
    Case("base_people", "booking", booking(present=0, headcount=9), adds=0),
    Case(
        "spent",
        "expenditure",
        sum_spent(1_230_000),
        ({"spent_on": "2018-06-30"}, {"spent_on": "2018-10-01"}),
        ({"spent_on": "2018-09-30"}, {"spent_on": "2018-07"}),
        adds=1.23,
    ),
    Case(
        "spent_year",
        "expenditure",
        sum_spent(50_000_00, spent_on="2018-01-01"),
        ({"spent_on": "2017-12-31"},),
        ({"spent_on": "2018"},),
        adds=5,
    ),
]  # fmt: skip


@pytest.fixture
def book(office):
    """A community's return of the third quarter of 2018."""
    return Book(office, "R6", "2018Q3")


def test_that_each_figure_moves_with_its_records(book):
    book.follow(*CASES)
    assert book.failed() == []


def test_that_a_booking_counts_with_whoever_has_the_venue(book):
    branch = book.branch()
    own = book.insert("venue", name="支部活动室", kind="function_room", organisation=branch)
    book.insert("booking", **(booking()(book) | {"venue": own}))
    assert book.value("bookings", row=branch.hex) == 1
    assert book.value("bookings", row=book.own_row()) in (0, None)
    assert book.limited(branch).value("bookings") == 1


def test_that_a_venue_that_belongs_to_nobody_is_told(book):
    book.insert("venue", name="无主阵地", kind="other")
    assert book.value("venues") == 0
    assert [rule for rule, _detail in book.failed()] == ["每条记录都归入一个单位"]
