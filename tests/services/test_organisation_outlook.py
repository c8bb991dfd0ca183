"""What follows from a move, and what is odd about an organisation: told, never in the way."""

from datetime import date

import pytest

from jianxi_desktop.services import organisation_outlook, organisations, records
from tests import factory
from tests.postgres import EITHER_PLACE
from tests.services.community import DAY, PAPER, Place, refusal

TODAY = date(2026, 11, 25)


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    return request.getfixturevalue(f"office_{request.param}")


@pytest.fixture
def place(office):
    return Place(office)


def warned(place, one, on=TODAY):
    return {
        each.code: each.text for each in organisation_outlook.warnings_of(place.office, one, on)
    }


def test_that_the_size_of_a_branch_is_compared_with_its_limits(place):
    assert "size" not in warned(place, place.first)
    assert "有正式党员2名，一般不少于3名" in warned(place, place.second)["size"]
    assert "有党员1名，一般不少于3名" in warned(place, place.group)["size"]
    probationary = place.person(9, branch=place.second, status="probationary")
    assert "有正式党员2名" in warned(place, place.second)["size"]
    organisations.move_members(place.office, [probationary], place.first, PAPER)


def test_that_a_branch_of_seven_is_to_have_a_committee(place):
    for n in range(4):
        place.person(10 + n, branch=place.first, since="2025-01")
    told = warned(place, place.first)["no_committee"]
    assert "有正式党员7名" in told
    assert "3至7人" in told
    for post in ("secretary", "organisation_member", "part_time_member"):
        place.post(place.first, "王芳", post)
    assert "现登记班子成员2人" in warned(place, place.first)["no_committee"]
    place.post(place.first, "李雷", "publicity_member", starts_on="2026-06-15")
    assert set(warned(place, place.first)) == set()
    assert set(warned(place, place.first, date(2026, 6, 14))) == {"no_committee"}


def test_that_a_branch_is_to_have_a_secretary_by_post_or_by_name(place):
    assert "没有登记书记" in warned(place, place.first)["no_secretary"]
    assert "no_secretary" not in warned(place, place.group)
    ledger = place.office.catalog["organisation"]
    seen = place.seen("organisation", place.first)
    records.save_record(place.office, ledger, {"secretary": "王芳"}, seen)
    assert "no_secretary" not in warned(place, place.first)


def test_that_a_term_is_told_six_months_before_it_is_due_and_when_it_is_over(place):
    ledger = place.office.catalog["leadership_term"]
    values = {"organisation": place.first, "name": "第一届", "starts_on": "2021-11-25"}
    term = records.save_record(place.office, ledger, {**values, "due_on": "2026-11-25"}).id
    assert "term_due" not in warned(place, place.first, date(2026, 5, 24))
    assert "2026年11月25日到届" in warned(place, place.first, date(2026, 5, 25))["term_due"]
    assert "已于2026年11月25日到届" in warned(place, place.first, TODAY)["term_over"]
    seen = place.seen("leadership_term", term)
    records.save_record(place.office, ledger, {"extended_until": "2027-11-25"}, seen)
    assert not {"term_due", "term_over"} & set(warned(place, place.first))


def test_that_who_stands_where_the_rules_do_not_have_it_is_told(place):
    organisations.upgrade(place.office, place.first, "general_branch", PAPER)
    assert "不能隶属于" in warned(place, place.group)["parent"]
    assert "parent" not in warned(place, place.office.unit.organisation)


def test_that_nothing_is_odd_about_what_has_ended(place):
    organisations.merge(place.office, place.first, place.second, PAPER)
    assert warned(place, place.first) == {}
    assert "no_secretary" in warned(place, place.first, date(2026, 6, 14))


def test_that_the_consequence_of_a_move_names_both_lines_and_what_follows(place):
    general = factory.branch_of(place.office, "机关党总支", form="general_branch")
    told = organisation_outlook.consequence_of_move(place.office, place.first, general, DAY)
    assert (told.name, told.members, told.organisations) == ("第一网格党支部", 3, 1)
    assert told.old_line == (*told.new_line[:-1],)
    assert told.new_line[-2:] == (place.organisation(place.top)["name"], "机关党总支")
    assert told.refused == ()
    below = organisation_outlook.consequence_of_move(place.office, place.group, place.second, DAY)
    assert (below.members, below.organisations) == (1, 0)
    assert "改隶后“第一网格党支部”有正式党员2名，一般不少于3名。" in below.warnings


def test_that_a_move_that_cannot_be_says_why_before_anybody_tries(place):
    for above, told in (
        (place.group, "它的下级"),
        (place.second, "不能隶属于"),
        (place.top, "已经在"),
    ):
        found = organisation_outlook.consequence_of_move(place.office, place.first, above)
        assert told in "".join(found.refused)


def test_that_nothing_is_told_of_what_is_not_ones_own(place):
    limited = factory.limited(place.office, place.first)
    for call, arguments in (
        (organisation_outlook.in_the_way, (place.second,)),
        (organisation_outlook.warnings_of, (place.second,)),
        (organisation_outlook.consequence_of_move, (place.first, place.second)),
    ):
        assert refusal(call, limited, *arguments).code == "outside"
