"""Receipts: what became of a package, on one page and as a short code for both sides to compare."""

from dataclasses import dataclass

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class Receipt:
    """What became of a package here.

    Attributes:
        package: Identity of the package, 32 hexadecimal digits.
        code: Short check code of package and this office's journal, to compare or type.
        number: Counts the packages of its sender.
        part: Which part of a sending it is.
        sender: Name of the office it came from.
        unit: Code of that office.
        receiver: Name of this office.
        written_on: When it was written, by the sender's clock.
        handled_at: When it was taken or refused here.
        state: ``merged``, ``held``, ``refused``, ``undone``.
        new: Records that were new.
        changed: Records that were changed.
        removed: Records that were removed.
        conflicts: Groups of fields for which a person must choose.
        blobs: Photos and documents that came along.
        reason: Why it was refused or held, in Chinese; else empty.
    """

    package: str
    code: str
    number: int
    part: int
    sender: str
    unit: str
    receiver: str
    written_on: str
    handled_at: str
    state: str
    new: int = 0
    changed: int = 0
    removed: int = 0
    conflicts: int = 0
    blobs: int = 0
    reason: str = ""


@needs(Right.MERGE)
def receipt_of(office: Office, package_id: str) -> Receipt:
    """Say what became of a package.

    Raises:
        InputError: No such package was ever looked at here.
    """
    raise NotImplementedError


@needs(Right.PACK)
def delivered(office: Office) -> tuple[str, ...]:
    """Say for each trusted office above until which package it has everything of ours.

    Such as 已送达涧西区委社会工作部到第 12 号（11月20日）.
    """
    raise NotImplementedError
