"""One USB drive, one button: take in what is for us, write what goes out, sweep, let go."""

import contextlib
import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from jianxi_desktop.db import arrived
from jianxi_desktop.domain.progress import Progress, StoppedError, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError, JianxiError
from jianxi_desktop.services import (
    desk_files,
    drive_contents,
    inbox,
    news,
    package,
    receipts,
    trust,
)
from jianxi_desktop.services.drive_contents import Contents, Outside
from jianxi_desktop.services.exchange_facts import (
    Exchanged,
    Found,
    Going,
    Look,
    Refused,
    State,
    Told,
    no_telling,
)
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.partners import partners
from jianxi_desktop.services.rights import needs
from jianxi_desktop.sync import drives
from jianxi_desktop.sync.drive import DriveError
from jianxi_desktop.sync.keys import Card

__all__ = (
    "Exchanged",
    "Found",
    "Going",
    "Look",
    "Refused",
    "State",
    "below",
    "look",
    "run",
    "waiting",
    "write_down",
    "write_full",
)

_STATES = {
    "merged": State.KNOWN,
    "undone": State.KNOWN,
    "held": State.HELD,
    "refused": State.NEW,  # what stood against it may be gone
}


@needs(Right.VIEW, whole=True)
def look(office: Office, place: Path) -> Look:
    """Say what a drive and this office have for each other; nothing is changed or unlocked.

    Args:
        office: Ours.
        place: Root of the drive, or any folder that holds ``JXSYNC`` or packages.

    Raises:
        DriveError: The drive is gone or cannot be read.
    """
    lying = drive_contents.contents_of(office, place)
    cards = trust.trusted_offices(office)
    known = _known(office)
    return Look(
        place=place,
        found=tuple(_found(each, cards, known) for each in lying.ours),
        going=_going(office, lying),
        swept=_acknowledged(office, lying.own, known),
        own=tuple(each.path for each in lying.own),
        foreign=lying.foreign,
        free=drives.room_on(place),
        writable=os.access(place, os.W_OK),
        below=len(below(office)),
        delivered=receipts.delivered(office),
    )


@needs(Right.VIEW, whole=True)
def waiting(office: Office) -> tuple[Going, ...]:
    """Say what waits to be carried to the superiors; for the card that needs no drive."""
    return _going(office, None)


@needs(Right.VIEW)
def below(office: Office) -> list[Card]:
    """List the trusted offices below this one, for which packages can be written."""
    own = office.unit.code
    cards = trust.trusted_offices(office)
    return [card for card in cards if card.unit.startswith(own) and card.unit != own]


@needs(Right.PACK, whole=True)
def run(
    office: Office,
    place: Path,
    *,
    progress: Progress = no_progress,
    told: Told = no_telling,
) -> Exchanged:
    """Take in everything for us, oldest first; write what goes out; sweep; flush.

    A package that is refused does not stop the rest, and neither does a drive that cannot be
    written: both are told in what is given back. Packages are taken only by those who may merge.
    What was taken stays taken if the work is stopped after it.

    Args:
        office: Ours.
        place: Root of the drive, or a folder.
        progress: Told how far the step at hand is; what it raises stops the work.
        told: Told in Chinese what is done now.

    Raises:
        DriveError: The drive is gone before anything was done.
        StoppedError: Stopped before anything was done.
    """
    seen = look(office, place)
    done = Exchanged()
    try:
        if Right.MERGE in office.account.rights:
            _take_all(office, seen.fresh, done, progress, told)
        else:
            done.kept_back = len(seen.fresh)
        for each in _going(office, drive_contents.contents_of(office, place)):
            if each.wanted:
                told(f"正在写给{'、'.join(each.names)}的数据包")
                _write(office, place, each.to, "、".join(each.names), done, progress)
    except StoppedError:
        if not done.anything:
            raise
        done.stopped = True
    except DriveError as error:
        if not done.anything:
            raise
        done.unwritten.append(Refused(place.name, "", error.code, error.user_message))
    done.came = _came(office, done)
    told("正在收尾，请不要拔U盘")
    done.swept = _sweep(office, place)
    done.flushed = drives.let_go(place).flushed
    return done


