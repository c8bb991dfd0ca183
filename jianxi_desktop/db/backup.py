"""Backups on a disk: a proved copy, the keyring that opens it, and a note that says what it is.

All three are written beside their names as ``.part``, brought to the disk and renamed, the copy
last: a file with the name of a backup is a whole one. Names are ASCII, for old USB drives.
"""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from jianxi_desktop.db.copying import Content, copy_into
from jianxi_desktop.db.keyring import keyring_path
from jianxi_desktop.db.store import Store
from jianxi_desktop.domain.files import file_failure, settle, settle_folder
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.errors import EnvironmentFailure

SUFFIX = ".jxdb"
NOTE = ".json"
PART = ".part"
ROOM = 1.2  # times the database's size must be free
_SAID = {
    "disk_full": "备份没有做成：磁盘空间不足。数据库没有变。请清出空间，或换一个备份文件夹。",
    "read_only": "备份没有做成：备份文件夹是只读的。数据库没有变。请换一个文件夹，或解除写保护。",
    "cannot_open": "备份没有做成：备份文件夹不能写。数据库没有变。请检查权限，或换一个文件夹。",
    "no_such_file": "备份没有做成：备份文件夹不在了。数据库没有变。请重选文件夹，或插好移动盘。",
    "io_error": "备份没有做成：磁盘没有响应，移动盘可能已拔出。数据库没有变。请插好后再备份一次。",
    "device_failed": "备份没有做成：磁盘没有响应，移动盘可能已拔出。数据库没有变。请插好后再备份。",
}


@dataclass(frozen=True)
class Note:
    """What a backup is; lies beside it and can be read without a password.

    Attributes:
        database: Identity of the database, in hexadecimal digits.
        unit: Whose it is.
        made_at: When, with the offset of the time zone.
        bytes: Size of the copy.
        sha256: Its hash.
        keys_sha256: Hash of its keyring.
        state: What its records and accounts were, as a hash; see ``services.backups``.
        rows: How many rows it holds.
    """

    database: str
    unit: str
    made_at: str
    bytes: int
    sha256: str
    keys_sha256: str
    state: str
    rows: int


@dataclass(frozen=True)
class Backup:
    """A backup as it lies in a folder.

    Attributes:
        file: The copy.
        made_at: When it was made; told by its note, else by the file's own time.
        bytes: Its size.
        note: Its note; ``None`` where there is none, or a damaged one.
    """

    file: Path
    made_at: datetime
    bytes: int
    note: Note | None

    @property
    def unit(self) -> str:
        """Whose it is; empty where nobody knows."""
        return self.note.unit if self.note else ""

    @property
    def verified(self) -> bool:
        """It was proved when it was made, and has the size it had then."""
        return self.note is not None and self.note.bytes == self.bytes


def write_backup(
    store: Store,
    path: Path,
    folder: Path,
    known: Mapping[str, str],
    now: datetime,
    progress: Progress = no_progress,
) -> Backup:
    """Copy an open database into a folder.

    Args:
        store: The open database.
        path: Its file.
        folder: Where to; there already.
        known: ``database``, ``unit`` and ``state`` of the note.
        now: When.
        progress: Told how far it is.

    Raises:
        EnvironmentFailure: No backup was made; nothing is left of it.
        StoppedError: The person stopped it; nothing is left of it either.
    """
    final = _free_name(folder, known["unit"], now)
    mark = part_mark(UUID(known["database"]))
    parts = {each: each.with_name(each.name + mark) for each in _files(final)}
    try:
        with said_of_backups(folder):
            require_room(path, folder)
            _make_private(parts.values())
            content = copy_into(store, parts[final], progress)
            shutil.copyfile(keyring_path(path), parts[keyring_path(final)])
            note = _note_of(parts, final, content, known, now)
            parts[note_path(final)].write_bytes(_spell(note))
            publish(parts)
    finally:
        for part in parts.values():
            for each in (part, part.with_name(part.name + "-journal")):
                with contextlib.suppress(OSError):
                    each.unlink(missing_ok=True)
    return Backup(final, now, note.bytes, note)


def copy_backup(backup: Backup, folder: Path) -> Path:
    """Put a second copy of a backup into another folder, and read it back.

    Raises:
        EnvironmentFailure: It was not made; nothing is left of it.
    """
    final = folder / backup.file.name
    note = backup.note
    assert note is not None  # noqa: S101 - made a moment ago
    mark = part_mark(UUID(note.database))
    parts = {each: each.with_name(each.name + mark) for each in _files(final)}
    try:
        with said_of_backups(folder):
            require_room(backup.file, folder)
            _make_private(parts.values())
            for target, part in parts.items():
                shutil.copyfile(backup.file.with_name(target.name), part)
                settle(part)
            if digest(parts[final]) != note.sha256:
                raise EnvironmentFailure(
                    "second copy differs",
                    user_message="第二份备份读回来不一致，这个盘可能已坏，请换一个盘。第一份备份是好的。",
                    code="backup_damaged",
                )
            publish(parts)
    finally:
        for part in parts.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
    return final


