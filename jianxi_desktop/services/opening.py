"""What happens whenever a database is opened and closed, before and after anybody works with it.

It lies where it may; nobody works on the whole file; a restore that was cut off is finished; the
file is looked at, the longer the worse it ended last; and its chains go on only if it is still the
file that this PC wrote last.
"""

import contextlib
import logging
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from jianxi_desktop import settings
from jianxi_desktop.db import (
    backup,
    checking,
    highwater,
    leftover,
    location,
    machine,
    rekey,
    replica,
    restore,
)
from jianxi_desktop.db.journal import note_event
from jianxi_desktop.db.keyring import Unlocked
from jianxi_desktop.db.presence import PROGRAMS, Guest, Seat
from jianxi_desktop.db.store import HEAD, Store, bring_up_to_date, version_of
from jianxi_desktop.errors import EnvironmentFailure

log = logging.getLogger(__name__)

BUDGET = 1.0  # seconds of looking before the window opens; the rest is done behind it
LONG = 600.0
OVERDUE = timedelta(days=7)
_CRASHED = "上次没有正常关闭（例如断电），数据已经检查过，完好。"
_PARTLY_LOST = (
    "上次没有正常关闭，关闭前最后的改动有一部分读不出来，可能没有保存。"
    "请核对最近录入的内容；其余数据检查过，完好。"
)


@dataclass
class Opened:
    """A database that is open and fit to work with.

    Attributes:
        store: Its transactions.
        seat: Our place among those who have it open.
        warnings: What the person should know, in words.
        checked: Its structure was looked at whole.
    """

    store: Store
    seat: Seat
    warnings: list[str] = field(default_factory=list)
    checked: bool = True

    def close(self) -> None:
        """Close every connection and give the seat back."""
        self.store.close()
        self.seat.leave()


def is_there(path: Path) -> bool:
    """Tell whether there is a database, or one whose restore was cut off."""
    return path.exists() or restore.pending(path) is not None


def refuse_unsafe(path: Path) -> None:
    """Make sure that a new database may lie at ``path``; see ``db/location``."""
    location.refuse_unsafe(path)


def finish_restore(path: Path) -> None:
    """Finish a restore that was cut off, before anybody looks at the keyring.

    Raises:
        EnvironmentFailure: Somebody else has the database open, or names cannot be changed.
    """
    marker = restore.pending(path)
    if marker is None:
        return
    location.refuse_unsafe(path)
    seat = Seat(path, "window")
    try:
        with seat.alone():
            restore.finish(path, marker)
    finally:
        seat.leave()


@contextlib.contextmanager
def opened_store(path: Path, unlocked: Unlocked, program: str) -> Iterator[Opened]:
    """Open a database with its key and see that it is fit to work with.

    It stays open after the block, unless the block fails.

    Raises:
        EnvironmentFailure: Wrong place, wrong key, damaged, newer than this program, in use.
    """
    location.refuse_unsafe(path)
    _refuse_cut_off(path)
    seat = Seat(path, program)
    store: Store | None = None
    try:
        others = seat.others()
        left = None if others else leftover.look(path)
        lost = left is not None and left.lost(_recover(path, unlocked))
        store = Store(path, rekey.settle(path, unlocked))
        opened = Opened(store, seat, [_told_of(guest) for guest in others])
        if seat.unclean or left is not None:
            _check_after_crash(opened, path, lost=lost)
        else:
            opened.checked = check_quickly(store)
        _migrate(opened, path)
        yield opened
    except BaseException:
        if store is not None:
            store.close()
        seat.leave()
        raise


def go_on(opened: Opened, path: Path, account: uuid.UUID, facts: Mapping[str, Any]) -> None:
    """Do what must be done before the first write, now that it is known who opens."""
    opened.seat.name(account.hex)
    know_replica(opened, path, account, facts)
    tell_of_backups(opened, path, facts["database_id"], facts["created_on"])


def check_quickly(store: Store, seconds: float = BUDGET) -> bool:
    """Look at the structure; ``False``: there was no time to look at all of it.

    Raises:
        EnvironmentFailure: It is damaged.
    """
    found = checking.quick_check(store, seconds)
    if found is not None and not found.ok:
        raise damaged(found)
    return found is not None


def finish_check(opened: Opened) -> None:
    """Look at all of the structure, where opening had no time to; behind the work.

    Raises:
        EnvironmentFailure: It is damaged.
    """
    if not opened.checked:
        opened.checked = check_quickly(opened.store, LONG)


def damaged(check: checking.Check) -> EnvironmentFailure:
    """Make the failure that sends people to their backups."""
    return EnvironmentFailure(
        f"database is damaged: {check.rule}",
        user_message=(
            "数据库文件已损坏。请不要删除它；请用“恢复备份”换回最近的一份备份，"
            "原来的文件会保留在 backups/before-restore 里。"
        ),
        code="damaged",
        details=(f"{check.rule}：{check.detail}",),
    )


def know_replica(opened: Opened, path: Path, account: uuid.UUID, facts: Mapping[str, Any]) -> None:
    """See whether this is the file this PC wrote last; if not, begin new chains before any write.

    From here on every change is kept in the high-water mark outside the database.
    """
    store, here = opened.store, machine.machine_id()
    known = highwater.read(facts["database_id"])
    doubt = _doubt(path, store, known, here)
    if doubt is not None:
        with store.writing() as connection:
            replica.keep_ends(connection, known.marks)
            replica.begin_anew(connection, facts, here)
            action = "restore_backup" if doubt.reason == "restored" else "new_replica"
            detail = {"reason": doubt.reason, "missing": doubt.missing}
            note_event(connection, action, account, None, detail)
        log.info("new replica: %s", doubt.reason)
        opened.warnings.append(_told_of_doubt(doubt, restore.pending(path)))
    elif here is not None and facts["machine"] is None:
        with store.writing() as connection:
            replica.keep_machine(connection, here)
    with store.read() as connection:
        known.take(replica.own_marks(connection))
    store.committed = known.note
    restore.forget(path)


