"""Carry an office's records to the district on a USB drive, and take other offices' in.

The simple case: a package holds everything the office wrote (a full snapshot), and merging keeps
what is here wherever two offices wrote the same record differently, and says so.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from jianxi_desktop import __version__
from jianxi_desktop.db import store, transfer
from jianxi_desktop.db.ids import new_id
from jianxi_desktop.db.journal import note_event
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import backups, history, leaving
from jianxi_desktop.services.merging import Merger
from jianxi_desktop.services.office import Office
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
from jianxi_desktop.sync import child, package
from jianxi_desktop.sync.keys import CARD_SUFFIX, Card, OfficeKeys
from jianxi_desktop.sync.package import Direction, Inspection, PackageFacts, Written
from jianxi_desktop.sync.snapshots import Part

__all__ = [  # of trust too, until those who call them have moved
    "Direction",
    "Inspection",
    "Merged",
    "Packed",
    "card_text",
    "inspect_package",
    "look_at_card",
    "manifest_of",
    "merge_package",
    "office_card",
    "renew_keys",
    "save_card",
    "superiors",
    "trust_card",
    "trusted_offices",
    "write_package",
]


@dataclass(frozen=True)
class Packed:
    """A package on the drive: where it lies, its rows, its size, for whom it is."""

    file: Path
    records: int
    bytes: int
    receivers: tuple[str, ...]


@dataclass
class Merged:
    """What merging a package did, or would do.

    Attributes:
        sender: Name of the office it comes from.
        applied: Rows taken, new or newer.
        skipped: Rows that are here already.
        conflicts: Rows written differently here and there; what is here stays.
        by_ledger: Rows taken by ledger title.
        duplicate: The same package was merged before.
        receipt: Identity of the package, for the sender to compare.
        touched: Ledgers written.
    """

    sender: str
    receipt: str
    applied: int = 0
    skipped: int = 0
    conflicts: int = 0
    by_ledger: dict[str, int] = field(default_factory=dict)
    duplicate: bool = False
    touched: frozenset[str] = frozenset()


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
    progress: Progress = no_progress,
) -> Packed:
    """Write everything this office wrote into one signed, encrypted file below ``folder``.

    Args:
        office: The sender.
        folder: The USB drive, or any folder that exists.
        to: Code of the receiving unit; default every trusted superior.
        progress: Told rows done and in all.

    Raises:
        InputError: No card of the receiver is trusted yet.
        EnvironmentFailure: The drive is full, gone, read-only.
    """
    receivers = _receivers(office, to)
    written: Written | None = None
    try:
        with office.store.writing() as connection:
            written = _write(office, connection, folder, receivers, progress)
            _note_written(office, connection, written, receivers)
    except BaseException:
        if written is not None:  # nobody may carry what nobody noted
            with contextlib.suppress(OSError):
                written.path.unlink()
        raise
    names = tuple(card.name for card in receivers)
    return Packed(written.path, written.records, written.bytes, names)


@needs(Right.MERGE, whole=True)
def inspect_package(office: Office, path: Path) -> Inspection:
    """Say what a package is without taking it; its inside is read in a child process.

    Raises:
        InputError: It is no package.
        EnvironmentFailure: The file cannot be read.
    """
    trusted = trusted_offices(office)
    return child.inspect_in_child(path, _keys_for(office, path, trusted), trusted)


@needs(Right.MERGE, whole=True)
def merge_package(
    office: Office, path: Path, *, trial: bool = False, progress: Progress = no_progress
) -> Merged:
    """Take a package's rows in; with ``trial`` the same is done and rolled back.

    Raises:
        InputError: The package is refused; nothing was changed.
        EnvironmentFailure: The file or the database failed.
    """
    trusted = trusted_offices(office)
    own = _keys_for(office, path, trusted)
    with child.read_in_child(path, own, trusted) as found:
        merged = Merged(found.sender.name, found.header.id)
        total = sum(found.counts.values())
        if _met_before(office, merged, total, trial=trial):
            return merged
        if not trial:
            backups.before(office, "merge")
        with office.change("merge") as change:
            change.journal.detail["package"] = found.header.id
            merger = Merger(office.catalog, change)
            done = 0
            for part in found.parts():
                taken = merger.take(part)
                done += taken.rows
                merged.applied += taken.applied
                merged.skipped += taken.skipped
                merged.conflicts += taken.conflicts
                title = office.catalog[part.table].title
                merged.by_ledger[title] = merged.by_ledger.get(title, 0) + taken.applied
                progress(done, total)
            noted = _noted(found.header.id, "in", found.header.number, found.sender.unit, total)
            transfer.note_package(
                change.connection, noted | {"sha256": found.header.contents_sha256}
            )
            if trial:
                change.give_up()
            else:
                merged.touched = frozenset(change.touched)
    return merged


def _met_before(office: Office, merged: Merged, total: int, *, trial: bool) -> bool:
    """Tell whether a package was merged already; one whose merge was undone is merged again."""
    with office.store.read() as connection:
        known = transfer.package_known(connection, merged.receipt)
    if known is None:
        return False
    if known["state"] != "undone":
        merged.duplicate, merged.skipped = True, total
    elif trial:
        merged.applied = total
    elif (again := history.merge_again(office, merged.receipt)) is not None:
        merged.applied, merged.touched = again.records, again.touched
    return True


def _write(
    office: Office, connection: Connection, folder: Path, receivers: list[Card], progress: Progress
) -> Written:
    total = sum(office.lister(ledger).count_all(connection) for ledger in office.catalog)
    facts = PackageFacts(
        id=new_id().hex,
        number=transfer.next_number(connection),
        replica=transfer.own_replica(connection),
        created=datetime.now(UTC).astimezone(),
        schema=store.HEAD,
        direction=_direction(office, receivers[0]),
        folder=max(office.unit.code, receivers[0].unit, key=len),
        manifest={"app": __version__, "unit": office.unit.code, "kind": "full"},
    )
    return package.write_snapshot(
        folder,
        facts,
        keys_in(connection),
        receivers,
        _parts(office, connection),
        progress=lambda done: progress(min(done, total), total),
    )


def _note_written(
    office: Office, connection: Connection, written: Written, receivers: list[Card]
) -> None:
    header = written.header
    facts = _noted(header.id, "out", header.number, receivers[0].unit, written.records)
    transfer.note_package(connection, facts | {"sha256": header.contents_sha256})
    detail = {
        "package": header.id,
        "records": written.records,
        "to": [card.unit for card in receivers],
        "full_numbers": True,
        "sha256": leaving.file_hash(written.path),
    }
    note_event(connection, "pack", office.account.id, None, detail)


def _direction(office: Office, receiver: Card) -> Direction:
    return Direction.UP if len(receiver.unit) < len(office.unit.code) else Direction.DOWN


def _parts(office: Office, connection: Connection) -> Iterator[Part]:
    for ledger in office.catalog:
        rows = transfer.outgoing(connection, ledger)
        yield Part(ledger.key, transfer.columns_of(ledger), rows)


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


def _keys_for(office: Office, path: Path, trusted: list[Card]) -> OfficeKeys:
    """Give the keys a package was locked for: ours, or those we had before."""
    with office.store.read() as connection:
        every = every_key_in(connection)
    addressed = set(package.inspect(path, None, trusted).header.to)
    return next((keys for keys in every if keys.card.key_id in addressed), every[0])


def _noted(package_id: str, direction: str, number: int, unit: str, rows: int) -> dict[str, Any]:
    return {
        "id": package_id,
        "direction": direction,
        "number": number,
        "unit": unit,
        "records": rows,
        "state": "merged" if direction == "in" else "written",
        "handled_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
