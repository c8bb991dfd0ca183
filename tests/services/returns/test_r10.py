"""R10: items of work plans, in time, late, due soon."""

import pytest

from tests.services.returns.books import Book, Case


def item(kind="annual", **values):
    common = {"position": 1, "content": "事", "state": "running"}
    return lambda b: common | {"work_plan": plan(b, kind=kind)} | values


def plan(book, **values):
    given = {"title": "台账", "kind": "annual", "adopted_on": "2018-02"}
    return book.one("work_plan", **(given | {"organisation": book.own} | values))


OPEN = ({"done_on": "2018-09-30"}, {"state": "done"}, {"state": "stopped"})
CASES = [
    Case("items", "work_plan_item", item(), ({"state": "stopped"},), ({"state": "done"},)),
    Case("on_time", "work_plan_item", item(due_on="2018-09-10", done_on="2018-09-10"),
         ({"done_on": "2018-10-01", "state": "running"}, {"done_on": "2018-09-11"},
          {"state": "stopped"}),
         ({"due_on": None}, {"done_on": None, "state": "done"})),
    Case("late", "work_plan_item", item(due_on="2018-09-10", done_on="2018-09-11"),
         ({"done_on": "2018-09-10"}, {"due_on": None})),
    Case("done", "work_plan_item", item(done_on="2018-03"), ({"done_on": None},)),
    Case("overdue", "work_plan_item", item(due_on="2018-09-29"),
         ({"due_on": "2018-09-30"}, {"due_on": None}, *OPEN), ({"due_on": "2018-09"},)),
    Case("soon", "work_plan_item", item(due_on="2018-09-30"),
         ({"due_on": "2018-10-31"}, {"due_on": "2018-09-29"}, *OPEN), ({"due_on": "2018-10-30"},)),
    Case("later", "work_plan_item", item(due_on="2018-10-31"), OPEN, ({"due_on": None},)),
    Case("stopped", "work_plan_item", item(state="stopped")),
    Case("due_in", "work_plan_item", item(due_on="2018-09-01"),
         ({"due_on": "2018-08-31"}, {"due_on": "2018-10-01"}, {"state": "stopped"}),
         ({"due_on": "2018-09-30"}, {"due_on": "2018-09"})),
    Case("done_in", "work_plan_item", item(done_on="2018-09-01"),
         ({"done_on": "2018-08-31"}, {"done_on": "2018-10-01"}, {"done_on": None}),
         ({"done_on": "2018-09-30"},)),
    Case("pilot", "work_plan_item", item("pilot"), ({"state": "stopped"},)),
    Case("pilot_done", "work_plan_item", item("pilot", done_on="2018-03")),
    Case("pilot_overdue", "work_plan_item", item("pilot", due_on="2018-03")),
    Case("annual_done", "work_plan_item", item(done_on="2018-03")),
    Case("annual_overdue", "work_plan_item", item(due_on="2018-03")),
    Case("others", "work_plan_item", item("special")),
    Case("others_done", "work_plan_item", item("rectification", done_on="2018-03")),
    Case("others_overdue", "work_plan_item", item("rectification", due_on="2018-03")),
]  # fmt: skip


@pytest.fixture
def book(office):
    """A community's return of September 2018."""
    return Book(office, "R10", "2018-09")


def test_that_each_figure_moves_with_its_records(book):
    book.follow(*CASES)
    assert book.failed() == []


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({}, 1),
        ({"adopted_on": None}, 1),
        ({"adopted_on": "2018-09-30"}, 1),
        ({"adopted_on": "2018-10-01"}, 0),
        ({"closed_on": "2018-09-01"}, 1),
        ({"closed_on": "2018-08-31"}, 0),
        ({"closed_on": "2018-10-01"}, 1),
    ],
)
def test_that_a_plan_counts_while_it_goes_on(book, values, counts):
    book.insert(
        "work_plan_item",
        work_plan=plan(book, **values),
        position=1,
        content="事",
        state="running",
    )
    assert (book.value("items"), book.value("plans")) == (counts, counts)


def test_that_an_item_counts_with_the_plan_not_with_whose_duty_it_is(book):
    branch = book.branch()
    book.insert("work_plan_item", **item(duty_organisation=branch)(book))
    own = plan(book, organisation=branch, title="支部台账")
    for n in (1, 2):
        book.insert("work_plan_item", **item(work_plan=own, position=n)(book))
    assert book.value("items", row=branch.hex) == 2
    assert book.value("items", row=book.own_row()) == 1
    assert (book.value("plans"), book.value("plans", row=branch.hex)) == (2, 1)
    assert book.limited(branch).value("items") == 2
    book.remove("work_plan", own)
    assert book.value("items") == 1
