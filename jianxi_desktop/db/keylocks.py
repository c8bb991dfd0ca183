"""The cryptography of a keyring: locking an identity with a password, wrapping a key, vouching.

Every entry has an age identity of its own. What is wrapped to its public half needs nobody's
password, which is how the database's key is replaced for everybody at once.
"""

import hmac
import os
import unicodedata
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING

from jianxi_desktop.db.keyfile import (
    AEAD,
    KDF,
    NONCE_SIZE,
    Cost,
    Entry,
    Keyring,
    failure,
    to_bytes,
    to_text,
)
from jianxi_desktop.db.recovery import KEY_SIZE
from jianxi_desktop.domain.passwords import SHORTEST

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

FLOOR = Cost()
CEILING = Cost(memory_kib=1 << 20, iterations=64, lanes=16)


@dataclass(frozen=True)
class CostPolicy:
    """What passwords cost, and what a keyring may ask for.

    Attributes:
        cost: Of newly set passwords, at least; a keyring that asks more of the others asks it too.
        least: A keyring that asks for less was tampered with.
        most: A keyring that asks for more was, too, or would stop this PC.
    """

    cost: Cost = FLOOR
    least: Cost = FLOOR
    most: Cost = CEILING


STANDARD = CostPolicy()


def new_secret(password: str) -> bytes:
    """Take a new password, refusing what is none; how good it is the services ask."""
    if len(unicodedata.normalize("NFKC", password)) < SHORTEST or not password.strip():
        raise failure("password_too_short")
    return secret_of(password)


def secret_of(password: str) -> bytes:
    """Make full-width letters of an input method the same as plain ones."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def new_entry(
    database: str, holder: str, label: str, secret: bytes, key: bytes, cost: Cost
) -> Entry:
    """Give somebody a new identity, locked with his secret, and wrap the key to it."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    entry = Entry(
        id=holder,
        label=label,
        kdf=KDF,
        cost=cost,
        salt=to_text(os.urandom(16)),
        aead=AEAD,
        recipient=str(identity.to_public()),
    )
    nonce = os.urandom(NONCE_SIZE)
    sealed = _cipher(entry, secret).encrypt(nonce, str(identity).encode(), entry.bound(database))
    wrapped = wrap(database, entry, key)
    return replace(entry, identity=to_text(nonce + sealed), wrapped=wrapped)


def wrap(database: str, entry: Entry, key: bytes) -> str:
    """Lock a key to the public half of an entry's identity.

    Raises:
        EnvironmentFailure: The entry's recipient is none.
    """
    import pyrage

    try:
        recipient = pyrage.x25519.Recipient.from_str(entry.recipient)
    except (pyrage.RecipientError, ValueError) as error:
        raise failure("keyring_damaged", "recipient") from error
    return to_text(pyrage.encrypt(bytes.fromhex(database) + key, [recipient]))


def open_entry(
    keyring: Keyring, entry: Entry, secret: bytes, policy: CostPolicy, *, wrong: str
) -> tuple[bytes, bytes | None]:
    """Open an entry, and check the whole file with what comes out.

    Returns:
        The database's key, and the one that is to replace it.

    Raises:
        EnvironmentFailure: Of code ``wrong`` when the secret is not the entry's; or the file
            was damaged or tampered with.
    """
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
    except (pyrage.IdentityError, ValueError) as error:
        raise failure("keyring_damaged", "identity") from error
    key = _unwrap(keyring, entry.wrapped, identity)
    check_mac(keyring, key)
    if not keyring.pending:
        return key, None
    coming = _unwrap(keyring, entry.coming, identity)
    if not hmac.compare_digest(_mac(keyring, coming), keyring.coming_mac):
        raise failure("keyring_damaged", "not vouched for by the coming key")
    return key, coming


def check_mac(keyring: Keyring, key: bytes) -> None:
    """Refuse a file somebody edited who did not have the key."""
    if not hmac.compare_digest(_mac(keyring, key), keyring.mac):
        raise failure("keyring_damaged", "not vouched for by its key")


def is_coming(keyring: Keyring, key: bytes) -> bool:
    """Tell whether a key is the one that is to replace the present one."""
    return keyring.pending and hmac.compare_digest(_mac(keyring, key), keyring.coming_mac)


def sealed(keyring: Keyring, key: bytes, coming: bytes | None = None) -> Keyring:
    """Vouch for a keyring with the key it gives, and with the one that is to come."""
    mac = _mac(keyring, key)
    return replace(keyring, mac=mac, coming_mac=_mac(keyring, coming) if coming else "")


def highest_cost(keyring: Keyring, policy: CostPolicy) -> Cost:
    """Give what a new password is to cost: as much as the dearest that is there."""
    asked = [astuple(entry.cost) for entry in keyring.users]
    return Cost(*map(max, zip(astuple(policy.cost), *asked, strict=True)))


def calibrate(least: Cost = FLOOR, seconds: float = 0.5) -> Cost:
    """Find what a password may cost on this PC: from half a second to one for each guess."""
    import time

    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    begun = time.perf_counter()
    Argon2id(
        salt=bytes(16),
        length=32,
        iterations=least.iterations,
        lanes=least.lanes,
        memory_cost=least.memory_kib,
    ).derive(b"calibration")
    each = (time.perf_counter() - begun) / least.iterations
    passes = -(-seconds // max(each, 1e-6))
    return replace(least, iterations=int(min(max(passes, least.iterations), CEILING.iterations)))


def _unwrap(keyring: Keyring, wrapped: str, identity: object) -> bytes:
    import pyrage

    try:
        opened: bytes = pyrage.decrypt(to_bytes(wrapped), [identity])
    except (pyrage.DecryptError, ValueError) as error:
        raise failure("keyring_damaged", "wrapped key") from error
    database, key = opened[:16], opened[16:]
    if database.hex() != keyring.database or len(key) != KEY_SIZE:
        raise failure("keyring_damaged", "key of another database")
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


def _mac(keyring: Keyring, key: bytes) -> str:
    own = hmac.digest(key, b"jxkeys-mac-v1", "sha256")
    return hmac.digest(own, keyring.vouched(), "sha256").hex()
