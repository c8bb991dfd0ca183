"""R5: lectures of the month by way and lecturer, and who listened."""

import pytest

from tests.services.returns.books import Book, Case

WAYS = ("indoor", "courtyard", "fixed", "mobile", "online", "offline")
OUTSIDE = ({"held_on": "2018-08-31"}, {"held_on": "2018-10"}, {"kind": "party_lecture"})


def lecture(**values):
    common = {"topic": "讲习", "kind": "lecture", "held_on": "2018-09-05"}
    return lambda b: common | {"organisation": b.own} | values


def given_by(category):
    return lambda b: (
        lecture()(b)
        | {"lecturer": b.one("lecturer", name="王芳", category=category, organisation=b.own)}
    )


def held_at(kind):
    return lambda b: lecture()(b) | {"venue": b.base(kind)}


CASES = [
    Case(
        "sessions",
        "activity",
        lecture(),
        OUTSIDE,
        ({"held_on": "2018-09-01"}, {"held_on": "2018-09"}, {"held_on": "2018-09-30"}),
    ),
    Case(
        "year",
        "activity",
        lecture(held_on="2018-01-01"),
        ({"held_on": "2017-12-31"}, {"held_on": "2018-10-01"}),
        ({"held_on": "2018"},),
    ),
    Case("members", "activity", lecture(present=40), OUTSIDE, adds=40),
    Case("public", "activity", lecture(public_present=25), OUTSIDE, adds=25),
    Case("people", "activity", lecture(present=40, public_present=25), OUTSIDE, adds=65),
    Case(
        "people_year", "activity", lecture(present=4, public_present=5, held_on="2018-02"), adds=9
    ),
    *(
        Case(f"mode_{way}", "activity", lecture(modes=f"{way};member"), ({"modes": None}, *OUTSIDE))
        for way in WAYS
    ),
    Case("mode_member", "activity", lecture(modes="indoor;member"), ({"modes": "indoor"},)),
    *(
        Case(f"by_{each}", "activity", given_by(each), OUTSIDE)
        for each in ("expert", "secretary", "folk")
    ),
    Case("by_none", "activity", lecture()),
    Case("at_hall", "activity", held_at("lecture_hall"), OUTSIDE),
    Case("at_square", "activity", held_at("culture_square")),
    Case("at_base", "activity", held_at("open_base")),
    Case("elsewhere", "activity", lecture()),
]


@pytest.fixture
def book(office):
    """A community's return of September 2018."""
    return Book(office, "R5", "2018-09")


def test_that_each_figure_moves_with_its_records(book):
    book.follow(*CASES)
    assert book.failed() == []


def test_that_one_course_given_twice_is_one(book):
    courses = [book.insert("course", name=name, organisation=book.own) for name in "甲乙"]
    branch = book.branch()
    for course, organisation in (
        (courses[0], branch),
        (courses[0], book.own),
        (courses[1], branch),
        (None, branch),
    ):
        book.insert("activity", **lecture(course=course, organisation=organisation)(book))
    assert book.value("courses") == 2
    assert book.value("courses", row=branch.hex) == 2
    assert book.value("courses", row=book.own_row()) == 1


def test_that_a_lecture_counts_once_however_many_ways_it_has(book):
    book.insert("activity", **lecture(modes="indoor;fixed;offline;together;expert;member")(book))
    line = book.line()
    assert line["sessions"] == 1
    ways = {key for key, value in line.items() if key.startswith("mode_") and value}
    assert ways == {f"mode_{way}" for way in ("indoor", "fixed", "offline", "together")} | {
        "mode_expert",
        "mode_member",
    }
