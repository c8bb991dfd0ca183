"""Reads a package in a process of its own, which may crash, swell or hang without harm to ours.

The process gets its request on standard input and answers on standard output: first what the
package is, once every byte has been checked, then its records. It may write no file, so nothing
that was unlocked ever touches a disk. Whatever ends it early is a refusal here, never a traceback.
"""

import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from jianxi_desktop.domain.files import file_failure
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.errors import JianxiError
from jianxi_desktop.sync import canonical, drive, header, keys, reading, records, staging
from jianxi_desktop.sync.canonical import JsonObject
from jianxi_desktop.sync.drive import DriveError
from jianxi_desktop.sync.header import read_header
from jianxi_desktop.sync.keys import Card, OfficeKeys
from jianxi_desktop.sync.reading import Inspection, Package
from jianxi_desktop.sync.records import Record
from jianxi_desktop.sync.refusals import PackageRefusedError, refusal

_ROOT = Path(__file__).resolve().parents[2]
# Isolated: neither the current folder, which may be the drive, nor the environment adds modules.
# Our own folder goes first, lest a copy of another version that is installed should answer.
_START = (
    "import sys; root = sys.argv[1]; root in sys.path or sys.path.insert(0, root); "
    "import jianxi_desktop.sync.child as child; child.main()"
)
_ASKED, _TOLD, _CHECKED, _REFUSED, _DONE = b"A", b"T", b"C", b"R", b"E"
# A record is an answer of its own type, which is none of the letters.
_RECORDS = tuple(
    bytes((kind,))
    for kind in (
        *(records.CHANGE, records.SNAPSHOT, records.BLOB),
        *(records.CERTIFICATE, records.CHECKPOINT),
    )
)
_FRAME_LIMIT = 4 * records.RECORD_LIMIT
_TELL_EVERY = 4 << 20
_MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """How much the reading process may take before it is ended.

    Attributes:
        seconds: Until all of the package has been checked, besides one for each MiB of the file;
            and again for each record.
        memory: Bytes of address space; Linux only.
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
    progress: Progress = no_progress,
    command: Sequence[str] = (),
) -> Iterator[Package]:
    """Check a package in a child process and give its records while the block lasts, once.

    Args:
        path: The file.
        own: Our keys.
        trusted: Cards whose fingerprints were compared.
        inbox: Folder beside the database that the file is copied to first, so that a drive pulled
            out or a file changed cannot change what was checked; ``Package.file`` is the copy.
        limits: Of the child.
        progress: Told bytes looked at and in all while the package is checked.
        command: What starts the child where there is no Python to start, in a bundle; the
            program started has to call ``main``.

    Raises:
        PackageRefusedError: Also out of the records, should the child end between them.
        DriveError: The file cannot be read.
        EnvironmentFailure: The inbox has no room.
    """
    with _kept(path, inbox) as file, _Child(command or _python(), limits) as child:
        child.ask(
            {
                "path": str(file.absolute()),
                "secrets": dict(own.secrets()),
                "trusted": [keys.write_card(card).decode() for card in trusted],
                "memory": limits.memory,
            }
        )
        yield child.package((*trusted, own.card), file, progress)


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

    return reading.inspect(path, own, trusted, read=read)


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


@contextmanager
def _kept(path: Path, inbox: Path | None) -> Iterator[Path]:
    """Give a copy of a file that nobody else changes, and remove it at the end if it is there."""
    if inbox is None or path.parent.absolute() == inbox.absolute():
        yield path
        return
    copy = inbox / (secrets.token_hex(8) + staging.COPY_SUFFIX)
    try:
        _copy(path, copy)
        yield copy
    finally:
        staging.discard(copy)


def _copy(path: Path, copy: Path) -> None:
    """Copy a package, at most as much of it as a package may have."""
    if path.name.endswith(drive.UNFINISHED_SUFFIX):
        raise refusal("package_unfinished")
    left = header.PACKAGE_LIMIT
    with drive.opened(path) as source:
        try:
            copy.parent.mkdir(parents=True, exist_ok=True)
            staging.sweep(copy.parent)
            file = copy.open("xb")
        except OSError as error:
            raise file_failure(error, copy) from error
        with file:
            while piece := source.read(_MEGABYTE):
                left -= len(piece)
                if left < 0:
                    raise refusal("package_too_large", "file beyond the limit")
                try:
                    file.write(piece)
                except OSError as error:
                    raise file_failure(error, copy) from error


class _Child:
    """The parent's end of the reading process."""

    def __init__(self, command: Sequence[str], limits: Limits) -> None:
        self._limits = limits
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._watch = _Watch(self._process.kill)

    def __enter__(self) -> "_Child":
        return self

    def __exit__(self, *_: object) -> None:
        self._watch.stop()
        self._process.kill()
        self._process.communicate()

    def ask(self, request: JsonObject) -> None:
        """Send the one request."""
        pipe = cast("BinaryIO", self._process.stdin)
        try:
            _write_frame(pipe, _ASKED, canonical.spell(request))
        except OSError as error:
            raise refusal("package_reader_stopped", "before its request") from error

    def package(self, cards: Sequence[Card], file: Path, progress: Progress) -> Package:
        """Wait until everything is checked and give what the package is."""
        self._watch.allow(self._limits.seconds + _size(file) / _MEGABYTE)
        kind, body = self._next(_TOLD, _CHECKED)
        while kind == _TOLD:
            progress(int.from_bytes(body[:8], "big"), int.from_bytes(body[8:], "big"))
            kind, body = self._next(_TOLD, _CHECKED)
        self._watch.pause()  # until its records are asked for: a backup may come before
        checked = canonical.parse(body)
        if not isinstance(checked, dict):
            raise refusal("package_reader_stopped", "an answer of another shape")
        outside = read_header(cast("JsonObject", checked["header"]))
        sender = next(card for card in cards if card.sign_key == outside.sender_key)
        return Package(
            outside,
            sender,
            cast("JsonObject", checked["manifest"]),
            cast("dict[str, int]", checked["counts"]),
            self._records,
            cast("JsonObject", checked["closing"]),
            file,
        )

    def _records(self) -> Iterator[Record]:
        self._watch.allow(self._limits.seconds)
        kind, body = self._next(*_RECORDS, _DONE)
        while kind != _DONE:
            self._watch.pause()
            yield Record(kind[0], body)
            self._watch.allow(self._limits.seconds)
            kind, body = self._next(*_RECORDS, _DONE)
        self._watch.pause()

    def _next(self, *awaited: bytes) -> tuple[bytes, bytes]:
        """Read the next answer."""
        try:
            kind, body = _read_frame(cast("BinaryIO", self._process.stdout))
        except EOFError as error:
            code = "package_reader_slow" if self._watch.over else "package_reader_stopped"
            raise refusal(code, f"exit status {self._process.wait()}") from error
        if kind == _REFUSED:
            raise _read_refusal(body)
        if kind not in awaited:
            raise refusal("package_reader_stopped", "an answer out of turn")
        return kind, body