def backups_in(folder: Path, database: UUID | None = None) -> list[Backup]:
    """List the backups in a folder, the newest first; of one database where it is known."""
    found = []
    with contextlib.suppress(OSError):
        for file in folder.glob(f"*{SUFFIX}"):
            with contextlib.suppress(OSError):
                found.append(_look_at(file))
    mine = [each for each in found if _is_of(each, database)]
    return sorted(mine, key=lambda each: each.made_at, reverse=True)


def delete_backup(backup: Backup) -> None:
    """Take a backup away; its copy first, so that no half of it looks whole."""
    for each in reversed(_files(backup.file)):
        with contextlib.suppress(OSError):
            each.unlink(missing_ok=True)


def sweep(folder: Path, database: UUID) -> None:
    """Take away what was left half written; only while nobody else has the database open."""
    with contextlib.suppress(OSError):
        left = [*folder.glob(f"*{part_mark(database)}*")]
        for named in folder.glob(f"*{SUFFIX}{NOTE}"):
            file = named.with_name(named.name.removesuffix(NOTE))
            note = None if file.exists() else read_note(file)
            if note is not None and note.database == database.hex:
                left += [keyring_path(file), named]
        for each in left:
            each.unlink(missing_ok=True)


def part_mark(database: UUID) -> str:
    """Give the ending of unfinished files of one database."""
    return f".{database.hex[-8:]}{PART}"


def note_path(file: Path) -> Path:
    """Name the note of a backup."""
    return file.with_name(file.name + NOTE)


def digest(file: Path) -> str:
    """Hash a file as the disk holds it, not as the memory remembers it."""
    with file.open("rb") as opened:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(opened, "sha256").hexdigest()


def publish(parts: Mapping[Path, Path]) -> None:
    """Bring finished files to the disk and give them their names, in the order given."""
    for part in parts.values():
        settle(part)
    for target, part in parts.items():
        part.replace(target)
    settle_folder(next(iter(parts)).parent)


def require_room(source: Path, folder: Path) -> None:
    """Make sure that a copy will fit.

    Raises:
        EnvironmentFailure: It will not.
    """
    log = source.with_name(source.name + "-wal")
    size = source.stat().st_size + (log.stat().st_size if log.exists() else 0)
    free = shutil.disk_usage(folder).free
    if free < size * ROOM:
        raise EnvironmentFailure(
            f"no room for a backup: {free} of {size}",
            user_message=(
                f"备份没有做成：需要约 {size * ROOM / 1e6:.1f} MB，磁盘只剩 {free / 1e6:.1f} MB。"
                "数据库没有变。请清出空间，或换一个备份文件夹。"
            ),
            code="disk_full",
        )


@contextlib.contextmanager
def said_of_backups(folder: Path) -> Iterator[None]:
    """Say what fails in a backup's own words."""
    try:
        yield
    except OSError as failure:
        raise _in_words(file_failure(failure, folder)) from failure
    except EnvironmentFailure as failure:
        raise _in_words(failure) from failure


def _in_words(failure: EnvironmentFailure) -> EnvironmentFailure:
    said = _SAID.get(failure.code)
    if said is None or "备份没有做成" in failure.user_message:
        return failure
    return EnvironmentFailure(str(failure), user_message=said, code=failure.code)


def _files(file: Path) -> tuple[Path, Path, Path]:
    """Name the files of a backup in the order they get their names: the copy last."""
    return note_path(file), keyring_path(file), file


def _free_name(folder: Path, unit: str, now: datetime) -> Path:
    stem = f"jianxi-{unit}-{now:%Y%m%d-%H%M%S}"
    for more in ("", *(f"-{n}" for n in range(2, 100))):
        file = folder / f"{stem}{more}{SUFFIX}"
        if not any(each.exists() for each in _files(file)):
            break
    return file


def _make_private(parts: Any) -> None:
    """Make the files for this person only, before anything is in them."""
    for part in parts:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600, exist_ok=False)


def _note_of(
    parts: Mapping[Path, Path],
    final: Path,
    content: Content,
    known: Mapping[str, str],
    now: datetime,
) -> Note:
    copy = parts[final]
    return Note(
        **known,
        made_at=now.isoformat(timespec="seconds"),
        bytes=copy.stat().st_size,
        sha256=digest(copy),
        keys_sha256=digest(parts[keyring_path(final)]),
        rows=sum(content.rows.values()),
    )


def _look_at(file: Path) -> Backup:
    seen = file.stat()
    note = read_note(file)
    if note is not None:
        return Backup(file, datetime.fromisoformat(note.made_at), seen.st_size, note)
    return Backup(file, datetime.fromtimestamp(seen.st_mtime).astimezone(), seen.st_size, None)


def read_note(file: Path) -> Note | None:
    """Read the note of a backup; ``None`` where it is missing or damaged."""
    try:
        data = note_path(file).read_bytes()
        fields = json.loads(data)
        note = Note(**fields["backup"])
        datetime.fromisoformat(note.made_at)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return note if _spell(note) == data else None


def _is_of(backup: Backup, database: UUID | None) -> bool:
    return database is None or backup.note is None or backup.note.database == database.hex


def _spell(note: Note) -> bytes:
    told = json.dumps(asdict(note), sort_keys=True)
    check = hashlib.sha256(told.encode()).hexdigest()
    return json.dumps({"backup": asdict(note), "check": check}, sort_keys=True).encode() + b"\n"
