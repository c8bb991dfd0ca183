"""How a database is reached: a file under SQLCipher, or the district's PostgreSQL.

All that differs between the two when connections are made, begun and filled stands here, and in
``server`` what the server alone needs; whoever reads and writes records knows no difference.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Dialect, Engine, Table, create_engine, event, insert
from sqlalchemy.pool import QueuePool

from jianxi_desktop.db.base import Guid
from jianxi_desktop.db.guard import guard
from jianxi_desktop.errors import EnvironmentFailure

_CACHE, _LARGE_CACHE = 64 << 10, 256 << 10  # KiB of pages kept unlocked
_ID = 16  # bytes
_SAFE_SQLITE = (3, 51, 3)  # before: WAL-reset corruption

# For all but text and plain numbers the driver looks for an adapter, and takes ten times as long
# to find none as to be told that a value may stay as it is.
sqlcipher.register_adapter(type(None), lambda nothing: nothing)
sqlcipher.register_adapter(bytes, bytes)
sqlcipher.register_adapter(bool, int)


def on_file(path: Path, key: bytes | bytearray) -> Engine:
    """Give the connections to one encrypted file; none is made before it is needed.

    Args:
        path: The file.
        key: Its key; when whoever gave it empties it, no further connection can be made.
    """

    def connect() -> Any:
        _require_safe_sqlite()
        if not key:
            raise EnvironmentFailure(
                "database is closed",
                user_message="数据库已经锁定或关闭，请重新打开后再操作。",
                code="closed",
            )
        connection = sqlcipher.connect(str(path), timeout=8, check_same_thread=False)
        connection.isolation_level = None
        for pragma in (
            f"key=\"x'{key.hex()}'\"",
            "cipher_log_level=NONE",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            f"cache_size=-{_CACHE}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=connect,
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=4,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin_on_file)
    event.listen(engine, "connect", _guard)
    return engine


def is_server(connection: Connection) -> bool:
    """Tell whether a connection leads to PostgreSQL."""
    return connection.dialect.name == "postgresql"


def migrating(connection: Connection) -> AbstractContextManager[None]:
    """Make or change the schema within; a server then guards and grants what is new."""
    if not is_server(connection):
        return nullcontext()
    from jianxi_desktop.db import server_roles

    return server_roles.secured(connection)


def finish(connection: Connection, ledgers: Collection[str]) -> None:
    """End a change on a server: it looks at what came in bulk, and other seats are told of it."""
    if ledgers and is_server(connection):
        from jianxi_desktop.db import listener, server

        server.analyze_bulk(connection)
        listener.tell(connection, ledgers)


def insert_many(connection: Connection, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows past the type processing of each cell, which is most of a bulk insert's time.

    Args:
        connection: Where to; in a write transaction.
        table: What the rows are.
        columns: Values by column, as the driver of a file takes them but for UUIDs, which may be
            UUIDs or, a whole column of them, 32 hexadecimal digits; all of one length. A column
            that is missing stays empty.
    """
    if is_server(connection):
        from jianxi_desktop.db import server

        server.copy_rows(connection, table.name, columns)
        return
    as_kept = {name: _as_kept(table, name, cells) for name, cells in columns.items()}
    statement, order = _insert_statement(table, tuple(as_kept), connection.dialect)
    lines = list(zip(*(as_kept[name] for name in order), strict=True))
    connection.exec_driver_sql(statement, lines)


def give_room(connection: Connection) -> None:
    """Let a file keep more pages unlocked, for much is written all over its indexes.

    Rows of attendance are named by their two ends, so those of one package lie everywhere. A small
    file has no more pages than it has; the connection keeps the room until it is closed.
    """
    if not is_server(connection):
        connection.exec_driver_sql(f"PRAGMA cache_size=-{_LARGE_CACHE}")


def insert_missing(
    connection: Connection, table: Table, lines: Sequence[Mapping[str, Any]]
) -> None:
    """Insert lines but for those whose key is there already."""
    from sqlalchemy.dialects import postgresql, sqlite

    dialect = postgresql if is_server(connection) else sqlite
    connection.execute(dialect.insert(table).on_conflict_do_nothing(), list(lines))


def ids_there(connection: Connection, table: Table, records: Sequence[str]) -> set[str]:
    """Give those of many identities, 32 hexadecimal digits each, that a table has rows of."""
    if is_server(connection):
        asked = f"SELECT id FROM {table.name} WHERE id = ANY(%s::uuid[])"  # noqa: S608 - ours
        found = connection.exec_driver_sql(asked, (list(records),))
        return {row[0].hex for row in found}
    among = "WHERE id IN (SELECT unhex(value) FROM json_each(?))"
    asked = f"SELECT lower(hex(id)) FROM {table.name} {among}"  # noqa: S608 - ours
    return set(connection.exec_driver_sql(asked, (json.dumps(list(records)),)).scalars())


def _as_kept(table: Table, name: str, cells: Sequence[Any]) -> Sequence[Any]:
    if not isinstance(table.c[name].type, Guid):
        return cells
    kinds = set(map(type, cells))
    if kinds == {str}:  # of all of them at once: a third of the time
        whole = bytes.fromhex("".join(cells))
        return [whole[at : at + _ID] for at in range(0, len(whole), _ID)]
    if str in kinds:
        return [cell and bytes.fromhex(cell) for cell in cells]
    return [cell and cell.bytes for cell in cells]


@lru_cache(maxsize=128)
def _insert_statement(
    table: Table, columns: tuple[str, ...], dialect: Dialect
) -> tuple[str, tuple[str, ...]]:
    compiled = insert(table).compile(dialect=dialect, column_keys=columns)
    return str(compiled), tuple(compiled.positiontup or ())


def _begin_on_file(connection: Connection) -> None:
    writes = connection.get_execution_options().get("jianxi_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _guard(driver: Any, record: Any) -> None:
    guard(driver, record.info)


def _require_safe_sqlite() -> None:
    if sqlcipher.sqlite_version_info < _SAFE_SQLITE:
        raise EnvironmentFailure(
            f"SQLite {sqlcipher.sqlite_version} is older than {_SAFE_SQLITE}",
            user_message="数据库组件版本过旧，可能损坏数据，请重新安装本程序。",
            code="old_sqlite",
        )
