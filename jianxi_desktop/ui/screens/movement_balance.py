"""The balance of a year on the page of movements, and whom it does not close for."""

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from jianxi_desktop.services.movement_balance import Balance
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.movement_tables import (
    BALANCE,
    ODD,
    MovementTable,
    balance_words,
)
from jianxi_desktop.ui.screens.parts import Message, section


class BalancePane(QWidget):
    """Shows the balance; whoever is named is opened with Enter.

    Signals:
        opened: A person was opened.
        chosen: Another person is chosen.
    """

    opened = Signal()
    chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: tuple[int, UUID | None] | None = None
        self.said = Message()
        self.lines = MovementTable(BALANCE, "增减平衡")
        self.odd = MovementTable(ODD, "对不上的党员")
        self._head = section("对不上的党员（回车打开）")
        right = QVBoxLayout()
        right.addWidget(self._head)
        right.addWidget(self.odd, 1)
        self._right = QWidget()
        self._right.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(self.lines, 1)
        row.addWidget(self._right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.said)
        column.addLayout(row, 1)
        self._right.hide()
        self.odd.opened.connect(self.opened)
        self.odd.chosen.connect(self.chosen)

    @property
    def person(self) -> UUID | None:
        """Whom is chosen among those for whom the balance does not close."""
        found = getattr(self.odd.current, "person", None)
        return found if isinstance(found, UUID) and self._right.isVisibleTo(self) else None

    def is_of(self, year: int, within: UUID | None) -> bool:
        """Tell whether the balance of a year and an organisation is shown or on its way."""
        return self._shown == (year, within)

    def wait(self) -> None:
        """Say that the balance is being counted."""
        self.said.say("正在计算…")

    def show_balance(self, balance: Balance) -> None:
        """Show a balance."""
        self._shown = (balance.year, self._desk.within)
        good = balance.difference == 0 and not balance.odd
        self.said.say(balance_words(balance), "" if good else "error")
        self.lines.show_rows(balance.lines)
        self.odd.show_rows(balance.odd)
        self._right.setVisible(bool(balance.odd))
