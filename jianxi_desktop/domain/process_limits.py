"""What a process that reads untrusted files may use of this PC, and tell of its failures."""

import contextlib

MEMORY = 2_000_000_000
SECONDS = 300


def limit_this_process(memory: int = MEMORY, seconds: int = SECONDS) -> None:
    """Bound memory and processor time; where the system cannot, the parent's clock still does."""
    try:
        import resource
    except ImportError:  # Windows has none
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            _soft, hard = resource.getrlimit(kind)
            least = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (least, least))


def place_of(failure: BaseException) -> str:
    """Name an error of our own and its place in the program; nothing of the file."""
    trace = failure.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "?"
    return f"{type(failure).__name__} in {place}"
