"""R13: what came in as dues in a year, and what became of it."""

import pytest

from tests.services.returns.books import Book


@pytest.fixture
def book(office):
    """A community's return of 2018."""
    return Book(office, "R13", "2018")


def test_that_a_year_of_dues_is_told_apart_by_what_it_is(book):
    branch = book.branch()
    whole, less, free = (book.member(branch, name) for name in "甲乙丙")
    for person, reduced in ((whole, None), (less, 500), (free, 0)):
        book.insert(
            "dues_standard",
            person=person,
            since="2018-01",
            category="wage",
            base=300_000,
            reduced_to=reduced,
        )
    for month in range(1, 13):
        at = f"2018-{month:02}"
        book.insert("dues_record", person=whole, month=at, amount=1_500)
        book.insert("dues_record", person=less, month=at, amount=500)
    for amount in (99_999, 100_000):
        book.insert("dues_record", person=whole, month="2018-07", amount=amount, method="voluntary")
    line = book.line()
    assert (line["members"], line["settled"], line["owing"]) == (3, 3, 0)
    assert (book.behind("reduced"), book.behind("waived")) == ({less}, {free})
    assert (line["paid"], line["extra"], line["large"]) == (240, 999.99, 1_000)
    assert line["passed"] is None


def test_that_what_venues_had_of_dues_is_told_beside(book):
    venue = book.insert("venue", name="中心", kind="service_centre", organisation=book.own)
    for source, day in (
        ("party_dues", "2018-03-01"),
        ("street", "2018-03-01"),
        ("party_dues", "2017-03"),
    ):
        book.insert(
            "expenditure", venue=venue, title="书", amount=30_000, spent_on=day, source=source
        )
    assert book.value("venues") == 300
