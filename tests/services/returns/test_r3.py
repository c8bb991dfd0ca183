"""R3: what branches held, who came, and who met as often as the rules want."""

from datetime import date

import pytest

from jianxi_desktop.domain.meeting_rules import requirements
from tests.services.returns.books import Book, Case

KINDS = ("general_meeting", "committee_meeting", "group_meeting", "party_lecture", "theme_day")
OUTSIDE = ({"held_on": "2018-08-31"}, {"held_on": "2018-10-01"}, {"held_on": "2018"})
EDGES = ({"held_on": "2018-09-01"}, {"held_on": "2018-09-30"}, {"held_on": "2018-09"})


def meeting(kind, **values):
    common = {"topic": "会", "kind": kind, "held_on": "2018-09-05"}
    return lambda b: common | {"organisation": b.own} | values


PEOPLE = {"expected": 30, "present": 24}
CASES = [
    *(Case(f"{kind}_times", "activity", meeting(kind), OUTSIDE, EDGES) for kind in KINDS),
    Case(
        "theme_day_entitled",
        "activity",
        meeting("theme_day", **PEOPLE),
        ({"expected": None}, {"present": None}),
        adds=30,
    ),
    Case("theme_day_attended", "activity", meeting("theme_day", **PEOPLE), OUTSIDE, adds=24),
    Case(
        "uncounted",
        "activity",
        meeting("theme_day", present=24),
        (PEOPLE, {"kind": "lecture"}),
        ({"present": None, "expected": 3},),
    ),
]


@pytest.fixture
def book(office):
    """A community's return of September 2018."""
    return Book(office, "R3", "2018-09")


def test_that_each_figure_moves_with_its_records(book):
    book.follow(*CASES)


def test_that_who_need_not_come_is_in_no_rate(book):
    branch = book.branch()
    people = [book.member(branch, f"党员{n}") for n in range(5)]
    held = book.insert("activity", **meeting("general_meeting", organisation=branch)(book))
    for person, state in zip(
        people, ("present", "present", "leave", "absent", "exempt"), strict=True
    ):
        book.insert("attendance", activity=held, person=person, state=state)
    line = book.line()
    assert (line["general_meeting_entitled"], line["general_meeting_attended"]) == (4, 2)
    assert line["general_meeting_rate"] == 0.5
    assert book.line(branch.hex)["general_meeting_rate"] == 0.5
    assert line["uncounted"] == 0


def test_that_numbers_of_the_record_go_before_the_list(book):
    branch = book.branch()
    values = meeting("theme_day", organisation=branch, expected=20, present=15)
    held = book.insert("activity", **values(book))
    book.insert("attendance", activity=held, person=book.member(branch), state="present")
    assert (book.value("theme_day_entitled"), book.value("theme_day_attended")) == (20, 15)


def test_that_a_quarter_counts_from_its_first_day(book):
    first, second = book.branch("甲支部"), book.branch("乙支部")
    line = book.line()
    assert (line["general_meeting_due"], line["general_meeting_met"]) == (2, 0)
    book.insert(
        "activity", **meeting("general_meeting", organisation=first, held_on="2018-07-01")(book)
    )
    book.insert(
        "activity", **meeting("general_meeting", organisation=second, held_on="2018-06-30")(book)
    )
    assert book.value("general_meeting_met") == 1
    assert book.behind("general_meeting_met") == {first}
    assert book.value("general_meeting_times") == 0
    assert book.value("theme_day_met") == 0
    book.insert("activity", **meeting("theme_day", organisation=second)(book))
    assert book.behind("theme_day_met") == {second}


def test_that_what_is_wanted_once_a_year_counts_from_its_first_day(book):
    first, second = book.branch("甲支部"), book.branch("乙支部", established_on="2018-01-02")
    for kind in ("organisation_life", "appraisal"):
        assert (book.value(f"{kind}_due"), book.value(f"{kind}_met")) == (1, 0)
        for day in ("2017-12-31", "2018-10-01"):
            book.insert("activity", **meeting(kind, organisation=first, held_on=day)(book))
        book.insert("activity", **meeting(kind, organisation=second)(book))
        assert book.value(f"{kind}_met") == 0
        book.insert("activity", **meeting(kind, organisation=first, held_on="2018")(book))
        assert book.behind(f"{kind}_met") == {first}


def test_that_who_was_set_up_since_owes_nothing_yet(book):
    book.branch("甲支部", established_on="2018-07-01")
    book.branch("乙支部", established_on="2018-07-02")
    book.branch("丙支部", established_on="2018-09-02")
    book.branch("丁支部", dissolved_on="2018-09-30")
    line = book.line()
    assert line["branches"] == 3
    assert (line["general_meeting_due"], line["theme_day_due"]) == (1, 2)


def test_that_only_a_branch_with_a_committee_owes_its_meetings(book):
    branch = book.branch()
    for post in ("secretary", "organisation_member"):
        book.insert("post_holding", organisation=branch, name="王芳", post=post)
    assert book.value("committee_meeting_due") == 0
    book.insert("post_holding", organisation=branch, name="李", post="publicity_member")
    assert book.behind("committee_meeting_due") == {branch}
    book.insert("activity", **meeting("committee_meeting", organisation=branch)(book))
    assert book.behind("committee_meeting_met") == {branch}


def test_that_each_group_is_to_meet_and_counts_with_its_branch(book):
    branch = book.branch()
    assert book.value("group_meeting_due") == 0
    groups = [
        book.insert("organisation", name=f"{n}组", form="group", kind="building", parent=branch)
        for n in range(2)
    ]
    assert book.value("groups") == 2
    book.insert("activity", **meeting("group_meeting", organisation=groups[0])(book))
    line = book.line()
    assert (line["group_meeting_due"], line["group_meeting_met"]) == (1, 0)
    book.insert("activity", **meeting("group_meeting", organisation=branch)(book))
    assert book.value("group_meeting_met") == 1
    assert book.value("group_meeting_times", row=branch.hex) == 2


def test_that_the_rate_of_what_is_done_is_that_of_all_duties(book):
    branch = book.branch()
    book.insert("activity", **meeting("theme_day", organisation=branch)(book))
    line = book.line(branch.hex)
    assert (line["due"], line["met"]) == (3, 1)
    assert line["done"] == 0.3333
    assert book.failed() == []


def test_that_a_branch_sees_its_own_meetings(book):
    first, second = book.branch("甲支部"), book.branch("乙支部")
    for branch in (first, second, second):
        book.insert("activity", **meeting("theme_day", organisation=branch)(book))
    mine = book.limited(second)
    assert mine.value("theme_day_times") == 2
    assert mine.value("branches") == 1
    assert mine.failed() == []


def test_that_the_rules_have_sources_and_months():
    rules = {rule.kind: rule for rule in requirements(date(2018, 9, 30))}
    assert set(KINDS) <= rules.keys()
    assert rules["general_meeting"].begins(date(2018, 9, 30)) == date(2018, 7, 1)
    assert rules["theme_day"].begins(date(2018, 9, 30)) == date(2018, 9, 1)
    assert rules["appraisal"].begins(date(2018, 9, 30)) == date(2018, 1, 1)
