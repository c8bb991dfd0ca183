"""What the page of a unit tells, and which ledgers stand on its tabs."""

import pytest

from jianxi_desktop.errors import ConflictError
from jianxi_desktop.services import records, trees
from jianxi_desktop.services.organisation_page import organisation_page, territory_page
from jianxi_desktop.services.unit_ledgers import count_shelves, shelves_of
from tests import factory


def node_of(office, one):
    return next(node for node in trees.organisations(office) if node.id == one)


def test_that_the_line_of_superiors_begins_at_the_top(office, branch):
    page = organisation_page(office, branch)

    assert [name for _one, name in page.line][-2:] == ["武汉路街道党工委", "武汉路社区党委"]
    assert page.values["name"] == "第一网格党支部"
    assert any("没有登记书记" in text for text in page.warnings)


def test_that_grids_and_buildings_of_its_territory_are_counted(office, branch):
    grid = factory.record_of(office, "territory", name="第一网格", kind="grid", parent=None)
    for n in range(2):
        factory.record_of(office, "territory", n, kind="building", parent=grid, abolished_on=None)
    gone = {"kind": "building", "parent": grid, "abolished_on": "2020-01-01"}
    factory.record_of(office, "territory", 3, **gone)
    ledger = office.catalog["organisation"]
    seen = records.Seen(branch, records.find_record(office, ledger, branch).version)
    records.save_record(office, ledger, {"territory": grid}, seen)

    page = organisation_page(office, branch)

    assert page.territory == "第一网格"
    assert page.places == {"building": 2}


def test_that_the_term_that_runs_is_named_with_its_last_day(office, branch):
    for name, start, end in (
        ("第四届", "2019-05-01", "2024-05-10"),
        ("第五届", "2024-05-10", None),
    ):
        values = {"organisation": branch, "name": name, "starts_on": start, "years": 3}
        records.save_record(
            office,
            office.catalog["leadership_term"],
            {**values, "due_on": "2027-05-10"} | ({"ended_on": end} if end else {}),
        )

    assert organisation_page(office, branch).term == "第五届，2027-05-10到届"


def test_that_one_that_is_gone_is_told(office, branch):
    ledger = office.catalog["organisation"]
    seen = records.find_record(office, ledger, branch)
    records.remove_record(office, ledger, branch, seen.version, "录入有误")

    with pytest.raises(ConflictError):
        organisation_page(office, branch)


def test_that_every_ledger_that_names_an_organisation_has_a_tab(office, branch):
    keys = [
        shelf.ledger.key
        for shelf in shelves_of(office.catalog, "organisation", node_of(office, branch))
    ]

    assert keys[:4] == ["person", "organisation", "post_holding", "leadership_term"]
    assert {each.key for each in office.catalog.details_of(office.catalog["organisation"])} <= {
        *keys
    }
    assert {"activity", "venue", "problem", "project", "work_plan", "unit"} <= {*keys}
    assert len(keys) == len(set(keys))


def test_that_rows_of_the_organisations_below_count_where_they_are_not_owned(office, branch):
    factory.record_of(office, "activity", organisation=branch)
    factory.record_of(office, "leadership_term", organisation=branch)
    top = node_of(office, office.unit.organisation)

    counts = count_shelves(office, shelves_of(office.catalog, "organisation", top))

    assert (counts["organisation"], counts["activity"], counts["leadership_term"]) == (1, 1, 0)


def test_that_a_group_has_the_members_that_are_in_it(office, branch):
    ledger = office.catalog["organisation"]
    group = {"name": "一号楼党小组", "form": "group", "kind": "building", "parent": branch}
    made = records.save_record(office, ledger, group).id
    for n, inside in enumerate((made, None)):
        factory.record_of(office, "person", n, branch=branch, group=inside)

    shelves = shelves_of(office.catalog, "organisation", node_of(office, made))

    assert count_shelves(office, shelves)["person"] == 1
    assert dict(shelves[0].given) == {"branch": branch, "group": made}


def test_that_a_territory_tells_where_it_lies(office):
    street = factory.record_of(office, "territory", name="某街道", kind="street", parent=None)
    grid = factory.record_of(office, "territory", 1, name="一网格", kind="grid", parent=street)

    page = territory_page(office, grid)

    assert [name for _one, name in page.line] == ["某街道"]
