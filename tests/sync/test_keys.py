import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.errors import EnvironmentFailure, InputError
from jianxi_desktop.sync.keys import (
    OfficeKeys,
    card_of,
    fingerprint,
    key_id,
    load_card,
    read_card,
    save_card,
    signature_fits,
    write_card,
)


def edited(card, **changes):
    fields = json.loads(write_card(card)) | changes
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_that_a_card_is_read_as_it_was_written(community):
    assert read_card(write_card(community.card)) == community.card


def test_that_a_line_end_an_editor_added_does_no_harm(community):
    assert read_card(write_card(community.card) + b"\r\n") == community.card


def test_that_a_card_holds_no_secret(community):
    text = write_card(community.card).decode()
    assert community.seed.hex() not in text
    assert community.identity not in text


def test_that_secrets_are_not_shown_by_accident(community):
    assert community.identity not in repr(community)
    assert repr(community.seed) not in repr(community)


def test_that_keys_survive_being_kept_as_text(community):
    again = OfficeKeys.from_secrets(community.secrets())
    assert again == community
    assert signature_fits(community.card.sign_key, again.sign(b"text"), b"text")


def test_that_a_fingerprint_is_five_groups_of_five_digits(community):
    groups = community.card.fingerprint.split(" ")
    assert [len(group) for group in groups] == [5] * 5
    assert "".join(groups).isdecimal()


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_that_other_keys_have_other_names_and_fingerprints(one, other):
    same = one == other
    assert (key_id(one.hex()) == key_id(other.hex())) is same
    assert (fingerprint(one.hex()) == fingerprint(other.hex())) is same


def test_that_a_card_is_found_by_the_short_name_of_its_key(community, district):
    cards = [community.card, district.card]
    assert card_of(district.card.key_id, cards) is district.card
    assert card_of("0" * 16, cards) is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "别的单位"}, "card_signature_wrong"),
        ({"unit": "410399"}, "card_signature_wrong"),
        ({"signature": "00" * 64}, "card_signature_wrong"),
        ({"sign_key": "11" * 32}, "card_signature_wrong"),
        ({"sign_key": "AB" * 32}, "card_malformed"),
        ({"sign_key": "ab"}, "card_malformed"),
        ({"recipient": "age1x"}, "card_malformed"),
        ({"signature": "x"}, "card_malformed"),
        ({"name": ""}, "card_malformed"),
        ({"name": "南山\u202e社区"}, "card_malformed"),
        ({"name": 5}, "card_malformed"),
        ({"more": "x"}, "card_malformed"),
        ({"format": "other"}, "card_malformed"),
        ({"v": 3, "more": 1}, "card_newer"),
        ({"v": 2}, "card_malformed"),
        ({"v": True}, "card_malformed"),
        ({"v": "1"}, "card_malformed"),
    ],
)
def test_that_an_edited_card_is_refused(community, changes, code):
    with pytest.raises(InputError) as refused:
        read_card(edited(community.card, **changes))
    assert refused.value.code == code


def test_that_another_offices_recipient_on_a_card_is_noticed(community, stranger):
    with pytest.raises(InputError) as refused:
        read_card(edited(community.card, recipient=stranger.card.recipient))
    assert refused.value.code == "card_signature_wrong"


@given(st.binary(max_size=200))
def test_that_any_other_file_is_no_card(data):
    with pytest.raises(InputError) as refused:
        read_card(data)
    assert refused.value.code == "card_malformed"


def test_that_a_card_goes_from_office_to_office_as_a_file(tmp_path, community):
    path = save_card(tmp_path, community.card)
    assert path.name == f"JX_{community.card.key_id[:8]}.jxcard"
    assert save_card(tmp_path, community.card) == path
    assert load_card(path) == community.card


def test_that_a_large_file_is_no_card(tmp_path):
    path = tmp_path / "large.jxcard"
    path.write_bytes(b" " * 20_000)
    with pytest.raises(InputError) as refused:
        load_card(path)
    assert refused.value.code == "card_malformed"


def test_that_a_card_file_that_is_missing_is_a_failure_of_the_surroundings(tmp_path):
    with pytest.raises(EnvironmentFailure):
        load_card(tmp_path / "none.jxcard")
