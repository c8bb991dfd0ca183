"""What stands inside a package once unlocked: typed records in one compressed stream.

Each record is a type byte, a length and a body. The first tells what the package is, the last
counts and hashes all before it. A type not known is refused when even and passed over when odd, so
that later programs may say more without being misunderstood. Records are written as the cipher
asks for them and read as it gives them, so that neither side ever holds more than one.
"""

import hashlib
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from jianxi_desktop.sync import canonical
from jianxi_desktop.sync.canonical import JsonObject
from jianxi_desktop.sync.header import RAW_LIMIT
from jianxi_desktop.sync.refusals import refusal

MANIFEST, CHANGE, SNAPSHOT, BLOB, CERTIFICATE, CHECKPOINT = 1, 2, 4, 6, 8, 10
PADDING, END = 253, 255
RECORD_LIMIT = 16 << 20
BLOB_LIMIT = 20 << 20
RATIO_LIMIT = 200

# Written packages stay well below what a reader takes.
_RATIO_AIM = 150
_LEVEL = 6
_HEAD_SIZE = 5
_COUNT_LIMIT = 4_000_000
_PIECE = 0xFF00
_TRIED = 1 << 14
_AT_ONCE = 1 << 18


Raw: TypeAlias = bytes | memoryview


class Record(NamedTuple):
    """One record of a package.

    Attributes:
        kind: ``CHANGE``, ``BLOB``, ``CERTIFICATE`` or ``CHECKPOINT``.
        body: Of a change and a checkpoint as ``changes`` and ``checkpoints`` spell them; of a blob
            its SHA-256 (32 bytes) and the content; of a certificate its text in UTF-8.
    """

    kind: int
    body: bytes


class Packer:
    """Frames and compresses records while they are read, as the cipher reads a file.

    Attributes:
        raw_size: Bytes before compression, so far.
    """

    def __init__(
        self, manifest: JsonObject, records: Iterable[Record], end: Callable[[], JsonObject]
    ) -> None:
        """Begin a stream.

        Args:
            manifest: First record.
            records: All that follow; asked for one by one.
            end: Asked when they have ended: what the last record says besides the digest.
        """
        self.raw_size = 0
        self._packed_size = 0
        self._digest = hashlib.sha256()
        self._deflater = _Deflater()
        self._pieces = self._stream(manifest, records, end)
        self._ready = bytearray()

    def read(self, count: int = -1) -> bytes:
        """Give the next bytes of the compressed stream; none at its end.

        Raises:
            PackageRefusedError: The records are more than a package holds.
        """
        while count < 0 or len(self._ready) < count:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._ready += piece
        count = len(self._ready) if count < 0 else count
        given = bytes(self._ready[:count])
        del self._ready[:count]
        return given

    def _stream(
        self, manifest: JsonObject, records: Iterable[Record], end: Callable[[], JsonObject]
    ) -> Iterator[bytes]:
        yield from self._put(MANIFEST, canonical.encode(manifest))
        for kind, body in records:
            yield from self._put(kind, body)
        yield from self._padding()
        last = {**end(), "sha256": self._digest.hexdigest()}
        yield from self._put(END, canonical.encode(last))
        yield self._deflater.finish()

    def _put(self, kind: int, body: bytes) -> Iterator[bytes]:
        head = bytes((kind,)) + len(body).to_bytes(4, "big")
        self.raw_size += len(head) + len(body)
        if self.raw_size > RAW_LIMIT:
            raise refusal("package_beyond_limit", "contents too large")
        yield self._through(self._deflater.compress, head)
        stored = kind == BLOB and _is_dense(body)
        through = self._deflater.store if stored else self._deflater.compress
        with memoryview(body) as whole:
            for start in range(0, len(body), _PIECE):
                yield self._through(through, whole[start : start + _PIECE])

    def _through(self, way: Callable[[Raw], bytes], raw: Raw) -> bytes:
        self._digest.update(raw)
        packed = way(raw)
        self._packed_size += len(packed)
        return packed

    def _padding(self) -> Iterator[bytes]:
        """Add noise to records so alike that a reader would take the package for a bomb."""
        flushed = self._deflater.flush()
        self._packed_size += len(flushed)
        yield flushed
        short = self.raw_size // _RATIO_AIM - self._packed_size
        while short > 0:
            noise = min(short, 1 << 20)
            yield from self._put(PADDING, os.urandom(noise))
            short -= noise


