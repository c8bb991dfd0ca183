"""Erasing on a lawful request."""

import pytest

from jianxi_desktop.db.chain import broken_chains, broken_rows
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import attendance, erasure, history, records
from tests import factory
from tests.postgres import EITHER_PLACE


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


CANARY = "金丝雀巷"


@pytest.fixture
def people(office):
    return office.catalog["person"]


@pytest.fixture
def erased(office, people, member, branch):
    found = records.find_record(office, people, member)
    opened = records.Seen(found.id, found.version, found.companion)
    records.save_record(office, people, {"address": CANARY, "archive_unit": CANARY}, opened)
    activity = factory.record_of(office, "activity", 1)
    attendance.record_attendance(office, activity, 1, {member: ("leave", CANARY)})
    return erasure.erase_record(office, people, member, "洛涧个保〔2026〕1号")


def test_that_nothing_of_an_erased_person_is_left(office, erased, member, people):
    assert (erased.records, erased.writes) == (3, 5)
    assert records.count_rows(office, people, Query(words="李")) == 0
    with office.store.read() as connection:
        for row in connection.exec_driver_sql("SELECT block FROM sync_change"):
            from jianxi_desktop.domain import blocks

            text = repr(list(blocks.read_block(row[0])))
            assert "李𠮷" not in text
            assert CANARY not in text
            assert "99010119650312002X" not in text
    rest = {k: v for k, v in factory.dump(office).items() if k != "sync_change"}
    assert CANARY not in repr(rest)
    assert "李𠮷" not in repr(rest)


def test_that_the_journal_still_verifies(office, erased):
    with office.store.read() as connection:
        assert list(broken_chains(connection)) == []
        assert list(broken_rows(connection, office.catalog)) == []


def test_that_the_erasure_itself_stands_in_the_history(office, erased, member, people):
    line = history.history_of(office, people, member)[0]
    assert (line.action, line.reason) == ("依法彻底删除", "洛涧个保〔2026〕1号")
    assert {change.old for change in line.changes} <= {"（已依法删除）", ""}


def test_that_an_erasure_is_final(office, erased):
    with pytest.raises(InputError) as refused:
        history.undo_last(office)
    assert refused.value.code == "final"


def test_that_an_erasure_names_its_request(office, people, member):
    before = factory.dump(office)
    with pytest.raises(InputError) as refused:
        erasure.erase_record(office, people, member, " 无 ")
    assert refused.value.code == "no_reason"
    assert factory.dump(office) == before


def test_that_what_is_not_there_cannot_be_erased(office, people):
    with pytest.raises(ConflictError):
        erasure.erase_record(office, people, factory.any_id(), "洛涧个保〔2026〕1号")
