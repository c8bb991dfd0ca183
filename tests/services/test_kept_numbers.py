"""A number that stays masked still says that something beside it cannot be."""

import pytest

from jianxi_desktop.domain.identity import check_character
from jianxi_desktop.services import records
from jianxi_desktop.services.kept_numbers import check_record
from tests import factory
from tests.postgres import EITHER_PLACE


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


@pytest.fixture
def check(office, member):
    """Check a form of the member (a woman born on 1965-03-12) in which something was typed."""
    people = office.catalog["person"]
    found = records.find_record(office, people, member)
    shown = {key: found.values[key] for key in ("id_number", "sex", "born_on")}

    def check(within=office, **typed):
        seen = records.Seen(found.id, found.version, found.companion)
        return check_record(within, people, {**shown, **typed}, shown, seen)

    return check


@pytest.mark.parametrize(
    ("typed", "pointed"),
    [
        ({}, set()),
        ({"sex": "1"}, {"sex"}),
        ({"born_on": "1965-03-13"}, {"born_on"}),
        ({"born_on": "1965-03"}, set()),
        ({"id_number": None, "sex": "1"}, set()),
    ],
)
def test_that_what_differs_from_the_stored_number_is_pointed_at(check, typed, pointed):
    checked = check(**typed)

    assert {issue.field for issue in checked.issues} == pointed
    assert not checked.refused


def test_that_nothing_comes_out_of_the_stored_number(check):
    checked = check(sex=None, born_on=None)

    assert checked.values == {"sex": None, "born_on": None}
    assert "99010119650312002X" not in repr(checked)


def test_that_another_number_is_judged_by_itself(check):
    number = "99010119850312123" + check_character("99010119850312123")  # a man

    assert {issue.field for issue in check(id_number=number, sex="2").issues} >= {"sex"}


def test_that_a_record_out_of_sight_says_nothing(office, check):
    other = factory.branch_of(office, "第二网格党支部")

    assert check(within=factory.limited(office, other), sex="1").issues == ()
