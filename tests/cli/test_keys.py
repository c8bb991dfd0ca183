"""Commands on keys, where people go wrong."""

import pytest

from jianxi_desktop.services import trust
from tests.cli.terminal import run
from tests.conftest import PASSWORD


@pytest.fixture
def place(office, district, tmp_path, monkeypatch):
    """The community's database, and the district's card and fingerprint."""
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)
    card = trust.save_card(district, tmp_path)
    return office, str(card), trust.office_card(district).fingerprint


def keys(place, *words):
    return run("keys", *words, "--database", str(place[0].path), "--json")


def test_that_a_card_is_trusted_only_if_what_was_heard_agrees(place):
    office, card, right = place
    groups = right.split()
    wrong = " ".join([*groups[:3], f"{(int(groups[3]) + 1) % 100_000:05d}", groups[4]])
    ended = keys(place, "trust", card, "--fingerprint", wrong)
    assert (ended.status, ended.error["code"]) == (1, "fingerprint_differs")
    assert "第 4 组" in ended.error["message"]
    assert trust.trusted_offices(office) == []
    assert keys(place, "trust", card, "--fingerprint", right).status == 0
    (listed,) = keys(place, "list").answer["offices"]
    assert (listed["state"], listed["scope"], listed["certified_by"]) == ("有效", "410305", None)


def test_that_a_withdrawal_is_listed_with_its_reason(place):
    _office, card, right = place
    keys(place, "trust", card)
    told = keys(place, "withdraw", right.replace(" ", ""), "--reason", "没有核对指纹").answer
    assert told["withdrawn"]["reason"] == "没有核对指纹"
    (listed,) = keys(place, "list").answer["offices"]
    assert listed == told
    assert keys(place, "show").answer["trusted"] == []


def test_that_renewed_keys_are_said_to_succeed_those_before(place, district, tmp_path):
    _office, card, before = place
    keys(place, "trust", card)
    fresh = trust.renew_keys(district)
    told = keys(place, "trust", str(trust.save_card(district, tmp_path))).answer
    assert (told["succeeds"], told["fingerprint"]) == (before, fresh.fingerprint)


def test_that_only_the_district_certifies(place):
    _office, card, right = place
    keys(place, "trust", card)
    ended = keys(place, "certify", right.replace(" ", ""))
    assert (ended.status, ended.error["code"]) == (1, "not_district")
