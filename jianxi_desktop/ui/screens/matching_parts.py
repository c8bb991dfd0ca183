"""The two sides of the page of the three lists: needs with what fits, and projects."""

from collections.abc import Callable, Iterable
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QSplitter, QVBoxLayout, QWidget

from jianxi_desktop.services.matching import Fitting, Lists, Need, Project, fitting
from jianxi_desktop.ui.record_actions import ActionButtons
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.flow import flow
from jianxi_desktop.ui.screens.matching_words import (
    FIT_COLUMNS,
    NEED_COLUMNS,
    NEEDS,
    PROJECT_COLUMNS,
    PROJECTS,
    fit_line,
    fit_words,
    matches,
    need_line,
    need_words,
    project_line,
    project_words,
)
from jianxi_desktop.ui.screens.parts import captioned, choices, section, wrapped
from jianxi_desktop.ui.screens.table import TextTable
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height


def find_line(parent: QWidget, changed: Callable[[str], None]) -> QLineEdit:
    """Make the line that narrows a table by words."""
    line = QLineEdit(parent)
    line.setClearButtonEnabled(True)
    line.setPlaceholderText("查找")
    line.setAccessibleName("查找")
    line.setFixedWidth(columns_of(line, 9))
    line.textChanged.connect(changed)
    return line


def chosen_row(table: TextTable) -> int:
    """Give the row one is at; -1: none."""
    return table.currentIndex().row() if table.rows.rowCount() else -1


def go_to(table: TextTable, row: int) -> None:
    """Go to a row of a table, if there is one."""
    if 0 <= row < table.rows.rowCount():
        table.setCurrentIndex(table.rows.index(row, 0))


