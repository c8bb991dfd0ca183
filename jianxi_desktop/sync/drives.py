"""Find the USB drives of this PC, and let one go so that it may be pulled out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = "JXSYNC"


@dataclass(frozen=True)
class Drive:
    """A removable drive that is plugged in.

    Attributes:
        path: Its root.
        label: Its name as the system shows it; empty: it has none.
        system: Its file system, in small letters: ``vfat``, ``exfat``, ``ntfs``.
        free: Bytes left.
        size: Bytes in all.
        writable: Whether it can be written.
        known: Whether it holds a ``JXSYNC`` folder.
    """

    path: Path
    label: str
    system: str
    free: int
    size: int
    writable: bool
    known: bool


@dataclass(frozen=True)
class LetGo:
    """How a drive was let go.

    Attributes:
        flushed: Everything written was brought to the drive.
        unmounted: The system let go of it as well.
    """

    flushed: bool
    unmounted: bool


def find_drives() -> list[Drive]:
    """List the removable drives that are plugged in, those that hold ``JXSYNC`` first.

    Never fails: a drive that goes while it is looked at is left out.
    """
    raise NotImplementedError


def let_go(place: Path, *, unmount: bool = False) -> LetGo:
    """Bring everything to the drive; unmount it where the system offers that to us.

    Never fails: what could not be done is said in the answer.
    """
    raise NotImplementedError


__all__: Sequence[str] = ("FOLDER", "Drive", "LetGo", "find_drives", "let_go")
