"""Which rows of a roster are looked at: by what becomes of them, and by name."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.services.import_report import RosterReport, RowReport, Rows
from jianxi_desktop.ui.screens import import_words as words
from jianxi_desktop.ui.screens.flow import flow
from jianxi_desktop.ui.theme import columns_of, set_state

if TYPE_CHECKING:
    from array import array

ALL, ODD = "all", "odd"
_CAPTIONS: Mapping[str, str] = {ALL: "全部", **words.ACTIONS, ODD: "有提醒"}
_STATES = {"create": "good", "update": "good", "review": "warning", "refuse": "error"}
_SHOWN = ("create", "update", "same", "review", "refuse")  # without what holds no record


class RowFilters(QWidget):
    """Buttons that count the rows by what becomes of them and show those alone.

    Attributes:
        buttons: The button of every kind of row.
        name: Narrows the rows further to those of a name; it stands above the tabs.

    Signals:
        changed: Other rows are wanted.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        self._numbers: dict[str, int] = {}
        group = QButtonGroup(self)
        for key, caption in _CAPTIONS.items():
            button = self.buttons[key] = QPushButton(caption)
            button.setProperty("role", "filter")
            button.setCheckable(True)
            group.addButton(button)
        self.buttons[ALL].setChecked(True)
        group.buttonClicked.connect(self.changed)
        self.name = QLineEdit()
        self.name.setClearButtonEnabled(True)
        self.name.setPlaceholderText("按姓名或行号找")
        self.name.setAccessibleName("按姓名或行号找")
        self.name.setFixedWidth(columns_of(self, 10))
        self.name.textChanged.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        gap = columns_of(self, 0.5)
        column.addWidget(flow(*self.buttons.values(), across=gap, down=gap))

    @property
    def chosen(self) -> str:
        """The kind of rows that is looked at."""
        return next(key for key, button in self.buttons.items() if button.isChecked())

    def choose(self, key: str) -> None:
        """Look at another kind of rows."""
        self.buttons[key].setChecked(True)
        self.changed.emit()

    def show_report(self, report: RosterReport, caption: str) -> None:
        """Count the rows of a report, and begin with those that need a person."""
        numbers = words.numbers_of(report)
        shown = sum(numbers[each] for each in _SHOWN)
        odd = len(report.rows.places(_SHOWN, odd=True))
        self._numbers = {ALL: shown, **numbers, ODD: odd}
        for key, button in self.buttons.items():
            number = self._numbers[key]
            button.setText(f"{_CAPTIONS[key]} {number:,}")
            button.setEnabled(bool(number) or key == ALL)
            button.setVisible(bool(number) or key not in ("skip", ODD))
            set_state(button, _STATES.get(key, "") if number else "")
        self.name.setPlaceholderText(f"按{caption}或行号找")
        first = next((key for key in ("refuse", "review") if numbers[key]), ALL)
        self.buttons[first].setChecked(True)

    def say_decided(self, number: int) -> None:
        """Say how many of the rows that wait for a person are settled already."""
        said = f"，已定 {number:,}" if number else ""
        self.buttons["review"].setText(f"待核对 {self._numbers.get('review', 0):,}{said}")

    def text_of(self, key: str) -> str:
        """Give a number as it is shown."""
        return f"{self._numbers.get(key, 0):,}"


def places_of(rows: Rows, kind: str, name: str, caption: str) -> "array[int]":
    """Find the rows of a kind, and of a name where one is given, in the order of the sheet.

    Args:
        rows: The rows of a report.
        kind: One of the actions, ``all`` or ``odd``.
        name: Part of a name, or the number of a row; empty: every one.
        caption: Key of the field that names a record.
    """
    wanted = _SHOWN if kind in (ALL, ODD) else (kind,)
    places = rows.places(wanted, odd=kind == ODD)
    return rows.called(places, caption, name) if name else places


class Chosen(Sequence[RowReport]):
    """Some rows of a report, unpacked when they are looked at."""

    def __init__(self, rows: Rows, places: "array[int]") -> None:
        self._rows, self._places = rows, places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, at: int) -> RowReport:  # type: ignore[override]  # never sliced
        return self._rows[self._places[at]]
