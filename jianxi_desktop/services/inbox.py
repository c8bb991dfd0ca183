"""Packages that cannot be merged yet are kept, locked as they came, until they can be.

A package with a gap before it waits for the one that was lost; a newer program's waits for the
upgrade. What is kept is the file itself, which only our key opens.
"""

import contextlib
import json
import logging
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from jianxi_desktop import __version__, settings
from jianxi_desktop.db import office as facts_of_office
from jianxi_desktop.db import store, system
from jianxi_desktop.domain.files import file_failure, settle_folder, write_beside
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import EnvironmentFailure, InputError
from jianxi_desktop.services import opening
from jianxi_desktop.services.known_offices import trusted_offices
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs
from jianxi_desktop.sync import drive, header
from jianxi_desktop.sync.header import Header
from jianxi_desktop.sync.package import SUFFIX
from jianxi_desktop.sync.refusals import PackageRefusedError

log = logging.getLogger(__name__)

KEPT = ("package_gap", "package_newer")  # reasons for which a package is kept
MOST_BYTES = 2 << 30
MOST_PACKAGES = 300
_WAITING = ("held", "refused", "dropped")  # states from which a package may be kept again
_ROOM = 256 << 20  # that a package kept must leave on the disk
_OLD = 24 * 3600  # seconds after which a copy that nobody noted is left over
_ID = re.compile(r"[0-9a-f]{32}")
_COPY = re.compile(r"[0-9a-f]{16}" + re.escape(SUFFIX))


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
        app: Which program kept it: a newer program's package is tried again by another one.
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
    app: str = ""


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
    """Give the folder in which packages wait: beside the database, or of this PC for a server.

    Raises:
        EnvironmentFailure: It cannot be made.
    """
    if office.store.path is not None:
        place = office.path.with_name(office.path.name + ".inbox")
    else:
        with office.store.read() as connection:
            facts = facts_of_office.facts_of(connection)
        assert facts is not None  # noqa: S101 - an open office is founded
        place = settings.state_folder() / "inbox" / facts["database_id"].hex
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as failure:
        raise file_failure(failure, place) from failure
    return place


@needs(Right.MERGE, whole=True)
def keep(
    office: Office,
    path: Path,
    outside: Header | None,
    why: PackageRefusedError,
    *,
    unit: str = "",
) -> Held | None:
    """Keep a package that was refused with a reason of ``KEPT``, and note it as ``held``.

    To be called outside of any transaction. Kept twice is kept once. ``None``: the reason is none
    for keeping, nobody we trust signed it, or there is no room; the refusal then stands as it was.

    Args:
        office: The receiver.
        path: The file, on the drive or wherever.
        outside: Its header, whose signature was checked; none where this program cannot read it.
        why: The refusal.
        unit: Code of the sender; found out where it is left out.

    Raises:
        EnvironmentFailure: The file cannot be read any more.
    """
    if why.code not in KEPT:
        return None
    known = _facts(office, path, outside, unit)
    if known is None:
        return None
    with office.store.read() as connection:
        state = connection.execute(
            select(system.package.c.state).where(system.package.c.id == UUID(known["id"]))
        ).scalar()
    if state not in (None, *_WAITING) or not _has_room(office, path):
        return None
    try:
        _copy(path, folder(office) / (known["id"] + SUFFIX))
    except EnvironmentFailure as failure:
        log.warning("a package was not kept: %s", failure.code)
        return None
    facts = {
        **known,
        "id": UUID(known["id"]),
        "direction": "in",
        "records": 0,
        "state": "held",
        "handled_at": opening.now().isoformat(timespec="seconds"),
        **_reason(why),
    }
    with office.store.writing() as connection:
        if state is None:
            connection.execute(insert(system.package).values(facts))
        else:
            mine = system.package.c.id == facts["id"]
            connection.execute(update(system.package).where(mine).values(facts))
    return next((each for each in held(office) if each.id == known["id"]), None)


@needs(Right.MERGE, whole=True)
def retry(office: Office, merge: Callable[[Path], object]) -> list[Retried]:
    """Try every kept package again, in the order of senders and numbers, until none goes in.

    To be called after each merge, and once after an upgrade. A package that is refused for another
    reason now is let go: its sender has to write another one.

    Args:
        office: The receiver.
        merge: Merges a file, or raises ``PackageRefusedError``; must not call this in turn.
    """
    done: dict[str, Retried] = {}
    again = True
    while again:
        again = False
        for each in held(office):
            if not _worth_trying(each):
                continue
            done[each.id] = tried = _try(office, each, merge)
            again = again or tried.merged
    _sweep(office)
    return list(done.values())


@needs(Right.MERGE, whole=True)
def held(office: Office) -> list[Held]:
    """List the packages that wait, by sender and number."""
    place, table = folder(office), system.package
    names = {card.unit: card.name for card in trusted_offices(office)}
    query = select(table).where(table.c.state == "held", table.c.direction == "in")
    with office.store.read() as connection:
        rows = connection.execute(query.order_by(table.c.unit, table.c.number, table.c.part))
        return [_held(row, place, names) for row in rows.mappings()]


