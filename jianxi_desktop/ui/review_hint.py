"""The line above a form that says which of its fields two offices filled differently."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QPushButton

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.conflicts import fields_in_conflict
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import Message

_SCREEN = "review"


class ReviewHint(Message):
    """Says what of a record waits for a decision, and leads there; empty and gone otherwise.

    Attributes:
        button: Opens the review at the first of it.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._first = ""
        self.button = QPushButton("去核对")
        self.button.clicked.connect(self._open)
        self.add_button(self.button)

    def look(self, ledger: Ledger, record: UUID) -> None:
        """Find out what of a record waits."""
        work = partial(fields_in_conflict, self._desk.office, ledger, record)
        self._desk.jobs.run_newest(f"review.hint.{id(self)}", work, partial(self._show, ledger))

    def words(self) -> str:
        """Give what is said."""
        return self.text.text()

    def _show(self, ledger: Ledger, found: Mapping[str, str]) -> None:
        self._first = next(iter(found.values()), "")
        captions = [ledger.all_fields[key].caption for key in found if key in ledger.all_fields]
        told = []
        if captions:
            told.append(f"{'、'.join(captions)}：两边填的不一样，现在显示其中一个。")
        if "" in found:
            told.append("这条记录一边移除了、一边又改过，还没有定下来。")
        self.say("".join(told), "warning")

    def _open(self) -> None:
        self._desk.open_screen(_SCREEN, self._first)
