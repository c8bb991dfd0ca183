"""R1: organisations by form and field, how large and how led they are, what changed."""

import pytest

from tests.services.returns.books import Book, Case

START, END = {"established_on": "2018-07-01"}, {"established_on": "2018-12-31"}
LATER = {"established_on": "2019-01-01"}
GONE = {"dissolved_on": "2018-12-31"}
REST = {"dissolved_on": "2019-01"}


def organisation(form="branch", kind="grid", **values):
    return lambda b: {"name": "试", "form": form, "kind": kind, "parent": b.own} | values


def change(kind):
    return lambda b: {"organisation": b.own, "kind": kind, "changed_on": "2018-07-01"}


NOT_THEN = ({"changed_on": "2018-06-30"}, {"changed_on": "2018-06"}, {"changed_on": "2019"})
THEN = ({"changed_on": "2018-12-31"}, {"changed_on": "2018-12"})
CASES = [
    Case("working_committees", "organisation", organisation("working_committee"), (GONE, LATER)),
    Case("party_committees", "organisation", organisation("party_committee"), (GONE,), (REST,)),
    Case("general_branches", "organisation", organisation("general_branch"), (LATER,), (END,)),
    Case(
        "branches",
        "organisation",
        organisation(),
        (GONE, {"dissolved_on": "2018"}, {"dissolved_on": "2018-12"}, LATER),
        (START, END, {"established_on": "2018-12"}, REST),
    ),
    Case("groups", "organisation", organisation("group", "building"), (GONE, {"form": "branch"})),
    Case("total", "organisation", organisation("branch"), ({"form": "group"}, GONE)),
    Case("regional_committees", "organisation", organisation("regional_committee", "regional")),
    Case("kind_area", "organisation", organisation(kind="community"), ({"kind": "grid"},)),
    Case("kind_grids", "organisation", organisation(kind="building"), (GONE,), ({"kind": "grid"},)),
    Case("kind_other", "organisation", organisation(kind="other"), (GONE,), ({"kind": "city"},)),
    Case("kind_property", "organisation", organisation(kind="property"), (LATER,)),
    Case("joint", "organisation", organisation(unit_situation="3"), ({"unit_situation": "1"},)),
    Case("at_start", "organisation", organisation(), (START, {"dissolved_on": "2018-06-30"})),
    Case(
        "founded",
        "organisation",
        organisation(established_on="2018-07-01"),
        ({"established_on": None}, {"established_on": "2018-06-30"}, {"form": "group"}, LATER),
        ({"established_on": "2018-07"}, END),
    ),
    Case(
        "dissolved",
        "organisation",
        organisation(dissolved_on="2018-07-01"),
        ({"dissolved_on": "2018-06-30"}, {"dissolved_on": "2019-01-01"}),
        (GONE, {"dissolved_on": "2018-08"}),
    ),
    Case("renamed", "organisation_change", change("renamed"), NOT_THEN, THEN),
    Case("moved", "organisation_change", change("moved"), ({"kind": "renamed"},), THEN),
    Case("merged", "organisation_change", change("merged"), NOT_THEN),
    Case("upgraded", "organisation_change", change("upgraded"), NOT_THEN),
]


@pytest.fixture
def book(office):
    """A community's return of the second half of 2018."""
    return Book(office, "R1", "2018H2")


def test_that_each_figure_moves_with_its_records(book):
    book.follow(*CASES)
    assert book.failed() == []


def test_that_a_branch_is_measured_by_its_full_members(book):
    small, right, large = (book.branch(name) for name in ("甲支部", "乙支部", "丙支部"))
    for branch, full, young in ((small, 2, 5), (right, 3, 0), (large, 51, 0)):
        for n in range(full):
            book.member(branch, f"党员{n}")
        for n in range(young):
            book.member(branch, f"预备{n}", status="probationary", joined_on="2018-05-01")
    assert book.behind("too_small") == {small}
    assert book.behind("too_large") == {large}
    line = book.line()
    assert (line["members"], line["full"], line["probationary"]) == (61, 56, 5)
    assert book.value("too_large", row=large.hex) == 1
    assert book.value("too_small", row=large.hex) == 0


