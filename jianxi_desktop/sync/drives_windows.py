"""USB drives as Windows tells of them: drive letters, their kinds, volumes and buses."""

import sys
from pathlib import Path
from typing import NamedTuple, Protocol

from jianxi_desktop.sync.plugged import Drive, holds_packages

REMOVABLE, FIXED = 2, 3  # GetDriveTypeW
USB = 7  # STORAGE_BUS_TYPE: BusTypeUsb
READ_ONLY = 0x0008_0000  # FILE_READ_ONLY_VOLUME of GetVolumeInformationW

_SYSTEMS = {"FAT": "vfat", "FAT32": "vfat", "EXFAT": "exfat", "NTFS": "ntfs"}
_LETTERS = 26


class Volume(NamedTuple):
    """What ``GetVolumeInformationW`` says.

    Attributes:
        label: Name of the volume.
        system: Its file system, such as ``FAT32``.
        flags: Of the file system.
    """

    label: str
    system: str
    flags: int


class Space(NamedTuple):
    """What ``GetDiskFreeSpaceExW`` says, in bytes."""

    free: int
    size: int


class Answers(Protocol):
    """What is asked of Windows; each answer may be missing, for the drive may just go."""

    def letters(self) -> int:
        """One bit for each drive letter that is there, A first."""

    def kind(self, root: str) -> int:
        """What kind of drive it is."""

    def bus(self, root: str) -> int | None:
        """What a fixed drive hangs on."""

    def volume(self, root: str) -> Volume | None:
        """Its label and file system; ``None``: no medium, or not formatted."""

    def space(self, root: str) -> Space | None:
        """Room on it."""


def read_windows(answers: Answers | None = None) -> list[Drive]:
    """List the drives that can be pulled out and hold a volume."""
    asked = answers or _system()
    if asked is None:
        return []
    found = (_drive(asked, f"{letter}:\\") for letter in letters_in(asked.letters()))
    return [drive for drive in found if drive is not None]


def plugged_windows(answers: Answers | None = None) -> tuple[tuple[str, str], ...]:
    """Give something that changes when a drive comes or goes, also in a card reader."""
    asked = answers or _system()
    if asked is None:
        return ()
    roots = [f"{letter}:\\" for letter in letters_in(asked.letters())]
    pulled = [root for root in roots if asked.kind(root) in (REMOVABLE, FIXED)]
    return tuple((root, _label(asked, root)) for root in pulled)


def letters_in(mask: int) -> list[str]:
    """Give the drive letters of a mask; A and B are floppy drives, which nobody polls."""
    return [chr(ord("A") + n) for n in range(2, _LETTERS) if mask >> n & 1]


def _label(asked: Answers, root: str) -> str:
    volume = asked.volume(root)
    return "" if volume is None else f"{volume.system} {volume.label}"


def _drive(asked: Answers, root: str) -> Drive | None:
    kind = asked.kind(root)
    if kind != REMOVABLE and not (kind == FIXED and asked.bus(root) == USB):
        return None
    volume, space = asked.volume(root), asked.space(root)
    if volume is None or space is None:
        return None
    return Drive(
        path=Path(root),
        label=volume.label,
        system=_SYSTEMS.get(volume.system.upper(), volume.system.lower()),
        free=space.free,
        size=space.size,
        writable=not volume.flags & READ_ONLY,
        known=holds_packages(Path(root)),
    )


def _system() -> Answers | None:
    """Give the answers of the Windows this runs on; ``None`` elsewhere."""
    if sys.platform == "win32":
        from jianxi_desktop.sync.drives_kernel32 import Kernel32

        return Kernel32()
    return None
