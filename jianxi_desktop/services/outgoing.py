"""Write what receivers lack into files on a USB drive.

A package begins where its receiver has said it stands, so a lost, late or repeated one heals by
itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from jianxi_desktop import settings
from jianxi_desktop.db import shipping, store, transfer
from jianxi_desktop.db.ids import new_id
from jianxi_desktop.db.journal import note_event
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import leaving, packing
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.packing import Load, Sending
from jianxi_desktop.services.partners import detail_of_written
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.trust import keys_in, superiors, trusted_offices
from jianxi_desktop.services.unpacking import covers, vector_of
from jianxi_desktop.sync import package
from jianxi_desktop.sync.keys import CARD_SUFFIX, Card
from jianxi_desktop.sync.package import Direction, PackageFacts, Sealed, Written


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
    keys_of = [card.key_id for card in receivers]
    details = [detail_of_written(keys_of, vector_of(each.closing.get("to"))) for each in sealed]
    _note_or_take_back(office, written, details, receivers, load)
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
            units=(office.unit.code, receivers[0].unit),
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
    office: Office,
    written: list[Written],
    details: list[str],
    receivers: list[Card],
    load: Load,
) -> None:
    """Note what was written; nobody may carry what nobody noted."""
    try:
        with office.store.writing() as connection:
            for each, told in zip(written, details, strict=True):
                _note_written(office, connection, each, told, receivers, load)
    except BaseException:
        for each in written:
            each.path.unlink(missing_ok=True)
        raise


def _note_written(
    office: Office,
    connection: Connection,
    written: Written,
    told: str,
    receivers: list[Card],
    load: Load,
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
        "detail": told,
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
