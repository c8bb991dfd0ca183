"""The head of a form: what it shows, whether that is saved, and what can be done with it."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.ui.notices import stay_free
from jianxi_desktop.ui.record_actions import ActionButtons
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import Elided
from jianxi_desktop.ui.slip_menu import SlipMenu
from jianxi_desktop.ui.theme import as_primary, as_quiet, as_title, columns_of

_NARROW = 60  # characters of width below which the drawings of the buttons stand without words
_NARROWER = 44  # and the state is one word


class FormBar(QWidget):
    """Stands above a form; in a narrow window the buttons make room for the heading.

    Attributes:
        heading: What is shown.
        state: Whether it is saved.
        slips: Prints papers of the record.
        reveal: Shows its numbers.
        save: What people came to press.
    """

    def __init__(self, desk: Desk, doing: ActionButtons) -> None:
        """Make it.

        Args:
            desk: The desk.
            doing: What else can be done with the record; stands below the rest.
        """
        super().__init__()
        self.setObjectName("bar")
        stay_free(self)
        button = desk.commands.button
        self.heading = as_title(Elided())
        self.state = QLabel()
        self.state.setProperty("role", "hint")
        self.slips = SlipMenu(desk, self)
        self.reveal = button("record.reveal", self)
        self.save = as_primary(button("record.save_back", self))
        self.save.setAutoDefault(True)  # outside a dialog Enter presses no other
        back = as_quiet(button("window.back", self))
        others = [self.reveal, button("record.history", self), button("record.save", self)]
        self._said = ""
        shown = (back, self.slips.button, *others)
        self._buttons: dict[QPushButton, str] = {each: each.text() for each in shown}
        for each, text in self._buttons.items():
            each.setAccessibleName(text)
        rows, row = QVBoxLayout(self), QHBoxLayout()
        pad = columns_of(self, 0.8)
        rows.setContentsMargins(pad, pad // 2, pad, pad // 2)
        row.addWidget(back)
        row.addWidget(self.heading, 1)
        row.addWidget(self.state)
        for each in (*shown[1:], self.save):
            row.addWidget(each)
        rows.addLayout(row)
        rows.addWidget(doing)

    def say(self, state: str) -> None:
        """Say whether the record is saved, in a word where there is no room for more."""
        self._said = state
        narrow = self.width() < columns_of(self, _NARROWER)
        self.state.setText(state.removeprefix("有").removesuffix("的修改") if narrow else state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: words where there is room for them."""
        super().resizeEvent(event)
        narrow = self.width() < columns_of(self, _NARROW)
        for each, text in self._buttons.items():
            each.setText("" if narrow else text)
        self.say(self._said)
