"""Changing who can open a database."""

import json
import uuid
from pathlib import Path

import pytest

from jianxi_desktop.db import keyring, keyring_users
from jianxi_desktop.db.keylocks import FLOOR, CostPolicy, calibrate
from jianxi_desktop.errors import EnvironmentFailure, InputError
from tests.db.rings import DATABASE, PASSWORD, POLICY, QUICK

RELEASED = Path(__file__).parents[1] / "data" / "keyring_version_1.keys"
RELEASED_KEY = bytes.fromhex("e70e28b97d973b0141e83c78ed445844e0af280b0c98a550f9e845e286df3911")
RELEASED_RECOVERY = (
    "04TW-M63Z-M3GZ-STM1 MESH-125K-28ZA-8DDZ Z4BX-R4CT-37ND-PD5F 838E-YS5H-0JKY-G4GY"
)


def unlock(path, user, password=PASSWORD):
    return keyring.unlock(path, user, password, policy=POLICY)


def code_of(work):
    with pytest.raises((EnvironmentFailure, InputError)) as refused:
        work()
    return refused.value.code


@pytest.fixture
def two(path, made):
    """A keyring of two users, and its key."""
    keyring_users.add_user(path, "李雷", made[0], "another one", policy=POLICY)
    return made[0]


def version(path):
    return json.loads(path.read_bytes())["version"]


def test_that_a_keyring_of_the_first_version_is_read_as_before(path):
    path.write_bytes(RELEASED.read_bytes())
    assert unlock(path, "王芳").key == unlock(path, "李雷", "another one").key == RELEASED_KEY
    opened = keyring.unlock_with_recovery(path, RELEASED_RECOVERY, policy=POLICY)
    assert opened == keyring.Unlocked(None, RELEASED_KEY, None)


def test_that_a_keyring_nothing_new_was_done_to_is_still_of_the_first_version(path, two):
    keyring_users.set_password(path, "李雷", two, "a third password", policy=POLICY)
    assert version(path) == 1


def test_that_a_removed_user_opens_nothing_and_the_others_do(path, two):
    keyring_users.remove_user(path, keyring.user_named(path, "李雷").id, two)
    assert code_of(lambda: unlock(path, "李雷", "another one")) == "user_unknown"
    assert unlock(path, None).key == two


def test_that_the_last_user_cannot_be_removed(path, made):
    last = keyring.user_named(path, None).id
    assert code_of(lambda: keyring_users.remove_user(path, last, made[0])) == "last_user"


def test_that_a_renamed_user_keeps_identity_and_password(path, two):
    before = keyring.user_named(path, "李雷")
    keyring_users.rename_user(path, before.id, two, "李雷𠮷")
    opened = unlock(path, "李雷𠮷", "another one")
    assert (opened.key, opened.user) == (two, keyring.KeyringUser(before.id, "李雷𠮷"))
    assert version(path) == 2


def test_that_a_user_who_gets_the_first_name_back_leaves_the_first_version(path, two):
    before, holder = path.read_bytes(), keyring.user_named(path, "李雷").id
    for name in ("韩梅梅", "韩小梅", "李雷"):
        keyring_users.rename_user(path, holder, two, name)
    assert path.read_bytes() == before


def test_that_a_renamed_user_gets_a_new_password_under_the_new_name(path, two):
    keyring_users.rename_user(path, keyring.user_named(path, "李雷").id, two, "韩梅梅")
    keyring_users.set_password(path, "韩梅梅", two, "a third password", policy=POLICY)
    assert unlock(path, "韩梅梅", "a third password").key == two


def test_that_two_users_cannot_have_one_name(path, two):
    holder = keyring.user_named(path, "李雷").id
    assert code_of(lambda: keyring_users.rename_user(path, holder, two, "王芳")) == "user_exists"


def test_that_nobody_is_renamed_who_is_not_there(path, made):
    nobody = uuid.uuid4()
    code = code_of(lambda: keyring_users.rename_user(path, nobody, made[0], "x"))
    assert code == "user_unknown"


def test_that_a_new_recovery_key_opens_and_the_old_one_does_not(path, made):
    key, old = made
    new = keyring_users.new_recovery_key(path, key, policy=POLICY)
    assert keyring.unlock_with_recovery(path, new, policy=POLICY).key == key
    code = code_of(lambda: keyring.unlock_with_recovery(path, old, policy=POLICY))
    assert code == "recovery_key_wrong"
    assert unlock(path, None).key == key


def test_that_an_account_without_an_entry_gets_one_with_its_password(path, made):
    known = keyring.KeyringUser(uuid.uuid4(), "韩梅梅")
    keyring_users.give_password(path, known, made[0], "a third password", policy=POLICY)
    assert unlock(path, "韩梅梅", "a third password").user == known


@pytest.mark.parametrize(
    "change",
    [
        keyring_users.remove_user,
        lambda path, holder, key: keyring_users.rename_user(path, holder, key, "x"),
        lambda path, holder, key: keyring_users.new_recovery_key(path, key, policy=POLICY),
    ],
)
def test_that_without_the_key_nobody_changes_a_keyring(path, two, change):
    before, holder = path.read_bytes(), keyring.user_named(path, "李雷").id
    assert code_of(lambda: change(path, holder, bytes(32))) == "keyring_damaged"
    assert path.read_bytes() == before


def test_that_a_further_user_costs_what_the_dearest_costs(tmp_path):
    path = tmp_path / "a.keys"
    dear = CostPolicy(cost=calibrate(QUICK, seconds=0), least=QUICK)
    key, _ = keyring.create(path, DATABASE, "王芳", PASSWORD, policy=POLICY)
    keyring_users.add_user(path, "李雷", key, "another one", policy=dear)
    keyring_users.add_user(path, "韩梅梅", key, "a third password", policy=POLICY)
    costs = [each["cost"] for each in json.loads(path.read_bytes())["users"]]
    assert costs[2] == costs[1]


def test_that_a_slow_guess_is_asked_of_a_fast_pc_and_never_less_than_the_floor():
    assert calibrate(seconds=0) == FLOOR
    dearer = calibrate(QUICK, seconds=0.01)
    assert dearer.memory_kib == QUICK.memory_kib
    assert QUICK.iterations < dearer.iterations <= 64


def test_that_what_a_password_gives_does_not_show_its_keys(path, made):
    opened = keyring.Unlocked(None, made[0], made[0])
    assert made[0].hex() not in repr(opened)
    assert repr(made[0]) not in repr(opened)
