"""Is the whole file what it should be: every page, its structure, its search index, its keyring.

Each check answers with a rule, whether it holds, and a detail without anybody's data.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, func, select

from jianxi_desktop.db import accounts, keyring, search, system
from jianxi_desktop.db.backup import Backup, digest
from jianxi_desktop.db.failures import named_failures
from jianxi_desktop.db.heeding import heeding
from jianxi_desktop.db.store import Store
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.errors import JianxiError
from jianxi_desktop.schema.ledger import Catalog, Ledger

PAGE = 4096
_SAMPLE = 2_000  # rows of a search index that are computed anew
_LOOK_EVERY = 200  # of them between two looks whether to stop
_STEPS = 2_000  # of SQLite's machine between two looks at the clock


class Check(NamedTuple):
    """One rule, and whether it holds.

    Attributes:
        rule: Stable key of the rule.
        ok: It holds.
        detail: Counts and keys; for the person who is told.
    """

    rule: str
    ok: bool
    detail: str


@contextmanager
def driver_of(store: Store) -> Iterator[Any]:
    """Give a connection of the driver, outside any transaction."""
    with named_failures(), store.engine.connect() as connection:
        yield connection.connection.driver_connection


def checkpoint(store: Store) -> int:
    """Move the log into the file; give how many pages the log had. First of all checks.

    A crash amid such a move leaves torn pages in the file that the log mends; looked at before,
    they would be taken for damage.
    """
    with driver_of(store) as driver:
        _busy, pages, _moved = driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return int(pages)


def page_checks(store: Store, path: Path, progress: Progress = no_progress) -> list[Check]:
    """Look at every page: its seal, its place, what refers to it."""
    with driver_of(store) as driver, heeding(driver, progress):
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        log = path.with_name(path.name + "-wal")
        pages = int(driver.execute("PRAGMA page_count").fetchone()[0])
        size = path.stat().st_size
        # While somebody reads, the log cannot be emptied, and the file may be shorter by it.
        whole = size == pages * PAGE or (
            log.exists() and log.stat().st_size > 0 and size % PAGE == 0
        )
        sealed = driver.execute("PRAGMA cipher_integrity_check").fetchall()
        return [
            Check("file_length", whole, f"{size} 字节，{pages} 页"),
            Check("page_seals", not sealed, f"{pages} 页，损坏 {len(sealed)} 页"),
            _pragma_check(driver, "structure", "integrity_check"),
            _pragma_check(driver, "foreign_keys", "foreign_key_check"),
        ]


def quick_check(store: Store, seconds: float) -> Check | None:
    """Look at the structure for a while; ``None``: the time was too short to look at all."""
    end = time.monotonic() + seconds
    with driver_of(store) as driver:
        driver.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        try:
            return _pragma_check(driver, "structure", "quick_check")
        except sqlcipher.OperationalError as error:
            if "interrupted" in str(error):
                return None
            raise
        finally:
            driver.set_progress_handler(None, 0)


def search_checks(store: Store, catalog: Catalog, progress: Progress = no_progress) -> list[Check]:
    """Compare every search index with its ledger: its rows, and a sample of its words."""
    ledgers = [ledger for ledger in catalog if search.has_index(ledger)]
    checks = []
    with store.read() as connection:
        for done, ledger in enumerate(ledgers):
            progress(done, len(ledgers))
            checks.append(_rows_check(connection, ledger))
            checks.append(_words_check(connection, ledger, partial(progress, done, len(ledgers))))
    return checks


def keyring_checks(path: Path, connection: Connection) -> list[Check]:
    """Compare the keyring with the accounts of the database."""
    ring = keyring.keyring_path(path)
    try:
        users = {user.id for user in keyring.users(ring)}
        same = (
            keyring.database_id(ring)
            == connection.execute(select(system.office.c.database_id)).scalar()
        )
    except JianxiError as failure:
        return [Check("keyring", ok=False, detail=failure.user_message)]
    rows = accounts.list_accounts(connection)
    working = {row["id"] for row in rows if row["disabled_on"] is None}
    return [
        Check("keyring", same, "密钥文件完好" if same else "密钥文件属于另一个数据库"),
        Check("accounts", users == working, f"密钥文件 {len(users)} 人，登记 {len(working)} 人"),
    ]


def backup_checks(backups: list[Backup], progress: Progress = no_progress) -> list[Check]:
    """Compare each backup with its note, byte by byte."""
    bad = []
    for done, each in enumerate(backups):
        progress(done, len(backups))
        if not is_whole(each):
            bad.append(each.file.name)
    told = "、".join(bad[:3])
    detail = f"{len(backups)} 份" + (f"，损坏或缺文件 {len(bad)} 份：{told}" if bad else "")
    return [Check("backups", not bad, detail)]


def is_whole(backup: Backup) -> bool:
    """Tell whether a backup and its keyring are, byte by byte, what was proved when it was made."""
    note = backup.note
    try:
        return note is not None and (
            digest(backup.file) == note.sha256
            and digest(keyring.keyring_path(backup.file)) == note.keys_sha256
        )
    except OSError:
        return False


def _pragma_check(driver: Any, rule: str, pragma: str) -> Check:
    try:
        said = [tuple(row) for row in driver.execute(f"PRAGMA {pragma}").fetchall()]
    except sqlcipher.OperationalError:
        raise
    except sqlcipher.DatabaseError:
        return Check(rule, ok=False, detail="读不出来")
    bad = [] if said == [("ok",)] else said
    return Check(rule, not bad, "完好" if not bad else f"{len(bad)} 处不对")


def _rows_check(connection: Connection, ledger: Ledger) -> Check:
    rows = connection.execute(select(func.count()).select_from(table_of(ledger))).scalar_one()
    indexed = connection.execute(select(func.count()).select_from(search.index_of(ledger))).scalar()
    return Check(f"search_rows:{ledger.key}", rows == indexed, f"{rows} 行，索引 {indexed} 行")


def _words_check(connection: Connection, ledger: Ledger, go_on: Callable[[], None]) -> Check:
    table = table_of(ledger)
    rows = connection.execute(select(func.count()).select_from(table)).scalar_one()
    step = max(1, rows // _SAMPLE)
    found = select(table).where(table.c.serial % step == 0)
    looked = wrong = 0
    for row in connection.execute(found).mappings():
        looked += 1
        if looked % _LOOK_EVERY == 0:
            go_on()
        wrong += not search.finds(connection, ledger, row["serial"], dict(row))
    return Check(f"search_words:{ledger.key}", wrong == 0, f"抽查 {looked} 行，不符 {wrong} 行")
