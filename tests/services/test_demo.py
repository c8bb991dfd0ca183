"""The demonstration: the district's own figures, and people who are nobody."""

from collections import Counter

import pytest

from jianxi_desktop.domain import regions
from jianxi_desktop.domain.identity import read_identity
from jianxi_desktop.domain.progress import StoppedError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import demo as demos
from jianxi_desktop.services import observation, records
from jianxi_desktop.services.office import open_office
from tests import factory


@pytest.fixture(scope="module")
def district_demo(tmp_path_factory):
    """The district's demonstration; made once, for it takes seconds."""
    path = tmp_path_factory.mktemp("demo") / "district.jxdb"
    counts = demos.make_demo(path, scale="district")
    office = open_office(path, demos.DEMO_PASSWORD)
    yield office, counts
    office.close()


def organisations(office):
    ledger = office.catalog["organisation"]
    columns = (ledger.record.form, ledger.record.kind)
    serials = records.list_serials(office, ledger, Query())
    return [row.cells for row in records.list_rows(office, ledger, columns, serials)]


def test_that_the_district_has_its_own_figures(district_demo):
    office, counts = district_demo
    found = organisations(office)
    communities = Counter(form for form, kind in found if kind == "community")
    assert communities == {"party_committee": 54, "general_branch": 10, "branch": 7}
    kinds = Counter(kind for _form, kind in found)
    assert (kinds["grid"], kinds["building"]) == (238, 262)
    people = office.catalog["person"]
    assert counts["person"] == records.count_rows(office, people, Query()) == 9_467
    assert sum(node.members for node in records.organisation_tree(office)) == 9_467


def test_that_every_community_is_observed_once(district_demo):
    office, _counts = district_demo
    ((round_id, _title),) = observation.list_rounds(office)
    numbers = observation.form_numbers(office, round_id)
    assert len(set(numbers)) == len(numbers) == 71


def test_that_nobody_in_it_is_anybody(demo):
    ledger = demo.catalog["person"]
    serials = records.list_serials(demo, ledger, Query())
    columns = (ledger.record.id_number, ledger.record.sex, ledger.record.born_on)
    rows = records.list_rows(demo, ledger, columns, serials, reveal=factory.leave(demo, ledger))
    known = [read_identity(row.cells[0]) for row in rows]
    assert not any(regions.is_known(each.region) for each in known)
    assert len({each.number for each in known}) == len(rows)
    assert [(each.sex, each.born_on) for each in known] == [row.cells[1:] for row in rows]


def test_that_attendance_agrees_with_the_activities(demo):
    attendance = factory.rows_of(demo, demo.catalog["attendance"])
    activities = factory.rows_of(demo, demo.catalog["activity"])
    states = Counter(row["state"] for row in attendance)
    assert states["present"] == sum(row["present"] for row in activities)
    assert states["leave"] == sum(row["on_leave"] for row in activities)
    assert len(attendance) - states["exempt"] == sum(row["expected"] for row in activities)


def test_that_the_same_seed_makes_the_same_people(founded, demo, tmp_path):
    demos.make_demo(tmp_path / "again.jxdb", seed=1)
    again = open_office(tmp_path / "again.jxdb", demos.DEMO_PASSWORD)
    ledger = demo.catalog["person"]
    assert factory.rows_of(again, ledger) == factory.rows_of(demo, ledger)
    again.close()


def test_that_stopping_leaves_no_file(tmp_path):
    def stop(done, total):
        raise StoppedError("stopped", user_message="已停止。", code="stopped")

    with pytest.raises(StoppedError):
        demos.make_demo(tmp_path / "a.jxdb", progress=stop)
    assert list(tmp_path.glob("*.jxdb*")) == []