@needs(Right.PACK, whole=True)
def write_down(
    office: Office,
    place: Path,
    *,
    units: Sequence[str] | None = None,
    progress: Progress = no_progress,
    told: Told = no_telling,
) -> Exchanged:
    """Write a package for each trusted office below this one, or for some of them.

    Args:
        office: Ours, of a street or the district.
        place: A drive or a folder that takes all the files.
        units: Codes of the receivers; default every trusted office below.
        progress: Told files done and in all.
        told: Told in Chinese what is done now.

    Raises:
        InputError: No office below is trusted.
        DriveError: The drive is gone, full or read-only, and nothing was written.
        StoppedError: Stopped before anything was done.
    """
    cards = {card.unit: card for card in below(office) if units is None or card.unit in units}
    if not cards:
        raise InputError(
            "no trusted office below",
            user_message=(
                "还没有登记下级单位的名片，无法给它们写数据包。"
                "请先在“名片与信任”里登记各社区、街道的名片。"
            ),
            code="no_receiver",
        )
    done = Exchanged()
    for number, card in enumerate(cards.values()):
        try:
            progress(number, len(cards))
        except StoppedError:
            if not done.anything:
                raise
            done.stopped = True
            break
        told(f"正在写给{card.name}的数据包（{number + 1}/{len(cards)}）")
        _write(office, place, card.unit, card.name, done, no_progress)
        if done.unwritten and done.unwritten[-1].code.startswith("drive_"):
            break  # the next ones would fail in the same way
    progress(len(cards), len(cards))
    done.flushed = drives.let_go(place).flushed
    return done


@needs(Right.PACK, whole=True)
def write_full(
    office: Office,
    place: Path,
    *,
    progress: Progress = no_progress,
    told: Told = no_telling,
) -> Exchanged:
    """Write everything once more for those above, whatever they have acknowledged.

    Args:
        office: Ours.
        place: A drive or a folder.
        progress: Told how far it is.
        told: Told in Chinese what is done now.

    Raises:
        DriveError: The drive is gone, full or read-only; nothing was written.
        InputError: No office above is trusted.
    """
    done = Exchanged()
    told("正在写完整的数据包")
    done.written.append(package.write_package(office, place, full=True, progress=progress))
    done.flushed = drives.let_go(place).flushed
    return done


def _take_all(
    office: Office, found: Sequence[Found], done: Exchanged, progress: Progress, told: Told
) -> None:
    """Merge one package after the other; those that wait for another one are kept."""
    for number, each in enumerate(found, start=1):
        told(f"正在收{each.sender or '对方'}的数据包（{number}/{len(found)}）")
        try:
            merged = package.merge_package(office, each.path, progress=progress)
        except JianxiError as error:
            if isinstance(error, StoppedError):
                raise
            if not each.path.parent.exists():
                raise drive_contents.gone() from error
            name, held = each.path.name, _is_held(office, each.id)
            if not held:
                desk_files.note_refusal(office, each.path, error)
            done.refused.append(
                Refused(name, each.sender, error.code, error.user_message, held=held)
            )
            continue
        if not merged.duplicate:
            done.taken.append(merged)
    if done.taken:
        told("正在看暂存的数据包能不能合并了")
        inbox.retry(office, partial(_merge_kept, office, done))


def _merge_kept(office: Office, done: Exchanged, path: Path) -> None:
    """Merge a package that waited for one that has come now."""
    done.taken.append(package.merge_package(office, path))


def _is_held(office: Office, package_id: str) -> bool:
    """Tell whether a package is kept until what it waits for has come."""
    noted = _known(office).get(package_id)
    return noted is not None and noted["state"] == "held"


def _came(office: Office, done: Exchanged) -> str:
    """Say in words what came with the packages that were taken."""
    taken = {each.receipt for each in done.taken}
    return news.together([each for each in news.list_news(office) if each.package in taken])


