"""A restored database and the exchange: what had left comes back, what had not is told."""

import pytest

from jianxi_desktop.services import backups, history
from jianxi_desktop.services.verify import verify
from tests.conftest import PASSWORD
from tests.services.clones import pack, rows, save, send, shown

LEDGERS = ("person", "membership")


@pytest.fixture
def reported(friends, member, drive):
    """A community that has reported once and been answered."""
    office, district = friends
    send(office, district, drive)
    send(district, office, drive)
    return office, district


def broken(office):
    return [(check.rule, check.detail) for check in verify(office) if not check.ok]


def restored(office, made):
    office.close()
    return backups.restore_backup(office.path, made.backup.file, PASSWORD).office


def test_that_what_had_left_comes_back_and_what_had_not_is_counted(reported, member, drive):
    office, district = reported
    made = backups.backup(office)
    save(office, member, phone="13800000001")
    save(office, member, address="黄河路1号")
    send(office, district, drive)
    save(office, member, phone="13800000002")
    save(office, member, workplace="中信重工")
    save(office, member, job="车工")
    again = restored(office, made)
    try:
        assert "就会回来" in again.warnings[0]
        assert shown(again, member)["address"] is None
        save(again, member, job="钳工")
        assert send(district, again, drive).warnings == ()  # who does not know yet what is lacking
        assert send(again, district, drive).conflicts == 0
        merged = send(district, again, drive)
        assert [each for each in merged.warnings if "找回了 2 次" in each]
        assert [each for each in merged.warnings if "3 次改动无法找回" in each]
        assert shown(again, member)["address"] == "黄河路1号"
        assert shown(again, member)["job"] == "钳工"
        assert shown(again, member)["workplace"] is None
        assert send(again, district, drive).conflicts == 0
        assert rows(again, *LEDGERS) == rows(district, *LEDGERS)
        save(again, member, phone="13800000003")
        send(again, district, drive)
        assert send(district, again, drive).warnings == ()
        assert rows(again, *LEDGERS) == rows(district, *LEDGERS)
        assert broken(again) == broken(district) == []
    finally:
        again.close()


def test_that_a_restored_office_may_report_first(reported, member, drive):
    office, district = reported
    made = backups.backup(office)
    save(office, member, phone="13800000001")
    send(office, district, drive)
    again = restored(office, made)
    try:
        save(again, member, address="黄河路1号")
        send(again, district, drive)
        assert shown(district, member)["address"] == "黄河路1号"
        send(district, again, drive)
        assert rows(again, *LEDGERS) == rows(district, *LEDGERS)
        lines = history.history_of(again, again.catalog["person"], member)
        assert [line.changes[0].new for line in lines[:2]] == ["黄河路1号", "138****0001"]
    finally:
        again.close()


def test_that_an_old_package_of_before_the_restore_changes_nothing_more(reported, member, drive):
    office, district = reported
    made = backups.backup(office)
    save(office, member, phone="13800000001")
    late = pack(office, district, drive)
    again = restored(office, made)
    try:
        save(again, member, phone="13800000002")
        send(again, district, drive)
        from jianxi_desktop.services import package

        merged = package.merge_package(district, late)
        assert merged.conflicts == 1  # both were written, neither saw the other
        send(district, again, drive)
        assert rows(again, *LEDGERS) == rows(district, *LEDGERS)
    finally:
        again.close()
