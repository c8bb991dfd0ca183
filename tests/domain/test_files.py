"""Writing beside and renaming."""

import errno
import sys
from pathlib import Path

import pytest

from jianxi_desktop.domain.files import file_failure, write_beside
from jianxi_desktop.errors import EnvironmentFailure


def test_that_a_finished_file_takes_the_place_of_the_old_one(tmp_path: Path):
    target = tmp_path / "名册.xlsx"
    target.write_text("old")
    with write_beside(target) as beside:
        beside.write_text("new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert [each.name for each in tmp_path.iterdir()] == ["名册.xlsx"]


def test_that_a_failed_write_leaves_the_old_file_and_nothing_beside(tmp_path: Path):
    target = tmp_path / "名册.xlsx"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), write_beside(target) as beside:
        beside.write_text(str(1 / 0))
    assert target.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["名册.xlsx"]


def test_that_a_missing_folder_is_told_in_chinese(tmp_path: Path):
    with pytest.raises(EnvironmentFailure) as caught, write_beside(tmp_path / "no" / "a.xlsx"):
        pass
    assert caught.value.code == "no_such_file"
    assert "重新选择" in caught.value.user_message


def test_that_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path):
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(EnvironmentFailure) as caught, write_beside(tmp_path / "a.xlsx"):
        pass
    assert caught.value.code in {"not_a_file", "read_only"}


@pytest.mark.skipif(sys.platform == "win32", reason="/dev/full is of Linux")
def test_that_a_full_disk_is_told_and_the_old_file_stays(tmp_path: Path):
    target = tmp_path / "a.xlsx"
    target.write_text("old")
    with pytest.raises(EnvironmentFailure) as caught, write_beside(target):
        Path("/dev/full").write_bytes(b"x")
    assert caught.value.code == "disk_full"
    assert target.read_text() == "old"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EACCES, "read_only"),
        (errno.EROFS, "read_only"),
        (errno.EIO, "device_failed"),
        (errno.EMFILE, "file_failed"),
    ],
)
def test_that_each_failure_of_the_system_has_its_own_words(number: int, code: str):
    failure = file_failure(OSError(number, "no"), Path("/tmp/张三.xlsx"))
    assert failure.code == code
    assert "/tmp" not in failure.user_message
    assert "张三" not in str(failure)
