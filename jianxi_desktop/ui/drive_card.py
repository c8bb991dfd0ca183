"""The card below the tree: what waits to be reported, and the drive when one is plugged in."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import exchange, news
from jianxi_desktop.services.exchange import Look
from jianxi_desktop.services.news import News
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.plugged_drives import Drive
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens import exchange_words as words
from jianxi_desktop.ui.screens.parts import wrapped
from jianxi_desktop.ui.theme import columns_of


class DriveCard(QFrame):
    """Two lines and a button; says once, above the page, that a drive brought something."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("driveCard")
        self._desk = desk
        self._drive: Drive | None = None
        self._told: Path | None = None
        account = desk.office.account
        self._mine = Right.PACK in account.rights and not desk.office.limited
        self.waiting, self.brought = wrapped(), wrapped()
        self.go = QPushButton("去交换")
        self.go.clicked.connect(self._open)
        caption = QLabel("U盘数据包")
        caption.setProperty("role", "section")
        column = QVBoxLayout(self)
        edge = columns_of(self, 0.6)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(edge // 3)
        column.addWidget(caption)
        column.addWidget(self.waiting)
        column.addWidget(self.brought)
        column.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        desk.drives.changed.connect(self._follow)
        self.hide()

    def load(self) -> None:
        """Count again what waits, here and on the drive."""
        if self._mine:
            work = partial(_read, self._desk.office, self._drive)
            self._desk.jobs.run_newest("drive.card", work, self._show, self._failed)

    def _follow(self) -> None:
        found = self._desk.drives.found
        self._drive = found[0] if found else None
        if self._drive is None or self._drive.path != self._told:
            self._told = None
        self.load()

    def _show(self, read: tuple[Look, list[News]]) -> None:
        seen, came = read
        fresh = len(seen.fresh)
        self.waiting.setText(words.waiting_words(seen))
        self.waiting.setVisible(bool(seen.going))
        if self._drive is not None:
            name = words.short_name(self._drive)
            self.brought.setText(f"{name}：{fresh} 个新数据包" if fresh else f"{name} 已插好")
        elif came:
            self.brought.setText(f"{len(came)} 份收到的内容没看")
        self.brought.setVisible(self._drive is not None or bool(came))
        self.go.setText("去交换" if self._drive is not None or not came else "去看看")
        self.setVisible(bool(seen.going) or self._drive is not None or bool(came))
        self._tell(seen)

    def _tell(self, seen: Look) -> None:
        """Say once of each drive that it brought something, unless its page is in front."""
        if self._drive is None or self._told == self._drive.path:
            return
        self._told = self._drive.path
        if seen.fresh and not self._desk.is_shown("package"):
            said = words.found_words(seen, self._desk.office.unit.code) or "有没收下的数据包"
            name = words.drive_name(self._drive)
            self._desk.notice(
                f"{name} 已插好，{said.replace(chr(10), '；')}。",
                undo=self._open,
                undo_text="去交换",
            )

    def _failed(self, error: Exception) -> None:
        """A drive that goes while it is looked at is no news here; its page says so."""
        del error
        self.brought.hide()

    def _open(self) -> None:
        self._desk.open_screen("package")


def _read(office: Office, drive: Drive | None) -> tuple[Look, list[News]]:
    came = news.list_news(office)
    if drive is not None:
        return exchange.look(office, drive.path), came
    return Look(place=Path(), going=exchange.waiting(office)), came