class NeedSide(QWidget):
    """Needs at the left, the resources that fit the chosen one at the right.

    Signals:
        changed: Another need or resource is chosen.
        wanted: A resource was chosen with Enter or a double click.
    """

    changed = Signal()
    wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._lists: Lists | None = None
        self._shown: list[Need] = []
        self._fits: tuple[Fitting, ...] = ()
        self.which = QComboBox()
        for name in NEEDS:
            self.which.addItem(name)
        self.words = find_line(self, lambda _text: self._narrow())
        self.count = QLabel()
        self.needs, self.fits = TextTable(), TextTable()
        self.needs.setAccessibleName("需求")
        self.fits.setAccessibleName("合适的资源")
        self.needs.setMinimumSize(columns_of(self, 14), line_height(self) * 6)
        self.fits.setMinimumSize(columns_of(self, 14), line_height(self) * 4)
        self.title = section("")
        self.title.setWordWrap(True)
        self.told = as_hint(wrapped())
        self.none, self.offered = as_hint(wrapped()), as_hint(wrapped())
        self._lay_out(desk)
        self.which.activated.connect(lambda _place: self._narrow())
        self.needs.selectionModel().currentRowChanged.connect(self._show_need)
        self.needs.activated.connect(self._to_fits)
        self.fits.selectionModel().currentRowChanged.connect(self._show_fit)
        self.fits.activated.connect(lambda _index: self.wanted.emit())

    @property
    def need(self) -> Need | None:
        """The need one is at."""
        row = chosen_row(self.needs)
        return self._shown[row] if 0 <= row < len(self._shown) else None

    @property
    def fit(self) -> Fitting | None:
        """The resource one is at."""
        row = chosen_row(self.fits)
        return self._fits[row] if 0 <= row < len(self._fits) else None

    def show_lists(self, lists: Lists, wanted: UUID | None = None) -> None:
        """Show other lists, and stay at the need one was at or go to the one wanted."""
        self._lists = lists
        known = {each.id: each for each in lists.needs}
        if wanted in known and not self._keeps(known[wanted]):
            self.which.setCurrentText("全部")
        self._narrow(wanted)

    def _lay_out(self, desk: Desk) -> None:
        button = desk.commands.button
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(choices(captioned("需求", self.which), self.words, self.count))
        column.addWidget(self.needs, 1)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(columns_of(self, 0.8), 0, 0, 0)
        buttons = flow(
            as_primary(button("matching.match", self)),
            button("matching.publish", self),
            button("matching.need", self),
            button("matching.resource", self),
            across=columns_of(self, 0.6),
            down=columns_of(self, 0.4),
        )
        for part in (self.title, self.told, self.none):
            beside.addWidget(part)
        beside.addWidget(self.fits, 1)
        beside.addWidget(self.offered)
        beside.addStretch()
        beside.addWidget(buttons)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.addWidget(left)
        both.addWidget(right)
        both.setSizes([columns_of(self, 46), columns_of(self, 50)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, columns_of(self, 0.6), 0, 0)
        whole.addWidget(both, 1)

    def _keeps(self, need: Need) -> bool:
        if self._lists is None:
            return False
        kept = NEEDS[self.which.currentText()](self._lists, need)
        texts = (need.title, need.organisation_name, need.raised_by)
        return kept and matches(self.words.text(), *texts)

    def _narrow(self, wanted: UUID | None = None) -> None:
        if self._lists is None:
            return
        at = wanted or (self.need.id if self.need is not None else None)
        row = max(chosen_row(self.needs), 0)
        self._shown = [each for each in self._lists.needs if self._keeps(each)]
        self.needs.show_items(NEED_COLUMNS, self._shown, need_line(self._lists))
        self.count.setText(f"{len(self._shown)} 项")
        places = [n for n, each in enumerate(self._shown) if each.id == at]
        go_to(self.needs, places[0] if places else min(row, len(self._shown) - 1))
        self._show_need()

    def _show_need(self, *_rows: QModelIndex) -> None:
        need, lists = self.need, self._lists
        if need is None or lists is None:
            self._fits = ()
            self.title.setText("这里没有需求" if lists is not None else "")
            self.told.setText("换一个情况看看，或者按“新增”登记居民和单位提出的需求。")
        else:
            self._fits = fitting(lists, need) if lists.waits(need) else ()
            self.title.setText(need.title)
            self.told.setText(need_words(lists, need))
        waits = need is not None and lists is not None and lists.waits(need)
        self.none.setText(_NOTHING if waits and not self._fits else "")
        self.none.setVisible(bool(self.none.text()))
        self.fits.setVisible(bool(self._fits))
        self.fits.show_items(FIT_COLUMNS, self._fits, fit_line)
        go_to(self.fits, 0)
        self._show_fit()

    def _show_fit(self, *_rows: QModelIndex) -> None:
        self.offered.setText(fit_words(self.fit))
        self.changed.emit()

    def _to_fits(self, _index: QModelIndex) -> None:
        if self._fits:
            self.fits.setFocus()


_NOTHING = (
    "资源清单里没有同类的、也没有名称相近的。可以按“发布项目征集认领”，请共建单位来认领；"
    "或者先把单位愿意提供的登记到“资源清单”。"
)


class ProjectSide(QWidget):
    """Projects, followed to their result and what people say of it.

    Signals:
        changed: Another project is chosen.
        opened: A project is to be opened.
    """

    changed = Signal()
    opened = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._lists: Lists | None = None
        self._shown: list[Project] = []
        self._desk = desk
        self.doing = ActionButtons(self, desk, lambda: self.current.id if self.current else None)
        self.doing.offer(desk.office.catalog["project"])
        self.which = QComboBox()
        for name in PROJECTS:
            self.which.addItem(name)
        self.words = find_line(self, lambda _text: self._narrow())
        self.count = QLabel()
        self.table = TextTable()
        self.table.setAccessibleName("项目")
        self.table.setMinimumSize(columns_of(self, 20), line_height(self) * 6)
        self.told = as_hint(wrapped())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, columns_of(self, 0.6), 0, 0)
        column.addWidget(choices(captioned("项目", self.which), self.words, self.count))
        column.addWidget(self.table, 1)
        column.addWidget(self.told)
        opening = desk.commands.button("record.open", self)
        column.addWidget(choices(self.doing, opening))
        self.which.activated.connect(lambda _place: self._narrow())
        self.table.selectionModel().currentRowChanged.connect(self._show_project)
        self.table.activated.connect(lambda _index: self.opened.emit())

    @property
    def current(self) -> Project | None:
        """The project one is at."""
        row = chosen_row(self.table)
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def show_lists(self, lists: Lists, wanted: UUID | None = None) -> None:
        """Show other lists, and stay at the project one was at or go to the one wanted."""
        self._lists = lists
        if any(each.id == wanted for each in lists.projects):
            self.which.setCurrentText("全部")
        self._narrow(wanted)

    def states(self) -> Iterable[tuple[str, bool]]:
        """Give which of the actions may be given to the project one is at."""
        state = self.current.state if self.current is not None else ""
        yield "project.claim", state == "open"
        yield "project.finish", state in ("claimed", "running")
        yield "project.stop", state in ("open", "claimed", "running")
        yield "project.rate", state == "done"
        yield "project.letter", bool(state)

    def _narrow(self, wanted: UUID | None = None) -> None:
        if self._lists is None:
            return
        at = wanted or (self.current.id if self.current is not None else None)
        row = max(chosen_row(self.table), 0)
        keeps, words = PROJECTS[self.which.currentText()], self.words.text()
        self._shown = [
            each
            for each in self._lists.projects
            if keeps(each)
            and matches(words, each.title, each.organisation_name, each.claimant_name)
        ]
        self.table.show_items(PROJECT_COLUMNS, self._shown, project_line)
        self.count.setText(f"{len(self._shown)} 项")
        places = [n for n, each in enumerate(self._shown) if each.id == at]
        go_to(self.table, places[0] if places else min(row, len(self._shown) - 1))
        self._show_project()

    def _show_project(self, *_rows: QModelIndex) -> None:
        current, lists = self.current, self._lists
        told = "这里没有项目。换一个情况看看，或者在“需求对接”里把需求对接成项目。"
        if current is not None and lists is not None:
            told = project_words(lists, current)
        self.told.setText(told)
        self.changed.emit()
