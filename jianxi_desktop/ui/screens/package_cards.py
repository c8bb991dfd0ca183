"""The part of the package page where offices come to trust each other's cards."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from jianxi_desktop.services import package
from jianxi_desktop.ui.questions import ask
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens import package_words as words
from jianxi_desktop.ui.screens.package_words import Card
from jianxi_desktop.ui.screens.parts import row_of, section, sized, wrapped
from jianxi_desktop.ui.screens.pickers import Pickers
from jianxi_desktop.ui.screens.table import Line, TextTable
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

_KINDS = "单位名片 (*.jxcard);;所有文件 (*)"


class CardsPanel(QWidget):
    """Shows this office's own card and the offices it trusts.

    Signals:
        trusted_more: Another office is trusted from now on.
    """

    trusted_more = Signal()

    def __init__(self, desk: Desk, pickers: Pickers) -> None:
        super().__init__()
        self._desk = desk
        self.pickers = pickers
        self.own = wrapped()
        self.fingerprint = sized(wrapped(), 15, bold=True)
        self.trusted = TextTable()
        self.trusted.setAccessibleName("已经信任的单位")
        self.none = as_hint(wrapped("还没有信任任何单位。"))
        commands = desk.commands
        column = QVBoxLayout(self)
        gap = columns_of(self, 0.8)
        column.setContentsMargins(0, gap, 0, 0)
        column.setSpacing(gap // 2)
        column.addWidget(section("本单位的名片"))
        column.addWidget(self.own)
        column.addWidget(as_hint(QLabel("指纹（念给对方听的就是这一串数字）")))
        column.addWidget(self.fingerprint)
        column.addWidget(
            as_hint(
                QLabel(
                    "名片里没有秘密。对方要有它，才能给本单位写数据包、认得出本单位的数据包。"
                    "导出后用U盘带给对方，再打电话把上面的指纹念给对方核对。"
                )
            )
        )
        column.addLayout(row_of(commands.button("package.card", self), None))
        column.addSpacing(line_height(self))
        column.addWidget(section("已经信任的单位"))
        column.addWidget(self.none)
        column.addWidget(self.trusted, 1)
        column.addLayout(row_of(as_primary(commands.button("package.trust", self)), None))
        column.addStretch(0)

    def load(self) -> None:
        """Read the cards."""
        office = self._desk.office
        self._desk.jobs.run(partial(package.office_card, office), self._show_own)
        self._desk.jobs.run(partial(package.trusted_offices, office), self._show_trusted)

    def export(self) -> None:
        """Ask for a folder and write this office's card into it."""
        self.pickers.folder(self, "导出名片到哪个文件夹（U盘）", self._write)

    def trust(self) -> None:
        """Ask for another office's card and show its fingerprint to compare."""
        self.pickers.open(self, "选择对方单位的名片", _KINDS, self.look)

    def look(self, path: Path) -> None:
        """Show a card's fingerprint before it is trusted."""
        work = partial(package.look_at_card, path)
        self._desk.jobs.run(work, partial(self._compare, path))

    def _show_own(self, card: Card) -> None:
        self.own.setText(f"{card.name}（{card.unit}）")
        self.fingerprint.setText(card.fingerprint)

    def _show_trusted(self, cards: Sequence[Card]) -> None:
        lines = [Line((card.name, card.unit, card.fingerprint)) for card in cards]
        self.trusted.show_items(words.CARD_HEADS, lines)
        self.trusted.setVisible(bool(lines))
        self.none.setVisible(not lines)

    def _write(self, folder: Path) -> None:
        work = partial(package.save_card, self._desk.office, folder)
        self._desk.jobs.run(work, self._written)

    def _written(self, path: Path) -> None:
        self._desk.notice(f"名片已导出：{path}。带给对方，并打电话核对指纹。")

    def _compare(self, path: Path, card: Card) -> None:
        ask(
            self,
            f"请打电话给{card.name}，请对方念出自己的指纹，逐位核对：\n\n{card.fingerprint}",
            [("一致，信任它", partial(self._trust, path)), ("不一致，不信任", None)],
            more="电话请打平时联系的号码，不要用名片文件旁边写的号码。",
        )

    def _trust(self, path: Path) -> None:
        work = partial(package.trust_card, self._desk.office, path)
        self._desk.jobs.run(work, self._trusted)

    def _trusted(self, card: Card) -> None:
        self._desk.notice(f"已信任{card.name}，以后可以和它交换数据包。")
        self.load()
        self.trusted_more.emit()
