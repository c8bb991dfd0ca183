"""An example drawn from a seed: the same actions as the machine's, without the machine."""

import random

from tests.converging.finish import finish
from tests.converging.world import World

WEIGHTS = {
    "edit": 13,
    "add": 2,
    "move": 4,
    "remove": 4,
    "restore_row": 3,
    "resolve": 7,
    "erase": 0.4,
    "wait": 4,
    "trip": 16,
    "pack": 5,
    "guess": 0.5,
    "read": 8,
    "back_up": 2,
    "put_back": 1.5,
    "clone": 0.5,
    "renew": 0.3,
    "forge": 0.7,
}
PROFILES = (
    {},
    {"move": 14, "edit": 8, "pack": 8, "read": 4, "back_up": 1, "put_back": 0.7},
    {"back_up": 6, "put_back": 6, "guess": 2, "trip": 18, "clone": 0},
    {"clone": 3, "edit": 16, "trip": 18},
    {"remove": 10, "restore_row": 8, "resolve": 8, "erase": 1.5, "move": 2},
)
ARGUMENTS = {
    "edit": 4,
    "add": 3,
    "move": 3,
    "remove": 3,
    "restore_row": 2,
    "resolve": 3,
    "erase": 2,
    "wait": 2,
    "trip": 3,
    "pack": 3,
    "read": 3,
    "back_up": 1,
    "put_back": 2,
    "clone": 1,
    "renew": 1,
    "forge": 3,
    "guess": 3,
}
FLAGS = {"trip", "pack", "read"}  # the last argument is asked for, one time in eight


def play(seed, steps, figures=None, profile=None):
    """Play one example to its end; whatever does not hold raises.

    Args:
        seed: What is drawn.
        steps: How many actions.
        figures: A counter to count in.
        profile: Of which actions there are many; default as the seed says.
    """
    chance = random.Random(seed)
    world = World(chance.randrange(100), figures)
    weights = WEIGHTS | PROFILES[seed % len(PROFILES) if profile is None else profile]
    for action in chance.choices(list(weights), list(weights.values()), k=steps):
        drawn = [chance.randrange(64) for _ in range(ARGUMENTS[action])]
        if action in FLAGS:
            drawn[-1] = drawn[-1] < 8
        getattr(world, action)(*drawn)
    world.check()
    finish(world)
    world.figures["examples"] += 1
    return world
