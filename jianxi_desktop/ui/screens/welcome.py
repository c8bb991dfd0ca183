"""The page of the first start: whose database this is, its password, its recovery key."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from jianxi_desktop import settings
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services import demo
from jianxi_desktop.services.office import ADMINISTRATOR, Founded, Office, found_office, open_office
from jianxi_desktop.ui.password_line import PasswordLine
from jianxi_desktop.ui.screen import Gate
from jianxi_desktop.ui.screens.gate_card import Form, GateCard, brand, problem_label, say_problem
from jianxi_desktop.ui.screens.gate_help import help_button
from jianxi_desktop.ui.screens.parts import Working, row_of
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.recovery_page import RecoveryPage
from jianxi_desktop.ui.screens.unit_choice import UnitChoice
from jianxi_desktop.ui.theme import as_primary, columns_of, line_height, set_state

_SHORTEST = 10
_FOUND = "建立本单位的数据库"


class WelcomePage(QWidget):
    """Founds an office's database, or opens the demonstration."""

    def __init__(self, gate: Gate, pickers: Pickers = PICKERS) -> None:
        super().__init__()
        self._gate = gate
        self.pickers = pickers
        self._path = gate.path
        self.unit = UnitChoice(gate.jobs)
        self.user = QLineEdit()
        self.user.setPlaceholderText(f"操作记录里用这个名字；不填就叫“{ADMINISTRATOR}”")
        self.password, self.again = PasswordLine(), PasswordLine()
        self.place = QLineEdit(str(gate.path))
        self.place.setReadOnly(True)
        self.problem = problem_label()
        self.found = as_primary(QPushButton(_FOUND))
        self.try_out = QPushButton("先用演示数据试用")
        self.recovery = RecoveryPage(gate.jobs, gate.report, pickers)
        self.recovery.copied.connect(self._enter)
        self._founded: Founded | None = None
        self.card = GateCard()
        self.steps = QStackedWidget()
        self.steps.addWidget(self._form_page())
        self.steps.addWidget(self.recovery)
        self.card.column.addWidget(self.steps)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)

    def _form_page(self) -> QWidget:
        page, form = QWidget(), Form()
        self.unit.add_to(form)
        self.password.setPlaceholderText(f"至少 {_SHORTEST} 个字符，建议用一句好记的话")
        form.add("您的姓名", self.user)
        form.add("打开密码", self.password)
        form.add("再输一次", self.again)
        change = QPushButton("换个位置")
        change.clicked.connect(self._choose_place)
        form.add("保存在", self.place, change)
        form.add_below(self.problem)
        other = QPushButton("已有数据库，直接打开")
        other.setProperty("role", "link")
        other.clicked.connect(self._choose_existing)
        self.found.clicked.connect(self._found)
        self.again.returnPressed.connect(self._found)
        self.try_out.clicked.connect(self._try_out)
        self.try_out.setToolTip("一个社区、168 名虚构的党员，随便点，不影响以后正式使用")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(columns_of(self, 0.7))
        column.addLayout(brand("第一次使用：告诉程序这台电脑属于哪个单位，再设一个打开密码。"))
        column.addSpacing(line_height(self) // 3)
        column.addLayout(form)
        column.addLayout(row_of(self.found, self.try_out, None))
        column.addWidget(Working(self._gate.jobs))
        column.addLayout(row_of(other, None, help_button("welcome", self._gate, self)))
        return page

    def _choose_place(self) -> None:
        self.pickers.folder(self, "数据库保存在哪个文件夹", self._take_folder)

    def _take_folder(self, folder: Path) -> None:
        self._path = folder / self._gate.path.name
        self.place.setText(str(self._path))

    def _choose_existing(self) -> None:
        kinds = "数据库 (*.jxdb);;所有文件 (*)"
        self.pickers.open(self, "打开已有的数据库", kinds, self._gate.elsewhere)

    def _found(self) -> None:
        if not self.found.isEnabled():
            return
        wrong = self._wrong()
        say_problem(self.problem, wrong)
        if wrong:
            return
        self._wait(busy=True)
        code, name = self.unit.code, self.unit.name.text().strip() or None
        user = self.user.text().strip() or ADMINISTRATOR
        work = partial(
            found_office, self._path, code, password=self.password.text(), name=name, user=user
        )
        self._gate.jobs.run(work, self._show_key, self._failed)

    def _wrong(self) -> str:
        """Say what keeps the office from being founded, and lead there."""
        for editor in (self.password, self.again):
            set_state(editor, "")
        if not self.unit.code:
            return "请先选择本单位。"
        if len(self.password.text()) < _SHORTEST:
            return self._lead_to(
                self.password, f"密码至少要 {_SHORTEST} 个字符，请换一个长一些的。"
            )
        if self.password.text() != self.again.text():
            return self._lead_to(self.again, "两次输入的密码不一样，请再输一次。")
        return ""

    @staticmethod
    def _lead_to(editor: QLineEdit, said: str) -> str:
        set_state(editor, "error")
        editor.selectAll()
        editor.setFocus()
        return said

    def _show_key(self, founded: Founded) -> None:
        self._founded = founded
        self.password.clear()
        self.again.clear()
        self.recovery.show_key(founded.office, founded.recovery_key)
        self.steps.setCurrentWidget(self.recovery)

    def _enter(self) -> None:
        if self._founded is not None:
            office, self._founded = self._founded.office, None
            self._gate.opened(office)

    def _try_out(self) -> None:
        self._wait(busy=True)
        self.found.setText(_FOUND)
        self._gate.jobs.run_long(
            _open_demo, self._gate.opened, self._failed, title="正在准备演示数据"
        )

    def _wait(self, *, busy: bool) -> None:
        for button in (self.found, self.try_out):
            button.setEnabled(not busy)
        self.found.setText("正在建立…" if busy else _FOUND)

    def _failed(self, error: Exception) -> None:
        self._wait(busy=False)
        if isinstance(error, JianxiError):
            say_problem(self.problem, error.user_message)
        else:
            self._gate.report(error)


def _open_demo(progress: Progress) -> Office:
    path = settings.demo_database()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        demo.make_demo(path, password=demo.DEMO_PASSWORD, progress=progress)
    return open_office(path, demo.DEMO_PASSWORD)
