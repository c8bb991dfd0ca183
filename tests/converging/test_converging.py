"""Databases of a district converge, whatever people and chance do to them; and the proof is one.

The machine that plays them must find every planted bug; what it finds in the real rule is a bug.
"""

import random

import pytest
from hypothesis import HealthCheck, settings

from tests.converging import mutants
from tests.converging.chance import play
from tests.converging.machine import Converging, profile
from tests.converging.model import fold

SEEDS = 400  # a planted bug shows within so many examples

TestConverging = Converging.TestCase
TestConverging.settings = settings(
    profile(60, 30), suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def test_that_whatever_happens_all_come_to_have_the_same_and_lose_nothing():
    first = random.randrange(10**9)  # never the same
    for seed in range(first, first + 250):
        try:
            play(seed, 30)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            pytest.fail(f"python bench/converge.py --loud --seed {seed}: {error!r}")


@pytest.mark.parametrize("name", mutants.MUTANTS)
def test_that_a_planted_bug_is_found(name):
    with mutants.MUTANTS[name]():
        for seed in range(SEEDS):
            try:
                play(seed, 40, profile=mutants.PROFILES.get(name))
            except Exception:  # noqa: BLE001 - found
                return
    pytest.fail(f"{name} was not found")


def test_that_nothing_depends_on_the_order_or_number_of_writes():
    chance = random.Random(7)
    for seed in range(30):
        world = play(seed, 30)
        for pc in world.pcs:
            for name, leaves in pc.rows.items():
                writes = list(leaves.values())
                expected = fold(name, writes)
                chance.shuffle(writes)
                assert fold(name, writes) == expected
                assert fold(name, list(dict.fromkeys([*writes, *writes]))) == expected
