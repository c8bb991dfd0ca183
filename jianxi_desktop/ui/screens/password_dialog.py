"""Sets a password: one's own, with the present one, or somebody else's, as an administrator."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services import accounts
from jianxi_desktop.ui.password_line import PasswordLine
from jianxi_desktop.ui.patient_dialog import PatientDialog
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.gate_card import Form, problem_label, say_problem
from jianxi_desktop.ui.screens.parts import row_of
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of


class PasswordDialog(PatientDialog):
    """Takes a new password twice; how good it is the service says."""

    def __init__(
        self, parent: QWidget, desk: Desk, name: str, done: Callable[[], None] | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._name, self._done = desk, name, done
        self._own = name == desk.office.account.name
        self.setWindowTitle("修改密码" if self._own else f"重设“{name}”的密码")
        self.old, self.new, self.again = PasswordLine(), PasswordLine(), PasswordLine()
        self.problem = problem_label()
        self.save = as_primary(QPushButton("保存"))
        form = Form()
        if self._own:
            form.add("现在的密码", self.old)
        form.add("新密码", self.new)
        form.add("再输一次", self.again)
        form.add_below(self.problem)
        back = QPushButton("不改")
        back.clicked.connect(self.reject)
        self.save.setDefault(True)
        self.save.clicked.connect(self._save)
        column = QVBoxLayout(self)
        column.addWidget(as_hint(QLabel(self._hint())))
        column.addLayout(form)
        column.addLayout(row_of(None, self.save, back))
        self.setMinimumWidth(columns_of(self, 32))

    def _hint(self) -> str:
        if self._own:
            return "用一句好记、别人猜不到的话，不要用姓名、生日、电话和单位名称。"
        return "请当面告诉本人，让他登录后马上改掉。停用的用户，重设密码就重新启用。"

    def _save(self) -> None:
        if self.new.text() != self.again.text():
            say_problem(self.problem, "两次输入的新密码不一样，请再输一次。")
            self.again.clear()
            self.again.setFocus()
            return
        if not self.begin():
            return
        self.save.setEnabled(False)
        old = self.old.text() if self._own else None
        work = partial(
            accounts.set_password, self._desk.office, self._name, self.new.text(), old=old
        )
        self._desk.jobs.run(work, self._say_done, self._failed)

    def _say_done(self, _nothing: None) -> None:
        self.accept()
        whose = (
            "密码已改，下次打开数据库用新密码。" if self._own else f"“{self._name}”的密码已重设。"
        )
        self._desk.notice(whose)
        if self._done is not None:
            self._done()

    def _failed(self, error: Exception) -> None:
        self.take_up()
        self.save.setEnabled(True)
        if isinstance(error, JianxiError):
            say_problem(self.problem, "\n".join([error.user_message, *error.details]))
        else:
            self._desk.report(error)