class _Watch:
    """Ends the child when an answer takes too long.

    Attributes:
        over: Whether it did.
    """

    def __init__(self, end: Callable[[], None]) -> None:
        self.over = False
        self._end = end
        self._until = float("inf")
        self._changed = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def allow(self, seconds: float) -> None:
        """Give so much time from now on."""
        self._set(time.monotonic() + seconds)

    def pause(self) -> None:
        """Give all the time there is: it is our turn."""
        self._set(float("inf"))

    def stop(self) -> None:
        """Watch no more."""
        self._stopped = True
        self._set(float("inf"))
        self._thread.join()

    def _set(self, until: float) -> None:
        with self._changed:
            # A later end is seen when the earlier one is reached.
            wake = self._stopped or until < self._until
            self._until = until
            if wake:
                self._changed.notify()

    def _run(self) -> None:
        with self._changed:
            while not self._stopped:
                left = self._until - time.monotonic()
                if left <= 0:
                    self.over = True
                    self._end()
                    return
                self._changed.wait(min(left, threading.TIMEOUT_MAX))


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0


def _python() -> list[str]:
    return [sys.executable, "-I", "-B", "-c", _START, str(_ROOT)]


def _answer(request: JsonObject) -> None:
    path = Path(cast("str", request["path"]))
    limit(cast("int", request["memory"]))
    own = OfficeKeys.from_secrets(cast("dict[str, str]", request["secrets"]))
    trusted = [keys.read_card(text.encode()) for text in cast("list[str]", request["trusted"])]
    found = reading.check_package(path, own, trusted, progress=_Teller().tell)
    checked = {
        "header": found.header.fields(),
        "manifest": found.manifest,
        "counts": found.counts,
        "closing": found.closing,
    }
    _write_frame(sys.stdout.buffer, _CHECKED, canonical.spell(checked))
    reading.give_records(path, found.header, own, _give)
    _write_frame(sys.stdout.buffer, _DONE, b"")


def _give(record: Record) -> None:
    _write_frame(sys.stdout.buffer, bytes((record.kind,)), record.body)


class _Teller:
    """Tells the parent how far the check has come, every few megabytes."""

    def __init__(self) -> None:
        self._told = 0

    def tell(self, done: int, total: int) -> None:
        if done - self._told >= _TELL_EVERY:
            self._told = done
            _write_frame(
                sys.stdout.buffer, _TOLD, done.to_bytes(8, "big"), total.to_bytes(8, "big")
            )


def limit(memory: int) -> None:
    """Bind this process: so much memory, no core dump, not one byte into any file."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
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


def _write_frame(pipe: BinaryIO, kind: bytes, *body: bytes) -> None:
    pipe.write(kind + sum(map(len, body)).to_bytes(4, "big"))
    for piece in body:
        pipe.write(piece)
    pipe.flush()


def _read_frame(pipe: BinaryIO) -> tuple[bytes, bytes]:
    head = pipe.read(5)
    length = int.from_bytes(head[1:], "big")
    body = pipe.read(length) if len(head) == 5 and length <= _FRAME_LIMIT else b""
    if len(head) < 5 or len(body) < length:
        raise EOFError
    return head[:1], body
