"""The one question before a record is removed or many people leave the program: why."""

from collections.abc import Callable
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Why:
    """What is asked for a reason, and in which words.

    Attributes:
        title: Title of the window.
        asked: The question.
        more: What follows from going on.
        reasons: Usual answers.
        go: The verb that goes on.
        stay: The verb that leaves things as they are.
    """

    title: str
    asked: str
    more: str
    reasons: tuple[str, ...]
    go: str
    stay: str


EXPORT = Why(
    "导出",
    "导出的人数较多，请写明用途。",
    "用途和人数会记入操作记录。",
    ("上报区委组织部", "上报街道党工委", "党员大会签到", "核对名册"),
    "导出",
    "不导出",
)


class ReasonDialog(QDialog):
    """Asks for a reason; one is always given."""

    def __init__(self, parent: QWidget, why: Why, go_on: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(why.title)
        self._go_on = go_on
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.addItems(why.reasons)
        self.reason.setMinimumWidth(columns_of(self, 18))
        go = as_primary(QPushButton(why.go))
        go.clicked.connect(self.accept)
        keep = QPushButton(why.stay)
        keep.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(go)
        buttons.addWidget(keep)
        column = QVBoxLayout(self)
        column.addWidget(QLabel(why.asked))
        column.addWidget(as_hint(QLabel(why.more)))
        column.addWidget(QLabel("原因："))
        column.addWidget(self.reason)
        column.addLayout(buttons)
        go.setDefault(True)

    def accept(self) -> None:
        """Override: go on only with a reason."""
        reason = self.reason.currentText().strip()
        if reason:
            super().accept()
            self._go_on(reason)


def ask_reason(parent: QWidget, caption: str, remove: Callable[[str], None]) -> ReasonDialog:
    """Ask why a record is removed, then call ``remove`` with the reason."""
    more = "移除后不再出现在名单、统计和打印里，可以撤销。"
    why = Why("移除记录", f"移除“{caption}”？", more, REASONS, "移除", "保留")
    return ask_why(parent, why, remove)


def ask_why(parent: QWidget, why: Why, go_on: Callable[[str], None]) -> ReasonDialog:
    """Ask for a reason, then call ``go_on`` with it."""
    dialog = ReasonDialog(parent, why, go_on)
    dialog.open()
    return dialog
