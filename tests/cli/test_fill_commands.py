"""Blanks filled from the command line."""

import pytest

from tests import factory
from tests.cli.terminal import log_text, run
from tests.conftest import PASSWORD
from tests.services.filled import cells, lock, write_blank

SECRET = "涧西Jianxi-2026"
BRANCH = "第一网格党支部"


@pytest.fixture
def place(office, monkeypatch):
    """A database with one branch, for commands."""
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)
    factory.branch_of(office, BRANCH)
    return office.path


def test_that_a_blank_with_a_password_is_opened_by_its_file(place, tmp_path):
    blank = lock(write_blank(tmp_path / "表.xlsx", ("序号", "党组织名称", "书记")), SECRET)
    out, secret = tmp_path / "填好.xlsx", tmp_path / "secret.txt"
    words = ("fill", blank, out, "--database", place, "--json")
    assert run(*words).error["code"] == "encrypted"
    secret.write_text("猜一个\n", "utf-8")
    assert run(*words, "--file-password-file", secret).error["code"] == "wrong_password"
    assert not out.exists()

    secret.write_text(f"{SECRET}\n", "utf-8-sig")
    done = run(*words, "--file-password-file", secret)

    assert (done.status, done.answer["rows"]) == (0, 4)
    assert BRANCH in [row[1] for row in cells(out, 3, 4)]
    assert any("不带密码" in note for note in done.answer["notes"])
    assert SECRET not in done.out + done.err + log_text()
