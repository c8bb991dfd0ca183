"""Opening with a password, slower after each wrong one.

How often somebody was wrong is kept outside the database, for it cannot be opened yet. Nothing is
wiped, and nobody waits longer than five minutes. The count goes by account, without names.
"""

import json
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from jianxi_desktop import settings
from jianxi_desktop.db import keyring
from jianxi_desktop.db.keyring import Unlocked
from jianxi_desktop.domain.files import write_beside
from jianxi_desktop.errors import EnvironmentFailure, JianxiError

log = logging.getLogger(__name__)

_FREE, _LONGEST = 3, 300
_FOLDER = "attempts"

Clock = Callable[[], float]


@dataclass(frozen=True)
class Attempts:
    """Wrong passwords for one database, as this PC remembers them.

    Attributes:
        file: Where they are kept.
        clock: Seconds since the PC started. Nobody sets that clock; after a new start it has
            counted less than has passed, so that a wait is never cut short.
    """

    file: Path
    clock: Clock = time.monotonic

    def seconds_left(self, user: UUID) -> int:
        """Tell how long a user has to wait before trying again."""
        failures, at = self._kept().get(user.hex, (0, 0.0))
        now = self.clock()
        passed = now - at if now >= at else now
        return max(0, -int(-(delay_after(failures) - passed) // 1))

    def failed(self, user: UUID) -> int:
        """Count one more wrong password, and give how many there are."""
        kept = self._kept()
        failures = kept.get(user.hex, (0, 0.0))[0] + 1
        self._keep({**kept, user.hex: (failures, self.clock())})
        return failures

    def count(self, user: UUID) -> int:
        """Give how many wrong passwords there were since the last right one."""
        return self._kept().get(user.hex, (0, 0.0))[0]

    def forget(self, user: UUID) -> None:
        """Begin anew after a right password."""
        kept = self._kept()
        if kept.pop(user.hex, None) is not None:
            self._keep(kept)

    def _kept(self) -> dict[str, tuple[int, float]]:
        try:
            kept = json.loads(self.file.read_text(encoding="utf-8"))
            return {
                str(user): (min(max(int(failures), 0), 1 << 20), max(float(at), 0.0))
                for user, (failures, at) in kept.items()
            }
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            return {}  # nothing kept, or spoilt: who can spoil it could delete it

    def _keep(self, kept: dict[str, tuple[int, float]]) -> None:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with write_beside(self.file) as beside:
                beside.write_text(json.dumps(kept), encoding="utf-8")
        except (OSError, EnvironmentFailure):
            log.warning("this PC cannot keep count of wrong passwords")


def delay_after(failures: int) -> int:
    """Give the seconds to wait after so many wrong passwords: 0, 0, 0, 2, 4, 8 … 300."""
    return min(2 ** min(failures - _FREE, 9), _LONGEST) if failures > _FREE else 0


def attempts_on(database: UUID, clock: Clock = time.monotonic) -> Attempts:
    """Give what this PC remembers of wrong passwords for a database."""
    return Attempts(settings.state_folder() / _FOLDER / f"{database.hex}.json", clock)


def seconds_to_wait(path: Path, user: str | None = None) -> int:
    """Tell how long a user has to wait, for a window to count down."""
    ring = keyring.keyring_path(path)
    with suppress(JianxiError):
        return attempts_on(keyring.database_id(ring)).seconds_left(
            keyring.user_named(ring, user).id
        )
    return 0


def unlock(
    path: Path, user: str | None, password: str, *, clock: Clock = time.monotonic
) -> Unlocked:
    """Unlock a database's key with a password; see ``keyring.unlock``.

    Raises:
        EnvironmentFailure: Of code ``wait`` while the last wrong passwords are too recent; the
            password was not looked at.
    """
    ring = keyring.keyring_path(path)
    holder = keyring.user_named(ring, user).id
    attempts = attempts_on(keyring.database_id(ring), clock)
    _require_no_wait(attempts.seconds_left(holder), attempts.count(holder))
    try:
        return keyring.unlock(ring, user, password)
    except EnvironmentFailure as failure:
        if failure.code == "wrong_password":
            failures = attempts.failed(holder)
            log.info("wrong password, number %d in a row", failures)
        raise


def _require_no_wait(seconds: int, failures: int) -> None:
    if seconds:
        raise EnvironmentFailure(
            f"{failures} wrong passwords in a row, {seconds} s to wait",
            user_message=(
                f"请等 {seconds} 秒再试：密码已连续输错 {failures} 次。"
                "忘记密码可用恢复密钥重新设置。"
            ),
            code="wait",
        )
