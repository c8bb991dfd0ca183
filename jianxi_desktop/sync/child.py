"""Reads a package in a process of its own, which may crash, swell or hang without harm to ours.

The process gets its request on standard input and answers on standard output: first what the
package is, once every byte has been checked, then its rows. It may write no file, so nothing that
was unlocked ever touches a disk. Whatever ends it early is a refusal here, never a traceback.
"""

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from jianxi_desktop.errors import JianxiError
from jianxi_desktop.sync import canonical, keys, package, records
from jianxi_desktop.sync.canonical import JsonObject
from jianxi_desktop.sync.drive import DriveError
from jianxi_desktop.sync.header import read_header
from jianxi_desktop.sync.keys import Card, OfficeKeys
from jianxi_desktop.sync.package import Inspection, Package
from jianxi_desktop.sync.refusals import PackageRefusedError, refusal

_ROOT = Path(__file__).resolve().parents[2]
# Isolated: neither the current folder, which may be the drive, nor the environment adds modules.
# Our own folder goes first, lest a copy of another version that is installed should answer.
_START = (
    "import sys; root = sys.argv[1]; root in sys.path or sys.path.insert(0, root); "
    "import jianxi_desktop.sync.child as child; child.main()"
)
_ASKED, _CHECKED, _ROWS, _REFUSED, _DONE = b"A", b"C", b"P", b"R", b"E"
_FRAME_LIMIT = 4 * records.RECORD_LIMIT


@dataclass(frozen=True)
class Limits:
    """How much the reading process may take before it is ended.

    Attributes:
        seconds: Until all of the package has been checked, and again for each 2,000 rows.
        memory: Bytes of address space, besides six times the size of the file; Linux only.
    """

    seconds: float = 180
    memory: int = 1 << 30


@contextmanager
def read_in_child(
    path: Path,
    own: OfficeKeys,
    trusted: Sequence[Card],
    *,
    inbox: Path | None = None,
    limits: Limits = Limits(),
    command: Sequence[str] = (),
) -> Iterator[Package]:
    """Check a package in a child process and give its rows while the block lasts, once.

    Args:
        path: The file.
        own: Our keys.
        trusted: Cards whose fingerprints were compared.
        inbox: Folder beside the database that the file is copied to first, so that a drive pulled
            out or a file changed cannot change what was checked; ``Package.file`` is the copy.
        limits: Of the child.
        command: What starts the child where there is no Python to start, in a bundle; the
            program started has to call ``main``.

    Raises:
        PackageRefusedError: Also out of the rows, should the child end between them.
        DriveError: The file cannot be read.
    """
    if inbox is not None:
        raise NotImplementedError
    with _Child(command or _python(), limits) as child:
        child.ask(
            {
                "path": str(path.absolute()),
                "secrets": dict(own.secrets()),
                "trusted": [keys.write_card(card).decode() for card in trusted],
                "memory": limits.memory,
            }
        )
        yield child.package((*trusted, own.card))


def inspect_in_child(
    path: Path,
    own: OfficeKeys,
    trusted: Sequence[Card],
    *,
    limits: Limits = Limits(),
    command: Sequence[str] = (),
) -> Inspection:
    """Inspect a package, its inside in a child process."""

    def read(path: Path, keys: OfficeKeys, trusted: Sequence[Card]) -> Package:
        with read_in_child(path, keys, trusted, limits=limits, command=command) as found:
            return found

    return package.inspect(path, own, trusted, read=read)


def main() -> None:
    """Answer one request; the whole life of the child."""
    kind, body = _read_frame(sys.stdin.buffer)
    request = canonical.parse(body)
    if kind != _ASKED or not isinstance(request, dict):
        sys.exit("no request")
    try:
        _answer(request)
    except JianxiError as error:
        _send_refusal(error)
    except MemoryError:
        _send_refusal(refusal("package_reader_memory"))


