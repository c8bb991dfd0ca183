"""The outside of a package: magic, signed header, signature; all that anybody may read.

The header routes the package and names nobody but keys. Its signature covers the digest and size
of what is locked inside, so nothing unsigned ever reaches the cipher, the inflater or a parser.
"""

import re
from dataclasses import dataclass

from jianxi_desktop.sync import canonical
from jianxi_desktop.sync.canonical import JsonObject
from jianxi_desktop.sync.keys import signature_fits
from jianxi_desktop.sync.refusals import PackageRefusedError, refusal

MAGIC = b"JXPK\x01\r\n\x1a"
FORMAT_VERSION = 1
SUITE = 1
READER = 2
SNAPSHOT, CHANGES = "snapshot", "changes"
# The oldest reader that takes a package of a kind.
KINDS = {SNAPSHOT: 1, CHANGES: 2}
HEADER_LIMIT = 65_536
RECEIVER_LIMIT = 20
RAW_LIMIT = 1 << 30
PACKAGE_LIMIT = 1 << 30
SNAPSHOT_LIMIT = 512 << 20
PARTS_LIMIT = 999
OUTSIDE_LIMIT = 12 + HEADER_LIMIT + 64

_SIGNATURE_SIZE = 64
_BEFORE_HEADER = len(MAGIC) + 4
_KEY = re.compile(r"[0-9a-f]{64}")
_KEY_ID = re.compile(r"[0-9a-f]{16}")
_KIND = re.compile("|".join(KINDS))
_UUID = re.compile(r"[0-9a-f]{32}")
_SCHEMA = re.compile(r"[0-9A-Za-z._-]{1,64}")
_CREATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@dataclass(frozen=True)
class Header:
    """What stands in clear on a package.

    Attributes:
        id: UUIDv7 of the package, 32 hexadecimal digits.
        number: Counts the packages from this sender to this receiver.
        kind: What is inside; ``snapshot`` is everything as it is, ``changes`` what was done.
        replica: The database it was written from, 32 hexadecimal digits.
        sender_key: Ed25519 public key it is signed with.
        to: Key ids of all who can open it, the one it is for first.
        created: Sender's clock, UTC; shown, never decided by.
        schema: Version of the tables inside.
        contents_size: Length of the locked part in bytes.
        contents_sha256: Digest of the locked part.
        raw_size: Length once unlocked and inflated.
        min_reader: Oldest reader that may take it.
        part: Which part of one sending this is.
        of: How many parts the sending has; not known inside, where it is written as it goes.
    """

    id: str
    number: int
    kind: str
    replica: str
    sender_key: str
    to: tuple[str, ...]
    created: str
    schema: str
    contents_size: int
    contents_sha256: str
    raw_size: int
    min_reader: int = 1
    part: int = 1
    of: int = 1

    def binding(self) -> JsonObject:
        """Give what is repeated inside, so that nobody can sign another's contents as his own."""
        unknown = {"ct_size", "ct_sha256", "raw_size"} | ({"of"} if self.kind == CHANGES else set())
        return {key: value for key, value in self.fields().items() if key not in unknown}

    def fields(self) -> JsonObject:
        """Give the header as it is spelled in the file."""
        return {
            "v": FORMAT_VERSION,
            "suite": SUITE,
            "id": self.id,
            "no": self.number,
            "kind": self.kind,
            "from": {"replica": self.replica, "key": self.sender_key},
            "to": list(self.to),
            "created": self.created,
            "min_reader": self.min_reader,
            "schema": self.schema,
            "ct_size": self.contents_size,
            "ct_sha256": self.contents_sha256,
            "raw_size": self.raw_size,
            "part": self.part,
            "of": self.of,
        }


@dataclass(frozen=True)
class Envelope:
    """A package cut into its pieces, before any of them is believed.

    Attributes:
        fields: The header as parsed; nothing about it is checked yet.
        signed: The bytes the signature has to cover.
        signature: Ed25519 signature.
        start: Where the locked part begins.
        contents: The locked part, as far as it was given.
    """

    fields: JsonObject
    signed: bytes
    signature: bytes
    start: int
    contents: bytes

    @property
    def sender_key(self) -> str:
        """The signing key the header names.

        Raises:
            PackageRefusedError: The header names none.
        """
        sender = self.fields.get("from")
        key = sender.get("key") if isinstance(sender, dict) else None
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            raise refusal("package_header_damaged", "no sender key")
        return key

    def signature_fits(self) -> bool:
        """Tell whether the key named in the header signed this header."""
        return signature_fits(self.sender_key, self.signature, self.signed)


def join(header: Header, sign: bytes) -> bytes:
    """Put magic, header and signature together; the locked part follows."""
    return _framed(header) + sign


def signed_text(header: Header) -> bytes:
    """Give the bytes that the sender signs."""
    return _signed(_framed(header))


