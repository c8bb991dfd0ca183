"""Keep what is in memory out of crash dumps: an open office holds numbers and the key there."""

import sys

_PR_GET_DUMPABLE, _PR_SET_DUMPABLE = 3, 4
_NO_HEAP, _NO_BOX = 1, 0x0003  # Windows: no heap in error reports, no box that offers one


def forbid_dumps() -> None:
    """Ask the system to write no dump of this process; a system that cannot goes on without."""
    import ctypes

    if sys.platform == "win32":
        ctypes.windll.kernel32.WerSetFlags(_NO_HEAP)
        ctypes.windll.kernel32.SetErrorMode(_NO_BOX)
        return
    import resource

    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (0, most))
    if sys.platform == "linux":
        # A dump that is piped to a collector does not ask for the limit; this it does.
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def may_dump() -> bool:
    """Tell whether the system would write a dump of this process."""
    if sys.platform != "linux":
        return False
    import ctypes

    return bool(ctypes.CDLL(None).prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0))
