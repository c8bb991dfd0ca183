"""Make a stick in a file, mount it by its driver outside the kernel, and record what it writes.

FAT32 is mounted by ``fusefat`` and looked at by ``mtools``; exFAT by ``exfat-fuse`` on a loop
device. Both are what Debian ships; test machines have neither file system in their kernels.
"""

import contextlib
import os
import shutil
import struct
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
SIZE = {"fat32": 40 << 20, "exfat": 40 << 20}
SECTOR = 512
_HEAD = struct.Struct("=cQI")
_TOOLS = {
    "fat32": ("mkfs.fat", "fusefat", "fsck.fat", "mcopy", "mdir", "fusermount", "cc"),
    "exfat": ("mkfs.exfat", "mount.exfat-fuse", "fsck.exfat", "losetup", "umount", "cc"),
}
_WAIT = 10.0  # seconds until a mount must be there


@dataclass(frozen=True)
class Noted:
    """One thing the driver did to the image.

    Attributes:
        offset: Where it wrote.
        data: What it wrote; empty where it flushed.
        flush: Whether it asked for everything to be brought to the medium.
    """

    offset: int
    data: bytes
    flush: bool = False


def missing(kind: str) -> str:
    """Name what is not here to try a kind of stick; empty: everything is."""
    if not Path("/dev/fuse").exists() or os.geteuid() != 0:
        return "only root with /dev/fuse may mount"
    absent = [tool for tool in _TOOLS[kind] if shutil.which(tool) is None]
    return f"not installed: {', '.join(absent)}" if absent else ""


def run(*wish: str | Path, **more: str) -> str:
    """Run a tool and give what it said; it must succeed."""
    env = {**os.environ, "LC_ALL": "C.UTF-8", "MTOOLS_SKIP_CHECK": "1", **more}
    done = subprocess.run(
        [str(each) for each in wish], check=True, capture_output=True, text=True, env=env
    )
    return done.stdout


def make(kind: str, image: Path) -> Path:
    """Make an empty stick."""
    with image.open("wb") as file:
        file.truncate(SIZE[kind])
    if kind == "fat32":
        run("mkfs.fat", "-F", "32", "-s", "1", "-n", "JXDISK", image)
    else:
        run("mkfs.exfat", "-n", "JXDISK", image)
    return image


def recorder(folder: Path) -> Path:
    """Build what is preloaded into the driver."""
    return build(HERE / "recorder.c", folder / "recorder.so")


def build(source: Path, library: Path) -> Path:
    """Build a library that is preloaded."""
    run("cc", "-O1", "-shared", "-fPIC", "-o", library, source, "-ldl", "-lpthread")
    return library


