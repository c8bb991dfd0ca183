"""Carry an office's changes to others on a USB drive, and take theirs in.

A package begins where its receiver has said it stands, so a lost, late or repeated one heals by
itself. What is taken in is folded by the one rule of ``domain.registers``; what two offices wrote
differently waits for a person (``services.conflicts``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from jianxi_desktop import settings
from jianxi_desktop.db import shipping, store, transfer
from jianxi_desktop.db.ids import new_id
from jianxi_desktop.db.journal import note_event
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import backups, entitlements, inbox, leaving, packing, snapshots
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.packing import Load, Sending
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.trust import (
    card_text,
    every_key_in,
    keys_in,
    look_at_card,
    office_card,
    renew_keys,
    save_card,
    superiors,
    trust_card,
    trusted_offices,
)
from jianxi_desktop.services.unpacking import Taken, Taker, covers, is_known, note
from jianxi_desktop.sync import child, package, reading
from jianxi_desktop.sync.keys import CARD_SUFFIX, Card, OfficeKeys
from jianxi_desktop.sync.package import Direction, PackageFacts, Sealed, Written
from jianxi_desktop.sync.reading import Inspection, Package
from jianxi_desktop.sync.refusals import PackageRefusedError, refusal

__all__ = [  # of trust too, until those who call them have moved
    "Direction",
    "Inspection",
    "Package",
    "card_text",
    "look_at_card",
    "office_card",
    "renew_keys",
    "save_card",
    "superiors",
    "trust_card",
    "trusted_offices",
]


@dataclass(frozen=True)
class Packed:
    """A sending on the drive.

    Attributes:
        file: Where it lies; its first part.
        files: All parts.
        records: Changes inside.
        writes: Rows that these wrote.
        bytes: Size of all parts.
        receivers: Names of whom it is for.
        number: Of the first part.
        full: Everything is in it, whatever the receiver holds.
    """

    file: Path
    files: tuple[Path, ...]
    records: int
    writes: int
    bytes: int
    receivers: tuple[str, ...]
    number: int
    full: bool


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
        ahead: The sender's clock is more than a day before ours.
        touched: Ledgers written.
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
    ahead: bool = False
    touched: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pending:
    """What is not yet known to have arrived.

    Attributes:
        changes: Changes that the receivers have not acknowledged.
        writes: Rows these wrote.
        to: Names of the receivers.
        since: When the last package was written for them; ``None``: never.
    """

    changes: int
    writes: int
    to: tuple[str, ...]
    since: str | None


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


@needs(Right.PACK, whole=True)
def write_package(
    office: Office,
    folder: Path,
    *,
    to: str | None = None,
    full: bool = False,
    progress: Progress = no_progress,
) -> Packed:
    """Write what receivers lack into signed, encrypted files below ``folder``.

    Args:
        office: The sender.
        folder: The USB drive, or any folder that exists.
        to: Code of the receiving unit; default every trusted superior.
        full: Send everything again, whatever was acknowledged.
        progress: Told rows done and in all.

    Raises:
        InputError: No card of the receiver is trusted yet.
        EnvironmentFailure: The drive is full, gone, read-only; nothing was written.
    """
    receivers = _receivers(office, to)
    sealed: list[Sealed] = []
    try:
        with office.store.read() as connection:
            load = packing.load_for(office, connection, receivers, full=full)
            keys = keys_in(connection)
            sending = Sending(office, connection, load, receivers)
            sealed.extend(_seal(office, connection, load, sending, receivers, progress))
        written = package.deliver(folder, sealed, keys)
    except BaseException:
        for each in sealed:
            each.discard()
        raise
    _note_or_take_back(office, written, receivers, load)
    return Packed(
        written[0].path,
        tuple(each.path for each in written),
        sending.changes,
        sending.writes,
        sum(each.bytes for each in written),
        tuple(card.name for card in receivers),
        written[0].header.number,
        load.full,
    )


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
        taken = Taker(office, change, found).take(progress)
        _tell(office, merged, taken)
        note(change, found, "merged", {"records": found.counts.get("writes", 0)})
        detail = {
            "package": found.header.id,
            "sender": found.sender.unit,
            "applied": merged.applied,
            "conflicts": merged.conflicts,
            "sha256": found.header.contents_sha256,
        }
        note_event(change.connection, "take", office.account.id, None, detail)
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
    with checked_package(office, path) as found:
        if not trial:
            backups.before(office, "merge")
        try:
            return take_package(office, found, trial=trial, progress=progress)
        except PackageRefusedError as why:
            if not trial and why.code in inbox.KEPT:
                inbox.keep(office, path, found.header, why, unit=found.sender.unit)
            raise


@needs(Right.VIEW)
def pending(office: Office, to: str | None = None) -> Pending:
    """Count what receivers have not acknowledged.

    Raises:
        InputError: No card of a receiver is trusted yet.
    """
    receivers = _receivers(office, to)
    with office.store.read() as connection:
        waits, _held = packing.waiting(office, connection, receivers)
        last = transfer.last_written(connection, receivers[0].unit)
    names = tuple(card.name for card in receivers)
    return Pending(waits.changes, waits.writes, names, last)


def work_folder(office: Office) -> Path:
    """Give the folder in which packages are made and kept, locked as they are."""
    del office
    folder = settings.state_folder() / "packages"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _seal(
    office: Office,
    connection: Connection,
    load: Load,
    sending: Sending,
    receivers: list[Card],
    progress: Progress,
) -> Iterator[Sealed]:
    """Lock part after part."""
    total = shipping.count_after(connection, load.chains, load.base).changes
    number = transfer.next_number(connection, receivers[0].unit)
    while sending.more():
        facts = PackageFacts(
            id=new_id().hex,
            number=number + sending.parts,
            replica=transfer.own_replica(connection),
            created=datetime.now(UTC).astimezone(),
            schema=store.HEAD,
            direction=_direction(office, receivers[0]),
            folder=max(office.unit.code, receivers[0].unit, key=len),
            manifest=sending.facts(),
            part=sending.parts + 1,
        )
        yield package.seal_package(
            facts,
            keys_in(connection),
            receivers,
            sending.records(),
            work=work_folder(office),
            closing=sending.closing,
            progress=lambda _done: progress(min(sending.changes, total), total),
        )


def _note_or_take_back(
    office: Office, written: list[Written], receivers: list[Card], load: Load
) -> None:
    """Note what was written; nobody may carry what nobody noted."""
    try:
        with office.store.writing() as connection:
            for each in written:
                _note_written(office, connection, each, receivers, load)
    except BaseException:
        for each in written:
            each.path.unlink(missing_ok=True)
        raise


def _note_written(
    office: Office, connection: Connection, written: Written, receivers: list[Card], load: Load
) -> None:
    header = written.header
    facts = {
        "id": header.id,
        "direction": "out",
        "number": header.number,
        "unit": receivers[0].unit,
        "sha256": header.contents_sha256,
        "records": written.records,
        "state": "written",
        "handled_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "key": receivers[0].key_id,
        "created": header.created,
        "part": header.part,
        "full_one": load.full,
    }
    transfer.note_package(connection, facts)
    detail = {
        "package": header.id,
        "records": written.records,
        "to": [card.unit for card in receivers],
        "full_numbers": True,
        "sha256": leaving.file_hash(written.path),
    }
    note_event(connection, "pack", office.account.id, None, detail)


def _tell(office: Office, merged: Merged, taken: Taken) -> None:
    outcome = taken.outcome
    merged.new = sum(outcome.new.values())
    merged.changed = sum(outcome.changed.values())
    merged.removed = sum(outcome.removed.values())
    merged.applied = merged.new + merged.changed + merged.removed
    merged.skipped, merged.conflicts = outcome.same, outcome.conflicts
    merged.blobs, merged.ahead = taken.blobs, taken.ahead
    merged.duplicate = not (taken.changes or taken.completed or taken.blobs)
    for ledger in office.catalog:
        rows = sum(part[ledger.key] for part in (outcome.new, outcome.changed, outcome.removed))
        if rows:
            merged.by_ledger[ledger.title] = rows


def _require_trust(connection: Connection, found: Package) -> None:
    """Refuse a sender whose key was withdrawn, or that may write nothing."""
    known, key = entitlements.entitlements(connection), found.sender.sign_key
    withdrawn = known.withdrawn(key)
    if withdrawn is not None:
        raise refusal("package_withdrawn", f"withdrawn on {withdrawn.on}")
    if known.scope_of(key, calendar.today().isoformat()) is None:
        raise refusal("package_not_certified", "the sender may write nothing")


def _direction(office: Office, receiver: Card) -> Direction:
    return Direction.UP if covers(receiver.unit, office.unit.code) else Direction.DOWN


def _receivers(office: Office, to: str | None) -> list[Card]:
    cards = (
        [card for card in trusted_offices(office) if card.unit == to] if to else superiors(office)
    )
    if not cards:
        raise InputError(
            "no trusted receiver",
            user_message=(
                "还没有登记接收单位的名片，无法加密。请向区里（或街道）要来名片文件"
                f"（{CARD_SUFFIX}），核对指纹后点“信任名片”，再写数据包。"
            ),
            code="no_receiver",
        )
    return cards


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