@needs(Right.MERGE, whole=True)
def drop(office: Office, package: str) -> None:
    """Let a kept package go: its file is removed, and it may be received again from the drive.

    Args:
        office: The receiver.
        package: Its identity, or the first digits that only it has.

    Raises:
        InputError: No such package is kept.
    """
    found = [each for each in held(office) if each.id.startswith(package.lower())]
    if len(found) != 1 or not package:
        raise InputError(
            f"{len(found)} packages kept with this id",
            user_message="没有这样一个暂存的数据包。请刷新列表后再选。",
            code="not_held",
        )
    _settle(office, found[0], "dropped", None)
    _remove(found[0].file)


def _try(office: Office, each: Held, merge: Callable[[Path], object]) -> Retried:
    """Merge a kept package, or say why not."""
    try:
        merge(each.file)
    except PackageRefusedError as why:
        if why.code not in KEPT:
            _settle(office, each, "refused", why)
            _remove(each.file)
        else:
            _settle(office, each, "held", why)
        return Retried(each, merged=False, told=why.user_message)
    _settle(office, each, "merged", None)
    _remove(each.file)
    return Retried(each, merged=True)


def _worth_trying(each: Held) -> bool:
    """Tell whether anything may have changed: the program, for what is too new for it."""
    return each.file.exists() and (each.reason != "package_newer" or each.app != _app())


def _settle(office: Office, each: Held, state: str, why: PackageRefusedError | None) -> None:
    """Note what became of a package, where merging it has not noted that already."""
    table = system.package
    mine = (table.c.id == UUID(each.id), table.c.state == "held")
    values = {"state": state, **(_reason(why) if why is not None else {})}
    with office.store.writing() as connection:
        connection.execute(update(table).where(*mine).values(values))


def _reason(why: PackageRefusedError) -> dict[str, str]:
    detail = {"told": why.user_message, "app": _app()}
    return {"reason": why.code, "detail": json.dumps(detail, ensure_ascii=False)}


def _facts(office: Office, path: Path, outside: Header | None, unit: str) -> dict[str, Any] | None:
    """Say of a package what can be said; none of an unknown signer's is kept."""
    with drive.opened(path) as file:
        envelope = header.split(file.read(header.OUTSIDE_LIMIT))
    signer = {card.sign_key: card for card in trusted_offices(office)}.get(envelope.sender_key)
    if signer is None or not envelope.signature_fits():
        return None
    fields = envelope.fields
    package, number = fields.get("id"), fields.get("no")
    if not isinstance(package, str) or not _ID.fullmatch(package):
        return None
    return {
        "id": package,
        "number": number if type(number) is int and 0 < number < 1_000_000 else 0,
        "unit": unit or signer.unit,
        "sha256": outside.contents_sha256 if outside is not None else "",
        "key": signer.key_id,
        "created": str(fields.get("created"))[:25],
        "part": outside.part if outside is not None else 1,
    }


def _has_room(office: Office, path: Path) -> bool:
    """Tell whether one more may be kept: so many, so large, and the disk is not full of them."""
    kept = held(office)
    try:
        size = path.stat().st_size
        free = shutil.disk_usage(folder(office)).free
    except OSError:
        return False
    total = size + sum(each.bytes for each in kept)
    return len(kept) < MOST_PACKAGES and total <= MOST_BYTES and free >= size + _ROOM


def _copy(path: Path, target: Path) -> None:
    if path.absolute() == target.absolute():
        return
    with write_beside(target) as beside:
        shutil.copyfile(path, beside)
    with contextlib.suppress(OSError):
        settle_folder(target.parent)


def _held(row: Mapping[Any, Any], place: Path, names: Mapping[str, str]) -> Held:
    file = place / (row["id"].hex + SUFFIX)
    detail = json.loads(row["detail"] or "{}")
    return Held(
        row["id"].hex,
        file,
        row["unit"],
        names.get(row["unit"], row["unit"]),
        row["number"],
        row["part"] or 1,
        row["reason"] or "",
        detail.get("told", ""),
        row["handled_at"],
        file.stat().st_size if file.exists() else 0,
        detail.get("app", ""),
    )


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as failure:
        log.warning("a package that is merged was not removed: errno %s", failure.errno)


def _sweep(office: Office) -> None:
    """Remove files that no row names: of a power cut, or of a package that was dropped."""
    named = {each.file.name for each in held(office)}
    for file in _files(folder(office)):
        with contextlib.suppress(OSError):
            old = time.time() - file.stat().st_mtime > _OLD
            if file.name not in named and (old or not _COPY.fullmatch(file.name)):
                file.unlink()


def _files(place: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from sorted(place.glob(f"*{SUFFIX}"))


def _app() -> str:
    return f"{__version__} {store.HEAD} {header.READER}"
