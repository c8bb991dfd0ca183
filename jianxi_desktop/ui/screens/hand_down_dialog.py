"""The question what several units have to do, and which ones."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.ledger import Issue, Section
from jianxi_desktop.services.symposium_making import Committee
from jianxi_desktop.ui.editor import Editor
from jianxi_desktop.ui.editors import make_editor
from jianxi_desktop.ui.form_keys import lead_by_keys
from jianxi_desktop.ui.form_rows import FieldRow, SectionBox
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import dialog_column, row_of, section, wrapped
from jianxi_desktop.ui.screens.symposium_dialogs import Asking, ReporterChoice
from jianxi_desktop.ui.theme import as_hint, columns_of

_ASKED: Final = ("content", "measure", "due_on")


class HandDownDialog(Asking):
    """Asks for a task and for the units that get it.

    Signals:
        wanted: Values of the item and the units; then ``accept`` or ``refuse``.
    """

    wanted = Signal(object, object)

    def __init__(self, parent: QWidget, desk: Desk, plan: str) -> None:
        super().__init__(parent, "下达任务", "下达", "先不下达")
        fields = desk.office.catalog["work_plan_item"].fields
        asked = [replace(fields[key], required=key != "measure") for key in _ASKED]
        self._rows = {field.key: FieldRow(field, make_editor(field, desk)) for field in asked}
        for row in self._rows.values():
            row.editor.changed.connect(lambda row=row: row.say(None))
        box = SectionBox(Section("", ()), list(self._rows.values()))
        box.arrange(1, max(row.label.sizeHint().width() for row in self._rows.values()))
        self.units = ReporterChoice("承办单位")
        self.units.changed.connect(self._show_state)
        left = QVBoxLayout()
        left.addWidget(section(f"列进“{plan}”"))
        left.addWidget(box)
        left.addWidget(
            as_hint(wrapped("选中的单位各列一项，办理情况由各单位反馈、随数据包报回来。"))
        )
        left.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(columns_of(self, 1.6))
        both.addLayout(left, 3)
        both.addWidget(self.units, 2)
        column = dialog_column(self)
        column.addLayout(both, 1)
        column.addWidget(self.problem)
        column.addLayout(row_of(None, self.go, self.stay))
        self.setMinimumWidth(columns_of(self, 56))
        lead_by_keys(self, self._rows, self.units.list)
        self.editor("content").setFocus()
        self._show_state()

    def editor(self, key: str) -> Editor:
        """Give the editor of a field."""
        return self._rows[key].editor

    def offer(self, units: Sequence[Committee]) -> None:
        """Offer the units, none of them ticked."""
        self.units.offer(units)
        self.units.tick_all(on=False)

    def ask(self) -> None:
        """Hand the values on, if each is one; else say beside each what is wrong."""
        values: dict[str, Any] = {}
        for key, row in self._rows.items():
            try:
                values[key] = row.field.parse(row.editor.raw())
            except FieldError as error:
                row.say(Issue(key, error.code, "error", error.user_message))
        self.problem.hide()
        if len(values) == len(self._rows) and self.begin():
            self.go.setEnabled(False)
            self.wanted.emit(values, self.units.ticked())

    def _show_state(self) -> None:
        self.go.setEnabled(bool(self.units.ticked()))
