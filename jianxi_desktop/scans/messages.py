"""What the two sides of the reading process say to each other: JSON with bytes behind it."""

import json
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO

_HEAD = struct.Struct("<IQ")
_MOST_WORDS, _MOST_BYTES = 4_000_000, 1_000_000_000


def send(pipe: BinaryIO, words: Mapping[str, Any], data: bytes = b"") -> None:
    """Write one message."""
    packed = json.dumps(words, ensure_ascii=False).encode()
    pipe.write(_HEAD.pack(len(packed), len(data)) + packed)
    pipe.write(data)
    pipe.flush()


def receive(pipe: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """Read one message; ``None`` when the other side is gone or says what it never would."""
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    words, data = _HEAD.unpack(head)
    if words > _MOST_WORDS or data > _MOST_BYTES:
        return None
    packed, body = pipe.read(words), pipe.read(data)
    if len(packed) < words or len(body) < data:
        return None
    try:
        told = json.loads(packed)
    except ValueError:
        return None
    return (told, body) if isinstance(told, dict) else None
