"""R9: terms that are due, what was elected, who leads."""

from datetime import date

import pytest

from jianxi_desktop.domain.term_rules import due_day, term_years
from tests.services.returns.books import Book, Case


def election(**values):
    common = {"name": "第二届", "starts_on": "2018-07-01"}
    return lambda b: common | {"organisation": b.own} | values


def post(**values):
    common = {"name": "王芳", "post": "secretary"}
    return lambda b: common | {"organisation": b.own} | values


OUTSIDE = ({"starts_on": "2018-06-30"}, {"starts_on": "2018-06"}, {"starts_on": "2018-10-01"})
VOTERS = {"entitled": 50, "attended": 40}
CASES = [
    Case("expected", "organisation", lambda b: {"name": "试", "form": "branch", "kind": "grid",
                                               "parent": b.own},
         ({"form": "group"}, {"form": "working_committee"}, {"dissolved_on": "2018-09-30"})),
    Case("elections", "leadership_term", election(), OUTSIDE,
         ({"starts_on": "2018-09-30"}, {"starts_on": "2018-07"})),
    Case("entitled", "leadership_term", election(**VOTERS), ({"attended": None}, *OUTSIDE),
         adds=50),
    Case("attended", "leadership_term", election(**VOTERS), ({"entitled": None},), adds=40),
    Case("too_few", "leadership_term", election(entitled=50, attended=39),
         (VOTERS, {"entitled": None})),
    Case("leaders", "post_holding", post(),
         ({"part_time": True}, {"post": "group_leader"}, {"ends_on": "2018-09-30"},
          {"starts_on": "2018-10-01"}), ({"part_time": False},)),
    Case("secretaries", "post_holding", post(), ({"post": "deputy_secretary"},)),
    Case("new", "post_holding", post(starts_on="2018-07-01"),
         ({"starts_on": "2018-06-30"}, {"starts_on": None}), ({"starts_on": "2018-09-30"},)),
]  # fmt: skip


@pytest.fixture
def book(office):
    """A community's return of the third quarter of 2018."""
    return Book(office, "R9", "2018Q3")


def term(book, organisation, **values):
    given = {"organisation": organisation, "name": "第一届", "starts_on": "2015-09-30"}
    return book.insert("leadership_term", **(given | values))


def test_that_each_figure_moves_with_its_records(book):
    book.follow(*CASES)
    assert book.failed() == []


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"starts_on": "2015-09-30"}, {"over", "due"}),
        ({"starts_on": "2015-10-01"}, {"soon"}),
        ({"starts_on": "2015-07-01"}, {"over", "due"}),
        ({"starts_on": "2015-06-30"}, {"over"}),
        ({"starts_on": "2016-03-30"}, {"soon"}),
        ({"starts_on": "2016-04-01"}, set()),
        ({"starts_on": "2015-09"}, {"over", "due"}),
        ({"due_on": "2018-10-01"}, {"soon"}),
        ({"starts_on": "2017-01-01", "years": 1}, {"over"}),
        ({"extended_until": "2018-10-01"}, {"due", "soon", "extended"}),
        ({"extended_until": "2019-06-30"}, {"due", "extended"}),
        ({"extended_until": "2018-09-30"}, {"due", "over"}),
    ],
)
def test_that_a_term_is_due_by_its_day(book, values, where):
    branch = book.branch()
    term(book, branch, **values)
    line = book.line(branch.hex)
    assert {key for key in ("over", "soon", "due", "extended") if line[key]} == where
    assert (line["known"], line["unknown"]) == (1, 0)
    for key in where:
        assert book.behind(key) == {branch}


def test_that_the_term_that_began_last_counts(book):
    branch = book.branch()
    term(book, branch, starts_on="2012-09-01")
    term(book, branch, starts_on="2018-08-01", name="第二届")
    term(book, branch, starts_on="2018-10-01", name="第三届")
    line = book.line(branch.hex)
    assert (line["known"], line["over"], line["elections"]) == (1, 0, 1)


def test_that_a_term_that_has_ended_is_none(book):
    branch = book.branch()
    term(book, branch, ended_on="2018-09-30")
    assert book.line(branch.hex)["unknown"] == 1


def test_that_an_organisation_without_secretary_or_committee_is_told(book):
    branch = book.branch()
    for n in range(7):
        book.member(branch, f"党员{n}")
    line = book.line(branch.hex)
    assert (line["no_secretary"], line["no_committee"]) == (1, 1)


def test_that_communities_have_longer_terms_since_2018():
    assert term_years("community", "branch", date(2018, 7, 12)) == 5
    assert term_years("community", "branch", date(2018, 7, 11)) == 3
    assert term_years("grid", "branch", date(2018, 7, 12)) == 3
    assert term_years("street", "party_committee", date(2015, 1, 1)) == 5
    assert term_years("regional", "regional_committee", date(2018, 7, 12)) is None
    assert due_day("2016-02-29", None, None, "grid", "branch") == "2019-02-28"
    assert due_day("2018-09", None, None, "community", "party_committee") == "2023-09"
    assert due_day("2018-09", 2, None, "community", "party_committee") == "2020-09"
