"""The open database: one transaction per thing a person does.

SQLCipher from the first day: the key is 32 random bytes that the keyring hands over. Nothing is
kept open between transactions but pooled connections, which ``close`` drops.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from jianxi_desktop.db import system
from jianxi_desktop.domain.deeds import Deed
from jianxi_desktop.errors import EnvironmentFailure

log = logging.getLogger(__name__)

HEAD = "0002"
_SAFE_SQLITE = (3, 51, 3)  # before: WAL-reset corruption

# For all but text and plain numbers the driver looks for an adapter, and takes ten times as long
# to find none as to be told that a value may stay as it is.
sqlcipher.register_adapter(type(None), lambda nothing: nothing)
sqlcipher.register_adapter(bytes, bytes)
sqlcipher.register_adapter(bool, int)


@dataclass
class Change:
    """A transaction in progress.

    Attributes:
        connection: Where its statements go.
        deed: What is done, by whom and why.
        replica: Number of the chain it belongs to.
        seq: Number of this change in that chain; part of the dot of every row it writes.
        touched: Keys of the ledgers it wrote, for the views that must refresh.
    """

    connection: Connection
    deed: Deed
    replica: int
    seq: int
    touched: set[str] = field(default_factory=set)
    wanted: bool = True

    def give_up(self) -> None:
        """End as a trial: everything done so far is rolled back."""
        self.wanted = False


class Store:
    """Hands out short transactions on one database file."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key
        self.engine: Engine = create_engine(
            "sqlite+pysqlite://",
            module=sqlcipher,
            creator=self._connect,
            poolclass=QueuePool,
            pool_size=2,
            max_overflow=4,
            hide_parameters=True,
        )
        event.listen(self.engine, "begin", _begin)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a connection to look at data; nothing is written.

        Raises:
            EnvironmentFailure: The file is damaged, gone, or the key is wrong.
        """
        with _named_failures(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def change(self, deed: Deed) -> Iterator[Change]:
        """Open the one transaction of a user action; it is written whole or not at all.

        Args:
            deed: What is done, by whom and why, for the journal.

        Raises:
            EnvironmentFailure: Disk full, read-only, in use elsewhere, damaged.
        """
        with self.writing() as connection:
            change = Change(connection, deed, *_next_dot(connection))
            yield change
            if not change.wanted:
                connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a write transaction that is no person's action: set-up, migration."""
        with _named_failures(), self.engine.connect() as plain:
            connection = plain.execution_options(jianxi_writes=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Drop every connection."""
        self.engine.dispose()

    def _connect(self) -> Any:
        if sqlcipher.sqlite_version_info < _SAFE_SQLITE:
            raise EnvironmentFailure(
                f"SQLite {sqlcipher.sqlite_version} is older than {_SAFE_SQLITE}",
                user_message="数据库组件版本过旧，可能损坏数据，请重新安装本程序。",
                code="old_sqlite",
            )
        connection = sqlcipher.connect(str(self.path), timeout=8, check_same_thread=False)
        connection.isolation_level = None
        for pragma in (
            f"key=\"x'{self._key.hex()}'\"",
            "cipher_log_level=NONE",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "cache_size=-65536",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("jianxi_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _next_dot(connection: Connection) -> tuple[int, int]:
    own = select(system.office.c.replica).scalar_subquery()
    chain = select(system.replica.c.number, system.replica.c.seq)
    row = connection.execute(chain.where(system.replica.c.number == own)).first()
    if row is None:  # set-up itself: the office is not founded yet
        return 1, 1
    ours = system.replica.c.number == row.number
    connection.execute(update(system.replica).where(ours).values(seq=row.seq + 1))
    return row.number, row.seq + 1


def version_of(store: Store) -> str | None:
    """Give the schema revision of a database; an empty one has none."""
    with store.read() as connection:
        named = connection.execute(
            text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        ).first()
        if named is None:
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def bring_up_to_date(store: Store) -> None:
    """Run the migrations a database lacks; one that is up to date costs one look.

    Raises:
        EnvironmentFailure: A newer program wrote the database.
    """
    version = version_of(store)
    if version == HEAD:
        return
    if version is not None and version > HEAD:
        raise EnvironmentFailure(
            f"database has schema {version}, program knows {HEAD}",
            user_message="这个数据库由更新版本的程序写成，请先升级本程序再打开。",
            code="newer_schema",
        )
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with store.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


# What SQLite says, what it means to the person, and the stable code.
_FAILURES = (
    (
        "file is not a database",
        "wrong_key",
        "数据库打不开：密码不对或文件已损坏。请核对密码；仍不行请用备份恢复。",
    ),
    ("malformed", "damaged", "数据库文件已损坏，请用最近的备份恢复；原文件请保留。"),
    ("database is locked", "in_use", "数据库正被另一个窗口或程序使用，请稍候再试。"),
    ("disk is full", "disk_full", "磁盘已满，什么都没有改动。请清出空间后再试。"),
    ("readonly", "read_only", "数据库所在位置是只读的，无法保存。请检查文件夹权限。"),
    ("unable to open", "cannot_open", "打不开数据库文件，请检查它是否还在、是否有权限。"),
    ("disk i/o error", "io_error", "读写磁盘出错，什么都没有改动。请检查磁盘或U盘后再试。"),
)


@contextmanager
def _named_failures() -> Iterator[None]:
    """Tell the surroundings' failures from bugs and give each its own message."""
    try:
        yield
    except (DBAPIError, sqlcipher.DatabaseError) as error:
        said = str(getattr(error, "orig", error)).lower()
        for sign, code, message in _FAILURES:
            if sign in said:
                raise EnvironmentFailure(
                    f"database: {sign}", user_message=message, code=code
                ) from error
        raise
