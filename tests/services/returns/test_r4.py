"""R4: symposia, who reported there, what was taken home and what came of it."""

import pytest

from tests.services.returns.books import Book, Case


def symposium(book, **values):
    given = {"topic": "座谈会", "kind": "symposium", "held_on": "2018-07-20"}
    return book.insert("activity", **(given | {"organisation": book.own} | values))


def report(**values):
    """Give a report at a symposium of the period."""

    def make(book):
        meeting = book.one_symposium = getattr(book, "one_symposium", None) or symposium(book)
        given = {"activity": meeting, "organisation": book.own, "kind": "symposium"}
        return given | {"position": 1} | values

    return make


def problem(**values):
    common = {"title": "路灯不亮", "source": "symposium", "found_on": "2018-07-20"}
    return lambda b: common | {"organisation": b.own} | values


OTHERS = {"source": "residents"}
CASES = [
    Case(
        "symposia",
        "activity",
        lambda b: {
            "topic": "座谈会",
            "kind": "symposium",
            "held_on": "2018-07-01",
            "organisation": b.own,
        },
        ({"held_on": "2018-06-30"}, {"held_on": "2018-09-01"}, {"kind": "training"}),
        ({"held_on": "2018-07"}, {"held_on": "2018-08-31"}),
    ),
    Case("reports", "activity_report", report()),
    Case("with_problems", "activity_report", report(problems="人手不足"), ({"problems": None},)),
    Case("with_tasks", "activity_report", report(tasks="补齐短板"), ({"tasks": None},)),
    Case(
        "tasks_due",
        "activity_report",
        report(tasks="补齐短板", due_on="2018-08-31"),
        ({"due_on": "2018-09-01"}, {"due_on": None}, {"tasks": None}),
        ({"due_on": "2018-08"},),
    ),
    Case("no_due_day", "activity_report", report(tasks="补齐短板"), ({"due_on": "2018-09"},)),
    Case(
        "found",
        "problem",
        problem(),
        (OTHERS, {"found_on": "2018-06-30"}, {"found_on": "2018-09-01"}),
        ({"found_on": "2018-07-01"}, {"found_on": "2018-08-31"}),
    ),
    Case(
        "closed",
        "problem",
        problem(closed_on="2018-08-31"),
        (OTHERS, {"closed_on": "2018-09-01"}, {"closed_on": None}),
        ({"closed_on": "2018-07-01", "found_on": "2018-02"},),
    ),
    Case("open", "problem", problem(), (OTHERS, {"closed_on": "2018-08-31"})),
    Case(
        "overdue",
        "problem",
        problem(due_on="2018-08-30"),
        ({"due_on": "2018-08-31"}, {"due_on": None}, {"closed_on": "2018-08-31"}),
        ({"closed_on": "2018-09-01"}, {"due_on": "2018-08"}),
    ),
]


@pytest.fixture
def book(office):
    """A community's return of July and August 2018."""
    return Book(office, "R4", "2018B4")


def test_that_each_figure_moves_with_its_records(book):
    book.follow(*CASES)
    assert book.failed() == []


def test_that_a_report_counts_where_it_comes_from(book):
    meeting = symposium(book)
    branches = [book.branch(f"{n}支部") for n in "甲乙"]
    for branch in (*branches, branches[0]):
        book.insert(
            "activity_report",
            activity=meeting,
            organisation=branch,
            kind="symposium",
            position=1,
        )
    assert (book.value("reports"), book.value("reporters")) == (3, 2)
    assert book.value("reports", row=branches[0].hex) == 2
    assert book.value("reporters", row=branches[0].hex) == 1


def test_that_reports_at_other_meetings_or_at_other_times_do_not_count(book):
    for values in ({"kind": "joint_meeting"}, {"held_on": "2018-05-20"}):
        book.insert(
            "activity_report",
            activity=symposium(book, **values),
            organisation=book.own,
            kind="symposium",
            position=1,
        )
    gone = symposium(book)
    book.insert(
        "activity_report", activity=gone, organisation=book.own, kind="symposium", position=1
    )
    assert book.value("reports") == 1
    book.remove("activity", gone)
    assert book.value("reports") == 0


def test_that_what_is_done_is_a_share_of_all_that_was_given(book):
    for closed in ("2018-08-01", "2018-09-20", None, "2018-03"):
        book.insert("problem", **problem(found_on="2018-02-01", closed_on=closed)(book))
    line = book.line()
    assert (line["all"], line["done_so_far"], line["open"], line["rate"]) == (4, 2, 2, 0.5)
