"""Papers: tables that leave the program, declared beside their ledger."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Paper:
    """A printed list of a ledger's records.

    Attributes:
        title: Heading on the page.
        columns: Record attributes, in order.
        landscape: Whether the A4 page lies on its side.
        only: Which records it is about: an attribute and the values it may have; all of them else.
    """

    title: str
    columns: tuple[Any, ...]
    landscape: bool = True
    only: tuple[tuple[Any, tuple[Any, ...]], ...] = ()
