"""Identifiers of records: UUIDv7 for what is made here, UUIDv5 for what a code already names.

The time in front keeps new rows together at the end of an index. The time is never read back:
what happened before what is the journal's business, not the clock's.
"""

import os
import threading
import time
import uuid
from collections.abc import Callable
from functools import lru_cache

NAMESPACE = uuid.UUID("5c1d6a1e-0f5b-5a86-9d0e-41c3b8a2f7d4")

_TIME_BITS = 48
_COUNTER_BITS = 74
_LOW_BITS = 62
_LOW_MASK = (1 << _LOW_BITS) - 1
_COUNTER_LIMIT = 1 << _COUNTER_BITS
# The top bit starts clear, so that counting up within one millisecond has room.
_START_MASK = (1 << (_COUNTER_BITS - 1)) - 1
_make = object.__new__
_set = object.__setattr__
_UNKNOWN = uuid.SafeUUID.unknown
_VERSION_AND_VARIANT = (7 << 76) | (0b10 << _LOW_BITS)


class IdSource:
    """Makes UUIDv7 that only ever grow, whatever the clock does.

    The 74 bits behind the time are drawn anew each millisecond and counted up within it. When the
    clock stands still or runs backwards, the last time is kept and the counting goes on.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], int] = time.time_ns,
        entropy: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._clock = clock
        self._entropy = entropy
        self._lock = threading.Lock()
        self._time = -1
        self._counter = 0

    def new_id(self) -> uuid.UUID:
        """Give the next identifier."""
        with self._lock:
            moment, counter = self._reserve(1)
        return _assemble(moment, counter)

    def new_ids(self, count: int) -> list[uuid.UUID]:
        """Give ``count`` identifiers in rising order, cheaper than one by one."""
        if count <= 0:
            return []
        with self._lock:
            moment, first = self._reserve(count)
        return [_assemble(moment, first + n) for n in range(count)]

    def start_anew(self) -> None:
        """Forget time and counter, so that a forked process does not repeat its parent."""
        self._lock = threading.Lock()
        self._time = -1

    def _reserve(self, count: int) -> tuple[int, int]:
        """Take ``count`` counter values of one millisecond; the lock is held."""
        now = self._clock() // 1_000_000
        if now > self._time:
            self._open(now)
        if self._counter + count > _COUNTER_LIMIT:
            self._open(self._time + 1)
        first = self._counter
        self._counter += count
        return self._time, first

    def _open(self, moment: int) -> None:
        if moment >> _TIME_BITS:
            raise OverflowError("the clock is beyond the year 10889")
        self._time = moment
        self._counter = int.from_bytes(self._entropy(10), "big") & _START_MASK


def _assemble(moment: int, counter: int) -> uuid.UUID:
    """Set time and counter into a UUID without its constructor.

    The constructor checks what cannot be wrong here and takes three times as long.
    """
    made = _make(uuid.UUID)
    value = (
        (moment << 80)
        | _VERSION_AND_VARIANT
        | ((counter >> _LOW_BITS) << 64)
        | (counter & _LOW_MASK)
    )
    _set(made, "int", value)
    _set(made, "is_safe", _UNKNOWN)
    return made


_source = IdSource()
new_id = _source.new_id
new_ids = _source.new_ids
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_source.start_anew)


@lru_cache(maxsize=256)
def _kind_namespace(kind: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, kind)


def code_id(kind: str, code: str) -> uuid.UUID:
    """Name the record that an issued code stands for, the same in every office.

    Args:
        kind: What the code belongs to, such as a ledger's key.
        code: The code exactly as issued.
    """
    return uuid.uuid5(_kind_namespace(kind), code)
