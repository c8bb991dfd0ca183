"""Hears what other seats wrote into a server's database: a thread and a connection of its own.

Each change names at its commit the ledgers it wrote, on the channel ``jianxi``; never a record and
never a value. Whoever lost the connection for a while is told that anything may have changed.
"""

import contextlib
import logging
import select
import socket
import threading
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import Connection, Engine

from jianxi_desktop.errors import EnvironmentFailure

log = logging.getLogger(__name__)

Told = Callable[[frozenset[str] | None], None]
CHANNEL = "jianxi"
SEAT = "jianxi_seat"  # option of a server's engine: what its own words are known by
_LONGEST = 7_900  # bytes the server takes as one word
_PAUSES = (0.2, 1.0, 5.0, 30.0)  # seconds before the next attempt to connect


def tell(connection: Connection, ledgers: Collection[str]) -> None:
    """Let other seats know, once this transaction is committed, which ledgers it wrote."""
    seat = connection.get_execution_options().get(SEAT, "")
    named = ",".join(sorted(ledgers))
    word = f"{seat}:{named if len(named) < _LONGEST else '*'}"
    connection.exec_driver_sql("SELECT pg_notify(%s, %s)", (CHANNEL, word))


class Listener:
    """Listens until it is closed, and comes back after each loss of the connection."""

    def __init__(self, engine: Engine, told: Told) -> None:
        """Begin to listen.

        Args:
            engine: Where connections come from.
            told: Called in the listener's thread with the ledgers that another seat wrote;
                ``None``: whatever was written meanwhile was not heard.
        """
        self._engine = engine
        self._told = told
        self._seat = engine.get_execution_options().get(SEAT, "")
        self._bell, self._rope = socket.socketpair()
        self._closed = threading.Event()
        self.listening = threading.Event()
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End at once; nothing is told after this returns."""
        if self._closed.is_set():
            return
        self._closed.set()
        with contextlib.suppress(OSError):  # it was awake and has ended already
            self._rope.send(b"x")
        if threading.current_thread() is not self._thread:
            self._thread.join(2)  # longer only where a server does not answer: it ends by itself

    def _run(self) -> None:
        try:
            self._listen_on()
        finally:
            self._bell.close()
            self._rope.close()

    def _listen_on(self) -> None:
        from psycopg import Error

        lost = 0
        while not self._closed.is_set():
            try:
                connection = self._connect()
                try:
                    if lost:
                        self._say(None)
                    lost = 0
                    self._listen(connection)
                finally:
                    self.listening.clear()
                    connection.close()
            except (Error, EnvironmentFailure, OSError) as failure:
                log.info("listening ended: %s", type(failure).__name__)
                pause = _PAUSES[min(lost, len(_PAUSES) - 1)]
                lost += 1
                select.select([self._bell], [], [], pause)

    def _connect(self) -> Any:
        borrowed = self._engine.raw_connection()
        connection: Any = borrowed.driver_connection
        borrowed.detach()
        connection.autocommit = True
        connection.execute(f"LISTEN {CHANNEL}")
        self.listening.set()
        return connection

    def _listen(self, connection: Any) -> None:
        while not self._closed.is_set():
            select.select([connection, self._bell], [], [])
            for word in connection.notifies(timeout=0):
                self._hear(word.payload)

    def _hear(self, word: str) -> None:
        seat, _, named = word.partition(":")
        if seat != self._seat:
            self._say(None if named == "*" else frozenset(filter(None, named.split(","))))

    def _say(self, ledgers: frozenset[str] | None) -> None:
        if not self._closed.is_set():
            self._told(ledgers)
