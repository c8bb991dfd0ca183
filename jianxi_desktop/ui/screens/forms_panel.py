"""The forms of a round: which are out, back, entered, late, and which comes next."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from jianxi_desktop.domain.form_numbers import serial_of
from jianxi_desktop.services.entry_states import FormStanding
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import columns_of

NOT_PRINTED = "未打印"
_HEADS = (Column("序号", 2.2, right=True), Column("党组织", 7.6), Column("状态", 5))
_INK = {"entered": "good", "checked": "good", "void": "quiet", "": "quiet"}
_Kept = Callable[[FormStanding], bool]


class FormsPanel(QWidget):
    """Lists the forms of a round in the order of its route.

    Attributes:
        twice: Whether what is entered is to be entered again.

    Signals:
        chosen: A form is to be opened; its number.
    """

    chosen = Signal(str)

    def __init__(self, states: Mapping[str, str]) -> None:
        """Make an empty list.

        Args:
            states: What the states of forms are called, by code.
        """
        super().__init__()
        self._states = {"": NOT_PRINTED, **states}
        self._forms: tuple[FormStanding, ...] = ()
        self._begun: frozenset[UUID] = frozenset()
        self.twice = False
        self.filter = QComboBox()
        self.filter.setAccessibleName("只看哪些表")
        self.filter.setMinimumContentsLength(6)
        self.filter.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.table = TextTable()
        self.table.setAccessibleName("这一轮的检查表")
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.activated.connect(self._choose)
        self.filter.activated.connect(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.filter)
        column.addWidget(self.table, 1)
        self.setFixedWidth(columns_of(self, 20.4))

    @property
    def waiting(self) -> int:
        """How many forms are still to be entered."""
        return sum(map(self._waits, self._forms))

    @property
    def forms(self) -> tuple[FormStanding, ...]:
        """All forms of the round."""
        return self._forms

    def show_forms(self, forms: Sequence[FormStanding], begun: frozenset[UUID]) -> None:
        """Show where forms stand.

        Args:
            forms: All of a round.
            begun: Visits whose form this person has begun to type.
        """
        self._forms, self._begun = tuple(forms), begun
        chosen = max(self.filter.currentIndex(), 0)
        self.filter.clear()
        for text, keep in self._filters():
            self.filter.addItem(f"{text}　{sum(map(keep, self._forms))}")
        self.filter.setCurrentIndex(chosen)
        self._show()

    def mark(self, number: str) -> None:
        """Show which form is open."""
        self._select(frozenset({number}))

    def selected(self) -> tuple[str, ...]:
        """Give the numbers of the forms that are selected."""
        rows = self.table.selectionModel().selectedRows()
        return tuple(self.table.rows.item(index.row()).form_number for index in rows)

    def next_after(self, number: str, step: int = 1) -> str | None:
        """Give the form that is to be entered next on the route, from one on and round again."""
        numbers = [form.form_number for form in self._forms]
        at = numbers.index(number) if number in numbers else -1 if step > 0 else 0
        around = (self._forms[(at + step * n) % len(numbers)] for n in range(1, len(numbers) + 1))
        return next((form.form_number for form in around if self._waits(form)), None)

    def called(self, text: str) -> str | None:
        """Find the form that people call by the count at the end of its number."""
        if not text.isdecimal():
            return None
        same = [each for each in self._forms if serial_of(each.form_number) == int(text)]
        return same[0].form_number if len(same) == 1 else None

    def _filters(self) -> list[tuple[str, _Kept]]:
        return [
            ("全部", lambda _form: True),
            ("还没录的", self._waits),
            ("逾期的", lambda form: form.late),
            *((label, partial(_is_in, code)) for code, label in self._states.items()),
        ]

    def _waits(self, form: FormStanding) -> bool:
        return form.missing or (self.twice and form.state == "entered")

    def _shown(self) -> list[FormStanding]:
        _text, keep = self._filters()[max(self.filter.currentIndex(), 0)]
        return [form for form in self._forms if keep(form)]

    def _show(self) -> None:
        before = frozenset(self.selected())
        self.table.show_items(_HEADS, self._shown(), self._line)
        self._select(before)

    def _select(self, numbers: frozenset[str]) -> None:
        picked = self.table.selectionModel()
        picked.clearSelection()
        way = picked.SelectionFlag.Select | picked.SelectionFlag.Rows
        for place, form in enumerate(self._shown()):
            if form.form_number in numbers:
                index = self.table.rows.index(place, 0)
                picked.setCurrentIndex(index, way)
                self.table.scrollTo(index)

    def _line(self, form: FormStanding) -> Line:
        state, ink = self._said(form)
        count = form.form_number.rpartition("-")[2]  # as it is printed, and as it is typed
        return Line((count, form.name, state), {2: ink} if ink else {})

    def _said(self, form: FormStanding) -> tuple[str, str]:
        """Say how far a form has come, shortest where nothing is odd."""
        told = self._states.get(form.state, form.state)
        if form.late:
            return f"{told}·迟", "error"
        if form.visit in self._begun:
            return "录了一半", "warning"
        if form.scorers and form.missing:
            there = len(form.scorers)
            if form.expected:
                return f"录了 {there}/{there + len(form.expected)}", "warning"
            return "缺项", "warning"
        if self.twice and form.state == "entered":
            return "待录第二遍", "warning"
        return told, _INK.get(form.state, "")

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.table.rows.item(index.row()).form_number)


def _is_in(state: str, form: FormStanding) -> bool:
    return form.state == state
