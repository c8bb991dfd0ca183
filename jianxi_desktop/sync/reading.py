"""Reads a package, checked whole before any of it is used, and holds one record at a time.

The order of reading is the protection: outside, sender, signature, digest, receiver; only then the
lock, the inflater and the parser, and the records only when the last byte has been confirmed.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.sync import canonical, drive, header, locking
from jianxi_desktop.sync.canonical import JsonObject
from jianxi_desktop.sync.following import LIMITS, ChangesCheck, RecordsCheck
from jianxi_desktop.sync.header import Envelope, Header
from jianxi_desktop.sync.keys import Card, OfficeKeys, card_of, fingerprint
from jianxi_desktop.sync.pulling import pull
from jianxi_desktop.sync.records import Cutter, Record, check_ratio
from jianxi_desktop.sync.refusals import PackageRefusedError, refusal
from jianxi_desktop.sync.snapshots import Part, SnapshotCheck, open_part

_PIECE = 1 << 20


@dataclass(frozen=True)
class Package:
    """A package that passed every check.

    Attributes:
        header: What stands on it in clear.
        sender: The trusted card of who signed it.
        manifest: What the sender says to receivers only.
        counts: Of a snapshot rows by table; of changes what there is by its name.
        given: Gives the checked records, in order.
        closing: What the last record of a package of changes says: ``to``.
        file: What was checked, out of a child process: the copy in the inbox, where there is one,
            which is removed at the end unless it was moved away.
    """

    header: Header
    sender: Card
    manifest: JsonObject
    counts: dict[str, int]
    given: Callable[[], Iterator[Record]] = field(repr=False)
    closing: JsonObject = field(default_factory=dict)
    file: Path | None = None

    def records(self) -> Iterator[Record]:
        """Give the records in their order; out of a child process only once.

        Types that this program does not know are passed over.
        """
        return self.given()

    def parts(self) -> Iterator[Part]:
        """Give the rows of a snapshot as they were handed in, at most 2,000 at a time."""
        return (open_part(body) for _kind, body in self.given())


class Checked(NamedTuple):
    """What is known of a package once its last byte has been confirmed.

    Attributes:
        header: What stands on it in clear.
        sender: The trusted card of who signed it.
        manifest: What the sender says to receivers only.
        counts: Of its records.
        closing: What its last record says besides.
    """

    header: Header
    sender: Card
    manifest: JsonObject
    counts: dict[str, int]
    closing: JsonObject


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
        counts: Of its records, if it could be opened.
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


def read_package(path: Path, keys: OfficeKeys, trusted: Sequence[Card]) -> Package:
    """Check a package to its last byte and give what is in it.

    Args:
        path: The file; read again when the records are asked for.
        keys: Ours.
        trusted: Cards whose fingerprints were compared; our own is trusted anyhow.

    Raises:
        PackageRefusedError: With the reason; nothing of the package may be used.
        DriveError: The file cannot be read.
    """
    checked = check_package(path, keys, trusted)

    def given() -> Iterator[Record]:
        return pull(lambda take: give_records(path, checked.header, keys, take))

    return Package(*checked[:4], given, checked.closing)


def check_package(
    path: Path, keys: OfficeKeys, trusted: Sequence[Card], *, progress: Progress = no_progress
) -> Checked:
    """Check a package to its last byte.

    Args:
        path: The file.
        keys: Ours.
        trusted: Cards whose fingerprints were compared; our own is trusted anyhow.
        progress: Told bytes looked at and in all; each byte is looked at twice.

    Raises:
        PackageRefusedError: With the reason; nothing of the package may be used.
        DriveError: The file cannot be read.
    """
    cards = (*trusted, keys.card)
    with _opened(path) as (file, envelope, size):
        told = _Told(progress, 2 * (size - envelope.start))
        outside, sender = _check_outside(file, envelope, size, cards, told)
        if keys.card.key_id not in outside.to:
            raise refusal("package_not_for_us", receiver=_name(outside.to[0], cards))
        changes = outside.kind == header.CHANGES
        check: RecordsCheck = ChangesCheck() if changes else SnapshotCheck()
        _unlock(file, envelope.start, outside, keys, check.take, told)
    facts = check.manifest.get("facts")
    bound = canonical.spell(check.manifest.get("outside")) == canonical.spell(outside.binding())
    if not bound or not isinstance(facts, dict):
        raise refusal("package_mismatch")
    return Checked(outside, sender, facts, check.counts, check.closing)


def give_records(
    path: Path, outside: Header, keys: OfficeKeys, take: Callable[[Record], None]
) -> None:
    """Give the records of a package that ``check_package`` has passed, one after the other.

    Raises:
        PackageRefusedError: The file is no longer the one that was checked; nothing that was given
            may be used.
        DriveError: The file cannot be read.
    """

    def give(kind: int, body: bytes, _before: str) -> None:
        if kind % 2 == 0:
            take(Record(kind, body))

    with _opened(path) as (file, envelope, size):
        fields = canonical.spell(envelope.fields)
        if fields != canonical.spell(outside.fields()) or size - envelope.start != (
            outside.contents_size
        ):
            raise refusal("package_contents_damaged", "another file than before")
        _unlock(file, envelope.start, outside, keys, give, _Told(no_progress, 0))


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
    cards = trusted if keys is None else (*trusted, keys.card)
    package, obstacle = None, None
    with _opened(path) as (file, envelope, size):
        outside = header.read_header(envelope.fields)
        try:
            _check_outside(file, envelope, size, cards, _Told(no_progress, 0))
            package = read(path, keys, trusted) if keys else None
        except PackageRefusedError as error:
            obstacle = error
    return Inspection(
        outside,
        size,
        envelope.signature_fits(),
        fingerprint(outside.sender_key),
        _signer(outside.sender_key, cards),
        tuple(_name(key, cards) for key in outside.to),
        obstacle,
        package.manifest if package else None,
        package.counts if package else None,
    )


class _Told:
    """Counts bytes that were looked at."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def more(self, count: int) -> None:
        self._done += count
        self._progress(self._done, self._total)