def test_that_members_of_another_day_make_no_branch_large_enough(book):
    branch = book.branch()
    book.member(branch, "甲")
    book.member(branch, "乙")
    book.member(branch, "丙", until="2018-12-31")
    book.member(branch, "丁", since="2019-01-01")
    book.member(branch, "戊", status="suspended")
    assert book.value("members") == 2
    assert book.value("too_small") == 1


def test_that_seven_full_members_want_a_committee_of_three(book):
    branch = book.branch()
    for n in range(6):
        book.member(branch, f"党员{n}")
    assert book.value("no_committee") == 0
    book.member(branch, "第七")
    assert book.behind("no_committee") == {branch}
    for post in ("secretary", "organisation_member"):
        book.insert("post_holding", organisation=branch, name="王芳", post=post)
    for values in ({"ends_on": "2018-12-31"}, {"starts_on": "2019"}, {"part_time": True}):
        given = {"organisation": branch, "name": "李", "post": "member"} | values
        book.insert("post_holding", **given)
    book.insert("post_holding", organisation=branch, name="陈", post="group_leader")
    assert book.value("no_committee") == 1
    book.insert("post_holding", organisation=branch, name="周", post="member")
    assert book.value("no_committee") == 0
    assert book.behind("with_committee") == {branch}


def test_that_a_secretary_is_a_post_or_a_name(book):
    own = book.value("no_secretary")
    bare, named = book.branch("甲支部"), book.branch("乙支部", secretary="王芳")
    posted = book.branch("丙支部")
    book.branch("丁小组", form="group", kind="building")
    book.insert("post_holding", organisation=posted, name="李", post="secretary")
    assert book.value("no_secretary") == own + 1
    found = book.behind("no_secretary")
    assert bare in found
    assert not found & {named, posted}


def test_that_form_and_superior_are_those_of_the_day(book):
    first, second = book.branch("甲支部"), book.branch("乙总支", form="general_branch")
    book.insert(
        "organisation_change",
        organisation=second,
        kind="upgraded",
        changed_on="2019-03-01",
        old_form="branch",
        new_form="general_branch",
    )
    group = book.insert("organisation", name="丙组", form="group", kind="building", parent=first)
    book.insert(
        "organisation_change",
        organisation=group,
        kind="moved",
        changed_on="2019-02",
        old_parent=second,
        new_parent=first,
    )
    line = book.line()
    assert (line["branches"], line["general_branches"]) == (2, 0)
    assert book.value("groups", row=second.hex) == 1
    assert book.value("groups", row=first.hex) == 0


def test_that_who_is_limited_to_a_branch_sees_its_own(book):
    first, second = book.branch("甲支部"), book.branch("乙支部")
    book.member(first)
    book.member(second)
    book.member(second, "李")
    mine = book.limited(first)
    line = mine.line()
    assert (line["branches"], line["members"], line["total"]) == (1, 1, 1)
    assert mine.behind("branches") == {first}
    assert mine.failed() == []


def test_that_a_branch_that_is_gone_has_a_row_only_where_it_counts(book):
    gone = book.branch("旧支部", dissolved_on="2016-05")
    later = book.branch("新支部", established_on="2019-01-01")
    ended = book.branch("散支部", dissolved_on="2018-09-10")
    assert book.value("dissolved", row=ended.hex) == 1
    assert book.value("branches", row=ended.hex) == 0
    for branch in (gone, later):
        assert book.value("branches", row=branch.hex) is None
    assert book.failed() == []
    book.member(gone)
    assert book.value("members", row=gone.hex) == 1
    assert book.value("members") == 1


def test_that_a_unit_keeps_a_row_where_all_its_parts_are_gone(book):
    book.branch("旧支部", dissolved_on="2016-05")
    found = book.result()
    assert [row.key for row in found.rows] == ["total", book.own_row()]
    assert book.value("total") == book.value("total", row=book.own_row())
