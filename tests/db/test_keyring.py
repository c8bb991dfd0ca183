import base64
import hashlib
import json
import stat
import sys
import uuid

import pytest

from jianxi_desktop.db import keyring, keyring_users
from jianxi_desktop.errors import EnvironmentFailure, InputError, JianxiError
from tests.db.rings import DATABASE, PASSWORD, POLICY


def unlock(path, user="王芳", password=PASSWORD):
    return keyring.unlock(path, user, password, policy=POLICY).key


def respell(path, change):
    """Edit the file as somebody would who knows its checksum but not its key."""
    fields = json.loads(path.read_bytes())
    change(fields)
    del fields["check"]
    tight = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    fields["check"] = hashlib.sha256(tight.encode()).hexdigest()
    text = json.dumps(fields, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_bytes(text.encode() + b"\n")


def test_that_the_password_gives_the_key_that_was_made(path, made):
    key, _ = made
    assert len(key) == 32
    assert unlock(path) == key


def test_that_the_only_user_need_not_be_named(path, made):
    assert unlock(path, user=None) == made[0]


def test_that_among_several_users_one_has_to_be_named(path, made):
    keyring_users.add_user(path, "李雷", made[0], "another one", policy=POLICY)
    with pytest.raises(EnvironmentFailure) as refused:
        unlock(path, user=None)
    assert refused.value.code == "user_needed"


def test_that_full_width_letters_of_an_input_method_are_the_same_password(path):
    key, _ = keyring.create(path, DATABASE, "王芳", "ａｂｃｄ１２３４５６", policy=POLICY)
    assert unlock(path, password="abcd123456") == key


def test_that_a_wrong_password_is_a_failure_of_the_surroundings(path, made):
    with pytest.raises(EnvironmentFailure) as refused:
        unlock(path, password=PASSWORD + "x")
    assert refused.value.code == "wrong_password"
    assert "密码不对" in refused.value.user_message


def test_that_an_unknown_user_is_named_as_such(path, made):
    with pytest.raises(EnvironmentFailure) as refused:
        unlock(path, user="韩梅梅")
    assert refused.value.code == "user_unknown"


@pytest.mark.parametrize("password", ["", "123456789", "　" * 10, " " * 10])
def test_that_too_short_or_blank_a_password_is_refused_and_nothing_is_made(path, password):
    with pytest.raises(InputError) as refused:
        keyring.create(path, DATABASE, "王芳", password, policy=POLICY)
    assert refused.value.code == "password_too_short"
    assert not path.exists()


def test_that_a_keyring_is_never_overwritten_by_a_new_one(path, made):
    before = path.read_bytes()
    with pytest.raises(EnvironmentFailure) as refused:
        keyring.create(path, DATABASE, "王芳", PASSWORD, policy=POLICY)
    assert (refused.value.code, path.read_bytes()) == ("keyring_exists", before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_that_only_its_owner_may_read_the_file_and_nothing_else_is_left(path, made):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_that_no_secret_stands_in_the_file(path, made):
    key, recovery = made
    text = path.read_bytes()
    for secret in (key, key.hex().encode(), base64.b64encode(key), PASSWORD.encode()):
        assert secret not in text
    assert b"AGE-SECRET" not in text
    assert recovery.split("\n")[1].encode() not in text


def test_that_every_keyring_has_a_key_of_its_own(tmp_path):
    made = [keyring.create(tmp_path / n, DATABASE, "a", PASSWORD, policy=POLICY) for n in "ab"]
    assert made[0][0] != made[1][0]
    assert made[0][1] != made[1][1]


def test_that_the_printed_recovery_key_opens_what_the_password_opens(path, made):
    key, recovery = made
    typed = recovery.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert keyring.unlock_with_recovery(path, typed, policy=POLICY).key == key


def test_that_a_forgotten_password_is_set_anew_with_the_recovery_key(path, made):
    key = keyring.unlock_with_recovery(path, made[1], policy=POLICY).key
    keyring_users.set_password(path, "王芳", key, "a new password", policy=POLICY)
    assert unlock(path, password="a new password") == key
    with pytest.raises(JianxiError):
        unlock(path)


def test_that_the_recovery_key_of_another_database_is_told_from_a_mistyped_one(path, made):
    _, other = keyring.create(path.with_name("b.keys"), DATABASE, "a", PASSWORD, policy=POLICY)
    with pytest.raises(EnvironmentFailure) as refused:
        keyring.unlock_with_recovery(path, other, policy=POLICY)
    assert refused.value.code == "recovery_key_wrong"


def test_that_a_further_user_gets_the_same_key_without_the_first_ones_password(path, made):
    added = keyring_users.add_user(path, "李雷", made[0], "another one", policy=POLICY)
    assert unlock(path, "李雷", "another one") == made[0] == unlock(path)
    assert [each.label for each in keyring.users(path)] == ["王芳", "李雷"]
    assert keyring.users(path)[1] == added


def test_that_two_users_of_one_name_are_refused(path, made):
    with pytest.raises(InputError) as refused:
        keyring_users.add_user(path, "王芳", made[0], "another one", policy=POLICY)
    assert refused.value.code == "user_exists"


@pytest.mark.parametrize("change", [keyring_users.set_password, keyring_users.add_user])
def test_that_without_the_key_nobody_changes_a_keyring(path, made, change):
    before = path.read_bytes()
    with pytest.raises(EnvironmentFailure):
        change(path, "王芳", bytes(32), "a new password", policy=POLICY)
    assert path.read_bytes() == before


def test_that_a_user_stays_the_same_user_under_a_new_password(path, made):
    before = keyring.users(path)
    keyring_users.set_password(path, "王芳", made[0], "a new password", policy=POLICY)
    assert keyring.users(path) == before


def test_that_the_keyring_names_its_database(path, made):
    assert keyring.database_id(path) == DATABASE


def test_that_a_missing_keyring_is_named_with_what_to_do(path):
    with pytest.raises(EnvironmentFailure) as refused:
        unlock(path)
    assert refused.value.code == "keyring_missing"
    assert "备份" in refused.value.user_message


def test_that_a_folder_in_its_place_is_not_a_traceback(path):
    path.mkdir()
    with pytest.raises(EnvironmentFailure) as refused:
        unlock(path)
    assert refused.value.code == "keyring_unreadable"


def test_that_a_keyring_that_cannot_be_written_leaves_the_old_one(path, made):
    before = path.read_bytes()
    path.with_name(path.name + ".new").mkdir()
    with pytest.raises(EnvironmentFailure) as refused:
        keyring_users.set_password(path, "王芳", made[0], "a new password", policy=POLICY)
    assert (refused.value.code, path.read_bytes()) == ("keyring_unwritable", before)


def test_that_every_flipped_bit_and_every_cut_is_damage(path, made):
    whole = path.read_bytes()
    for at in range(0, len(whole), 7):
        for damaged in (whole[:at], whole[:at] + bytes((whole[at] ^ 4,)) + whole[at + 1 :]):
            path.write_bytes(damaged)
            with pytest.raises(EnvironmentFailure) as refused:
                unlock(path)
            assert refused.value.code in {"keyring_damaged", "keyring_newer"}


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{}", b"[" * 100_000, b"\xff\xfe"])
def test_that_any_other_content_is_damage(path, content):
    path.write_bytes(content)
    with pytest.raises(EnvironmentFailure) as refused:
        unlock(path)
    assert refused.value.code == "keyring_damaged"


def test_that_a_keyring_of_a_newer_program_asks_for_the_newer_program(path, made):
    respell(path, lambda fields: fields.update(version=3, more="later"))
    with pytest.raises(EnvironmentFailure) as refused:
        unlock(path)
    assert refused.value.code == "keyring_newer"


@pytest.mark.parametrize(
    ("cost", "code"),
    [
        ({"memory_kib": 32}, "keyring_weak"),
        ({"iterations": 0}, "keyring_weak"),
        ({"lanes": 0}, "keyring_weak"),
        ({"memory_kib": -1}, "keyring_weak"),
        ({"memory_kib": 2 << 20}, "keyring_absurd"),
        ({"iterations": 10_000}, "keyring_absurd"),
        ({"memory_kib": True}, "keyring_damaged"),
        ({"memory_kib": "64"}, "keyring_damaged"),
        ({"more": 1}, "keyring_damaged"),
    ],
)
def test_that_a_tampered_price_of_guessing_is_refused_before_it_is_paid(path, made, cost, code):
    respell(path, lambda fields: fields["users"][0]["cost"].update(cost))
    with pytest.raises(EnvironmentFailure) as refused:
        unlock(path)
    assert refused.value.code == code


def test_that_the_quick_cost_of_tests_is_too_weak_for_the_program(path, made):
    with pytest.raises(EnvironmentFailure) as refused:
        keyring.unlock(path, "王芳", PASSWORD)
    assert refused.value.code == "keyring_weak"


def test_that_the_program_asks_64_mib_and_three_passes(path):
    key, _ = keyring.create(path, DATABASE, "王芳", PASSWORD)
    cost = json.loads(path.read_bytes())["users"][0]["cost"]
    assert cost == {"memory_kib": 65_536, "iterations": 3, "lanes": 1}
    assert keyring.unlock(path, "王芳", PASSWORD).key == key


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "x"},
        {"id": "{" + DATABASE.hex + "}"},
        {"salt": "AAAA"},
        {"salt": "no base64"},
        {"identity": ""},
        {"wrapped": 5},
        {"wrapped": "AAAA"},
        {"more": "x"},
    ],
)
def test_that_an_entry_of_another_shape_is_damage(path, made, changes):
    respell(path, lambda fields: fields["users"][0].update(changes))
    with pytest.raises(EnvironmentFailure) as refused:
        unlock(path)
    assert refused.value.code == "keyring_damaged"


