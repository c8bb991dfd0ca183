"""Packages of the first kind made by hand: what no program can have written keeps them out."""

from datetime import UTC, datetime

import pytest

from jianxi_desktop.db import store, transfer
from jianxi_desktop.db.ids import new_id
from jianxi_desktop.errors import InputError
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.services import package, trust
from jianxi_desktop.sync.package import Direction, PackageFacts, Part
from jianxi_desktop.sync.package import write_snapshot as write_raw
from tests import factory


def forge(office, district, drive, ledger_key, rows, columns=None):
    """Write a package as the community, with any rows at all."""
    ledger = office.catalog[ledger_key]
    with office.store.read() as connection:
        replica, own = transfer.own_replica(connection), trust.keys_in(connection)
    facts = PackageFacts(
        id=new_id().hex,
        number=99,
        replica=replica,
        created=datetime(2026, 11, 20, tzinfo=UTC),
        schema=store.HEAD,
        direction=Direction.UP,
        folder=office.unit.code,
        units=(office.unit.code, district.unit.code),
    )
    part = Part(
        ledger_key, columns or transfer.columns_of(ledger), [_row(replica, r) for r in rows]
    )
    cards = [package.office_card(district)]
    return write_raw(drive, facts, own, cards, [part]).path


def _row(replica, given):
    facts = {"id": new_id().hex, "replica": replica, "seq": 5, "removed_on": None} | given
    facts.setdefault("removed_why", None)
    fields = tuple(CATALOG["venue"].fields)
    head = ("id", "replica", "seq", "removed_on", "removed_why")
    values = {"name": "甲", "kind": "square"} | facts
    return [values.get(key) for key in (*head, *fields)]


def test_that_a_row_made_by_hand_is_taken(friends, drive):
    office, district = friends
    file = forge(office, district, drive, "venue", [{}])
    assert package.merge_package(district, file).applied == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": None},
        {"name": 7},
        {"name": "长" * 81},
        {"office_area": "八十"},
        {"office_area": True},
        {"opened_on": "1985年"},
        {"organisation": "第一支部"},
        {"id": "x"},
        {"id": 1},
        {"replica": "00"},
        {"seq": 0},
        {"seq": "1"},
        {"seq": True},
        {"removed_on": 5},
    ],
    ids=lambda wrong: str(wrong)[:30],
)
def test_that_a_malformed_row_keeps_the_whole_package_out(friends, drive, wrong):
    office, district = friends
    file = forge(office, district, drive, "venue", [{}, wrong, {}])
    before = factory.dump(district)
    with pytest.raises(InputError) as refused:
        package.merge_package(district, file)
    assert refused.value.code == "unknown_content"
    assert factory.dump(district) == before


def test_that_one_record_twice_in_a_package_keeps_it_out(friends, drive):
    office, district = friends
    file = forge(office, district, drive, "venue", [{"id": "ab" * 16}, {"id": "ab" * 16}])
    before = factory.dump(district)
    with pytest.raises(InputError) as refused:
        package.merge_package(district, file)
    assert refused.value.code == "unknown_content"
    assert factory.dump(district) == before


def test_that_columns_of_a_newer_program_keep_it_out(friends, drive):
    office, district = friends
    columns = (*transfer.columns_of(office.catalog["venue"])[:-1], "colour")
    file = forge(office, district, drive, "venue", [{}], columns)
    with pytest.raises(InputError) as refused:
        package.merge_package(district, file)
    assert refused.value.code == "unknown_content"
