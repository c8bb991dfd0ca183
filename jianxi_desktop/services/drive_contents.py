"""Say what lies on a drive by the outsides of its packages; nothing is unlocked, all is doubted."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jianxi_desktop.db import shipping
from jianxi_desktop.domain.files import file_failure
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import trust
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs
from jianxi_desktop.sync import header
from jianxi_desktop.sync.drive import UNFINISHED_SUFFIX, DriveError, drive_failure
from jianxi_desktop.sync.header import Header
from jianxi_desktop.sync.keys import Card, fingerprint, key_id
from jianxi_desktop.sync.package import SUFFIX
from jianxi_desktop.sync.plugged import FOLDER
from jianxi_desktop.sync.refusals import PackageRefusedError, refusal

_OUTSIDE = header.HEADER_LIMIT + 128  # bytes of magic, header and signature, at most
_DEEP = 4  # JXSYNC, UP or DOWN, code, file
_MOST = 5_000  # files looked at: a drive full of other things must not hold the window up


@dataclass(frozen=True)
class Outside:
    """A package as it lies there.

    Attributes:
        path: The file.
        bytes: Its size.
        header: What stands on it, its signature checked; ``None``: that cannot be read.
        refused: Why it cannot be taken, as far as the outside shows.
    """

    path: Path
    bytes: int
    header: Header | None
    refused: PackageRefusedError | None = None


@dataclass(frozen=True)
class Contents:
    """The packages on a drive, by whom they concern.

    Attributes:
        ours: For this office, by sender, number and part; damaged ones in our folders as well.
        own: Written by this office.
        unfinished: What is left of packages of this office whose writing was cut off.
        foreign: How many are for others.
        units: Codes of the offices that have a folder here.
    """

    ours: tuple[Outside, ...]
    own: tuple[Outside, ...]
    unfinished: tuple[Path, ...]
    foreign: int
    units: frozenset[str]


@needs(Right.VIEW)
def contents_of(office: Office, place: Path) -> Contents:
    """Look at every package on a drive, or in a folder.

    Raises:
        DriveError: The drive is gone or cannot be read.
    """
    with office.store.read() as connection:
        keys = frozenset(each.card.key_id for each in trust.every_key_in(connection))
        chains = shipping.chains(connection).values()
    seen = [_look(path) for path in packages_on(place)]
    ours = [each for each in seen if _is_for(each, keys, office.unit.code)]
    own = [each for each in seen if each.header is not None and _sender(each.header) in keys]
    made = tuple(
        f"_{row.replica[-8:]}{SUFFIX}{UNFINISHED_SUFFIX}"
        for row in chains
        if row.key is None or row.key in keys
    )
    halves = (path for path in _files(place, (SUFFIX + UNFINISHED_SUFFIX,)))
    return Contents(
        ours=tuple(sorted(ours, key=_order)),
        own=tuple(own),
        unfinished=tuple(path for path in halves if path.name.lower().endswith(made)),
        foreign=len(seen) - len(ours) - len(own),
        units=frozenset(_units(place)),
    )


def packages_on(place: Path) -> list[Path]:
    """List the package files below a drive's ``JXSYNC``, or in a folder that holds some.

    Unfinished and hidden files are left out; names are compared without case. Links are not
    followed: a drive could lead anywhere with them.

    Raises:
        DriveError: The drive is gone or cannot be read.
    """
    return list(_files(place, (SUFFIX,)))


def signer_of(found: Outside, cards: Sequence[Card]) -> Card | None:
    """Find the trusted card that signed a package."""
    if found.header is None:
        return None
    return next((card for card in cards if card.sign_key == found.header.sender_key), None)


def stranger(found: Header) -> PackageRefusedError:
    """Say that nobody we trust signed it."""
    return refusal("package_sender_unknown", fingerprint=fingerprint(found.sender_key))


def gone(why: str = "") -> DriveError:
    """Say that the drive is not there any more."""
    return DriveError(
        f"the drive is gone: {why}",
        user_message="U盘已拔出或读不出来。请重新插好U盘，等它出现在电脑里再试。",
        code="drive_gone",
    )


def outside_of(path: Path) -> Header:
    """Read what stands on a package, whose signature must fit; its contents are not looked at.

    Raises:
        PackageRefusedError: It is no package, or its outside is damaged.
        OSError: The file cannot be read.
    """
    return _head_of(path)[0]


def _files(place: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """Give files of some endings: in the folder itself and below its ``JXSYNC``, sorted."""
    top = [each for each in _listed(place) if each.name.upper() == FOLDER]
    yield from _ending(_listed(place), endings)
    left = _MOST
    for folder in top:
        for directory, folders, names in os.walk(folder, onerror=_fail):
            deep = len(Path(directory).relative_to(place).parts)
            folders[:] = sorted(folders) if deep < _DEEP - 1 else []
            found = [Path(directory) / name for name in sorted(names)][:left]
            left -= len(found)
            yield from _ending(found, endings)


def _ending(paths: Iterable[Path], endings: tuple[str, ...]) -> Iterator[Path]:
    for path in paths:
        name = path.name.lower()
        if name.endswith(endings) and not name.startswith((".", "~")) and not path.is_symlink():
            yield path


def _listed(place: Path) -> list[Path]:
    try:
        return sorted(place.iterdir())
    except OSError as error:
        raise _gone(error, place) from error


def _fail(error: OSError) -> None:
    raise _gone(error, Path(error.filename or "")) from error


def _gone(error: OSError, place: Path) -> DriveError:
    said = drive_failure(error)
    if said.code != "drive_gone":
        why = file_failure(error, place)
        return DriveError(str(why), user_message=why.user_message, code=why.code)
    return gone(f"errno {error.errno}")


def _units(place: Path) -> Iterator[str]:
    for top in (each for each in _listed(place) if each.name.upper() == FOLDER and each.is_dir()):
        for way in (each for each in _listed(top) if each.name.upper() in ("UP", "DOWN")):
            if way.is_dir():
                yield from (each.name for each in _listed(way) if each.is_dir())


def _head_of(path: Path) -> tuple[Header, int]:
    """Give the header, and how long the file has to be for it."""
    with path.open("rb") as file:
        envelope = header.split(file.read(_OUTSIDE))
    if not envelope.signature_fits():
        raise refusal("package_signature_wrong")
    outside = header.read_header(envelope.fields)
    return outside, len(header.join(outside, envelope.signature)) + outside.contents_size


def _look(path: Path) -> Outside:
    size = 0
    try:
        size = path.stat().st_size
        outside, whole = _head_of(path)
    except PackageRefusedError as error:
        return Outside(path, size, None, error)
    except OSError:
        return Outside(path, size, None, refusal("package_truncated", "cannot be read"))
    return Outside(path, size, outside, refusal("package_truncated") if size < whole else None)


def _is_for(found: Outside, keys: frozenset[str], unit: str) -> bool:
    if found.header is not None:
        return _sender(found.header) not in keys and bool(keys & set(found.header.to))
    return _may_concern(found.path, unit)


def _may_concern(path: Path, unit: str) -> bool:
    """Tell whether a file whose outside is damaged lay in a folder of ours, or in none at all."""
    folder, way = path.parent.name, path.parent.parent.name.upper()
    if way == "DOWN":
        return folder == unit
    if way == "UP":
        return folder != unit and folder.startswith(unit)
    return True


def _sender(found: Header) -> str:
    return key_id(found.sender_key)


def _order(found: Outside) -> tuple[str, int, int, str]:
    """Let a sender's packages follow each other, the oldest first; damaged ones come last."""
    known = found.header
    if known is None:
        return ("~", 0, 0, found.path.name)
    return (known.sender_key, known.number, known.part, found.path.name)
