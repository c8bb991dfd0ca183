"""The keys of an office: what it signs with, what it opens packages with, and its public card.

The card travels to the other office by any way; what makes it trustworthy is the fingerprint, read
out over the telephone by somebody who is known. The fingerprint is that of the signing key, which
vouches by signature for everything else on the card. Secrets stay in the encrypted database.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jianxi_desktop.sync import canonical, drive
from jianxi_desktop.sync.refusals import refusal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

CARD_VERSION = 1
SUCCESSOR_VERSION = 2
CARD_LIMIT = 16_384
CARD_SUFFIX = ".jxcard"

_CARD_FIELDS = {
    CARD_VERSION: ("unit", "name", "sign_key", "recipient", "created", "signature"),
    SUCCESSOR_VERSION: (
        *("unit", "name", "sign_key", "recipient", "created", "signature"),
        *("succeeds", "vouched"),
    ),
}
_FORMAT = "jianxi-card"
_SIGN_KEY = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True)
class Card:
    """The public half of an office's keys.

    Attributes:
        unit: Code of the organisation.
        name: Name of the organisation, as the sender writes it.
        sign_key: Ed25519 public key, hexadecimal.
        recipient: Age recipient packages for this office are locked to.
        created: When the keys were made, ISO 8601.
        signature: Ed25519 over all of the above and ``succeeds``, hexadecimal.
        succeeds: The signing key that these keys took the place of; empty for an office's first.
        vouched: That key's signature over the same text; who trusts it knows who made the new one.
    """

    unit: str
    name: str
    sign_key: str
    recipient: str
    created: str
    signature: str = ""
    succeeds: str = ""
    vouched: str = ""

    @property
    def key_id(self) -> str:
        """Short name of the key in package headers and file names."""
        return key_id(self.sign_key)

    @property
    def fingerprint(self) -> str:
        """What both sides read to each other before the card is trusted."""
        return fingerprint(self.sign_key)


@dataclass(frozen=True)
class OfficeKeys:
    """Both halves of an office's keys; never shown, never logged.

    Attributes:
        seed: Ed25519 private key, 32 bytes.
        identity: Age identity that opens packages.
        card: The public half.
    """

    seed: bytes = field(repr=False)
    identity: str = field(repr=False)
    card: Card

    @classmethod
    def new(
        cls, *, unit: str, name: str, created: datetime, before: "OfficeKeys | None" = None
    ) -> "OfficeKeys":
        """Make fresh keys for an office and sign its card.

        Args:
            unit: Code of the organisation.
            name: Its name.
            created: Now.
            before: The keys they take the place of, which sign the new card too.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from pyrage import x25519

        private, identity = Ed25519PrivateKey.generate(), x25519.Identity.generate()
        card = Card(
            unit=unit,
            name=name,
            sign_key=private.public_key().public_bytes_raw().hex(),
            recipient=str(identity.to_public()),
            created=created.isoformat(timespec="seconds"),
            succeeds=before.card.sign_key if before else "",
        )
        signed = replace(card, signature=private.sign(_signed_text(card)).hex())
        if before is not None:
            signed = replace(signed, vouched=before.sign(_vouched_text(card)).hex())
        return cls(private.private_bytes_raw(), str(identity), signed)

    @classmethod
    def from_secrets(cls, secrets: Mapping[str, str]) -> "OfficeKeys":
        """Rebuild the keys from what ``secrets`` gave."""
        return cls(
            bytes.fromhex(secrets["seed"]), secrets["identity"], read_card(secrets["card"].encode())
        )

    def secrets(self) -> dict[str, str]:
        """Give everything as text, to be kept inside the encrypted database and nowhere else."""
        return {
            "seed": self.seed.hex(),
            "identity": self.identity,
            "card": write_card(self.card).decode(),
        }

    def sign(self, text: bytes) -> bytes:
        """Sign a text with the office's key."""
        return self._private().sign(text)

    def _private(self) -> "Ed25519PrivateKey":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed)


def key_id(sign_key: str) -> str:
    """Name a signing key in 16 hexadecimal digits."""
    return _digest(sign_key).hex()[:16]


def fingerprint(sign_key: str) -> str:
    """Spell a signing key's digest in five groups of five digits, to be read out by telephone."""
    digits = f"{int.from_bytes(_digest(sign_key)[8:], 'big') % 10**25:025d}"
    return " ".join(digits[n : n + 5] for n in range(0, 25, 5))


def card_of(key: str, cards: Iterable[Card]) -> Card | None:
    """Find the card whose key has this short name."""
    return next((card for card in cards if card.key_id == key), None)


