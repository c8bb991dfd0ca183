"""The journal notices whatever is changed in it, and whatever is changed beside it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from jianxi_desktop.db import system
from jianxi_desktop.db.chain import broken_chains, broken_rows
from jianxi_desktop.db.guard import unlocked
from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.domain import blocks
from jianxi_desktop.services import history, records
from tests import factory

CHANGES = 6


@pytest.fixture
def worked(office, branch, member):
    """An office in which a few things were done."""
    people = office.catalog["person"]
    for street in ("一", "二", "三"):
        found = records.find_record(office, people, member)
        opened = records.Seen(found.id, found.version, found.companion)
        records.save_record(office, people, {"address": street}, opened)
    history.undo_last(office)
    return office


def broken(office):
    with office.store.read() as connection:
        return [
            *broken_chains(connection),
            *broken_rows(connection, office.catalog),
        ]


def tamper(office, statement, *values):
    with office.store.writing() as connection, unlocked(connection, "open"):
        done = connection.exec_driver_sql(statement, values)
        assert done.rowcount


def test_that_the_journal_of_honest_work_is_whole(worked):
    assert broken(worked) == []


def test_that_a_demonstration_is_whole(demo):
    assert broken(demo) == []


@pytest.mark.parametrize("seq", range(1, CHANGES + 1))
@pytest.mark.parametrize(
    "change",
    [
        "SET action = 'create2'",
        "SET account = NULL",
        "SET hlc = hlc + 1",
        "SET first = first + 1",
        'SET note = \'["00","other",{}]\'',
        "SET block = NULL",
        "SET block = x'00'",
        "SET hash = zeroblob(32)",
        "SET prev = zeroblob(32)",
        "SET writes = writes + 1",
        "SET undoes = 99",
        "SET app_schema = '9'",
    ],
)
def test_that_a_changed_entry_is_noticed(worked, change, seq):
    tamper(worked, f"UPDATE sync_change {change} WHERE replica = 1 AND seq = {seq}")
    assert broken(worked)


@pytest.mark.parametrize("seq", range(1, CHANGES + 2))
def test_that_a_missing_entry_is_noticed(worked, seq):
    tamper(worked, f"DELETE FROM sync_change WHERE replica = 1 AND seq = {seq}")
    assert broken(worked)


def test_that_swapped_entries_are_noticed(worked):
    tamper(worked, "UPDATE sync_change SET seq = 90 WHERE seq = 3 AND replica = 1")
    tamper(worked, "UPDATE sync_change SET seq = 3 WHERE seq = 4 AND replica = 1")
    tamper(worked, "UPDATE sync_change SET seq = 4 WHERE seq = 90 AND replica = 1")
    assert broken(worked)


def test_that_an_entry_copied_in_is_noticed(worked):
    columns = "first, hlc, account, action, undoes, app_schema, note, prev, hash, writes, block"
    tamper(
        worked,
        f"INSERT INTO sync_change (replica, seq, {columns}) "
        f"SELECT replica, 99, {columns} FROM sync_change WHERE replica = 1 AND seq = 2",
    )
    assert broken(worked)


def test_that_an_entry_whose_block_was_exchanged_is_noticed(worked):
    other = "(SELECT block FROM sync_change WHERE replica = 1 AND seq = 3)"
    tamper(worked, f"UPDATE sync_change SET block = {other} WHERE replica = 1 AND seq = 4")
    assert broken(worked)


@pytest.mark.parametrize("column", ["name", "address", "removed_on"])
def test_that_a_record_changed_beside_the_journal_is_noticed(worked, column):
    tamper(worked, f"UPDATE person SET {column} = '2020-01-01'")
    assert [each.what for each in broken(worked)] == ["row"]


def test_that_a_record_put_in_beside_the_journal_is_noticed(worked):
    tamper(
        worked,
        "INSERT INTO venue (serial, id, version, replica, seq, name, kind) "
        "VALUES (50, x'01000000000000000000000000000001', 1, 1, 3, '阵地', 'square')",
    )
    assert [each.what for each in broken(worked)] == ["unknown"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET name = '某'",
        "INSERT INTO venue (serial) VALUES (9)",
        "DELETE FROM person",
        "UPDATE sync_change SET action = 'x'",
        "DELETE FROM sync_change",
        "INSERT INTO sync_touch VALUES ('person', 1, 1, 1)",
        "DROP TABLE person",
        "DROP TABLE sync_change",
        "DELETE FROM sync_touch",
    ],
)
def test_that_nothing_writes_past_the_journal(worked, statement):
    before = factory.dump(worked)
    with pytest.raises(Exception, match="not authorized"), worked.store.writing() as connection:
        connection.exec_driver_sql(statement)
    assert factory.dump(worked) == before


def test_that_mapped_objects_cannot_be_saved_past_the_journal(worked):
    venue = worked.catalog["venue"].record
    with worked.store.writing() as connection, Session(connection) as session:
        session.add(venue(name="阵地", kind="square"))
        with pytest.raises(Exception, match="not authorized"):
            session.flush()


TRICKY = st.sampled_from(('"', "\\", "%s", "%", "\x00", "\x1f", "\x7f", "\u2028", "𠮷", '","'))
VALUES = TRICKY | st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=60)


@given(st.lists(st.tuples(st.uuids(), VALUES, VALUES), max_size=30), st.integers(0, 29))
def test_that_a_block_comes_back_as_it_was_and_may_lose_a_row(rows, lost):
    block = blocks.Block()
    columns = [[row[0].hex for row in rows], [row[1] for row in rows], [row[2] for row in rows]]
    leaves = blocks.new_leaves(columns, len(rows))
    assert all(leaf == blocks.spell(json.loads(leaf)) for leaf in leaves)
    block.add(("person", "new", ("a", "b")), leaves)
    packed = block.pack()
    read = list(blocks.read_block(packed))
    assert [(leaf.row, leaf.new["a"], leaf.new["b"]) for leaf in read] == [
        (row.hex, a, b) for row, a, b in rows
    ]
    assert blocks.seals_of(packed) == block.seals()
    chosen = frozenset({rows[lost % len(rows)][0].hex}) if rows else frozenset()
    kept, erased = blocks.without(packed, "person", chosen)
    assert (erased > 0) == bool(chosen)
    assert blocks.seals_of(kept) == block.seals()


@given(st.lists(st.integers(1, 300_000), max_size=50), st.integers(0, 2_000), st.integers(0, 2**19))
def test_that_a_block_never_grows_beyond_its_bounds(sizes, writes, size):
    leaves = [bytes(each) for each in sizes]
    taken = blocks.fitting(leaves, writes, size)
    assert writes + taken <= max(blocks.MOST_WRITES, writes)
    if writes:
        assert taken == 0 or size + sum(sizes[:taken]) <= blocks.MOST_BYTES
    elif sizes:
        assert taken >= 1


def test_that_a_long_action_is_several_changes_of_one_chain(office):
    venue = office.catalog["venue"]
    with office.change("import") as change:
        rows = [{"name": f"阵地{n}", "kind": "square"} for n in range(4_500)]
        insert_rows(change, venue, rows)
    with office.store.read() as connection:
        written = connection.execute(
            system.change.select().where(system.change.c.action == "import")
        ).all()
    assert [row.writes for row in written] == [2000, 2000, 500]
    assert {row.first for row in written} == {written[0].seq}
    assert broken(office) == []
