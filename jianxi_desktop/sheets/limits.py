"""What a process that reads untrusted files may use of this PC."""

import contextlib

MEMORY = 2_000_000_000
SECONDS = 300


def limit_this_process() -> None:
    """Bound memory and processor time; where the system cannot, the parent's clock still does."""
    try:
        import resource
    except ImportError:  # Windows has none
        return
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            _soft, hard = resource.getrlimit(kind)
            least = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (least, least))
