"""Take a whole folder of packages in: read side by side in child processes, written by one.

What a package is refused for is kept with it and stops none of the others; each package is applied
in a transaction of its own as soon as its turn comes, so stopping between two leaves whole ones.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

State = Literal["waiting", "checking", "merged", "tried", "duplicate", "refused", "held", "left"]
STATES: dict[State, str] = {
    "waiting": "等待核验",
    "checking": "正在核验",
    "merged": "已合并",
    "tried": "可以合并",
    "duplicate": "以前合并过",
    "refused": "没有收下",
    "held": "暂存待补",
    "left": "还没合并",
}


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
    code: str = ""
    reason: str = ""


@dataclass(frozen=True)
class TakenPackage:
    """What became of one package.

    Attributes:
        file: The package.
        state: Key of ``STATES``.
        new: Records that are new here.
        changed: Records that were changed.
        removed: Records that were removed.
        conflicts: Groups of fields for which a person must choose.
        applied: Changes taken.
        skipped: Changes that were here already.
        blobs: Photos and documents that came along.
        code: Why it was refused; else empty.
        reason: The same in Chinese with what to do.
    """

    file: PackageFile
    state: State
    new: int = 0
    changed: int = 0
    removed: int = 0
    conflicts: int = 0
    applied: int = 0
    skipped: int = 0
    blobs: int = 0
    code: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Taken:
    """What taking a folder did, or would do.

    Attributes:
        packages: Every package, by sender and number.
        trial: Nothing was changed.
        stopped: A person stopped it; those not yet taken are ``left``.
        touched: Ledgers written.
    """

    packages: tuple[TakenPackage, ...]
    trial: bool
    stopped: bool
    touched: frozenset[str]

    def of(self, *states: State) -> tuple[TakenPackage, ...]:
        """Give the packages that came to one of these states."""
        return tuple(each for each in self.packages if each.state in states)

    def total(self, key: str) -> int:
        """Add up a number of all packages: ``new``, ``changed``, ``conflicts``."""
        return sum(getattr(each, key) for each in self.packages)


@needs(Right.MERGE, whole=True)
def find_packages(office: Office, places: Path | Sequence[Path]) -> tuple[PackageFile, ...]:
    """Find every package in folders, on drives and among files, by sender and number.

    Only the outsides are read, so a drive with hundreds of packages answers at once.

    Raises:
        EnvironmentFailure: A place is not there or cannot be read.
    """
    raise NotImplementedError


@needs(Right.MERGE, whole=True)
def take_folder(
    office: Office,
    places: Path | Sequence[Path],
    *,
    trial: bool = False,
    progress: Progress = no_progress,
    told: Callable[[TakenPackage], None] | None = None,
    workers: int | None = None,
) -> Taken:
    """Take every package in, the next being read while one is written.

    Args:
        office: The receiver.
        places: A folder, a drive, files, or several of them.
        trial: Do the same and roll it back.
        progress: Told packages done and in all; may raise ``StoppedError`` to stop between two.
        told: Told each package whenever its state changes, in this thread.
        workers: How many child processes read at once; default one less than processors.

    Raises:
        InputError: There is no package; or somebody else is taking packages in.
        EnvironmentFailure: The place or the database failed.
    """
    raise NotImplementedError
