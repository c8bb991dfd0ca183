"""The file beside the database that gives its key to those who know a password.

The database is locked with a random key. Every user has an age identity of his own, locked with
his password; the key is wrapped to each user's public recipient and to that of a recovery key
that exists on paper only. So the key can be given to a further user, or be replaced, without
anybody else's password. Passwords, keys and identities are never logged.
"""

import hmac
import os
import unicodedata
import uuid
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from jianxi_desktop.db.ids import new_id
from jianxi_desktop.db.keyfile import (
    AEAD,
    KDF,
    NONCE_SIZE,
    RECOVERY,
    SHORTEST_PASSWORD,
    Cost,
    Entry,
    Keyring,
    failure,
    load,
    save,
    to_bytes,
    to_text,
)
from jianxi_desktop.db.recovery import KEY_SIZE, parse_recovery_key, spell_recovery_key

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

SUFFIX = ".keys"
FLOOR = Cost()
CEILING = Cost(memory_kib=1 << 20, iterations=64, lanes=16)


@dataclass(frozen=True)
class CostPolicy:
    """What passwords cost, and what a keyring may ask for.

    Attributes:
        cost: Of newly set passwords.
        least: A keyring that asks for less was tampered with.
        most: A keyring that asks for more was, too, or would stop this PC.
    """

    cost: Cost = FLOOR
    least: Cost = FLOOR
    most: Cost = CEILING


STANDARD = CostPolicy()


@dataclass(frozen=True)
class KeyringUser:
    """Somebody who can open the database.

    Attributes:
        id: Stays when the name changes.
        label: The name to log in with.
    """

    id: uuid.UUID
    label: str


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
    first = _new_entry(name, new_id().hex, user, _password(password), key, policy)
    spare = _new_entry(name, RECOVERY, RECOVERY, recovery, key, policy)
    _save(path, Keyring(name, (first,), spare), key)
    return key, spell_recovery_key(recovery)


def unlock(path: Path, user: str | None, password: str, *, policy: CostPolicy = STANDARD) -> bytes:
    """Give the database's key to a user, or to the only user when none is named.

    Raises:
        JianxiError: Wrong password, unknown user, or a keyring that cannot be used.
    """
    keyring = load(path)
    entry = _user(keyring, user)
    return _key(keyring, entry, _normal(password), policy, wrong="wrong_password")


def unlock_with_recovery(path: Path, recovery_key: str, *, policy: CostPolicy = STANDARD) -> bytes:
    """Give the database's key to whoever holds the printed recovery key.

    Raises:
        JianxiError: Mistyped, with the line named; of another database; or an unusable keyring.
    """
    secret = parse_recovery_key(recovery_key)
    keyring = load(path)
    return _key(keyring, keyring.recovery, secret, policy, wrong="recovery_key_wrong")


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
    keyring = load(path)
    _check_mac(keyring, key)
    old = _user(keyring, user)
    new = _new_entry(keyring.database, old.id, old.label, _password(password), key, policy)
    users = tuple(new if each is old else each for each in keyring.users)
    _save(path, replace(keyring, users=users), key)


def add_user(
    path: Path, user: str, key: bytes, password: str, *, policy: CostPolicy = STANDARD
) -> KeyringUser:
    """Let a further user open the database."""
    keyring = load(path)
    _check_mac(keyring, key)
    if any(each.label == user for each in keyring.users):
        raise failure("user_exists")
    new = _new_entry(keyring.database, new_id().hex, user, _password(password), key, policy)
    _save(path, replace(keyring, users=(*keyring.users, new)), key)
    return KeyringUser(uuid.UUID(new.id), new.label)


def users(path: Path) -> tuple[KeyringUser, ...]:
    """List who can open the database; no password is needed to know."""
    return tuple(KeyringUser(uuid.UUID(each.id), each.label) for each in load(path).users)


def database_id(path: Path) -> uuid.UUID:
    """Tell which database the keyring belongs to."""
    return uuid.UUID(load(path).database)


