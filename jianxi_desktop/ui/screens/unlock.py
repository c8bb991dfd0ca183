"""The page that opens an office's database: its password, or the recovery key."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services.office import Office, open_office, unlock_with_recovery
from jianxi_desktop.ui.screen import Gate
from jianxi_desktop.ui.screens.gate_card import (
    Form,
    GateCard,
    brand,
    problem_label,
    say_problem,
)
from jianxi_desktop.ui.screens.gate_help import help_button
from jianxi_desktop.ui.screens.parts import row_of
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height, set_state

_DATABASES = "数据库 (*.jxdb);;所有文件 (*)"
_PASSWORD_CODES = {"wrong_password", "password_too_short"}


class UnlockPage(QWidget):
    """Asks for the password; what is wrong is said below the line it was typed in."""

    def __init__(self, gate: Gate, pickers: Pickers = PICKERS) -> None:
        super().__init__()
        self._gate = gate
        self.pickers = pickers
        self.password = _secret()
        self.problem = problem_label()
        self.enter = as_primary(QPushButton("打开"))
        self.recovery_key = QPlainTextEdit()
        self.new_password, self.again = _secret(), _secret()
        self.recovery_problem = problem_label()
        self.reset = as_primary(QPushButton("设新密码并打开"))
        self.with_password, self.with_key = self._password_page(), self._recovery_page()
        self.with_key.hide()
        card = GateCard()
        place = QLabel(f"数据库：{gate.path.name}　　{gate.path.parent}")
        whose = f"“{gate.name}”" if gate.name else "本单位"
        card.column.addLayout(brand(f"输入密码，打开{whose}的数据库。"))
        card.column.addWidget(as_hint(place))
        card.column.addWidget(self.with_password)
        card.column.addWidget(self.with_key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        QTimer.singleShot(0, self.password, self.password.setFocus)

    def _password_page(self) -> QWidget:
        page, form = QWidget(), Form()
        form.add("密码", self.password)
        form.add_below(self.problem)
        self.forgotten = _link("忘记密码：用恢复密钥")
        self.forgotten.clicked.connect(self._show_recovery)
        other = _link("打开别的数据库")
        other.clicked.connect(self._choose)
        explain = help_button("unlock", self._gate, self)
        self.password.returnPressed.connect(self._open)
        self.enter.clicked.connect(self._open)
        self.password.textEdited.connect(self._forgive)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addLayout(row_of(None, self.enter))
        column.addSpacing(line_height(self) // 2)
        column.addLayout(row_of(self.forgotten, other, None, explain))
        column.addStretch(1)
        return page

    def _recovery_page(self) -> QWidget:
        page, form = QWidget(), Form()
        self.recovery_key.setTabChangesFocus(True)
        self.recovery_key.setFixedHeight(line_height(self) * 5)
        self.recovery_key.setPlaceholderText(
            "照着抄下的恢复密钥输入，共 4 行。\n大小写、横线和空格都不要紧。"
        )
        form.add("恢复密钥", self.recovery_key)
        form.add("新密码", self.new_password)
        form.add("再输一次", self.again)
        form.add_below(self.recovery_problem)
        back = QPushButton("返回")
        back.clicked.connect(self._show_password)
        self.reset.clicked.connect(self._recover)
        self.again.returnPressed.connect(self._recover)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addLayout(row_of(None, back, self.reset))
        return page

    def _show_recovery(self) -> None:
        self.with_password.hide()
        self.with_key.show()
        self.recovery_key.setFocus()

    def _show_password(self) -> None:
        self.with_key.hide()
        self.with_password.show()
        self.password.setFocus()

    def _choose(self) -> None:
        self.pickers.open(self, "打开数据库", _DATABASES, self._elsewhere)

    def _elsewhere(self, path: Path) -> None:
        self._gate.elsewhere(path)

    def _forgive(self) -> None:
        say_problem(self.problem, "")
        set_state(self.password, "")

    def _open(self) -> None:
        if not self.enter.isEnabled():
            return
        if not self.password.text():
            say_problem(self.problem, "请先输入密码。")
            return
        self._wait(busy=True)
        work = partial(open_office, self._gate.path, self.password.text())
        self._gate.jobs.run(work, self._opened, self._failed)

    def _recover(self) -> None:
        if not self.reset.isEnabled():
            return
        if self.new_password.text() != self.again.text():
            say_problem(self.recovery_problem, "两次输入的新密码不一样，请再输一次。")
            self.again.clear()
            self.again.setFocus()
            return
        self._wait(busy=True)
        key, password = self.recovery_key.toPlainText(), self.new_password.text()
        work = partial(unlock_with_recovery, self._gate.path, key, password)
        self._gate.jobs.run(work, self._opened, self._not_recovered)

    def _wait(self, *, busy: bool) -> None:
        for button in (self.enter, self.reset):
            button.setEnabled(not busy)
        self.enter.setText("正在打开…" if busy else "打开")

    def _opened(self, office: Office) -> None:
        for editor in (self.password, self.new_password, self.again, self.recovery_key):
            editor.clear()
        self._gate.opened(office)

    def _failed(self, error: Exception) -> None:
        self._wait(busy=False)
        if isinstance(error, JianxiError) and error.code in _PASSWORD_CODES:
            say_problem(self.problem, error.user_message)
            set_state(self.password, "error")
            self.password.selectAll()
            self.password.setFocus()
        else:
            self._gate.report(error)

    def _not_recovered(self, error: Exception) -> None:
        self._wait(busy=False)
        if isinstance(error, JianxiError):
            say_problem(self.recovery_problem, error.user_message)
        else:
            self._gate.report(error)


def _secret() -> QLineEdit:
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setMinimumWidth(columns_of(line, 16))
    return line


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "link")
    return button
