"""Shared fixtures: an office with a few people, a demonstration, a worker that runs at once."""

import gc
import os
import shutil
from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from cryptography.hazmat.primitives.kdf import argon2
from hypothesis import HealthCheck, settings
from sqlalchemy.util import LRUCache

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from jianxi_desktop.db import engines, keyring
from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.codes import lay_over
from jianxi_desktop.services import office as offices
from jianxi_desktop.services import records
from jianxi_desktop.services.demo import DEMO_PASSWORD, make_demo
from tests.postgres import (  # noqa: F401 - fixtures
    empty_on_server,
    founded_on_server,
    office_on_server,
    other_root,
    postgres,
    used_on_server,
)

COMMUNITY = "410305008001"
DISTRICT = "410305"
PASSWORD = "correct-horse-1921"
PATIENCE = 30_000  # milliseconds until what is waited for is taken not to come
_KEYS: dict[str, bytes] = {}

# Properties are judged by what holds, not by how busy the machine is.
settings.register_profile("unhurried", deadline=None, suppress_health_check=(HealthCheck.too_slow,))
settings.load_profile("unhurried")

# A run that goes on past midnight stays in the day it began: what was made before is of that day.
_DAY = calendar.today()
calendar.today = lambda: _DAY


class AtOnce(Executor):
    """Runs each job where it is submitted, so that tests need not wait for threads."""

    def submit(self, fn, /, *args, **kwargs):
        """Run now."""
        future: Future = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - handed on as a real executor would
            future.set_exception(error)
        return future


def pytest_collection_finish():
    """Take what is loaded once out of every later sweep: it stays until the end anyway."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _derivations_remembered():
    """Let a password be turned into a key once for each salt: it takes a third of a second.

    Tests open copies of the same databases hundreds of times; the key is the same each time.
    """
    slow, known = argon2.Argon2id, {}

    class Remembering:
        def __init__(self, **told):
            self._told = told

        def derive(self, secret):
            asked = (bytes(secret), *sorted(self._told.items()))
            if not any(self._told["salt"]):  # this one is for the time it takes
                return slow(**self._told).derive(secret)
            if asked not in known:
                known[asked] = slow(**self._told).derive(secret)
            return known[asked]

    argon2.Argon2id = Remembering
    yield
    argon2.Argon2id = slow


@pytest.fixture(autouse=True, scope="session")
def _statements_compiled_once():
    """Let a statement be turned into SQL once a run, not once for every copy of a database.

    The program itself forgets them with the database: they hold what was looked for.
    """
    plain, compiled = engines.create_engine, LRUCache(5_000)
    first = plain("sqlite+pysqlite://", module=sqlcipher)
    first.connect().close()  # from then on the dialect knows what it speaks to

    def sharing(url, **told):
        if not str(url).startswith("sqlite"):
            return plain(url, **told)
        engine = plain(url, execution_options={"compiled_cache": compiled}, **told)
        engine.dialect = first.dialect
        return engine

    engines.create_engine = sharing
    yield
    engines.create_engine = plain
    first.dispose()


@pytest.fixture
def qtbot(qtbot):
    """Somebody at the window who is more patient than usual: tests share their processors."""
    for name in ("waitUntil", "waitSignal", "waitSignals", "waitActive", "waitExposed"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=PATIENCE))
    return qtbot


@pytest.fixture
def jobs_at_once():
    """An executor that needs no waiting."""
    return AtOnce()


@pytest.fixture(autouse=True)
def _own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("JIANXI_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("JIANXI_PASSWORD", raising=False)


@pytest.fixture(autouse=True)
def _own_codes():
    yield
    lay_over(())


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    """Databases that tests copy: founding one costs a second, copying it nothing."""
    folder = tmp_path_factory.mktemp("founded")
    for name, code in (("community", COMMUNITY), ("district", DISTRICT)):
        offices.lay_down(folder / f"{name}.jxdb", code, password=PASSWORD).office.close()
    make_demo(folder / "demo.jxdb")
    return folder


@pytest.fixture(scope="session")
def district_file(tmp_path_factory):
    """The district's demonstration and the number of its records; made once a run, to be copied.

    It takes a quarter of a minute.
    """
    path = tmp_path_factory.mktemp("demo") / "district.jxdb"
    return path, make_demo(path, scale="district")


def open_copy(founded: Path, name: str, folder: Path, password: str = PASSWORD):
    """Copy a founded database and open the copy."""
    for suffix in ("", ".keys"):
        shutil.copy(founded / f"{name}.jxdb{suffix}", folder / f"{name}.jxdb{suffix}")
    path = folder / f"{name}.jxdb"
    if name not in _KEYS:  # deriving a key costs a third of a second
        _KEYS[name] = keyring.unlock(keyring.keyring_path(path), None, password).key
    return offices.open_with_key(path, _KEYS[name], offices.ADMINISTRATOR)


@pytest.fixture
def office(office_on_file):
    """A community's office; a module whose tests hold for a server too has its own fixture."""
    return office_on_file


@pytest.fixture
def office_on_file(founded, tmp_path):
    """A community's office with nothing in it but its own committee."""
    opened = open_copy(founded, "community", tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def district(founded, tmp_path):
    """The district's office, empty."""
    opened = open_copy(founded, "district", tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def demo(founded, tmp_path):
    """A ready community of invented people."""
    opened = open_copy(founded, "demo", tmp_path, DEMO_PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def catalog(office):
    """The program's ledgers."""
    return office.catalog


@pytest.fixture
def branch(office):
    """A grid branch of the community."""
    values = {
        "name": "第一网格党支部",
        "form": "branch",
        "kind": "grid",
        "parent": office.unit.organisation,
    }
    return records.save_record(office, office.catalog["organisation"], values).id


@pytest.fixture
def member(office, branch):
    """A member of that branch, with a rare character in her name."""
    values = {
        "name": "李𠮷",
        "sex": "2",
        "id_number": "99010119650312002X",
        "branch": branch,
        "status": "full",
        "joined_on": "1990-07",
        "phone": "13800001234",
    }
    return records.save_record(office, office.catalog["person"], values).id
