"""History, undo and audit at a terminal."""

import pytest

from tests import factory
from tests.cli.terminal import run
from tests.conftest import PASSWORD


@pytest.fixture
def said(office, member, monkeypatch):
    """Run a command on the office."""
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)

    def say(*words):
        return run("--database", office.path, *words, "--json")

    return say


def test_that_undo_and_redo_walk_back_and_forth(said, member):
    said("change", "person", member, "address=一")
    said("change", "person", member, "address=二")
    assert said("undo").answer["changes"][0]["action"] == "修改"
    assert said("undo").status == 0
    fields = [line["fields"][0] for line in said("history", "person", member).answer["changes"][:4]]
    assert [(f["old"], f["new"]) for f in fields] == [
        ("一", ""),
        ("二", "一"),
        ("一", "二"),
        ("", "一"),
    ]
    assert said("redo").answer["changes"][0]["action"] == "修改"
    assert said("list", "person").answer["rows"][0]["address"] == "一"


def test_that_nothing_to_redo_is_told(said):
    ended = said("redo")
    assert (ended.status, ended.error["code"]) == (1, "nothing_to_redo")


def test_that_the_history_masks_numbers(said, member):
    out = said("history", "person", member).out
    assert "990101********002X" in out
    assert "99010119650312002X" not in out


def test_that_erasing_is_told_in_the_audit(said, member):
    assert said("erase", "person", member, "--request", "洛涧个保〔2026〕1号").answer["writes"] == 2
    events = said("audit", "--limit", "3").answer["events"]
    told = {(event["title"], event["reason"]) for event in events}
    assert ("依法彻底删除", "洛涧个保〔2026〕1号") in told
    assert "李𠮷" not in said("history", "person", member).out


def test_that_an_identity_is_wanted(said):
    assert said("history", "person", "李四").status == 2
    assert said("history", "person", factory.any_id()).error["code"] == "gone"
