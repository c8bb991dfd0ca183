"""Backups: made by hand and by themselves, kept for a year, tried, and put back.

A backup is proved before it has its name (``db/backup``). Noting it in the journal changes the
database; so what tells whether anything changed since looks at records and accounts, not at the
file.
"""

import contextlib
import hashlib
import logging
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, select

from jianxi_desktop import settings
from jianxi_desktop.db import backup as copies
from jianxi_desktop.db import checking, copying, keyring, restore, system
from jianxi_desktop.db import office as records
from jianxi_desktop.db.backup import Backup as Backup
from jianxi_desktop.db.presence import Seat
from jianxi_desktop.domain.files import file_failure, settle
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.rotation import superseded
from jianxi_desktop.errors import EnvironmentFailure, InputError, JianxiError
from jianxi_desktop.services import audit, opening, unlocking
from jianxi_desktop.services.office import Office, open_unlocked, users_of
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.second_backup import copy_second

log = logging.getLogger(__name__)

DAILY = timedelta(hours=24)
FRESH = timedelta(minutes=30)
# What a database is, beside its records: changed by hand, worth a backup, in no chain.
_BESIDE = (
    *(system.account, system.setting, system.trusted, system.certificate, system.package),
    *(system.draft, system.list_view),
)


@dataclass(frozen=True)
class Made:
    """A backup that was just made.

    Attributes:
        backup: It.
        second: Its second copy on another drive, where there is one.
        notes: What else the person should know, in words.
    """

    backup: Backup
    second: Path | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Restored:
    """A database after a backup took its place.

    Attributes:
        office: The open database.
        kept: The folder of what stood there before.
    """

    office: Office
    kept: Path


@needs(Right.BACKUP)
def backup(
    office: Office,
    folder: Path | None = None,
    progress: Progress = no_progress,
    *,
    why: str = "asked",
) -> Made:
    """Make a backup, prove it, and let go of those that are no longer needed.

    Args:
        office: The open database.
        folder: Where to; must be there. Left out: the folder beside the database, and a second
            copy where one was chosen.
        progress: Told how far it is; the second copy is made to its end.
        why: ``asked``, ``closing``, ``daily`` or what comes next; for the journal.

    Raises:
        InputError: The person may not.
        EnvironmentFailure: It was not made; the database is as it was.
    """
    made = _make(office, folder, progress)
    note = made.backup.note
    assert note is not None  # noqa: S101 - written with it
    audit.note(office, "backup", rows=note.rows, sha256=note.sha256, why=why)
    return made


def _make(office: Office, folder: Path | None = None, progress: Progress = no_progress) -> Made:
    """Make a backup of which the journal says nothing."""
    now = opening.now()
    place = opening.make_backup_folder(office.path) if folder is None else folder
    if not place.is_dir():
        raise EnvironmentFailure(
            "backup folder is not there",
            user_message="备份文件夹不在了，没有备份。请重新选择文件夹，或插好移动盘再试。",
            code="no_such_file",
        )
    with office.store.read() as connection:
        known = {
            "database": _database(connection).hex,
            "unit": office.unit.code,
            "state": state_of(connection),
        }
    made = copies.write_backup(office.store, office.path, place, known, now, progress)
    assert made.note is not None  # noqa: S101 - written with it
    second, notes = copy_second(office.path, made) if folder is None else (None, ())
    for kept in (place, second and second.parent):
        if kept is not None:
            _rotate(kept, UUID(known["database"]), now)
    log.info("backup made: %s rows, %s bytes", made.note.rows, made.bytes)
    return Made(made, second, notes)


def list_backups(path: Path) -> list[Backup]:
    """List a database's backups, the newest first; neither it nor a password is needed."""
    database = None
    with contextlib.suppress(JianxiError):
        database = keyring.database_id(keyring.keyring_path(path))
    found = copies.backups_in(opening.backup_folder(path), database)
    second = settings.second_backups(path)
    names = {each.file.name for each in found}
    if second is not None:
        found += [
            each for each in copies.backups_in(second, database) if each.file.name not in names
        ]
    return sorted(found, key=lambda each: each.made_at, reverse=True)


@needs(Right.BACKUP)
def changed(office: Office) -> bool:
    """Tell whether records or accounts are others than in the last backup.

    A server's database is backed up by whoever runs the server; here it is never due.
    """
    if office.store.path is None:
        return False
    with office.store.read() as connection:
        state, database = state_of(connection), _database(connection)
    made = _verified(opening.backup_folder(office.path), database)
    return not made or made[0].note is None or made[0].note.state != state


