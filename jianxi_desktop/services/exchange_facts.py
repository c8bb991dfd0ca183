"""What is told of an exchange by USB drive: what lies there, what goes, what was done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from jianxi_desktop.services.package import Merged, Packed

Told = Callable[[str], None]


def no_telling(text: str) -> None:
    """Tell nobody."""
    del text


class State(StrEnum):
    """What is known of a package that lies on a drive, from its outside alone."""

    NEW = "new"
    KNOWN = "known"
    HELD = "held"
    REFUSED = "refused"


@dataclass(frozen=True)
class Found:
    """A package for this office on a drive, judged by its outside; nothing of it is unlocked.

    Attributes:
        path: The file.
        id: Of the package, 32 hexadecimal digits; empty where the outside cannot be read.
        sender: Name of the trusted office that signed it; empty: nobody we know.
        unit: Its code; empty as above.
        number: Counts the packages of this sender to us.
        day: When it was written by the sender's clock, ISO 8601; empty as for ``id``.
        bytes: Size of the file.
        part: Which part of a sending it is.
        of: How many parts the sending has.
        state: Whether it would be taken.
        code: Stable reason where it was or will be refused or held.
        reason: The same in Chinese, with what to do.
    """

    path: Path
    id: str
    sender: str
    unit: str
    number: int
    day: str
    bytes: int
    part: int
    of: int
    state: State
    code: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Going:
    """What waits to be carried to one receiver, or to all offices above.

    Attributes:
        to: Code of the receiving unit; ``None``: the superiors together.
        names: Who can open it.
        changes: Changes they have not acknowledged.
        writes: Single writes in them.
        since: When the last package was written for them, ISO 8601; ``None``: never.
        written: All of it was written before, in a package that is not acknowledged.
        lying: That package lies on this drive.
        answer: There is nothing but a receipt to give: what was taken of theirs since.
    """

    to: str | None
    names: tuple[str, ...]
    changes: int
    writes: int
    since: str | None
    written: bool = False
    lying: bool = False
    answer: bool = False

    @property
    def wanted(self) -> bool:
        """Whether a package is worth writing on this drive."""
        return (bool(self.changes) and not self.lying) or self.answer


@dataclass(frozen=True)
class Look:
    """What one drive and this office have for each other.

    Attributes:
        place: Root of the drive, or the folder chosen in its place.
        found: Packages for this office, the oldest first.
        going: What would be written.
        swept: Own packages that all receivers have acknowledged; the next exchange removes them.
        own: Own packages that lie on it, swept ones included.
        foreign: Number of packages that are for others.
        free: Bytes left; ``None``: not known.
        writable: Whether it can be written.
        below: Number of trusted offices below this one, for which packages can be written.
        delivered: Until which package each office above has everything, in words.
    """

    place: Path
    found: tuple[Found, ...] = ()
    going: tuple[Going, ...] = ()
    swept: tuple[Path, ...] = ()
    own: tuple[Path, ...] = ()
    foreign: int = 0
    free: int | None = None
    writable: bool = True
    below: int = 0
    delivered: tuple[str, ...] = ()

    @property
    def fresh(self) -> tuple[Found, ...]:
        """The packages an exchange tries to take: new ones, and those refused or held before."""
        return tuple(each for each in self.found if each.state is not State.KNOWN)

    @property
    def changes(self) -> int:
        """Changes that wait to go up or down by this drive."""
        return sum(each.changes for each in self.going)


@dataclass(frozen=True)
class Refused:
    """A package that was not taken, or a receiver for whom nothing could be written.

    Attributes:
        name: Name of the file, or of the receiver.
        sender: Who signed it, where known.
        code: Stable reason.
        reason: Chinese, with what to do.
        held: It is kept and merges by itself once what is missing has come.
    """

    name: str
    sender: str
    code: str
    reason: str
    held: bool = False


@dataclass
class Exchanged:
    """What one exchange did.

    Attributes:
        taken: What became of each package that was taken, in order.
        refused: Those that were not, with the reason; they change nothing.
        written: Packages that now lie on the drive.
        unwritten: Receivers for whom nothing could be written, with the reason.
        swept: Names of own packages removed because they are acknowledged.
        flushed: The drive was told to write everything down, and did.
        stopped: A person stopped it before the end.
        came: What came, in words: ``3 项任务、1 份退回的报表``.
        kept_back: Packages that were not taken because this person may not merge.
    """

    taken: list[Merged] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    written: list[Packed] = field(default_factory=list)
    unwritten: list[Refused] = field(default_factory=list)
    swept: list[str] = field(default_factory=list)
    flushed: bool = False
    stopped: bool = False
    kept_back: int = 0
    came: str = ""

    @property
    def anything(self) -> bool:
        """Whether anything was done that stays."""
        return bool(self.taken or self.written)

    @property
    def touched(self) -> frozenset[str]:
        """Ledgers that were written here."""
        return frozenset().union(*(each.touched for each in self.taken))

    @property
    def conflicts(self) -> int:
        """Conflicts that a person has to look at."""
        return sum(each.conflicts for each in self.taken)
