"""The checks of a return below its figures; a click on one leads to the cell it names."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from jianxi_desktop.services.return_check import Check
from jianxi_desktop.ui.screens.parts import Message
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import line_height

_CHECKS = (Column("结果", 4), Column("勾稽关系", 24), Column("说明", 30))
_MOST_NAMED = 2  # checks that hold, named in one sentence
_MOST_LINES = 3  # that stand without scrolling


class _List(TextTable):
    chosen = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter leads to the cell, as a click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class CheckList(QWidget):
    """Says whether all checks hold, and lists them where one does not.

    Signals:
        asked: A cell was asked for; its key.
    """

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._checks: list[Check] = []
        self.verdict = Message()
        self.table = _List()
        self.table.setAccessibleName("勾稽关系")
        self.table.horizontalHeader().hide()
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.clicked.connect(self._ask)
        self.table.chosen.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.verdict)
        column.addWidget(self.table)

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show other checks, those that fail first."""
        self._checks = sorted(checks, key=lambda check: check.ok)
        wrong = [check for check in checks if not check.ok]
        self.table.show_items(_CHECKS, [_line(each) for each in self._checks])
        high = min(max(len(wrong), 1), _MOST_LINES)
        self.table.setFixedHeight(line_height(self) * high + 4)
        self.table.setVisible(bool(wrong))
        if not wrong:
            self.verdict.say(_agreement([each.rule for each in checks]))
            return
        jump = "，点一条跳到那一格" if any(each.cells for each in wrong) else ""
        self.verdict.say(
            f"有 {len(wrong)} 项勾稽关系不符，请先核对台账里的对应内容，再上报{jump}。", "error"
        )

    def _ask(self, index: QModelIndex) -> None:
        if index.isValid():
            check = self._checks[index.row()]
            figures = check.cells or (check.sides[0] if check.sides else ())
            if figures:
                self.asked.emit(figures[0])


def _line(check: Check) -> Line:
    words = ("相符" if check.ok else "不符", check.rule, check.detail)
    return Line(words, {0: "good"} if check.ok else {0: "error", 2: "error"})


def _agreement(rules: Sequence[str]) -> str:
    """Say that all checks hold, and which these are where they are few."""
    if not rules:
        return ""
    named = f"：{'；'.join(rules)}" if len(rules) <= _MOST_NAMED else ""
    return f"{len(rules)} 项勾稽关系全部相符{named}。"
