"""The choice of an observation round, as every page that is about one has it."""

from collections.abc import Iterable
from uuid import UUID

from PySide6.QtWidgets import QComboBox

from jianxi_desktop.ui.screens.parts import choose


class RoundChoice(QComboBox):
    """Offers rounds by title; stands on the wanted one once the rounds are read."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("观摩轮次")
        self._wanted: UUID | None = None

    @property
    def round(self) -> UUID | None:
        """The round that is chosen."""
        chosen = self.currentData()
        return chosen if isinstance(chosen, UUID) else None

    def want(self, argument: object) -> None:
        """Stand on a round when the rounds are offered next; anything else wants none."""
        if isinstance(argument, UUID):
            self._wanted = argument

    def offer(
        self, rounds: Iterable[tuple[UUID, str]], *, usual: UUID | None = None, nothing: str = ""
    ) -> None:
        """Offer rounds, and stand on the wanted one, else on the one before.

        Args:
            rounds: Identity and title, newest first.
            usual: The one to stand on where none was chosen; else the first.
            nothing: What stands first and means no round.
        """
        wanted, self._wanted = self._wanted or self.round or usual, None
        self.clear()
        if nothing:
            self.addItem(nothing, None)
        for each, title in rounds:
            self.addItem(title, each)
        choose(self, wanted)
