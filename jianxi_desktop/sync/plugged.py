"""What is told of a USB drive, whichever system tells it."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = "JXSYNC"


@dataclass(frozen=True)
class Drive:
    """A removable drive that is plugged in.

    Attributes:
        path: Its root.
        label: Its name as the system shows it; empty: it has none.
        system: Its file system in small letters: ``vfat``, ``exfat``, ``ntfs``.
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


def holds_packages(root: Path) -> bool:
    """Tell whether a drive holds our folder, whatever the case of its name."""
    try:
        return any(each.name.upper() == FOLDER and each.is_dir() for each in root.iterdir())
    except OSError:
        return False
