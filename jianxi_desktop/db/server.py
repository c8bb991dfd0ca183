"""The district's database on PostgreSQL: what the server is told that a file need not be.

Writers take turns by one lock of the database, as they do on a file; readers see the state of
when they began and cannot write. No failure that leaves here carries a value, a name or a word of
the server, which may quote them.
"""

import secrets
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from jianxi_desktop.db.address import Address
from jianxi_desktop.db.listener import SEAT
from jianxi_desktop.db.server_failures import name_of
from jianxi_desktop.domain.progress import aside
from jianxi_desktop.errors import EnvironmentFailure

if TYPE_CHECKING:
    from sqlalchemy.engine import ExceptionContext

# Taken by each writer until its commit; any number will do that no other program takes.
_WRITERS = 4103051921
_COPIED = "jianxi_copied"  # rows of this transaction by table
_BULK = 5_000
_logins: WeakKeyDictionary[Engine, dict[str, Any]] = WeakKeyDictionary()
_OPTIONS = "-c lock_timeout=8000 -c statement_timeout=600000 -c search_path=public"


def connect(address: Address, password: str | None) -> Engine:
    """Give the connections to a server's database; none is made before it is needed.

    Raises:
        InputError: The way there is not safe.
        EnvironmentFailure: This PC has no driver for it.
    """
    arguments = address.arguments(password)
    if find_spec("psycopg") is None:
        raise EnvironmentFailure(
            "psycopg is not installed",
            user_message="这台电脑没有装连接服务器的组件 psycopg，请按 README 安装。",
            code="no_driver",
        )

    def make() -> Any:
        import psycopg

        return psycopg.connect(**arguments, options=_OPTIONS)

    engine = create_engine(
        "postgresql+psycopg://",
        creator=make,
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=4,
        pool_pre_ping=True,
        hide_parameters=True,
        execution_options={SEAT: secrets.token_hex(4)},
    )
    _logins[engine] = arguments
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _name_and_hush, retval=True)
    return engine


def go_on_with(engine: Engine, user: str, password: str) -> None:
    """Let new connections log in by what was just changed; those that are open stay so."""
    _logins[engine].update(user=user, password=password)


def copy_rows(connection: Connection, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
    """Send rows as one COPY, which takes a fraction of as many INSERTs."""
    from psycopg import Error

    counts = connection.info.setdefault(_COPIED, {})
    counts[table] = counts.get(table, 0) + len(next(iter(columns.values())))
    quote = connection.dialect.identifier_preparer.quote
    named = ", ".join(map(quote, columns))
    driver: Any = connection.connection.driver_connection
    try:
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {quote(table)} ({named}) FROM STDIN") as copy,
        ):
            for line in zip(*columns.values(), strict=True):
                copy.write_row(line)
    except Error as error:
        named_failure = name_of(error.sqlstate, str(error), at_the_door=False)
        _hush(error)
        if named_failure is None:
            raise
        raise named_failure from error


def analyze_bulk(connection: Connection) -> None:
    """Let the server look at tables that much was copied into, lest it plan as if they were empty.

    It does so by itself, but only after a minute in which lists of 150,000 take seconds.
    """
    for table, count in connection.info.get(_COPIED, {}).items():
        if count >= _BULK:
            connection.exec_driver_sql("SELECT jianxi_analyze(%s)", (table,))


def _begin(connection: Connection) -> None:
    """Choose what the transaction may do; the driver says it with its BEGIN."""
    from psycopg import IsolationLevel

    writes = connection.get_execution_options().get("jianxi_writes")
    driver: Any = connection.connection.driver_connection
    level = IsolationLevel.READ_COMMITTED if writes else IsolationLevel.REPEATABLE_READ
    if (driver.isolation_level, driver.read_only) != (level, not writes):
        driver.isolation_level, driver.read_only = level, not writes
    if writes:
        connection.info[_COPIED] = {}
        _take_turn(connection)


def _take_turn(connection: Connection) -> None:
    """Be the one who writes; who must wait for another seat lets those behind him go on."""
    asked = "SELECT pg_try_advisory_xact_lock(%s)"
    if not connection.exec_driver_sql(asked, (_WRITERS,)).scalar():
        with aside.get()():
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_WRITERS,))


def _name_and_hush(context: "ExceptionContext") -> BaseException | None:
    error: Any = context.original_exception
    state = getattr(error, "sqlstate", None)
    failure = name_of(state, str(error), at_the_door=context.connection is None)
    hushed = _hush(error)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (hushed,)
    return failure


def _hush(error: Any) -> str:
    """Leave of a failure its kind and place; the server's words may quote a value."""
    about = getattr(error, "diag", None)
    place = [about and (about.table_name or ""), about and (about.constraint_name or "")]
    told = [type(error).__name__, getattr(error, "sqlstate", None) or "", *place]
    error.args = (" ".join(filter(None, told)),)
    return str(error.args[0])
