"""Packages that cannot be merged yet are kept, locked as they came, until they can be.

A package with a gap before it waits for the one that was lost; a newer program's waits for the
upgrade. What is kept is the file itself, which only our key opens.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs
from jianxi_desktop.sync.header import Header
from jianxi_desktop.sync.refusals import PackageRefusedError

KEPT = ("package_gap", "package_newer")  # reasons for which a package is kept


@dataclass(frozen=True)
class Held:
    """A package that is kept.

    Attributes:
        id: Its identity, 32 hexadecimal digits.
        file: Where it lies; gone when another seat of a server keeps it, or somebody took it away.
        unit: Code of the sender, as far as known.
        name: Name of the sender, as far as known.
        number: The sender's count.
        part: Which part of a sending.
        reason: A code of ``KEPT``.
        told: Why it waits and for what, in words.
        kept_at: When, with its offset.
        bytes: Its size.
    """

    id: str
    file: Path
    unit: str
    name: str
    number: int
    part: int
    reason: str
    told: str
    kept_at: str
    bytes: int


@dataclass(frozen=True)
class Retried:
    """What became of a kept package when it was tried again.

    Attributes:
        held: The package.
        merged: Whether it is merged now.
        told: Why not, in words; empty when it is.
    """

    held: Held
    merged: bool
    told: str = ""


def folder(office: Office) -> Path:
    """Give the folder in which packages wait: beside the database, or of this PC for a server."""
    raise NotImplementedError


@needs(Right.MERGE, whole=True)
def keep(
    office: Office, path: Path, header: Header, why: PackageRefusedError, *, unit: str = ""
) -> Held | None:
    """Keep a package that was refused with a reason of ``KEPT``, and note it as ``held``.

    To be called outside of any transaction. Kept twice is kept once. ``None``: the reason is none
    for keeping, or there is no room (``full``); the refusal then stands as it was.

    Args:
        office: The receiver.
        path: The file, on the drive or wherever.
        header: Of the file, whose signature was checked.
        why: The refusal.
        unit: Code of the sender.
    """
    raise NotImplementedError


@needs(Right.MERGE, whole=True)
def retry(office: Office, merge: Callable[[Path], object]) -> list[Retried]:
    """Try every kept package again, in the order of senders and numbers, until none goes in.

    To be called after each merge, and once after an upgrade.

    Args:
        office: The receiver.
        merge: Merges a file, or raises ``PackageRefusedError``; must not call this in turn.
    """
    raise NotImplementedError


@needs(Right.MERGE, whole=True)
def held(office: Office) -> list[Held]:
    """List the packages that wait, by sender and number."""
    raise NotImplementedError


@needs(Right.MERGE, whole=True)
def drop(office: Office, package: str) -> None:
    """Let a kept package go: its file is removed, and it may be received again from the drive.

    Raises:
        InputError: No such package is kept.
    """
    raise NotImplementedError