@needs(Right.BACKUP)
def due(office: Office) -> bool:
    """Tell whether something changed and the last backup is a day old."""
    if office.store.path is None:
        return False
    with office.store.read() as connection:
        made = _verified(opening.backup_folder(office.path), _database(connection))
    old = not made or abs(opening.now() - made[0].made_at) > DAILY
    return old and changed(office)


@needs(Right.BACKUP)
def wanted(office: Office) -> bool:
    """Tell whether ``daily`` has something to do that takes a while."""
    return (office.opened is not None and not office.opened.checked) or due(office)


@needs(Right.BACKUP)
def daily(office: Office) -> Made | None:
    """Make the backup of the day if it is due: on opening, and every hour while open.

    What opening had no time to look at is looked at first.

    Raises:
        EnvironmentFailure: It was not made; of code ``damaged`` when the database is.
    """
    if office.opened is not None:
        opening.finish_check(office.opened)
    return None if _on_server(office) or not due(office) else backup(office, why="daily")


@needs(Right.BACKUP)
def on_closing(office: Office) -> Made | None:
    """Make a backup before the database is closed, if anything changed since the last one."""
    return None if _on_server(office) or not changed(office) else backup(office, why="closing")


@needs(Right.BACKUP)
def before(office: Office, what: str, progress: Progress = no_progress) -> Made | None:
    """Make a backup before something big: ``merge``, ``import``, ``rekey``, ``restore``.

    One that is younger than half an hour will do: what came since can be undone, and a district
    that merges 71 packages needs no 71 copies. The journal is not told, so that what is refused
    afterwards has changed nothing. ``progress`` may stop it; how far it is, is not told.

    Raises:
        EnvironmentFailure: It was not made; whatever should follow must not.
    """
    if _on_server(office) or not changed(office) or _newest_age(office) < FRESH:
        return None
    log.info("backup before %s", what)
    return _make(office, None, lambda _done, _total: progress(0, 0))


def _on_server(office: Office) -> bool:
    """Tell whether a server keeps the database; whoever runs it backs it up."""
    return office.store.path is None


def _newest_age(office: Office) -> timedelta:
    with office.store.read() as connection:
        made = _verified(opening.backup_folder(office.path), _database(connection))
    return abs(opening.now() - made[0].made_at) if made else timedelta.max


def state_of(connection: Connection) -> str:
    """Give a hash of what records and accounts are; what is only noted does not change it."""
    table = system.replica
    ends = select(table.c.replica, table.c.scope, table.c.seq, table.c.hash).where(
        table.c.scope.not_like("audit/%")
    )
    seen = hashlib.sha256()
    for row in connection.execute(ends.order_by(table.c.number)):
        seen.update(repr(tuple(row)).encode())
    for beside in _BESIDE:
        for row in connection.execute(select(beside).order_by(*beside.primary_key)):
            seen.update(repr(tuple(row)).encode())
    return seen.hexdigest()


def returning(path: Path, file: Path) -> tuple[str, ...]:
    """Name those who have left and could open the database again once a backup is put back.

    The two keyrings tell; no password is needed. Nobody where the database's own is not readable.

    Raises:
        JianxiError: The backup has no keyring, or it is damaged.
    """
    coming = users_of(file)
    try:
        here = {account for account, _name in users_of(path)}
    except JianxiError:  # gone or damaged: this is what a restore is for
        return ()
    return tuple(name for account, name in coming if account not in here)


def told_of_returning(names: tuple[str, ...]) -> str:
    """Say what to do about those who come back with a backup; nothing where nobody does."""
    if not names:
        return ""
    return f"已停用的{'、'.join(names)}恢复后又能打开，请在恢复后到“用户管理”里再停用。"


