"""A piece of work on its way from a widget to a worker and back."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from jianxi_desktop.domain.progress import StoppedError

Failed = Callable[[Exception], None]


def nothing(*_given: object) -> None:
    """Stands for what a job has let go of."""


@dataclass(eq=False)
class Job:
    """A piece of work; a worker holds it, but never the last reference to what it belongs to."""

    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Failed
    key: str = ""
    title: str = ""
    number: int = 0
    stop: Event = field(default_factory=Event)
    future: Future[Any] | None = None
    alone: bool = False
    stops: bool = True
    beside: bool = False

    def let_go(self) -> None:
        """Drop what is a widget's, on the thread of the widgets: a worker must not end one."""
        self.work = self.done = self.failed = nothing


Outcome = tuple[Job, Any, Exception | None]


def stopped(said: str) -> StoppedError:
    """Give the error of work that a person stopped or withdrew."""
    return StoppedError("stopped by the person", user_message=said, code="stopped")


def has_receiver(callback: Callable[..., None]) -> bool:
    """Tell whether the widget a callback belongs to still exists."""
    while isinstance(callback, partial):
        callback = callback.func
    receiver = getattr(callback, "__self__", None)
    return not isinstance(receiver, QObject) or isValid(receiver)
