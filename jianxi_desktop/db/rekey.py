"""Re-encrypting a database with another key, in place and in one transaction.

SQLCipher writes every page anew into the write-ahead log and moves the whole log into the file at
the end, so that a crash leaves the database under the one key or the other, never between. While it
lasts nobody else may have the file open: the lock that SQLite takes for that is asked for first.
"""

import logging
import shutil
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from jianxi_desktop.db import keyring_renewal
from jianxi_desktop.db.failures import named_failures
from jianxi_desktop.db.keyring import Unlocked, keyring_path
from jianxi_desktop.errors import EnvironmentFailure

log = logging.getLogger(__name__)

_PATIENCE = 2.0  # seconds until a database that others have open is given up


def replace_key(database: Path, key: bytes, leaving: uuid.UUID | None = None) -> bytes:
    """Give a database a fresh key, for all users of its keyring but one who leaves.

    The caller has closed its own connections before. Where it fails after one who leaves was taken
    out of the keyring, he stays out, and the next opening tries again.

    Returns:
        The fresh key.

    Raises:
        EnvironmentFailure: Of code ``in_use`` when somebody else has the database open, and
            nothing was changed; disk full, keyring not writable.
    """
    ring, coming = keyring_path(database), b""
    _require_space(database)
    try:
        with _alone(database, key) as connection:
            coming = keyring_renewal.prepare(ring, key, leaving)
            _re_encrypt(connection, coming)
        _require_done(database, coming)
    except EnvironmentFailure:
        if coming and leaving is None and not opens_with(database, coming):
            keyring_renewal.give_up(ring, key)
        raise
    _finish(ring, coming)
    return coming


def settle(database: Path, unlocked: Unlocked) -> bytes:
    """Find which key a database is under, and finish a replacement that was interrupted.

    Returns:
        The key to open it with.

    Raises:
        EnvironmentFailure: The keyring is of another database, or of another time.
    """
    key, coming = unlocked.key, unlocked.coming
    if coming is None or not opens_with(database, coming):
        _require_fit(database, key)
        if coming is None:
            return key
        try:
            with _alone(database, key) as connection:
                _re_encrypt(connection, coming)
            _require_done(database, coming)
        except EnvironmentFailure as failure:
            log.info("the database's key waits to be replaced: %s", failure.code)
            return key
    _finish(keyring_path(database), coming)
    return coming


def opens_with(database: Path, key: bytes) -> bool:
    """Tell whether a key opens a database; nothing is written.

    Raises:
        EnvironmentFailure: The file is gone, damaged behind its first page, or locked.
    """
    try:
        with named_failures(), closing(_connect(database, key)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except EnvironmentFailure as failure:
        if failure.code == "wrong_key":
            return False
        raise
    return True


def _finish(ring: Path, coming: bytes) -> None:
    try:
        keyring_renewal.finish(ring, coming)
    except EnvironmentFailure as failure:  # it holds both keys: the next opening does it
        log.info("the old key stays in the keyring for now: %s", failure.code)
    log.info("replaced the database's key")


def _require_fit(database: Path, key: bytes) -> None:
    if not opens_with(database, key):
        raise EnvironmentFailure(
            "keyring and database do not belong together",
            user_message=(
                "密码是对的，但密钥文件（.keys）打不开旁边的数据库：两个文件不是同一时候的，"
                "或数据库文件已损坏。请从同一次备份里恢复这两个文件；账号停用后请联系管理员。"
            ),
            code="keyring_unfit",
        )


@contextmanager
def _alone(database: Path, key: bytes) -> Iterator[Any]:
    """Open a database so that nobody else can, with nothing left in its log."""
    # Our own seat (db/presence) tells who else has it open; SQLite's lock is what makes it sure.
    with named_failures(), closing(_connect(database, key)) as connection:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536"):
            connection.execute(f"PRAGMA {pragma}").fetchone()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        yield connection
        with suppress(sqlcipher.OperationalError):  # a full disk: the last to close does it
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _re_encrypt(connection: Any, key: bytes) -> None:
    """Write every page anew; that it is done shows only when the key opens the file.

    Where the disk is full before the end, SQLCipher raises the same whatever the reason; where it
    is full at the very end, it says "ok" and leaves everything as it was.
    """
    try:
        connection.execute(f"PRAGMA rekey=\"x'{key.hex()}'\"").fetchone()
    except sqlcipher.OperationalError as error:
        raise _not_done() from error


def _require_done(database: Path, key: bytes) -> None:
    if not opens_with(database, key):
        raise _not_done()


def _not_done() -> EnvironmentFailure:
    return EnvironmentFailure(
        "re-encrypting failed",
        user_message=(
            "数据库没有换成新密钥，原来的内容和密码都没有变。多半是磁盘空间不够或磁盘读写出错，"
            "请清出相当于数据库两倍大小的空间后再试。"
        ),
        code="rekey_failed",
    )


def _require_space(database: Path) -> None:
    needed = int(database.stat().st_size * 1.1)
    if shutil.disk_usage(database.parent).free < needed:
        raise EnvironmentFailure(
            "no space to re-encrypt",
            user_message=(
                f"更换数据库密钥要 {needed // 1_000_000 + 1} MB 空闲空间，现在不够，"
                "什么都没有改动。请清理磁盘后再试。"
            ),
            code="disk_full",
        )


def _connect(database: Path, key: bytes) -> Any:
    # Through an address: a file that is gone must not be made anew.
    address = f"{database.absolute().as_uri()}?mode=rw"
    connection = sqlcipher.connect(address, timeout=_PATIENCE, uri=True, check_same_thread=False)
    connection.isolation_level = None
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    connection.execute("PRAGMA cipher_log_level=NONE")
    return connection
