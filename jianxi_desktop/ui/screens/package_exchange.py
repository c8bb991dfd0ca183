"""The part of the package page that people use every time: one drive, one button."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.services import exchange, receipts
from jianxi_desktop.services import plugged_drives as drives
from jianxi_desktop.services.exchange import Exchanged, Look
from jianxi_desktop.services.exchange_facts import Told
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.plugged_drives import Drive, LetGo
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens import exchange_words as words
from jianxi_desktop.ui.screens.package_place import PlaceBar
from jianxi_desktop.ui.screens.parts import Message, choices, section, sized, wrapped
from jianxi_desktop.ui.screens.pickers import Pickers
from jianxi_desktop.ui.screens.table import TextTable
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

Work = Callable[[Progress], Exchanged]


class ExchangePanel(QWidget):
    """Says what a drive and the office have for each other, exchanges it, says when to pull.

    Signals:
        cards_wanted: There is nobody to exchange with until a card is trusted.
        news_wanted: The person wants to see what came.
    """

    cards_wanted = Signal()
    news_wanted = Signal()
    _told = Signal(str)

    def __init__(self, desk: Desk, pickers: Pickers) -> None:
        super().__init__()
        self._desk = desk
        self.pickers = pickers
        self._seen: Look | None = None
        self._done: Exchanged | None = None
        self._busy = False
        self._lost = False
        self.place = PlaceBar(desk.commands)
        self.place.moved.connect(self._look_anew)
        self.up = sized(wrapped(), 12)
        self.down = sized(wrapped(), 12)
        self.more = as_hint(wrapped())
        self.step = QLabel()
        self.result = Message()
        self.failed = Message()
        self.trouble = Message()
        self.table = TextTable()
        self.table.setAccessibleName("数据包")
        self.table.setMinimumHeight(line_height(self) * 5)
        self.reason = wrapped()
        self._buttons()
        self._lay_out()
        self._told.connect(self.step.setText)
        self.table.selectionModel().currentChanged.connect(self._show_reason)
        self.show_state()

    def load(self) -> None:
        """Read again what waits; what was done stays to be seen."""
        self._look()

    def show_drives(self, found: tuple[Drive, ...]) -> None:
        """Take the drives that are plugged in now."""
        self.place.show_drives(found)

    def choose(self) -> None:
        """Ask for a folder to use in place of a drive."""
        self.pickers.folder(self, "选择U盘或文件夹", self.place.choose_folder)

    def exchange(self) -> None:
        """Take in what is for us, write what goes out."""
        if self._ready():
            self._begin(
                "正在交换数据包",
                partial(_exchange, self._desk.office, self._path(), self._told.emit),
            )

    def write_down(self) -> None:
        """Write a package for each office below."""
        if self._ready():
            self._begin(
                "正在写数据包",
                partial(_write_down, self._desk.office, self._path(), self._told.emit),
            )

    def write_full(self) -> None:
        """Write everything once more, whatever was acknowledged."""
        if self._ready():
            self._begin(
                "正在写数据包",
                partial(_write_full, self._desk.office, self._path(), self._told.emit),
            )

    def eject(self) -> None:
        """Let the system let go of the drive."""
        if self.place.drive is not None and not self._busy:
            work = partial(drives.let_go, self.place.drive.path, unmount=True)
            self._desk.jobs.run(work, self._ejected)

    def show_state(self) -> None:
        """Show what is known and switch the commands on that can be given now."""
        seen, ready = self._seen, self._ready()
        wanted = seen is not None and (bool(seen.fresh) or any(e.wanted for e in seen.going))
        enable = self._desk.commands.enable
        enable("package.exchange", on=ready and wanted)
        enable("package.down", on=ready and seen is not None and seen.below > 0)
        enable("package.full", on=ready and seen is not None and bool(seen.going))
        enable("package.eject", on=self.place.drive is not None and not self._busy)
        enable("package.folder", on=not self._busy)
        self.down_button.setVisible(self._desk.office.unit.level != "community")
        self.full_button.setVisible(self._desk.office.unit.level != "district")
        self.step.setVisible(self._busy)

    def _buttons(self) -> None:
        commands = self._desk.commands
        self.run_button = as_primary(commands.button("package.exchange", self))
        self.down_button = commands.button("package.down", self)
        self.full_button = commands.button("package.full", self)
        self.to_news = QPushButton("看收到了什么")
        self.to_news.clicked.connect(self.news_wanted)
        self.to_review = QPushButton("去核对")
        self.to_review.clicked.connect(partial(self._desk.open_screen, "review", None))
        self.to_cards = QPushButton("去登记名片")
        self.to_cards.clicked.connect(self.cards_wanted)
        for button in (self.to_news, self.to_review):
            self.result.add_button(button)
        self.trouble.add_button(self.to_cards)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        gap = columns_of(self, 0.8)
        column.setContentsMargins(0, gap, 0, 0)
        column.setSpacing(gap)
        column.addWidget(self.place)
        lines = QVBoxLayout()
        lines.setSpacing(gap // 3)
        for label in (self.up, self.down, self.more):
            lines.addWidget(label)
        column.addLayout(lines)
        column.addWidget(choices(self.run_button, self.down_button, self.full_button, self.step))
        column.addWidget(self.trouble)
        column.addWidget(self.result)
        column.addWidget(self.failed)
        self.caption = section("U盘上的数据包")
        column.addWidget(self.caption)
        column.addWidget(self.table, 1)
        column.addWidget(self.reason)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)

    def _path(self) -> Path:
        assert self.place.path is not None  # noqa: S101 - the commands are off without a place
        return self.place.path

    def _ready(self) -> bool:
        return self.place.path is not None and not self._busy

    def _look_anew(self) -> None:
        """Another drive: what was done with the one before is done with."""
        gone = self.place.path is None
        self._lost = self._busy and gone
        if self._busy:
            return
        self.failed.say("")
        if not gone:
            self._done = None
            self.result.say("")
        elif self._done is not None and self._done.anything:
            self.result.say(words.PULLED)
        self._look()

    def _look(self) -> None:
        if self._busy:
            return
        work = partial(_look, self._desk.office, self.place.path)
        self._desk.jobs.run_newest("package.look", work, self._show_look, self._look_failed)

    def _show_look(self, seen: Look) -> None:
        self._seen = seen
        unit = self._desk.office.unit
        self._say(
            words.going_words(seen), words.found_words(seen, unit.code), words.beside_words(seen)
        )
        self._show_trouble(seen)
        self._show_table()
        self.show_state()

    def _say(self, *texts: str) -> None:
        """Show what goes, what has come, what else lies there; nothing takes no room."""
        for label in (self.up, self.down, self.more):
            label.hide()
        for label, text in zip((self.up, self.down, self.more), texts, strict=False):
            label.setText(text)
            label.setVisible(bool(text))

    def _show_trouble(self, seen: Look) -> None:
        """Say what stands against an exchange, before anybody presses the button."""
        text, state = words.trouble(seen, self._desk.office.unit.level)
        self.to_cards.setVisible(text == words.NO_CARD)
        self.trouble.say(text, state)

    def _look_failed(self, error: Exception) -> None:
        self._seen = None
        self._say()
        self.trouble.say(words.said(error), "error")
        self.to_cards.hide()
        self._show_table()
        self.show_state()

    def _begin(self, title: str, work: Work) -> None:
        self._busy, self._done = True, None
        self.result.say("")
        self.failed.say("")
        self.step.setText("")
        self._desk.jobs.run_long(work, self._finished, self._failed, title=title)
        self.show_state()

    def _finished(self, done: Exchanged) -> None:
        self._busy, self._done = False, done
        self.result.say(*words.done_words(done))
        self.failed.say(words.failed_words(done), "error")
        self.to_news.setVisible(bool(done.taken))
        self.to_review.setVisible(done.conflicts > 0 and self._desk.has_screen("review"))
        self._desk.changed(done.touched)
        if done.written:
            offer_folder(self._desk, done.written[0].file, words.notice_words(done))
        else:
            self._desk.notice(words.notice_words(done))
        self.done_with()

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.result.say("")
        self._desk.report(error)
        self.done_with()

    def done_with(self) -> None:
        """Look again at what there is now."""
        self.show_state()
        self._look()

    def _ejected(self, gone: LetGo) -> None:
        if gone.unmounted:
            self.result.say("U盘已弹出，可以拔了。")
        elif gone.flushed:
            self.result.say("写入都已完成，可以拔出U盘。想更稳妥，可在任务栏点“安全删除硬件”再拔。")
        else:
            self.result.say("U盘没有响应。如果灯还在闪，请等它不闪了再拔。", "warning")
        for button in (self.to_news, self.to_review):
            button.hide()

    def _show_table(self) -> None:
        lines = words.lines(self._seen, self._done)
        self.table.show_items(words.HEADS, lines)
        shown = bool(lines)
        self.caption.setVisible(shown)
        self.table.setVisible(shown)
        self._rest.setVisible(not shown)
        bad = next((n for n, line in enumerate(lines) if words.is_bad(line)), None)
        self.reason.hide()
        if bad is not None:
            self.table.selectRow(bad)

    def _show_reason(self) -> None:
        row = self.table.currentIndex().row()
        text = words.reason_of(self.table.rows.line(row)) if row >= 0 else ""
        self.reason.setText(text)
        self.reason.setVisible(bool(text))


def _look(office: Office, path: Path | None) -> Look:
    if path is None:
        return Look(
            place=Path(),
            going=exchange.waiting(office),
            below=len(exchange.below(office)),
            delivered=receipts.delivered(office),
        )
    return exchange.look(office, path)


def _exchange(office: Office, path: Path, told: Told, progress: Progress) -> Exchanged:
    return exchange.run(office, path, progress=progress, told=told)


def _write_down(office: Office, path: Path, told: Told, progress: Progress) -> Exchanged:
    return exchange.write_down(office, path, progress=progress, told=told)


def _write_full(office: Office, path: Path, told: Told, progress: Progress) -> Exchanged:
    return exchange.write_full(office, path, progress=progress, told=told)
