"""What a demonstration holds, without a database: invented once, read by many tests."""

from functools import cache

from jianxi_desktop.services.demo import SCALES, build


@cache
def draw(scale, seed=1):
    """Invent what a scale holds; nobody changes it."""
    return build.draw(SCALES[scale].unit, seed, lambda done, total: None).rows
