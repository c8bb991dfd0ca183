"""The right half of the review: one conflict, what can be done with it, what happened before."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.conflicts import Conflict
from jianxi_desktop.services.history import HistoryLine
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import choices, section
from jianxi_desktop.ui.screens.review_card import ReviewCard
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import as_primary, columns_of, line_height

_ACTIONS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "value": (("accept", "S"), ("type", "E")),
    "removal": (("keep", "K"), ("remove", "D")),
    "cycle": (("accept", "S"),),
    "double": (("merge", "M"), ("apart", "N"), ("compare", "C")),
}
_FIRST = ("accept", "keep", "merge")
_HISTORY = (
    Column("时间", 7.6),
    Column("谁", 3.6),
    Column("电脑", 3.6),
    Column("做了什么", 4),
    Column("改了什么", 6),
)
_PEOPLE = "person"


class ReviewPane(QScrollArea):
    """Shows one conflict.

    Attributes:
        card: What stands against each other.
        buttons: What can be done, by the key of the command without ``review.``.
        history: What happened to the record.
        conflict: The conflict that is shown; ``None``: nothing is.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.conflict: Conflict | None = None
        self.card = ReviewCard(may=Right.EDIT in desk.office.account.rights)
        self.buttons = self._make_buttons()
        self.history = TextTable()
        self.history.setAccessibleName("这条记录的历史")
        self.history.setMinimumHeight(line_height(self) * 5)
        self._head = section("这条记录的历史")
        inside = QWidget()
        inside.setObjectName("sheet")
        column = QVBoxLayout(inside)
        edge = columns_of(self, 0.6)
        column.setContentsMargins(edge, 0, 0, 0)
        column.addWidget(self.card)
        column.addWidget(choices(*self.buttons.values()))
        column.addSpacing(edge)
        column.addWidget(self._head)
        column.addWidget(self.history, 1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_conflict(self, conflict: Conflict | None) -> None:
        """Show a conflict, or nothing; its history follows."""
        self.conflict = conflict
        for part in (self.card, self._head, self.history):
            part.setVisible(conflict is not None)
        if conflict is not None:
            self.card.show_conflict(conflict)
        offered = self.offered()
        for key, button in self.buttons.items():
            button.setVisible(key in offered)
            self._desk.commands.enable(f"review.{key}", on=key in offered)

    def show_history(self, lines: Sequence[HistoryLine]) -> None:
        """Show what happened to the record."""
        self.history.show_items(_HISTORY, lines, _told)

    def let_go(self) -> None:
        """Take no decision any more about what is shown; the next comes in its place."""
        self.conflict = None
        for key in self.buttons:
            self._desk.commands.enable(f"review.{key}", on=False)

    def offered(self) -> tuple[str, ...]:
        """Name what can be done with the conflict that is shown."""
        if self.conflict is None:
            return ()
        keys = [key for key, _letter in _ACTIONS[self.conflict.line.kind]]
        if self.conflict.line.ledger != _PEOPLE and "compare" in keys:
            keys.remove("compare")
        return (*keys, "open")

    def _make_buttons(self) -> dict[str, QPushButton]:
        letters = {key: letter for pairs in _ACTIONS.values() for key, letter in pairs}
        made = {}
        for key, letter in {**letters, "open": "O"}.items():
            button = self._desk.commands.button(f"review.{key}", self)
            button.setText(f"{button.text()}(&{letter})")
            made[key] = as_primary(button) if key in _FIRST else button
        return made


def _told(line: HistoryLine) -> Line:
    changes = "；".join(
        f"{each.caption}：{each.old}→{each.new}" if each.old else f"{each.caption}：{each.new}"
        for each in line.changes
    )
    cells = (f"{line.when:%Y-%m-%d %H:%M}", line.who, line.pc, line.action, changes)
    return Line(cells)
