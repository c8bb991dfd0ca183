"""R7: the three lists, what was claimed and done, who builds along, what was solved."""

import pytest

from tests.services.returns.books import Book, Case

Q3 = ("2018-07-01", "2018-09-30")


def record(**common):
    return lambda **values: lambda b: {"organisation": b.own} | common | values


need = record(title="要场地", kind="place", state="open", raised_on="2018-07-01")
resource = record(title="会议室", kind="place", state="shared", quantity=3, shared_on="2018-07-01")
project = record(title="共建", state="running", published_on="2018-02-01")
problem = record(title="路灯不亮", source="residents", found_on="2018-02-01")


def partner(**values):
    common = {"role": "co_builder", "since": "2018"}
    return lambda b: common | {"organisation": b.own, "unit": b.unit()} | values


def part_time(**values):
    common = {"name": "王芳", "post": "part_time_member", "part_time": True}
    return lambda b: common | {"organisation": b.own} | values


def outside(key):
    return ({key: "2018-06-30"}, {key: "2018-06"}, {key: "2018-10-01"}, {key: None})


def edges(key):
    return ({key: Q3[0]}, {key: "2018-08"}, {key: Q3[1]})


DONE = {"done_on": "2018-09-01", "state": "done"}
CASES = [
    Case("needs", "need", need(), ({"raised_on": "2018-10"}, {"state": "dropped"}),
         ({"raised_on": None}, {"met_on": "2018-08"})),
    Case("needs_new", "need", need(), outside("raised_on"), edges("raised_on")),
    Case("needs_met", "need", need(met_on="2018-09-30"), outside("met_on"), edges("met_on")),
    Case("needs_open", "need", need(), ({"met_on": "2018-09-30"}, {"state": "met"}),
         ({"met_on": "2018-10-01"}, {"state": "matched"})),
    Case("needs_overdue", "need", need(due_on="2018-09-29"),
         ({"due_on": "2018-09-30"}, {"due_on": None}, {"met_on": "2018-09-30"}),
         ({"due_on": "2018-09"},)),
    Case("resources", "resource", resource(),
         ({"withdrawn_on": "2018-09-30"}, {"shared_on": "2018-10-01"}),
         ({"shared_on": None, "state": "offered"}, {"withdrawn_on": "2018-10"})),
    Case("shared", "resource", resource(),
         ({"shared_on": None, "state": "offered"}, {"withdrawn_on": "2018-09"})),
    Case("quantity", "resource", resource(), ({"shared_on": None},), adds=3),
    Case("shared_new", "resource", resource(), outside("shared_on"), edges("shared_on")),
    Case("projects", "project", project(), ({"published_on": "2018-10"}, {"state": "stopped"})),
    Case("projects_new", "project", project(published_on=Q3[0]), outside("published_on"),
         edges("published_on")),
    Case("claimed", "project", project(claimed_on=Q3[0]), outside("claimed_on"),
         edges("claimed_on")),
    Case("done", "project", project(**DONE), outside("done_on"), edges("done_on")),
    Case("claimed_all", "project", project(claimed_on="2018-03"), ({"claimed_on": "2018-10-01"},)),
    Case("done_all", "project", project(done_on="2018-03"),
         ({"done_on": "2018-10-01"}, {"state": "stopped"})),
    Case("overdue", "project", project(due_on="2018-09-29"),
         ({"due_on": "2018-09-30"}, {"done_on": "2018-09-30"}, {"state": "stopped"}),
         ({"done_on": "2018-10-01"},)),
    Case("satisfied", "project", project(**DONE, satisfaction="satisfied"),
         ({"satisfaction": "poor"}, {"done_on": "2018-06"}),
         ({"satisfaction": "fairly_satisfied"},)),
    Case("judged", "project", project(**DONE, satisfaction="poor"), ({"satisfaction": None},)),
    Case("units", "organisation_unit", lambda b: partner()(b) | {"unit": b.unit("乙厂")},
         ({"role": "covers"}, {"until": "2018-09-30"}, {"since": "2018-10-01"})),
    Case("part_time", "post_holding", part_time(),
         ({"part_time": False}, {"ends_on": "2018-09-30"}, {"starts_on": "2018-10"})),
    Case("solved", "problem", problem(closed_on=Q3[0]), outside("closed_on"), edges("closed_on")),
    Case("solved_all", "problem", problem(closed_on="2018-03"), ({"closed_on": "2018-10-01"},)),
    Case("unsolved", "problem", problem(), ({"closed_on": Q3[1]}, {"found_on": "2018-10-01"}),
         ({"closed_on": "2018-10-01"},)),
]  # fmt: skip


@pytest.fixture
def book(office):
    """A community's return of the third quarter of 2018."""
    return Book(office, "R7", "2018Q3")


def test_that_each_figure_moves_with_its_records(book):
    book.follow(*CASES)
    assert book.failed() == []


def test_that_a_unit_counts_once_in_the_whole_and_once_in_each_row(book):
    branch = book.branch()
    for organisation, unit in ((book.own, "甲厂"), (branch, "甲厂"), (branch, "乙厂")):
        values = partner(organisation=organisation)(book) | {"unit": book.unit(unit)}
        book.insert("organisation_unit", **values)
    assert book.value("units") == 2
    assert book.value("units", row=branch.hex) == 2
    assert book.value("units", row=book.own_row()) == 1
    assert len(book.behind("units")) == 3


def test_that_the_rate_is_of_those_that_were_judged(book):
    for judged in ("satisfied", "fairly_satisfied", "average", "poor", None):
        book.insert("project", **project(**DONE, satisfaction=judged)(book))
    line = book.line()
    assert (line["done"], line["judged"], line["satisfied"], line["rate"]) == (5, 4, 2, 0.5)


def test_that_a_branch_sees_its_own_lists(book):
    branch = book.branch()
    book.insert("need", **need()(book))
    book.insert("need", **need(organisation=branch)(book))
    assert book.limited(branch).value("needs") == 1
