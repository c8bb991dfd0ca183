"""Cut the writing of a package off at every write of the driver, and look what is on the stick.

Three kinds of cuts: after each write; inside the last sector of each write; and, as a cache that
writes in any order would leave it, any part of the writes between two flushes of the program.
"""

import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from tests.sticks import images
from tests.sticks.images import SECTOR, Noted, Replay

Write = Callable[[Path], None]


@dataclass
class Figures:
    """What was found on the stick after all the cuts.

    Attributes:
        cuts: How often it was cut.
        old: Only what was there before is there, whole.
        new: What was being written is there, whole, and so is what was there before.
        unfinished: A ``.part`` was left, which nobody takes for a package.
        unreadable: The folder could not be listed before the checker of the file system had run,
            as Windows asks to when such a stick is plugged in.
        repaired: The same was looked at again after that checker.
        half: A package that is not whole stood under its name: must be 0.
        lost: What was there before was damaged or gone: must be 0.
        forgotten: It was said to be written and is not there: must be 0.
    """

    cuts: int = 0
    old: int = 0
    new: int = 0
    unfinished: int = 0
    unreadable: int = 0
    repaired: int = 0
    half: int = 0
    lost: int = 0
    forgotten: int = 0

    def __iadd__(self, other: "Figures") -> "Figures":
        """Add up."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))
        return self


@dataclass(frozen=True)
class Case:
    """A recorded writing, to be cut.

    Attributes:
        kind: ``fat32`` or ``exfat``.
        base: The stick before.
        noted: What the driver did, with the program's flushes.
        folder: Where the packages lie.
        before: The files there before.
        after: The files there afterwards.
        said: How many of ``noted`` had happened when the program said that it is written.
    """

    kind: str
    base: Path
    noted: Sequence[Noted]
    folder: str
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    said: int


def record(kind: str, work: Path, folder: str, old: Write, new: Write) -> Case:
    """Write something to a stick, then record how something else is written to it.

    Args:
        kind: ``fat32`` or ``exfat``.
        work: An empty folder.
        folder: Below which everything lies.
        old: Writes what is there before, given the root.
        new: Writes what is to be cut; given the root, it returns when it is said to be written.
    """
    library = images.recorder(work)
    image, base, root = images.make(kind, work / "stick.img"), work / "base.img", work / "stick"
    with images.mounted(kind, image, root) as stick:
        old(stick.root)
    shutil.copyfile(image, base)
    before = images.listing(kind, base, folder, work / "look")
    with images.mounted(kind, image, root, library) as stick, images.flushes_noted(stick):
        new(stick.root)
        said = len(stick.noted())
    noted = images.read_log(stick.log)
    after = images.listing(kind, image, folder, work / "look")
    replay = Replay(base, work / "check.img")
    for each in noted:
        replay.write(each)
    if replay.image.read_bytes() != image.read_bytes():  # the driver wrote after it was let go
        raise RuntimeError("not every write was recorded")
    return Case(kind, base, noted, folder, before, after, said)


def cut_everywhere(case: Case, work: Path, *, torn: bool = True, repaired: int = 1) -> Figures:
    """Cut after every write, and inside every write; the checker looks at every n-th of them."""
    figures, replay = Figures(), Replay(case.base, work / "cut.img")
    for number, noted in enumerate(case.noted):
        if noted.flush:
            continue
        if torn and len(noted.data) > 1:
            with replay.torn(noted):
                _look(case, replay.image, work, number, figures)
        replay.write(noted)
        _look(case, replay.image, work, number + 1, figures)
        if repaired and number % repaired == 0:
            _look_repaired(case, replay.image, work, number + 1, figures)
    return figures


def cut_in_any_order(case: Case, work: Path, times: int, seed: int = 7) -> Figures:
    """Let each sector stand anywhere between the last flush that had ended and the cut."""
    figures, chance = Figures(), random.Random(seed)
    windows = [window for window in _windows(case.noted) if len(window)]
    for _ in range(times):
        start, end = chance.choice([(w.start, w.stop) for w in windows])
        replay = Replay(case.base, work / "cut.img")
        for each in case.noted[:start]:
            replay.write(each)
        _lose(replay, case.noted[start : chance.randint(start, end)], chance)
        _look(case, replay.image, work, start, figures)
        _look_repaired(case, replay.image, work, start, figures)
    return figures


def _lose(replay: Replay, noted: Sequence[Noted], chance: random.Random) -> None:
    """Do of the writes to each sector only the first ones, as many as chance will have it."""
    sectors: dict[int, list[Noted]] = {}
    for part in (part for each in noted for part in _sectors(each)):
        sectors.setdefault(part.offset // SECTOR, []).append(part)
    kept = chance.choice((0.1, 0.5, 0.9))
    for parts in sectors.values():
        many = len(parts) if chance.random() < kept else chance.randint(0, len(parts) - 1)
        for part in parts[:many]:
            replay.write(part)


def _windows(noted: Sequence[Noted]) -> Iterator[range]:
    """Give the writes between two flushes of the program."""
    start = 0
    for number, each in enumerate(noted):
        if each.flush:
            yield range(start, number)
            start = number + 1
    yield range(start, len(noted))


def _sectors(noted: Noted) -> Iterator[Noted]:
    """Cut a write at the borders of sectors, as a medium takes it."""
    place = 0
    while place < len(noted.data):
        size = SECTOR - (noted.offset + place) % SECTOR
        yield Noted(noted.offset + place, noted.data[place : place + size])
        place += size


def _look(case: Case, image: Path, work: Path, done: int, figures: Figures) -> None:
    figures.cuts += 1
    try:
        found = images.listing(case.kind, image, case.folder, work / "look")
    except OSError:
        figures.unreadable += 1
        _look_repaired(case, image, work, done, figures)
        return
    _judge(case, found, figures, certain=done >= case.said)


def _look_repaired(case: Case, image: Path, work: Path, done: int, figures: Figures) -> None:
    copy = work / "repaired.img"
    shutil.copyfile(image, copy)
    images.repair(case.kind, copy)
    figures.repaired += 1
    counted = Figures()
    found = images.listing(case.kind, copy, case.folder, work / "look")
    _judge(case, found, counted, certain=done >= case.said)
    figures += Figures(half=counted.half, lost=counted.lost, forgotten=counted.forgotten)


def _judge(case: Case, found: Mapping[str, bytes], figures: Figures, *, certain: bool) -> None:
    """Compare what is there: only what was there before or is there afterwards may have a name."""
    whole = set(case.before.values()) | set(case.after.values())
    packages = {name: data for name, data in found.items() if name.lower().endswith(".jxp")}
    fresh = set(case.after.values()) - set(case.before.values())
    kept = {name: data for name, data in case.before.items() if name in case.after}
    figures.half += sum(1 for data in packages.values() if data not in whole)
    figures.lost += sum(1 for name, data in kept.items() if found.get(name) != data)
    figures.unfinished += any(name.lower().endswith(".part") for name in found)
    arrived = fresh <= set(packages.values())
    figures.new += arrived
    figures.old += not arrived
    figures.forgotten += certain and not arrived
