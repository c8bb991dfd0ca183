"""Packages of every version that ever wrote any are read today, and merge as they did."""

import pytest

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import conflicts, package, records
from jianxi_desktop.services.verify import verify
from tests import golden
from tests.conftest import open_copy
from tests.services.clones import rows, send

THEIRS = ("person", "membership", "activity", "attendance", "venue", "need", "project")


@pytest.fixture
def receiver(district):
    """A district of today with the keys that the kept packages were locked for."""
    golden.become(district, "district")
    return district


@pytest.mark.parametrize("version", golden.VERSIONS)
def test_that_a_package_of_each_version_is_merged_whole(receiver, version):
    found = package.inspect_package(receiver, golden.package(version))
    assert found.obstacle is None
    merged = package.merge_package(receiver, golden.package(version))
    assert (merged.applied, merged.conflicts) == (sum(found.counts.values()), 0)
    assert names(receiver)[-1] == LAST[version]
    assert broken(receiver) == []
    again = package.merge_package(receiver, golden.package(version))
    assert again.duplicate


LAST = {
    version: f"第{nth}个𠮷" for version, nth in zip(golden.VERSIONS, "一二三四五六", strict=True)
}


def broken(office):
    return [(check.rule, check.detail) for check in verify(office) if not check.ok]


def shown_at(office):
    return {dict(row)["id"]: dict(row) for row in rows(office, "person")["person"]}


def waiting(office):
    """What is left to people, field by field."""
    lines = conflicts.list_conflicts(office, with_doubles=False).lines
    return sorted(each.what for each in lines)


def names(office):
    people = office.catalog["person"]
    serials = records.list_serials(office, people, Query())
    rows = records.list_rows(office, people, (people.caption,), serials)
    kept = [row.cells[0] for row in rows]
    return sorted(kept, key=lambda name: "一二三四五六".find(name[1:2]))


def test_that_packages_merge_in_their_order_and_older_ones_bring_nothing(
    receiver, founded, tmp_path
):
    applied = []
    for version in golden.VERSIONS:
        merged = package.merge_package(receiver, golden.package(version))
        assert merged.conflicts == 0
        applied.append(merged.applied)
    assert applied[0] > 100
    assert all(0 < each < applied[0] for each in applied[1:])
    (tmp_path / "other").mkdir()
    other = open_copy(founded, "district", tmp_path / "other")
    golden.become(other, "district")
    package.merge_package(other, golden.package("0011-later"))
    late = package.merge_package(other, golden.package("0002"))
    assert (late.applied, late.conflicts) == (0, 0)
    for key in THEIRS:
        assert rows(receiver, key) == rows(other, key)
    other.close()


def test_that_a_district_of_before_takes_a_package_of_before_as_it_did(tmp_path):
    district = golden.open_kept("district", tmp_path)
    merged = package.merge_package(district, golden.package("0011-later"))
    # changed here meanwhile: the first member's telephone, and five addresses
    assert merged.conflicts == 6
    # a member changed, one removed with his membership, one new with hers, one venue
    assert merged.applied == 6
    assert names(district)[-1] == LAST["0011-later"]
    assert broken(district) == []
    district.close()


def test_that_nothing_is_lost_or_asked_twice_when_both_go_on_with_changes(tmp_path):
    community, district = (golden.open_kept(name, tmp_path) for name in ("community", "district"))
    before = {name: shown_at(each) for name, each in (("c", community), ("d", district))}
    merged = send(community, district, tmp_path)
    assert waiting(district) == ["手机号码", *["现居住地"] * 5]
    assert merged.conflicts == 6
    assert merged.new > 0  # what the last package of before would have brought
    for one, values in before["c"].items():
        here = shown_at(district)[one]
        edited = "区里" in str(before["d"].get(one, {}).get("address"))
        assert {**here, "phone": "", "address": ""} == {**values, "phone": "", "address": ""}
        assert edited or here["address"] == values["address"]
    send(district, community, tmp_path)
    for key in THEIRS:
        assert rows(community, key) == rows(district, key)
    assert waiting(community) == waiting(district)
    assert broken(district) == broken(community) == []
    late = package.merge_package(district, golden.package("0011-later"))
    assert late.applied == 0
    assert waiting(community) == waiting(district)
    district.close()
    community.close()
