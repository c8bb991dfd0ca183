"""The open database: one transaction per thing a person does.

A file is under SQLCipher: the key is 32 random bytes that the keyring hands over; the district's
is kept by PostgreSQL. Nothing is kept open between transactions but pooled connections, which
``close`` drops.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select, text, update

from jianxi_desktop.db import engines, system
from jianxi_desktop.db.failures import named_failures
from jianxi_desktop.domain.deeds import Deed
from jianxi_desktop.errors import EnvironmentFailure

log = logging.getLogger(__name__)

HEAD = "0002"


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
    """Hands out short transactions on one database.

    Attributes:
        path: The database's file; none where a server keeps it.
        engine: Its connections.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self.path: Path | None = path
        self.engine = engines.on_file(path, key)

    @classmethod
    def on_server(cls, engine: Engine) -> "Store":
        """Give the store of a server's database, whose connections ``server.connect`` makes."""
        store = cls.__new__(cls)
        store.path = None
        store.engine = engine
        return store

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a connection to look at data; nothing is written.

        Raises:
            EnvironmentFailure: The file is damaged, gone, or the key is wrong.
        """
        with named_failures(), self.engine.connect() as connection:
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
        with named_failures(), self.engine.connect() as plain:
            connection = plain.execution_options(jianxi_writes=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Drop every connection."""
        self.engine.dispose()


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
        if not inspect(connection).has_table("alembic_version"):
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
