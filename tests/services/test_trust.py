"""Trust given, certified, withdrawn and taken back, between real offices."""

from datetime import date

import pytest

from jianxi_desktop.db import trust as rows
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import accounts, audit, trust
from jianxi_desktop.services import office as offices
from jianxi_desktop.services.known_offices import State, known_offices, own_withdrawal
from jianxi_desktop.services.trust import Standing
from tests.services.trusting import carry, copy_of, give, known, names

TODAY = "2026-11-30"


@pytest.fixture
def drive(tmp_path):
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder


@pytest.fixture
def street(founded, tmp_path):
    made = copy_of(founded, "410305008", tmp_path)
    yield made
    made.close()


@pytest.fixture
def friends(office, district, drive):
    """The community and the district, which trust each other."""
    give(office, district, drive)
    give(district, office, drive)
    return office, district


def refusal(work, *given, **named):
    with pytest.raises(InputError) as refused:
        work(*given, **named)
    return refused.value


def last_events(office, count=1):
    return [each.action for each in audit.list_events(office)[:count]]


def test_that_what_the_district_trusts_a_community_knows_without_a_telephone(
    friends, street, drive
):
    office, district = friends
    give(district, street, drive)
    assert names(office) == ["涧西区"]
    assert carry(district, office) == 2  # the street's, and its own
    assert names(office) == ["涧西区", street.unit.name]
    key = trust.office_card(street).sign_key
    assert known(office).scope_of(key, TODAY) == "410305008"
    (_, brought) = known_offices(office)
    assert (brought.by, brought.scope, brought.state) == ("涧西区", "410305008", State.VALID)
    assert carry(district, office) == 0


def test_that_a_street_does_not_certify_but_can_be_trusted_itself(office, street, drive):
    give(street, office, drive)
    give(office, street, drive)
    (found,) = known_offices(office)
    assert (found.scope, found.by, found.since) == ("410305008", "", found.since)
    assert carry(street, office) == 0
    with street.store.read() as connection:
        assert rows.statements(connection) == []


def test_that_a_street_that_was_only_certified_is_written_to_once_it_has_written(
    friends, street, drive
):
    office, district = friends
    give(district, street, drive)
    carry(district, office)
    assert [card.unit for card in trust.superiors(office)] == ["410305"]
    give(office, street, drive)
    assert [card.unit for card in trust.superiors(office)] == ["410305", "410305008"]


def test_that_trust_that_was_withdrawn_is_gone_everywhere_and_stays_gone(friends, street, drive):
    office, district = friends
    give(district, street, drive)
    carry(district, office)
    card = trust.office_card(street)
    gone = trust.withdraw(district, card.fingerprint, "电脑  遗失")
    assert (gone.state, gone.withdrawal.why) == (State.WITHDRAWN, "电脑 遗失")
    assert last_events(district) == ["withdraw"]
    assert names(district) == [office.unit.name]
    assert known(office).withdrawn(card.sign_key) is None
    carry(district, office)
    assert names(office) == ["涧西区"]
    assert known(office).withdrawn(card.sign_key).why == "电脑 遗失"
    assert known(office).scope_of(card.sign_key, TODAY) == "410305008"
    for each in (office, district):
        again = refusal(give, each, street, drive)
        assert again.code == "key_withdrawn"
        assert "电脑 遗失" in again.user_message
    assert refusal(trust.withdraw, district, card.fingerprint, "又").code == "key_withdrawn"


def test_that_an_office_takes_back_only_its_own_withdrawal(friends, drive):
    office, district = friends
    card = trust.office_card(district)
    trust.withdraw(office, card.key_id, "指纹没有核对")
    assert (names(office), trust.superiors(office)) == ([], [])
    assert known(office).withdrawn(card.sign_key) is not None
    give(office, district, drive)
    assert names(office) == ["涧西区"]
    assert known(office).withdrawn(card.sign_key) is None
    assert last_events(office, 3) == ["trust", "withdraw", "trust"]


def test_that_an_office_whose_own_key_was_revoked_is_told(friends):
    office, district = friends
    assert own_withdrawal(office) is None
    trust.withdraw(district, trust.office_card(office).fingerprint, "电脑遗失")
    carry(district, office)
    assert own_withdrawal(office).why == "电脑遗失"