def restore_backup(
    path: Path, file: Path, password: str, *, user: str | None = None, program: str = "window"
) -> Restored:
    """Put a backup in the place of a database, which may be damaged or gone.

    The backup is proved first; what stands there is moved aside whole; the restored database
    begins a new replica in the transaction that first opens it.

    Args:
        path: The database.
        file: The backup.
        password: Of a user of the backup's own keyring.
        user: Whose; may be left out where there is one.
        program: What does it, for others who have the database open.

    Raises:
        InputError: A backup of another database; or a user who may not restore.
        EnvironmentFailure: Wrong password, damaged, in use, no room; nothing was changed.
    """
    now = opening.now()
    _require_file(file)
    unlocked = unlocking.unlock(file, user, password)
    told = told_of_returning(returning(path, file))
    seat = Seat(path, program)
    try:
        with seat.alone():
            copies.require_room(file, path.parent)
            restore.prepare(path, file)
            try:
                key = restore.prove(path, file, unlocked)
                _require_administrator(path, key, unlocked)
            except BaseException:
                restore.drop(path)
                raise
            marker = restore.Marker(f"{now:%Y%m%d-%H%M%S}", file.name, _made_at(file))
            restore.commit(path, marker)
            kept = restore.finish(path, marker)
    finally:
        seat.leave()
    office = open_unlocked(path, unlocked, program=program)
    office.warnings += (told,) if told else ()
    return Restored(office, kept)


@needs(Right.BACKUP)
def drill(
    office: Office,
    made: Backup,
    password: str | None = None,
    progress: Progress = no_progress,
) -> list[checking.Check]:
    """Try whether a backup could be restored, in a scratch file that is removed afterwards.

    Args:
        office: The open database.
        made: The backup.
        password: Of its keyring, where the database's key was changed since.
        progress: Told how far it is.
    """
    with office.store.read() as connection:
        scratch = restore.scratch(office.path, _database(connection))
    try:
        copies.require_room(made.file, office.path.parent)
        scratch.touch(mode=0o600)
        shutil.copyfile(made.file, scratch)
        settle(scratch)
        return [*checking.backup_checks([made]), _tried(office, made, scratch, password, progress)]
    except OSError as failure:
        raise file_failure(failure, made.file) from failure
    finally:
        with contextlib.suppress(OSError):
            scratch.unlink(missing_ok=True)


def _tried(
    office: Office, made: Backup, scratch: Path, password: str | None, progress: Progress
) -> checking.Check:
    rule = "restore_drill"
    try:
        if password is not None:
            unlocked = unlocking.unlock(made.file, office.user, password)
            with copying.opened_copy(scratch, unlocked.key) as driver:
                content = copying.prove(driver, progress=progress)
        else:
            with checking.driver_of(office.store) as driver, copying.attached(driver, scratch):
                content = copying.prove(driver, progress=progress)
    except EnvironmentFailure as failure:
        return checking.Check(rule, ok=False, detail=failure.user_message)
    return checking.Check(rule, ok=True, detail=f"{sum(content.rows.values())} 行，可以恢复")


def _rotate(folder: Path, database: UUID, now: datetime) -> None:
    made = {each.made_at: each for each in _verified(folder, database)}
    for moment in superseded(made, now):
        copies.delete_backup(made[moment])


def _verified(folder: Path, database: UUID) -> list[Backup]:
    return [each for each in copies.backups_in(folder, database) if each.verified]


def _database(connection: Connection) -> UUID:
    facts = records.facts_of(connection)
    assert facts is not None  # noqa: S101 - an office is open
    found: UUID = facts["database_id"]
    return found


def _require_file(file: Path) -> None:
    if not file.is_file() or not keyring.keyring_path(file).is_file():
        raise EnvironmentFailure(
            "backup or its keyring is not there",
            user_message=(
                f"找不到备份“{file.name}”或它旁边的 .keys 文件，什么都没有改动。"
                "备份和 .keys 要放在同一个文件夹里，请重新选择。"
            ),
            code="no_such_file",
        )


def _require_administrator(path: Path, key: bytes, unlocked: keyring.Unlocked) -> None:
    """Let only those restore who are administrators in the backup."""
    with copying.opened_copy(restore.incoming(path)[path], key) as driver:
        known = "SELECT 1 FROM copy.sqlite_master WHERE name = 'account'"
        if driver.execute(known).fetchone() is None:  # of a time when there was one user
            return
        asked = "SELECT role FROM copy.account WHERE id = ? AND disabled_on IS NULL"
        holder = unlocked.user.id.bytes if unlocked.user else b""
        row = driver.execute(asked, (holder,)).fetchone()
    if row != ("administrator",):
        raise InputError(
            "not an administrator of the backup",
            user_message="只有管理员可以恢复备份，什么都没有改动。请管理员用自己的密码来恢复。",
            code="not_allowed",
        )


def _made_at(file: Path) -> str:
    note = copies.read_note(file)
    return note.made_at if note else file.name
