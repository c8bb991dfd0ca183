"""Cut the writing of a package off at every write of a FAT32 and an exFAT stick; pull sticks out.

    python bench/fat_cuts.py [--bytes 200000] [--orders 300] [--pulls 200]

Needs root, /dev/fuse, a C compiler and the drivers and checkers that ``tests/sticks`` names. What
is written goes the way every package goes: staged, copied beside its name, read back, renamed.
"""

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.sticks import cuts, images, pulls, sweep, writings


def main() -> None:
    """Print a line for each way to hurt a stick."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--bytes", type=int, default=200_000, help="inside the package")
    asked.add_argument("--orders", type=int, default=300, help="cuts with writes in any order")
    asked.add_argument("--pulls", type=int, default=200, help="how often a stick is pulled out")
    asked.add_argument("--repaired", type=int, default=7, help="the checker looks at each n-th cut")
    given = asked.parse_args()
    for kind in ("fat32", "exfat"):
        if missing := images.missing(kind):
            print(f"{kind}: {missing}")
            continue
        cut(kind, given)
        pull(kind, given.pulls)
    fail()


def cut(kind: str, given: argparse.Namespace) -> None:
    """Cut after and inside every write, then with the writes in any order."""
    with tempfile.TemporaryDirectory() as name:
        work, begun = Path(name), time.perf_counter()
        case = cuts.record(
            kind,
            work,
            writings.FOLDER,
            lambda root: writings.package(root, 1),
            lambda root: writings.package(root, 2, given.bytes),
        )
        writes = sum(1 for each in case.noted if not each.flush)
        say(f"{kind}: recorded", begun, writes=writes, bytes=given.bytes)
        begun = time.perf_counter()
        found = cuts.cut_everywhere(case, work, repaired=given.repaired)
        say(f"{kind}: cut at every write", begun, **asdict(found))
        begun = time.perf_counter()
        found = cuts.cut_in_any_order(case, work, given.orders)
        say(f"{kind}: cut in any order", begun, **asdict(found))


def pull(kind: str, times: int) -> None:
    """Kill the driver while packages are written."""
    with tempfile.TemporaryDirectory() as name:
        begun = time.perf_counter()
        say(f"{kind}: pulled out", begun, **pulls.pull(kind, Path(name), times, "package"))


def fail() -> None:
    """Fail at every operation."""
    with tempfile.TemporaryDirectory() as name:
        work, begun = Path(name), time.perf_counter()
        (work / "stick").mkdir()
        found = sweep.sweep("tests.sticks.writings:package", work / "stick", work)
        for mode, figures in found.items():
            say(mode, begun, **figures)


def say(what: str, begun: float, **figures: object) -> None:
    """Print a line of figures."""
    print(f"{what}  {json.dumps(figures)}  {time.perf_counter() - begun:.1f} s", flush=True)


if __name__ == "__main__":
    main()
