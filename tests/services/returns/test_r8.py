"""R8: visits of the half-year, what they were given by method, grades, what was mended."""

import pytest

from tests.services.returns.books import Book, Case

OUTSIDE = ({"visited_on": "2017-12-31"}, {"visited_on": "2018-07"}, {"visited_on": None})
EDGES = ({"visited_on": "2018-01-01"}, {"visited_on": "2018"}, {"visited_on": "2018-06-30"})


def visit(step="street_cross", **values):
    common = {"position": 1, "form_number": "GMJ-1", "visited_on": "2018-05-06"}
    return lambda b: common | {"round": b.round(step=step), "organisation": b.own} | values


def rating(grade, scheme="three_classes", **values):
    common = {"scheme": scheme, "period": "2018年上半年", "grade": grade, "rated_on": "2018-06-30"}
    return lambda b: common | {"organisation": b.own} | values


def problem(**values):
    common = {"title": "牌子旧", "source": "observation", "found_on": "2018-05-06"}
    return lambda b: common | {"organisation": b.own} | values


NOT_RATED = ({"rated_on": "2018-07-01"}, {"rated_on": None}, {"rated_on": "2017"})
CASES = [
    Case("internal", "observation_visit", visit("street_internal"), OUTSIDE, EDGES),
    Case("cross", "observation_visit", visit(), OUTSIDE),
    Case("demo", "observation_visit", visit("district_demo"), OUTSIDE),
    Case("visits", "observation_visit", visit(), OUTSIDE, EDGES),
    Case("advanced", "organisation_rating", rating("advanced"), NOT_RATED),
    Case("qualified", "organisation_rating", rating("qualified"), ({"grade": "lagging"},)),
    Case("lagging", "organisation_rating", rating("lagging"), ({"grade": "qualified"},)),
    Case("five", "organisation_rating", rating("five_stars", "five_stars"), NOT_RATED),
    Case("four", "organisation_rating", rating("four_stars", "five_stars")),
    Case("three", "organisation_rating", rating("one_star", "five_stars")),
    Case("found", "problem", problem(), ({"source": "residents"}, {"found_on": "2018-07-01"}),
         ({"found_on": "2018-01-01"}, {"found_on": "2018"}, {"found_on": "2018-06-30"})),
    Case("mended", "problem", problem(closed_on="2018-06-30"),
         ({"closed_on": "2018-07-01"}, {"found_on": "2017-12-31"})),
    Case("closed", "problem", problem(found_on="2017-05", closed_on="2018-01-01"),
         ({"closed_on": "2017-12-31"}, {"closed_on": "2018-07-01"})),
    Case("open", "problem", problem(), ({"closed_on": "2018-06-30"},), ({"found_on": "2017"},)),
    Case("overdue", "problem", problem(due_on="2018-06-29"),
         ({"due_on": "2018-06-30"}, {"due_on": None}, {"closed_on": "2018-06"})),
]  # fmt: skip


@pytest.fixture
def book(office):
    """A community's return of the first half of 2018."""
    return Book(office, "R8", "2018H1")


def score(book, made, points, scorer="张评"):
    """Give points by criterion in whole hundredths."""
    for criterion, given in points.items():
        book.insert(
            "observation_score", visit=made, criterion=criterion, scorer=scorer, points=given
        )


def criteria(book, **rules):
    """Make one criterion of ten points for each method, the last one of twenty."""
    most = {"listen": 10, "look": 10, "check": 10, "rate": 20}
    return {
        method: book.insert(
            "observation_criterion",
            round=book.round(step="street_cross"),
            method=method,
            position=1,
            item="项",
            most=number,
            **rules.get(method, {}),
        )
        for method, number in most.items()
    }


def test_that_each_figure_moves_with_its_records(book):
    book.follow(*CASES)
    assert book.failed() == []


def test_that_points_are_the_mean_of_the_scorers(book):
    lines = criteria(book)
    first, second, _bare = (
        book.insert("observation_visit", **visit(position=n)(book)) for n in (1, 2, 3)
    )
    score(book, first, dict(zip(lines.values(), (800, 900, 1000, 1500), strict=True)))
    score(book, first, dict(zip(lines.values(), (900, 800, 850, 1250), strict=True)), "李评")
    score(book, second, dict(zip(lines.values(), (1000, 1000, 1000, 2000), strict=True)))
    line = book.line()
    assert (line["visits"], line["scored"]) == (3, 2)
    assert (line["listen_points"], line["look_points"]) == (18.5, 18.5)
    assert (line["check_points"], line["rate_points"]) == (19.25, 33.75)
    assert (line["points"], line["full"]) == (90, 100)
    assert (line["mean"], line["share"], line["listen_mean"]) == (45, 0.9, 9.25)
    assert book.behind("points") == {first, second}


def test_that_weights_and_criteria_without_points_count_as_on_the_paper(book):
    lines = criteria(book, look={"weight": 200}, rate={"rule": "unscored"})
    made = book.insert("observation_visit", **visit()(book))
    score(book, made, {lines["listen"]: 500, lines["look"]: 500, lines["check"]: 500})
    line = book.line()
    assert (line["points"], line["full"]) == (20, 40)
    assert (line["look_points"], line["rate_points"]) == (10, 0)


def test_that_the_highest_and_lowest_may_be_left_out(book):
    about = book.insert(
        "observation_round",
        title="观摩",
        step="street_cross",
        period="2018年上半年",
        drop_extremes=True,
    )
    line = book.insert(
        "observation_criterion", round=about, method="look", position=1, item="项", most=10
    )
    made = book.insert("observation_visit", **visit(round=about)(book))
    for scorer, points in (("甲", 0), ("乙", 700), ("丙", 1000)):
        score(book, made, {line: points}, scorer)
    assert book.value("points") == 7


def test_that_a_community_visited_twice_is_one(book):
    branch = book.branch()
    for organisation in (book.own, branch, branch):
        book.insert("observation_visit", **visit(organisation=organisation)(book))
    assert (book.value("visits"), book.value("visited")) == (3, 2)
    assert book.value("visited", row=branch.hex) == 1
    assert book.limited(branch).value("visits") == 2


def test_that_visits_of_a_removed_round_are_none(book):
    book.insert("observation_visit", **visit()(book))
    book.remove("observation_round", book.round(step="street_cross"))
    assert book.value("visits") == 0
