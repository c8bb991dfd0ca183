"""Writes a package for other offices and reads one back, checked whole before any of it is used.

The order of reading is the protection: outside, sender, signature, digest, receiver; only then the
lock, the inflater and the parser, and the rows only when the last byte has been confirmed.
"""

import errno
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from jianxi_desktop.sync import drive, header, locking, records
from jianxi_desktop.sync.canonical import JsonObject
from jianxi_desktop.sync.header import Envelope, Header
from jianxi_desktop.sync.keys import Card, OfficeKeys, card_of, fingerprint, key_id
from jianxi_desktop.sync.records import Part, Record
from jianxi_desktop.sync.refusals import PackageRefusedError, refusal

SUFFIX = ".jxp"
_NO_DIGEST = "0" * 64
_FOLDER = re.compile(r"[0-9A-Za-z-]{1,32}")


class Direction(StrEnum):
    """Which way a package goes, and the folder it lies in."""

    UP = "UP"
    DOWN = "DOWN"


@dataclass(frozen=True)
class PackageFacts:
    """What the sender says about a package.

    Attributes:
        id: UUIDv7 of the package, 32 hexadecimal digits.
        number: Counts the packages from this office to this receiver, from 1.
        replica: The database written from, 32 hexadecimal digits.
        created: Now, with its time zone.
        schema: Version of the tables.
        direction: Up to the district, or down to the communities.
        folder: Code of the lower of the two organisations; names the folder on the drive.
        manifest: What only receivers may read, such as the sender's counts and program version.
        part: Which part of one sending this is; every part is a package of its own.
    """

    id: str
    number: int
    replica: str
    created: datetime
    schema: str
    direction: Direction
    folder: str
    manifest: JsonObject = field(default_factory=dict)
    part: int = 1


@dataclass(frozen=True)
class Sealed:
    """A package that is locked and lies beside the database, not yet on the drive.

    Attributes:
        facts: What it says about itself.
        header: As it will stand on it; ``of`` is not known yet.
        staged: The locked part, ciphertext only; removed by ``deliver`` or ``discard``.
        counts: Changes, writes, blobs, certificates, checkpoints.
        closing: What the last record says.
    """

    facts: PackageFacts
    header: Header
    staged: Path
    counts: dict[str, int]
    closing: JsonObject

    def discard(self) -> None:
        """Remove what was staged."""
        raise NotImplementedError


@dataclass(frozen=True)
class Written:
    """A package that lies on the drive.

    Attributes:
        path: Where it lies.
        bytes: Its size.
        records: Rows inside.
        counts: Rows by table.
        header: What stands on it in clear.
    """

    path: Path
    bytes: int
    records: int
    counts: dict[str, int]
    header: Header


@dataclass(frozen=True)
class Package:
    """A package that passed every check.

    Attributes:
        header: What stands on it in clear.
        sender: The trusted card of who signed it.
        manifest: What the sender says to receivers only.
        counts: Rows by table.
        bodies: Gives the checked row records, in order.
        closing: What the last record of a package of changes says: ``to``.
        file: The copy in the inbox that was checked; removed at the end unless moved away.
    """

    header: Header
    sender: Card
    manifest: JsonObject
    counts: dict[str, int]
    bodies: Callable[[], Iterator[bytes]] = field(repr=False)
    closing: JsonObject = field(default_factory=dict)
    file: Path | None = None

    def records(self) -> Iterator[Record]:
        """Give the records of a package of changes in their order, from a child process once."""
        raise NotImplementedError

    def parts(self) -> Iterator[Part]:
        """Give the rows as they were handed in, at most 2,000 at a time."""
        return map(records.open_part, self.bodies())


@dataclass(frozen=True)
class Inspection:
    """What can be said about a package without taking it.

    Attributes:
        header: What stands on it in clear; to be believed only if the signature fits.
        bytes: Size of the file.
        signature_fits: The key named in the header signed it.
        fingerprint: Of that key.
        sender: The trusted card of that key, if there is one.
        receivers: Names of whom it is for, or their key ids where the card is not known.
        obstacle: Why it would not be taken, if it would not.
        manifest: What the sender says inside, if it could be opened.
        counts: Rows by table, if it could be opened.
    """

    header: Header
    bytes: int
    signature_fits: bool
    fingerprint: str
    sender: Card | None
    receivers: tuple[str, ...]
    obstacle: PackageRefusedError | None
    manifest: JsonObject | None
    counts: dict[str, int] | None


