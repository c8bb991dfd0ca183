"""The process that opens an untrusted blank: request on standard input, answers on output.

Whatever the file does here, crash, endless loop or too much memory, ends this process only.
"""

import dataclasses
import gc
import marshal
import pickle
import struct
import sys
from typing import Any, BinaryIO

from jianxi_desktop.domain.process_limits import limit_this_process, place_of
from jianxi_desktop.errors import InputError
from jianxi_desktop.sheets import guard
from jianxi_desktop.sheets.blank_fill import fill
from jianxi_desktop.sheets.blank_look import look
from jianxi_desktop.sheets.blank_package import Package
from jianxi_desktop.sheets.blank_refusals import of_guard, refusal
from jianxi_desktop.sheets.blank_requests import Order, Question


def main() -> int:
    """Serve one request and end; the entry of ``python -m`` and of the bundled program."""
    limit_this_process()
    # A windowed program on Windows has no sys.stdin, but the pipes are there.
    with open(0, "rb", closefd=False) as asked, open(1, "wb", closefd=False) as out:
        (size,) = struct.unpack("<Q", asked.read(8))
        request = pickle.loads(asked.read(size))  # noqa: S301 - from our own parent, not from the file
        data = asked.read(guard.MOST_BYTES + 1)
        # Nothing made here forms cycles worth looking for.
        gc.disable()
        return serve(request, data, out)


def serve(request: Question | Order, data: bytes, out: BinaryIO) -> int:
    """Answer a request about a file: progress first, then ``done`` or ``failed``."""
    try:
        send(out, ("done", *_answer(request, data, out)))
    except BrokenPipeError:
        return 1
    except InputError as wrong:
        _fail(out, wrong)
    except MemoryError:
        _fail(out, refusal("too_much"))
    except RecursionError:
        _fail(out, refusal("damaged"))
    except Exception as failure:  # noqa: BLE001 - an entry point; the file may break anything
        _fail(out, refusal("unreadable"), place_of(failure))
    return 0


def send(out: BinaryIO, message: tuple[Any, ...]) -> None:
    """Write one message with its length before it."""
    packed = marshal.dumps(message)
    out.write(struct.pack("<Q", len(packed)))
    out.write(packed)
    out.flush()


def _answer(request: Question | Order, data: bytes, out: BinaryIO) -> tuple[Any, ...]:
    package = _opened(data, request.password)
    if isinstance(request, Question):
        return (dataclasses.asdict(look(package, request)),)
    done = fill(package, request, lambda now, total: send(out, ("progress", now, total)))
    return (done.data, done.extended_rows, done.notes)


def _opened(data: bytes, password: str | None) -> Package:
    if guard.look(data) is not guard.PASSWORD:
        return Package(data)
    from jianxi_desktop.sheets.unlocked import unlock

    opened = unlock(data, password)
    if isinstance(opened, guard.Refusal):
        raise of_guard(opened)
    return Package(opened, unlocked=True)


def _fail(out: BinaryIO, wrong: InputError, bug: str = "") -> None:
    send(out, ("failed", wrong.code, wrong.user_message, bug))


if __name__ == "__main__":
    sys.exit(main())
