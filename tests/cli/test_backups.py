"""Backup, restore and verify from a terminal."""

from pathlib import Path

import pytest

from jianxi_desktop.services import backups
from jianxi_desktop.services import office as offices
from tests.cli.terminal import run
from tests.conftest import PASSWORD


@pytest.fixture
def terminal(office, monkeypatch):
    """A closed database and a terminal that knows its password."""
    office.close()
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)
    return ["--database", str(office.path), "--json"]


def test_that_what_was_backed_up_is_restored(terminal):
    made = run("backup", *terminal).answer
    run("add", "venue", "name=党群服务中心", "kind=党群服务中心", *terminal)
    ended = run("restore", made["file"], *terminal)
    assert ended.status == 0
    assert Path(ended.answer["kept"]).is_dir()
    assert any("备份" in note for note in ended.answer["notes"])
    assert run("list", "venue", *terminal).answer["total"] == 0


def test_that_a_damaged_database_ends_with_three_and_names_the_rule(terminal, office):
    data = bytearray(office.path.read_bytes())
    data[-50] ^= 1  # the seal of the last page, which a quick look need not read
    office.path.write_bytes(bytes(data))
    ended = run("verify", *terminal)
    assert ended.status == 3
    if ended.answer.get("checks"):
        assert {"page_seals"} <= {c["rule"] for c in ended.answer["checks"] if not c["ok"]}
    else:
        assert ended.error["code"] == "damaged"


def test_that_the_backup_of_the_day_is_made_without_being_asked(terminal, office):
    run("add", "venue", "name=党群服务中心", "kind=党群服务中心", *terminal)
    assert len(backups.list_backups(office.path)) == 1
    run("add", "venue", "name=新时代文明实践站", "kind=党群服务中心", *terminal)
    assert len(backups.list_backups(office.path)) == 1


def test_that_the_second_opener_is_told_on_standard_error(terminal, office):
    other = offices.open_office(office.path, PASSWORD)
    ended = run("ledgers", *terminal)
    assert ended.err == ""
    ended = run("list", "venue", *terminal)
    assert (ended.status, "也打开着" in ended.err) == (0, True)
    assert run("list", "venue", "--quiet", *terminal).err == ""
    other.close()
