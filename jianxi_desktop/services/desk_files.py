"""Find packages in folders, on drives and among files; only their outsides are read."""

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from jianxi_desktop.db import arrivals as notes
from jianxi_desktop.domain.files import file_failure
from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services import trust
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.own_keys import every_key_in
from jianxi_desktop.sync import header
from jianxi_desktop.sync.keys import Card, key_id
from jianxi_desktop.sync.package import SUFFIX
from jianxi_desktop.sync.refusals import PackageRefusedError, refusal

_OUTSIDE = header.HEADER_LIMIT + 128  # bytes of magic, header and signature, at most


@dataclass(frozen=True)
class PackageFile:
    """A package that lies in a folder, as its outside says; nothing of it is believed yet.

    Attributes:
        path: The file.
        bytes: Its size.
        id: Identity of the package, 32 hexadecimal digits; empty where its outside is damaged.
        number: Counts the packages of its sender; 0 where its outside is damaged.
        day: When it was written, by the sender's clock, ISO 8601.
        part: Which part of a sending it is.
        of: How many parts the sending has.
        unit: Code of the sender, whose card is trusted; else empty.
        sender: Name of the sender; empty where its card is not trusted.
        key: The key that signed it; empty where its outside is damaged.
        sha256: Digest of its contents, as the signed outside says.
        code: Why it cannot be taken, where its outside shows it already; else empty.
        reason: The same in Chinese with what to do.
    """

    path: Path
    bytes: int
    id: str = ""
    number: int = 0
    day: str = ""
    part: int = 1
    of: int = 1
    unit: str = ""
    sender: str = ""
    key: str = ""
    sha256: str = ""
    code: str = ""
    reason: str = ""

    @property
    def order(self) -> tuple[str, int, int, str]:
        """What packages go by: a sender's one after the other."""
        return (self.unit, self.number, self.part, self.path.name)


def look_for(office: Office, places: Path | Sequence[Path]) -> tuple[PackageFile, ...]:
    """Find every package for this office, by sender and number.

    What lies in a folder and is for others, or our own, is passed over; a file that was named is
    given whatever it is.

    Raises:
        EnvironmentFailure: A place is not there or cannot be read.
    """
    eyes = _Eyes(office)
    found: dict[Path, PackageFile] = {}
    for place in [places] if isinstance(places, Path) else places:
        if place.is_dir():
            seen = (eyes.look(path) for path in _below(place))
            found |= {each.path: each for each in seen if each is not None}
        else:
            _require_there(place)
            looked = eyes.look(place, named=True)
            found |= {} if looked is None else {place: looked}
    return tuple(sorted(found.values(), key=lambda each: each.order))


def note_refusal(office: Office, path: Path, why: JianxiError) -> None:
    """Remember for the board and the receipt why a known sender's package was refused.

    What says itself that it is nobody's we know, or cannot be looked at any more, is passed over.
    """
    if not isinstance(why, PackageRefusedError):
        return
    with contextlib.suppress(JianxiError):
        for file in look_for(office, path):
            if file.unit:
                with office.store.writing() as connection:
                    notes.note_refused(connection, _refused_facts(file, why))


def _refused_facts(file: PackageFile, why: PackageRefusedError) -> dict[str, Any]:
    """Give what is noted of a package of a known sender that was refused."""
    return {
        "id": UUID(file.id),
        "direction": "in",
        "number": file.number,
        "unit": file.unit,
        "sha256": file.sha256,
        "records": 0,
        "state": "refused",
        "handled_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "key": key_id(file.key),
        "created": file.day,
        "part": file.part,
        "reason": why.code,
        "detail": json.dumps({"told": why.user_message}, ensure_ascii=False),
    }


class _Eyes:
    """Knows whose packages are whose."""

    def __init__(self, office: Office) -> None:
        self._cards = {card.sign_key: card for card in trust.trusted_offices(office)}
        self._own = trust.office_card(office)
        with office.store.read() as connection:
            self._ours = {each.card.key_id for each in every_key_in(connection)}

    def look(self, path: Path, *, named: bool = False) -> PackageFile | None:
        """Say what a file's outside says; ``None``: it lies there for others."""
        size = 0
        try:
            size = path.stat().st_size
            outside = outside_of(path)
        except PackageRefusedError as error:
            return PackageFile(path, size, code=error.code, reason=error.user_message)
        except OSError as failure:
            why = file_failure(failure, path)
            return PackageFile(path, size, code=why.code, reason=why.user_message)
        own = outside.sender_key == self._own.sign_key
        if not named and (own or not self._ours & set(outside.to)):
            return None
        return _described(path, size, outside, self._cards.get(outside.sender_key))


def _described(path: Path, size: int, outside: header.Header, card: Card | None) -> PackageFile:
    return PackageFile(
        path,
        size,
        outside.id,
        outside.number,
        outside.created,
        outside.part,
        outside.of,
        card.unit if card else "",
        card.name if card else "",
        outside.sender_key,
        outside.contents_sha256,
    )


def outside_of(path: Path) -> header.Header:
    """Read a package's header, whose signature must fit; its contents are not looked at."""
    with path.open("rb") as file:
        envelope = header.split(file.read(_OUTSIDE))
    if not envelope.signature_fits():
        raise refusal("package_signature_wrong")
    return header.read_header(envelope.fields)


def _below(folder: Path) -> Iterator[Path]:
    """Give every package below a folder, in an order that does not depend on the drive."""

    def fail(failure: OSError) -> None:
        raise file_failure(failure, folder) from failure

    for place, folders, names in os.walk(folder, onerror=fail):
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith(SUFFIX):
                yield Path(place) / name


def _require_there(path: Path) -> None:
    try:
        path.stat()
    except OSError as failure:
        raise file_failure(failure, path) from failure
