"""Carry an office's changes to others on a USB drive, and take theirs in.

A package begins where its receiver has said it stands, so a lost, late or repeated one heals by
itself. What is taken in is folded by the one rule of ``domain.registers``; what two offices wrote
differently waits for a person (``services.conflicts``).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from jianxi_desktop.db import replica
from jianxi_desktop.db.journal import note_event
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import backups, entitlements, inbox, news, snapshots
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.outgoing import Packed, Pending, pending, work_folder, write_package
from jianxi_desktop.services.partners import Partner, partners
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.trust import (
    card_text,
    every_key_in,
    look_at_card,
    office_card,
    renew_keys,
    save_card,
    superiors,
    trust_card,
    trusted_offices,
)
from jianxi_desktop.services.unpacking import Taken, Taker, covers, is_known, note, vector_of
from jianxi_desktop.sync import child, reading
from jianxi_desktop.sync.keys import Card, OfficeKeys
from jianxi_desktop.sync.package import Direction
from jianxi_desktop.sync.reading import Inspection, Package
from jianxi_desktop.sync.refusals import PackageRefusedError, refusal

__all__ = [  # of trust too, until those who call them have moved
    "Direction",
    "Inspection",
    "Package",
    "Packed",
    "Partner",
    "Pending",
    "card_text",
    "look_at_card",
    "office_card",
    "partners",
    "pending",
    "renew_keys",
    "save_card",
    "superiors",
    "trust_card",
    "trusted_offices",
    "work_folder",
    "write_package",
]


@dataclass
class Merged:
    """What taking a package in did, or would do.

    Attributes:
        sender: Name of the office it comes from.
        receipt: Identity of the package, for the sender to compare.
        number: Its number among those of the sender.
        applied: Rows that came or changed.
        skipped: Rows that are here already.
        conflicts: What waits for a person and did not before.
        new: Rows that were not here.
        changed: Rows that say something else now.
        removed: Rows that were taken out.
        by_ledger: Rows that came or changed, by ledger title.
        blobs: Contents of attachments that came.
        duplicate: It brought nothing that was not here.
        warnings: What is odd about the sender's PC, in words.
        touched: Ledgers written.
        kept: Packages that had waited and were tried again afterwards.
    """

    sender: str
    receipt: str
    number: int = 0
    applied: int = 0
    skipped: int = 0
    conflicts: int = 0
    new: int = 0
    changed: int = 0
    removed: int = 0
    by_ledger: dict[str, int] = field(default_factory=dict)
    blobs: int = 0
    duplicate: bool = False
    warnings: tuple[str, ...] = ()
    touched: frozenset[str] = frozenset()
    kept: tuple[inbox.Retried, ...] = ()


def manifest_of(found: Inspection) -> dict[str, Any]:
    """Give what is known of a package as plain values.

    What stands outside is believed only where ``signature`` is true and ``sender`` is known.
    """
    return {
        "id": found.header.id,
        "number": found.header.number,
        "created": found.header.created,
        "bytes": found.bytes,
        "signature": found.signature_fits,
        "fingerprint": found.fingerprint,
        "sender": found.sender.name if found.sender else None,
        "receivers": list(found.receivers),
        "refused": None
        if found.obstacle is None
        else {"code": found.obstacle.code, "message": found.obstacle.user_message},
        "inside": found.manifest,
        "counts": found.counts,
    }


@needs(Right.MERGE, whole=True)
def inspect_package(office: Office, path: Path) -> Inspection:
    """Say what a package is without taking it; its inside is read in a child process.

    Raises:
        InputError: It is no package.
        EnvironmentFailure: The file cannot be read.
    """
    cards = _cards(office)
    return child.inspect_in_child(path, _keys_for(office, path, cards), cards)


@contextmanager
def checked_package(office: Office, path: Path) -> Iterator[Package]:
    """Check a package in a child process and give it while the block lasts.

    May be called in any thread; asks for no right, since nothing is taken by it.

    Raises:
        PackageRefusedError: It is not for us, not whole, or of nobody we trust.
        EnvironmentFailure: The file cannot be read.
    """
    cards = _cards(office)
    own = _keys_for(office, path, cards)
    with child.read_in_child(path, own, cards, inbox=work_folder(office)) as found:
        yield found


@needs(Right.MERGE, whole=True)
def take_package(
    office: Office, found: Package, *, trial: bool = False, progress: Progress = no_progress
) -> Merged:
    """Take a checked package in, in one transaction; with ``trial`` it is rolled back.

    Raises:
        PackageRefusedError: It does not fit to what is here; nothing was changed.
        EnvironmentFailure: The database failed; nothing was changed.
    """
    merged = Merged(found.sender.name, found.header.id, found.header.number)
    if found.header.kind == "snapshot":
        return snapshots.take(office, found, merged, trial=trial, progress=progress)
    with office.change("take") as change:
        if is_known(change, found.header.id):
            merged.duplicate, merged.skipped = True, found.counts.get("writes", 0)
            change.give_up()
            return merged
        _require_trust(change.connection, found)
        before = news.positions(change.connection)
        lacked = replica.unrecovered(change.connection)
        taken = Taker(office, change, found).take(progress)
        _tell(office, merged, taken)
        merged.warnings += tuple(_come_back(office, change.connection, found, lacked))
        records = found.counts.get("writes", 0)
        told = detail_of_taken(merged)
        note(change, found, "merged", {"records": records, "detail": told})
        detail = {
            "package": found.header.id,
            "sender": found.sender.unit,
            "applied": merged.applied,
            "conflicts": merged.conflicts,
            "sha256": found.header.contents_sha256,
        }
        note_event(change.connection, "take", office.account.id, None, detail)
        news.note(
            change.connection,
            office.catalog,
            found.header.id,
            unit=found.sender.unit,
            sender=found.sender.name,
            number=merged.number,
            by_ledger=taken.by_ledger(),
            before=before,
            conflicts=merged.conflicts,
        )
        if trial:
            change.give_up()
        else:
            merged.touched = frozenset(change.touched)
    return merged


@needs(Right.MERGE, whole=True)
def merge_package(
    office: Office, path: Path, *, trial: bool = False, progress: Progress = no_progress
) -> Merged:
    """Check a package and take it in; with ``trial`` the same is done and rolled back.

    One that cannot be taken yet is kept until it can (``services.inbox``).

    Raises:
        InputError: The package is refused; nothing was changed.
        EnvironmentFailure: The file or the database failed.
    """
    outside = None
    try:
        with checked_package(office, path) as found:
            outside = found.header
            if not trial:
                backups.before(office, "merge", progress)
            merged = take_package(office, found, trial=trial, progress=progress)
    except PackageRefusedError as why:
        if not trial:
            inbox.keep(office, path, outside, why)
        raise
    if not trial:
        merged.kept = tuple(take_held(office))
    return merged


@needs(Right.MERGE, whole=True)
def take_held(office: Office) -> list[inbox.Retried]:
    """Take in what was kept and waited for something that may have come."""

    def merge(path: Path) -> Merged:
        with checked_package(office, path) as found:
            return take_package(office, found)

    return inbox.retry(office, merge)


def detail_of_taken(merged: Merged) -> str:
    """Spell what is kept of a package that was taken, for its receipt: numbers, and by ledger."""
    numbers = ("new", "changed", "removed", "conflicts", "blobs")
    told = {key: getattr(merged, key) for key in numbers} | {"by_ledger": merged.by_ledger}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _tell(office: Office, merged: Merged, taken: Taken) -> None:
    outcome = taken.outcome
    merged.new = sum(outcome.new.values())
    merged.changed = sum(outcome.changed.values())
    merged.removed = sum(outcome.removed.values())
    merged.applied = merged.new + merged.changed + merged.removed
    merged.skipped, merged.conflicts = outcome.same, outcome.conflicts
    merged.blobs, merged.warnings = taken.blobs, tuple(_odd(merged.sender, taken))
    merged.duplicate = not (taken.changes or taken.completed or taken.blobs)
    rows = taken.by_ledger()
    merged.by_ledger = {
        ledger.title: rows[ledger.key] for ledger in office.catalog if rows.get(ledger.key)
    }


def _odd(sender: str, taken: Taken) -> Iterator[str]:
    if taken.ahead:
        yield f"{sender}的电脑时间比本机快一天以上，请提醒对方核对日期；记录已照常收下。"
    if taken.cut:
        yield f"{sender}的操作日志比上次短了，可能被截断或用旧文件覆盖过，请联系对方查明。"


def _come_back(
    office: Office, connection: Connection, found: Package, before: int
) -> Iterator[str]:
    """Tell once what of our own came back after a restore, and what nobody has."""
    if not before or not covers(found.sender.unit, office.unit.code):
        return  # only those above us, and other PCs of ours, can give it back
    if replica.is_due_back(connection, vector_of(found.manifest.get("acks"))):
        return  # they do not know yet that we lack it
    lost = replica.unrecovered(connection)
    replica.forget_ends(connection)
    if before > lost:
        yield f"恢复备份以后缺少的改动，从{found.sender.name}的数据包里找回了 {before - lost} 次。"
    if lost:
        yield (
            f"最后一次上报以后、恢复备份以前的 {lost} 次改动无法找回，请核对后重新录入。"
            "恢复前的文件还保存在 backups/before-restore 里。"
        )


def _require_trust(connection: Connection, found: Package) -> None:
    """Refuse a sender whose key was withdrawn, or that may write nothing."""
    known, key = entitlements.entitlements(connection), found.sender.sign_key
    withdrawn = known.withdrawn(key)
    if withdrawn is not None:
        raise refusal("package_withdrawn", f"withdrawn on {withdrawn.on}")
    if known.scope_of(key, calendar.today().isoformat()) is None:
        raise refusal("package_not_certified", "the sender may write nothing")


def _cards(office: Office) -> list[Card]:
    with office.store.read() as connection:
        return entitlements.entitlements(connection).cards()


def _keys_for(office: Office, path: Path, trusted: list[Card]) -> OfficeKeys:
    """Give the keys a package was locked for: ours, or those we had before."""
    with office.store.read() as connection:
        every = every_key_in(connection)
    if len(every) == 1:
        return every[0]
    addressed = set(reading.inspect(path, None, trusted).header.to)
    return next((keys for keys in every if keys.card.key_id in addressed), every[0])