def _write(
    office: Office,
    place: Path,
    to: str | None,
    name: str,
    done: Exchanged,
    progress: Progress,
) -> None:
    """Write one package, or note why it could not be written."""
    cards = [card for card in below(office) if card.unit == to] if to else trust.superiors(office)
    try:
        with office.store.read() as connection:
            known = arrived.known_of(connection, [card.unit for card in cards])
        packed = package.write_package(office, place, to=to, progress=progress)
        done.written.append(packed)
        outside = drive_contents.outside_of(packed.file)
        with office.store.writing() as connection:
            arrived.keep_sent(connection, cards[0].key_id, outside.id, known)
    except StoppedError:
        raise
    except JianxiError as error:
        done.unwritten.append(Refused(name, "", error.code, error.user_message))


def _found(lying: Outside, cards: Sequence[Card], known: Mapping[str, Mapping[str, Any]]) -> Found:
    card, stated = drive_contents.signer_of(lying, cards), lying.header
    state, refused = State.NEW, lying.refused
    if stated is not None and refused is None and card is None:
        refused = drive_contents.stranger(stated)
    before = known.get(stated.id) if stated is not None else None
    if refused is not None:
        state = State.REFUSED
    elif before is not None:
        state = _STATES.get(before["state"], State.NEW)
    return Found(
        path=lying.path,
        id=stated.id if stated else "",
        sender=card.name if card else "",
        unit=card.unit if card else "",
        number=stated.number if stated else 0,
        day=stated.created if stated else "",
        bytes=lying.bytes,
        part=stated.part if stated else 1,
        of=stated.of if stated else 1,
        state=state,
        code=refused.code if refused else "",
        reason=refused.user_message if refused else "",
    )


def _known(office: Office) -> Mapping[str, Mapping[str, Any]]:
    """Give what is noted of packages by their identity."""
    with office.store.read() as connection:
        return arrived.packages_noted(connection)


def _going(office: Office, lying: Contents | None) -> tuple[Going, ...]:
    """Say what goes up, and down to those offices that have a folder on the drive."""
    above = trust.superiors(office)
    units = lying.units if lying is not None else frozenset()
    own = frozenset(each.header.id for each in lying.own if each.header) if lying else frozenset()
    going = [_to(office, None, above, own)] if above else []
    going += [_to(office, card.unit, [card], own) for card in below(office) if card.unit in units]
    return tuple(going)


def _to(office: Office, to: str | None, cards: Sequence[Card], own: frozenset[str]) -> Going:
    pending = package.pending(office, to)
    with office.store.read() as connection:
        last, known = arrived.sent(connection, cards[0].key_id)
        same = known == arrived.known_of(connection, [card.unit for card in cards])
    return Going(
        to,
        tuple(card.name for card in cards),
        pending.changes,
        pending.writes,
        pending.since,
        written=same and bool(pending.changes),
        lying=same and last in own,
        answer=not same and not pending.changes,
    )


def _acknowledged(
    office: Office, own: Sequence[Outside], noted: Mapping[str, Mapping[str, Any]]
) -> tuple[Path, ...]:
    """Give our packages that every receiver we know has acknowledged.

    A package this database does not know of having written is left alone: a restored database may
    count anew what was counted before.
    """
    reached = _reached(office)
    swept = []
    for lying in own:
        header = lying.header
        if header is None or header.id not in noted:
            continue
        receivers = [key for key in header.to if key in reached]
        if receivers and all(reached[key] >= header.number for key in receivers):
            swept.append(lying.path)
    return tuple(swept)


def _reached(office: Office) -> dict[str, int]:
    """Give the number of the last package that the PC of each key has acknowledged."""
    return {each.key: each.acknowledged[0] for each in partners(office) if each.acknowledged}


def _sweep(office: Office, place: Path) -> list[str]:
    """Remove what is acknowledged, and what is left of packages whose writing was cut off."""
    removed = []
    with contextlib.suppress(JianxiError):
        lying = drive_contents.contents_of(office, place)
        acknowledged = _acknowledged(office, lying.own, _known(office))
        for path in (*acknowledged, *lying.unfinished):
            with contextlib.suppress(OSError):
                path.unlink()
                removed.append(path.name)
    return removed
