"""Writes packages for other offices, in bounded memory whatever their size.

Records are locked as they come into a file beside the database, which holds ciphertext only; what
stands outside is known when they have ended, and then the whole goes to the drive. Reading is in
``reading``; its names stand here too.
"""

import errno
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.sync import drive, header, locking, staging
from jianxi_desktop.sync.canonical import JsonObject
from jianxi_desktop.sync.following import Outgoing
from jianxi_desktop.sync.header import Header
from jianxi_desktop.sync.keys import Card, OfficeKeys
from jianxi_desktop.sync.reading import Inspection as Inspection
from jianxi_desktop.sync.reading import Package as Package
from jianxi_desktop.sync.reading import Reader as Reader
from jianxi_desktop.sync.reading import inspect as inspect
from jianxi_desktop.sync.reading import read_package as read_package
from jianxi_desktop.sync.records import Packer, Record
from jianxi_desktop.sync.refusals import PackageRefusedError, refusal
from jianxi_desktop.sync.snapshots import Part, PartSpeller

SUFFIX = ".jxp"
_NO_DIGEST = "0" * 64
_TOLD = 8  # digits
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
        units: Codes of sender and receiver, for the name of the file.
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
    units: tuple[str, str]
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
        staging.discard(self.staged)


@dataclass(frozen=True)
class Written:
    """A package that lies on the drive.

    Attributes:
        path: Where it lies.
        bytes: Its size.
        records: Changes inside, or rows of a snapshot.
        counts: What there is by its name; of a snapshot rows by table.
        header: What stands on it in clear.
    """

    path: Path
    bytes: int
    records: int
    counts: dict[str, int]
    header: Header


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
    draft, cards = _draft(facts, keys, receivers, header.CHANGES)
    try:
        outgoing = Outgoing(facts.manifest)
        last: JsonObject = {}

        def end() -> JsonObject:
            last.update(closing())
            return outgoing.end(last)

        manifest: JsonObject = {"outside": draft.binding(), "facts": facts.manifest}
        packer = Packer(manifest, _told(outgoing.follow(records), progress), end)
        staged = staging.stage(work, packer, [card.recipient for card in cards])
    except PackageRefusedError as error:
        if error.code == "package_beyond_limit":
            raise
        raise ValueError(f"a package no reader takes: {error}") from error
    try:
        final = _final(draft, staged.size, staged.digest, packer.raw_size)
    except BaseException:
        staging.discard(staged.path)
        raise
    return Sealed(facts, final, staged.path, outgoing.counts, last)


def deliver(
    root: Path,
    sealed: Sequence[Sealed],
    keys: OfficeKeys,
    *,
    progress: Progress = no_progress,
) -> list[Written]:
    """Write the parts of one sending onto the drive; all of them, or none.

    Args:
        root: The drive, or any folder that exists.
        sealed: The parts in their order; what was staged is removed whatever happens.
        keys: The sender's.
        progress: Told bytes done and in all.

    Raises:
        DriveError: The drive is full, read-only, gone, or has a package of this name.
        EnvironmentFailure: What was staged is no longer what was written.
    """
    written: list[Written] = []
    done, total = 0, sum(each.header.contents_size for each in sealed)
    try:
        _check_root(root)
        drive.check_room(root, total + len(sealed) * header.OUTSIDE_LIMIT)
        for each in sealed:
            final = replace(each.header, of=len(sealed))
            told = partial(_copied, progress, done, total)
            pieces = staging.pieces(each.staged, final.contents_sha256, told)
            written.append(_put(root, each.facts, final, keys, pieces, each.counts))
            done += final.contents_size
    except BaseException:
        for one in written:
            staging.discard(one.path)
        raise
    finally:
        for each in sealed:
            each.discard()
    return written


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
    _check_root(root)
    draft, cards = _draft(facts, keys, receivers, header.SNAPSHOT)
    speller = PartSpeller()
    manifest: JsonObject = {"outside": draft.binding(), "facts": facts.manifest}
    packer = Packer(manifest, speller.records(parts, progress), speller.end)
    locked = locking.lock(packer.read(), [card.recipient for card in cards])
    digest = hashlib.sha256(locked).hexdigest()
    final = _final(draft, len(locked), digest, packer.raw_size)
    return _put(root, facts, final, keys, [locked], speller.counts)


def file_name(outside: Header, units: tuple[str, str]) -> str:
    """Name a package so that every file system takes the name and sorting sorts it.

    Args:
        outside: Its header.
        units: Codes of sender and receiver; two PCs of one unit, and a database that was put back
            to an older state, are told apart by the replica.
    """
    day, replica = (
        outside.created[:10].replace("-", ""),
        outside.replica[-_TOLD:],
    )  # its end: the beginning is a time
    return f"JX_{units[0]}_{units[1]}_{day}_{outside.number:06d}_{replica}{SUFFIX}"


def _draft(
    facts: PackageFacts, keys: OfficeKeys, receivers: Sequence[Card], kind: str
) -> tuple[Header, list[Card]]:
    """Fill in the header but for what is known only once everything is locked."""
    if not all(map(_FOLDER.fullmatch, (facts.folder, *facts.units))):
        raise ValueError("the folder's name is not plain ASCII")
    cards = list({card.key_id: card for card in (*receivers, keys.card)}.values())
    draft = Header(
        id=facts.id,
        number=facts.number,
        kind=kind,
        replica=facts.replica,
        sender_key=keys.card.sign_key,
        to=tuple(card.key_id for card in cards),
        created=facts.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        schema=facts.schema,
        contents_size=1,
        contents_sha256=_NO_DIGEST,
        raw_size=1,
        min_reader=header.KINDS[kind],
        part=facts.part,
        of=facts.part,
    )
    if len(cards) > header.RECEIVER_LIMIT:
        raise ValueError(f"{len(cards)} recipients")
    return _checked(draft), cards


def _final(draft: Header, size: int, digest: str, raw_size: int) -> Header:
    if size + header.OUTSIDE_LIMIT > header.PACKAGE_LIMIT:
        raise refusal("package_beyond_limit", "file too large")
    return _checked(replace(draft, contents_size=size, contents_sha256=digest, raw_size=raw_size))


def _checked(final: Header) -> Header:
    """Keep a caller's slip from becoming a package that no receiver takes."""
    try:
        return header.read_header(final.fields())
    except PackageRefusedError as error:
        raise ValueError(f"a header no reader takes: {error}") from error


def _check_root(root: Path) -> None:
    if not root.is_dir():
        raise drive.drive_failure(NotADirectoryError(errno.ENOTDIR, "no such folder"))


def _told(records: Iterable[Record], progress: Callable[[int], None]) -> Iterator[Record]:
    for done, record in enumerate(records, 1):
        yield record
        progress(done)


def _copied(progress: Progress, before: int, total: int, done: int) -> None:
    progress(before + done, total)


def _put(
    root: Path,
    facts: PackageFacts,
    final: Header,
    keys: OfficeKeys,
    locked: Iterable[bytes],
    counts: dict[str, int],
) -> Written:
    """Sign a package and write it onto the drive."""
    outside = header.join(final, keys.sign(header.signed_text(final)))
    size = len(outside) + final.contents_size

    def pieces() -> Iterator[bytes]:
        yield outside
        yield from locked

    folder = root / "JXSYNC" / facts.direction / facts.folder
    path = drive.write_pieces(folder, file_name(final, facts.units), pieces(), size=size)
    rows = sum(counts.values()) if final.kind == header.SNAPSHOT else counts["changes"]
    return Written(path, size, rows, counts, final)
