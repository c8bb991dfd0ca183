"""The set-up script: which lock it takes, what it says when the machine does not allow it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap

LOCKS = sorted(bootstrap.LOCKS.glob("*.txt"))


def locked(path: Path) -> dict[str, str]:
    """Return the versions that a lock file names."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", path.read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize(
    ("machine", "glibc", "lock"),
    [
        ("x86_64", "2.36", "run.txt"),
        ("x86_64", "2.34", "run.txt"),
        ("x86_64", "2.31", "run-old-linux.txt"),
        ("aarch64", "2.39", "run.txt"),
        ("arm64", "2.36", "run-old-linux.txt"),
    ],
)
def test_that_each_linux_gets_the_qt_it_can_load(monkeypatch, machine, glibc, lock):
    monkeypatch.setattr(bootstrap, "LINUX", True)
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr("platform.libc_ver", lambda: ("glibc", glibc))
    assert bootstrap.lock_file("run").name == lock


@pytest.mark.parametrize("old", ["", "-old-linux"])
def test_that_a_machine_set_up_for_tests_can_run_the_program(old):
    run = locked(bootstrap.LOCKS / f"run{old}.txt")
    test = locked(bootstrap.LOCKS / f"test{old}.txt")
    assert run.items() <= test.items()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_that_a_lock_names_no_place_and_hashes_every_package(lock):
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE)
    entries = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)


def test_that_no_lock_takes_the_qt_that_loses_references_of_none():
    versions = {locked(lock)["pyside6-essentials"] for lock in LOCKS}
    assert versions == {"6.11.3", "6.8.0.2"}


def copied(folder: Path) -> Path:
    """Return the script in a project folder that was never set up."""
    shutil.copy(bootstrap.__file__, folder)
    shutil.copytree(bootstrap.LOCKS, folder / "requirements")
    return folder / "bootstrap.py"


def started(
    script: Path, *arguments: str, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """Run the script as a person would and return what it said."""
    return subprocess.run(
        [sys.executable, str(script), *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        check=False,
    )


def test_that_an_unknown_command_shows_how_it_is_used(tmp_path):
    told = started(copied(tmp_path), "install")
    assert told.returncode == 2
    assert "bootstrap.py run" in told.stdout


def test_that_a_folder_of_someone_else_is_never_removed(tmp_path):
    script = copied(tmp_path)
    diary = tmp_path / ".venv" / "diary.txt"
    diary.parent.mkdir()
    diary.write_text("mine", encoding="utf-8")
    told = started(script, "setup")
    assert told.returncode == 3
    assert "Traceback" not in told.stderr
    assert diary.read_text("utf-8") == "mine"


@pytest.mark.skipif(not bootstrap.LINUX, reason="only Linux can be without a desktop")
def test_that_a_machine_without_a_desktop_is_told_so(monkeypatch):
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(bootstrap.SetupError, match="没有图形桌面"):
        bootstrap.run_program([])
