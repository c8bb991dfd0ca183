"""Who may write which table: only ``db/write`` and the journal write ledgers and the journal.

On SQLite the driver asks before a statement is prepared, which costs nothing a row. On the
district's server triggers look at a setting of the transaction. Either way a statement that goes
round the journal fails, whoever wrote it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from sqlalchemy import Connection

from jianxi_desktop.db.base import Record

Door = Literal["shut", "journal", "erase", "open"]

_DENY, _OK = 1, 0
_DELETE, _INSERT, _UPDATE = 9, 18, 23
_DROPS = frozenset({11, 16, 26})  # of a table, a trigger; altering a table
_LOG = frozenset({"sync_change", "sync_touch", "sync_head"})
_INFO = "jianxi_guard"
_INFO_ON_SERVER = "jianxi_door"
_SET = "SELECT set_config('jianxi.writing', %(door)s, true)"


class Guard:
    """Answers SQLite for one connection; shut until it is opened."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver
        self.door: Door = "shut"
        self._protected: frozenset[str] = frozenset()
        self._shut()

    def set(self, door: Door) -> None:
        """Open or shut; prepared statements are asked about again."""
        self.door = door
        self._shut()

    def _shut(self) -> None:
        # Setting it anew also makes SQLite forget what it allowed before.
        self._driver.set_authorizer(self._answer)

    def _answer(self, action: int, table: str | None, *_rest: object) -> int:
        if action not in (_DELETE, _INSERT, _UPDATE) and action not in _DROPS:
            return _OK
        return _OK if self.door == "open" or self._allows(action, table) else _DENY

    def _allows(self, action: int, table: str | None) -> bool:
        if table in _LOG:
            if self.door == "erase":
                return table == "sync_change" and action == _UPDATE
            return self.door == "journal" and (action == _INSERT or table == "sync_head")
        if table in self._ledgers():
            return self.door == "journal" and action in (_INSERT, _UPDATE)
        return action not in _DROPS or table is None

    def _ledgers(self) -> frozenset[str]:
        if not self._protected:
            self._protected = ledger_tables()
        return self._protected


def ledger_tables() -> frozenset[str]:
    """Name the tables of all ledgers."""
    tables = Record.metadata.tables.values()
    return frozenset(table.name for table in tables if "removed_on" in table.c)


def guard(driver: Any, info: dict[Any, Any]) -> None:
    """Put a guard on a new SQLite connection."""
    info[_INFO] = Guard(driver)


@contextmanager
def unlocked(connection: Connection, door: Door) -> Iterator[None]:
    """Let statements through for a while; the guard is as before afterwards."""
    found = connection.connection.info.get(_INFO)
    if found is None:
        with _on_server(connection, door):
            yield
        return
    before = found.door
    if before == door:
        yield
        return
    found.set(door)
    try:
        yield
    finally:
        found.set(before)


@contextmanager
def _on_server(connection: Connection, door: Door) -> Iterator[None]:
    info = connection.info
    before = info.get(_INFO_ON_SERVER, "shut")
    if before == door:
        yield
        return
    info[_INFO_ON_SERVER] = door
    try:
        connection.exec_driver_sql(_SET, {"door": door})
        yield
        # Not when it failed: the setting goes with the transaction, which takes no more statements.
        connection.exec_driver_sql(_SET, {"door": before})
    finally:
        info[_INFO_ON_SERVER] = before
