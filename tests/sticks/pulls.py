"""Pull the stick out while packages are written: the driver is killed at any moment."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.sticks import images
from tests.sticks.writings import FOLDER, is_whole

# Writes one package after the other and says each that is written.
_WRITER = """
import os, sys
from pathlib import Path
from tests.sticks import writings
root, number = Path(sys.argv[1]), int(sys.argv[2])
stick = os.stat(root).st_dev
while True:
    name = getattr(writings, sys.argv[3])(root, number)
    if os.stat(root).st_dev != stick:  # it wrote where the stick had been
        break
    print(Path(name).name, flush=True)
    number += 1
"""


def pull(kind: str, work: Path, times: int, writing: str = "whole_file", seed: int = 7) -> Counter:
    """Pull a stick so many times; give what was found: each word and how often.

    ``said``: packages said to be written; ``said and whole``; ``said and gone``; ``said and half``;
    ``unsaid and whole``; ``unsaid and half``; ``unfinished``: parts nobody takes for a package.
    """
    chance, found = random.Random(seed), Counter()
    image = images.make(kind, work / "stick.img")
    for turn in range(times):
        said = _once(kind, image, work, turn, chance.uniform(0.0, 0.12), writing)
        images.repair(kind, image)
        lying = images.listing(kind, image, FOLDER, work / "look")
        _count(found, said, lying)
        image = images.make(kind, image)
        found["pulls"] += 1
    return found


def _once(kind: str, image: Path, work: Path, turn: int, seconds: float, writing: str) -> list[str]:
    stick = images.Mounted(kind, image, work / "stick")
    env = {**os.environ, "PYTHONPATH": str(images.HERE.parents[1])}
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(stick.root), str(1 + turn * 1_000), writing],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert writer.stdout is not None
    first = writer.stdout.readline()
    time.sleep(seconds)
    stick.pull()
    rest = writer.communicate(timeout=30)[0]
    return [line for line in (first + rest).splitlines() if line]


def _count(found: Counter, said: list[str], lying: dict[str, bytes]) -> None:
    packages = {name: data for name, data in lying.items() if name.lower().endswith(".jxp")}
    found["said"] += len(said)
    found["unfinished"] += sum(1 for name in lying if name.lower().endswith(".part"))
    for name in said:
        data = packages.pop(name, None)
        word = "gone" if data is None else "whole" if is_whole(name, data) else "half"
        found[f"said and {word}"] += 1
    for name, data in packages.items():
        found[f"unsaid and {'whole' if is_whole(name, data) else 'half'}"] += 1