class _Deflater:
    """Writes a zlib stream in which some pieces stand as they are.

    Photos do not become smaller; putting them in as stored blocks saves nine tenths of the time.
    """

    def __init__(self) -> None:
        self._raw = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._check = zlib.adler32(b"")
        self._begun = self._held = False

    def compress(self, piece: Raw) -> bytes:
        self._held = True
        self._check = zlib.adler32(piece, self._check)
        return self._start() + self._raw.compress(piece)

    def store(self, piece: Raw) -> bytes:
        """Put in a piece of less than 64 KiB as it is."""
        self._check = zlib.adler32(piece, self._check)
        size = len(piece).to_bytes(2, "little")
        mark = b"\0" + size + bytes(byte ^ 0xFF for byte in size)
        return self.flush() + mark + bytes(piece)

    def flush(self) -> bytes:
        """Give all that is held back, up to a full byte; what follows refers to nothing before."""
        held, self._held = self._held, False
        return self._start() + (self._raw.flush(zlib.Z_FULL_FLUSH) if held else b"")

    def finish(self) -> bytes:
        return self._start() + self._raw.flush() + self._check.to_bytes(4, "big")

    def _start(self) -> bytes:
        begun, self._begun = self._begun, True
        return b"" if begun else b"\x78\x9c"


class Cutter:
    """Inflates a stream as it comes, never beyond its announced size, and cuts it into records."""

    def __init__(
        self,
        raw_size: int,
        take: Callable[[int, bytes, str], None],
        limits: Mapping[int, int] | None = None,
    ) -> None:
        """Begin a stream.

        Args:
            raw_size: Announced length of what is inflated.
            take: Given kind, body and, of the last record, the digest of all records before it.
            limits: Longest body by kind where it is not 16 MiB.
        """
        self._take = take
        self._limits = limits or {}
        self._left = raw_size
        self._stream = zlib.decompressobj()
        self._ready = bytearray()
        self._need = _HEAD_SIZE
        self._digest = hashlib.sha256()
        self._count = 0

    def feed(self, packed: bytes) -> None:
        """Take the next bytes of the compressed stream.

        Raises:
            PackageRefusedError: It does not inflate, is longer than announced, or a record is.
        """
        while packed:
            if self._stream.eof:
                raise refusal("package_malformed", "more in the stream than announced")
            packed = self._inflate(packed)

    def close(self) -> None:
        """Confirm that the stream ended where it had to.

        Raises:
            PackageRefusedError: It is shorter than announced, or ends within a record.
        """
        while not self._stream.eof and self._inflated(self._stream.unconsumed_tail):
            pass
        if self._left:
            raise refusal("package_malformed", "less in the stream than announced")
        if not self._stream.eof or self._stream.unused_data:
            raise refusal("package_malformed", "more in the stream than announced")
        if self._ready:
            raise refusal("package_malformed", "a record longer than the stream")

    def _inflate(self, packed: bytes) -> bytes:
        """Inflate a bounded piece, give what of the packed bytes is left."""
        self._inflated(packed)
        if self._stream.unused_data:
            raise refusal("package_malformed", "more in the stream than announced")
        return self._stream.unconsumed_tail

    def _inflated(self, packed: bytes) -> int:
        # With all inflated that was announced, one byte more tells that there is more.
        most = min(self._left, _AT_ONCE) or 1
        try:
            more = self._stream.decompress(packed, most)
        except zlib.error as error:
            raise refusal("package_malformed", "the stream does not inflate") from error
        if len(more) > self._left:
            raise refusal("package_malformed", "more in the stream than announced")
        self._left -= len(more)
        self._ready += more
        self._cut()
        return len(more)

    def _cut(self) -> None:
        while len(self._ready) >= self._need:
            kind, length = self._ready[0], int.from_bytes(self._ready[1:_HEAD_SIZE], "big")
            self._need = _HEAD_SIZE + length
            self._check_length(kind, length)
            if len(self._ready) < self._need:
                return
            with memoryview(self._ready) as ready:
                body = bytes(ready[_HEAD_SIZE : self._need])
                before = self._digest.hexdigest() if kind == END else ""
                self._digest.update(ready[: self._need])
            del self._ready[: self._need]
            self._need = _HEAD_SIZE
            self._count += 1
            self._take(kind, body, before)

    def _check_length(self, kind: int, length: int) -> None:
        if length > self._limits.get(kind, RECORD_LIMIT):
            raise refusal("package_malformed", "a record beyond the limit")
        if self._need > len(self._ready) + self._left:
            raise refusal("package_malformed", "a record longer than the stream")
        if self._count >= _COUNT_LIMIT:
            raise refusal("package_malformed", "too many records")


def _is_dense(body: bytes) -> bool:
    """Tell from its middle whether a content would not become smaller."""
    middle = body[len(body) // 2 :][:_TRIED]
    return len(zlib.compress(middle, 1)) > 0.9 * len(middle)


def object_of(body: bytes) -> JsonObject:
    """Read a record that is one canonical object.

    Raises:
        PackageRefusedError: It is not.
    """
    try:
        return canonical.decode_object(body)
    except canonical.NotCanonicalError as error:
        raise refusal("package_malformed", str(error)) from error


def check_ratio(packed_size: int, raw_size: int) -> None:
    """Refuse what would inflate beyond all reason, before anything is inflated.

    Raises:
        PackageRefusedError: It would.
    """
    if raw_size > min(RAW_LIMIT, packed_size * RATIO_LIMIT):
        raise refusal("package_bomb", "inflates beyond the ratio")
