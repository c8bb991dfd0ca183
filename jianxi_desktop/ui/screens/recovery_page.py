"""The recovery key, shown once: to be copied by hand, and a line of it typed back."""

import secrets
import unicodedata

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.ui.screens.parts import captioned, row_of, sized, wrapped
from jianxi_desktop.ui.theme import as_primary, as_title, columns_of, set_state

# Letters that the key's spelling takes for a figure.
_MISREAD = str.maketrans("ILO", "110", " -\u2010\u2013\u2014_.\u3000")


class RecoveryPage(QWidget):
    """Shows a recovery key until the person has proved to have copied it.

    Signals:
        copied: The line asked for was typed back.
    """

    copied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._line = ""
        self.asked = 0
        self.head = as_title(QLabel("请抄下恢复密钥"))
        self.lines = QGridLayout()
        self.lines.setContentsMargins(*[columns_of(self, 1)] * 4)
        self.lines.setHorizontalSpacing(columns_of(self, 1.4))
        frame = QFrame()
        frame.setObjectName("notice")
        frame.setProperty("state", "warning")
        frame.setLayout(self.lines)
        self.typed = QLineEdit()
        self.typed.setMinimumWidth(columns_of(self, 16))
        self.typed.textChanged.connect(self._compare)
        self.go_on = as_primary(QPushButton("我已抄好，开始使用"))
        self.go_on.setEnabled(False)
        self.go_on.clicked.connect(self.copied)
        self.typed.returnPressed.connect(self.go_on.click)
        self.question = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(columns_of(self, 0.8))
        column.addWidget(self.head)
        column.addWidget(
            wrapped(
                "密码忘了，只有它能打开数据库；它丢了、密码又忘了，谁也打不开，包括我们。"
                "它只显示这一次，程序不保存。"
            )
        )
        column.addWidget(frame)
        column.addWidget(
            wrapped(
                "用笔抄在纸上，写明单位和日期，装进信封交书记保管，不要拍照、不要存在电脑里。"
                "字母不分大小写，没有字母 I、L、O、U。"
            )
        )
        column.addLayout(self.question)
        column.addLayout(row_of(None, self.go_on))

    def show_key(self, office: str, key: str) -> None:
        """Show the key of an office, and choose the line to be typed back."""
        self.head.setText(f"{office}：请抄下恢复密钥")
        lines = key.splitlines()
        for row, line in enumerate(lines):
            number = QLabel(f"第 {row + 1} 行")
            number.setProperty("role", "hint")
            self.lines.addWidget(number, row, 0)
            for place, group in enumerate(line.split("-"), start=1):
                self.lines.addWidget(_group(group), row, place)
        self.lines.setColumnStretch(len(lines[0].split("-")) + 1, 1)
        self.asked = secrets.randbelow(len(lines))
        self._line = _plain(lines[self.asked])
        self.question.addWidget(captioned(f"照您抄的，输入第 {self.asked + 1} 行", self.typed))
        self.typed.setFocus()

    def _compare(self, text: str) -> None:
        typed = _plain(text)
        right = typed == self._line
        self.go_on.setEnabled(right)
        wrong = not right and not self._line.startswith(typed)
        set_state(self.typed, "error" if wrong else "")
        self.typed.setToolTip("和上面显示的不一样，请对照纸上抄的改" if wrong else "")


def _group(text: str) -> QLabel:
    label = sized(QLabel(text), 17, bold=True)
    font = QFont(label.font())
    font.setFamilies(["Noto Sans Mono", "Consolas", "DejaVu Sans Mono", *font.families()])
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 112)
    label.setFont(font)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper().translate(_MISREAD)
