"""Damaged packages of changes, very many: none may be taken, and each refused in its own word.

    .venv/bin/python bench/damage.py                  # 100,000, and 300 of them in a child process
    .venv/bin/python bench/damage.py -n 2000 --seed 7

Half is damage to files (bits, cuts, zeros, insertions, splices of two packages, line ends), half is
signed as it should be and wrong inside: spellings, shapes, seals, chains, checkpoints, contents,
replays under a new outside, wrong keys, bombs. One taken, or one that ends in anything but a
refusal, and the run fails.
"""

import argparse
import os
import resource
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from jianxi_desktop.sync.child import read_in_child
from jianxi_desktop.sync.reading import check_package
from jianxi_desktop.sync.refusals import PackageRefusedError
from tests.sync.damaging import Damager

KEPT = Path(__file__).resolve().parent / "tmp"
MEMORY = Path("/dev/shm")


class Campaign:
    """Counts what became of damaged packages.

    Attributes:
        codes: Refusals by code.
        families: Packages by what was done to them.
        failed: How many were taken, or ended in something else.
        longest: Seconds of CPU the slowest took in this process, and its family.
    """

    def __init__(self, folder: Path) -> None:
        self.codes: Counter[str] = Counter()
        self.families: Counter[str] = Counter()
        self.failed = 0
        self.longest = (0.0, "")
        self._path = folder / "damaged.jxp"

    def run(self, damager: Damager, count: int, check: Callable[[Path, Damager], None]) -> None:
        """Have so many packages checked."""
        for family, data in damager.packages(count):
            self._path.write_bytes(data)
            self.families[family] += 1
            begun = time.process_time()
            try:
                check(self._path, damager)
            except PackageRefusedError as error:
                self.codes[error.code] += 1
            except Exception:  # noqa: BLE001  what is looked for
                self._keep(family, data, traceback.format_exc(limit=-3))
            else:
                self._keep(family, data, "it was taken")
            self.longest = max(self.longest, (time.process_time() - begun, family))

    def _keep(self, family: str, data: bytes, why: str) -> None:
        self.failed += 1
        KEPT.mkdir(exist_ok=True)
        path = KEPT / f"damage-{self.failed}-{family}.jxp"
        path.write_bytes(data)
        print(f"FAILED {family}: {why.strip()}\n  kept as {path.name}")


def here(path: Path, damager: Damager) -> None:
    """Check in this process."""
    check_package(path, damager.receiver, damager.trusted)


def in_child(path: Path, damager: Damager) -> None:
    """Check as the program does."""
    with read_in_child(path, damager.receiver, damager.trusted):
        pass


def told(title: str, campaign: Campaign, seconds: float, peak: float) -> None:
    """Print the figures of a campaign."""
    packages = sum(campaign.families.values())
    print(
        f"DAMAGE {title} packages={packages} taken_or_broken={campaign.failed} "
        f"longest_cpu_s={campaign.longest[0]:.3f} longest_family={campaign.longest[1]} "
        f"peak_mb={peak:.1f} wall_s={seconds:.0f} load={os.getloadavg()[0]:.1f}",
        flush=True,
    )
    for name, counter in (("family", campaign.families), ("code", campaign.codes)):
        for key, number in counter.most_common():
            print(f"  {name:6} {key:28} {number}")


def main() -> int:
    """Run the campaign and say whether it passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=100_000)
    parser.add_argument("--child", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
    failed = 0
    try:
        for title, count, check, who in (
            ("here", options.n, here, resource.RUSAGE_SELF),
            ("child", options.child, in_child, resource.RUSAGE_CHILDREN),
        ):
            campaign, begun = Campaign(folder), time.perf_counter()
            campaign.run(Damager(options.seed), count, check)
            peak = resource.getrusage(who).ru_maxrss / 1024
            told(title, campaign, time.perf_counter() - begun, peak)
            failed += campaign.failed
    finally:
        shutil.rmtree(folder)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
