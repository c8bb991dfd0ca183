"""The part of the unlock page for a lost password: the recovery key sets a new one."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services.office import Office, unlock_with_recovery
from jianxi_desktop.ui.password_line import PasswordLine
from jianxi_desktop.ui.screen import Gate
from jianxi_desktop.ui.screens.gate_card import Form, problem_label, say_problem
from jianxi_desktop.ui.screens.parts import row_of
from jianxi_desktop.ui.theme import as_primary, line_height


class ForgottenPage(QWidget):
    """Takes the key from the envelope and a new password for the user who is chosen.

    Signals:
        opened: The office is open; ``Office``.
    """

    opened = Signal(object)

    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self._gate = gate
        self.users = QComboBox()
        self.recovery_key = QPlainTextEdit()
        self.new_password, self.again = PasswordLine(), PasswordLine()
        self.problem = problem_label()
        self.reset = as_primary(QPushButton("设新密码并打开"))
        self.back = QPushButton("返回")
        form = Form()
        self.recovery_key.setTabChangesFocus(True)
        self.recovery_key.setFixedHeight(line_height(self) * 5)
        self.recovery_key.setPlaceholderText(
            "照着纸上的恢复密钥输入，共 4 行。\n大小写、横线和空格都不要紧。"
        )
        self._caption = form.add("谁忘了密码", self.users)
        form.add("恢复密钥", self.recovery_key)
        form.add("新密码", self.new_password)
        form.add("再输一次", self.again)
        form.add_below(self.problem)
        self.reset.clicked.connect(self._recover)
        self.again.returnPressed.connect(self._recover)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addLayout(row_of(None, self.back, self.reset))
        column.addStretch(1)
        self.show_users(several=False)

    def show_users(self, *, several: bool) -> None:
        """Ask who it is where it may be several."""
        self.users.setVisible(several)
        self._caption.setVisible(several)

    def _recover(self) -> None:
        if not self.reset.isEnabled():
            return
        if self.new_password.text() != self.again.text():
            say_problem(self.problem, "两次输入的新密码不一样，请再输一次。")
            self.again.clear()
            self.again.setFocus()
            return
        self.reset.setEnabled(False)
        key, password = self.recovery_key.toPlainText(), self.new_password.text()
        user = self.users.currentText() or None
        work = partial(unlock_with_recovery, self._gate.path, key, password, user=user)
        self._gate.jobs.run(work, self._opened, self._failed)

    def _opened(self, office: Office) -> None:
        for editor in (self.new_password, self.again, self.recovery_key):
            editor.clear()
        self.opened.emit(office)

    def _failed(self, error: Exception) -> None:
        self.reset.setEnabled(True)
        if isinstance(error, JianxiError):
            say_problem(self.problem, error.user_message)
        else:
            self._gate.report(error)
