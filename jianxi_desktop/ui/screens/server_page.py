"""The page that opens a database on the district's server: who, and the password."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services.district import open_at, place_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.password_line import CAPS, PasswordLine
from jianxi_desktop.ui.screen import Gate
from jianxi_desktop.ui.screens.gate_card import Form, GateCard, brand, problem_label, say_problem
from jianxi_desktop.ui.screens.gate_help import help_button
from jianxi_desktop.ui.screens.parts import row_of
from jianxi_desktop.ui.theme import as_hint, as_primary, line_height, set_state


class ServerPage(QWidget):
    """Asks who logs in; nobody is offered, for the server names its users to nobody.

    Attributes:
        user: Whoever logs in; the address may name somebody.
        password: What is typed is sent to the server only over a safe way.
    """

    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self._gate = gate
        where, user = place_of(gate.address)
        self.user = QLineEdit(user)
        self.password = PasswordLine()
        self.problem = problem_label()
        self.capitals = as_hint(QLabel(CAPS))
        self.capitals.hide()
        self.enter = as_primary(QPushButton("打开"))
        self._lay_out(where)
        self.password.returnPressed.connect(self._open)
        self.password.textEdited.connect(self._forgive)
        self.password.capitals.connect(self.capitals.setVisible)
        self.user.returnPressed.connect(self.password.setFocus)
        self.enter.clicked.connect(self._open)
        first = self.password if user else self.user
        QTimer.singleShot(0, first, first.setFocus)

    def _lay_out(self, where: str) -> None:
        card, form = GateCard(), Form()
        whose = f"“{self._gate.name}”" if self._gate.name else "本单位"
        card.column.addLayout(brand(f"输入用户名和密码，打开{whose}在服务器上的数据库。"))
        card.column.addWidget(as_hint(QLabel(f"服务器：{where}")))
        form.add("用户", self.user)
        form.add("密码", self.password)
        form.add_below(self.capitals)
        form.add_below(self.problem)
        card.column.addLayout(form)
        card.column.addLayout(row_of(None, self.enter))
        card.column.addSpacing(line_height(self) // 2)
        card.column.addLayout(row_of(None, help_button(lambda: "server", self._gate, self)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def _forgive(self) -> None:
        say_problem(self.problem, "")
        set_state(self.password, "")

    def _open(self) -> None:
        if not self.enter.isEnabled():
            return
        user, password = self.user.text().strip(), self.password.text()
        if not (user and password):
            say_problem(self.problem, "请先输入用户名和密码。")
            return
        self._wait(busy=True)
        work = partial(open_at, self._gate.address, user, password)
        self._gate.jobs.run(work, self._opened, self._failed)

    def _wait(self, *, busy: bool) -> None:
        self.enter.setEnabled(not busy)
        self.enter.setText("正在打开…" if busy else "打开")

    def _opened(self, office: Office) -> None:
        self.password.clear()
        self._gate.opened(office)

    def _failed(self, error: Exception) -> None:
        self._wait(busy=False)
        if isinstance(error, JianxiError):
            say_problem(self.problem, error.user_message)
            if error.code == "wrong_password":
                set_state(self.password, "error")
            self.password.selectAll()
            self.password.setFocus()
        else:
            self._gate.report(error)
