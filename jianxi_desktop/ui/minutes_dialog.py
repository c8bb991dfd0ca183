"""After how many minutes without a key or the mouse this PC locks."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.ui.idle import LONGEST, SHORTEST
from jianxi_desktop.ui.theme import as_hint, as_primary


class MinutesDialog(QDialog):
    """Takes a number of minutes; never cannot be chosen."""

    def __init__(self, parent: QWidget, minutes: int, keep: Callable[[int], None]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("自动锁定时间")
        self._keep = keep
        self.minutes = QSpinBox()
        self.minutes.setRange(SHORTEST, LONGEST)
        self.minutes.setValue(minutes)
        self.minutes.setSuffix(" 分钟")
        self.minutes.setAccessibleName("多久不动就锁定")
        go = as_primary(QPushButton("保存"))
        go.clicked.connect(self.accept)
        go.setDefault(True)
        back = QPushButton("不改")
        back.clicked.connect(self.reject)
        line, buttons = QHBoxLayout(), QHBoxLayout()
        line.addWidget(QLabel("没有动键盘和鼠标"))
        line.addWidget(self.minutes)
        line.addWidget(QLabel("就锁定"))
        line.addStretch(1)
        buttons.addStretch(1)
        buttons.addWidget(go)
        buttons.addWidget(back)
        column = QVBoxLayout(self)
        column.addLayout(line)
        column.addWidget(as_hint(QLabel("只管这一台电脑。离开座位时请按 Ctrl+L，不用等。")))
        column.addLayout(buttons)

    def accept(self) -> None:
        """Override: keep the number."""
        self._keep(self.minutes.value())
        super().accept()
