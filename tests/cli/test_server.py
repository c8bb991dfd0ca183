"""Every kind of command on the district's server, by its address."""

import itertools

import pytest

from tests import factory
from tests.cli.terminal import log_text, run
from tests.postgres import OWNER, PASSWORD

SECOND = "梧桐絮 早班铃声 1978"
_NUMBERS = itertools.count(1)


@pytest.fixture
def address(office_on_server, monkeypatch):
    """A founded database on the server, and its owner's password in the environment."""
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)
    return office_on_server.store.address


@pytest.fixture
def ask(address):
    """Run a command there; give its answer, or its error."""

    def answer(*command, status=0):
        ended = run(*command, "--json", "--database", address)
        assert ended.status == status, ended.err
        return ended.answer if status == 0 else ended.error["code"]

    return answer


def test_that_init_founds_and_that_a_second_one_changes_nothing(postgres, monkeypatch):
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)
    address = postgres.address(postgres.database(), OWNER)
    founded = run("init", "--unit", "410305", "--json", "--database", address)
    assert (founded.status, founded.answer["unit"]["level"]) == (0, "district")
    assert founded.answer["recovery_key"] is None
    again = run("init", "--unit", "410305", "--json", "--database", address)
    assert (again.status, again.error["code"]) == (3, "exists")


def test_that_an_empty_database_says_that_it_is_not_founded(postgres, monkeypatch):
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)
    address = postgres.address(postgres.database(), OWNER)
    ended = run("list", "venue", "--json", "--database", address)
    assert (ended.status, ended.error["code"]) == (3, "not_founded")


def test_that_records_are_added_changed_undone_and_verified(ask):
    made = ask("add", "venue", "name=文化广场", "kind=service_centre")
    ask("change", "venue", made["id"], "name=党建广场")
    assert [row["name"] for row in ask("list", "venue")["rows"]] == ["党建广场"]
    assert len(ask("history", "venue", made["id"])["changes"]) == 2
    ask("undo")
    assert [row["name"] for row in ask("list", "venue", "--search", "whg")["rows"]] == ["文化广场"]
    assert all(check["ok"] for check in ask("verify")["checks"])


def test_that_rosters_papers_returns_and_packages_go_the_same_way(ask, office_on_server, tmp_path):
    factory.record_of(office_on_server, "person", 1)
    out, pdf = tmp_path / "out.xlsx", tmp_path / "out.pdf"
    assert ask("export", "person", out)["rows"] == 1
    assert ask("print", "list", "--ledger", "person", "-o", pdf)["pages"] == 1
    ask("return", "R2", "--period", "2026", "-o", tmp_path / "return.xlsx")
    assert ask("keys", "show")["fingerprint"]
    assert ask("pack", tmp_path, status=1) == "no_receiver"


def test_that_a_user_who_was_added_opens_as_himself(ask, address, tmp_path, monkeypatch):
    name = f"王五{next(_NUMBERS)}"
    (tmp_path / "new.txt").write_text(SECOND, encoding="utf-8")
    ask("user", "add", name, "--role", "录入员", "--new-password-file", tmp_path / "new.txt")
    monkeypatch.setenv("JIANXI_PASSWORD", SECOND)
    ended = run(
        "add", "venue", "name=甲", "kind=service_centre", "--user", name, "--database", address
    )
    assert ended.status == 0, ended.err
    refused = run("users", "--json", "--user", name, "--database", address)
    assert refused.error["code"] == "not_allowed"


@pytest.mark.parametrize("command", [("backup",), ("rekey",), ("recovery", "new")])
def test_that_what_is_done_with_a_file_is_the_servers_business(ask, command):
    assert ask(*command, status=3) == "on_server"


def test_that_a_wrong_password_ends_with_three_and_no_name_in_the_log(address, monkeypatch):
    monkeypatch.setenv("JIANXI_PASSWORD", "falsches Wort")
    ended = run("list", "venue", "--json", "--database", address)
    assert (ended.status, ended.error["code"]) == (3, "wrong_password")
    assert OWNER not in log_text()
    assert "falsch" not in log_text() + ended.err


def test_that_an_address_with_a_password_is_refused_and_not_repeated():
    ended = run("list", "venue", "--json", "--database", "postgresql://a:geheim@localhost/x")
    assert (ended.status, ended.error["code"]) == (1, "password_in_address")
    assert "geheim" not in ended.err + ended.out + log_text()


def test_that_an_unsafe_way_is_refused_before_a_password_is_asked_for():
    ended = run("list", "venue", "--json", "--database", "postgresql://a@203.0.113.9/x")
    assert (ended.status, ended.error["code"]) == (1, "tls_required")
