"""How long work tells what is done and hears that it should stop."""

from collections.abc import Callable

from jianxi_desktop.errors import JianxiError

Progress = Callable[[int, int], None]


class StoppedError(JianxiError):
    """A person stopped the work; nothing was changed."""


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""
    del done, total
