"""The open database: one transaction per thing a person does.

A file is under SQLCipher: the key is 32 random bytes that the keyring hands over; the district's
is kept by PostgreSQL. Nothing is kept open between transactions but pooled connections, which
``close`` drops.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from jianxi_desktop.db import engines
from jianxi_desktop.db.failures import named_failures, no_file
from jianxi_desktop.db.guard import unlocked
from jianxi_desktop.db.journal import Chain, Journal, own_chain
from jianxi_desktop.db.listener import Listener
from jianxi_desktop.db.writers import Writers
from jianxi_desktop.domain.deeds import Deed
from jianxi_desktop.errors import EnvironmentFailure

log = logging.getLogger(__name__)

HEAD = "0017"


@dataclass
class Change:
    """A transaction in progress.

    Attributes:
        connection: Where its statements go.
        deed: What is done, by whom and why.
        touched: Keys of the ledgers it wrote, for the views that must refresh.
    """

    connection: Connection
    deed: Deed
    touched: set[str] = field(default_factory=set)
    wanted: bool = True
    _journal: Journal | None = None

    @property
    def journal(self) -> Journal:
        """Where what is written is recorded; none before the office is founded."""
        if self._journal is None:
            chain = own_chain(self.connection)
            assert chain is not None  # noqa: S101 - founding writes the chains first
            self._journal = Journal(self.connection, self.deed, chain)
        return self._journal

    def give_up(self) -> None:
        """End as a trial: everything done so far is rolled back."""
        self.wanted = False

    def finish(self) -> Chain | None:
        """Record what is not yet recorded; give the end of the chain, if anything was."""
        if self._journal is None:
            return None
        self._journal.close()
        return self._journal.end


class Store:
    """Hands out short transactions on one database.

    Attributes:
        path: The database's file; none where a server keeps it.
        address: Where it stands on a server, without a password; none for a file.
        engine: Its connections.
        writers: Who of this process writes to it, and who waits to.
        committed: Told the end of the chain after each change that was written.
    """

    address: str | None = None
    _listener: Listener | None = None
    committed: Callable[[Chain], None] | None = None
    _key: bytearray | None = None  # of a file; its connections read it when they are made

    def __init__(self, path: Path, key: bytes) -> None:
        self.path: Path | None = path
        self._key = bytearray(key)
        self.engine = engines.on_file(path, self._key)
        self.writers = Writers()

    @classmethod
    def on_server(cls, engine: Engine, address: str) -> "Store":
        """Give the store of a server's database, whose connections ``server.connect`` makes."""
        store = cls.__new__(cls)
        store.path, store.address = None, address
        store.engine = engine
        store.writers = Writers()
        return store

    @property
    def place(self) -> Path | str:
        """Where the database is: its file, or its address on a server."""
        return self.path or self.address or ""

    @property
    def file(self) -> Path:
        """The database's file.

        Raises:
            EnvironmentFailure: A server keeps it.
        """
        if self.path is None:
            raise no_file()
        return self.path

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
        end = None
        with self.writing() as connection:
            own_chain(connection)  # locks it: seats of a server take turns
            change = Change(connection, deed)
            yield change
            if change.wanted:
                end = change.finish()
                engines.finish(connection, change.touched)
            else:
                connection.rollback()
        if end is not None and self.committed is not None:
            self.committed(end)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a write transaction that is no person's action: set-up, migration.

        Where another thread of this process writes, it waits for its turn first.
        """
        with self.writers.turn(), named_failures(), self.engine.connect() as plain:
            connection = plain.execution_options(jianxi_writes=True)
            with connection.begin():
                yield connection

    def listen(self, told: Callable[[frozenset[str] | None], None]) -> None:
        """Be told, in another thread, which ledgers other seats of a server wrote.

        ``None`` stands for any. A file is written by this PC alone, and nothing is told.
        """
        if self.path is None and self._listener is None:
            self._listener = Listener(self.engine, told)

    def tidy(self) -> None:
        """Bring what was written into the file itself, so that no log holds what was erased."""
        if self.path is not None:
            with named_failures(), contextlib.closing(self.engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def key(self) -> bytes:
        """Give the file's key, to change its keyring with; never to be logged or kept."""
        return bytes(self._key or b"")

    def go_on_with(self, key: bytes) -> None:
        """Open a closed file again when next asked, with the key it has now."""
        if self._key is not None:
            self._key[:] = key

    def close(self) -> None:
        """Drop every connection, and the key as far as Python lets go of it."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        self.engine.dispose()
        if self._key is not None:
            self._key[:] = bytes(len(self._key))
            self._key.clear()


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
    with (
        store.writing() as connection,
        unlocked(connection, "open"),
        engines.migrating(connection),
    ):
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
