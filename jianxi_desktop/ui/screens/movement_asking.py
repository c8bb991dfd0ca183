"""Opens the dialog of a movement, does it, and says that it is done."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import movement_facts
from jianxi_desktop.services.movement_facts import Standing
from jianxi_desktop.services.records import Saved
from jianxi_desktop.ui.fields_dialog import Words
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.movement_deeds import BY_KEY, DeedKind
from jianxi_desktop.ui.screens.movement_dialog import MovementDialog

Done = Callable[[str, UUID], None]


class Asking(QObject):
    """Asks for movements.

    Attributes:
        dialog: What was asked last.
    """

    def __init__(self, page: QWidget, desk: Desk) -> None:
        super().__init__(page)
        self._page, self._desk = page, desk
        self.dialog: MovementDialog | None = None

    def is_of_row(self, key: str) -> bool:
        """Tell whether a deed is about a chosen row."""
        return BY_KEY[key].of_row

    def look(self, person: UUID, then: Callable[[Standing], None]) -> None:
        """Look up how a member stands."""
        work = partial(movement_facts.look_at, self._desk.office, person)
        self._desk.jobs.run(work, then)

    def ask(self, key: str, row: UUID, name: str, done: Done) -> None:
        """Ask for a deed about a row."""
        self._open(BY_KEY[key], row, name, {}, done)

    def ask_about(
        self, key: str, person: UUID | None, given: Mapping[str, Any], done: Done
    ) -> None:
        """Ask for a deed about a member; ``None``: the dialog asks about whom."""
        kind = BY_KEY[key]
        if person is not None and any(each.key == "person" for each in kind.asks):
            self.look(person, partial(self._open_about, kind, given, done))
        else:
            self._open(kind, None, "", given, done)

    def _open_about(
        self, kind: DeedKind, given: Mapping[str, Any], done: Done, standing: Standing
    ) -> None:
        dialog = self._open(kind, standing.person, standing.name, given, done)
        dialog.show_standing(standing)

    def _open(
        self,
        kind: DeedKind,
        about: UUID | None,
        name: str,
        given: Mapping[str, Any],
        done: Done,
    ) -> MovementDialog:
        catalog, today = self._desk.office.catalog, calendar.today().isoformat()
        asks = [each for each in kind.asks if about is None or each.key != "person"]
        values = {each.key: today for each in asks if each.today}
        asked = kind.asked.format(name=name or "哪名党员")
        words = Words(kind.title, asked, kind.go, "先不办")
        dialog = MovementDialog(
            self._page,
            self._desk,
            words,
            [each.field(catalog) for each in asks],
            {**values, **kind.given, **given},
            odd=kind.odd,
            fill=kind.fill,
            columns=kind.columns,
        )
        dialog.wanted.connect(partial(self._do, dialog, kind, about, done))
        self.dialog = dialog
        dialog.open()
        return dialog

    def _do(
        self,
        dialog: MovementDialog,
        kind: DeedKind,
        about: UUID | None,
        done: Done,
        values: dict[str, Any],
    ) -> None:
        work = partial(kind.do, self._desk.office, about, values)
        self._desk.jobs.run(work, partial(self._say, dialog, kind, done), dialog.refuse)

    def _say(self, dialog: MovementDialog, kind: DeedKind, done: Done, saved: Saved) -> None:
        dialog.accept()
        done(kind.key, saved.id)
        self._desk.changed(saved.touched)
        undo = partial(self._desk.commands.trigger, "record.undo")
        self._desk.notice(kind.said, undo=undo)
