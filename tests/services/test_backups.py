"""Backups: proved, kept, put back; what fails leaves everything as it was."""

import json
import os
import shutil
import struct
import subprocess
from datetime import timedelta

import pytest

from jianxi_desktop import settings
from jianxi_desktop.db import accounts
from jianxi_desktop.domain.progress import StoppedError
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.services import audit, backups, opening
from jianxi_desktop.services import office as offices
from tests import factory
from tests.conftest import PASSWORD, open_copy
from tests.services.kept_files import (
    add_venue,
    count,
    last_event,
    names_in,
    own_chain,
    spoil,
    whole,
)


def test_that_a_backup_opens_like_the_database_itself(office, member):
    made = backups.backup(office).backup
    assert made.verified
    assert made.file.name.isascii()
    assert made.unit == office.unit.code
    copy = offices.open_office(made.file, PASSWORD)
    assert count(copy) == count(office) == 1
    copy.close()


def test_that_a_backup_leaves_three_files_and_an_event(office):
    made = backups.backup(office)
    name = made.backup.file.name
    assert names_in(made.backup.file.parent) == [name, f"{name}.json", f"{name}.keys"]
    action, note = last_event(office)
    assert action == "backup"
    assert made.backup.note.sha256 in note


def test_that_nothing_of_anybody_can_be_read_in_a_backup(office, member):
    for file in backups.backup(office).backup.file.parent.iterdir():
        for secret in ("李𠮷", "99010119650312002", "13800001234"):
            assert secret.encode() not in file.read_bytes()


def test_that_only_what_changes_records_makes_a_new_backup_due(office):
    assert backups.changed(office)
    backups.backup(office)
    audit.note(office, "print", form="list")
    assert not backups.changed(office)
    assert backups.on_closing(office) is None
    assert backups.before(office, "merge") is None
    add_venue(office)
    assert backups.changed(office)
    assert backups.before(office, "merge") is None  # there is one that is young enough
    assert backups.on_closing(office) is not None
    assert backups.daily(office) is None


def test_that_before_big_work_there_is_a_backup_and_the_journal_is_as_it_was(office):
    before = factory.dump(office)
    assert backups.before(office, "merge") is not None
    assert factory.dump(office) == before


def test_that_an_account_makes_a_new_backup_due(office):
    backups.backup(office)
    with office.store.writing() as connection:
        accounts.add_account(connection, office.unit.organisation, "录入", Role.EDITOR)
    assert backups.changed(office)


def test_that_the_daily_backup_is_made_when_the_last_is_a_day_old(office):
    made = backups.backup(office).backup
    add_venue(office)
    assert not backups.due(office)
    _age(made, timedelta(hours=25))
    assert backups.daily(office) is not None


def _age(made, by):
    """Make a backup older than it is, with its note."""
    from jianxi_desktop.db import backup as copies

    older = made.made_at - by
    note = copies.Note(**{**vars(made.note), "made_at": older.isoformat()})
    copies.note_path(made.file).write_bytes(copies._spell(note))


def test_that_of_an_old_day_only_the_last_backup_stays(office):
    noon = opening.now().replace(hour=12, minute=0) - timedelta(days=4)
    old = [backups.backup(office).backup for _ in range(3)]
    for number, each in enumerate(old):
        _age(each, each.made_at - noon - timedelta(minutes=number))
    made = backups.backup(office).backup
    kept = [each.file for each in backups.list_backups(office.path)]
    assert kept == [made.file, old[-1].file]
    assert len(names_in(made.file.parent)) == 6


def test_that_the_second_folder_gets_a_proved_copy(office, tmp_path):
    second = tmp_path / "移动盘"
    settings.choose_second_backups(office.path, second)
    made = backups.backup(office)
    assert made.second is None
    assert "不在" in made.notes[0]
    second.mkdir()
    again = backups.backup(office)
    assert again.second is not None
    assert again.second.read_bytes() == again.backup.file.read_bytes()
    offices.open_office(again.second, PASSWORD).close()


@pytest.mark.parametrize("looks", range(1, 4))
def test_that_a_backup_that_is_stopped_leaves_nothing(office, tmp_path, looks):
    """Wherever it looks: before the copy, before its pages are looked at, before its rows are."""
    before, folder = own_chain(office), tmp_path / "移动盘"
    folder.mkdir()
    with pytest.raises(StoppedError):
        backups.backup(office, folder, stopping_after(looks))

    assert names_in(folder) == []
    assert own_chain(office) == before
    assert backups.backup(office, folder).backup.verified


def test_that_a_drill_that_is_stopped_leaves_nothing(office):
    made = backups.backup(office).backup
    there = names_in(office.path.parent)
    with pytest.raises(StoppedError):
        backups.drill(office, made, None, stopping_after(2))
    assert names_in(office.path.parent) == there


def stopping_after(looks):
    """A person who stops the work when it looks for the nth time."""
    seen = iter(range(looks - 1))

    def progress(_done, _total):
        if next(seen, None) is None:
            raise StoppedError("stopped", user_message="已停止。", code="stopped")

    return progress


