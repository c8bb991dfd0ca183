"""What must hold of history, undo, restore and erasure for every ledger."""

import pytest

from jianxi_desktop.db import history as journal
from jianxi_desktop.db.chain import broken_chains, broken_rows
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.services import erasure, history, records
from tests import factory

EVERY = pytest.mark.parametrize("ledger", list(CATALOG), ids=lambda ledger: ledger.key)


def stored(office):
    """Every record that stands, but what counts along: serial, version, dot."""
    tables = factory.dump(office)
    names = [ledger.record.__tablename__ for ledger in CATALOG]
    return {name: [row[1:2] + row[5:] for row in tables[name] if row[5] is None] for name in names}


def seen(office, ledger, record):
    found = records.find_record(office, ledger, record)
    return records.Seen(found.id, found.version, found.companion)


def changed(ledger, values):
    """Other values for every field that is no link."""
    other = {
        key: factory.value_of(field, 8)
        for key, field in ledger.all_fields.items()
        if not isinstance(field, Link) and key in values
    }
    other = factory.agreeing(other, 8)
    return {key: value for key, value in other.items() if value != values[key]}


@pytest.fixture
def made(office, ledger):
    """A record with every field, and the values it was made of."""
    values = factory.values_for(office, ledger, 5)
    return records.save_record(office, ledger, values).id, values


@EVERY
def test_that_every_field_is_in_the_history_old_and_new(office, ledger, made):
    record, values = made
    other = changed(ledger, values)
    assert other
    records.save_record(office, ledger, other, seen(office, ledger, record))
    with office.store.read() as connection:
        written = journal.changes_of(connection, ledger, record)
    own = {key: value for key, value in other.items() if key in ledger.fields}
    old, new = {}, {}
    for leaf in written[-1].leaves:
        old, new = old | leaf.old, new | leaf.new
    assert new == own
    assert old == {key: values[key] for key in own}
    fields = {c.field for line in history.history_of(office, ledger, record) for c in line.changes}
    assert set(other) <= fields


@EVERY
def test_that_masked_fields_are_masked_in_the_history(office, ledger, made):
    record, values = made
    shown = repr(history.history_of(office, ledger, record))
    for key, field in ledger.all_fields.items():
        if field.masked:
            assert str(values[key]) not in shown
            assert field.mask(values[key]) in shown


@EVERY
def test_that_undo_and_redo_meet_every_field(office, ledger, made):
    record, values = made
    before = stored(office)
    records.save_record(office, ledger, changed(ledger, values), seen(office, ledger, record))
    after = stored(office)
    history.undo_last(office)
    assert stored(office) == before
    history.redo_last(office)
    assert stored(office) == after


@EVERY
def test_that_an_earlier_value_of_any_field_comes_back(office, ledger, made):
    record, values = made
    other = changed(ledger, values)
    first = history.history_of(office, ledger, record)[-1].dot
    records.save_record(office, ledger, other, seen(office, ledger, record))
    for key in other:
        if key in ledger.fields:
            history.revert_value(office, ledger, record, first, key)
    with office.store.read() as connection:
        found = office.lister(ledger).find(connection, record)
    for key in other:
        if key in ledger.fields:
            assert found.values[key] == values[key] or ledger.fields[key].masked


@EVERY
def test_that_an_erased_record_is_gone_and_the_journal_whole(office, ledger, made):
    record, _values = made
    erasure.erase_record(office, ledger, record, "洛涧个保〔2026〕1号")
    with office.store.read() as connection:
        assert [*broken_chains(connection), *broken_rows(connection, CATALOG)] == []
        written = journal.changes_of(connection, ledger, record)
    assert [leaf.kind for each in written for leaf in each.leaves] == ["erase"]
    optional = [key for key, field in ledger.fields.items() if not field.required]
    row = journal_row(office, ledger, record)
    assert all(row[key] is None for key in optional)


def journal_row(office, ledger, record):
    with office.store.read() as connection:
        table = ledger.record.__table__
        return connection.execute(table.select().where(table.c.id == record)).mappings().one()