@pytest.mark.parametrize(
    "changes",
    [
        {"users": []},
        {"users": [1]},
        {"users": 1},
        {"recovery": None},
        {"database": 5},
        {"mac": "封" * 64},
        {"version": 1.0},
        {"format": "other"},
        {"more": 1},
    ],
)
def test_that_a_file_of_another_shape_is_damage(path, made, changes):
    respell(path, lambda fields: fields.update(changes))
    with pytest.raises(EnvironmentFailure) as refused:
        unlock(path)
    assert refused.value.code == "keyring_damaged"


def test_that_another_cipher_asks_for_the_newer_program(path, made):
    respell(path, lambda fields: fields["users"][0].update(aead="sm4-gcm"))
    with pytest.raises(EnvironmentFailure) as refused:
        unlock(path)
    assert refused.value.code == "keyring_newer"


def test_that_a_key_wrapped_by_somebody_else_is_noticed(path, made):
    """Anybody can wrap to a public recipient; only the seal tells whose key it is."""
    import pyrage

    fields = json.loads(path.read_bytes())
    recipient = pyrage.x25519.Recipient.from_str(fields["users"][0]["recipient"])
    for content in (DATABASE.bytes + bytes(32), bytes(48), b"x"):
        wrapped = base64.b64encode(pyrage.encrypt(content, [recipient])).decode()
        respell(path, lambda fields: fields["users"][0].update(wrapped=wrapped))  # noqa: B023
        with pytest.raises(EnvironmentFailure) as refused:
            unlock(path)
        assert refused.value.code == "keyring_damaged"


def test_that_a_recipient_put_in_by_somebody_without_the_key_is_noticed(path, made):
    keyring_users.add_user(path, "李雷", made[0], "another one", policy=POLICY)

    def swap(fields):
        first, second = fields["users"]
        first["recipient"], second["recipient"] = second["recipient"], first["recipient"]

    respell(path, swap)
    with pytest.raises(EnvironmentFailure):
        unlock(path)
    with pytest.raises(EnvironmentFailure) as refused:
        keyring_users.set_password(path, "王芳", made[0], "a new password", policy=POLICY)
    assert refused.value.code == "keyring_damaged"


@pytest.mark.parametrize("part", ["users", "database", "mac", "label"])
def test_that_a_part_changed_by_somebody_without_the_key_is_noticed(path, made, part):
    def change(fields):
        if part == "users":
            fields["users"].append(dict(fields["users"][0], label="x"))
        elif part == "label":
            fields["recovery"]["label"] = "x"
        else:
            fields[part] = uuid.uuid4().hex

    respell(path, change)
    with pytest.raises(EnvironmentFailure) as refused:
        unlock(path)
    assert refused.value.code in {"keyring_damaged", "wrong_password"}
