"""What arrived above: how far it was acknowledged, and whether a code read to us is right."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.services import receipts
from jianxi_desktop.services.receipts import STATES, Receipt
from jianxi_desktop.ui.report_error import describe_error
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import (
    Message,
    captioned,
    choices,
    dialog_column,
    row_of,
    section,
    wrapped,
)
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of

_DIGITS = 12  # of a code, with what people type between


class ReceiptDialog(QDialog):
    """Says how far each office above has what we wrote, and takes a receipt's code."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("回执")
        self.told = wrapped("正在查看…")
        self.code = QLineEdit()
        self.code.setMaxLength(_DIGITS)
        self.code.setPlaceholderText("如 AN7T-3NQ9")
        self.code.setFixedWidth(columns_of(self, 10))
        self.answer = Message()
        check, close = as_primary(QPushButton("核对")), QPushButton("关闭")
        check.clicked.connect(self.check)
        close.clicked.connect(self.accept)
        self.code.returnPressed.connect(self.check)
        check.setAutoDefault(False)
        close.setAutoDefault(False)
        column = dialog_column(self)
        column.setSpacing(columns_of(self, 0.8))
        column.addWidget(section("已经送到的"))
        column.addWidget(self.told)
        column.addWidget(section("核对回执码"))
        column.addWidget(
            as_hint(wrapped("收件单位合并后，回执上有8位回执码；电话里念来的，输在这里核对。"))
        )
        column.addWidget(choices(captioned("回执码", self.code), check))
        column.addWidget(self.answer)
        column.addLayout(row_of(None, close))
        self.setMinimumWidth(columns_of(self, 34))
        desk.jobs.run(partial(receipts.delivered, desk.office), self._show)

    def check(self) -> None:
        """Find the package that the typed code is about."""
        if typed := self.code.text().strip():
            work = partial(receipts.confirm, self._desk.office, typed)
            self._desk.jobs.run(work, self._confirmed, self._refused)

    def _show(self, lines: tuple[str, ...]) -> None:
        none = "还没有登记上级单位的名片，没有要送的。"
        self.told.setText("\n".join(lines) or none)

    def _confirmed(self, receipt: Receipt) -> None:
        what = f"第 {receipt.number} 号数据包（{show_day(receipt.written_on)}写出）"
        said = f"对得上：{receipt.receiver}对{what}的处理是“{STATES[receipt.state]}”。"
        self.answer.say(said, "" if receipt.state == "merged" else "warning")

    def _refused(self, error: Exception) -> None:
        self.answer.say(describe_error(error).text, "error")
