"""A copy of the open database that is proved to hold what the database held.

``VACUUM INTO`` writes it, encrypted with the same key, while others read and write. The copy is
then attached and looked through: every page's seal, the structure, the rows of every table, the
ends of the chains. Whatever is said against it names tables and counts, never a value.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from jianxi_desktop.db.failures import named_failures
from jianxi_desktop.db.guard import unlocked
from jianxi_desktop.db.heeding import heeding
from jianxi_desktop.db.store import Store
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.errors import EnvironmentFailure

_ATTEMPTS = 3
_COPIED, _SEALED, _PROVED = 60, 80, 100  # parts of a hundred that are done
_TABLES = (
    "SELECT name FROM {0}.sqlite_master WHERE type = 'table' "
    "AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%' ORDER BY name"
)
_CHAINS = "SELECT * FROM {0}.sync_replica ORDER BY 1"


@dataclass(frozen=True)
class Content:
    """What a database holds, to compare a copy with.

    Attributes:
        rows: Rows by table.
        chains: The end of every chain.
    """

    rows: Mapping[str, int]
    chains: tuple[tuple[Any, ...], ...]


def copy_into(store: Store, target: Path, progress: Progress = no_progress) -> Content:
    """Write a copy of an open database to a file that is not there or empty, and prove it.

    Raises:
        EnvironmentFailure: It cannot be written, or is not what it should be.
        StoppedError: The person stopped it; the file may hold a part.
    """

    def written() -> tuple[int, int]:
        done = target.stat().st_size if target.exists() else 0
        return min(_COPIED * done // size, _COPIED), _PROVED

    with named_failures(), store.engine.connect() as connection, unlocked(connection, "open"):
        driver: Any = connection.connection.driver_connection
        size = max(_bytes_of(driver), 1)
        progress(0, _PROVED)
        for attempt in range(_ATTEMPTS):
            # At last nobody else may write, so that what is counted is what is copied.
            last = attempt == _ATTEMPTS - 1
            with store.writing() if last else nullcontext():
                before = _version(driver)
                with heeding(driver, progress, written):
                    content = _content_of(driver, "main")
                    driver.execute("VACUUM INTO ?", (str(target),))
                if _version(driver) == before:
                    break
            target.write_bytes(b"")
        with attached(driver, target):
            prove(driver, content, progress)
    return content


@contextmanager
def attached(driver: Any, file: Path, key: bytes | None = None) -> Iterator[None]:
    """Attach a copy as ``copy``, with the key of the connection or a key of its own."""
    if key is None:
        driver.execute("ATTACH ? AS copy", (str(file),))
    else:
        driver.execute("ATTACH ? AS copy KEY ?", (str(file), f"x'{key.hex()}'"))
    try:
        yield
    finally:
        driver.execute("DETACH copy")


@contextmanager
def opened_copy(file: Path, key: bytes) -> Iterator[Any]:
    """Attach a copy to an empty database in memory, so that nothing of it is changed."""
    driver = sqlcipher.connect(":memory:", isolation_level=None)
    try:
        driver.execute("PRAGMA cipher_log_level=NONE")
        with attached(driver, file, key):
            yield driver
    finally:
        driver.close()


def prove(
    driver: Any, expected: Content | None = None, progress: Progress = no_progress
) -> Content:
    """Look an attached copy through.

    Args:
        driver: A connection of the driver, the copy attached.
        expected: What the copy must hold, where that is known.
        progress: Told in parts of a hundred, the copying being the first of them.

    Raises:
        EnvironmentFailure: A page, the structure or the content is not right.
        StoppedError: The person stopped it.
    """
    try:
        progress(_COPIED, _PROVED)
        pages = driver.execute("PRAGMA copy.cipher_integrity_check").fetchall()
        _require(not pages, f"pages: {len(pages)} damaged")
        progress(_SEALED, _PROVED)
        with heeding(driver, progress, lambda: (_SEALED, _PROVED)):
            said = driver.execute("PRAGMA copy.quick_check(1)").fetchall()
            _require([tuple(row) for row in said] == [("ok",)], "structure")
            content = _content_of(driver, "copy")
    except sqlcipher.DatabaseError as error:
        raise damaged_copy(type(error).__name__) from error
    _require(expected is None or content == expected, "content differs")
    return content


def damaged_copy(reason: str) -> EnvironmentFailure:
    """Make the failure that says a copy is no good."""
    return EnvironmentFailure(
        f"copy is damaged: {reason}",
        user_message=(
            "这份备份读回来不对，没有采用；正在使用的数据库没有变。请换一个磁盘或文件夹再备份一次，"
            "恢复时请换另一份备份。"
        ),
        code="backup_damaged",
    )


def _content_of(driver: Any, schema: str) -> Content:
    driver.execute("BEGIN")
    try:
        names = [row[0] for row in driver.execute(_TABLES.format(schema))]
        rows = {name: _count(driver, schema, name) for name in names}
        chains = driver.execute(_CHAINS.format(schema)).fetchall()
    finally:
        driver.execute("ROLLBACK")
    return Content(rows, tuple(tuple(row) for row in chains))


def _count(driver: Any, schema: str, table: str) -> int:
    found = driver.execute(f'SELECT count(*) FROM {schema}."{table}"')  # noqa: S608 - own names
    return int(found.fetchone()[0])


def _bytes_of(driver: Any) -> int:
    """Give how large the database is."""
    pages, size = (driver.execute(f"PRAGMA {each}") for each in ("page_count", "page_size"))
    return int(pages.fetchone()[0]) * int(size.fetchone()[0])


def _version(driver: Any) -> int:
    """Give a number that is another when somebody else has written."""
    return int(driver.execute("PRAGMA main.data_version").fetchone()[0])


def _require(fulfilled: bool, reason: str) -> None:  # noqa: FBT001 - the point of the call
    if not fulfilled:
        raise damaged_copy(reason)
