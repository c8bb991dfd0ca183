"""Putting a backup in the place of a database, so that a crash at any moment leaves one that opens.

The backup is copied beside the database and proved there. Then a marker is written; from there on
the restore is only renaming, and whoever opens the database next finishes it. What stood there
before is moved aside whole. The marker goes when the restored database has its new replica.
"""

import contextlib
import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

import sqlcipher3.dbapi2 as sqlcipher

from jianxi_desktop.db import copying, keyring, rekey
from jianxi_desktop.db.backup import digest, part_mark, read_note
from jianxi_desktop.db.keyring import Unlocked, keyring_path
from jianxi_desktop.domain.files import file_failure, settle, settle_folder, write_beside
from jianxi_desktop.errors import EnvironmentFailure, InputError

MARKER = ".restore"
_ASIDE = ("backups", "before-restore")
_BESIDE = ("", "-wal", "-shm")


@dataclass(frozen=True)
class Marker:
    """A restore that began to rename.

    Attributes:
        stamp: When, as the folder of what stood there before is called.
        backup: Name of the file that was restored.
        made_at: When that was made, as far as known.
    """

    stamp: str
    backup: str
    made_at: str


def pending(path: Path) -> Marker | None:
    """Give the restore of a database that is not finished."""
    try:
        return Marker(**json.loads(_marker(path).read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError) as failure:
        raise EnvironmentFailure(
            "marker of a restore is not readable",
            user_message="上次恢复备份没有做完，记录文件读不出来。请重新恢复一次备份。",
            code="restore_unfinished",
        ) from failure


def prepare(path: Path, backup: Path) -> dict[Path, Path]:
    """Copy a backup and its keyring beside a database; give where each will go.

    Raises:
        EnvironmentFailure: They cannot be read or written; nothing was changed.
    """
    ready = incoming(path)
    try:
        for target, beside in ready.items():
            source = backup if target == path else keyring_path(backup)
            beside.unlink(missing_ok=True)
            beside.touch(mode=0o600)
            shutil.copyfile(source, beside)
            settle(beside)
    except OSError as failure:
        drop(path)
        raise file_failure(failure, backup) from failure
    return ready


def prove(path: Path, backup: Path, unlocked: Unlocked) -> bytes:
    """Prove the copy beside a database with what the backup's own keyring gave; give its key.

    Raises:
        InputError: It is another database's.
        EnvironmentFailure: It is damaged.
    """
    copy, ring = incoming(path)[path], incoming(path)[keyring_path(path)]
    _refuse_other(path, ring)
    note = read_note(backup)
    if note is not None and (note.sha256, note.keys_sha256) != (digest(copy), digest(ring)):
        raise copying.damaged_copy("another hash than in its note")
    key, coming = unlocked.key, unlocked.coming
    if coming is not None and rekey.opens_with(copy, coming):
        key = coming
    try:
        with copying.opened_copy(copy, key) as driver:
            copying.prove(driver)
            held = driver.execute("SELECT database_id FROM copy.office").fetchone()
    except sqlcipher.DatabaseError as failure:
        raise copying.damaged_copy(type(failure).__name__) from failure
    if held is None or UUID(bytes=held[0]) != keyring.database_id(ring):
        raise _foreign()
    return key


def commit(path: Path, marker: Marker) -> None:
    """Write the marker: from here on the restore is finished, whatever happens."""
    with write_beside(_marker(path)) as beside:
        beside.write_text(json.dumps(asdict(marker)), encoding="utf-8")
    settle_folder(path.parent)


def finish(path: Path, marker: Marker) -> Path:
    """Rename what is left to rename; nobody else may have the database open.

    Returns:
        The folder of what stood there before.

    Raises:
        EnvironmentFailure: A name cannot be changed; the next opening tries again.
    """
    aside = path.parent.joinpath(*_ASIDE, marker.stamp)
    try:
        aside.mkdir(parents=True, exist_ok=True)
        ready = incoming(path)
        if ready[path].exists():
            for suffix in reversed(_BESIDE):  # the database last: its log belongs to it
                _move_aside(path.with_name(path.name + suffix), aside)
            ready[path].replace(path)
        ring = keyring_path(path)
        if ready[ring].exists():
            _move_aside(ring, aside)
            ready[ring].replace(ring)
        settle_folder(aside)
        settle_folder(path.parent)
    except OSError as failure:
        raise file_failure(failure, path) from failure
    return aside


def forget(path: Path) -> None:
    """Take the marker away: the restored database has its new replica."""
    with contextlib.suppress(OSError):
        _marker(path).unlink(missing_ok=True)


def drop(path: Path) -> None:
    """Take away what a restore that did not begin has left."""
    for beside in incoming(path).values():
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def incoming(path: Path) -> dict[Path, Path]:
    """Name the proved copies that wait beside a database and its keyring."""
    return {each: each.with_name(each.name + ".incoming") for each in (path, keyring_path(path))}


def scratch(path: Path, database: UUID) -> Path:
    """Name a file beside a database to try a restore with."""
    return path.with_name(f"{path.name}.drill{part_mark(database)}")


def _marker(path: Path) -> Path:
    return path.with_name(path.name + MARKER)


def _move_aside(file: Path, folder: Path) -> None:
    if file.exists() and not (folder / file.name).exists():
        file.replace(folder / file.name)


def _refuse_other(path: Path, ring: Path) -> None:
    """Compare with the database that stands there, as far as its keyring can be read."""
    try:
        here = keyring.database_id(keyring_path(path))
    except EnvironmentFailure:  # gone or damaged: this is what a restore is for
        return
    if keyring.database_id(ring) != here:
        raise _foreign()


def _foreign() -> InputError:
    return InputError(
        "backup of another database",
        user_message=(
            "这份备份是另一个数据库的，没有恢复，什么都没有改动。请选择本数据库的备份；"
            "要打开另一个数据库，请用“打开别的数据库”。"
        ),
        code="foreign_backup",
    )
