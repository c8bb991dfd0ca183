"""Locks on single bytes of an open file, which the system drops when the process ends.

They belong to the opening, not to the process, so that two openings in one process keep apart too.
"""

import errno
import os
import struct
import sys

_HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


def take(handle: int, byte: int) -> bool:
    """Lock a byte for oneself; tell whether that was possible. The byte may lie behind the end."""
    try:
        _lock(handle, byte)
    except OSError as failure:
        if failure.errno in _HELD:
            return False
        raise
    return True


def give_back(handle: int, byte: int) -> None:
    """Unlock a byte."""
    _unlock(handle, byte)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, byte: int) -> None:
        os.lseek(handle, byte, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int, byte: int) -> None:
        os.lseek(handle, byte, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    _FLOCK = "hhqqi4x"  # struct flock: kind, whence, start, length, process

    def _lock(handle: int, byte: int) -> None:
        wanted = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, byte, 1, 0)
        fcntl.fcntl(handle, fcntl.F_OFD_SETLK, wanted)

    def _unlock(handle: int, byte: int) -> None:
        wanted = struct.pack(_FLOCK, fcntl.F_UNLCK, os.SEEK_SET, byte, 1, 0)
        fcntl.fcntl(handle, fcntl.F_OFD_SETLK, wanted)
