"""The round whose sheets are entered: its choice, its forms, how many are left."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.fields import Choice
from jianxi_desktop.services import entry_drafts, entry_states, observation
from jianxi_desktop.services.entry_states import FormStanding
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.forms_panel import FormsPanel
from jianxi_desktop.ui.screens.parts import row_of
from jianxi_desktop.ui.screens.round_choice import RoundChoice

_Forms = tuple[Sequence[FormStanding], frozenset[UUID]]


class RoundForms(QObject):
    """Reads rounds and the forms of the chosen one.

    Attributes:
        rounds: Where a round is chosen.
        left: Says how many sheets are left.
        side: The list of forms with what is done with them.

    Signals:
        changed: Other forms are shown.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._drafts = Right.EDIT in desk.office.account.rights
        self._number = ""
        self.rounds = RoundChoice()
        self.rounds.setMinimumContentsLength(30)
        self.rounds.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.rounds.activated.connect(self.read_forms)
        self.left = QLabel()
        states = desk.office.catalog["printed_form"].fields["state"]
        assert isinstance(states, Choice)  # noqa: S101 - the ledger says so
        self.panel = FormsPanel(states.options.labels)
        self.side = QWidget()
        side = QVBoxLayout(self.side)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self.panel, 1)
        button = desk.commands.button
        deeds = (button("entry.returned", self.side), button("entry.void", self.side))
        side.addLayout(row_of(*deeds, None))

    @property
    def round(self) -> UUID | None:
        """The round that is chosen."""
        return self.rounds.round

    def read_rounds(self, wanted: UUID | None = None) -> None:
        """Read the rounds, and choose one; without, the one that was chosen before."""
        self.rounds.want(wanted)
        work = partial(observation.list_rounds, self._desk.office)
        self._desk.jobs.run_newest("entry.rounds", work, self._show_rounds)

    def read_forms(self) -> None:
        """Read where the forms of the round stand."""
        if self.round is None:
            self._show_forms(((), frozenset()))
            return
        work = partial(_forms, self._desk.office, self.round, drafts=self._drafts)
        self._desk.jobs.run_newest("entry.forms", work, self._show_forms)

    def follow(self, round_id: UUID, number: str, *, twice: bool) -> bool:
        """Show which form is open; tell whether it is of another round than was chosen."""
        self._number, self.panel.twice = number, twice
        other = self.round is not None and self.round != round_id
        if other:
            self.read_rounds(round_id)  # one that came since they were read too
        self.panel.mark(number)
        self._say_left()
        return other

    def _show_rounds(self, rounds: list[tuple[UUID, str]]) -> None:
        self.rounds.offer(rounds)
        self.read_forms()

    def _show_forms(self, found: _Forms) -> None:
        self.panel.show_forms(*found)
        if not self.panel.selected():
            self.panel.mark(self._number)
        self._say_left()

    def _say_left(self) -> None:
        waiting, every = self.panel.waiting, len(self.panel.forms)
        told = f"还有 {waiting} 张没录" if waiting else "都录完了"
        self.left.setText(f"{told}，共 {every} 张" if every else "这一轮没有检查表")
        self.changed.emit()


def _forms(office: Office, round_id: UUID, *, drafts: bool) -> _Forms:
    begun = entry_drafts.list_drafts(office) if drafts else ()
    return entry_states.forms_of(office, round_id), frozenset(each.visit for each in begun)
