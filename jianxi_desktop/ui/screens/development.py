"""The page of the development of members: the cases, and the 25 steps of the chosen one."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.domain.development_steps import DONE, Standing
from jianxi_desktop.services import development, development_deeds
from jianxi_desktop.services.development import CaseLine, CaseView
from jianxi_desktop.services.development_papers import COURSE, PROGRESS
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.records import Saved
from jianxi_desktop.ui.screen import Desk, Edited, Printed, Screen
from jianxi_desktop.ui.screens.development_deeds import Deeds
from jianxi_desktop.ui.screens.development_dialogs import StepDialog
from jianxi_desktop.ui.screens.development_table import (
    CASE_COLUMNS,
    STEP_COLUMNS,
    EnterTable,
    StepDetail,
    case_line,
    head_of,
    name_of,
    step_line,
)
from jianxi_desktop.ui.screens.parts import (
    LowArea,
    captioned,
    choices,
    empty_page,
    heading,
    inked,
    page_column,
    row_of,
    wrapped,
)
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

_TOUCHED = frozenset({"development_case", "development_step", "person", "membership"})
_RUNNING, _LATE, _ODD, _ALL = "running", "late", "odd", ""
_WHICH = ((_RUNNING, "在培养的"), (_LATE, "已逾期的"), (_ODD, "有情况要看的"), (_ALL, "全部"))


class DevelopmentScreen(Screen):
    """Shows who is on the way into the Party, and enters one step after the other.

    Attributes:
        table: The cases.
        steps: The 25 steps of the chosen one.
        view: The chosen one; ``None``: none is.
    """

    key, title, area, symbol = "development", "发展党员", "党员", "growth"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view: CaseView | None = None
        self._lines: tuple[CaseLine, ...] = ()
        self._wanted: UUID | None = None
        self._step = ""
        self._filling = False
        self.which = QComboBox()
        for key, text in _WHICH:
            self.which.addItem(text, key)
        self.words = QLineEdit()
        self.words.setPlaceholderText("姓名、党支部")
        self.words.setMinimumWidth(columns_of(self, 9))
        self.table, self.steps = EnterTable(), EnterTable()
        self.table.setAccessibleName("发展党员")
        self.steps.setAccessibleName("二十五步")
        self.count = as_hint(QLabel())
        self.name = wrapped()
        self.head = as_hint(wrapped())
        self.odd = inked(wrapped(), "amber")
        self.detail = StepDetail()
        self.deeds = Deeds(self, desk)
        self._lay_out()
        self._connect()

    def opened(self, argument: object = None) -> None:
        """Override: ``argument`` names the case to show."""
        if isinstance(argument, str) and argument:
            argument = UUID(hex=argument)
        if isinstance(argument, UUID):
            self._wanted = argument
            self.which.setCurrentIndex(len(_WHICH) - 1)
        self._read()
        self.table.setFocus()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Override."""
        return {
            "record.new": self._new,
            "record.open": self._open,
            "list.search": self.words.setFocus,
            "list.refresh": self._read,
            "list.print": self._print,
            "development.print_all": self._print_all,
            "development.step": self._ask_step,
            "development.next": self._to_next,
            "development.member": self.deeds.ask_member,
            "development.prolong": self.deeds.ask_prolong,
            "development.stop": self.deeds.ask_stop,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Override: read again when applications, steps or people changed."""
        if touched & _TOUCHED and self.isVisible():
            self._read()

    def moved(self) -> None:
        """Override: follow the organisation that was chosen in the tree."""
        if self.isVisible():
            self._read()

    def way_back(self) -> object:
        """Override: the case that is looked at."""
        return self.view.application.id if self.view is not None else None

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        split = QSplitter()
        split.addWidget(self._left())
        split.addWidget(self._right())
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([columns_of(self, 25), columns_of(self, 44)])
        split.setMinimumHeight(line_height(self) * 12)
        self.pages = QStackedWidget()
        self.pages.addWidget(split)
        self.pages.addWidget(
            empty_page(
                "还没有入党申请人",
                "有人递交入党申请书，就在这里新增：选申请人、所在党支部，填申请日期，"
                "以后的二十五步就会列出来，到期前提醒。",
                as_primary(button("record.new", self)),
            )
        )
        page = page_column(self)
        page.addWidget(
            heading("发展党员", "五个阶段、二十五步：下一步办什么、最迟哪天、还差什么。")
        )
        page.addWidget(
            choices(
                captioned("看哪些", self.which),
                captioned("查找", self.words),
                button("record.new", self),
                button("list.print", self),
                button("development.print_all", self),
            )
        )
        page.addWidget(self.pages, 1)

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, columns_of(self, 0.6), 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.count)
        return left

    def _right(self) -> QWidget:
        button = self.desk.commands.button
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(columns_of(self, 0.6), 0, 0, 0)
        self.name.setProperty("role", "section")
        low = LowArea(self.detail)
        low.setMinimumHeight(line_height(self) * 5)
        for each in (self.name, self.head, self.odd):
            column.addWidget(each)
        column.addWidget(self.steps, 3)
        column.addWidget(low, 1)
        column.addLayout(
            row_of(
                as_primary(button("development.step", self)),
                button("development.member", self),
                button("development.prolong", self),
                button("development.stop", self),
                button("record.open", self),
                None,
            )
        )
        return right

    def _connect(self) -> None:
        self.which.currentIndexChanged.connect(self._filter)
        self.words.textChanged.connect(self._filter)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.table.taken.connect(lambda _line: self._to_next())
        self.steps.selectionModel().currentRowChanged.connect(self._choose_step)
        self.steps.taken.connect(lambda _standing: self.desk.commands.trigger("development.step"))

    def _read(self) -> None:
        work = partial(development.cases, self.desk.office, self.desk.within)
        self.desk.jobs.run_newest("development", work, self._take)

    def _take(self, lines: tuple[CaseLine, ...]) -> None:
        self._lines = lines
        self.pages.setCurrentIndex(0 if lines else 1)
        # What one works on stays in the list when its last step is entered.
        self._show_lines(self.view.application.id if self.view is not None else None)

    def _filter(self) -> None:
        self._show_lines(None)

    def _show_lines(self, kept: UUID | None) -> None:
        which, words = self.which.currentData(), self.words.text().split()
        shown = [
            line
            for line in self._lines
            if (_is_wanted(line, which) or (line.id == kept and line.stage != "stopped"))
            and all(word in f"{line.name} {line.organisation}" for word in words)
        ]
        late = sum(line.late for line in shown)
        told = f"{len(shown):,} 份" + (f"，其中 {late:,} 份有逾期的步骤" if late else "")
        self.count.setText(f"{told}。回车到下一步。" if shown else "没有这样的。")
        at = self._wanted or (self.view.application.id if self.view is not None else None)
        self._wanted = None
        ids = [line.id for line in shown]
        row = ids.index(at) if at in ids else 0
        self._filling = True  # the list has no current row for a moment
        self.table.show_items(CASE_COLUMNS, shown, case_line)
        self.table.setCurrentIndex(self.table.rows.index(row, 0))
        self._filling = False
        self._choose()

    def _choose(self) -> None:
        if self._filling:
            return
        line = self.table.current()
        if not isinstance(line, CaseLine):
            self._show(None)
            return
        work = partial(development.case_view, self.desk.office, line.id)
        self.desk.jobs.run_newest("development.case", work, self._show)

    def _show(self, view: CaseView | None) -> None:
        before = self.view.application.id if self.view is not None else None
        self.view = self.deeds.view = view
        self._enable()
        if view is None:
            self.steps.show_items(STEP_COLUMNS, (), step_line)
            for label in (self.name, self.head, self.odd):
                label.clear()
            self.detail.show_step(None)
            return
        one = view.application
        self.name.setText(f"{one.name}　{one.organisation_name}　{view.line.stage_title}")
        self.head.setText(head_of(view))
        self.odd.setText("；".join(view.course.odd))
        self.odd.setVisible(bool(view.course.odd))
        self.steps.show_items(STEP_COLUMNS, view.course.standings, step_line)
        following = view.course.next.step.code if view.course.next is not None else "25"
        if one.id != before or not self._step:
            self._step = following
        self._go_to(self._step)

    def _enable(self) -> None:
        if not self.isVisibleTo(self.window()):
            return
        commands, view = self.desk.commands, self.view
        there = view is not None
        for key in ("development.step", "development.next", "record.open", "list.print"):
            commands.enable(key, on=there)
        commands.enable("development.member", on=view is not None and bool(view.offer))
        running = view is not None and not view.application.case.stopped_on
        commands.enable("development.stop", on=running)
        ends = view.course.ends if view is not None else None
        full = view is not None and view.application.case.full_on
        commands.enable("development.prolong", on=running and ends is not None and not full)

    def _choose_step(self) -> None:
        standing = self.steps.current()
        if isinstance(standing, Standing):
            self._step = standing.step.code
            self.detail.show_step(standing)

    def _go_to(self, code: str) -> None:
        row = max(int(code) - 1, 0)
        self.steps.setCurrentIndex(self.steps.rows.index(row, 1))
        self._choose_step()

    def _to_next(self) -> None:
        if self.view is not None and self.view.course.next is not None:
            self._go_to(self.view.course.next.step.code)
        self.steps.setFocus()

    def _new(self) -> None:
        self.deeds.ask_applicant(self._show_next)

    def _show_next(self, saved: Saved) -> None:
        """Show the application that was just entered, once it is read."""
        self._wanted, self._step = saved.id, ""
        self.which.setCurrentIndex(0)

    def _open(self) -> None:
        if self.view is not None:
            self.desk.open_screen("form", Edited("development_case", self.view.application.id))

    def _print(self) -> None:
        if self.view is not None:
            wanted = Wanted(record=self.view.application.id)
            self.desk.open_screen("print", Printed(COURSE, wanted))

    def _print_all(self) -> None:
        wanted = Wanted(organisation=self.desk.within)
        self.desk.open_screen("print", Printed(PROGRESS, wanted))

    def _ask_step(self) -> None:
        standing = self.steps.current()
        if self.view is None or not isinstance(standing, Standing):
            return
        entered = self.view.application.entered(standing.step.code)
        held = [each for each in entered if not each.done.extends]
        again = standing.step.repeated and standing.state == DONE
        mine = None if again or not held else held[0]
        seen = None if mine is None else (mine.id, mine.version)
        ask = partial(self._enter, self.view, standing, seen)
        StepDialog(self, self.desk, self.view, standing, mine, ask).open()

    def _enter(
        self,
        view: CaseView,
        standing: Standing,
        seen: tuple[UUID, int] | None,
        dialog: StepDialog,
        values: Mapping[str, Any],
        of_case: Mapping[str, Any],
    ) -> None:
        work = partial(
            development_deeds.enter_step,
            self.desk.office,
            view.application.id,
            values,
            seen=seen,
            of_case=of_case,
        )
        told = "，台账也改好了" if of_case else ""
        said = f"{view.application.name}：{name_of(standing)}已登记{told}。"
        done = partial(self._entered, dialog, said)
        self.desk.jobs.run(work, done, dialog.refuse)

    def _entered(self, dialog: StepDialog, said: str, saved: Saved) -> None:
        dialog.accept()
        self._step = ""
        self.desk.changed(saved.touched)
        self.desk.notice(said, undo=partial(self.desk.commands.trigger, "record.undo"))
        self.steps.setFocus()


def _is_wanted(line: CaseLine, which: str) -> bool:
    if which == _RUNNING:
        return line.running
    if which == _LATE:
        return line.running and line.late
    return bool(line.odd) if which == _ODD else True
