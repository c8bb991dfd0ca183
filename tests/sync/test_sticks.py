"""Real FAT32 and exFAT: cut at every write, pulled out, full, failing at every operation."""

import contextlib
import shutil
import sys

import pytest

from jianxi_desktop.sync import drive
from jianxi_desktop.sync.drive import DriveError
from tests.sticks import cuts, images, pulls, sweep
from tests.sticks.writings import FOLDER, content, name_of, package, whole_file

KINDS = [
    pytest.param(
        kind, marks=pytest.mark.skipif(bool(images.missing(kind)), reason=images.missing(kind))
    )
    for kind in ("fat32", "exfat")
]
BOTH = {name_of(n): content(n) for n in (1, 2)}


def recorded(kind, folder, new):
    """Record a writing; on a busy machine the driver may write on after it was let go."""
    for attempt in range(3):
        work = folder / f"attempt{attempt}"
        work.mkdir()
        with contextlib.suppress(RuntimeError):
            return cuts.record(kind, work, FOLDER, lambda root: package(root, 1), new)
    return pytest.fail("the writes were recorded in none of three attempts")


@pytest.mark.parametrize("kind", KINDS)
def test_that_a_cut_at_any_write_leaves_the_old_or_the_new(tmp_path, kind):
    case = recorded(kind, tmp_path, lambda root: package(root, 2))
    assert (len(case.before), len(case.after)) == (1, 2)
    found = cuts.cut_everywhere(case, tmp_path, torn=kind == "fat32", repaired=10)
    found += cuts.cut_in_any_order(case, tmp_path, 6)
    assert (found.half, found.lost, found.forgotten) == (0, 0, 0)
    assert found.old > 0
    assert found.new > 0
    assert found.unfinished > 0


@pytest.mark.parametrize("kind", KINDS)
def test_that_such_cuts_find_a_careless_writing(tmp_path, kind):
    def careless(root):
        (root / FOLDER / name_of(2)).write_bytes(content(2))

    case = recorded(kind, tmp_path, careless)
    assert cuts.cut_everywhere(case, tmp_path, torn=False, repaired=0).half > 0


@pytest.mark.parametrize("kind", KINDS)
def test_that_a_stick_pulled_out_leaves_whole_packages_only(tmp_path, kind):
    found = pulls.pull(kind, tmp_path, 2, "package")
    assert found["said"] == found["said and whole"] > 0
    assert found["unsaid and half"] == 0


@pytest.mark.parametrize("kind", KINDS[1:])
def test_that_a_full_stick_says_so_and_takes_the_package_once_there_is_room(tmp_path, kind):
    image = images.make(kind, tmp_path / "stick.img")
    with images.mounted(kind, image, tmp_path / "stick") as stick:
        whole_file(stick.root, 1)
        rest = stick.root / "电影.mp4"
        with rest.open("wb") as film:
            film.truncate(shutil.disk_usage(stick.root).free - (8 << 10))
        with pytest.raises(DriveError) as full:
            drive.write_whole(stick.root / FOLDER, name_of(2), content(2, 1 << 20))
        assert full.value.code == "drive_full"
        assert [path.name for path in (stick.root / FOLDER).iterdir()] == [name_of(1)]
        rest.unlink()
        whole_file(stick.root, 2)
    assert images.listing(kind, image, FOLDER, tmp_path / "look") == BOTH


@pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("cc") is None, reason="preloading needs Linux and cc"
)
def test_that_a_failure_at_any_operation_leaves_all_or_nothing_and_its_own_word(tmp_path):
    (tmp_path / "stick").mkdir()
    for mode, figures in sweep.sweep(
        "tests.sticks.writings:package", tmp_path / "stick", tmp_path
    ).items():
        assert figures["points"] >= 10, mode
        assert figures["half"] == 0, mode
        assert figures["wrong word"] == [], mode
        assert figures["whole, not said"] <= mode.endswith("for ever"), mode
