"""The page of terms: which leadership is due, and the way to its election or extension."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from jianxi_desktop.domain import term_rules
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import elections, plain_table, term_papers, terms
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.terms import PREPARING, STATES, TermBoard, TermRow
from jianxi_desktop.ui.fields_dialog import FieldsDialog, Words
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.screen import Desk, Edited, Printed, Screen
from jianxi_desktop.ui.screens.election_start import ask_election
from jianxi_desktop.ui.screens.parts import (
    Figures,
    captioned,
    choices,
    choose,
    empty_page,
    heading,
    page_column,
    wrapped,
)
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.table import TextTable
from jianxi_desktop.ui.screens.terms_words import (
    COLUMNS,
    FIGURES,
    identity_of,
    line_of,
    told_of,
)
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

if TYPE_CHECKING:
    from uuid import UUID

_SHOWN_HERE: Final = frozenset(
    (
        "leadership_term",
        "election_candidate",
        "post_holding",
        "organisation",
        "organisation_change",
        "membership",
    )
)
_PRESSING: Final = "pressing"


class TermsScreen(Screen):
    """Lists every organisation with how its term stands; the most pressing first."""

    key, title, area, symbol = "terms", "换届", "组织", "hourglass"

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.pickers = pickers
        self.board: TermBoard | None = None
        self._wanted: UUID | None = None
        self._shown: list[TermRow] = []
        self.figures = Figures(FIGURES)
        self.states = QComboBox()
        self.states.addItem("全部", "")
        self.states.addItem("到届和将到届", _PRESSING)
        self.states.addItem("筹备中", PREPARING)
        for state, caption in STATES.items():
            self.states.addItem(caption, state)
        self.table = TextTable()
        self.table.setAccessibleName("各党组织的任期")
        self.table.setMinimumHeight(line_height(self) * 8)
        self.told = as_hint(wrapped())
        self._lay_out()
        self.states.activated.connect(self._show_rows)
        self.table.activated.connect(self._open_row)
        self.table.selectionModel().currentRowChanged.connect(self._tell)

    def opened(self, argument: object = None) -> None:
        """Read; an organisation's identity, also as text, names the row to go to."""
        self._wanted = identity_of(argument) or self._wanted
        self._load()
        self.table.setFocus()
        self._show_state()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "terms.elect": self._elect,
            "terms.extend": self._ask_extension,
            "terms.posts": self._open_posts,
            "record.open": self._open_current,
            "list.refresh": self._load,
            "list.print": self._print,
            "list.export": self._ask_path,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again when a term, a post or an organisation changed."""
        if touched & _SHOWN_HERE:
            self.board = None
            if self.isVisible():
                self._load()

    def moved(self) -> None:
        """Follow the organisation that was chosen in the tree."""
        self.board = None
        if self.isVisible():
            self._load()

    def way_back(self) -> object:
        """Give the organisation that is selected."""
        row = self.current
        return row.organisation if row is not None else None

    @property
    def current(self) -> TermRow | None:
        """The row that is selected."""
        place = self.table.currentIndex().row()
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        column = page_column(self)
        said = "一行一个有任期的党组织，最急的在上面；选中一行，按“筹备换届”或“登记延期”。"
        column.addWidget(heading("换届", said))
        column.addWidget(self.figures)
        column.addWidget(
            choices(
                captioned("只看", self.states),
                as_primary(button("terms.elect", self)),
                button("terms.extend", self),
                button("terms.posts", self),
                button("list.print", self),
                button("list.export", self),
            )
        )
        self.sheet = QWidget()
        sheet = QVBoxLayout(self.sheet)
        sheet.setContentsMargins(0, 0, 0, 0)
        sheet.addWidget(self.table, 1)
        sheet.addWidget(self.told)
        self.told.setMinimumHeight(line_height(self) * 2)
        column.addWidget(self.sheet, 1)
        self.empty = empty_page(
            "这里没有要换届的党组织",
            "党委、党总支、党支部有任期；先在“党组织台账”里登记它们，再在“换届台账”里登记本届。",
            as_primary(button("go:list:organisation", self)),
        )
        column.addWidget(self.empty, 1)
        self.empty.hide()
        self.states.setMinimumWidth(columns_of(self, 9))

    def _load(self) -> None:
        work = partial(terms.board, self.desk.office, None, self.desk.within)
        self.desk.jobs.run_newest("terms.board", work, self._show)

    def _show(self, board: TermBoard) -> None:
        self.board = board
        self.figures.show_numbers(board.counts())
        self.sheet.setVisible(bool(board.rows))
        self.empty.setVisible(not board.rows)
        wanted = [row.organisation for row in self._filtered(board)]
        if self._wanted is not None and self._wanted not in wanted:
            choose(self.states, "")
        self._show_rows()

    def _filtered(self, board: TermBoard) -> list[TermRow]:
        state = self.states.currentData()
        if state == PREPARING:
            return [row for row in board.rows if row.preparing is not None]
        pressing = (term_rules.OVER, term_rules.LAST_MONTH, term_rules.SOON)
        wanted = pressing if state == _PRESSING else (state,)
        return [row for row in board.rows if not state or row.state.state in wanted]

    def _show_rows(self) -> None:
        if self.board is None:
            return
        before = self._wanted or (self.current.organisation if self.current else None)
        self._wanted = None
        self._shown = self._filtered(self.board)
        self.table.show_items(COLUMNS, self._shown, line_of)
        ids = [row.organisation for row in self._shown]
        if ids:
            self.table.selectRow(ids.index(before) if before is not None and before in ids else 0)
        self._tell()

    def _tell(self, *_change: QModelIndex) -> None:
        row = self.current
        self.told.setText(told_of(row) if row is not None else "")
        self._show_state()

    def _show_state(self) -> None:
        if not self.isVisibleTo(self.window()):
            return
        row, enable = self.current, self.desk.commands.enable
        enable("terms.elect", on=row is not None)
        enable("terms.extend", on=row is not None and row.term is not None)
        enable("terms.posts", on=row is not None)
        enable("record.open", on=row is not None)
        for key in ("list.print", "list.export"):
            enable(key, on=self.board is not None and bool(self.board.rows))

    def _elect(self) -> None:
        row = self.current
        if row is not None and row.preparing is not None:
            self.desk.open_screen("election", row.preparing)
        elif row is not None:
            ask_election(self, self.desk, row.organisation)

    def _open_row(self, _index: QModelIndex) -> None:
        self._open_current()

    def _open_current(self) -> None:
        """Go on with an election; else open the term, or a new one where none is recorded."""
        row = self.current
        if row is None:
            return
        if row.preparing is not None:
            self.desk.open_screen("election", row.preparing)
        elif row.term is not None:
            self.desk.open_screen("form", Edited("leadership_term", row.term))
        elif Right.EDIT in self.desk.office.account.rights:
            given = {"organisation": row.organisation}
            self.desk.open_screen("form", Edited("leadership_term", given=given))

    def _open_posts(self) -> None:
        if (row := self.current) is not None:
            self.desk.choose_organisation(row.organisation, row.name)
            self.desk.open_screen("list:post_holding")

    def _ask_extension(self) -> None:
        row = self.current
        if row is not None and row.term is not None:
            work = partial(elections.election, self.desk.office, row.term)
            self.desk.jobs.run(work, partial(self._open_extension, row))

    def _open_extension(self, row: TermRow, found: elections.Election) -> None:
        every = self.desk.office.catalog["leadership_term"].fields
        fields = [
            replace(every[key], required=True) for key in ("extended_until", "extension_document")
        ]
        words = Words(
            "登记延期换届", term_papers.extension_told(row, found), "登记延期", "先不登记"
        )
        given = {key: found.values.get(key) for key in ("extended_until", "extension_document")}
        dialog = FieldsDialog(self, self.desk, words, fields, given)
        dialog.wanted.connect(partial(self._extend, dialog, found))
        dialog.open()

    def _extend(
        self, dialog: FieldsDialog, found: elections.Election, values: dict[str, Any]
    ) -> None:
        work = partial(
            elections.extend,
            self.desk.office,
            found.term,
            found.version,
            values["extended_until"],
            values["extension_document"],
        )
        self.desk.jobs.run(work, partial(self._extended, dialog), dialog.refuse)

    def _extended(self, dialog: FieldsDialog, touched: frozenset[str]) -> None:
        dialog.accept()
        self.desk.changed(touched)
        undo = partial(self.desk.commands.trigger, "record.undo")
        self.desk.notice("已登记延期，到届日期改按批准的日期提醒。", undo=undo)

    def _print(self) -> None:
        wanted = Wanted(organisation=self.desk.within)
        self.desk.open_screen("print", Printed(term_papers.DUE, wanted))

    def _ask_path(self) -> None:
        if self.board is not None:
            name = f"到届预警表-{self.desk.office.unit.name}-{self.board.day}.xlsx"
            take = partial(self._save, self.board)
            self.pickers.save(self, "导出到届预警表", "Excel 工作簿 (*.xlsx)", name, take)

    def _save(self, board: TermBoard, path: Path) -> None:
        table = term_papers.due_table(self.desk.office, board)
        work = partial(plain_table.save_table, self.desk.office, table, path)
        self.desk.jobs.run(work, partial(self._saved, path))

    def _saved(self, path: Path, lines: int) -> None:
        offer_folder(self.desk, path, f"到届预警表已保存：{path.name}，共 {lines} 个党组织。")
