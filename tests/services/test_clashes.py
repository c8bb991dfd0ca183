"""What two people changed in one record is told apart field by field."""

import pytest

from jianxi_desktop.services import records
from jianxi_desktop.services.clashes import find_clashes, keep_mine
from tests.postgres import EITHER_PLACE


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


def opened(office, member):
    """Open a form: what it has seen and the values it shows."""
    found = records.find_record(office, office.catalog["person"], member)
    return records.Seen(found.id, found.version, found.companion), found.values


def clash_of(office, member, typed, saved):
    """Let one person type while another one saves."""
    ledger = office.catalog["person"]
    seen, before = opened(office, member)
    records.save_record(office, ledger, saved, seen)
    return find_clashes(office, ledger, seen, before, {**before, **typed})


def test_that_only_fields_that_differ_are_told_with_who_changed_them(office, member):
    found = clash_of(office, member, {"name": "李后到"}, {"workplace": "涧西小学"})

    told = {each.field: (each.by_me, each.by_them, each.both) for each in found.fields}
    assert told == {"name": (True, False, False), "workplace": (False, True, False)}
    assert [keep_mine(each, ()) for each in found.fields] == [True, False]


def test_that_who_saved_first_is_named(office, member):
    found = clash_of(office, member, {"name": "李后到"}, {"workplace": "涧西小学"})

    assert found.who == "管理员"
    assert "月" in found.when


def test_that_both_typing_the_same_is_no_choice(office, member):
    (found,) = clash_of(office, member, {"name": "李改"}, {"name": "李改"}).fields

    assert not found.both


def test_that_numbers_are_told_masked(office, member):
    (found,) = clash_of(office, member, {"phone": "13900005678"}, {"phone": "13700009999"}).fields

    assert found.both
    assert all("****" in text for text in (found.before, found.mine, found.theirs))


def test_that_a_link_is_told_by_its_name(office, member, branch):
    values = {
        "name": "第二网格党支部",
        "form": "branch",
        "kind": "grid",
        "parent": office.unit.organisation,
    }
    other = records.save_record(office, office.catalog["organisation"], values).id

    (found,) = clash_of(office, member, {"branch": other}, {"name": "李𠮷"}).fields

    assert (found.before, found.mine) == ("第一网格党支部", "第二网格党支部")


def test_that_the_next_save_finds_the_record_as_it_is_now(office, member):
    found = clash_of(office, member, {"name": "李后到"}, {"workplace": "涧西小学"})

    saved = records.save_record(office, office.catalog["person"], {"name": "李后到"}, found.seen)

    assert saved.version >= found.seen.version