class Reader(Protocol):
    """Reads a package, in this process or in one that may be killed."""

    def __call__(self, path: Path, keys: OfficeKeys, trusted: Sequence[Card]) -> Package:
        """Read the package or refuse it."""


def seal_package(
    facts: PackageFacts,
    keys: OfficeKeys,
    receivers: Sequence[Card],
    records: Iterable[Record],
    *,
    work: Path,
    closing: Callable[[], JsonObject],
    progress: Callable[[int], None] = lambda _: None,
) -> Sealed:
    """Lock records into a file in ``work`` as they come, in bounded memory.

    Args:
        facts: What the package says about itself; ``manifest`` has ``base`` and the rest.
        keys: The sender's.
        receivers: Whom it is for; the office itself can open it, too.
        records: Changes, blobs, certificates, checkpoints; each chain's end has a checkpoint.
        work: Folder beside the database; holds ciphertext only.
        closing: Asked when the records have ended: ``{"to": vector}``.
        progress: Told the number of records done; what it raises stops the writing.

    Raises:
        EnvironmentFailure: The disk is full.
        PackageRefusedError: The records are more than a package holds.
        ValueError: A fact or a record that no reader takes; a mistake of the caller.
    """
    raise NotImplementedError


def deliver(
    root: Path,
    sealed: Sequence[Sealed],
    keys: OfficeKeys,
    *,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[Written]:
    """Write the parts of one sending onto the drive; all of them, or none.

    Args:
        root: The drive, or any folder that exists.
        sealed: The parts in their order; what was staged is removed whatever happens.
        keys: The sender's.
        progress: Told bytes done and in all.

    Raises:
        DriveError: The drive is full, read-only, gone, or has a package of this name.
    """
    raise NotImplementedError


def write_package(
    root: Path,
    facts: PackageFacts,
    keys: OfficeKeys,
    receivers: Sequence[Card],
    records: Iterable[Record],
    *,
    work: Path,
    closing: Callable[[], JsonObject],
    progress: Callable[[int], None] = lambda _: None,
) -> Written:
    """Write one package of changes: ``seal_package`` and ``deliver`` at once.

    Raises:
        DriveError: The drive is full, read-only, gone, or has a package of this name.
        EnvironmentFailure: The disk is full.
        PackageRefusedError: The records are more than a package holds.
        ValueError: A fact or a record that no reader takes; a mistake of the caller.
    """
    sealed = seal_package(
        facts, keys, receivers, records, work=work, closing=closing, progress=progress
    )
    return deliver(root, [sealed], keys)[0]


def write_snapshot(
    root: Path,
    facts: PackageFacts,
    keys: OfficeKeys,
    receivers: Sequence[Card],
    parts: Iterable[Part],
    *,
    progress: Callable[[int], None] = lambda _: None,
) -> Written:
    """Write the rows into one signed and locked file below ``root``.

    The file is for the receivers, the first of them foremost; the office itself can open it, too.

    Args:
        root: The drive, or any folder that exists.
        facts: What the package says about itself.
        keys: The sender's.
        receivers: Whom it is for.
        parts: Rows by table; nothing but text, whole numbers, yes/no and nothing.
        progress: Told the number of rows done; what it raises stops the writing.

    Raises:
        DriveError: The drive is full, read-only, gone, or has a package of this name.
        ValueError: A fact or a value that no package holds; a mistake of the caller.
    """
    if not _FOLDER.fullmatch(facts.folder):
        raise ValueError("the folder's name is not plain ASCII")
    if not root.is_dir():
        raise drive.drive_failure(NotADirectoryError(errno.ENOTDIR, "no such folder"))
    cards = list({card.key_id: card for card in (*receivers, keys.card)}.values())
    draft = _draft(facts, keys, cards)
    writer = records.RecordWriter()
    writer.manifest({"outside": draft.binding(), "facts": facts.manifest})
    for part in parts:
        writer.part(part, progress)
    locked = locking.lock(writer.finish(), [card.recipient for card in cards])
    final = replace(
        draft,
        contents_size=len(locked),
        contents_sha256=hashlib.sha256(locked).hexdigest(),
        raw_size=writer.raw_size,
    )
    _check_own(final)
    data = header.join(final, keys.sign(header.signed_text(final))) + locked
    if len(data) > header.PACKAGE_LIMIT:
        raise refusal("package_beyond_limit", "file too large")
    folder = root / "JXSYNC" / facts.direction / facts.folder
    path = drive.write_whole(folder, file_name(final), data)
    return Written(path, len(data), sum(writer.counts.values()), writer.counts, final)


def read_package(path: Path, keys: OfficeKeys, trusted: Sequence[Card]) -> Package:
    """Check a package to its last byte and give what is in it.

    Args:
        path: The file.
        keys: Ours.
        trusted: Cards whose fingerprints were compared; our own is trusted anyhow.

    Raises:
        PackageRefusedError: With the reason; nothing of the package may be used.
        DriveError: The file cannot be read.
    """
    envelope = header.split(_read_file(path))
    cards = (*trusted, keys.card)
    outside, sender = _check_outside(envelope, cards)
    if keys.card.key_id not in outside.to:
        raise refusal("package_not_for_us", receiver=_name(outside.to[0], cards))
    packed = locking.unlock(envelope.contents, keys.identity, receivers=len(outside.to))
    contents = records.check_records(packed, outside.raw_size)
    facts = contents.manifest.get("facts")
    if contents.manifest.get("outside") != outside.binding() or not isinstance(facts, dict):
        raise refusal("package_mismatch")
    return Package(
        outside,
        sender,
        facts,
        contents.counts,
        lambda: records.open_parts(packed, outside.raw_size),
    )


def inspect(
    path: Path,
    keys: OfficeKeys | None = None,
    trusted: Sequence[Card] = (),
    *,
    read: Reader = read_package,
) -> Inspection:
    """Say what a package is, as far as the keys at hand allow.

    Raises:
        PackageRefusedError: It is no package at all, or its outside cannot be read.
        DriveError: The file cannot be read.
    """
    data = _read_file(path)
    envelope = header.split(data)
    outside = header.read_header(envelope.fields)
    cards = trusted if keys is None else (*trusted, keys.card)
    package, obstacle = None, None
    try:
        _check_outside(envelope, cards)
        package = read(path, keys, trusted) if keys else None
    except PackageRefusedError as error:
        obstacle = error
    return Inspection(
        outside,
        len(data),
        envelope.signature_fits(),
        fingerprint(outside.sender_key),
        _signer(outside.sender_key, cards),
        tuple(_name(key, cards) for key in outside.to),
        obstacle,
        package.manifest if package else None,
        package.counts if package else None,
    )


def file_name(outside: Header) -> str:
    """Name a package so that every file system takes the name and sorting sorts it."""
    sender = key_id(outside.sender_key)
    day = outside.created[:10].replace("-", "")
    return f"JX_{sender[:8]}_{outside.to[0][:8]}_{day}_{outside.number:06d}{SUFFIX}"


def _draft(facts: PackageFacts, keys: OfficeKeys, cards: Sequence[Card]) -> Header:
    """Fill in the header but for what is known only once everything is locked."""
    return Header(
        id=facts.id,
        number=facts.number,
        kind="snapshot",
        replica=facts.replica,
        sender_key=keys.card.sign_key,
        to=tuple(card.key_id for card in cards),
        created=facts.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        schema=facts.schema,
        contents_size=0,
        contents_sha256=_NO_DIGEST,
        raw_size=0,
    )


def _check_own(final: Header) -> None:
    """Keep a caller's slip from becoming a package that no receiver takes."""
    try:
        header.read_header(final.fields())
    except PackageRefusedError as error:
        raise ValueError(f"a header no reader takes: {error}") from error


def _read_file(path: Path) -> bytes:
    if path.name.endswith(drive.UNFINISHED_SUFFIX):
        raise refusal("package_unfinished")
    return drive.read_whole(path, limit=header.PACKAGE_LIMIT)


def _check_outside(envelope: Envelope, cards: Sequence[Card]) -> tuple[Header, Card]:
    """Believe the header if a trusted key signed it, and the contents if the header does."""
    sender = _signer(envelope.sender_key, cards)
    if not envelope.signature_fits():
        raise refusal("package_signature_wrong")
    if sender is None:
        raise refusal("package_sender_unknown", fingerprint=fingerprint(envelope.sender_key))
    outside = header.read_header(envelope.fields)
    if len(envelope.contents) < outside.contents_size:
        raise refusal("package_truncated", "contents shorter than announced")
    digest = hashlib.sha256(envelope.contents).hexdigest()
    if (len(envelope.contents), digest) != (outside.contents_size, outside.contents_sha256):
        raise refusal("package_contents_damaged")
    return outside, sender


def _signer(sign_key: str, cards: Sequence[Card]) -> Card | None:
    return next((card for card in cards if card.sign_key == sign_key), None)


def _name(key: str, cards: Sequence[Card]) -> str:
    card = card_of(key, cards)
    return card.name if card else f"编号 {key} 的单位"