def _password(password: str) -> bytes:
    """Take a new password, refusing what is none."""
    if len(unicodedata.normalize("NFKC", password)) < SHORTEST_PASSWORD or not password.strip():
        raise failure("password_too_short")
    return _normal(password)


def _normal(password: str) -> bytes:
    """Make full-width letters of an input method the same as plain ones."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _user(keyring: Keyring, user: str | None) -> Entry:
    if user is None and len(keyring.users) > 1:
        raise failure("user_needed")
    found = [each for each in keyring.users if user in (None, each.label)]
    if not found:
        raise failure("user_unknown")
    return found[0]


def _new_entry(
    database: str, holder: str, label: str, secret: bytes, key: bytes, policy: CostPolicy
) -> Entry:
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    recipient = identity.to_public()
    entry = Entry(
        id=holder,
        label=label,
        kdf=KDF,
        cost=policy.cost,
        salt=to_text(os.urandom(16)),
        aead=AEAD,
        recipient=str(recipient),
    )
    nonce = os.urandom(NONCE_SIZE)
    sealed = _cipher(entry, secret).encrypt(nonce, str(identity).encode(), entry.bound(database))
    wrapped = pyrage.encrypt(bytes.fromhex(database) + key, [recipient])
    return replace(entry, identity=to_text(nonce + sealed), wrapped=to_text(wrapped))


def _key(keyring: Keyring, entry: Entry, secret: bytes, policy: CostPolicy, *, wrong: str) -> bytes:
    """Open an entry and check the whole file with the key that comes out."""
    import pyrage
    from cryptography.exceptions import InvalidTag

    _check_cost(entry, policy)
    sealed = to_bytes(entry.identity)
    nonce, box = sealed[:NONCE_SIZE], sealed[NONCE_SIZE:]
    try:
        plain = _cipher(entry, secret).decrypt(nonce, box, entry.bound(keyring.database))
    except InvalidTag as error:
        raise failure(wrong) from error
    try:
        identity = pyrage.x25519.Identity.from_str(plain.decode())
        opened: bytes = pyrage.decrypt(to_bytes(entry.wrapped), [identity])
    except (pyrage.DecryptError, pyrage.IdentityError, ValueError) as error:
        raise failure("keyring_damaged", "wrapped key") from error
    database, key = opened[:16], opened[16:]
    if database.hex() != keyring.database or len(key) != KEY_SIZE:
        raise failure("keyring_damaged", "key of another database")
    _check_mac(keyring, key)
    return key


def _cipher(entry: Entry, secret: bytes) -> "ChaCha20Poly1305":
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    derivation = Argon2id(
        salt=to_bytes(entry.salt),
        length=32,
        iterations=entry.cost.iterations,
        lanes=entry.cost.lanes,
        memory_cost=entry.cost.memory_kib,
    )
    return ChaCha20Poly1305(derivation.derive(secret))


def _check_cost(entry: Entry, policy: CostPolicy) -> None:
    asked, least, most = (astuple(each) for each in (entry.cost, policy.least, policy.most))
    if any(a < b for a, b in zip(asked, least, strict=True)):
        raise failure("keyring_weak")
    if any(a > b for a, b in zip(asked, most, strict=True)):
        raise failure("keyring_absurd")


def _check_mac(keyring: Keyring, key: bytes) -> None:
    """Refuse a file somebody edited who did not have the key."""
    if not hmac.compare_digest(_mac(keyring, key), keyring.mac):
        raise failure("keyring_damaged", "not vouched for by its key")


def _mac(keyring: Keyring, key: bytes) -> str:
    own = hmac.digest(key, b"jxkeys-mac-v1", "sha256")
    return hmac.digest(own, keyring.vouched(), "sha256").hex()


def _save(path: Path, keyring: Keyring, key: bytes) -> None:
    """Seal the keyring with the key it gives, and write it."""
    save(path, replace(keyring, mac=_mac(keyring, key)))
