"""The trees of an office: who stands under whom, and what each subtree has."""

import dataclasses
from datetime import date

import pytest

from jianxi_desktop.services import records, trees

DAY = date(2026, 11, 20)


@pytest.fixture
def add(office):
    """Add an organisation or a territory."""

    def added(ledger, **values):
        return records.save_record(office, office.catalog[ledger], values).id

    return added


@pytest.fixture
def group(add, branch):
    return add(
        "organisation",
        name="第一网格党支部一号楼党小组",
        form="group",
        kind="building",
        parent=branch,
    )


def nodes_of(office):
    return {node.name: node for node in trees.organisations(office, DAY)}


def test_that_each_node_has_the_members_of_all_below_it(office, member, group, add):
    people, branch = office.catalog["person"], nodes_of(office)["第一网格党支部"].id
    probationary = {"name": "王芳", "branch": branch, "group": group, "status": "probationary"}
    records.save_record(office, people, probationary)

    found = nodes_of(office)

    top = next(iter(found.values()))
    assert top.counts["members"] == found["第一网格党支部"].counts["members"] == 2
    assert found["第一网格党支部一号楼党小组"].counts["members"] == 1
    assert top.counts["probationary"] == 1
    assert (top.counts["branch"], top.counts["group"]) == (1, 1)


def test_that_a_name_leaves_out_what_the_one_above_says(office, group):
    assert nodes_of(office)["第一网格党支部一号楼党小组"].short == "一号楼党小组"


def test_that_a_dissolved_one_is_told_apart_and_not_counted(office, branch):
    ledger = office.catalog["organisation"]
    seen = records.find_record(office, ledger, branch)
    records.save_record(
        office, ledger, {"dissolved_on": "2026-11-20"}, records.Seen(branch, seen.version)
    )

    top, one = trees.organisations(office, DAY)

    assert one.ended
    assert top.counts["branch"] == 0


def test_that_whoever_is_limited_sees_only_his_own(demo):
    whole = trees.organisations(demo)
    branch = next(node for node in whole if node.form == "branch")
    demo.account = dataclasses.replace(demo.account, organisation=branch.id)

    seen = trees.organisations(demo)

    assert seen[0].id == branch.id
    assert seen[0].parent is None
    assert {node.parent for node in seen[1:]} <= {node.id for node in seen}


def test_that_territories_tell_who_works_there(office, add):
    street = add("territory", name="某街道", kind="street", code="410305990")
    grid = add("territory", name="第一网格", kind="grid", parent=street, households=120)
    add(
        "organisation",
        name="网格党支部",
        form="branch",
        kind="grid",
        territory=grid,
        parent=office.unit.organisation,
    )

    found = {node.name: node for node in trees.territories(office, DAY)}

    assert found["某街道"].counts["organisations"] == found["第一网格"].counts["organisations"] == 1
    assert found["某街道"].counts["grid"] == 1
    assert found["某街道"].counts["households"] == 120
