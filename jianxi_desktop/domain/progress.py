"""How long work tells what is done and hears that it should stop, and how work waits for work."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar

from jianxi_desktop.errors import JianxiError

Progress = Callable[[int, int], None]
Aside = Callable[[], AbstractContextManager[None]]


class StoppedError(JianxiError):
    """A person stopped the work; nothing was changed."""


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""
    del done, total


def _nobody_behind() -> AbstractContextManager[None]:
    return nullcontext()


# What this thread works at, if it is long work that a person began: its title.
doing: ContextVar[str] = ContextVar("doing", default="")

# Entered by work that must wait for what others write: whoever stands behind it in the same lane
# goes on in the meantime.
aside: ContextVar[Aside] = ContextVar("aside", default=_nobody_behind)
