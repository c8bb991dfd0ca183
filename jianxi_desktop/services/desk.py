"""Take a whole folder of packages in: read side by side in child processes, written by one.

What a package is refused for is kept with it and stops none of the others; each package is applied
in a transaction of its own as soon as its turn comes, so stopping between two leaves whole ones.
"""

import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from jianxi_desktop.db import transfer
from jianxi_desktop.db.turns import merging_turn
from jianxi_desktop.domain.progress import Progress, StoppedError, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError, JianxiError
from jianxi_desktop.services import backups, inbox, package
from jianxi_desktop.services.desk_files import PackageFile as PackageFile
from jianxi_desktop.services.desk_files import look_for, note_refusal, outside_of
from jianxi_desktop.services.desk_reading import Checked, read_ahead, usual_workers
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.package import Package
from jianxi_desktop.services.rights import needs
from jianxi_desktop.sync.drives import find_drives
from jianxi_desktop.sync.refusals import PackageRefusedError

log = logging.getLogger(__name__)

State = Literal[
    "waiting", "writing", "merged", "tried", "follows", "duplicate", "refused", "held", "left"
]
STATES: dict[State, str] = {
    "waiting": "等待核验",
    "writing": "正在合并",
    "merged": "已合并",
    "tried": "可以合并",
    "follows": "接着前一个",
    "duplicate": "以前合并过",
    "refused": "收不了",
    "held": "暂存待补",
    "left": "还没合并",
}
GAP = "package_gap"
WAITING = (GAP, "package_not_certified")  # what others of the folder may bring


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
        warnings: What is odd about the sender's PC, in words.
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
    warnings: tuple[str, ...] = ()


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


Told = Callable[[TakenPackage], None]


def tell_nobody(package: TakenPackage) -> None:
    """Tell nobody."""
    del package


def plugged_in() -> tuple[tuple[str, Path], ...]:
    """Name the removable drives of this PC, those with packages first."""
    return tuple((f"{each.label or '未命名'}（{each.path}）", each.path) for each in find_drives())


@needs(Right.MERGE, whole=True)
def find_packages(office: Office, places: Path | Sequence[Path]) -> tuple[PackageFile, ...]:
    """Find every package for this office in folders, on drives and among files, in order.

    Only the outsides are read, so a drive with hundreds of packages answers at once. What lies in
    a folder and is for others is passed over.

    Raises:
        EnvironmentFailure: A place is not there or cannot be read.
    """
    return look_for(office, places)


@needs(Right.MERGE, whole=True)
def take_folder(
    office: Office,
    places: Path | Sequence[Path],
    *,
    trial: bool = False,
    progress: Progress = no_progress,
    told: Told = tell_nobody,
    workers: int | None = None,
) -> Taken:
    """Take every package in, the next being read while one is written.

    One verified backup is made before the first is written. A package that has to wait for another
    is tried again when others have been taken.

    Args:
        office: The receiver.
        places: A folder, a drive, files, or several of them.
        trial: Do the same and roll it back.
        progress: Told packages done and in all; may raise ``StoppedError``: a package that is half
            written is taken back and left for later.
        told: Told each package whenever its state changes, in this thread.
        workers: How many child processes read at once; default one less than processors.

    Raises:
        InputError: There is no package; or somebody else is taking packages in.
        EnvironmentFailure: The place cannot be read, or the backup was not made.
    """
    files = look_for(office, places)
    if not files:
        raise _nothing_there()
    with merging_turn(office.store):
        run = _Run(office, files, trial=trial, progress=progress, told=told)
        return run.go(workers or usual_workers())


