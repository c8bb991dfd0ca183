"""Who has a database open on this PC: seats in a small file beside it, ``<database>.lock``.

Whoever opens the database takes a seat: a locked byte far behind the text, and a line of text that
says since when and from where. The lock goes with the process, however it ends; the line stays
behind then, and tells whoever comes next that the last end was none. No name is in the file.
"""

import contextlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jianxi_desktop.db.locks import give_back, take
from jianxi_desktop.domain.files import file_failure
from jianxi_desktop.errors import EnvironmentFailure

SUFFIX = ".lock"
SEATS = 32
_LINE = 128  # bytes of a seat's text
_LOCKS = 1 << 30  # where the locked bytes lie: behind the text, which all may read
_DOOR = _LOCKS + SEATS  # held by whoever comes in, and by whoever wants to be alone
PROGRAMS = {"window": "窗口", "command": "命令行"}


@dataclass(frozen=True)
class Guest:
    """Somebody else who has the database open.

    Attributes:
        since: When it was opened, to the second, with its offset.
        program: Key of ``PROGRAMS``.
        account: Who; ``None`` while unknown.
    """

    since: str
    program: str
    account: str | None = None


class Seat:
    """One opening of a database; ``leave`` gives it back.

    Attributes:
        unclean: Somebody's program ended without closing the database, and nobody has it open.
    """

    def __init__(self, path: Path, program: str) -> None:
        """Take a seat.

        Raises:
            EnvironmentFailure: Somebody works on the whole file, or all seats are taken.
        """
        self._handle = _open(path.with_name(path.name + SUFFIX))
        self._guest = Guest(_now(), program)
        self._place = -1
        self.unclean = False
        try:
            with self._door():
                self._sit()
        except BaseException:
            os.close(self._handle)
            raise

    def name(self, account: str) -> None:
        """Say whose account it is, by its identity."""
        self._guest = Guest(self._guest.since, self._guest.program, account)
        self._write()

    def others(self) -> list[Guest]:
        """List who else has the database open now."""
        with self._door():
            return [self._guest_of(place) for place in self._taken()]

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep everybody else out: to restore, to change the key, to migrate.

        Raises:
            EnvironmentFailure: Somebody else has the database open.
        """
        with self._door():
            if self._taken():
                raise _in_use("others have it open")
            yield

    def leave(self) -> None:
        """Give the seat back after a clean end."""
        if self._handle < 0:
            return
        with contextlib.suppress(OSError):
            self._put(bytes(_LINE))
        os.close(self._handle)
        self._handle = -1

    def _sit(self) -> None:
        free = [place for place in range(SEATS) if take(self._handle, _LOCKS + place)]
        if not free:
            raise _in_use("all seats are taken")
        self._place = free[0]
        for place in free[1:]:
            give_back(self._handle, _LOCKS + place)
        nobody = len(free) == SEATS
        self.unclean = nobody and any(self._text(place) for place in free)
        if nobody:
            os.ftruncate(self._handle, 0)
        self._write()
        os.fsync(self._handle)  # the line must be there after a power cut

    @contextlib.contextmanager
    def _door(self) -> Iterator[None]:
        for _attempt in range(40):
            if take(self._handle, _DOOR):
                break
            time.sleep(0.05)
        else:
            raise _in_use("somebody works on the whole file")
        try:
            yield
        finally:
            give_back(self._handle, _DOOR)

    def _taken(self) -> list[int]:
        taken = []
        for place in range(SEATS):
            if place == self._place:
                continue
            if take(self._handle, _LOCKS + place):
                give_back(self._handle, _LOCKS + place)
            else:
                taken.append(place)
        return taken

    def _write(self) -> None:
        line = json.dumps(vars(self._guest)).encode("ascii").ljust(_LINE, b" ")
        self._put(line)

    def _put(self, line: bytes) -> None:
        os.lseek(self._handle, self._place * _LINE, os.SEEK_SET)
        os.write(self._handle, line)

    def _text(self, place: int) -> bytes:
        os.lseek(self._handle, place * _LINE, os.SEEK_SET)
        return os.read(self._handle, _LINE).strip(b" \0")

    def _guest_of(self, place: int) -> Guest:
        try:
            known: dict[str, Any] = json.loads(self._text(place))
            return Guest(str(known["since"]), str(known["program"]), known["account"])
        except (ValueError, KeyError, TypeError):  # taken this moment, the line not yet written
            return Guest(_now(), "window")


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    except OSError as failure:
        raise file_failure(failure, path) from failure


def _now() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")


def _in_use(message: str) -> EnvironmentFailure:
    return EnvironmentFailure(
        message,
        user_message=(
            "数据库正被另一个窗口或程序使用，没有执行。请先关闭其他打开这个数据库的窗口，再试一次。"
        ),
        code="in_use",
    )
