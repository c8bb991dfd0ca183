"""Asks for the password of a protected file, and again where it was wrong."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.ui.password_line import CAPS, PasswordLine
from jianxi_desktop.ui.screens.gate_card import Form, problem_label, say_problem
from jianxi_desktop.ui.screens.parts import row_of
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of


class FilePassword(QDialog):
    """Takes the password of a file; it is kept nowhere but in the reading of this file.

    Signals:
        given: The password.
    """

    given = Signal(str)

    def __init__(self, parent: QWidget, name: str, problem: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("文件要密码")
        self.line = PasswordLine()
        self.problem = problem_label()
        say_problem(self.problem, problem)
        self.line.capitals.connect(self._warn)
        self.open_it = as_primary(QPushButton("打开"))
        self.open_it.setDefault(True)
        self.open_it.clicked.connect(self._give)
        back = QPushButton("不打开")
        back.clicked.connect(self.reject)
        form = Form()
        form.add("打开密码", self.line)
        form.add_below(self.problem)
        column = QVBoxLayout(self)
        asked = f"“{name}”加了打开密码。密码只用来读这份文件，不会保存。"
        self.asked = as_hint(QLabel(asked))
        column.addWidget(self.asked)
        column.addLayout(form)
        column.addLayout(row_of(None, self.open_it, back))
        self.setMinimumWidth(columns_of(self, 30))

    def _warn(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        if on or self.problem.text() == CAPS:
            say_problem(self.problem, CAPS if on else "")

    def _give(self) -> None:
        password = self.line.text()
        if not password:
            say_problem(self.problem, "请输入密码。")
            return
        self.line.clear()
        self.accept()
        self.given.emit(password)
