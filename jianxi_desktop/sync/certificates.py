"""What the district vouches for: certificates of other offices' keys, and their revocation.

A certificate is a card with the district's word on it: this key may write the records of that
subtree. A revocation takes it back and says how far the key's changes were known, so that what came
before stays and what a thief adds later does not. Both are canonical JSON under one signature,
travel inside packages and mean something only where the issuer's key is trusted.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from jianxi_desktop.sync import canonical
from jianxi_desktop.sync.keys import (
    Card,
    OfficeKeys,
    card_fields,
    card_from,
    key_id,
    signature_fits,
)
from jianxi_desktop.sync.refusals import PackageRefusedError, refusal

CERTIFICATE, REVOCATION = "certificate", "revocation"
VERSION = 1
TEXT_LIMIT = 65_536
WHY_LIMIT = 200
ENDS_LIMIT = 200

_FORMATS = {CERTIFICATE: "jianxi-certificate", REVOCATION: "jianxi-revocation"}
_HEX = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_CHAIN = re.compile(r"[0-9a-f]{32}/org/[0-9A-Za-z]{1,12}")
_SCOPE = re.compile(r"[0-9A-Za-z]{1,12}")
_SEQ_LIMIT = 2**53

End = tuple[int, str]


@dataclass(frozen=True)
class Certificate:
    """The district's word on another office's key.

    Attributes:
        card: Whose key, as its owner signed it.
        scope: Unit code; the key may write the records of this subtree.
        issued_on: Day, ISO.
        valid_until: Last day, ISO; ``None``: until it is revoked.
        issuer: Sign key that vouches, hexadecimal.
        serial: Counts the certificates of the issuer; of two for one key the later counts.
        signature: Of the issuer over all of the above, hexadecimal.
    """

    card: Card
    scope: str
    issued_on: str
    valid_until: str | None
    issuer: str
    serial: int
    signature: str = ""

    kind = CERTIFICATE

    @property
    def key(self) -> str:
        """The sign key it is about."""
        return self.card.sign_key

    @property
    def id(self) -> str:
        """What names it: the digest of its text, hexadecimal."""
        return hashlib.sha256(spell(self)).hexdigest()

    def valid_on(self, day: str) -> bool:
        """Tell whether it still counts on a day."""
        return self.valid_until is None or day <= self.valid_until

    def _body(self) -> dict[str, object]:
        return {
            "format": _FORMATS[CERTIFICATE],
            "v": VERSION,
            "card": card_fields(self.card),
            "scope": self.scope,
            "issued_on": self.issued_on,
            "valid_until": self.valid_until,
            "issuer": self.issuer,
            "serial": self.serial,
        }


@dataclass(frozen=True)
class Revocation:
    """A key that is trusted no more.

    Attributes:
        key: The sign key it is about, hexadecimal.
        at: Moment, ISO 8601 with its time zone.
        why: The reason, in a person's words.
        ends: Last change known of each chain the key vouched for, by chain key: number and hash.
        issuer: Sign key that takes it back.
        signature: Of the issuer over all of the above, hexadecimal.
    """

    key: str
    at: str
    why: str
    ends: Mapping[str, End] = field(hash=False)
    issuer: str
    signature: str = ""

    kind = REVOCATION

    @property
    def id(self) -> str:
        """What names it: the digest of its text, hexadecimal."""
        return hashlib.sha256(spell(self)).hexdigest()

    def _body(self) -> dict[str, object]:
        return {
            "format": _FORMATS[REVOCATION],
            "v": VERSION,
            "key": self.key,
            "at": self.at,
            "why": self.why,
            "ends": {chain: list(end) for chain, end in self.ends.items()},
            "issuer": self.issuer,
        }


Statement = Certificate | Revocation


def certify(
    keys: OfficeKeys,
    card: Card,
    *,
    scope: str,
    issued_on: date,
    serial: int,
    valid_until: date | None = None,
) -> Certificate:
    """Vouch for a card with the keys of the district.

    Args:
        keys: The issuer's.
        card: Whose fingerprint was compared.
        scope: Unit code of the subtree it may write.
        issued_on: Today.
        serial: One more than the last the issuer gave.
        valid_until: Last day; default until it is revoked.
    """
    until = None if valid_until is None else valid_until.isoformat()
    issuer = keys.card.sign_key
    made = Certificate(card, scope, issued_on.isoformat(), until, issuer, serial)
    return replace(made, signature=keys.sign(_signed_text(made)).hex())


def revoke(
    keys: OfficeKeys, key: str, *, at: datetime, why: str, ends: Mapping[str, End]
) -> Revocation:
    """Take back the trust in a key.

    Args:
        keys: The issuer's.
        key: The sign key that is lost or misused.
        at: Now, with its time zone.
        why: The reason.
        ends: What is known of its chains.
    """
    moment = at.isoformat(timespec="seconds")
    made = Revocation(key, moment, why, dict(ends), keys.card.sign_key)
    return replace(made, signature=keys.sign(_signed_text(made)).hex())


def spell(statement: Statement) -> bytes:
    """Spell a certificate or a revocation as it travels."""
    return canonical.encode({**_body(statement), "signature": statement.signature})


@lru_cache(maxsize=1_024)
def read(text: bytes) -> Statement:
    """Read a certificate or a revocation and check that its issuer signed it as it stands.

    Whether the issuer is trusted is for the caller to know. The same text is checked once: a
    district's office reads a hundred of them for every package.

    Raises:
        PackageRefusedError: It is none, was altered, or is of a newer program.
    """
    fields = _fields(text)
    kinds = {name: kind for kind, name in _FORMATS.items()}
    kind = kinds.get(str(fields.get("format")))
    if kind is None or type(fields.get("v")) is not int:
        raise _malformed("not of this format")
    if fields["v"] != VERSION:
        raise refusal("certificate_newer", f"version {fields['v']}")
    try:
        made = _certificate(fields) if kind == CERTIFICATE else _revocation(fields)
    except (KeyError, TypeError, ValueError) as error:
        raise _malformed(type(error).__name__) from error
    if set(fields) != {*_body(made), "signature"}:
        raise _malformed("wrong fields")
    if not signature_fits(made.issuer, bytes.fromhex(made.signature), _signed_text(made)):
        raise refusal("certificate_signature_wrong")
    return made


def issuer_id(statement: Statement) -> str:
    """Give the short name of who issued it, as package headers name keys."""
    return key_id(statement.issuer)


def _fields(text: bytes) -> canonical.JsonObject:
    if len(text) > TEXT_LIMIT:
        raise _malformed("too long")
    try:
        return canonical.decode_object(text)
    except canonical.NotCanonicalError as error:
        raise _malformed(str(error)) from error


def _certificate(fields: canonical.JsonObject) -> Certificate:
    inside, until = fields["card"], fields["valid_until"]
    if not isinstance(inside, dict):
        raise _malformed("no card")
    return Certificate(
        card=card_from(inside),
        scope=_text(fields["scope"], _SCOPE),
        issued_on=_day(fields["issued_on"]),
        valid_until=None if until is None else _day(until),
        issuer=_text(fields["issuer"], _HEX),
        serial=_number(fields["serial"]),
        signature=_text(fields["signature"], _SIGNATURE),
    )


def _revocation(fields: canonical.JsonObject) -> Revocation:
    ends, why = fields["ends"], fields["why"]
    if not isinstance(ends, dict) or len(ends) > ENDS_LIMIT:
        raise _malformed("wrong ends")
    if not (isinstance(why, str) and why.isprintable() and 0 < len(why) <= WHY_LIMIT):
        raise _malformed("a reason that cannot be shown")
    return Revocation(
        key=_text(fields["key"], _HEX),
        at=_moment(fields["at"]),
        why=why,
        ends={_text(chain, _CHAIN): _end(end) for chain, end in ends.items()},
        issuer=_text(fields["issuer"], _HEX),
        signature=_text(fields["signature"], _SIGNATURE),
    )


def _end(value: canonical.JsonValue) -> End:
    if not isinstance(value, list) or len(value) != 2:
        raise _malformed("wrong end of a chain")
    return _number(value[0]), _text(value[1], _HEX)


def _text(value: object, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise _malformed("a text of another shape")
    return value


def _number(value: object) -> int:
    if type(value) is not int or not 0 < value < _SEQ_LIMIT:
        raise _malformed("no number")
    return value


def _day(value: object) -> str:
    if not isinstance(value, str) or date.fromisoformat(value).isoformat() != value:
        raise _malformed("no day")
    return value


def _moment(value: object) -> str:
    if not isinstance(value, str):
        raise _malformed("no moment")
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None or moment.isoformat(timespec="seconds") != value:
        raise _malformed("no moment")
    return value


def _body(statement: Statement) -> dict[str, object]:
    return statement._body()  # noqa: SLF001 - of this module


def _signed_text(statement: Statement) -> bytes:
    mark = b"jxcert-v1\0" if statement.kind == CERTIFICATE else b"jxrevoke-v1\0"
    return mark + canonical.encode(_body(statement))


def _malformed(message: str) -> PackageRefusedError:
    return refusal("certificate_malformed", message)
