"""Locks contents to receivers and opens them again, in the age format.

The age program opens what is written here. What is opened here may hold only the one kind of lock
we write, an X25519 stanza for each receiver named in the header, and the one stanza of noise that
the library adds to keep readers tolerant.
"""

import re
from collections.abc import Sequence

from jianxi_desktop.sync.header import RECEIVER_LIMIT
from jianxi_desktop.sync.refusals import refusal

_LOCKS_LIMIT = 16_384
_DIGEST = rb"[A-Za-z0-9+/]{43}\n"
_STANZA = b"-> X25519 " + _DIGEST + _DIGEST
_NOISE_BODY = rb"(?:[A-Za-z0-9+/]{64}\n){0,16}[A-Za-z0-9+/]{0,63}\n"
_NOISE = rb"-> [!-~]{1,64}-grease(?: [!-~]{1,64}){0,16}\n" + _NOISE_BODY
_LOCKS = re.compile(
    rb"age-encryption\.org/v1\n((?:" + _STANZA + rb")+)(?:" + _NOISE + rb")?--- " + _DIGEST
)
_STANZA_SIZE = 10 + 44 + 44


def lock(plain: bytes, recipients: Sequence[str]) -> bytes:
    """Lock contents so that each of the recipients can open them."""
    import pyrage

    if not 1 <= len(recipients) <= RECEIVER_LIMIT:
        raise ValueError(f"{len(recipients)} recipients")
    locked: bytes = pyrage.encrypt(
        plain, [pyrage.x25519.Recipient.from_str(each) for each in recipients]
    )
    return locked


def unlock(locked: bytes, identity: str, *, receivers: int) -> bytes:
    """Open contents that were checked against a signature before.

    Args:
        locked: The age file.
        identity: Ours.
        receivers: How many the signed header names.

    Raises:
        PackageRefusedError: It is locked in another way, or not to this identity.
    """
    import pyrage

    locks = _LOCKS.match(locked, 0, _LOCKS_LIMIT)
    if locks is None or len(locks[1]) != receivers * _STANZA_SIZE:
        raise refusal("package_malformed", "locked in another way")
    try:
        plain: bytes = pyrage.decrypt(locked, [pyrage.x25519.Identity.from_str(identity)])
    except (pyrage.DecryptError, ValueError) as error:
        raise refusal("package_key_wrong", type(error).__name__) from error
    return plain
