"""A keyring whose passwords cost next to nothing."""

import pytest

from jianxi_desktop.db import keyring
from tests.db.rings import DATABASE, PASSWORD, POLICY


@pytest.fixture
def path(tmp_path):
    """Where a keyring is to be."""
    return keyring.keyring_path(tmp_path / "office.jxdb")


@pytest.fixture
def made(path):
    """The database's key and the recovery key of a new keyring."""
    return keyring.create(path, DATABASE, "王芳", PASSWORD, policy=POLICY)