def test_that_a_folder_that_is_gone_is_told(office, tmp_path):
    with pytest.raises(EnvironmentFailure) as refused:
        backups.backup(office, tmp_path / "usb")
    assert refused.value.code == "no_such_file"
    assert not (tmp_path / "usb").exists()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one megabyte."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a small disk: a full disk was NOT tried")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder, left):
    free = shutil.disk_usage(folder).free
    (folder / "filler").write_bytes(bytes(max(free - left, 0)))


def test_that_a_full_disk_is_told_before_anything_is_written(office, small_disk):
    fill(small_disk, 100_000)
    with pytest.raises(EnvironmentFailure) as refused:
        backups.backup(office, small_disk)
    assert refused.value.code == "disk_full"
    assert "MB" in refused.value.user_message
    assert names_in(small_disk) == ["filler"]


def test_that_a_disk_that_fills_up_meanwhile_keeps_no_half(office, small_disk, monkeypatch):
    from jianxi_desktop.db import backup as copies

    fill(small_disk, office.path.stat().st_size // 2)
    monkeypatch.setattr(copies, "ROOM", 0)
    with pytest.raises(EnvironmentFailure) as refused:
        backups.backup(office, small_disk)
    assert refused.value.code == "disk_full"
    assert "备份没有做成" in refused.value.user_message
    assert names_in(small_disk) == ["filler"]


def test_that_a_read_only_disk_is_told(office, small_disk):
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(EnvironmentFailure) as refused:
        backups.backup(office, small_disk)
    assert refused.value.code == "read_only"


@pytest.fixture
def dying_drive(tmp_path):
    """A drive that answers every request with an error from now on, as one pulled out does."""
    image, folder = tmp_path / "drive.img", tmp_path / "drive"
    folder.mkdir()
    image.write_bytes(bytes(8 << 20))
    commands = [["mkfs.ext4", "-q", str(image)], ["mount", "-o", "loop", str(image), str(folder)]]
    try:
        for command in commands:
            subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this machine lets nobody mount a drive: one pulled out was NOT tried")
    fcntl = pytest.importorskip("fcntl")
    handle = os.open(folder, os.O_RDONLY)
    fcntl.ioctl(handle, 0x8004587D, struct.pack("I", 2))  # EXT4_IOC_SHUTDOWN, nothing flushed
    os.close(handle)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_that_a_drive_pulled_out_is_told_and_the_first_backup_stands(office, dying_drive):
    with pytest.raises(EnvironmentFailure) as refused:
        backups.backup(office, dying_drive)
    assert refused.value.code in {"device_failed", "io_error", "read_only"}
    settings.choose_second_backups(office.path, dying_drive)
    made = backups.backup(office)
    assert made.second is None
    assert "第二份" in made.notes[0]
    assert made.backup.verified


def test_that_a_viewer_may_back_up_but_the_list_needs_nobody(office):
    backups.backup(office)
    office.close()
    office.path.write_bytes(b"damaged")
    (made,) = backups.list_backups(office.path)
    assert (made.unit, made.verified) == (office.unit.code, True)


def test_that_a_drill_leaves_nothing_and_says_that_it_could_be_restored(office):
    made = backups.backup(office).backup
    before = whole(office.path.parent)
    checks = backups.drill(office, made)
    assert [check.rule for check in checks if check.ok] == ["backups", "restore_drill"]
    assert whole(office.path.parent).keys() == before.keys()
    spoil(made.file, 5_000)
    assert not any(check.ok for check in backups.drill(office, made))
    assert whole(office.path.parent).keys() == before.keys()


def test_that_half_written_parts_are_swept_by_whoever_opens_alone(office):
    made = backups.backup(office).backup
    mark = json.loads((made.file.parent / f"{made.file.name}.json").read_bytes())["backup"]
    left = made.file.parent / f"jianxi-x.jxdb.{mark['database'][-8:]}.part"
    orphan = made.file.with_name("jianxi-y.jxdb.json")
    left.write_bytes(b"half")
    shutil.copy(made.file.with_name(made.file.name + ".json"), orphan)
    office.close()
    offices.open_office(office.path, PASSWORD).close()
    assert not left.exists()
    assert not orphan.exists()
    assert made.file.exists()


def test_that_a_backup_of_long_ago_is_told_on_opening(office):
    made = backups.backup(office).backup
    _age(made, opening.OVERDUE + timedelta(days=1))
    office.close()
    again = offices.open_office(office.path, PASSWORD)
    assert any("天没有备份" in warning for warning in again.warnings)
    again.close()


def test_that_backing_up_goes_on_while_others_write(founded, tmp_path):
    import threading

    office = open_copy(founded, "community", tmp_path)
    other = offices.open_office(office.path, PASSWORD)
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            add_venue(other, f"第{number}阵地")

    worker = threading.Thread(target=write)
    worker.start()
    made = [backups.backup(office).backup for _ in range(3)]
    stop.set()
    worker.join(20)
    assert all(each.verified for each in made)
    other.close()
    office.close()
