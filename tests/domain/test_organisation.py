"""Who may stand under whom, by kind and form, as the tables have it."""

import csv
import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop import settings
from jianxi_desktop.domain import organisation as rules
from jianxi_desktop.domain.organisation import What, limit, may_lie_in, may_stand_under
from jianxi_desktop.schema.codes import code_table

DAY = date(2026, 11, 25)
CITY = What("city", "party_committee")
DISTRICT = What("district", "party_committee")
STREET = What("street", "working_committee")
COMMUNITY = What("community", "party_committee")
GENERAL = What("community", "general_branch")
SMALL = What("community", "branch")
GRID = What("grid", "branch")
GROUP = What("building", "group")
REGIONAL = What("regional", "regional_committee")
PLAZA = What("new_field", "party_committee")
SHOP = What("attached", "branch")
DELIVERY = What("delivery", "branch")  # a kind that the district added


@pytest.mark.parametrize(
    ("one", "above"),
    [
        (DISTRICT, None),
        (DISTRICT, CITY),
        (STREET, DISTRICT),
        (COMMUNITY, STREET),
        (GENERAL, STREET),
        (SMALL, STREET),
        (GRID, COMMUNITY),
        (GRID, GENERAL),
        (GRID, SMALL),
        (GROUP, GRID),
        (GROUP, SMALL),
        (REGIONAL, STREET),
        (REGIONAL, COMMUNITY),
        (REGIONAL, SMALL),
        (PLAZA, STREET),
        (SHOP, PLAZA),
        (SHOP, REGIONAL),
        (What("property", "branch"), COMMUNITY),
        (DELIVERY, STREET),
        (DELIVERY, COMMUNITY),
        (DELIVERY, None),
        (GRID, What("delivery", "general_branch")),
        (What("other", "group"), GRID),
    ],
    ids=str,
)
def test_that_the_three_levels_and_the_new_fields_stand_where_they_belong(one, above):
    assert may_stand_under(one, above, DAY)


@pytest.mark.parametrize(
    ("one", "above"),
    [
        (STREET, None),
        (STREET, STREET),
        (STREET, COMMUNITY),
        (COMMUNITY, DISTRICT),
        (COMMUNITY, COMMUNITY),
        (COMMUNITY, None),
        (DISTRICT, STREET),
        (GRID, GRID),
        (GRID, None),
        (GROUP, COMMUNITY),
        (GROUP, None),
        (REGIONAL, GRID),
        (DELIVERY, GRID),
        (STREET, What("other", "branch")),
    ],
    ids=str,
)
def test_that_nothing_stands_where_it_does_not_belong(one, above):
    assert not may_stand_under(one, above, DAY)


KINDS = st.sampled_from([*code_table("organisation_kind").known, "delivery"])
FORMS = st.sampled_from(list(code_table("organisation_form").known))


@given(kind=KINDS, form=FORMS, other=KINDS)
def test_that_nothing_ever_stands_under_a_group(kind, form, other):
    assert not may_stand_under(What(kind, form), What(other, "group"), DAY)


@pytest.mark.parametrize("form", ["party_committee", "general_branch", "branch", "group"])
@pytest.mark.parametrize("kind", ["grid", "attached", "property", "new_field", "social", "other"])
def test_that_every_organisation_of_a_community_has_a_place_to_stand(kind, form):
    assert rules.parents_of(What(kind, form), DAY)


@pytest.mark.parametrize(
    "name", ["organisation_parents", "organisation_limits", "territory_parents"]
)
def test_that_every_line_of_a_table_has_a_source_and_known_codes(name):
    path = settings.resource("rules", f"{name}.csv")
    table = "territory_kind" if name == "territory_parents" else "organisation_kind"
    known = {
        "kind": {*code_table(table).known, "*"},
        "parent_kind": {*code_table(table).known, "*"},
        "form": {*code_table("organisation_form").known, "*"},
        "parent_form": {*code_table("organisation_form").known, "*"},
    }
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["source"]
            assert None not in row
            for column in known.keys() & row.keys():
                assert set(row[column].split()) <= known[column]


def test_that_limits_are_the_tables():
    assert limit("full_members", "branch", DAY) == (3, 50)
    assert limit("members", "general_branch", DAY) == (50, 100)
    assert limit("members", "party_committee", DAY) == (100, None)
    assert limit("committee_from", "branch", DAY).least == 7
    assert limit("members", "working_committee", DAY) == (None, None)


def test_that_territories_lie_in_one_another_with_any_levels_between():
    chain = ("city", "district", "street", "community", "compound", "building")
    for above, one in itertools.pairwise(chain):
        assert may_lie_in(one, above, DAY)
        assert not may_lie_in(above, one, DAY)
    assert may_lie_in("building", "community", DAY)
    assert may_lie_in("grid", "compound", DAY)
    assert may_lie_in("compound", "micro_grid", DAY)
    assert may_lie_in("village", "building", DAY)


PARENTS = st.dictionaries(st.integers(0, 12), st.none() | st.integers(0, 12))


@given(parents=PARENTS, one=st.integers(0, 12), above=st.integers(0, 12))
def test_that_whoever_makes_no_circle_can_be_put_there_without_one(parents, one, above):
    safe = {}
    for each, other in parents.items():  # laid one by one, as people do
        if other is None or not rules.makes_circle(safe, each, other):
            safe[each] = other
    refused = rules.makes_circle(safe, one, above)
    after = {**safe, one: above}
    assert (one in _walk(after, one)) == refused
    assert (above in {one, *rules.below(safe, one)}) == refused


def _walk(parents, at):
    """Walk up until the top, or until somebody is met again."""
    seen = []
    above = parents.get(at)
    while above is not None and above not in seen:
        seen.append(above)
        above = parents.get(above)
    return seen
