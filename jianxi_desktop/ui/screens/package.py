"""The package page: one drive, one button; below it what came, single packages, and cards."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QTabWidget, QWidget

from jianxi_desktop.ui.screen import Desk, Screen
from jianxi_desktop.ui.screens.package_cards import CardsPanel
from jianxi_desktop.ui.screens.package_exchange import ExchangePanel
from jianxi_desktop.ui.screens.package_fork import ask_mending
from jianxi_desktop.ui.screens.package_news import NewsPanel
from jianxi_desktop.ui.screens.package_read import ReadPanel
from jianxi_desktop.ui.screens.parts import Working, heading, page_column, row_of
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.receipt_dialog import ReceiptDialog
from jianxi_desktop.ui.theme import columns_of

_NEWS = "收到的内容"


class PackageScreen(Screen):
    """Exchanges packages by a USB drive, and shows what came with them."""

    key, title, area, symbol = "package", "U盘数据包", "数据", "package"

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.exchange = ExchangePanel(desk, pickers)
        self.news = NewsPanel(desk)
        self.read = ReadPanel(desk, pickers)
        self.cards = CardsPanel(desk, pickers)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.exchange, "插U盘交换")
        self.tabs.addTab(self.news, _NEWS)
        self.tabs.addTab(self.read, "看一个数据包")
        self.tabs.addTab(self.cards, "名片与信任")
        for panel in (self.exchange, self.read):
            panel.cards_wanted.connect(self._show_cards)
        self.exchange.news_wanted.connect(self._show_news)
        self.news.counted.connect(self._count_news)
        self.cards.trusted_more.connect(self._use_card)
        desk.drives.changed.connect(self._follow_drives)
        column = page_column(self)
        head = heading(
            "U盘数据包",
            "不联网也能上报和接收：插上U盘，按一个键，数据在社区、街道、区里之间来回走。"
            "数据包加密、签名，U盘丢了别人打不开。",
        )
        top = row_of(head, self._beside())
        top.setStretch(0, 1)
        column.addLayout(top)
        column.addWidget(self.tabs, 1)
        column.addWidget(Working(desk.jobs))

    def opened(self, argument: object = None) -> None:
        """Look at the drives and read the cards; a folder given is used in place of a drive."""
        self._follow_drives()
        if isinstance(argument, Path):
            self.tabs.setCurrentWidget(self.exchange)
            self.exchange.place.choose_folder(argument)
        self.cards.load()
        self.exchange.load()
        self.news.load()
        self.read.show_state()

    def refresh(self, touched: frozenset[str]) -> None:
        """Count again what waits: something was written."""
        if touched and self.isVisible():
            self.exchange.load()
            self.news.load()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        upper = self.desk.office.unit.level != "community"
        return ({"package.desk": self._to_desk} if upper else {}) | {
            "package.exchange": self.exchange.exchange,
            "package.folder": self.exchange.choose,
            "package.eject": self.exchange.eject,
            "package.down": self.exchange.write_down,
            "package.full": self.exchange.write_full,
            "package.fork": partial(ask_mending, self, self.desk),
            "package.receipt": self._show_receipts,
            "package.seen": self.news.mark_seen,
            "package.record": self.news.open_record,
            "package.inspect": self._inspect,
            "package.trial": self.read.try_merge,
            "package.merge": self.read.merge,
            "package.card": self.cards.export,
            "package.trust": self.cards.trust,
            "package.paper": self.cards.print_card,
            "package.renew": self.cards.renew,
            "package.withdraw": self.cards.withdraw,
            "package.lost": self.cards.lost,
        }

    def _beside(self) -> QWidget:
        """Make the buttons beside the heading: receipts, and the desk of many packages."""
        beside, commands = QWidget(), self.desk.commands
        upper = self.desk.office.unit.level != "community"
        keys = ("package.receipt", "package.desk") if upper else ("package.receipt",)
        row = row_of(*(commands.button(key, self) for key in keys))
        row.setSpacing(columns_of(self, 0.6))
        beside.setLayout(row)
        return beside

    def _show_receipts(self) -> None:
        ReceiptDialog(self, self.desk).open()

    def _to_desk(self) -> None:
        self.desk.open_screen("arrivals")

    def _follow_drives(self) -> None:
        self.exchange.show_drives(self.desk.drives.found)

    def _count_news(self, unseen: int) -> None:
        place = self.tabs.indexOf(self.news)
        self.tabs.setTabText(place, f"{_NEWS}（{unseen}）" if unseen else _NEWS)

    def _inspect(self) -> None:
        self.tabs.setCurrentWidget(self.read)
        self.read.choose()

    def _show_cards(self) -> None:
        self.tabs.setCurrentWidget(self.cards)

    def _show_news(self) -> None:
        self.tabs.setCurrentWidget(self.news)
        self.news.load()

    def _use_card(self) -> None:
        """Go on where a card was missing."""
        self.exchange.load()
        if self.read.waits_for_card:
            self.tabs.setCurrentWidget(self.read)
            self.read.look_again()