@pytest.mark.parametrize(
    ("named", "reason", "code"),
    [
        ("00000 00000 00000 00000 00000", "遗失", "unknown_key"),
        ("", "遗失", "unknown_key"),
        ("own", "遗失", "own_card"),
        ("other", " ", "reason_missing"),
        ("other", "长" * 201, "reason_missing"),
    ],
)
def test_that_a_withdrawal_names_a_key_and_a_reason(friends, named, reason, code):
    office, district = friends
    for word, each in (("own", office), ("other", district)):
        if named == word:
            named = trust.office_card(each).fingerprint
    assert refusal(trust.withdraw, office, named, reason).code == code
    assert names(office) == ["涧西区"]


def test_that_the_district_certifies_another_subtree_or_until_a_day(friends, street, drive):
    office, district = friends
    card = give(district, street, drive)
    trust.certify(district, card.fingerprint, scope="410305008001", valid_until=date(2099, 12, 31))
    carry(district, office)
    found = next(each for each in known_offices(office) if each.card == card)
    assert (found.scope, found.until) == ("410305008001", "2099-12-31")
    assert last_events(district) == ["certify"]


@pytest.mark.parametrize(
    ("scope", "until", "code"),
    [
        ("410302", None, "not_district"),
        ("4103", None, "unknown_unit"),
        ("区", None, "unknown_unit"),
        (None, date(2020, 1, 1), "day_is_past"),
    ],
)
def test_that_a_certificate_stays_within_the_district_and_the_future(friends, scope, until, code):
    office, district = friends
    named = trust.office_card(office).fingerprint
    refused = refusal(trust.certify, district, named, scope=scope, valid_until=until)
    assert refused.code == code


def test_that_only_the_district_certifies(friends):
    office, district = friends
    named = trust.office_card(district).fingerprint
    assert refusal(trust.certify, office, named).code == "not_district"


def test_that_only_administrators_give_and_take_trust(friends, drive):
    office, district = friends
    accounts.add_user(office, "录入", "correct-horse-1949", Role.EDITOR)
    editor = offices.open_office(office.path, "correct-horse-1949", user="录入")
    named = trust.office_card(district).fingerprint
    for work, given in (
        (trust.trust_card, [trust.save_card(district, drive)]),
        (trust.withdraw, [named, "遗失"]),
        (trust.certify, [named]),
        (trust.renew_keys, []),
    ):
        assert refusal(work, editor, *given).code == "not_allowed"
    assert [each.card.unit for each in known_offices(editor)] == ["410305"]
    editor.close()


def test_that_a_look_says_what_a_card_is_to_us(friends, street, drive):
    office, district = friends
    for each, standing in ((office, Standing.OWN), (district, Standing.TRUSTED),
                           (street, Standing.NEW)):  # fmt: skip
        assert trust.look(office, trust.save_card(each, drive)).standing is standing
    give(district, street, drive)
    carry(district, office)
    found = trust.look(office, trust.save_card(street, drive))
    assert (found.standing, found.root) == (Standing.CERTIFIED, False)
    assert trust.look(office, trust.save_card(district, drive)).root
    trust.withdraw(office, trust.office_card(street).fingerprint, "换人")
    found = trust.look(office, trust.save_card(street, drive))
    assert (found.standing, found.withdrawal.why) == (Standing.WITHDRAWN, "换人")


@pytest.mark.parametrize("wrong", range(5))
def test_that_a_fingerprint_is_compared_group_by_group(office, wrong):
    card = trust.office_card(office)
    groups = card.fingerprint.split()
    trust.compare_fingerprint(card, groups)
    trust.compare_fingerprint(card, [" " + group[:2] + " " + group[2:] for group in groups])
    other = f"{(int(groups[wrong]) + 1) % 100_000:05d}"
    differs = refusal(
        trust.compare_fingerprint, card, [*groups[:wrong], other, *groups[wrong + 1 :]]
    )
    assert (differs.code, differs.details) == ("fingerprint_differs", (str(wrong + 1),))
    assert f"第 {wrong + 1} 组" in differs.user_message
    short = refusal(trust.compare_fingerprint, card, [*groups[:wrong], groups[wrong][:4]])
    assert f"第 {wrong + 1} 组要填 5 位" in short.user_message
