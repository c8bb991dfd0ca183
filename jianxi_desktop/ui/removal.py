"""The one question before a record is removed: why."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of

REASONS = ("录入有误", "重复的记录", "已转出", "已撤销", "已去世")


class ReasonDialog(QDialog):
    """Asks for the reason of a removal; a reason is always given."""

    def __init__(self, parent: QWidget, caption: str, remove: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("移除记录")
        self._remove = remove
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.addItems(REASONS)
        self.reason.setMinimumWidth(columns_of(self, 18))
        go = as_primary(QPushButton("移除"))
        go.clicked.connect(self.accept)
        keep = QPushButton("保留")
        keep.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(go)
        buttons.addWidget(keep)
        column = QVBoxLayout(self)
        column.addWidget(QLabel(f"移除“{caption}”？"))
        column.addWidget(as_hint(QLabel("移除后不再出现在名单、统计和打印里，可以撤销。")))
        column.addWidget(QLabel("原因："))
        column.addWidget(self.reason)
        column.addLayout(buttons)
        go.setDefault(True)

    def accept(self) -> None:
        """Override: go on only with a reason."""
        reason = self.reason.currentText().strip()
        if reason:
            super().accept()
            self._remove(reason)


def ask_reason(parent: QWidget, caption: str, remove: Callable[[str], None]) -> ReasonDialog:
    """Ask why a record is removed, then call ``remove`` with the reason."""
    dialog = ReasonDialog(parent, caption, remove)
    dialog.open()
    return dialog
