"""What every bench shares: each case runs in a process of its own, several times, in turns.

A case is a function of the scale that gives figures. Its ratio to the base is the median of the
ratios within each turn, so that a machine that is busy for a while is busy for both.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA, TMP = HERE / "data", HERE / "tmp"
SCALES = {"community": 2_000, "district": 150_000}
Figures = dict[str, float | int | str]
Case = Callable[[str], Figures]

sys.path.insert(0, str(HERE.parent))


def peers_python() -> Path:
    """Give the interpreter that has the peers."""
    return HERE / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


@contextmanager
def clock() -> Iterator[Figures]:
    """Measure a block: wall and CPU seconds, children's CPU included."""
    figures: Figures = {}
    wall, cpu = time.perf_counter(), _cpu()
    yield figures
    figures["wall_s"], figures["cpu_s"] = time.perf_counter() - wall, _cpu() - cpu


def percentile(values: list[float], part: float) -> float:
    """Give the value that ``part`` of the values do not pass."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def fresh(name: str) -> Path:
    """Give a path in the work folder where nothing stands."""
    TMP.mkdir(exist_ok=True)
    for old in TMP.glob(f"{name}*"):
        old.unlink()
    return TMP / name


def main(
    title: str, cases: Mapping[str, Case], base: str, scale: str, outside: tuple[str, ...] = ()
) -> None:
    """Run the cases named on the command line, all of them by default, and print a line each.

    Args:
        title: Name of the bench.
        cases: What can be run.
        base: The case that ratios are told of.
        scale: Default scale.
        outside: Cases that run in ``bench/.venv``.
    """
    parser = argparse.ArgumentParser(description=sys.modules["__main__"].__doc__)
    parser.add_argument("--case", default=",".join(cases), help="cases, with commas between")
    parser.add_argument("--scale", default=scale, choices=SCALES)
    parser.add_argument("-n", type=int, default=3, help="turns")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    names = asked.case.split(",")
    if asked.child:
        figures = cases[names[0]](asked.scale)
        figures.setdefault("peak_mb", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        print(json.dumps(figures))
        return
    turns: dict[str, list[Figures]] = {name: [] for name in names}
    for _turn in range(asked.n):
        for name in names:
            turns[name].append(_in_own_process(name, asked.scale, name in outside))
    load = os.getloadavg()[0]
    for name, figures in turns.items():
        middle = {key: _middle([turn[key] for turn in figures]) for key in figures[0]}
        for key in ("wall_s", "cpu_s", "map_s", "p95_ms") if base in turns and name != base else ():
            if key in middle and key in turns[base][0]:
                pairs = zip(figures, turns[base], strict=True)
                middle[f"{key.rsplit('_', 1)[0]}_ratio"] = statistics.median(
                    float(one[key]) / float(other[key]) for one, other in pairs
                )
        told = " ".join(f"{key}={_short(value)}" for key, value in middle.items())
        print(f"{title} {name} scale={asked.scale} {told} n={asked.n} load={load:.1f}", flush=True)


def _in_own_process(name: str, scale: str, outside: bool) -> Figures:
    python = peers_python() if outside else Path(sys.executable)
    script = Path(sys.argv[0]).resolve()
    command = [python, script, "--child", "--case", name, "--scale", scale]
    said = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
    figures: Figures = json.loads(said.splitlines()[-1])
    return figures


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _middle(values: list[float | int | str]) -> float | int | str:
    return values[0] if isinstance(values[0], str) else statistics.median(map(float, values))


def _short(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.4g}" if value < 10_000 else f"{value:.0f}"
