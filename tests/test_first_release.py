"""A database that the first release made opens in this program, with everything in it."""

import shutil
from pathlib import Path

import pytest

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import backups, divisions, history, records
from jianxi_desktop.services import office as offices
from jianxi_desktop.services.demo import DEMO_PASSWORD
from jianxi_desktop.services.verify import verify
from tests import factory

KEPT = Path(__file__).parent / "data" / "first_release"
RECOVERY_KEY = """
061F-E36J-HT81-Z3PZ
M4RX-QQAW-YYCG-Y1CT
C1SM-6D9C-D2WG-056S
6X51-R2ZZ-DNZV-560R
"""
COUNTS = {
    "organisation": 7,
    "territory": 3,
    "person": 25,
    "membership": 25,
    "activity": 4,
    "attendance": 48,
    "venue": 4,
    "observation_round": 1,
    "observation_visit": 1,
    "observation_criterion": 17,
}


@pytest.fixture
def path(tmp_path):
    for file in KEPT.glob("office.jxdb*"):
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / "office.jxdb"


@pytest.fixture
def first(path):
    opened = offices.open_office(path, DEMO_PASSWORD)
    yield opened
    opened.close()


def rare(office):
    """The member whose name is written with rare characters, found by searching for it."""
    ledger = office.catalog["person"]
    serials = records.list_serials(office, ledger, Query(words="㐂𠮷"))
    row = records.list_rows(office, ledger, (ledger.caption,), serials)
    return row[0].id


def test_that_it_opens_with_the_password_of_then_and_holds_what_it_held(first):
    assert first.unit.name == "武汉路社区"
    counted = {key: records.count_rows(first, first.catalog[key], Query()) for key in COUNTS}
    assert counted == COUNTS


def test_that_it_opens_a_second_time_and_with_its_recovery_key(path):
    offices.open_office(path, DEMO_PASSWORD).close()
    offices.open_office(path, DEMO_PASSWORD, user="管理员").close()
    offices.unlock_with_recovery(path, RECOVERY_KEY, "battery-staple-1978").close()
    offices.open_office(path, "battery-staple-1978").close()


def test_that_a_name_of_rare_characters_is_found_whole_with_what_belongs_to_it(first):
    found = records.find_record(first, first.catalog["person"], rare(first))
    assert found.values["name"] == "㐂𠮷𬭎"
    assert found.values["joined_on"] == "1978-07-01"
    assert found.values["phone"] == "138****0000"


def test_that_its_history_begins_with_the_first_change_and_goes_back(first):
    people, member = first.catalog["person"], rare(first)
    found = records.find_record(first, people, member)
    seen = records.Seen(found.id, found.version, found.companion)
    records.save_record(first, people, {"address": "黄河路1号"}, seen)
    line = history.history_of(first, people, member)[0]
    assert [(each.old, each.new) for each in line.changes] == [("武汉路社区2号院", "黄河路1号")]
    history.undo_last(first)
    assert records.find_record(first, people, member).values["address"] == "武汉路社区2号院"


def test_that_every_ledger_of_today_can_be_read_and_counted_in_it(first):
    for ledger in first.catalog:
        count = records.count_rows(first, ledger, Query())
        assert count == COUNTS.get(ledger.key, count)


def test_that_ledgers_of_later_releases_take_records_in_it(first):
    later = [ledger for ledger in first.catalog if ledger.key not in COUNTS]
    assert len(later) > 20
    for n, ledger in enumerate(later):
        made = factory.record_of(first, ledger.key, n)
        lines = history.history_of(first, ledger, made)
        assert [line.action for line in lines] == ["新增"], ledger.key
    assert [check.rule for check in verify(first) if not check.ok] == []


def test_that_its_territories_follow_todays_list(first):
    assert divisions.division_changes(first) == ()


def test_that_it_passes_every_check_and_is_backed_up(first):
    backups.backup(first)
    assert [check.rule for check in verify(first) if not check.ok] == []
