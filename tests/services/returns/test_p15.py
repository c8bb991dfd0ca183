"""P15: probations that were over in the year, and what was decided of them."""

import pytest

from tests.services.returns.national import Sheet, year_of


@pytest.fixture
def sheet(office):
    """A community's table of 2018."""
    return Sheet(office, "P15")


def told(sheet):
    """Give the cells that are not nought, as text: ``a1 b1 c1``."""
    cells = sheet.cells()
    assert cells["a"] == cells["b"] + cells["h"]
    assert cells["b"] == cells["c"] + cells["f"] + cells["g"]
    return " ".join(f"{key}{value}" for key, value in cells.items() if value)


def newcomer(sheet, branch=None, **values):
    """Write somebody on probation, who joined in July 2017 unless said otherwise."""
    given = {"joined_on": "2017-07-01", "status": "probationary", **values}
    return sheet.member(branch or sheet.branch(), **given)


def step(sheet, who, code, day, *, until=None, **values):
    case = sheet.one("development_case", person=who, organisation=sheet.own, applied_on="2015",
                     stage="probationary", probation_until=until)  # fmt: skip
    sheet.insert("development_step", development_case=case, step=code, done_on=day, **values)


def cancel(sheet, who, day):
    return sheet.insert("member_movement", person=who, kind="exit", moved_on=day)


@pytest.mark.parametrize(("values", "expected"), [
    ({"joined_on": "2017-12-31"}, "a1 h1"),  # the year is over on the last day
    ({"joined_on": "2018-01-01"}, ""),
    ({"joined_on": "2017"}, "a1 h1"),
    ({"joined_on": "2015-03"}, "a1 h1"),  # still open from before
    ({"until": "2018-12-31"}, ""),  # went elsewhere: it is decided there
    ({"until": "2019-01-01"}, "a1 h1"),
    ({"full_on": "2018-01-01", "status": "full"}, "a1 b1 c1"),
    ({"full_on": "2018-12-31", "status": "full"}, "a1 b1 c1 e1"),
    ({"full_on": "2018-08-31", "status": "full"}, "a1 b1 c1"),
    ({"full_on": "2018-09-01", "status": "full"}, "a1 b1 c1 e1"),  # two months late
    ({"full_on": "2018", "status": "full"}, "a1 b1 c1"),
    ({"full_on": "2017-12-31", "status": "full"}, ""),  # settled before
    ({"full_on": "2019-01-01", "status": "full"}, "a1 h1"),
    ({"status": "exited", "until": "2019-03-01"}, "a1 h1"),
    ({"status": "full"}, ""),  # a roster without the day of becoming full
    ({"status": "suspended"}, ""),
])  # fmt: skip
def test_that_a_probation_counts_where_it_stands_on_the_last_day(sheet, values, expected):
    newcomer(sheet, **values)
    assert told(sheet) == expected


def test_that_who_became_full_after_the_day_was_open_on_it(sheet):
    newcomer(sheet, full_on="2019-02-01", status="full", joined_on="2017-07-01")
    assert told(sheet) == "a1 h1"
    assert told(sheet.of("2019")) == "a1 b1 c1 e1"


def test_that_an_extension_counts_once_and_then_what_came_of_it(sheet):
    who = newcomer(sheet, full_on="2019-03-01", status="full")
    step(sheet, who, "23", "2018-07-05", note="支部大会讨论，延长预备期半年")
    assert told(sheet) == "a1 b1 f1"
    assert told(sheet.of("2019")) == "a1 b1 c1 d1"
    assert told(sheet.of("2017")) == ""


def test_that_an_extension_that_nobody_ended_is_due_again(sheet):
    who = newcomer(sheet)
    step(sheet, who, "24", "2018-07-05", document="关于延长预备期的批复")
    assert told(sheet.of("2018")) == "a1 b1 f1"
    assert told(sheet.of("2019")) == "a1 h1"
    assert told(sheet.of("2020")) == "a1 h1"


@pytest.mark.parametrize(("until", "expected"), [("2019-01-05", "a1 h1"), ("2020-01-01", "")])
def test_that_an_extension_is_over_on_the_day_the_case_says(sheet, until, expected):
    step(sheet, newcomer(sheet), "23", "2018-07-05", note="延长预备期", until=until)
    assert told(sheet.of("2018")) == "a1 b1 f1"
    assert told(sheet.of("2019")) == expected


def test_that_the_meeting_that_decided_tells_whether_it_was_late(sheet):
    who = newcomer(sheet, full_on="2018-12-20", status="full")
    step(sheet, who, "23", "2018-07-10", document="支部大会记录")
    assert told(sheet) == "a1 b1 c1"


@pytest.mark.parametrize(("day", "expected"), [
    ("2018-01-01", "i1"),
    ("2018-06-30", "i1"),
    ("2018-07-01", "a1 b1 g1"),
    ("2018-12-31", "a1 b1 g1"),
    ("2018", "i1"),
    ("2017-12-31", ""),
])  # fmt: skip
def test_that_cancelled_probations_are_told_apart_by_their_day(sheet, day, expected):
    who = newcomer(sheet, status="exited", until=day)
    cancel(sheet, who, day)
    assert told(sheet) == expected


def test_that_a_full_member_who_leaves_is_no_cancelled_probation(sheet):
    for values in ({"joined_on": "1990", "full_on": "1991"}, {"joined_on": "1990"}):
        who = newcomer(sheet, status="exited", until="2018-05-01", **values)
        cancel(sheet, who, "2018-05-01")
    assert told(sheet) == ""


def test_that_who_changed_branch_counts_once_where_last(sheet):
    first, second = sheet.branch(), sheet.branch("第二网格党支部")
    who = newcomer(sheet, first, until="2018-03-01")
    row = {"person": who, "branch": second, "status": "full", "joined_on": "2017-07-01"}
    last = sheet.insert("membership", **row, full_on="2018-07-01", since="2018-03-01")
    assert told(sheet) == "a1 b1 c1"
    assert told(sheet.limited(first)) == ""
    assert told(sheet.limited(second)) == "a1 b1 c1"
    assert sheet.behind("c") == {last}


def test_that_the_sums_name_the_records_of_their_parts(sheet):
    branch = sheet.branch()
    newcomer(sheet, branch)
    newcomer(sheet, branch, full_on="2018-07-01", status="full")
    assert len(sheet.behind("a")) == 2
    assert len(sheet.behind("h")) == 1
    assert len(sheet.behind("b")) == 1
    assert not sheet.behind("a") - sheet.behind("b") - sheet.behind("h")


def test_that_more_open_probations_than_probationary_members_are_named(sheet):
    newcomer(sheet, until="2019-06-01")
    who = newcomer(sheet, status="suspended")
    checks = {c.rule: c for c in year_of(sheet.office, "P15").checks}
    assert all(c.ok for c in checks.values())
    cancel(sheet, who, "2018-08-01")
    rule = next(rule for rule in checks if "出党" in rule)
    assert {c.rule: c.ok for c in year_of(sheet.office, "P15").checks}[rule]
