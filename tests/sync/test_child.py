import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jianxi_desktop.errors import EnvironmentFailure, InputError
from jianxi_desktop.sync.child import Limits, inspect_in_child, read_in_child
from jianxi_desktop.sync.package import Part, read_package, write_snapshot
from tests.sync.factory import COLUMNS, facts, rows

ROOT = Path(__file__).resolve().parents[2]
# A child that dies before its third answer: after saying what the package is, and one part.
DYING = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
import jianxi_desktop.sync.child as child
write, answers = child._write_frame, []
def dying(*answer):
    answers.append(answer)
    if len(answers) > 2:
        os._exit(9)
    write(*answer)
child._write_frame = dying
child.main()
"""
WRITING = f"""
import sys, pathlib
sys.path.insert(0, {str(ROOT)!r})
import jianxi_desktop.sync.child as child
child.limit(1 << 30)
pathlib.Path(sys.argv[1]).write_text("an unlocked name")
"""


def refused(path, own, trusted, **more):
    with pytest.raises(InputError) as failed, read_in_child(path, own, trusted, **more):
        pass
    return failed.value


def test_that_a_child_gives_what_reading_gives(package, community, district):
    here = read_package(package, district, [community.card])
    with read_in_child(package, district, [community.card]) as there:
        assert (there.header, there.sender, there.manifest, there.counts) == (
            here.header,
            here.sender,
            here.manifest,
            here.counts,
        )
        assert list(there.parts()) == list(here.parts())


def test_that_a_child_inspects_the_inside(package, community, district):
    assert inspect_in_child(package, district, [community.card]).counts["person"] == 30


def test_that_a_refusal_comes_through_as_it_is(package, community, district, stranger):
    failed = refused(package, stranger, [community.card, district.card])
    assert failed.code == "package_not_for_us"
    assert "此数据包是发给 涧西区委组织部 的" in failed.user_message


def test_that_a_missing_file_comes_through_as_a_failure_of_the_surroundings(tmp_path, district):
    with (
        pytest.raises(EnvironmentFailure) as failed,
        read_in_child(tmp_path / "没有.jxp", district, []),
    ):
        pass
    assert failed.value.code == "file_missing"


@pytest.mark.parametrize("code", ["import os; os.abort()", "pass", "print('not an answer')", "1/0"])
def test_that_a_child_that_crashes_is_a_refusal(package, community, district, code):
    failed = refused(package, district, [community.card], command=[sys.executable, "-c", code])
    assert failed.code == "package_reader_stopped"
    assert "原有数据未变" in failed.user_message


def test_that_a_child_that_hangs_is_ended(package, community, district):
    failed = refused(
        package,
        district,
        [community.card],
        limits=Limits(seconds=0.3),
        command=[sys.executable, "-c", "import sys; sys.stdin.read()"],
    )
    assert failed.code == "package_reader_slow"


def test_that_a_checked_package_may_wait_as_long_as_a_backup_takes(package, community, district):
    with read_in_child(package, district, [community.card]) as found:
        watch = found.given.__self__._watch
        assert watch._until == float("inf")
        assert len(list(found.records())) > 1
        assert not watch.over


def test_that_a_child_dying_between_rows_is_a_refusal(tmp_path, community, district):
    given = [Part("person", COLUMNS, rows(6_000))]
    written = write_snapshot(tmp_path, facts(), community, [district.card], given)
    command = [sys.executable, "-c", DYING]
    with read_in_child(written.path, district, [community.card], command=command) as found:
        parts = found.parts()
        assert len(list(next(parts).rows)) == 2_000
        with pytest.raises(InputError) as failed:
            next(parts)
    assert failed.value.code == "package_reader_stopped"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_that_a_child_that_swells_is_a_refusal(tmp_path, community, district):
    given = [Part("person", ("a", "b"), [["x" * 60_000, "y" * 60_000]] * 130)]
    written = write_snapshot(tmp_path, facts(), community, [district.card], given)
    failed = refused(written.path, district, [community.card], limits=Limits(memory=80 << 20))
    assert failed.code in {"package_reader_memory", "package_reader_stopped"}
    with read_in_child(written.path, district, [community.card]) as found:
        assert found.counts == {"person": 130}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_that_a_child_cannot_write_a_byte_to_any_disk(tmp_path):
    path = tmp_path / "leak"
    done = subprocess.run([sys.executable, "-c", WRITING, path], capture_output=True, check=False)
    assert b"File too large" in done.stderr
    assert path.read_bytes() == b""


def test_that_modules_lying_on_the_drive_are_not_loaded(package, community, district, monkeypatch):
    for name in ("json.py", "zlib.py", "jianxi_desktop.py", "pyrage.py"):
        (package.parent / name).write_text("raise SystemExit('loaded from the drive')")
    monkeypatch.chdir(package.parent)
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    with read_in_child(Path(package.name), district, [community.card]) as found:
        assert found.counts["org"] == 3


def children():
    """Give the processes that this one has started and that are not waited for."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(status.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                found.add(status.parent.name)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="children are looked for in /proc")
def test_that_leaving_early_leaves_no_process(tmp_path, community, district):
    before = children()
    given = [Part("person", COLUMNS, rows(20_000))]
    written = write_snapshot(tmp_path, facts(), community, [district.card], given)
    with read_in_child(written.path, district, [community.card]) as found:
        next(found.parts())
        assert children() - before
    assert children() <= before
