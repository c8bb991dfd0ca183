"""The page of blanks: choose a table from above, see what goes in, save it filled."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QPushButton, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services.fill import FillResult
from jianxi_desktop.services.fill_plan import FillPlan, forget_choices, plan_again
from jianxi_desktop.services.fill_words import offered
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.removal import Why, ask_why
from jianxi_desktop.ui.screen import Desk, Listed, Screen
from jianxi_desktop.ui.screens import filling_words as words
from jianxi_desktop.ui.screens.drop_place import DropPlace
from jianxi_desktop.ui.screens.filling_columns import FillTable
from jianxi_desktop.ui.screens.filling_forms import FillForms
from jianxi_desktop.ui.screens.filling_rows import FillRows
from jianxi_desktop.ui.screens.filling_work import (
    Looked,
    Wanted,
    Where,
    fill_file,
    look_at_records,
    plan_of,
)
from jianxi_desktop.ui.screens.import_password import FilePassword
from jianxi_desktop.ui.screens.parts import (
    Message,
    Working,
    captioned,
    choices,
    choose,
    heading,
    page_column,
    row_of,
    wrapped,
)
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of

_KINDS = "空白表 (*.xlsx *.xlsm *.xltx *.et);;所有文件 (*)"
_LAST_HEADING = 200  # nobody's heading stands lower
_LOCKED = ("encrypted", "wrong_password")
_MANY = Why(
    "填写空白表",
    "填写的人数较多，请写明用途。",
    "用途和人数会记入操作记录。",
    ("上报区委组织部", "上报街道党工委", "核对名册"),
    "填写",
    "不填",
)
_FULL = Why(
    "填写完整号码",
    "填好的表里是完整号码，请写明用途。",
    "用途和人数会记入操作记录；文件没有加密，用完请删除。",
    ("上报区委组织部", "上报街道党工委", "办理组织关系转接"),
    "填写",
    "不填",
)


class FillScreen(Screen):
    """Fills blanks; the blank itself is never written to unless a person saves over it."""

    key, title, area, symbol = "fill", "填写空白表", "数据", "fill"
    right = Right.EXPORT

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.pickers = pickers
        self.plan: FillPlan | None = None
        self._path: Path | None = None
        self._password: str | None = None
        self._asked: tuple[str | None, int | None] = (None, None)  # sheet and heading
        self._given: dict[str, str | None] = {}
        self._wanted_key = ""  # of a list that handed its records over
        self._count = 0
        self._busy = False
        self.place = DropPlace(
            desk.commands.button("fill.choose", self),
            "把上级发来的空白表拖到这里，或按“选择空白表”",
            "能填 .xlsx .xlsm .xltx，以及用 WPS 存成的同类 .et",
        )
        self.ledgers, self.sheets = QComboBox(), QComboBox()
        for ledger in desk.office.catalog:
            if ledger.area:
                self.ledgers.addItem(ledger.title, ledger.key)
        self.sheets.setMaximumWidth(columns_of(self, 16))
        self._sheet_row = captioned("工作表", self.sheets)
        self.heading = QSpinBox()
        self.heading.setRange(1, _LAST_HEADING)
        self.heading.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.heading.setFixedWidth(columns_of(self, 4))
        self.heading.setKeyboardTracking(False)
        self.heading.setToolTip("表头最后一行是工作表的第几行；认错了就改")
        self.message = Message()
        self.forget = QPushButton("忘掉，重新认")
        self.forget.setToolTip("忘掉这张表上次的选择，照表头重新认")
        self.message.add_button(self.forget)
        self.unlock = QPushButton("输入密码")
        self.message.add_button(self.unlock)
        self.about = as_hint(wrapped())
        self.table = FillTable()
        self.rows = FillRows(desk)
        self.forms = FillForms()
        self._lay_out()
        self._connect()
        self._show_state()

    def _lay_out(self) -> None:
        column = page_column(self)
        column.addWidget(
            heading(
                "填写空白表",
                "上级发来的表，用台账里的记录填好；表的格式、公式、下拉选项都不动。",
            )
        )
        column.addWidget(self.place)
        column.addWidget(Working(self.desk.jobs))
        column.addWidget(self.message)
        self.body = QWidget()
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(
            choices(
                captioned("用哪本台账", self.ledgers),
                self._sheet_row,
                captioned("表头到第几行", self.heading),
            )
        )
        inside.addWidget(self.about)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.rows)
        inside.addWidget(self.forms)
        commands = self.desk.commands
        inside.addLayout(
            row_of(
                self.rows.count,
                None,
                commands.button("fill.full", self),
                as_primary(commands.button("fill.run", self)),
            )
        )
        column.addWidget(self.body, 1)
        self._rest = QWidget()
        self._rest.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        column.addWidget(self._rest, 1)

    def _connect(self) -> None:
        self.place.dropped.connect(self.take)
        self.ledgers.activated.connect(self._change_ledger)
        self.sheets.activated.connect(self._change_sheet)
        self.heading.valueChanged.connect(self._change_heading)
        self.table.rows.chosen.connect(self._choose_source)
        self.forget.clicked.connect(self._forget)
        self.unlock.clicked.connect(lambda: self._ask_password(self._open_locked))
        self.rows.changed.connect(self._look)
        self.rows.withdrawn.connect(self._withdraw)
        self.forms.changed.connect(self._look)

    def take(self, path: Path) -> None:
        """Take a blank and propose how to fill it."""
        self._path, self._password, self._given = path, None, {}
        self._read()

    def opened(self, argument: object = None) -> None:
        """Get ready to be shown; a list hands over what it shows."""
        if isinstance(argument, Listed):
            ledger = self.desk.office.catalog[argument.ledger]
            self.rows.show_listed(ledger, argument.query)
            self._wanted_key = ledger.key
            if self.plan is not None and self.plan.ledger is not ledger:
                choose(self.ledgers, ledger.key)
                self._change_ledger(0)
        self._show_state()
        self._look()

    def moved(self) -> None:
        """Fill the records of the organisation that was chosen in the tree."""
        if self.isVisible():
            self._look()

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again what the first record says."""
        if self.plan is not None and touched and self.isVisible():
            self._look()

    def put_away(self) -> None:
        """Forget the password of the file: the window is being locked."""
        self._password = None
        if self.plan is not None:
            self.plan = replace(self.plan, password=None)

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {"fill.choose": self._choose, "fill.run": self._run, "fill.full": self._run_full}

    def _choose(self) -> None:
        self.pickers.open(self, "选择空白表", _KINDS, self.take)

    def _read(self, sheet: str | None = None, header_row: int | None = None) -> None:
        if self._path is None:
            return
        self._busy, self.plan, self._asked = True, None, (sheet, header_row)
        where = Where(self._path, self._wanted_key, sheet, header_row, self._password)
        work = partial(plan_of, self.desk.office, where)
        self.desk.jobs.run_long(work, self._show_plan, self._not_read, title="正在看这张表")
        self._show_state()

    def _not_read(self, error: Exception) -> None:
        self._busy = False
        locked = _is_locked(error)
        if isinstance(error, InputError):
            self.forget.hide()
            self.unlock.setVisible(locked)
            self.message.say(error.user_message, "warning" if locked else "error")
        else:
            self.desk.report(error)
        self._show_state()
        if locked:
            self._ask_password(self._open_locked, error)

    def _ask_password(self, then: Callable[[str], None], error: Exception | None = None) -> None:
        if self._path is not None:
            wrong = getattr(error, "code", "") == "wrong_password"
            problem = "密码不对，请再输一次。" if wrong else ""
            dialog = FilePassword(self, self._path.name, problem)
            dialog.given.connect(then)
            dialog.open()

    def _open_locked(self, password: str) -> None:
        self._password = password
        self._read(*self._asked)

    def _show_plan(self, plan: FillPlan) -> None:
        self._busy = False
        self._take_plan(plan)
        self.forms.show_plan(plan)
        self.message.say(words.of_plan(plan), "warning" if plan.notes else "")
        self.forget.setVisible(plan.remembered)
        self.unlock.hide()
        self._show_state()

    def _take_plan(self, plan: FillPlan) -> None:
        self.plan = plan
        choose(self.ledgers, plan.ledger.key)
        self.sheets.clear()
        for name in plan.blank.sheets:
            self.sheets.addItem(name, name)
        choose(self.sheets, plan.blank.sheet)
        self.heading.setValue(plan.blank.header_row)
        self._sheet_row.setVisible(len(plan.blank.sheets) > 1)
        self.about.setText(words.about(plan))
        self.table.rows.show_plan(plan, offered(self.desk.office.catalog, plan.ledger.key))
        self.rows.show_ledger(plan.ledger)
        self._look()

    def _forget(self) -> None:
        if self.plan is not None:
            self._given = {}
            work = partial(forget_choices, self.desk.office, self.plan)
            self.desk.jobs.run(work, self._say_forgotten)

    def _say_forgotten(self, _nothing: None) -> None:
        self.desk.notice("已忘掉这张表上次的选择，照表头重新认。")
        self._read()

    def _change_ledger(self, _place: int) -> None:
        self._given, self._wanted_key = {}, ""
        self._propose()

    def _withdraw(self) -> None:
        self._wanted_key = ""
        self._look()

    def _change_sheet(self, _place: int) -> None:
        self._given = {}
        self._read(sheet=str(self.sheets.currentData()))

    def _change_heading(self, row: int) -> None:
        if self.plan is not None and row != self.plan.blank.header_row:
            self._given = {}
            self._read(self.plan.blank.sheet, row)

    def _choose_source(self, caption: str, key: str | None) -> None:
        self._given[caption] = key
        self._propose()

    def _propose(self) -> None:
        """Plan anew for the ledger and the columns that were chosen; the file is not read again."""
        if self.plan is None or self._path is None:
            return
        ledger = self.desk.office.catalog[str(self.ledgers.currentData())]
        work = partial(
            plan_again,
            self.desk.office,
            self._path,
            self.plan.blank,
            ledger=ledger,
            password=self._password,
            captions=dict(self._given),
        )
        self.desk.jobs.run_newest("fill.plan", work, self._proposed)

    def _proposed(self, plan: FillPlan) -> None:
        row = self.table.currentIndex().row()
        self._take_plan(plan)
        if row >= 0:
            self.table.setCurrentIndex(self.table.rows.index(row, 0))
        self._show_state()

    def _look(self) -> None:
        """Count the records and read the first one."""
        if self.plan is None or self._busy:
            return
        work = partial(
            look_at_records, self.desk.office, self.plan, self.rows.query, self.forms.chosen
        )
        self.desk.jobs.run_newest("fill.look", work, self._looked)

    def _looked(self, looked: Looked) -> None:
        self._count = looked.number
        self.rows.show_count(looked.number)
        self.table.rows.show_examples(looked.examples)
        self._show_state()

    def _run(self) -> None:
        self._ask_where(partial(self._fill, None, full=False))

    def _run_full(self) -> None:
        self._ask_where(self._ask_full)

    def _ask_full(self, path: Path) -> None:
        ask_why(self, _FULL, lambda reason: self._fill(reason, path, full=True))

    def _ask_where(self, then: Callable[[Path], None]) -> None:
        if self.plan is not None and self._path is not None and self._count:
            name = f"{self._path.stem}（已填）{self.plan.blank.suffix}"
            kinds = f"表格 (*{self.plan.blank.suffix})"
            self.pickers.save(self, "填好的表存到哪里", kinds, name, then)

    def _fill(self, reason: str | None, path: Path, *, full: bool) -> None:
        if self.plan is None or self._busy:
            return
        self._busy = True
        wanted = Wanted(self.plan, path, self.rows.query, self.forms.chosen, reason, full)
        work = partial(fill_file, self.desk.office, wanted)
        done = partial(self._filled, path, full)
        self.desk.jobs.run_long(work, done, partial(self._not_filled, wanted), title="正在填写")
        self._show_state()

    def _filled(self, path: Path, full: bool, result: FillResult) -> None:  # noqa: FBT001 - partial
        self._busy = False
        self.forget.hide()
        self.message.say(words.of_result(path, result), "warning" if result.notes else "")
        said = words.saved_full(path, result) if full else words.saved(path, result)
        offer_folder(self.desk, path, said, careful=full)
        self._show_state()

    def _not_filled(self, wanted: Wanted, error: Exception) -> None:
        self._busy = False
        self._show_state()
        if isinstance(error, InputError) and error.code == "reason_needed":
            ask_why(self, _MANY, lambda reason: self._fill(reason, wanted.path, full=False))
        elif _is_locked(error):  # its password was forgotten when the window was locked
            self._ask_password(partial(self._fill_locked, wanted), error)
        else:
            self.desk.report(error)

    def _fill_locked(self, wanted: Wanted, password: str) -> None:
        if self.plan is not None:
            self._password = password
            self.plan = replace(self.plan, password=password)
            self._fill(wanted.reason, wanted.path, full=wanted.full)

    def _show_state(self) -> None:
        """Show what belongs to where we are: no blank, reading, planned, filling."""
        there = self.plan is not None
        self.place.show_file(self._path)
        self.place.setEnabled(not self._busy)
        self.body.setVisible(there)
        self.body.setEnabled(not self._busy)
        self._rest.setVisible(not there)
        if self._busy:
            self.message.say("")
        may = there and not self._busy and self._count > 0
        for command in ("fill.run", "fill.full"):
            self.desk.commands.enable(command, on=may)


def _is_locked(error: Exception) -> bool:
    """Tell whether a file waits for its password."""
    return isinstance(error, InputError) and error.code in _LOCKED
