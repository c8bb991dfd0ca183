import errno
import os
import sys
from pathlib import Path

import pytest

from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.sync import drive

DATA = bytes(range(256)) * 400


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def outcome(folder):
    """Write, and give the code of what was refused, if anything was."""
    try:
        drive.write_whole(folder, "a.jxp", DATA)
    except EnvironmentFailure as failed:
        return [failed.code]
    return []


def refused(folder):
    with pytest.raises(EnvironmentFailure) as failed:
        drive.write_whole(folder, "a.jxp", DATA)
    return failed.value.code


def test_that_a_file_is_written_whole_into_folders_made_for_it(tmp_path):
    path = drive.write_whole(tmp_path / "JXSYNC" / "UP", "a.jxp", DATA)
    assert path.read_bytes() == DATA
    assert files(tmp_path) == ["a.jxp"]


def test_that_a_part_left_by_a_drive_pulled_out_is_replaced(tmp_path):
    (tmp_path / "a.jxp.part").write_bytes(b"half")
    drive.write_whole(tmp_path, "a.jxp", DATA)
    assert files(tmp_path) == ["a.jxp"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "drive_full"),
        (errno.EFBIG, "drive_full"),
        (errno.EDQUOT, "drive_full"),
        (errno.EROFS, "drive_read_only"),
        (errno.EACCES, "drive_read_only"),
        (errno.EIO, "drive_gone"),
        (errno.ENODEV, "drive_gone"),
        (errno.ENOENT, "drive_gone"),
        (errno.ENAMETOOLONG, "drive_failed"),
        (None, "drive_failed"),
    ],
)
def test_that_what_the_system_says_in_numbers_is_said_in_words(number, code):
    failed = drive.drive_failure(OSError(number, "said by the system") if number else OSError())
    assert failed.code == code
    assert "请" in failed.user_message


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_that_a_full_drive_is_said_and_nothing_is_left_on_it(tmp_path):
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(DATA) // 2, before[1]))
    try:
        code = refused(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (code, files(tmp_path)) == ("drive_full", [])


def test_that_a_file_where_a_folder_should_be_is_said(tmp_path):
    (tmp_path / "JXSYNC").write_bytes(b"")
    assert refused(tmp_path / "JXSYNC") == "drive_failed"
    assert refused(tmp_path / "JXSYNC" / "UP") == "drive_gone"


@pytest.mark.parametrize("operation", [(os, "fsync"), (Path, "rename"), (os, "open")])
@pytest.mark.parametrize("time", [1, 2])
def test_that_a_drive_failing_at_any_step_leaves_nothing(tmp_path, monkeypatch, operation, time):
    owner, name = operation
    real, calls = getattr(owner, name), []

    def failing(*args, **more):
        calls.append(args)
        if len(calls) == time:
            raise OSError(errno.EIO, "the drive was pulled out")
        return real(*args, **more)

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, failing)
        codes = outcome(tmp_path)
    if len(calls) < time:
        assert (codes, files(tmp_path)) == ([], ["a.jxp"])
    else:
        assert (codes, files(tmp_path)) == (["drive_gone"], [])


@pytest.mark.skipif(not hasattr(os, "O_DIRECTORY"), reason="folders cannot be flushed here")
def test_that_a_driver_that_cannot_flush_folders_is_no_failure(tmp_path, monkeypatch):
    real = os.fsync

    def only_files(handle):
        if os.path.isdir(f"/proc/self/fd/{handle}"):  # noqa: PTH112  a descriptor's name
            raise OSError(errno.EINVAL, "not for folders")
        real(handle)

    monkeypatch.setattr(os, "fsync", only_files)
    assert drive.write_whole(tmp_path, "a.jxp", DATA).read_bytes() == DATA


def test_that_a_drive_that_keeps_something_else_is_noticed(tmp_path, monkeypatch):
    real = os.fsync

    def rotten(handle):
        real(handle)
        for part in tmp_path.glob("*.part"):
            part.write_bytes(part.read_bytes()[:-1] + b"?")

    monkeypatch.setattr(os, "fsync", rotten)
    assert refused(tmp_path) == "drive_corrupts"
    assert files(tmp_path) == []


def test_that_a_folder_is_no_file_to_read(tmp_path):
    with pytest.raises(EnvironmentFailure) as failed:
        drive.read_whole(tmp_path, limit=10)
    assert failed.value.code == "file_missing"


def test_that_a_drive_without_room_is_said_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(drive.shutil, "disk_usage", lambda _folder: (1 << 30, 0, len(DATA)))
    with pytest.raises(EnvironmentFailure) as failed:
        drive.write_whole(tmp_path, "a.jxp", DATA)
    assert (failed.value.code, files(tmp_path)) == ("drive_full", [])
    assert "还没有写入" in failed.value.user_message


def test_that_a_drive_that_cannot_tell_its_room_is_tried(tmp_path, monkeypatch):
    monkeypatch.setattr(drive.shutil, "disk_usage", lambda _folder: (0, 0, 0))
    assert outcome(tmp_path) == []


@pytest.mark.parametrize(("times", "codes"), [(3, []), (99, ["drive_read_only"])])
def test_that_a_file_held_by_a_virus_scanner_is_tried_again(tmp_path, monkeypatch, times, codes):
    real, calls, waited = Path.rename, [], []

    def held(part, final):
        calls.append(part)
        if len(calls) <= times:
            error = PermissionError(errno.EACCES, "held")
            error.winerror = 32
            raise error
        return real(part, final)

    monkeypatch.setattr(Path, "rename", held)
    monkeypatch.setattr(drive.time, "sleep", waited.append)
    assert outcome(tmp_path) == codes
    assert files(tmp_path) == ([] if codes else ["a.jxp"])
    assert sum(waited) <= 10


def test_that_pieces_that_fail_leave_nothing(tmp_path):
    def broken():
        yield DATA
        raise LookupError("of the caller")

    with pytest.raises(LookupError):
        drive.write_pieces(tmp_path, "a.jxp", broken(), size=len(DATA))
    assert files(tmp_path) == []
