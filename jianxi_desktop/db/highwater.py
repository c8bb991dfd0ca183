"""How far each chain of a database had come when this PC last wrote it, kept outside it.

A database that is behind its mark was put back from an old copy by hand; going on from there under
the same replica would give two histories one name. One small file for each database lies in the
state folder; it is replaced after each change, without waiting for the disk: a power cut may only
leave it behind the database, never before it.
"""

import contextlib
import json
import logging
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from jianxi_desktop import settings
from jianxi_desktop.db.journal import Chain

log = logging.getLogger(__name__)

_LONGEST = 60  # chains that are remembered
_STALE = 60  # seconds after which nobody is still writing a file of a hundred bytes


@dataclass(frozen=True)
class Mark:
    """The end of a chain: its last number, and the seal on it where there is one."""

    seq: int
    hash: str | None = None


@dataclass
class HighWater:
    """The marks of one database.

    Attributes:
        database: Identity of the database.
        marks: The end of each chain, by replica and scope: ``<hex>/org/<unit>``.
    """

    database: UUID
    marks: dict[str, Mark] = field(default_factory=dict)
    _busy: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def note(self, end: Chain) -> None:
        """Keep that a change was committed; a PC that cannot keep it goes on without."""
        seal = None if end.hash is None else end.hash.hex()
        self.take({f"{end.replica.hex}/{end.scope}": Mark(end.seq, seal)})

    def take(self, marks: Mapping[str, Mark]) -> None:
        """Keep the ends of chains as they stand in the database; nothing new costs nothing."""
        with self._busy:
            if any(self.marks.get(name) != mark for name, mark in marks.items()):
                for name, mark in marks.items():  # what is written last is let go last
                    self.marks.pop(name, None)
                    self.marks[name] = mark
                self._write()

    def _write(self) -> None:
        latest = list(self.marks.items())[-_LONGEST:]
        text = json.dumps({name: [mark.seq, mark.hash] for name, mark in latest})
        path = _file(self.database)
        beside = path.with_suffix(f".{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(text, encoding="ascii")
            beside.replace(path)
        except OSError as failure:
            log.warning("high water not kept: errno %s", failure.errno)
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)


def read(database: UUID) -> HighWater:
    """Read the marks of a database; none are known on a PC that never wrote it."""
    marks: dict[str, Mark] = {}
    _sweep(database)
    try:
        kept = json.loads(_file(database).read_text(encoding="ascii"))
        marks = {str(name): Mark(int(seq), seal) for name, (seq, seal) in kept.items()}
    except FileNotFoundError:
        pass
    except (OSError, ValueError, TypeError, AttributeError):
        log.warning("high water of a database is not readable")
    return HighWater(database, marks)


def _sweep(database: UUID) -> None:
    """Take away what programs that were killed left half written."""
    with contextlib.suppress(OSError):
        for each in _file(database).parent.glob(f"{database.hex}.*.part"):
            if time.time() - each.stat().st_mtime > _STALE:
                each.unlink(missing_ok=True)


def _file(database: UUID) -> Path:
    return settings.state_folder() / "highwater" / f"{database.hex}.json"
