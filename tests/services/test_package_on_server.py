"""Packages between a community's file and the district's server."""

from sqlalchemy import select

from jianxi_desktop.db import system
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import package, records, trust, verify
from tests import factory


def names(office):
    people = office.catalog["person"]
    return sorted(row["name"] for row in factory.rows_of(office, people, Query()))


def rename(office, person, name):
    ledger = office.catalog["person"]
    found = records.find_record(office, ledger, person)
    seen = records.Seen(found.id, found.version, found.companion)
    records.save_record(office, ledger, {"name": name}, seen)


def test_that_packages_go_up_to_a_server_and_down_again(district, office_on_server, drive):
    """The office on the server is a community's: the district here hands down and takes in."""
    served = office_on_server
    for one, other in ((served, district), (district, served)):
        trust.trust_card(one, trust.save_card(other, drive))
    branch = factory.branch_of(served)
    values = {"name": "李甲", "branch": branch, "status": "full"}
    one = records.save_record(served, served.catalog["person"], values).id
    up = package.write_package(served, drive)
    assert package.merge_package(district, up.file).new
    rename(district, one, "区里改的")
    rename(served, one, "社区改的")
    down = package.write_package(district, drive, to=served.unit.code)
    merged = package.merge_package(served, down.file)
    assert merged.conflicts == 1
    assert package.merge_package(served, down.file).duplicate
    again = package.write_package(served, drive)
    package.merge_package(district, again.file)
    assert names(served) == names(district) == ["社区改的"]
    with served.store.read() as connection:
        assert len(connection.execute(select(system.conflict)).all()) == 1
    failed = [check.rule for check in verify.verify(served) if not check.ok]
    assert failed == []
