"""Locks contents to receivers and opens them again, in the age format, piece by piece.

The age program opens what is written here. What is opened here may hold only the one kind of lock
we write, an X25519 stanza for each receiver named in the header, and the one stanza of noise that
the library adds to keep readers tolerant.
"""

import io
import re
from collections.abc import Callable, Sequence
from typing import NoReturn, Protocol

from jianxi_desktop.sync.header import RECEIVER_LIMIT
from jianxi_desktop.sync.refusals import refusal

LOCKS_LIMIT = 16_384

_DIGEST = rb"[A-Za-z0-9+/]{43}\n"
_STANZA = b"-> X25519 " + _DIGEST + _DIGEST
_NOISE_BODY = rb"(?:[A-Za-z0-9+/]{64}\n){0,16}[A-Za-z0-9+/]{0,63}\n"
_NOISE = rb"-> [!-~]{1,64}-grease(?: [!-~]{1,64}){0,16}\n" + _NOISE_BODY
_LOCKS = re.compile(
    rb"age-encryption\.org/v1\n((?:" + _STANZA + rb")+)(?:" + _NOISE + rb")?--- " + _DIGEST
)
_STANZA_SIZE = 10 + 44 + 44
_NONCE, _CHUNK, _TAG = 16, 1 << 16, 16


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, count: int = -1, /) -> bytes:
        """Give at most so many bytes; none at the end."""


class Writable(Protocol):
    """What bytes are written to."""

    def write(self, data: bytes, /) -> int:
        """Take the bytes and say how many."""


def lock(plain: bytes, recipients: Sequence[str]) -> bytes:
    """Lock contents so that each of the recipients can open them."""
    locked = io.BytesIO()
    lock_into(io.BytesIO(plain), locked, recipients)
    return locked.getvalue()


def lock_into(plain: Readable, locked: Writable, recipients: Sequence[str]) -> None:
    """Lock contents while they are read, so that each of the recipients can open them.

    What reading or writing raises comes through as it is.
    """
    import pyrage

    if not 1 <= len(recipients) <= RECEIVER_LIMIT:
        raise ValueError(f"{len(recipients)} recipients")
    keys = [pyrage.x25519.Recipient.from_str(each) for each in recipients]
    source, sink = _Through(plain.read), _Through(locked.write)
    try:
        pyrage.encrypt_io(source, sink, keys)
    except Exception as error:  # noqa: BLE001  raised again
        _raise(source, sink, error)


def unlock_into(
    locked: Readable, take: Callable[[bytes], None], identity: str, *, start: bytes, receivers: int
) -> None:
    """Open contents that were checked against a signature before, giving them piece by piece.

    What reading or taking raises comes through as it is. A piece is authentic when it is given,
    but only the end tells that all pieces were.

    Args:
        locked: The age file from its beginning.
        take: Given what was unlocked.
        identity: Ours.
        start: The first ``LOCKS_LIMIT`` bytes of the age file, or all of it.
        receivers: How many the signed header names.

    Raises:
        PackageRefusedError: It is locked in another way, or not to this identity.
    """
    import pyrage

    size_of_locks(start, receivers=receivers)

    def write(data: bytes) -> int:
        take(data)
        return len(data)

    source, sink = _Through(locked.read), _Through(write)
    try:
        pyrage.decrypt_io(source, sink, [pyrage.x25519.Identity.from_str(identity)])
    except Exception as error:
        if source.failure or sink.failure:
            _raise(source, sink, error)
        raise refusal("package_key_wrong", type(error).__name__) from error


def size_of_locks(start: bytes, *, receivers: int) -> int:
    """Measure what stands before the contents of an age file: the locks, one for each receiver.

    Raises:
        PackageRefusedError: It is locked in another way.
    """
    locks = _LOCKS.match(start, 0, LOCKS_LIMIT)
    if locks is None or len(locks[1]) != receivers * _STANZA_SIZE:
        raise refusal("package_malformed", "locked in another way")
    return locks.end()


def size_inside(locked_size: int, locks_size: int) -> int:
    """Compute how long the contents of an age file are.

    Raises:
        PackageRefusedError: It ends before its contents.
    """
    pieces = locked_size - locks_size - _NONCE
    if pieces < _TAG:
        raise refusal("package_key_wrong", "nothing behind the locks")
    return pieces - _TAG * -(-pieces // (_CHUNK + _TAG))


class _Through:
    """Passes reads or writes through and keeps what they raise, which the cipher would rewrap.

    Having failed once it passes nothing more: the cipher flushes what it holds even then.
    """

    def __init__(self, call: Callable[..., object]) -> None:
        self._call = call
        self.failure: BaseException | None = None
        self.read = self.write = self._pass

    def flush(self) -> None:
        """Nothing is held back here."""

    def _pass(self, given: object) -> object:
        if self.failure is not None:
            raise self.failure
        try:
            return self._call(given)
        except BaseException as error:
            self.failure = error
            raise


def _raise(source: _Through, sink: _Through, error: Exception) -> NoReturn:
    raise source.failure or sink.failure or error
