"""The list of planted bugs: what somebody might get wrong, each a small patch."""

import contextlib
from unittest import mock

MUTANTS = {}
PROFILES = {}  # of which actions there must be many for it to show
MOVING, RESTORING, CLONING, ERASING = 1, 2, 3, 4


def mutant(made):
    MUTANTS[made.__name__] = contextlib.contextmanager(made)
    return made


def shows_while(profile):
    def told(made):
        PROFILES[made.__name__] = profile
        return mutant(made)

    return told


def put(owner, name, new):
    return mock.patch.object(owner, name, new)
