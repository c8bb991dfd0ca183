"""The first start: whose database this is, its password, its recovery key, its backups."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from jianxi_desktop import settings
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services import demo
from jianxi_desktop.services.backups import Made
from jianxi_desktop.services.first_backup import begin_backups
from jianxi_desktop.services.office import ADMINISTRATOR, Founded, Office, found_office, open_office
from jianxi_desktop.ui.screen import Gate
from jianxi_desktop.ui.screens.gate_card import GateCard, brand, link, say_problem
from jianxi_desktop.ui.screens.gate_help import help_button
from jianxi_desktop.ui.screens.parts import Working, row_of
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.recovery_page import RecoveryPage
from jianxi_desktop.ui.screens.unit_choice import UnitChoice
from jianxi_desktop.ui.screens.welcome_backups import BackupStep
from jianxi_desktop.ui.screens.welcome_end import DEMO, EndStep, Way
from jianxi_desktop.ui.screens.welcome_password import PasswordStep
from jianxi_desktop.ui.screens.welcome_step import Step, StepLine
from jianxi_desktop.ui.theme import as_primary, columns_of

_UNIT, _PASSWORD, _KEY, _BACKUP, _END = range(5)
_CAPTIONS = ("单位", "密码", "恢复密钥", "备份", "开始")


class UnitStep(Step):
    """Asks which office this PC is for."""

    def __init__(self, unit: UnitChoice) -> None:
        super().__init__(
            "这台电脑给哪个单位用？", "以后本单位的台账都存在这台电脑的一个加密数据库里，不联网。"
        )
        self.unit = unit
        self.column.addWidget(unit)
        self.column.addWidget(self.problem)
        self.column.addStretch(1)
        unit.chosen.connect(partial(say_problem, self.problem, ""))
        self.setFocusProxy(unit)

    def wrong(self) -> str:
        """Override: no office is chosen."""
        if not self.unit.code:
            return self.refuse("请先选择本单位：输入几个字，用上下键选中。")
        if not self.unit.name.text().strip():
            return self.refuse("请写单位名称，和公章上的一样。")
        return ""


class WelcomePage(QWidget):
    """Founds an office's database step by step, or opens the demonstration.

    Enter goes on. What cannot be taken back (the database is made) has no way back.

    Attributes:
        steps: The pages of the steps.
        forth: Leads on.
        back: Leads back.
    """

    def __init__(self, gate: Gate, pickers: Pickers = PICKERS) -> None:
        super().__init__()
        self._gate = gate
        self.pickers = pickers
        self._path = gate.path
        self._founded: Founded | None = None
        self.unit = UnitChoice(gate.jobs)
        self.which = UnitStep(self.unit)
        self.secret = PasswordStep(gate.jobs, str(gate.path))
        self.recovery = RecoveryPage(gate.jobs, gate.report, pickers)
        self.recovery.go_on.setText("我已保存好，下一步")
        self.backups = BackupStep(pickers)
        self.end = EndStep()
        self.line = StepLine(_CAPTIONS)
        self.steps = QStackedWidget()
        self.back, self.forth = QPushButton("上一步"), as_primary(QPushButton(Step.verb))
        self.try_out = QPushButton("先用演示数据试用")
        self.other = link("已有数据库，直接打开")
        self._lay_out()
        self._connect()
        self._show(_UNIT)

    def help_page(self) -> str:
        """Name the page of ``resources/help`` about the step that is shown."""
        return f"welcome#{_CAPTIONS[self.steps.currentIndex()]}"

    def _lay_out(self) -> None:
        pages = (self.which, self.secret, self.recovery, self.backups, self.end)
        for page in pages:
            self.steps.addWidget(page)
        self.try_out.setToolTip("一个社区、168 名虚构的党员，随便点，不影响以后正式使用")
        card = GateCard()
        card.column.addLayout(brand("第一次使用，几分钟就好。"))
        explain = help_button(self.help_page, self._gate, self)
        card.column.addLayout(row_of(self.line, None, explain))
        card.column.addSpacing(columns_of(self, 0.3))
        card.column.addWidget(self.steps)
        card.column.addWidget(Working(self._gate.jobs))
        card.column.addLayout(row_of(self.back, self.try_out, None, self.forth))
        card.column.addLayout(row_of(self.other, None))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def _connect(self) -> None:
        self.unit.wanted.connect(self._go_on)
        self.forth.clicked.connect(self._go_on)
        self.back.clicked.connect(self._go_back)
        self.try_out.clicked.connect(self._try_out)
        self.other.clicked.connect(self._choose_existing)
        self.secret.change.clicked.connect(self._choose_place)
        self.recovery.copied.connect(partial(self._show, _BACKUP))
        self.end.begun.connect(self._enter)

    def _show(self, place: int) -> None:
        """Show a step, with the buttons that it has."""
        self.steps.setCurrentIndex(place)
        self.line.show_step(place)
        step = self.steps.currentWidget()
        self.back.setVisible(place == _PASSWORD)
        self.try_out.setVisible(place == _UNIT)
        self.other.setVisible(place == _UNIT)
        self.forth.setVisible(place not in (_KEY, _END))
        if isinstance(step, Step):
            self.forth.setText(step.verb)
            step.begin()

    def _go_on(self) -> None:
        step = self.steps.currentWidget()
        if not self.forth.isEnabled() or not isinstance(step, Step):
            return
        say_problem(step.problem, "")
        if step.wrong():
            return
        if step is self.which:
            self.secret.show_unit(self.unit.name.text().strip(), self.unit.code)
            self._show(_PASSWORD)
        elif step is self.secret:
            self._found()
        elif step is self.backups:
            self._keep_backups()

    def _go_back(self) -> None:
        self._show(_UNIT)

    def _choose_place(self) -> None:
        self.pickers.folder(self, "数据库保存在哪个文件夹", self._take_folder)

    def _take_folder(self, folder: Path) -> None:
        self._path = folder / self._gate.path.name
        self.secret.place.setText(str(self._path))

    def _choose_existing(self) -> None:
        kinds = "数据库 (*.jxdb);;所有文件 (*)"
        self.pickers.open(self, "打开已有的数据库", kinds, self._gate.elsewhere)

    def _found(self) -> None:
        self._wait("正在建立…")
        name, user = self.unit.name.text().strip(), self.secret.user.text().strip()
        work = partial(
            found_office,
            self._path,
            self.unit.code,
            password=self.secret.password.text(),
            name=name,
            user=user or ADMINISTRATOR,
        )
        self._gate.jobs.run(work, self._show_key, self._failed)

    def _show_key(self, founded: Founded) -> None:
        self._go()
        self._founded = founded
        self.secret.clear()
        office = founded.office
        self.backups.show_database(office.path)
        self.end.show_ways(office.unit.level)
        self.recovery.show_key(office, founded.recovery_key)
        self._show(_KEY)

    def _keep_backups(self) -> None:
        place, founded = self.backups.place, self._founded
        if place is None or founded is None:
            self._show(_END)
            return
        self._wait("正在备份…")
        work = partial(begin_backups, founded.office, place)
        self._gate.jobs.run_long(work, self._say_made, self._failed, title="正在备份")

    def _say_made(self, made: Made) -> None:
        self._go()
        if made.second is None:
            self.backups.refuse("".join(made.notes))
        else:
            self._show(_END)

    def _enter(self, way: Way) -> None:
        founded, self._founded = self._founded, None
        if founded is None:
            return
        if way.key == DEMO:
            self._gate.jobs.run(founded.office.close, self._try_out)
        elif self._gate.begin is None:
            self._gate.opened(founded.office)
        else:
            self._gate.begin(founded.office, way.key, way.argument)

    def _try_out(self, _closed: object = None) -> None:
        self._wait(self.forth.text())
        self._gate.jobs.run_long(
            _open_demo, self._gate.opened, self._failed, title="正在准备演示数据"
        )

    def _wait(self, said: str) -> None:
        """Let nobody go on while the work is under way."""
        for button in (self.forth, self.try_out, self.back, self.end):
            button.setEnabled(False)
        self.forth.setText(said)

    def _go(self) -> None:
        for button in (self.forth, self.try_out, self.back, self.end):
            button.setEnabled(True)
        step = self.steps.currentWidget()
        if isinstance(step, Step):
            self.forth.setText(step.verb)

    def _failed(self, error: Exception) -> None:
        self._go()
        step = self.steps.currentWidget()
        if isinstance(error, JianxiError) and isinstance(step, Step):
            step.refuse(error.user_message)
        else:
            self._gate.report(error)

    def _press_enter(self, focused: QWidget | None) -> None:
        step = self.steps.currentWidget()
        below = step.next_line(focused) if isinstance(step, Step) else None
        if isinstance(focused, QPushButton) and self.isAncestorOf(focused):
            focused.click()
        elif below is not None:
            below.setFocus()
        else:
            self._go_on()

    def showEvent(self, event: QShowEvent) -> None:
        """Override: one begins to type at once."""
        super().showEvent(event)
        step = self.steps.currentWidget()
        if isinstance(step, Step):
            QTimer.singleShot(0, step, step.begin)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter goes on, or does what the button says that one is on; Esc goes back."""
        focused = QApplication.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press_enter(focused)
        elif event.key() == Qt.Key.Key_Escape and self.back.isVisible():
            self._go_back()
        else:
            super().keyPressEvent(event)


def _open_demo(progress: Progress) -> Office:
    path = settings.demo_database()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        demo.make_demo(path, password=demo.DEMO_PASSWORD, progress=progress)
    return open_office(path, demo.DEMO_PASSWORD)
