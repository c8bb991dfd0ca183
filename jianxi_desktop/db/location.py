"""Where a database may lie: on this PC's own disk, not on a share, not on a drive to be pulled.

Several programs on one file agree through the locks and the shared memory of one machine. Shares
give neither, and a drive that is pulled out loses what was written last.
"""

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from jianxi_desktop.errors import EnvironmentFailure

SWITCH = "JIANXI_ANYWHERE"  # for support alone: takes any place
_MEDIA = ("/media/", "/run/media/")
# fmt: off
_SHARES = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "smb2", "ncpfs", "afs", "ceph", "glusterfs",
    "lustre", "gfs2", "ocfs2", "davfs", "coda",
})
_REMOTE_FUSE = frozenset({
    "sshfs", "davfs2", "davfs", "rclone", "s3fs", "curlftpfs", "smbnetfs", "gvfsd-fuse",
    "gvfs-fuse-daemon", "glusterfs", "cephfs", "juicefs", "goofys", "gcsfuse",
})
# fmt: on
_ESCAPED = re.compile(r"\\([0-7]{3})")
_WINDOWS_KINDS = {2: "removable", 4: "share"}  # what GetDriveTypeW answers


class Place(NamedTuple):
    """What is known of the place of a file.

    Attributes:
        folder: Where the file system is mounted, or the root of the drive.
        kind: Type of the file system: ``ext4``, ``cifs``, ``fuse.sshfs``.
        removable: The device says that it can be taken out, or hangs on USB.
    """

    folder: str
    kind: str
    removable: bool = False


def refuse_unsafe(path: Path) -> None:
    """Make sure that a database may lie at ``path``.

    Raises:
        EnvironmentFailure: It is a network share or a removable drive.
    """
    if os.environ.get(SWITCH) == "1":
        return
    reason = _windows_reason(path) if sys.platform == "win32" else reason_against(_place_of(path))
    if reason == "share":
        raise EnvironmentFailure(
            "database on a network share",
            user_message=(
                "数据库不能放在网络共享文件夹里：几台电脑同时写会损坏它。"
                "请把它复制到本机硬盘再打开；要几台电脑合用，请用区里的服务器或U盘数据包。"
            ),
            code="on_network_share",
        )
    if reason == "removable":
        raise EnvironmentFailure(
            "database on a removable drive",
            user_message=(
                "数据库不能放在U盘、移动硬盘上：一拔掉就会丢数据。"
                "请把数据库和旁边的 .keys 文件复制到本机硬盘再打开；"
                "要带走数据，请用“写数据包”或“备份”。"
            ),
            code="on_removable_drive",
        )


def reason_against(place: Place) -> str | None:
    """Say why a place is none for a database: ``share``, ``removable``, or ``None``."""
    kind, _, program = place.kind.partition(".")
    if kind in _SHARES or (kind == "fuse" and program in _REMOTE_FUSE):
        return "share"
    if place.removable or f"{place.folder}/".startswith(_MEDIA):
        return "removable"
    return None


def place_in(mountinfo: str, path: str, removable: Iterable[str] = ()) -> Place:
    """Find the place of an absolute path in the text of ``/proc/self/mountinfo``.

    Args:
        mountinfo: The text.
        path: The path, its links resolved.
        removable: Numbers (``8:17``) of the devices that can be taken out.
    """
    best = Place("", "")
    loose = frozenset(removable)
    for line in mountinfo.splitlines():
        left, _, right = line.partition(" - ")
        fields, kinds = left.split(" "), right.split(" ")
        if len(fields) < 5 or not right:
            continue
        folder = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), fields[4])
        inside = path == folder or path.startswith(folder.rstrip("/") + "/")
        if inside and len(folder) >= len(best.folder):  # of two on one folder the later counts
            best = Place(folder, kinds[0], fields[2] in loose)
    return best


def _place_of(path: Path) -> Place:
    """Look a path up; where the system tells nothing, nothing is held against it."""
    try:
        text = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return Place("/", "")
    return place_in(text, str(_standing(path)), _removable_devices(device_of_root(text)))


def device_of_root(mountinfo: str) -> str:
    """Give the number of the device that the system itself runs from; nobody pulls that one."""
    found = ""
    for line in mountinfo.splitlines():
        fields = line.split(" ")
        if len(fields) > 4 and fields[4] == "/":
            found = fields[2]
    return found


def _standing(path: Path) -> Path:
    """Give the nearest folder that is there already, its links resolved."""
    place = path.resolve()
    while not place.exists() and place != place.parent:
        place = place.parent
    return place


def _removable_devices(root: str) -> set[str]:
    """Give the numbers of all devices, and of their partitions, that can be taken out.

    Small PCs have their only disk on USB; the disk that the system runs from is none of them.
    """
    found: set[str] = set()
    try:
        disks = list(Path("/sys/block").iterdir())
    except OSError:
        return found
    for disk in disks:
        if _is_removable(disk):
            numbers = {_read(file) for file in (disk / "dev", *disk.glob("*/dev"))}
            found |= set() if root in numbers else numbers
    return found - {""}


def _is_removable(disk: Path) -> bool:
    return _read(disk / "removable") == "1" or "/usb" in str(disk.resolve())


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def windows_root(path: str) -> tuple[str, str | None]:
    """Give the drive of an absolute Windows path, and what a share is known by at once."""
    plain = path.replace("/", "\\")
    if plain.startswith("\\\\?\\UNC\\"):
        return "", "share"
    plain = plain.removeprefix("\\\\?\\")
    if plain.startswith("\\\\"):
        return "", "share"
    return plain[:2] + "\\", None


def _windows_reason(path: Path) -> str | None:
    root, reason = windows_root(str(path.resolve()))
    if reason is not None:
        return reason
    import ctypes

    asked = getattr(ctypes, "windll").kernel32.GetDriveTypeW  # noqa: B009 - only Windows has it
    return _WINDOWS_KINDS.get(int(asked(root)))