def signature_fits(sign_key: str, signature: bytes, text: bytes) -> bool:
    """Tell whether the key signed exactly this text."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(sign_key)).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def write_card(card: Card) -> bytes:
    """Spell a card as the file that is handed to the other office."""
    return canonical.encode(card_fields(card))


@lru_cache(maxsize=1_024)
def read_card(data: bytes) -> Card:
    """Read a card file and check that it is whole and signed by the key on it, once.

    Raises:
        PackageRefusedError: It is no card, is damaged, was altered, or is of a newer program.
    """
    return card_from(_card_fields(data))


def card_fields(card: Card) -> canonical.JsonObject:
    """Give a card as the object that its file spells."""
    fields: canonical.JsonObject = {**_body(card), "signature": card.signature}
    return fields | {"vouched": card.vouched} if card.succeeds else fields


def card_from(fields: canonical.JsonObject) -> Card:
    """Give the card that an object spells; checked as ``read_card`` does.

    Raises:
        PackageRefusedError: It is no card, is damaged, was altered, or is of a newer program.
    """
    version = fields.get("v")
    if fields.get("format") != _FORMAT or type(version) is not int:
        raise refusal("card_malformed", "not of this format")
    if version not in _CARD_FIELDS:
        raise refusal("card_newer", f"version {version}")
    names = _CARD_FIELDS[version]
    texts = {name: text for name in names if isinstance(text := fields.get(name), str)}
    if set(fields) != {"format", "v", *names} or len(texts) != len(names):
        raise refusal("card_malformed", "wrong fields")
    card = Card(**texts)
    _check_card(card, succeeds=version == SUCCESSOR_VERSION)
    return card


def load_card(path: Path) -> Card:
    """Read the card file another office handed over.

    Raises:
        PackageRefusedError: It is no card, is damaged, was altered, or is of a newer program.
        DriveError: It is not there or cannot be read.
    """
    return read_card(drive.read_whole(path, limit=CARD_LIMIT, too_large="card_malformed"))


def save_card(folder: Path, card: Card) -> Path:
    """Write a card file for the other office; the same card twice is one file.

    Raises:
        DriveError: The folder cannot be written.
    """
    name, data = f"JX_{card.key_id[:8]}{CARD_SUFFIX}", write_card(card)
    path = folder / name
    if path.is_file() and path.read_bytes() == data:
        return path
    return drive.write_whole(folder, name, data)


def _card_fields(data: bytes) -> canonical.JsonObject:
    try:
        return canonical.decode_object(data.strip())
    except canonical.NotCanonicalError as error:
        raise refusal("card_malformed", str(error)) from error


def _check_card(card: Card, *, succeeds: bool) -> None:
    from pyrage import RecipientError, x25519

    shown = (card.unit, card.name, card.created)
    if not all(text.isprintable() and 0 < len(text) <= 100 for text in shown):
        raise refusal("card_malformed", "unit, name or day cannot be shown")
    try:
        x25519.Recipient.from_str(card.recipient)
    except (RecipientError, ValueError) as error:
        raise refusal("card_malformed", "a key is damaged") from error
    if not (_SIGN_KEY.fullmatch(card.sign_key) and _SIGNATURE.fullmatch(card.signature)):
        raise refusal("card_malformed", "the signing key is damaged")
    if not signature_fits(card.sign_key, bytes.fromhex(card.signature), _signed_text(card)):
        raise refusal("card_signature_wrong")
    if succeeds:
        _check_succession(card)


def _check_succession(card: Card) -> None:
    """See that the key before these really signed the card, and is another."""
    if not (_SIGN_KEY.fullmatch(card.succeeds) and _SIGNATURE.fullmatch(card.vouched)):
        raise refusal("card_malformed", "the key before is damaged")
    vouched = bytes.fromhex(card.vouched)
    if card.succeeds == card.sign_key or not signature_fits(
        card.succeeds, vouched, _vouched_text(card)
    ):
        raise refusal("card_successor_wrong")


def _body(card: Card) -> canonical.JsonObject:
    body: canonical.JsonObject = {
        "format": _FORMAT,
        "v": SUCCESSOR_VERSION if card.succeeds else CARD_VERSION,
        "unit": card.unit,
        "name": card.name,
        "sign_key": card.sign_key,
        "recipient": card.recipient,
        "created": card.created,
    }
    return body | {"succeeds": card.succeeds} if card.succeeds else body


def _signed_text(card: Card) -> bytes:
    return b"jxcard-v1\0" + canonical.encode(_body(card))


def _vouched_text(card: Card) -> bytes:
    return b"jxsuccessor-v1\0" + canonical.encode(_body(card))


def _digest(sign_key: str) -> bytes:
    return hashlib.sha256(b"jxkey-v1\0" + bytes.fromhex(sign_key)).digest()
