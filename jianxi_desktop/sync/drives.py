"""Find the USB drives of this PC, and let one go so that it may be pulled out.

What the two systems answer is read in ``drives_linux`` and ``drives_windows``; here is what they
have in common. Nothing of this ever raises: a drive may go at any moment, and a drive that is gone
is simply not there.
"""

import shutil
import sys
from collections.abc import Hashable
from pathlib import Path

from jianxi_desktop.sync.drives_linux import let_go_linux, plugged_linux, read_linux
from jianxi_desktop.sync.drives_windows import plugged_windows, read_windows
from jianxi_desktop.sync.plugged import FOLDER, Drive, LetGo

__all__ = ("FOLDER", "Drive", "LetGo", "find_drives", "fingerprint", "let_go", "room_on")


def find_drives() -> list[Drive]:
    """List the removable drives that are plugged in, those that hold ``JXSYNC`` first."""
    found = read_windows() if sys.platform == "win32" else read_linux()
    return sorted(found, key=lambda drive: (not drive.known, str(drive.path)))


def fingerprint() -> Hashable:
    """Give something that changes when a drive comes or goes; cheap, touches no drive."""
    return plugged_windows() if sys.platform == "win32" else plugged_linux()


def let_go(place: Path, *, unmount: bool = False) -> LetGo:
    """Bring everything to the drive; unmount it where the system lets us.

    Every package was brought to the drive and read back when it was written; this is for the
    directory and whatever else lies in memory. On Windows there is nothing of that kind: drives
    are used without a cache there unless somebody turned it on.
    """
    if sys.platform == "win32":
        return LetGo(flushed=place.exists(), unmounted=False)
    return let_go_linux(place, unmount=unmount)


def room_on(place: Path) -> int | None:
    """Give the bytes left where a folder lies; ``None``: not known."""
    try:
        total, _used, free = shutil.disk_usage(place)
    except OSError:
        return None
    return free if total else None  # some drivers do not know how large the drive is
