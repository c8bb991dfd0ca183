"""The part of the package page that looks at other offices' packages and merges them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.services import package
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.package import Merged
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens import package_words as words
from jianxi_desktop.ui.screens.drop_place import DropPlace
from jianxi_desktop.ui.screens.package_words import Inspected
from jianxi_desktop.ui.screens.parts import (
    Facts,
    Figures,
    Message,
    choices,
)
from jianxi_desktop.ui.screens.pickers import Pickers
from jianxi_desktop.ui.screens.table import TextTable
from jianxi_desktop.ui.theme import as_primary, columns_of, line_height

T = TypeVar("T")
_KINDS = "数据包 (*.jxp);;所有文件 (*)"
_FIGURES = {
    "applied": ("收下", "good"),
    "skipped": ("本单位已有", "ink"),
    "conflicts": ("两边不同", "amber"),
}


class ReadPanel(QWidget):
    """Inspects a package, merges it on trial, and merges it.

    Signals:
        cards_wanted: The sender is not known; its card has to be trusted first.
    """

    cards_wanted = Signal()

    def __init__(self, desk: Desk, pickers: Pickers) -> None:
        super().__init__()
        self._desk = desk
        self.pickers = pickers
        self._path: Path | None = None
        self._found: Inspected | None = None
        self._trial: Merged | None = None
        self._merged = False
        self._busy = False
        self.place = DropPlace(
            desk.commands.button("package.inspect", self),
            "把数据包拖到这里，或按“选择数据包”",
            "在U盘的 JXSYNC 文件夹里，名字以 .jxp 结尾",
        )
        self.place.dropped.connect(self.take)
        self.facts = Facts()
        self.message = Message()
        self.trust = QPushButton("登记对方名片")
        self.trust.clicked.connect(self.cards_wanted)
        self.message.add_button(self.trust)
        self.figures = Figures(_FIGURES)
        self.table = TextTable()
        self.table.setMinimumHeight(line_height(self) * 6)
        self.table.setAccessibleName("包里的内容")
        self._rest = QWidget()
        self._lay_out()

    @property
    def waits_for_card(self) -> bool:
        """Whether the package here comes from somebody who is not trusted yet."""
        obstacle = self._found.obstacle if self._found is not None else None
        return obstacle is not None and obstacle.code == words.UNKNOWN_SENDER

    def look_again(self) -> None:
        """Look at the same package again."""
        if self._path is not None:
            self.take(self._path)

    def choose(self) -> None:
        """Ask for a package."""
        self.pickers.open(self, "选择数据包", _KINDS, self.take)

    def take(self, path: Path) -> None:
        """Look at a package and, if it can be taken, merge it on trial."""
        self._path, self._found, self._trial, self._merged = path, None, None, False
        self.place.show_file(path)
        self._begin("正在检查数据包", partial(_inspect, self._desk.office, path), self._inspected)

    def try_merge(self) -> None:
        """Merge on trial: the real thing, rolled back."""
        if self._may_merge():
            self._begin("正在试合并", self._work(trial=True), self._tried)

    def merge(self) -> None:
        """Merge."""
        if self._may_merge():
            self._begin("正在合并", self._work(trial=False), self._done)

    def show_state(self) -> None:
        """Show what is known and switch the commands on that can be given now."""
        found, trial = self._found, self._trial
        may = self._may_merge()
        self._desk.commands.enable("package.trial", on=may and trial is None)
        fresh = trial is not None and not trial.duplicate and trial.applied > 0
        self._desk.commands.enable("package.merge", on=may and fresh)
        self.facts.setVisible(found is not None)
        self.figures.setVisible(trial is not None)
        self._buttons.setVisible(found is not None and found.obstacle is None)
        self.table.setVisible(trial is not None and bool(trial.by_ledger))
        self._rest.setVisible(not self.table.isVisibleTo(self))
        self.trust.setVisible(self.waits_for_card)

    def _lay_out(self) -> None:
        commands = self._desk.commands
        gap = columns_of(self, 0.8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, gap, 0, 0)
        column.setSpacing(gap)
        column.addWidget(self.place)
        column.addWidget(self.facts)
        column.addWidget(self.message)
        self._buttons = choices(
            self.figures,
            as_primary(commands.button("package.merge", self)),
            commands.button("package.trial", self),
        )
        column.addWidget(self._buttons)
        column.addWidget(self.table, 1)
        column.addWidget(self._rest, 1)
        self.show_state()

    def _work(self, *, trial: bool) -> partial[Merged]:
        assert self._path is not None  # noqa: S101 - the commands are off without a package
        return partial(_merge, self._desk.office, self._path, trial)

    def _begin(self, title: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        self._busy = True
        self.message.say("")
        self._desk.jobs.run_long(work, done, self._failed, title=title)
        self.show_state()

    def _may_merge(self) -> bool:
        found = self._found
        return not self._busy and not self._merged and found is not None and not found.obstacle

    def _inspected(self, found: Inspected) -> None:
        self._busy, self._found = False, found
        self.facts.show_facts(words.inspected_facts(found))
        self._show_counts()
        self.show_state()
        if found.obstacle is not None:
            self.message.say(words.obstacle_words(found.obstacle), "error")
        else:
            self.try_merge()

    def _tried(self, merged: Merged) -> None:
        self._busy, self._trial = False, merged
        self.message.say(*words.trial_words(merged))
        self._show_figures(merged)
        self.show_state()

    def _done(self, merged: Merged) -> None:
        self._busy, self._trial, self._merged = False, merged, True
        said = words.merged_words(merged)
        self.message.say(said, "warning" if merged.conflicts else "")
        self._show_figures(merged)
        self.show_state()
        self._desk.changed(merged.touched)
        self._desk.notice(said)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.show_state()
        self._desk.report(error)

    def _show_figures(self, merged: Merged) -> None:
        self.figures.show_numbers(
            {
                "applied": merged.applied,
                "skipped": merged.skipped,
                "conflicts": merged.conflicts,
            }
        )
        self._show_counts()

    def _show_counts(self) -> None:
        lines = words.count_lines(self._desk.office.catalog, self._trial)
        self.table.show_items(words.COUNT_HEADS, lines)


def _inspect(office: Office, path: Path, progress: Progress) -> Inspected:
    progress(0, 0)
    return package.inspect_package(office, path)


def _merge(
    office: Office,
    path: Path,
    trial: bool,  # noqa: FBT001 - bound by partial, never called by place
    progress: Progress,
) -> Merged:
    return package.merge_package(office, path, trial=trial, progress=progress)
