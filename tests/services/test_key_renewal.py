"""New keys: what they leave behind, who still knows them, and a PC that was lost."""

from datetime import UTC, datetime

import pytest

from jianxi_desktop.db import office as facts_of_office
from jianxi_desktop.db import trust as rows
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import office as offices
from jianxi_desktop.services import own_keys, package, trust
from jianxi_desktop.services.known_offices import State, known_offices
from jianxi_desktop.services.trust import Standing
from jianxi_desktop.sync import checkpoints
from jianxi_desktop.sync.checkpoints import Checkpoint
from tests import factory
from tests.conftest import PASSWORD
from tests.services.trusting import carry, give, known, names

TODAY = "2026-11-30"


@pytest.fixture
def drive(tmp_path):
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder


@pytest.fixture
def friends(office, district, drive):
    give(office, district, drive)
    give(district, office, drive)
    return office, district


def chain_of(office):
    with office.store.read() as connection:
        number = facts_of_office.facts_of(connection)["replica"]
        return rows.chain_at(connection, number)


def test_that_new_keys_begin_a_new_chain_and_the_old_key_has_the_last_word_on_its_own(
    friends,
    member,
    drive,
):
    office, _district = friends
    package.write_package(office, drive)
    before, old = trust.office_card(office), chain_of(office)
    fresh = trust.renew_keys(office)
    new = chain_of(office)
    assert (new["replica"] != old["replica"], new["seq"], new["key"]) == (True, 0, fresh.key_id)
    with office.store.read() as connection:
        ends = rows.ends_of(connection, before.sign_key)
        row = connection.exec_driver_sql("SELECT key, signature FROM sync_checkpoint").one()
    chain = f"{old['replica'].hex}/{old['scope']}"
    assert ends == {chain: (old["seq"], old["hash"].hex())}
    said = Checkpoint(chain, old["seq"], old["hash"].hex(), row.key, row.signature.hex())
    assert checkpoints.fits(said)
    assert chain_of(office)["seq"] == 0
    factory.record_of(office, "venue")
    assert chain_of(office)["seq"] == 1


def test_that_a_chain_nobody_has_seen_goes_on_under_new_keys(office, member):
    before = chain_of(office)
    fresh = trust.renew_keys(office)
    after = chain_of(office)
    assert (after["replica"], after["seq"]) == (before["replica"], before["seq"])
    assert after["key"] == fresh.key_id


def test_that_every_key_an_office_had_is_kept(office):
    cards = [trust.office_card(office), *(trust.renew_keys(office) for _ in range(3))][::-1]
    with office.store.read() as connection:
        kept = own_keys.every_key_in(connection)
        assert own_keys.own_cards(connection) == [each.card for each in kept] == cards
    assert [card.succeeds for card in cards[:-1]] == [card.sign_key for card in cards[1:]]
    assert trust.office_card(office) == cards[0]
    assert all(known(office).scope_of(card.sign_key, TODAY) == office.unit.code for card in cards)


def test_that_a_database_of_an_earlier_version_still_has_its_card(office):
    card = trust.office_card(office)
    with office.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM setting WHERE key = 'office_cards'")
    assert trust.office_card(office) == card
    fresh = trust.renew_keys(office)
    assert trust.office_card(office) == fresh


def test_that_a_successor_is_accepted_after_a_look_and_the_old_key_is_written_to_no_more(
    friends,
    drive,
):
    office, district = friends
    before = trust.office_card(district)
    fresh = trust.renew_keys(district)
    path = trust.save_card(district, drive)
    found = trust.look(office, path)
    assert (found.standing, found.before) == (Standing.SUCCESSOR, before)
    assert trust.superiors(office) == [before]
    trust.trust(office, found.card)
    assert trust.superiors(office) == [fresh]
    assert [(each.card, each.state) for each in known_offices(office)] == [
        (fresh, State.VALID),
        (before, State.REPLACED),
    ]
    assert known(office).scope_of(before.sign_key, TODAY) == "410305"  # what is on its way


def test_that_what_the_district_said_with_its_old_key_is_said_again_with_the_new(
    friends,
    drive,
    tmp_path,
):
    """A community that comes to trust the district later knows its new key only."""
    office, district = friends
    lost = offices.lay_down(tmp_path / "lost.jxdb", "410305008001", password=PASSWORD).office
    late = offices.lay_down(tmp_path / "late.jxdb", "410305008001", password=PASSWORD).office
    gone, old = give(district, lost, drive), trust.office_card(district)
    trust.withdraw(district, gone.fingerprint, "电脑遗失")
    trust.renew_keys(district)
    give(late, district, drive)
    carry(district, late)
    found = known(late)
    assert found.scope_of(old.sign_key, TODAY) == "410305"
    assert found.scope_of(trust.office_card(office).sign_key, TODAY) == office.unit.code
    assert found.withdrawn(gone.sign_key).why == "电脑遗失"
    lost.close()
    late.close()


def test_that_a_successor_of_a_revoked_key_is_nobody_we_know(friends, drive):
    """Whoever stole the key can sign a successor, too."""
    office, district = friends
    old = trust.office_card(office)
    trust.withdraw(district, old.fingerprint, "电脑遗失")
    trust.renew_keys(office)
    found = trust.look(district, trust.save_card(office, drive))
    assert (found.standing, found.before) == (Standing.NEW, None)
    assert found.withdrawal.why == "电脑遗失"


def test_that_a_key_is_taken_the_place_of_once(friends, drive, tmp_path):
    """Whoever has an old key that was changed long ago could make a card with it."""
    office, district = friends
    with office.store.read() as connection:
        old = own_keys.keys_in(connection)
    trust.renew_keys(office)
    give(district, office, drive)
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    card = old.card
    second = own_keys.OfficeKeys.new(unit=card.unit, name=card.name, created=moment, before=old)
    path = tmp_path / "second.jxcard"
    path.write_bytes(own_keys.write_card(second.card))
    found = trust.look(district, path)
    assert (found.standing, found.others) == (Standing.NEW, (trust.office_card(office),))


def test_that_the_card_of_another_unit_succeeds_nobody(friends, drive, tmp_path):
    """A community's key may not make a district."""
    office, district = friends
    with office.store.read() as connection:
        stolen = own_keys.keys_in(connection)
    forged = own_keys.OfficeKeys.new(
        unit="410305", name="涧西区", created=datetime(2026, 11, 20, tzinfo=UTC), before=stolen
    )
    path = tmp_path / "forged.jxcard"
    path.write_bytes(own_keys.write_card(forged.card))
    assert trust.look(district, path).standing is Standing.NEW


def test_that_a_revoked_card_cannot_be_trusted_by_its_successor_mark(friends, drive):
    office, district = friends
    card = trust.office_card(office)
    trust.withdraw(district, card.fingerprint, "电脑遗失")
    with pytest.raises(InputError) as refused:
        trust.trust(district, card)
    assert refused.value.code == "key_withdrawn"
    assert names(district) == []