class Mounted:
    """A stick that is plugged in.

    Attributes:
        root: Where it is mounted.
        log: What its driver noted.
    """

    def __init__(self, kind: str, image: Path, root: Path, library: Path | None = None) -> None:
        self.root, self.log = root, image.with_suffix(".log")
        self._kind, self._image, self._loop = kind, image, ""
        if root.exists() and not os.path.ismount(root):
            shutil.rmtree(root)  # somebody wrote where a stick had been
        root.mkdir()
        source = str(image)
        if kind == "exfat":
            source = self._loop = run("losetup", "-f", "--show", image).strip()
            wish = ["mount.exfat-fuse", "-d", source, str(root)]
        else:
            wish = ["fusefat", "-f", "-s", "-o", "rw+", source, str(root)]
        env = {**os.environ}
        if library is not None:
            self.log.unlink(missing_ok=True)
            env |= {"LD_PRELOAD": str(library), "JX_IMAGE": source, "JX_LOG": str(self.log)}
        self._driver = subprocess.Popen(
            wish, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._wait()

    def noted(self) -> list[Noted]:
        """Give what the driver wrote so far."""
        return read_log(self.log)

    def pull(self) -> None:
        """Pull the stick out: the driver is killed wherever it is."""
        self._driver.kill()
        self._driver.wait()
        self._let_go("-l")

    def eject(self) -> None:
        """Let the stick go as one should."""
        os.sync()
        self._let_go()
        self._driver.wait()

    def _wait(self) -> None:
        until = time.monotonic() + _WAIT
        while not os.path.ismount(self.root):
            if time.monotonic() > until or self._driver.poll() is not None:
                self._let_go("-l")
                raise RuntimeError("the stick could not be mounted")
            time.sleep(0.01)

    def _let_go(self, *how: str) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            run("umount", *how, self.root)
        if self._loop:
            with contextlib.suppress(subprocess.CalledProcessError):
                run("losetup", "-d", self._loop)


@contextlib.contextmanager
def mounted(kind: str, image: Path, root: Path, library: Path | None = None) -> Iterator[Mounted]:
    """Plug a stick in while the block lasts."""
    stick = Mounted(kind, image, root, library)
    try:
        yield stick
    finally:
        stick.eject()


def read_log(log: Path) -> list[Noted]:
    """Read what a driver noted; what it was cut off in is left out."""
    data, found, place = log.read_bytes() if log.exists() else b"", [], 0
    while place + _HEAD.size <= len(data):
        kind, offset, length = _HEAD.unpack_from(data, place)
        place += _HEAD.size
        found.append(Noted(offset, data[place : place + length], kind == b"F"))
        place += length
    return found


@contextlib.contextmanager
def flushes_noted(stick: Mounted) -> Iterator[None]:
    """Note when a flush of this program has ended: all it wrote before is on the stick then.

    Not every driver hands flushes on to the image.
    """
    real = os.fsync

    def flush(handle: int) -> None:
        real(handle)
        with stick.log.open("ab") as log:
            log.write(_HEAD.pack(b"F", 0, 0))

    os.fsync = flush
    try:
        yield
    finally:
        os.fsync = real


class Replay:
    """An image that gets the recorded writes one by one.

    Attributes:
        image: It, to be looked at between two writes.
    """

    def __init__(self, base: Path, image: Path) -> None:
        self.image = image
        shutil.copyfile(base, image)

    def write(self, noted: Noted) -> None:
        """Do a write whole."""
        self._put(noted.offset, noted.data)

    @contextlib.contextmanager
    def torn(self, noted: Noted) -> Iterator[None]:
        """Do only the first part of a write, cut inside its last sector, while the block lasts."""
        half = max(len(noted.data) - SECTOR // 2, len(noted.data) // 2)
        with self.image.open("rb") as file:
            file.seek(noted.offset)
            before = file.read(half)
        self._put(noted.offset, noted.data[:half])
        yield
        self._put(noted.offset, before)

    def _put(self, offset: int, data: bytes) -> None:
        with self.image.open("rb+") as file:
            file.seek(offset)
            file.write(data)


def listing(kind: str, image: Path, folder: str, look: Path) -> dict[str, bytes]:
    """Read every file of a folder as another machine would, by name."""
    if kind == "fat32":
        return _by_mtools(image, folder, look)
    with mounted(kind, image, look) as stick:
        inside = stick.root / folder
        found = sorted(inside.iterdir()) if inside.is_dir() else []
        return {path.name: path.read_bytes() for path in found if path.is_file()}


def _by_mtools(image: Path, folder: str, look: Path) -> dict[str, bytes]:
    shutil.rmtree(look, ignore_errors=True)
    look.mkdir()
    env = {**os.environ, "LC_ALL": "C.UTF-8", "MTOOLS_SKIP_CHECK": "1"}
    subprocess.run(
        ["mcopy", "-n", "-s", "-i", str(image), f"::/{folder}", str(look)],
        check=False,
        capture_output=True,
        env=env,
        stdin=subprocess.DEVNULL,
    )
    top = look / Path(folder).name
    return {path.name: path.read_bytes() for path in sorted(top.rglob("*")) if path.is_file()}


def repair(kind: str, image: Path) -> str:
    """Let the checker of the file system do what Windows does when the stick is plugged in."""
    wish = ["fsck.fat", "-a"] if kind == "fat32" else ["fsck.exfat", "-y"]
    done = subprocess.run([*wish, str(image)], check=False, capture_output=True, text=True)
    return done.stdout
