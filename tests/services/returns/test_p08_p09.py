"""P08 and P09: appraisals by sort of unit, hours of training by who was trained."""

import pytest

from tests.services.returns.national import Sheet


@pytest.fixture
def appraised(office):
    """A community's table 8 of 2018."""
    return Sheet(office, "P08")


@pytest.fixture
def trained(office):
    """A community's table 9 of 2018."""
    return Sheet(office, "P09")


def record(sheet, person, kind="appraisal", day="2018-12-20", **values):
    given = {"title": "2018年度民主评议", "recorded_on": day, **values}
    return sheet.insert("member_record", person=person, kind=kind, **given)


@pytest.mark.parametrize(("category", "column"), [
    ("3", "c"), ("7", "d"), ("4", "e"), ("5", "f"), ("6", "f"), ("1", "g"), ("2", "h"),
    ("8", "i"), ("9", "j"),
])  # fmt: skip
def test_that_each_sort_of_unit_has_its_column(appraised, category, column):
    branch = appraised.branch(unit_category=category)
    record(appraised, appraised.member(branch), result="合格")
    cells = appraised.cells("r03")
    assert {key for key, value in cells.items() if value} == {"a", column}
    assert appraised.failed() == []


def test_that_a_branch_takes_the_sort_of_unit_of_whoever_is_above(appraised):
    above = appraised.branch("某机关党总支", form="general_branch", unit_category="4")
    record(appraised, appraised.member(appraised.branch(parent=above)))
    assert appraised.cells("r03")["e"] == 1
    record(appraised, appraised.member(appraised.branch("无类别支部")))
    assert appraised.cells("r03")["j"] == 1


def test_that_branches_and_members_are_told_apart_by_whether_they_ended(appraised):
    first, second = appraised.branch(), appraised.branch("第二网格党支部")
    record(appraised, appraised.member(first), result="优秀")
    failed = record(appraised, appraised.member(first), result="不合格")
    record(appraised, appraised.member(second), result="合格")
    waiting = record(appraised, appraised.member(second))
    record(appraised, appraised.member(second), kind="award", title="优秀共产党员")
    for day in ("2017-12-31", "2019", "2019-01-01"):
        record(appraised, appraised.member(second), day=day, result="合格")
    rows = appraised.column()
    assert [rows[f"r{n:02}"] for n in range(1, 7)] == [2, 1, 4, 3, 1, 1]
    assert appraised.behind("a", "r06") == {failed}
    assert waiting in appraised.behind("a", "r03")
    assert waiting not in appraised.behind("a", "r04")
    assert all(rows[f"r{n:02}"] is None for n in range(7, 13))


@pytest.mark.parametrize(("day", "number"), [
    ("2018", 1), ("2018-01-01", 1), ("2018-12-31", 1), ("2018-12", 1), ("2017", None),
    ("2019", None),
])  # fmt: skip
def test_that_the_days_of_the_year_count(appraised, day, number):
    record(appraised, appraised.member(appraised.branch()), day=day)
    assert appraised.cells("r03")["a"] == number


@pytest.mark.parametrize(("meetings", "carried"), [
    ((), 0), (("2017-12-20",), 1), (("2017-12-20", "2018-01-10"), 0), (("2018-02-01",), 0),
    (("2016-12-01", "2017-12-01"), 1),
])  # fmt: skip
def test_that_what_began_the_year_before_is_told_apart(appraised, meetings, carried):
    branch = appraised.branch()
    for day in meetings:
        appraised.insert("activity", topic="民主评议党员", kind="appraisal", held_on=day,
                         organisation=branch)  # fmt: skip
    record(appraised, appraised.member(branch), day="2018-01-15", result="合格")
    assert appraised.cells("r03")["b"] == carried
    assert appraised.cells("r01")["b"] == carried


def test_that_who_moved_is_counted_where_the_appraisal_was_held(appraised):
    first = appraised.branch(unit_category="4")
    second = appraised.branch("第二网格党支部", unit_category="7")
    who = appraised.member(first, until="2018-12-25")
    appraised.insert("membership", person=who, branch=second, status="full", since="2018-12-25")
    record(appraised, who, day="2018-12-24", result="合格")
    cells = appraised.cells("r03")
    assert (cells["a"], cells["e"], cells["d"]) == (1, 1, 0)
    assert appraised.limited(second).cells("r03")["a"] is None  # no book, no nought
    record(appraised, who, day="2018-12-25", result="合格")
    assert appraised.cells("r01")["a"] == 2
    assert [detail for _rule, detail in appraised.failed() if "P08.3.1" in detail]


def test_that_training_counts_people_each_time(trained):
    branch = trained.branch(unit_category="2")
    head = trained.member(branch)
    trained.insert("post_holding", organisation=branch, name="王芳", person=head,
                   post="secretary", starts_on="2018-03-01", ends_on="2018-09-01")  # fmt: skip
    fresh = trained.member(trained.branch("第二", unit_category="7"), joined_on="2018-05-01")
    away = trained.member(branch, floating=True)
    during = record(trained, head, "training", "2018-03-01", hours=800)
    for day in ("2018-02-28", "2018-09-01"):
        record(trained, head, "training", day, hours=800)
    new = record(trained, fresh, "training", "2018-05-01")
    flown = record(trained, away, "training", "2018-12-31")
    for day in ("2017-12-31", "2019-01-01"):
        record(trained, away, "training", day)
    cells = trained.cells()
    assert [cells[key] for key in "abdef"] == [5, 1, 4, 1, 1]
    assert [cells[key] for key in "cgh"] == [None] * 3
    assert trained.behind("b") == {during}
    assert trained.behind("e") == {new}
    assert trained.behind("f") == {flown}
    assert trained.cells("s04")["a"] == 1
    assert trained.failed() == []


@pytest.mark.parametrize(("hours", "reached"), [
    ((3_200, 3_200), 1), ((3_199, 5_000), 0), ((1_600, 3_200), 0), ((3_200,), 0),
])  # fmt: skip
def test_that_a_branch_has_reached_its_hours_when_everybody_has(trained, hours, reached):
    branch = trained.branch()
    people = [trained.member(branch) for _ in range(2)]
    for who, each in zip(people, hours, strict=False):
        record(trained, who, "training", "2018-05-01", hours=each // 2)
        record(trained, who, "training", "2018-06-01", hours=each - each // 2)
    assert trained.column()["s05"] == reached


@pytest.mark.parametrize(("hours", "reached"), [(5_600, 1), (5_599, 0)])
def test_that_leaders_have_hours_of_their_own(trained, hours, reached):
    branch = trained.branch()
    head = trained.member(branch)
    trained.member(branch)
    trained.insert("post_holding", organisation=branch, name="王芳", person=head, post="secretary")
    record(trained, head, "training", "2018-05-01", hours=hours)
    assert trained.column()["s06"] == reached
    assert trained.column()["s05"] == 0
