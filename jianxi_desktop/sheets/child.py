"""The process that reads an untrusted workbook: request on standard input, messages on output.

Whatever the reader does here, crash, endless loop or panic, ends this process only.
"""

import gc
import marshal
import pickle
import struct
import sys
from typing import BinaryIO

from jianxi_desktop.domain.process_limits import limit_this_process, place_of
from jianxi_desktop.schema.codes import lay_over
from jianxi_desktop.sheets import guard, reading
from jianxi_desktop.sheets.row_messages import Message
from jianxi_desktop.sheets.spec import Request

# The bundled program starts itself with this word to become the reader.
FLAG = "--read-workbook"
# Some lines of a roster; nothing a person has typed is as long.
MOST_MESSAGE = 200_000_000


def main() -> int:
    """Serve one request and end; the entry of ``python -m`` and of the bundled program."""
    limit_this_process()
    # A windowed program on Windows has no sys.stdin, but the pipes are there.
    with open(0, "rb", closefd=False) as asked, open(1, "wb", closefd=False) as out:
        (size,) = struct.unpack("<Q", asked.read(8))
        request, overrides = pickle.loads(asked.read(size))  # noqa: S301 - from our own parent, not from the file
        lay_over(overrides)  # choices read what the district calls things, too
        data = asked.read(guard.MOST_BYTES + 1)
        # Nothing made here forms cycles; looking for them costs a tenth of the time.
        gc.disable()
        return serve(request, data, out)


def serve(request: Request, data: bytes, out: BinaryIO) -> int:
    """Write every message of a workbook to ``out``."""
    told = False
    try:
        for message in reading.answer(request, data):
            send(out, message)
            told = True
        send(out, ("end",))
    except BrokenPipeError:
        return 1
    except MemoryError:
        send(out, ("failed" if told else "head", reading.refused(guard.TOO_MUCH)))
    except BaseException as failure:  # noqa: BLE001 - a panic of Rust has no class to name
        panic = type(failure).__name__ == "PanicException"
        head = reading.refused(guard.DAMAGED if panic else guard.UNREADABLE)
        send(
            out, ("failed" if told else "head", {**head, "bug": "" if panic else place_of(failure)})
        )
    return 0


def send(out: BinaryIO, message: Message) -> None:
    """Write one message with its length before it."""
    packed = marshal.dumps(message)
    if len(packed) > MOST_MESSAGE:
        raise MemoryError
    out.write(struct.pack("<Q", len(packed)))
    out.write(packed)
    out.flush()


if __name__ == "__main__":
    sys.exit(main())
