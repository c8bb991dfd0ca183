"""What a member's own values tell, and what does not fit together."""

import pytest

from jianxi_desktop.ledgers import CATALOG

PERSON = CATALOG["person"]
MEMBERSHIP = CATALOG["membership"]


def complete(**values):
    full, issues = PERSON.complete(values)
    return full, {(issue.field, issue.code) for issue in issues}


def test_that_the_number_gives_sex_and_birthday():
    full, said = complete(id_number="99010119650312002X")
    assert (full["sex"], full["born_on"]) == ("2", "1965-03-12")
    assert said == {("id_number", "region")}


@pytest.mark.parametrize(
    ("born", "kept"),
    [("1965", "1965-03-12"), ("1965-03", "1965-03-12"), ("1965-03-12", "1965-03-12")],
)
def test_that_a_birthday_known_in_part_is_made_whole(born, kept):
    full, said = complete(id_number="99010119650312002X", born_on=born)
    assert full["born_on"] == kept
    assert ("born_on", "mismatch") not in said


@pytest.mark.parametrize("born", ["1964", "1965-04", "1965-03-13"])
def test_that_a_birthday_of_the_file_stays_and_is_pointed_at(born):
    full, said = complete(id_number="99010119650312002X", born_on=born)
    assert full["born_on"] == born
    assert ("born_on", "mismatch") in said


@pytest.mark.parametrize(
    ("sex", "pointed"), [("1", True), ("2", False), ("0", False), ("9", False), (None, False)]
)
def test_that_another_sex_is_pointed_at_and_stays(sex, pointed):
    full, said = complete(id_number="99010119650312002X", sex=sex)
    assert (("sex", "mismatch") in said) is pointed
    assert full["sex"] == (sex or "2")


def test_that_the_values_given_are_not_changed_in_place():
    given = {"id_number": "99010119650312002X", "branch": None}
    PERSON.complete(given)
    assert given == {"id_number": "99010119650312002X", "branch": None}


@pytest.mark.parametrize(
    ("joined", "pointed"), [("1982", True), ("1982-03-11", True), ("1983-03-12", False)]
)
def test_that_joining_under_age_is_pointed_at(joined, pointed):
    _full, said = complete(born_on="1965-03-12", joined_on=joined, branch=None)
    assert (("joined_on", "too_young") in said) is pointed


@pytest.mark.parametrize(
    ("joined", "turned", "pointed"),
    [
        ("1990-07-01", "1991-07-01", False),
        ("1990-07-01", "1990-06-30", True),
        ("1990-07", "1990", False),
        ("1990", "1989-12", True),
    ],
)
def test_that_becoming_full_before_joining_is_pointed_at(joined, turned, pointed):
    full, issues = MEMBERSHIP.complete({"joined_on": joined, "full_on": turned})
    assert bool(issues) is pointed
    assert full["status"] == "full"


def test_that_a_status_that_was_given_stays():
    full, _issues = MEMBERSHIP.complete({"status": "probationary"})
    assert full["status"] == "probationary"


def test_that_joining_in_the_future_is_pointed_at():
    _full, said = complete(born_on="1965-03-12", joined_on="2990", branch=None)
    assert ("joined_on", "future") in said
