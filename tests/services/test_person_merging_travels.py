"""Two records that were made one at a community are one at the district, and two again."""

import pytest

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import package, person_links, person_merging, records
from tests import factory


@pytest.fixture
def send(office, district, tmp_path):
    """Hand everything new over to the district."""
    for one, other in ((office, district), (district, office)):
        package.trust_card(one, package.save_card(other, tmp_path))

    def hand_over():
        written = package.write_package(office, tmp_path)
        return package.merge_package(district, written.file)

    return hand_over


def names(office):
    people = office.catalog["person"]
    return [row["name"] for row in factory.rows_of(office, people, Query())]


def dues_of(office, person):
    ledger = office.catalog["dues_record"]
    with office.store.read() as connection:
        return len(person_links.rows_of(connection, ledger, ("person",), person))


def test_that_a_merging_and_its_taking_back_travel(office, district, send):
    branch = factory.branch_of(office)
    people = office.catalog["person"]
    kept, gone = (
        records.save_record(office, people, {"name": name, "branch": branch, "status": "full"}).id
        for name in ("王芳", "王芬")
    )
    paid = {"month": "2026-10", "amount": 1000, "person": gone}
    records.save_record(office, office.catalog["dues_record"], paid)
    send()
    assert (sorted(names(district)), dues_of(district, gone)) == (["王芬", "王芳"], 1)
    person_merging.merge_persons(office, kept, gone)
    sent = send()
    assert not sent.conflicts
    assert (names(district), dues_of(district, kept), dues_of(district, gone)) == (["王芳"], 1, 0)
    person_merging.unmerge(office, gone)
    send()
    assert (sorted(names(district)), dues_of(district, gone)) == (["王芬", "王芳"], 1)
