"""Play many examples of the model of convergence, and count what happened in them.

Databases of a district, streets and communities edit, move, remove, erase, resolve, lose, copy and
restore, and carry packages about, as drawn from a seed (``tests/converging``); then everybody tells
everybody everything. A divergence or a lost value is printed with its seed and played again with
``--seed N -n 1 --loud``. With ``--machine`` Hypothesis draws instead; with ``--real`` it is played
with databases and packages.

    nice -n 15 python bench/converge.py -n 100000 --processes 1
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.converging.chance import play

CHUNK = 250
LOST = ("lost", "took two values", "keeps what was erased")


def chunk(asked):
    """Play a run of seeds; give the figures and what did not hold."""
    first, count, steps = asked
    figures, failed = Counter(), []
    for seed in range(first, first + count):
        try:
            play(seed, steps, figures)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            figures["lost" if any(w in str(error) for w in LOST) else "divergences"] += 1
            failed.append((seed, f"{type(error).__name__}: {error}"[:120]))
    figures["steps"] = count * steps
    return first + count, figures, failed


def machine(count, steps):
    """Let Hypothesis draw the examples; it stops at the first that fails, and shortens it."""
    from hypothesis import HealthCheck, Phase, settings
    from hypothesis.stateful import run_state_machine_as_test

    from tests.converging.machine import Converging, profile

    Converging.figures = Counter()
    run_state_machine_as_test(
        Converging,
        settings=settings(
            profile(count, steps), phases=[Phase.generate], suppress_health_check=list(HealthCheck)
        ),
    )
    return Converging.figures


def offices(count, steps, seed):
    """Play examples with real offices and real packages; seconds each."""
    from tests.converging.real import Template, play

    figures = Counter()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIANXI_HOME"] = f"{folder}/home"
        template = Template(Path(folder) / "template")
        for each in range(seed, seed + count):
            try:
                figures += play(template, Path(folder), each, steps)
                figures["examples"] += 1
            except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
                figures["divergences"] += 1
                print(f"{type(error).__name__}: {error}"[:2_000], flush=True)
    return figures


def line(figures, begun):
    """Spell the figures."""
    told = {"examples": 0, "divergences": 0, "lost": 0} | dict(sorted(figures.items()))
    words = " ".join(f"{key}={value}" for key, value in told.items())
    return f"CONVERGE {words} wall_s={time.monotonic() - begun:.0f}"


def main():
    """Play, and print the figures every ten thousand examples."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-n", type=int, default=1_000, help="examples")
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0, help="the first one")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--machine", action="store_true", help="drawn by Hypothesis")
    parser.add_argument("--real", action="store_true", help="real offices, real packages")
    parser.add_argument("--loud", action="store_true", help="one seed, with its traceback")
    asked = parser.parse_args()
    begun, figures = time.monotonic(), Counter()
    if asked.machine:
        print(line(machine(asked.n, asked.steps), begun))
        return
    if asked.real:
        print(line(offices(asked.n, asked.steps, asked.seed), begun))
        return
    if asked.loud:
        try:
            play(asked.seed, asked.steps)
        except Exception:  # noqa: BLE001
            traceback.print_exc()
        return
    parts = [
        (first, min(CHUNK, asked.seed + asked.n - first), asked.steps)
        for first in range(asked.seed, asked.seed + asked.n, CHUNK)
    ]
    with multiprocessing.Pool(asked.processes) as pool:
        for done, more, failed in pool.imap_unordered(chunk, parts):
            figures += more
            for seed, why in failed:
                print(f"seed={seed} {why}", flush=True)
            if (done - asked.seed) % 5_000 < CHUNK:
                print(line(figures, begun), flush=True)
    print(line(figures, begun))


if __name__ == "__main__":
    main()
