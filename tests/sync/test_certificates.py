"""Certificates and revocations: what they say, and that nobody else can say it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.errors import InputError
from jianxi_desktop.sync import certificates
from jianxi_desktop.sync.canonical import encode
from jianxi_desktop.sync.certificates import certify, read, revoke, spell
from jianxi_desktop.sync.keys import OfficeKeys, card_fields, read_card, write_card
from tests.sync.factory import CREATED, office

DAY = date(2026, 11, 20)
CHAIN = f"{'ab' * 16}/org/410305001"
OURS = office("410305", "涧西区委组织部")
THEIRS = office("410305001", "南山社区党委")

hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
numbers = st.integers(1, 2**53 - 1)
chains = st.binary(min_size=16, max_size=16).map(lambda raw: f"{raw.hex()}/org/410305001001")
words = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=200)
moments = st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0))


@pytest.fixture(scope="module")
def certificate():
    return certify(OURS, THEIRS.card, scope="410305001", issued_on=DAY, serial=1)


@pytest.fixture(scope="module")
def revocation():
    return revoke(OURS, THEIRS.card.sign_key, at=CREATED, why="遗失", ends={CHAIN: (3, "cd" * 32)})


def edited(statement, **changes):
    """Change the text of a statement and leave its signature."""
    return encode(json.loads(spell(statement)) | changes)


def refused(text):
    with pytest.raises(InputError) as error:
        read(text)
    return error.value.code


@given(st.sampled_from(["410305", "410305001", "410305001002"]), numbers, st.dates(), st.booleans())
def test_that_a_certificate_reads_as_it_was_written(scope, serial, day, lasting):
    until = None if lasting else date.max
    made = certify(OURS, THEIRS.card, scope=scope, issued_on=day, serial=serial, valid_until=until)
    assert read(spell(made)) == made
    assert made.valid_on("2999-01-01")


@given(words, moments, st.dictionaries(chains, st.tuples(numbers, hashes), max_size=5))
def test_that_a_revocation_reads_as_it_was_written(why, at, ends):
    made = revoke(OURS, THEIRS.card.sign_key, at=at, why=why, ends=ends)
    assert read(spell(made)) == made
    assert made.ends == ends


@given(data=st.data())
def test_that_no_byte_of_a_statement_can_be_changed(data, certificate, revocation):
    text = spell(data.draw(st.sampled_from([certificate, revocation])))
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != text[place]))
    refused(text[:place] + bytes([other]) + text[place + 1 :])


@given(st.binary(max_size=300))
def test_that_any_other_text_is_no_statement(text):
    assert refused(text) == "certificate_malformed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"scope": "410305"}, "certificate_signature_wrong"),
        ({"valid_until": "2030-01-01"}, "certificate_signature_wrong"),
        ({"serial": 2}, "certificate_signature_wrong"),
        ({"issuer": THEIRS.card.sign_key}, "certificate_signature_wrong"),
        ({"signature": "00" * 64}, "certificate_signature_wrong"),
        ({"signature": "x"}, "certificate_malformed"),
        ({"scope": ""}, "certificate_malformed"),
        ({"scope": "41/../05"}, "certificate_malformed"),
        ({"serial": 0}, "certificate_malformed"),
        ({"serial": True}, "certificate_malformed"),
        ({"serial": "1"}, "certificate_malformed"),
        ({"issued_on": "2026-13-01"}, "certificate_malformed"),
        ({"issued_on": "20261120"}, "certificate_malformed"),
        ({"valid_until": 5}, "certificate_malformed"),
        ({"card": None}, "certificate_malformed"),
        ({"card": {}}, "card_malformed"),
        ({"more": 1}, "certificate_malformed"),
        ({"format": "jianxi-card"}, "certificate_malformed"),
        ({"format": "jianxi-revocation"}, "certificate_malformed"),
        ({"v": 2}, "certificate_newer"),
        ({"v": True}, "certificate_malformed"),
    ],
)
def test_that_an_edited_certificate_is_refused(certificate, changes, code):
    assert refused(edited(certificate, **changes)) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"why": "别的原因"}, "certificate_signature_wrong"),
        ({"key": OURS.card.sign_key}, "certificate_signature_wrong"),
        ({"ends": {}}, "certificate_signature_wrong"),
        ({"ends": {CHAIN: [4, "cd" * 32]}}, "certificate_signature_wrong"),
        ({"at": "2026-11-21T08:30:00+00:00"}, "certificate_signature_wrong"),
        ({"at": "2026-11-21T08:30:00"}, "certificate_malformed"),
        ({"at": "2026-11-21"}, "certificate_malformed"),
        ({"why": ""}, "certificate_malformed"),
        ({"why": "遗\u202e失"}, "certificate_malformed"),
        ({"why": "长" * 201}, "certificate_malformed"),
        ({"ends": []}, "certificate_malformed"),
        ({"ends": {CHAIN: [0, "cd" * 32]}}, "certificate_malformed"),
        ({"ends": {CHAIN: [1, "cd"]}}, "certificate_malformed"),
        ({"ends": {CHAIN: [1]}}, "certificate_malformed"),
        ({"ends": {"../x": [1, "cd" * 32]}}, "certificate_malformed"),
        (
            {"ends": {f"{n:032x}/org/1": [1, "cd" * 32] for n in range(201)}},
            "certificate_malformed",
        ),
    ],
)
def test_that_an_edited_revocation_is_refused(revocation, changes, code):
    assert refused(edited(revocation, **changes)) == code


def test_that_a_certificate_cannot_be_moved_to_another_card(certificate):
    other = office("410305001", "南山社区党委")
    assert (
        refused(edited(certificate, card=card_fields(other.card))) == "certificate_signature_wrong"
    )


def test_that_a_recipient_cannot_be_put_into_a_certified_card(certificate):
    card = card_fields(THEIRS.card) | {"recipient": OURS.card.recipient}
    assert refused(edited(certificate, card=card)) == "card_signature_wrong"


def test_that_a_signature_over_a_certificate_is_none_over_a_revocation(revocation):
    """Each kind of text is signed under a mark of its own."""
    forged = replace(revocation, signature=OURS.sign(encode(revocation._body())).hex())
    assert refused(spell(forged)) == "certificate_signature_wrong"


def test_that_a_certificate_ends_after_its_last_day():
    made = certify(OURS, THEIRS.card, scope="410305001", issued_on=DAY, serial=1, valid_until=DAY)
    assert made.valid_on("2026-11-20")
    assert not made.valid_on("2026-11-21")


def test_that_a_text_beyond_the_limit_is_refused():
    assert refused(b" " * (certificates.TEXT_LIMIT + 1)) == "certificate_malformed"


def renewed(before=THEIRS):
    return OfficeKeys.new(
        unit="410305001",
        name="南山社区党委",
        created=datetime(2027, 1, 1, tzinfo=UTC),
        before=before,
    )


def test_that_a_new_card_is_signed_by_the_key_before_it_too():
    card = renewed().card
    assert read_card(write_card(card)) == card
    assert card.succeeds == THEIRS.card.sign_key


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"succeeds": OURS.card.sign_key}, "card_signature_wrong"),
        ({"vouched": "00" * 64}, "card_successor_wrong"),
        ({"vouched": ""}, "card_malformed"),
        ({"succeeds": "ab"}, "card_signature_wrong"),
        ({"v": 1}, "card_malformed"),
    ],
)
def test_that_a_forged_successor_is_refused(changes, code):
    text = encode(json.loads(write_card(renewed().card)) | changes)
    with pytest.raises(InputError) as error:
        read_card(text)
    assert error.value.code == code


def test_that_nobody_succeeds_a_key_that_did_not_sign():
    """The thief has his own keys, the old card, and the signature of an earlier successor."""
    thief, honest = office("410305001", "南山社区党委"), renewed()
    body = {**json.loads(write_card(honest.card)), "sign_key": thief.card.sign_key}
    del body["signature"], body["vouched"]
    body["signature"] = thief.sign(b"jxcard-v1\0" + encode(body)).hex()
    for vouched in (honest.card.vouched, thief.sign(b"jxsuccessor-v1\0" + encode(body)).hex()):
        with pytest.raises(InputError) as error:
            read_card(encode({**body, "vouched": vouched}))
        assert error.value.code == "card_successor_wrong"


def test_that_without_its_successor_mark_a_card_is_another_text():
    fields = json.loads(write_card(renewed().card))
    del fields["succeeds"], fields["vouched"]
    with pytest.raises(InputError) as error:
        read_card(encode(fields | {"v": 1}))
    assert error.value.code == "card_signature_wrong"