class _Child:
    """The parent's end of the reading process."""

    def __init__(self, command: Sequence[str], limits: Limits) -> None:
        self._limits = limits
        self._too_slow = False
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def __enter__(self) -> "_Child":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def ask(self, request: JsonObject) -> None:
        """Send the one request."""
        pipe = cast("BinaryIO", self._process.stdin)
        try:
            _write_frame(pipe, _ASKED, canonical.spell(request))
        except OSError as error:
            raise refusal("package_reader_stopped", "before its request") from error

    def package(self, cards: Sequence[Card]) -> Package:
        """Wait until everything is checked and give what the package is."""
        checked = canonical.parse(self._next(_CHECKED))
        if not isinstance(checked, dict):
            raise refusal("package_reader_stopped", "an answer of another shape")
        outside = read_header(cast("JsonObject", checked["header"]))
        sender = next(card for card in cards if card.sign_key == outside.sender_key)
        return Package(
            outside,
            sender,
            cast("JsonObject", checked["manifest"]),
            cast("dict[str, int]", checked["counts"]),
            self._bodies,
        )

    def _bodies(self) -> Iterator[bytes]:
        while body := self._next(_ROWS, _DONE):
            yield body

    def _next(self, *awaited: bytes) -> bytes:
        """Read the next answer, ending the child when it takes too long."""
        pipe = cast("BinaryIO", self._process.stdout)
        watch = threading.Timer(self._limits.seconds, self._give_up)
        watch.start()
        try:
            kind, body = _read_frame(pipe)
        except EOFError as error:
            code = "package_reader_slow" if self._too_slow else "package_reader_stopped"
            raise refusal(code, f"exit status {self._process.wait()}") from error
        finally:
            watch.cancel()
        if kind == _REFUSED:
            raise _read_refusal(body)
        if kind not in awaited:
            raise refusal("package_reader_stopped", "an answer out of turn")
        return body

    def _give_up(self) -> None:
        self._too_slow = True
        self._process.kill()


def _python() -> list[str]:
    return [sys.executable, "-I", "-B", "-c", _START, str(_ROOT)]


def _answer(request: JsonObject) -> None:
    path = Path(cast("str", request["path"]))
    _limit(path, cast("int", request["memory"]))
    own = OfficeKeys.from_secrets(cast("dict[str, str]", request["secrets"]))
    trusted = [keys.read_card(text.encode()) for text in cast("list[str]", request["trusted"])]
    found = package.read_package(path, own, trusted)
    checked = {
        "header": found.header.fields(),
        "manifest": found.manifest,
        "counts": found.counts,
    }
    _write_frame(sys.stdout.buffer, _CHECKED, canonical.spell(checked))
    for body in found.bodies():
        _write_frame(sys.stdout.buffer, _ROWS, body)
    _write_frame(sys.stdout.buffer, _DONE, b"")


def _limit(path: Path, memory: int) -> None:
    """Bind this process: so much memory, no core dump, not one byte into any file."""
    if sys.platform == "win32":
        return
    import resource

    size = path.stat().st_size if path.is_file() else 0
    most = memory + 6 * size
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _send_refusal(error: JianxiError) -> None:
    told = {
        "drive": isinstance(error, DriveError),
        "message": str(error),
        "user_message": error.user_message,
        "code": error.code,
        "details": list(error.details),
    }
    _write_frame(sys.stdout.buffer, _REFUSED, canonical.spell(told))


def _read_refusal(body: bytes) -> JianxiError:
    told = cast("dict[str, str]", canonical.parse(body))
    kind = DriveError if told["drive"] else PackageRefusedError
    return kind(
        told["message"],
        user_message=told["user_message"],
        code=told["code"],
        details=told["details"],
    )


def _write_frame(pipe: BinaryIO, kind: bytes, body: bytes) -> None:
    pipe.write(kind + len(body).to_bytes(4, "big") + body)
    pipe.flush()


def _read_frame(pipe: BinaryIO) -> tuple[bytes, bytes]:
    head = pipe.read(5)
    length = int.from_bytes(head[1:], "big")
    body = pipe.read(length) if len(head) == 5 and length <= _FRAME_LIMIT else b""
    if len(head) < 5 or len(body) < length:
        raise EOFError
    return head[:1], body