class _Hashed:
    """Reads so many bytes of a file and hashes them on the way."""

    def __init__(self, file: BinaryIO, size: int, told: _Told) -> None:
        self._file = file
        self._left = size
        self._told = told
        self.digest = hashlib.sha256()

    def read(self, count: int = -1, /) -> bytes:
        piece = self._file.read(self._left if count < 0 else min(count, self._left))
        self._left -= len(piece)
        self.digest.update(piece)
        self._told.more(len(piece))
        return piece


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, Envelope, int]]:
    """Open a package: the file, its outside, of which nothing is believed, and its size."""
    if path.name.endswith(drive.UNFINISHED_SUFFIX):
        raise refusal("package_unfinished")
    with drive.opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > header.PACKAGE_LIMIT:
            raise refusal("package_too_large", "file beyond the limit")
        yield file, header.split(file.read(header.OUTSIDE_LIMIT)), size


def _check_outside(
    file: BinaryIO, envelope: Envelope, size: int, cards: Sequence[Card], told: _Told
) -> tuple[Header, Card]:
    """Believe the header if a trusted key signed it, and the contents if the header does."""
    sender = _signer(envelope.sender_key, cards)
    if not envelope.signature_fits():
        raise refusal("package_signature_wrong")
    if sender is None:
        raise refusal("package_sender_unknown", fingerprint=fingerprint(envelope.sender_key))
    outside = header.read_header(envelope.fields)
    if size - envelope.start < outside.contents_size:
        raise refusal("package_truncated", "contents shorter than announced")
    if size - envelope.start > outside.contents_size:
        raise refusal("package_contents_damaged", "contents longer than announced")
    file.seek(envelope.start)
    source = _Hashed(file, outside.contents_size, told)
    while source.read(_PIECE):
        pass
    if source.digest.hexdigest() != outside.contents_sha256:
        raise refusal("package_contents_damaged")
    return outside, sender


def _unlock(
    file: BinaryIO,
    start: int,
    outside: Header,
    keys: OfficeKeys,
    take: Callable[[int, bytes, str], None],
    told: _Told,
) -> None:
    """Unlock, inflate and cut the contents, and see that they are still those of the header."""
    receivers = len(outside.to)
    file.seek(start)
    locks = file.read(locking.LOCKS_LIMIT)
    inside = locking.size_inside(
        outside.contents_size, locking.size_of_locks(locks, receivers=receivers)
    )
    check_ratio(inside, outside.raw_size)
    file.seek(start)
    source = _Hashed(file, outside.contents_size, told)
    cutter = Cutter(outside.raw_size, take, LIMITS if outside.kind == header.CHANGES else None)
    locking.unlock_into(source, cutter.feed, keys.identity, start=locks, receivers=receivers)
    cutter.close()
    if source.digest.hexdigest() != outside.contents_sha256:
        raise refusal("package_contents_damaged", "changed while it was read")


def _signer(sign_key: str, cards: Sequence[Card]) -> Card | None:
    return next((card for card in cards if card.sign_key == sign_key), None)


def _name(key: str, cards: Sequence[Card]) -> str:
    card = card_of(key, cards)
    return card.name if card else f"编号 {key} 的单位"
