"""The page that opens an office's database: who, and the password; the ways round a lost one."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop import settings
from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services.demo import DEMO_PASSWORD
from jianxi_desktop.services.office import Office, open_office, users_of
from jianxi_desktop.ui.password_line import CAPS, PasswordLine
from jianxi_desktop.ui.screen import Gate
from jianxi_desktop.ui.screens.forgotten import ForgottenPage
from jianxi_desktop.ui.screens.gate_card import (
    Form,
    GateCard,
    Waiting,
    brand,
    link,
    problem_label,
    say_problem,
)
from jianxi_desktop.ui.screens.gate_help import help_button
from jianxi_desktop.ui.screens.parts import choose, row_of
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.restore_page import RestorePage
from jianxi_desktop.ui.theme import as_hint, as_primary, line_height, set_state

_DATABASES = "数据库 (*.jxdb);;所有文件 (*)"
_PASSWORD_CODES = {"wrong_password", "password_too_short"}


class UnlockPage(QWidget):
    """Asks for the password; what is wrong is said below the line it was typed in.

    Attributes:
        users: Who can open it; seen where there are several.
        waiting: Counts the seconds down that nobody may try after failed passwords.
    """

    def __init__(self, gate: Gate, pickers: Pickers = PICKERS) -> None:
        super().__init__()
        self._gate = gate
        self.pickers = pickers
        self.users = QComboBox()
        self.password = PasswordLine()
        self.problem = problem_label()
        self.capitals = as_hint(QLabel(CAPS))
        self.capitals.hide()
        self.enter = as_primary(QPushButton("打开"))
        self.waiting = Waiting(self)
        self.with_password = self._password_page()
        self.lost, self.restoring = ForgottenPage(gate), RestorePage(gate, pickers)
        self._parts = (self.with_password, self.lost, self.restoring)
        self._lay_out()
        self._connect()
        if gate.path == settings.demo_database():  # everyone may know it, and nobody need
            self.password.setText(DEMO_PASSWORD)
        self._show(self.with_password, self.password)
        if gate.restore is not None:
            self._show_restore()
        failed = self._failed if gate.restore is None else self._no_users
        gate.jobs.run(partial(users_of, gate.path), self._offer, failed)

    def help_page(self) -> str:
        """Name the page of ``resources/help`` about what is shown."""
        for part, heading in ((self.lost, "忘记密码"), (self.restoring, "从备份恢复")):
            if part.isVisibleTo(self):
                return f"unlock#{heading}"
        return "unlock"

    def _lay_out(self) -> None:
        gate, card = self._gate, GateCard()
        whose = f"“{gate.name}”" if gate.name else "本单位"
        card.column.addLayout(brand(f"输入密码，打开{whose}的数据库。"))
        card.column.addWidget(as_hint(QLabel(f"数据库：{gate.path.name}　　{gate.path.parent}")))
        for part in self._parts:
            card.column.addWidget(part)
        explain = help_button(self.help_page, gate, self)
        card.column.addLayout(row_of(None, explain))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def _password_page(self) -> QWidget:
        page, form = QWidget(), Form()
        self._user_caption = form.add("用户", self.users)
        form.add("密码", self.password)
        form.add_below(self.capitals)
        form.add_below(self.problem)
        self.forgotten, self.from_backup = link("忘记密码"), link("从备份恢复")
        self.other = link("打开别的数据库")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addLayout(row_of(None, self.enter))
        column.addSpacing(line_height(self) // 2)
        column.addLayout(row_of(self.forgotten, self.from_backup, self.other, None))
        column.addStretch(1)
        for part in (self.users, self._user_caption):
            part.hide()
        return page

    def _connect(self) -> None:
        self.password.returnPressed.connect(self._open)
        self.password.textEdited.connect(self._forgive)
        self.password.capitals.connect(self.capitals.setVisible)
        self.enter.clicked.connect(self._open)
        self.users.activated.connect(self._choose_user)
        self.forgotten.clicked.connect(self._show_lost)
        self.other.clicked.connect(self._choose)
        self.lost.opened.connect(self._opened)
        self.lost.back.clicked.connect(self._show_password)
        self.from_backup.clicked.connect(self._show_restore)
        self.restoring.opened.connect(self._opened)
        self.restoring.back.clicked.connect(self._show_password)
        self.waiting.told.connect(partial(say_problem, self.problem))
        self.waiting.over.connect(self._try_again)

    def _offer(self, users: tuple[tuple[object, str], ...]) -> None:
        """Let somebody be chosen where several can open it; whoever was here last comes first."""
        for box in (self.users, self.lost.users):
            box.clear()
            for account, name in users:
                box.addItem(name, account)
            choose(box, self._gate.account)
        for part in (self.users, self._user_caption):
            part.setVisible(len(users) > 1)
        self.lost.show_users(several=len(users) > 1)

    def _no_users(self, error: Exception) -> None:
        """A backup is to be put back: that the database itself is gone is known."""
        if not isinstance(error, JianxiError):
            self._gate.report(error)

    def _choose_user(self) -> None:
        """Another person need not wait for the wrong passwords of the one before."""
        self.waiting.stop()
        self._wait(busy=False)
        self._forgive()
        self.password.clear()
        self.password.setFocus()

    def _show_lost(self) -> None:
        self.lost.users.setCurrentIndex(self.users.currentIndex())
        self._show(self.lost, self.lost.recovery_key)

    def _show_password(self) -> None:
        self._show(self.with_password, self.password)

    def _show_restore(self) -> None:
        self._show(self.restoring, self.restoring.password)
        self.restoring.begin(self._gate.restore)

    def _show(self, part: QWidget, first: QWidget) -> None:
        for each in self._parts:
            each.setVisible(each is part)
        QTimer.singleShot(0, first, first.setFocus)

    def _choose(self) -> None:
        self.pickers.open(self, "打开数据库", _DATABASES, self._elsewhere)

    def _elsewhere(self, path: Path) -> None:
        self._gate.elsewhere(path)

    def _forgive(self) -> None:
        if not self.waiting.running:
            say_problem(self.problem, "")
        set_state(self.password, "")

    def _open(self) -> None:
        if not self.enter.isEnabled():
            return
        if not self.password.text():
            say_problem(self.problem, "请先输入密码。")
            return
        self._wait(busy=True)
        user = self.users.currentText() or None
        work = partial(open_office, self._gate.path, self.password.text(), user=user)
        self._gate.jobs.run(work, self._opened, self._failed)

    def _wait(self, *, busy: bool) -> None:
        self.enter.setEnabled(not busy)
        self.enter.setText("正在打开…" if busy else "打开")

    def _opened(self, office: Office) -> None:
        self.password.clear()
        self._gate.opened(office)

    def _failed(self, error: Exception) -> None:
        self._wait(busy=False)
        if not isinstance(error, JianxiError):
            self._gate.report(error)
        elif error.code == "wait":
            self.enter.setEnabled(False)
            self.password.clear()
            self.waiting.start(error)
        elif error.code in _PASSWORD_CODES:
            say_problem(self.problem, error.user_message)
            set_state(self.password, "error")
            self.password.selectAll()
            self.password.setFocus()
        else:
            self._gate.report(error)

    def _try_again(self) -> None:
        self._forgive()
        self._wait(busy=False)
        self.password.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Esc leads back to the password."""
        if event.key() == Qt.Key.Key_Escape and not self.with_password.isVisibleTo(self):
            self._show_password()
        else:
            super().keyPressEvent(event)
