"""Signatures over the end of a chain: who vouches that a chain of changes is his, up to where.

Every change seals the one before it, so one signature over the last vouches for all. It travels
with the changes through any number of hands, and whoever passes them on can alter nothing.
"""

import re
from typing import NamedTuple

from jianxi_desktop.sync import canonical
from jianxi_desktop.sync.keys import OfficeKeys, signature_fits
from jianxi_desktop.sync.refusals import refusal

_CHAIN = re.compile(r"[0-9a-f]{32}/org/[0-9A-Za-z]{1,12}")
_HASH = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_FIELDS = {"chain", "seq", "hash", "key", "signature"}


class Checkpoint(NamedTuple):
    """A signature over one point of a chain.

    Attributes:
        chain: ``<replica>/org/<unit>``, the replica in 32 hexadecimal digits.
        seq: Number of the change.
        hash: Hash of that change, hexadecimal.
        key: Ed25519 public key of the PC that wrote the chain, hexadecimal.
        signature: Over all of the above but the key, hexadecimal.
    """

    chain: str
    seq: int
    hash: str
    key: str
    signature: str


def sign(keys: OfficeKeys, chain: str, seq: int, change_hash: str) -> Checkpoint:
    """Vouch for a chain of ours up to a change."""
    signature = keys.sign(_signed_text(chain, seq, change_hash)).hex()
    return Checkpoint(chain, seq, change_hash, keys.card.sign_key, signature)


def fits(checkpoint: Checkpoint) -> bool:
    """Tell whether the key it names signed it; whether that key may is for the caller to know."""
    text = _signed_text(checkpoint.chain, checkpoint.seq, checkpoint.hash)
    return signature_fits(checkpoint.key, bytes.fromhex(checkpoint.signature), text)


def spell_checkpoint(checkpoint: Checkpoint) -> bytes:
    """Give the body of a record of type 10."""
    return canonical.encode(checkpoint._asdict())


def open_checkpoint(body: bytes) -> Checkpoint:
    """Read the body of a record of type 10; the signature is for ``fits``.

    Raises:
        PackageRefusedError: It is not well formed.
    """
    try:
        fields = canonical.decode_object(body)
    except canonical.NotCanonicalError as error:
        raise refusal("package_malformed", f"checkpoint: {error}") from error
    seq = fields.get("seq")
    texts = {key: value for key, value in fields.items() if isinstance(value, str)}
    if set(fields) != _FIELDS or len(texts) != len(_FIELDS) - 1:
        raise refusal("package_malformed", "checkpoint with other fields")
    if not isinstance(seq, int) or isinstance(seq, bool) or seq < 1:
        raise refusal("package_malformed", "checkpoint without a number")
    shapes = {"chain": _CHAIN, "hash": _HASH, "key": _HASH, "signature": _SIGNATURE}
    if not all(shape.fullmatch(texts[key]) for key, shape in shapes.items()):
        raise refusal("package_malformed", "checkpoint with a field of another shape")
    return Checkpoint(seq=seq, **texts)


def _signed_text(chain: str, seq: int, change_hash: str) -> bytes:
    return b"jxcheckpoint-v1\0" + canonical.encode([chain, seq, change_hash])
