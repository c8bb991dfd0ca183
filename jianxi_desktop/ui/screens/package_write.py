"""The part of the package page that writes this office's records onto a USB drive."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.services import package
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.package import Packed
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens import package_words as words
from jianxi_desktop.ui.screens.package_words import Card
from jianxi_desktop.ui.screens.parts import Facts, Message, captioned, choices, row_of
from jianxi_desktop.ui.screens.pickers import Pickers
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of


class WritePanel(QWidget):
    """Writes one file for the offices above and says where it lies.

    Signals:
        cards_wanted: There is nobody to write for until a card is trusted.
    """

    cards_wanted = Signal()

    def __init__(self, desk: Desk, pickers: Pickers) -> None:
        super().__init__()
        self._desk = desk
        self.pickers = pickers
        self._folder: Path | None = None
        self._receivers: list[Card] = []
        self._busy = False
        self.first = Message()
        go = QPushButton("登记接收单位的名片")
        go.clicked.connect(self.cards_wanted)
        self.first.add_button(go)
        self.to_whom = QLabel()
        self.folder = QLineEdit()
        self.folder.setReadOnly(True)
        self.folder.setPlaceholderText("插好U盘，按右边的按钮选它")
        self.done = Message()
        self.facts = Facts()
        self._lay_out()

    def load(self) -> None:
        """Read whom a package can be written for."""
        work = partial(package.superiors, self._desk.office)
        self._desk.jobs.run_newest("package.receivers", work, self._show_receivers)
        self.show_state()

    def choose(self) -> None:
        """Ask for the drive."""
        self.pickers.folder(self, "选择U盘", self.take)

    def take(self, folder: Path) -> None:
        """Take a folder to write to."""
        self._folder = folder
        self.folder.setText(str(folder))
        self.done.say("")
        self.facts.hide()
        self.show_state()

    def write(self) -> None:
        """Write the package."""
        if self._folder is None or not self._receivers or self._busy:
            return
        self._busy = True
        self.done.say("")
        self.facts.hide()
        work = partial(_write, self._desk.office, self._folder)
        self._desk.jobs.run_long(work, self._written, self._failed, title="正在写出数据包")
        self.show_state()

    def show_state(self) -> None:
        """Switch the commands on that can be given now."""
        ready = self._folder is not None and bool(self._receivers) and not self._busy
        self._desk.commands.enable("package.write", on=ready)

    def _lay_out(self) -> None:
        commands = self._desk.commands
        column = QVBoxLayout(self)
        gap = columns_of(self, 0.8)
        column.setContentsMargins(0, gap, 0, 0)
        column.setSpacing(gap)
        column.addWidget(self.first)
        column.addWidget(self.to_whom)
        self.folder.setFixedWidth(columns_of(self, 26))
        place = captioned("写到", self.folder)
        column.addWidget(choices(place, commands.button("package.folder", self)))
        column.addLayout(row_of(as_primary(commands.button("package.write", self)), None))
        column.addWidget(
            as_hint(
                QLabel(
                    "数据包里是本单位登记的全部内容，写的时候已加密，只有接收单位打得开；"
                    "U盘丢了别人也看不到。"
                )
            )
        )
        column.addWidget(self.done)
        column.addWidget(self.facts)
        column.addStretch(1)
        self.facts.hide()

    def _show_receivers(self, cards: Sequence[Card]) -> None:
        self._receivers = list(cards)
        names = "、".join(card.name for card in self._receivers)
        self.to_whom.setText(f"发给　{names}")
        self.to_whom.setVisible(bool(names))
        if names:
            self.first.say("")
        else:
            self.first.say(
                "第一次写数据包之前，要先登记接收单位（街道或区里）的名片：向对方要来名片文件，"
                "打电话核对指纹。只做一次。",
                "warning",
            )
        self.show_state()

    def _written(self, packed: Packed) -> None:
        self._busy = False
        self.facts.show_facts(words.packed_facts(packed))
        self.facts.show()
        self.done.say("数据包已写好并读回核对过，可以拔出U盘。")
        self._desk.notice(f"数据包已写到{packed.file.parent}，可以拔出U盘。")
        self.show_state()

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.show_state()
        self._desk.report(error)


def _write(office: Office, folder: Path, progress: Progress) -> Packed:
    return package.write_package(office, folder, progress=progress)