def tell_of_backups(opened: Opened, path: Path, database: uuid.UUID, founded_on: str) -> None:
    """Sweep what backups left half done, and say when the last one is long ago."""
    folder = backup_folder(path)
    with contextlib.suppress(EnvironmentFailure), opened.seat.alone():
        for place in (folder, path.parent, settings.second_backups(path)):
            if place is not None:
                backup.sweep(place, database)
        if restore.pending(path) is None:
            restore.drop(path)
    made = backup.backups_in(folder, database)
    begun = datetime.fromisoformat(founded_on).replace(tzinfo=UTC)
    age = now() - (made[0].made_at if made else begun)
    if age > OVERDUE:
        opened.warnings.append(
            f"已有 {age.days} 天没有备份。请现在备份一次，最好再备份到另一个盘。"
        )


def backup_folder(path: Path) -> Path:
    """Give the folder beside a database where its backups lie."""
    return path.parent / "backups"


def make_backup_folder(path: Path) -> Path:
    """Make the folder beside a database where its backups lie.

    Raises:
        EnvironmentFailure: It cannot be made.
    """
    folder = backup_folder(path)
    with backup.said_of_backups(folder):
        folder.mkdir(exist_ok=True)
    return folder


def now() -> datetime:
    """Give the moment, in this PC's own time."""
    return datetime.now(UTC).astimezone()


def _refuse_cut_off(path: Path) -> None:
    """Refuse a file that was cut off; beside a log the log may mend it."""
    log_file = path.with_name(path.name + "-wal")
    try:
        size = path.stat().st_size
        mended = log_file.exists() and log_file.stat().st_size > 0
    except OSError:  # told apart when the file is opened
        return
    if size % checking.PAGE and not mended:
        raise damaged(checking.Check("file_length", ok=False, detail=f"{size} 字节"))


def _recover(path: Path, unlocked: Unlocked) -> int:
    """Let SQLite take up the log that a crash left; give how many pages it took.

    Done before anything else opens the file: whoever closes it last empties the log.
    """
    for key in (unlocked.key, unlocked.coming):
        if key is None:
            continue
        store = Store(path, key)
        try:
            return checking.checkpoint(store)
        except EnvironmentFailure as failure:
            if failure.code != "wrong_key":
                raise
        finally:
            store.close()
    return 0


def _check_after_crash(opened: Opened, path: Path, *, lost: bool) -> None:
    checking.checkpoint(opened.store)
    for check in checking.page_checks(opened.store, path):
        if not check.ok:
            raise damaged(check)
    if lost:
        log.warning("the log that a crash left was damaged")
    opened.warnings.append(_PARTLY_LOST if lost else _CRASHED)


def _migrate(opened: Opened, path: Path) -> None:
    """Bring an older database up to date: alone, and with a backup of what it was."""
    version = version_of(opened.store)
    if version in (None, HEAD):
        bring_up_to_date(opened.store)
        return
    with opened.seat.alone():
        with opened.store.read() as connection:
            row = connection.exec_driver_sql("SELECT database_id, unit FROM office").first()
        if row is not None:
            folder = make_backup_folder(path)
            known = {"database": row[0].hex(), "unit": row[1], "state": f"schema {version}"}
            backup.write_backup(opened.store, path, folder, known, now())
        bring_up_to_date(opened.store)


def _doubt(
    path: Path, store: Store, known: highwater.HighWater, here: str | None
) -> replica.Doubt | None:
    if restore.pending(path) is not None:
        return replica.Doubt("restored")
    with store.read() as connection:
        return replica.doubt_about(connection, known.marks, here)


def _told_of(guest: Guest) -> str:
    since = guest.since[:16].replace("T", " ")
    return (
        f"这个数据库在{PROGRAMS.get(guest.program, '另一个程序')}里也打开着（{since} 起）。"
        "两边都可以用；同一条记录两边都改时，后保存的会先看到对方的改动。"
    )


def _told_of_doubt(doubt: replica.Doubt, marker: restore.Marker | None) -> str:
    if doubt.reason == "restored" and marker is not None:
        return (
            f"已恢复 {marker.made_at[:16].replace('T', ' ')} 的备份，之后的改动不在里面；"
            f"用户和密码也是备份当时的。恢复前的文件保存在 backups/before-restore/{marker.stamp}。"
            "已经写进数据包交出去的改动，收下上级或本单位其他电脑的数据包就会回来。"
        )
    if doubt.reason == "behind":
        lacking = f"最后保存的 {doubt.missing} 次改动" if doubt.missing else "最近的操作记录"
        return (
            f"打开的是一份较旧的数据库文件：缺少本机{lacking}。"
            "如果不是有意放回旧文件，请不要继续录入，先找回较新的文件或备份。"
        )
    if doubt.reason == "forked":
        return (
            "打开的数据库文件与本机上次保存的不是同一份，之后的改动会另外编号。"
            "如果不是有意换过文件，请先不要录入，联系管理员。"
        )
    return (
        "这个数据库是从另一台电脑复制来的，之后的改动会另外编号。"
        "请不要在两台电脑上各用一份；要合用数据，请用U盘数据包。"
    )
