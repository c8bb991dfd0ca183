"""Real offices that exchange real packages converge, too; more of it in ``bench/converge.py``."""

import random

from tests.converging.real import Template, play


def test_that_offices_which_exchange_packages_come_to_have_the_same(tmp_path):
    template = Template(tmp_path / "template")
    play(template, tmp_path, random.randrange(10**9), 12)  # never the same