def split(data: bytes) -> Envelope:
    """Cut a file into header, signature and locked part, believing nothing.

    Args:
        data: The file, or its first ``OUTSIDE_LIMIT`` bytes.

    Raises:
        PackageRefusedError: The file is no package, or its outside is damaged.
    """
    _check_magic(data)
    length = int.from_bytes(data[len(MAGIC) : _BEFORE_HEADER], "big")
    end = _BEFORE_HEADER + length
    if length > HEADER_LIMIT:
        raise refusal("package_header_damaged", "header length beyond the limit")
    if len(data) < end + _SIGNATURE_SIZE:
        raise refusal("package_truncated", "ends before its signature")
    try:
        fields = canonical.decode_object(data[_BEFORE_HEADER:end])
    except canonical.NotCanonicalError as error:
        raise refusal("package_header_damaged", str(error)) from error
    contents = end + _SIGNATURE_SIZE
    return Envelope(fields, _signed(data[:end]), data[end:contents], contents, data[contents:])


def read_header(fields: JsonObject) -> Header:
    """Take a header at its word, its signature having been checked.

    Raises:
        PackageRefusedError: It is of a newer program, or not well formed.
    """
    _check_versions(fields)
    whole = fields["kind"] == SNAPSHOT
    header = Header(
        id=_text(fields, "id", _UUID),
        number=_whole(fields, "no", 999_999),
        kind=_text(fields, "kind", _KIND),
        replica=_text(_inner(fields, "from"), "replica", _UUID),
        sender_key=_text(_inner(fields, "from"), "key", _KEY),
        to=_key_ids(fields),
        created=_text(fields, "created", _CREATED),
        schema=_text(fields, "schema", _SCHEMA),
        contents_size=_whole(fields, "ct_size", SNAPSHOT_LIMIT if whole else PACKAGE_LIMIT),
        contents_sha256=_text(fields, "ct_sha256", _KEY),
        raw_size=_whole(fields, "raw_size", RAW_LIMIT),
        min_reader=_whole(fields, "min_reader", READER),
        part=_whole(fields, "part", 1 if whole else PARTS_LIMIT),
        of=_whole(fields, "of", 1 if whole else PARTS_LIMIT),
    )
    if header.part > header.of or header.min_reader < KINDS[header.kind]:
        raise refusal("package_malformed", "header with a part or a reader that cannot be")
    if canonical.spell(header.fields()) != canonical.spell(fields):
        raise refusal("package_malformed", "header with other fields")
    return header


def _framed(header: Header) -> bytes:
    spelled = canonical.encode(header.fields())
    return MAGIC + len(spelled).to_bytes(4, "big") + spelled


def _signed(framed: bytes) -> bytes:
    return b"jxpkg-v1\0" + framed


def _check_magic(data: bytes) -> None:
    start = data[: len(MAGIC)]
    if start == MAGIC:
        return
    if not data:
        raise refusal("package_empty")
    if MAGIC.startswith(start):
        raise refusal("package_truncated", "ends within the magic")
    if start.startswith(b"JXPK"):
        raise _unlike_magic(start)
    raise refusal("package_not_a_package")


def _unlike_magic(start: bytes) -> PackageRefusedError:
    if start[4] > FORMAT_VERSION and start[5:] == MAGIC[5:]:
        return refusal("package_newer", f"container {start[4]}")
    return refusal("package_text_damage", "line ends in the magic were changed")


def _check_versions(fields: JsonObject) -> None:
    version, suite, reader = (fields.get(key) for key in ("v", "suite", "min_reader"))
    if (version, suite) != (FORMAT_VERSION, SUITE):
        raise refusal("package_newer", "another version or suite")
    if isinstance(reader, int) and reader > READER:
        raise refusal("package_newer", f"wants reader {reader}")
    kind = fields.get("kind")
    if kind not in tuple(KINDS) or (kind == SNAPSHOT and fields.get("of") != 1):
        raise refusal("package_newer", "another kind, or several parts")


def _key_ids(fields: JsonObject) -> tuple[str, ...]:
    ids = fields.get("to")
    if not isinstance(ids, list) or not 1 <= len(ids) <= RECEIVER_LIMIT:
        raise refusal("package_malformed", "header field to")
    return tuple(_text({"to": each}, "to", _KEY_ID) for each in ids)


def _inner(fields: JsonObject, key: str) -> JsonObject:
    value = fields.get(key)
    if not isinstance(value, dict):
        raise refusal("package_malformed", f"header field {key}")
    return value


def _text(fields: JsonObject, key: str, shape: re.Pattern[str]) -> str:
    value = fields.get(key)
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise refusal("package_malformed", f"header field {key}")
    return value


def _whole(fields: JsonObject, key: str, most: int) -> int:
    value = fields.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise refusal("package_malformed", f"header field {key}")
    if value > most:
        raise refusal("package_too_large", f"header field {key}")
    return value
