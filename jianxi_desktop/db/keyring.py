"""The file beside the database that gives its key to those who know a password.

The database is locked with a random key. Every user has an age identity of his own, locked with
his password; the key is wrapped to each user's public recipient and to that of a recovery key
that exists on paper only. So the key can be given to a further user, or be replaced, without
anybody else's password. Passwords, keys and identities are never logged.

Opening it stands here; changing it, in ``keyring_users`` and ``keyring_renewal``.
"""

import os
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from jianxi_desktop.db.ids import new_id
from jianxi_desktop.db.keyfile import RECOVERY, Cost, Entry, Keyring, failure, load, save
from jianxi_desktop.db.keylocks import (
    STANDARD,
    CostPolicy,
    new_entry,
    new_secret,
    open_entry,
    sealed,
    secret_of,
)
from jianxi_desktop.db.recovery import KEY_SIZE, parse_recovery_key, spell_recovery_key

__all__ = ["STANDARD", "Cost", "CostPolicy", "KeyringUser", "Unlocked"]

SUFFIX = ".keys"


@dataclass(frozen=True)
class KeyringUser:
    """Somebody who can open the database.

    Attributes:
        id: Stays when the name changes.
        label: The name to log in with.
    """

    id: uuid.UUID
    label: str


@dataclass(frozen=True)
class Unlocked:
    """What a password gives.

    Attributes:
        user: Whose it was; none for the printed recovery key.
        key: The database's key.
        coming: The key that was to replace it when replacing was interrupted; the database is
            under the one or the other.
    """

    user: KeyringUser | None
    key: bytes = field(repr=False)
    coming: bytes | None = field(default=None, repr=False)


def keyring_path(database: Path) -> Path:
    """Name the keyring that belongs to a database file."""
    return database.with_name(database.name + SUFFIX)


def create(
    path: Path, database: uuid.UUID, user: str, password: str, *, policy: CostPolicy = STANDARD
) -> tuple[bytes, str]:
    """Make a keyring with one user.

    Returns:
        The database's key, and the recovery key in four lines, to be printed and never kept.

    Raises:
        JianxiError: The password is too short, or there is a keyring already.
    """
    if path.exists():
        raise failure("keyring_exists")
    key, recovery = os.urandom(KEY_SIZE), os.urandom(KEY_SIZE)
    name = database.hex
    first = new_entry(name, new_id().hex, user, new_secret(password), key, policy.cost)
    # Nobody guesses 256 random bits: a dearer lock on them would only make its owner wait.
    spare = new_entry(name, RECOVERY, RECOVERY, recovery, key, policy.least)
    save(path, sealed(Keyring(name, (first,), spare), key))
    return key, spell_recovery_key(recovery)


def unlock(
    path: Path, user: str | None, password: str, *, policy: CostPolicy = STANDARD
) -> Unlocked:
    """Give the database's key to a user, or to the only user when none is named.

    Raises:
        JianxiError: Wrong password, unknown user, or a keyring that cannot be used.
    """
    keyring = load(path)
    entry = entry_of(keyring, user)
    keys = open_entry(keyring, entry, secret_of(password), policy, wrong="wrong_password")
    return Unlocked(_told(entry), *keys)


def unlock_with_recovery(
    path: Path, recovery_key: str, *, policy: CostPolicy = STANDARD
) -> Unlocked:
    """Give the database's key to whoever holds the printed recovery key.

    Raises:
        JianxiError: Mistyped, with the line named; of another database; or an unusable keyring.
    """
    secret = parse_recovery_key(recovery_key)
    keyring = load(path)
    return Unlocked(
        None, *open_entry(keyring, keyring.recovery, secret, policy, wrong="recovery_key_wrong")
    )


def users(path: Path) -> tuple[KeyringUser, ...]:
    """List who can open the database; no password is needed to know."""
    return tuple(map(_told, load(path).users))


def user_named(path: Path, user: str | None) -> KeyringUser:
    """Find a user by the name to log in with, or the only one.

    Raises:
        JianxiError: There is no such user, or there are several.
    """
    return _told(entry_of(load(path), user))


def database_id(path: Path) -> uuid.UUID:
    """Tell which database the keyring belongs to."""
    return uuid.UUID(load(path).database)


def entry_of(keyring: Keyring, user: str | None) -> Entry:
    """Find the entry of a name, or the only one."""
    if user is None and len(keyring.users) > 1:
        raise failure("user_needed")
    found = [each for each in keyring.users if user in (None, each.label)]
    if not found:
        raise failure("user_unknown")
    return found[0]


def _told(entry: Entry) -> KeyringUser:
    return KeyringUser(uuid.UUID(entry.id), entry.label)
