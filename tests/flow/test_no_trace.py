"""After a day's work no file on the PC holds a name, a number, a password or the key in clear."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from jianxi_desktop.db import keyring
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import backups, history, package, papers, records, roster
from jianxi_desktop.services import office as offices
from jianxi_desktop.ui.screen import Edited
from tests import factory
from tests.conftest import COMMUNITY, PASSWORD
from tests.sheets import rosters
from tests.traces import pages_in_clear, traces

ROOT = Path(__file__).parents[2]
NAME, STREET = "金丝雀𠮷", "金丝雀巷甲一号"
NUMBER, PHONE = factory.identity_number(901), "13987650123"
SECRETS = [NAME, STREET, NUMBER, NUMBER[:-4], PHONE, PASSWORD]

BUSY = """
import sys, uuid
from pathlib import Path
from jianxi_desktop.services import office as offices, records
opened = offices.open_office(Path(sys.argv[1]), sys.argv[2])
people = opened.catalog["person"]
for n in range(10_000):
    values = {"name": sys.argv[3], "address": sys.argv[4], "phone": sys.argv[5], "status": "full",
              "branch": opened.unit.organisation}
    records.save_record(opened, people, values)
    print(n, flush=True)
"""


@pytest.fixture
def pc(tmp_path, monkeypatch):
    """A PC whose folders we see all of: its home, its temporary files, its databases."""
    folder = tmp_path / "pc"
    for name in ("home", "tmp", "data"):
        (folder / name).mkdir(parents=True)
    monkeypatch.setenv("JIANXI_HOME", str(folder / "home"))
    for variable in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(variable, str(folder / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    return folder


@pytest.fixture
def path(pc):
    """An office's database on that PC."""
    made = pc / "data" / "office.jxdb"
    offices.found_office(made, COMMUNITY, password=PASSWORD).office.close()
    return made


def key_of(path):
    return keyring.unlock(keyring.keyring_path(path), None, PASSWORD).key


def write_roster(folder):
    """The worker's own file, which is not on trial."""
    members = rosters.people(30)
    members[7] = replace(members[7], name=NAME, id_number=NUMBER)
    rosters.write_plain(folder / "roster.xlsx", rosters.NATIONAL, members)
    return folder / "roster.xlsx"


def test_that_a_days_work_leaves_no_trace(path, pc, tmp_path, open_window, qtbot):
    office = offices.open_office(path, PASSWORD)
    people = office.catalog["person"]
    source = write_roster(tmp_path)
    roster.import_roster(office, people, source, create_organisations=True)
    values = {"name": NAME, "address": STREET, "phone": PHONE, "status": "full"}
    branch = factory.branch_of(office)
    one = records.save_record(office, people, {**values, "branch": branch}).id
    desk = open_window(office)
    desk.open_screen("list:person")
    qtbot.waitUntil(lambda: desk.shown is not None and desk.shown.table.rowCount() > 0)
    desk.open_screen("form", Edited("person", one))
    qtbot.waitUntil(lambda: desk.shown.form.seen is not None)
    roster.export_ledger(office, people, pc / "data" / "out.xlsx", Query())
    papers.save_pdf(office, papers.print_paper(office, "person"), pc / "data" / "out.pdf")
    history.history_of(office, people, one)
    history.undo_last(office)
    history.redo_last(office)
    backups.backup(office)
    with pytest.raises(Exception, match="wrong_password"):
        offices.open_office(path, PASSWORD + "x")
    log_is_there = (path.parent / "office.jxdb-wal").stat().st_size > 0
    found = traces(pc, [*SECRETS, key_of(path)])
    office.close()
    assert log_is_there
    # The list that was asked for names people, and masks their numbers.
    assert set(found) <= {("out.xlsx", 0), ("out.xlsx", 1), ("out.pdf", 0)}
    assert traces(pc, [NUMBER, PHONE, PASSWORD, key_of(path)]) == []
    assert pages_in_clear(path) == 0
    assert all(pages_in_clear(each) == 0 for each in (path.parent / "backups").glob("*.jxdb"))


def test_that_a_package_and_its_reader_leave_no_trace(path, pc, district):
    office = offices.open_office(path, PASSWORD)
    values = {"name": NAME, "address": STREET, "phone": PHONE, "status": "full"}
    branch = factory.branch_of(office)
    records.save_record(office, office.catalog["person"], {**values, "branch": branch})
    stick = pc / "stick"
    stick.mkdir()
    for one, other in ((office, district), (district, office)):
        package.trust_card(one, package.save_card(other, stick))
    packed = package.write_package(office, stick)
    package.merge_package(district, packed.file)
    found = traces(pc, [*SECRETS, key_of(path)])
    office.close()
    assert found == []


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not on Windows")
def test_that_a_crash_amid_saving_leaves_no_trace(path, pc):
    worker = subprocess.Popen(
        [sys.executable, "-c", BUSY, path, PASSWORD, NAME, STREET, PHONE],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        cwd=pc,
    )
    for _ in range(20):
        worker.stdout.readline()
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    assert (path.parent / "office.jxdb-wal").stat().st_size > 0
    assert traces(pc, [*SECRETS, key_of(path)]) == []
