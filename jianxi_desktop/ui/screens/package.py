"""The package page: records go up on a USB drive and come in from below, locked and signed."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QTabWidget

from jianxi_desktop.ui.screen import Desk, Screen
from jianxi_desktop.ui.screens.package_cards import CardsPanel
from jianxi_desktop.ui.screens.package_read import ReadPanel
from jianxi_desktop.ui.screens.package_write import WritePanel
from jianxi_desktop.ui.screens.parts import Working, heading, page_column
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers


class PackageScreen(Screen):
    """Offers what the office's level needs: write upwards, take in from below, cards."""

    key, title, area, symbol = "package", "U盘数据包", "数据", "package"

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.write = WritePanel(desk, pickers)
        self.read = ReadPanel(desk, pickers)
        self.cards = CardsPanel(desk, pickers)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        level = desk.office.unit.level
        if level != "community":
            self.tabs.addTab(self.read, "收进下面的数据包")
        if level != "district":
            self.tabs.addTab(self.write, "写出数据包")
        self.tabs.addTab(self.cards, "名片与信任")
        for panel in (self.write, self.read):
            panel.cards_wanted.connect(self._show_cards)
        self.cards.trusted_more.connect(self._use_card)
        column = page_column(self)
        column.addWidget(
            heading(
                "U盘数据包",
                "不联网也能报数据：社区把数据包写到U盘，街道和区里插上U盘合并。数据包加密、签名，改动一个字都会被发现。",
            )
        )
        column.addWidget(self.tabs, 1)
        column.addWidget(Working(desk.jobs))

    def opened(self, argument: object = None) -> None:
        """Read the cards; whom we trust may have changed."""
        del argument
        self.cards.load()
        self.write.load()
        self.read.show_state()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        answers: dict[str, Callable[[], None]] = {
            "package.card": self.cards.export,
            "package.trust": self.cards.trust,
            "package.paper": self.cards.print_card,
            "package.renew": self.cards.renew,
            "package.withdraw": self.cards.withdraw,
            "package.lost": self.cards.lost,
        }
        level = self.desk.office.unit.level
        if level != "district":
            answers |= {"package.folder": self.write.choose, "package.write": self.write.write}
        if level != "community":
            answers |= {
                "package.inspect": self.read.choose,
                "package.trial": self.read.try_merge,
                "package.merge": self.read.merge,
            }
        return answers

    def _show_cards(self) -> None:
        self.tabs.setCurrentWidget(self.cards)

    def _use_card(self) -> None:
        """Go on where a card was missing."""
        self.write.load()
        if self.read.waits_for_card:
            self.tabs.setCurrentWidget(self.read)
            self.read.look_again()
