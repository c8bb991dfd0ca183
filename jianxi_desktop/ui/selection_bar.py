"""The bar under a list while several records are picked: how many, and what can be done to them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from jianxi_desktop.ui.commands import Commands
from jianxi_desktop.ui.theme import as_quiet, columns_of

_FIRST = ("list.fill_field", "record.remove")


class SelectionBar(QFrame):
    """Says 已选 n 条 and offers the commands that work on many.

    Attributes:
        count: How many are picked, in words.
    """

    def __init__(self, commands: Commands, keys: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("picked")
        self.count = QLabel()
        self.count.setProperty("role", "section")
        row = QHBoxLayout(self)
        pad = columns_of(self, 0.8)
        row.setContentsMargins(pad, pad // 3, pad, pad // 3)
        row.addWidget(self.count)
        row.addSpacing(pad)
        for key in keys:
            row.addWidget(commands.button(key, self))
        row.addStretch(1)
        row.addWidget(as_quiet(commands.button("list.unpick", self)))
        self.hide()

    def show_count(self, count: int, *, shown: bool) -> None:
        """Say how many are picked; the bar is there while that matters."""
        self.count.setText(f"已选 {count} 条")
        self.setVisible(shown)
