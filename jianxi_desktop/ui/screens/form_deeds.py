"""What is done with forms beside entering them: they come back, or are used no more."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from jianxi_desktop.services import entry_states
from jianxi_desktop.ui.fields_dialog import FieldsDialog, Words
from jianxi_desktop.ui.screen import Desk

Chosen = Callable[[], tuple[str, ...]]


class FormDeeds:
    """Answers the commands for the forms that are chosen in the list."""

    def __init__(self, parent: QWidget, desk: Desk, chosen: Chosen) -> None:
        self._parent, self._desk, self._chosen = parent, desk, chosen

    def answers(self) -> dict[str, Callable[[], None]]:
        """Give what is done."""
        return {"entry.returned": self._note_returned, "entry.void": self._ask_reason}

    def _note_returned(self) -> None:
        numbers = self._chosen()
        work = partial(entry_states.mark_returned, self._desk.office, numbers)
        self._desk.jobs.run(work, partial(self._say, f"已登记收回 {len(numbers)} 张表。"))

    def _ask_reason(self) -> None:
        number = self._chosen()[0]
        words = Words("作废检查表", f"表号 {number} 为什么作废？", "作废", "先不作废")
        note = self._desk.office.catalog["printed_form"].fields["note"]
        field = replace(note, caption="原因", required=True)
        dialog = FieldsDialog(self._parent, self._desk, words, [field], {})
        dialog.wanted.connect(partial(self._void, dialog, number))
        dialog.open()

    def _void(self, dialog: FieldsDialog, number: str, values: dict[str, Any]) -> None:
        def done(touched: frozenset[str]) -> None:
            dialog.accept()
            self._say(f"表号 {number} 已作废，需要时可以再打印。", touched)

        work = partial(entry_states.void_form, self._desk.office, number, values["note"])
        self._desk.jobs.run(work, done, dialog.refuse)

    def _say(self, told: str, touched: frozenset[str]) -> None:
        self._desk.changed(touched)
        self._desk.notice(told, undo=partial(self._desk.commands.trigger, "record.undo"))
