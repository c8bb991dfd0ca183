"""The dialog of one movement: whom it is about, how he stands, the fields, what is odd."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.fields import Field
from jianxi_desktop.services import movement_facts
from jianxi_desktop.services.movement_facts import Standing
from jianxi_desktop.ui.fields_dialog import FieldsDialog, Words
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.movement_words import Odd, odd_nothing, standing_words

Fill = Callable[[Standing], Mapping[str, Any]]


class MovementDialog(FieldsDialog):
    """Asks for a movement; who is chosen in it is looked up, and fills what is known of him.

    Attributes:
        standing: How the member stands; ``None``: nobody is chosen, or he is new.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        words: Words,
        fields: Sequence[Field[Any]],
        given: Mapping[str, Any],
        *,
        odd: Odd = odd_nothing,
        fill: Fill | None = None,
        columns: int = 1,
    ) -> None:
        super().__init__(parent, desk, words, fields, given, columns)
        self._desk, self._odd, self._fill = desk, odd, fill
        self.standing: Standing | None = None
        self._asked: UUID | None = None
        self._filled: dict[str, object] = {}  # what was filled in for the member before
        for key, row in self._rows.items():
            row.editor.changed.connect(partial(self._follow, key))
            row.editor.left.connect(partial(self._follow, key))

    def show_standing(self, standing: Standing) -> None:
        """Say how the member stands, and fill in what nobody has typed."""
        self.standing, self._asked = standing, standing.person
        for key, value in (self._fill(standing) if self._fill is not None else {}).items():
            row = self._rows.get(key)
            if row is not None and (not row.filled or row.editor.raw() == self._filled.get(key)):
                row.editor.show_value(value)
                self._filled[key] = row.editor.raw()
        self._tell()

    def values(self) -> dict[str, Any]:
        """Give what can be read of what stands there."""
        found = {}
        for key, row in self._rows.items():
            try:
                found[key] = row.field.parse(row.editor.raw())
            except FieldError:
                found[key] = None
        return found

    def _follow(self, key: str) -> None:
        if key == "person":
            self._look_up()
        self._tell()

    def _look_up(self) -> None:
        person = self._rows["person"].editor.raw()
        if isinstance(person, UUID) and person != self._asked:
            self._asked = person
            work = partial(movement_facts.look_at, self._desk.office, person)
            self._desk.jobs.run_newest("movement.person", work, self.show_standing)
        elif not isinstance(person, UUID):
            self.standing, self._asked = None, None

    def _tell(self) -> None:
        odd = list(self._odd(self.values(), self.standing, calendar.today()))
        told = [standing_words(self.standing)] if self.standing is not None else []
        self.tell("\n".join([*told, *(f"请注意：{each}。" for each in odd)]), odd=bool(odd))
