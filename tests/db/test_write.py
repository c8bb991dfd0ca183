"""Writing: versions, dots, what a change touched."""

import pytest
from sqlalchemy import select

from jianxi_desktop.db import system, write
from jianxi_desktop.db.write import table_of
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.services import records
from tests import factory
from tests.postgres import EITHER_PLACE


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


@pytest.fixture
def venue(office):
    return office.catalog["venue"]


def add(office, ledger, *rows):
    with office.change("change") as change:
        return write.insert_rows(change, ledger, rows)


def row_of(office, ledger, record_id):
    table = table_of(ledger)
    with office.store.read() as connection:
        return connection.execute(select(table).where(table.c.id == record_id)).mappings().one()


def test_that_a_new_row_has_its_dot_and_its_first_version(office, venue):
    record = add(office, venue, {"name": "党群服务中心", "kind": "service_centre"})[0]
    row = row_of(office, venue, record)
    with office.store.read() as connection:
        own = connection.execute(select(system.office.c.replica)).scalar()
        chain = select(system.replica.c.seq).where(system.replica.c.number == own)
        seq = connection.execute(chain).scalar()
    assert (row["version"], row["replica"], row["seq"]) == (1, own, seq)


def test_that_each_change_counts_one_further(office, venue):
    first, second = (
        row_of(office, venue, add(office, venue, {"name": name, "kind": "square"})[0])["seq"]
        for name in "一二"
    )
    assert second == first + 1


def test_that_rows_of_one_change_share_its_number(office, venue):
    ids = add(office, venue, *({"name": str(n), "kind": "square"} for n in range(3)))
    rows = [row_of(office, venue, each) for each in ids]
    assert len({row["seq"] for row in rows}) == 1
    assert [row["serial"] for row in rows] == sorted(row["serial"] for row in rows)
    assert [row["name"] for row in rows] == ["0", "1", "2"]


def test_that_no_rows_write_nothing(office, venue):
    before = factory.dump(office)
    with office.change("change") as change:
        assert write.insert_rows(change, venue, []) == []
        assert change.touched == set()
        change.give_up()
    assert factory.dump(office) == before


def test_that_an_update_must_name_the_version_it_was_shown(office, venue):
    record = add(office, venue, {"name": "旧", "kind": "square"})[0]
    with office.change("change") as change:
        assert write.update_row(change, venue, record, 1, {"name": "新"}) == 2
    before = factory.dump(office)
    for version in (0, 1, 3):
        with pytest.raises(ConflictError) as refused, office.change("change") as change:
            write.update_row(change, venue, record, version, {"name": "更新"})
        assert refused.value.code == "stale"
    assert factory.dump(office) == before


def test_that_one_stale_row_undoes_the_whole_change(office, venue):
    one, other = add(office, venue, *({"name": n, "kind": "square"} for n in "甲乙"))
    with pytest.raises(ConflictError), office.change("change") as change:
        _update_both(change, venue, one, other)
    assert row_of(office, venue, one)["name"] == "甲"


def _update_both(change, venue, one, other):
    write.update_row(change, venue, one, 1, {"name": "丙"})
    write.update_row(change, venue, other, 7, {"name": "丁"})


def test_that_a_record_cannot_be_removed_twice_nor_restored_unremoved(office, venue):
    record = add(office, venue, {"name": "甲", "kind": "square"})[0]
    with pytest.raises(ConflictError) as refused:
        records.restore_record(office, venue, record)
    assert refused.value.code == "not_removed"
    records.remove_record(office, venue, record, 1, "重复登记")
    with pytest.raises(ConflictError):
        records.remove_record(office, venue, record, 1, "重复登记")


def test_that_a_removed_row_keeps_its_reason_and_its_day(office, venue):
    record = add(office, venue, {"name": "甲", "kind": "square"})[0]
    records.remove_record(office, venue, record, 1, " 重复登记 ")
    row = row_of(office, venue, record)
    assert row["removed_why"] == "重复登记"
    assert len(row["removed_on"]) == 10


def test_that_a_change_tells_which_ledgers_it_touched(office, catalog, branch):
    values = {"name": "王芳", "branch": branch, "status": "full"}
    saved = records.save_record(office, catalog["person"], values)
    assert saved.touched == {"person", "membership"}


def test_that_many_rows_are_numbered_without_gaps(office, venue):
    ids = add(office, venue, *({"name": str(n), "kind": "square"} for n in range(5_003)))
    assert len(set(ids)) == 5_003
    with office.store.read() as connection:
        table = table_of(venue)
        rows = connection.execute(select(table.c.serial, table.c.name).order_by(table.c.serial))
        found = [tuple(row) for row in rows]
    assert found == [(n + 1, str(n)) for n in range(5_003)]
