"""Packages of every version that ever wrote any are read today, and merge as they did."""

import pytest

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import package, records
from jianxi_desktop.services.verify import verify
from tests import golden


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
    assert [check.rule for check in verify(receiver) if not check.ok] == []
    again = package.merge_package(receiver, golden.package(version))
    assert again.duplicate


LAST = {
    version: f"第{nth}个𠮷" for version, nth in zip(golden.VERSIONS, "一二三四五六", strict=True)
}


def names(office):
    people = office.catalog["person"]
    serials = records.list_serials(office, people, Query())
    rows = records.list_rows(office, people, (people.caption,), serials)
    kept = [row.cells[0] for row in rows]
    return sorted(kept, key=lambda name: "一二三四五六".find(name[1:2]))