class _Run:
    """One folder being taken in."""

    def __init__(
        self,
        office: Office,
        files: Sequence[PackageFile],
        *,
        trial: bool,
        progress: Progress,
        told: Told,
    ) -> None:
        self._office = office
        self._files = files
        self._trial = trial
        self._progress = progress
        self._told = told
        self._done: dict[Path, TakenPackage] = {}
        self._touched: set[str] = set()
        self._safe = trial  # whether there is a backup, where one is needed

    def go(self, workers: int) -> Taken:
        """Take what can be taken; the rest is said."""
        stopped = False
        todo = [each for each in self._files if self._is_new(each)]
        try:
            while todo:
                before = self._count("merged")
                self._pass(todo, workers)
                gone = self._count("merged") > before
                if gone:
                    inbox.retry(self._office, self._take_kept)
                todo = [each for each in todo if gone and self._done[each.path].code in WAITING]
        except StoppedError:
            stopped = True
        self._put_by()
        left = (TakenPackage(each, "left") for each in self._files)
        packages = tuple(self._done.pop(each.file.path, each) for each in left)
        packages += tuple(self._done.values())  # what had been kept and could be taken now
        log.info("packages looked at: %s", len(packages))
        return Taken(packages, self._trial, stopped, frozenset(self._touched))

    def _is_new(self, file: PackageFile) -> bool:
        """Settle what needs no reading: what is damaged outside, and what is here already."""
        if file.code:
            self._settle(TakenPackage(file, "refused", code=file.code, reason=file.reason))
            return False
        with self._office.store.read() as connection:
            known = transfer.package_known(connection, file.id)
        if known and known["state"] == "merged" and known["sha256"] == file.sha256:
            self._settle(TakenPackage(file, "duplicate", skipped=known["records"]))
            return False
        return True

    def _pass(self, files: Sequence[PackageFile], workers: int) -> None:
        check = partial(_check, self._office)
        reading = read_ahead(files, check, workers=workers, pulse=self._pulse)
        with contextlib.closing(reading) as checked:
            for each in checked:
                self._pulse()
                self._settle(self._taken(each))
        self._pulse()

    def _taken(self, checked: Checked[Package]) -> TakenPackage:
        file = checked.file
        if checked.found is None:
            assert checked.refused is not None  # noqa: S101 - one of the two is there
            return self._refused(file, checked.refused)
        if not self._safe:
            backups.before(self._office, "merge", self._look)
            self._safe = True
        self._told(TakenPackage(file, "writing"))
        try:
            return self._written(file, checked.found, self._look)
        except StoppedError:
            raise  # the package was taken back; it is left for later
        except JianxiError as error:
            return self._refused(file, error)

    def _written(
        self, file: PackageFile, found: Package, progress: Progress = no_progress
    ) -> TakenPackage:
        merged = package.take_package(self._office, found, trial=self._trial, progress=progress)
        self._touched |= merged.touched
        state: State = "tried" if self._trial else "merged"
        return TakenPackage(
            file,
            "duplicate" if merged.duplicate else state,
            new=merged.new,
            changed=merged.changed,
            removed=merged.removed,
            conflicts=merged.conflicts,
            applied=merged.applied,
            skipped=merged.skipped,
            blobs=merged.blobs,
            warnings=merged.warnings,
        )

    def _refused(self, file: PackageFile, error: JianxiError) -> TakenPackage:
        log.info("package not taken: %s", error.code)
        if self._trial and error.code == GAP and self._follows(file):
            return TakenPackage(file, "follows")
        if not self._trial and error.code not in inbox.KEPT:
            note_refusal(self._office, file.path, error)
        return TakenPackage(file, "refused", code=error.code, reason=error.user_message)

    def _follows(self, file: PackageFile) -> bool:
        """Tell whether a package before it would be taken, on which it builds."""
        return any(
            each.state in ("tried", "follows") and each.file.key == file.key
            for each in self._done.values()
        )

    def _take_kept(self, path: Path) -> None:
        """Take a package that had been kept and waited for one that has come now."""
        outside = outside_of(path)
        with package.checked_package(self._office, path) as found:
            file = PackageFile(path, path.stat().st_size, outside.id, outside.number)
            sender = replace(file, unit=found.sender.unit, sender=found.sender.name)
            self._settle(self._written(replace(sender, day=outside.created), found))

    def _put_by(self) -> None:
        """Keep what has to wait; it is tried again when the next packages have been taken."""
        waiting = [each for each in self._done.values() if each.code in inbox.KEPT]
        for each in () if self._trial else waiting:
            why = PackageRefusedError(each.code, user_message=each.reason, code=each.code)
            file, kept = each.file, None
            with contextlib.suppress(JianxiError, OSError):  # the drive is gone; it can come again
                outside = None if file.code else outside_of(file.path)
                kept = inbox.keep(self._office, file.path, outside, why, unit=file.unit)
            if kept is None:
                note_refusal(self._office, file.path, why)
            else:
                self._settle(replace(each, state="held"))

    def _settle(self, package: TakenPackage) -> None:
        self._done[package.file.path] = package
        self._told(package)

    def _pulse(self) -> None:
        total = len(self._files)
        self._progress(min(len(self._done), total), total)

    def _look(self, _done: int, _total: int) -> None:
        """Stop within a package, too; how far it is, is told in packages."""
        self._pulse()

    def _count(self, state: State) -> int:
        return sum(each.state == state for each in self._done.values())


def _check(office: Office, file: PackageFile) -> contextlib.AbstractContextManager[Package]:
    return package.checked_package(office, file.path)


def _nothing_there() -> InputError:
    return InputError(
        "no package in the places given",
        user_message=(
            "这里没有发给本单位的数据包（JXSYNC 文件夹里的 .jxp 文件）。"
            "请确认U盘插对了、对方已写好数据包，再重新选择。"
        ),
        code="no_packages",
    )
