"""USB drives as Linux tells of them: mounts, block devices, labels."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from jianxi_desktop.sync.plugged import Drive, LetGo, holds_packages

MOUNTS = Path("/proc/self/mountinfo")
DEVICES = Path("/sys/class/block")
LABELS = Path("/dev/disk/by-label")

_PLACES = ("/media/", "/run/media/", "/mnt/")  # where desktops and people mount drives
_OWN = re.compile(r"/(boot|efi|home|usr|var|tmp|srv|opt|nix|snap)?(/.*)?$")
_SYSTEMS = {  # as the kernel calls them, and how we do
    "vfat": "vfat",
    "msdos": "vfat",
    "exfat": "exfat",
    "ntfs": "ntfs",
    "ntfs3": "ntfs",
    "fuseblk": "",  # exFAT or NTFS by a driver outside the kernel
    "fuse.fusefat": "vfat",
    "fuse.exfat": "exfat",
    "udf": "udf",
    "ext4": "ext4",
    "hfsplus": "hfsplus",
}
_STICKS = {"vfat", "msdos", "exfat", "ntfs", "ntfs3", "fuseblk", "fuse.fusefat", "fuse.exfat"}
_ESCAPE = re.compile(r"\\([0-7]{3})")
_LABEL_ESCAPE = re.compile(r"\\x([0-9a-f]{2})")
_UNMOUNT_SECONDS = 30


class Mount(NamedTuple):
    """One line of the mount table.

    Attributes:
        place: Where it is mounted.
        options: Such as ``ro``, of the mount and of the file system.
        system: As the kernel calls it.
        source: The device.
    """

    place: str
    options: frozenset[str]
    system: str
    source: str


def mounts_in(text: str) -> Iterator[Mount]:
    """Read a mount table; lines that are not of its form are left out."""
    for line in text.splitlines():
        before, dash, after = line.partition(" - ")
        head, tail = before.split(" "), after.split(" ")
        if not dash or len(head) < 6 or len(tail) < 3:  # proc(5), mountinfo
            continue
        options = {*head[5].split(","), *tail[2].split(",")}
        yield Mount(_plain(head[4]), frozenset(options), tail[0], _plain(tail[1]))


def is_stick(mount: Mount, devices: Path = DEVICES) -> bool:
    """Tell whether a mount is a drive that people plug in.

    That is what hangs on USB or calls itself removable; and where the device is not known, what
    has the file system of a stick and is mounted where sticks are.
    """
    if mount.system not in _SYSTEMS or not mount.source.startswith("/"):
        return False
    place = f"{mount.place}/"
    if not place.startswith(_PLACES) and _OWN.match(mount.place):
        return False
    device = devices / Path(mount.source).name
    if device.exists() and not device.name.startswith("loop"):
        return _can_be_pulled(device)
    return place.startswith(_PLACES) and mount.system in _STICKS


def read_linux(
    mounts: Path = MOUNTS, devices: Path = DEVICES, labels: Path = LABELS
) -> list[Drive]:
    """List the drives that are plugged in and mounted."""
    found: dict[str, Drive] = {}
    named = _labels(labels)
    for mount in mounts_in(_text_of(mounts)):
        if is_stick(mount, devices) and (drive := _drive(mount, named)) is not None:
            found.setdefault(mount.source, drive)  # mounted twice: one drive all the same
    return list(found.values())


def plugged_linux(mounts: Path = MOUNTS) -> int:
    """Give something that changes when something is mounted or unmounted."""
    return hash(_text_of(mounts))


def let_go_linux(place: Path, *, unmount: bool, mounts: Path = MOUNTS) -> LetGo:
    """Bring everything to the drive, then unmount it by the means of the desktop if asked."""
    flushed = _flush(place)
    return LetGo(flushed, flushed and unmount and _unmount(place, mounts))


def _plain(text: str) -> str:
    """Undo the escapes of the mount table: spaces, tabs, line ends and what spells them."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 8)), text)


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8", "surrogateescape")
    except OSError:
        return ""


def _can_be_pulled(device: Path) -> bool:
    """Tell whether a block device hangs on USB or is removable; a partition as its disk is."""
    real = device.resolve()
    if any(part.startswith("usb") for part in real.parts):
        return True
    return any(_text_of(each / "removable").strip() == "1" for each in (real, real.parent))


def _labels(folder: Path) -> dict[str, str]:
    """Read which device has which label."""
    try:
        links = list(folder.iterdir())
    except OSError:
        return {}
    spelled = {link.resolve().name: link.name for link in links}
    return {
        device: _LABEL_ESCAPE.sub(lambda found: chr(int(found[1], 16)), name)
        for device, name in spelled.items()
    }


def _drive(mount: Mount, labels: dict[str, str]) -> Drive | None:
    root, device = Path(mount.place), Path(mount.source).name
    try:
        facts = os.statvfs(root)
    except OSError:  # it is just being pulled out
        return None
    return Drive(
        path=root,
        label=labels.get(device, root.name),
        system=_SYSTEMS[mount.system],
        free=facts.f_bavail * facts.f_frsize,
        size=facts.f_blocks * facts.f_frsize,
        writable="ro" not in mount.options and os.access(root, os.W_OK),
        known=holds_packages(root),
    )


def _flush(place: Path) -> bool:
    """Have the kernel write the whole file system down."""
    import ctypes

    try:
        handle = os.open(place, os.O_RDONLY)
    except OSError:
        return False
    try:
        sync = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
        return sync is not None and sync(handle) == 0
    finally:
        os.close(handle)


def _unmount(place: Path, mounts: Path) -> bool:
    """Ask the desktop's own tools, which need no password for drives they mounted."""
    source = next(
        (each.source for each in mounts_in(_text_of(mounts)) if Path(each.place) == place), None
    )
    wishes = [["gio", "mount", "-u", str(place)]]
    if source is not None:
        wishes.append(["udisksctl", "unmount", "--no-user-interaction", "-b", source])
    return any(_done(wish) for wish in wishes)


def _done(wish: list[str]) -> bool:
    tool = shutil.which(wish[0])
    if tool is None:
        return False
    try:
        ended = subprocess.run(  # noqa: S603 - a tool of the system, on a path of its own table
            [tool, *wish[1:]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_UNMOUNT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0
