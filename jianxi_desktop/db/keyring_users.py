"""Who can open the database: users added, renamed, removed; passwords and the recovery key.

Every function asks for the database's key as proof that its caller may do this, and checks the
whole file with it first.
"""

import os
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from jianxi_desktop.db.ids import new_id
from jianxi_desktop.db.keyfile import RECOVERY, Entry, Keyring, failure, load, save
from jianxi_desktop.db.keylocks import (
    STANDARD,
    CostPolicy,
    check_mac,
    highest_cost,
    is_coming,
    new_entry,
    new_secret,
    sealed,
)
from jianxi_desktop.db.keyring import KeyringUser, entry_of
from jianxi_desktop.db.recovery import KEY_SIZE, spell_recovery_key


def set_password(
    path: Path, user: str, key: bytes, password: str, *, policy: CostPolicy = STANDARD
) -> None:
    """Give a user a new password; the old one and the old identity are worth nothing after.

    Args:
        path: The keyring.
        user: Label of the user.
        key: The database's key, proof that the caller may do this.
        password: The new one.
        policy: What the password is to cost.
    """
    keyring = _own(path, key)
    old, secret = entry_of(keyring, user), new_secret(password)
    cost = highest_cost(keyring, policy)
    new = new_entry(keyring.database, old.id, old.label, secret, key, cost)
    _save(path, _with(keyring, old, lambda _old: new), key)


def add_user(
    path: Path,
    user: str,
    key: bytes,
    password: str,
    *,
    holder: uuid.UUID | None = None,
    policy: CostPolicy = STANDARD,
) -> KeyringUser:
    """Let a further user open the database.

    Args:
        path: The keyring.
        user: The name to log in with.
        key: The database's key.
        password: The new user's.
        holder: Identity of the account, where it exists already.
        policy: What the password is to cost.

    Raises:
        JianxiError: There is a user of this name, or of this identity.
    """
    keyring, secret = _own(path, key), new_secret(password)
    named = (holder or new_id()).hex
    if any(each.label == user or each.id == named for each in keyring.users):
        raise failure("user_exists")
    new = new_entry(keyring.database, named, user, secret, key, highest_cost(keyring, policy))
    _save(path, replace(keyring, users=(*keyring.users, new)), key)
    return KeyringUser(uuid.UUID(new.id), new.label)


def give_password(
    path: Path,
    user: KeyringUser,
    key: bytes,
    password: str,
    *,
    policy: CostPolicy = STANDARD,
) -> None:
    """Set the password of an account, whether it has an entry in the keyring or not."""
    if any(each.id == user.id.hex for each in _own(path, key).users):
        rename_user(path, user.id, key, user.label)
        set_password(path, user.label, key, password, policy=policy)
    else:
        add_user(path, user.label, key, password, holder=user.id, policy=policy)


def rename_user(path: Path, holder: uuid.UUID, key: bytes, name: str) -> None:
    """Let a user log in with another name; the password stays.

    Raises:
        JianxiError: Somebody else has that name.
    """
    keyring = _own(path, key)
    if any(each.label == name and each.id != holder.hex for each in keyring.users):
        raise failure("user_exists")
    if _held(keyring, holder).label == name:
        return
    _save(path, _with(keyring, _held(keyring, holder), lambda each: _renamed(each, name)), key)


def remove_user(path: Path, holder: uuid.UUID, key: bytes) -> None:
    """Take a user's way to the key out of the file.

    It is still in copies of the file, so the database's key has to be replaced as well.

    Raises:
        JianxiError: Nobody would be left.
    """
    keyring = _own(path, key)
    _save(path, without(keyring, holder), key)


def new_recovery_key(path: Path, key: bytes, *, policy: CostPolicy = STANDARD) -> str:
    """Make a new recovery key, to be printed and never kept; the old one is worth nothing after.

    As with a user who left, copies of the old file still answer to the old key until the
    database's key is replaced.
    """
    keyring, recovery = _own(path, key), os.urandom(KEY_SIZE)
    spare = new_entry(keyring.database, RECOVERY, RECOVERY, recovery, key, policy.least)
    _save(path, replace(keyring, recovery=spare), key)
    return spell_recovery_key(recovery)


def without(keyring: Keyring, holder: uuid.UUID) -> Keyring:
    """Give the keyring without a user."""
    left = tuple(each for each in keyring.users if each.id != holder.hex)
    if not left:
        raise failure("last_user")
    return replace(keyring, users=left)


def _own(path: Path, key: bytes) -> Keyring:
    """Read a keyring that is to be changed, and refuse one that is between two keys."""
    keyring = load(path)
    if is_coming(keyring, key):
        raise failure("rekey_pending")
    check_mac(keyring, key)
    if keyring.pending:
        raise failure("rekey_pending")
    return keyring


def _held(keyring: Keyring, holder: uuid.UUID) -> Entry:
    found = [each for each in keyring.users if each.id == holder.hex]
    if not found:
        raise failure("user_unknown")
    return found[0]


def _with(keyring: Keyring, entry: Entry, change: Callable[[Entry], Entry]) -> Keyring:
    users = tuple(change(each) if each is entry else each for each in keyring.users)
    return replace(keyring, users=users)


def _renamed(entry: Entry, name: str) -> Entry:
    """Keep what the lock on the identity vouches for: the name it was made under."""
    first = entry.sealed_as or entry.label
    return replace(entry, label=name, sealed_as="" if first == name else first)


def _save(path: Path, keyring: Keyring, key: bytes) -> None:
    save(path, sealed(keyring, key))
