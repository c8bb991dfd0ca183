"""Keeps what is typed in a dialog that takes whole sentences, and puts it back when it is asked."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QObject

from jianxi_desktop.services import drafts
from jianxi_desktop.services.drafts import Draft
from jianxi_desktop.ui.form_keeping import FormKeeping
from jianxi_desktop.ui.form_rows import FieldRow
from jianxi_desktop.ui.screen import Desk

_LONGEST_KEY: Final = 40
_WAITS: Final = timedelta(days=30)  # then nobody comes back to it
_TOLD: Final = "上次在这里没填完的内容已经补上，核对以后再用。"


class DialogKeeping(FormKeeping):
    """Keeps the fields of a dialog as the draft of its question: what is asked, and about whom."""

    def __init__(
        self, dialog: QObject, desk: Desk, asked: tuple[str, str], rows: Mapping[str, FieldRow]
    ) -> None:
        """Look for what was typed at the same question and never handed on.

        Args:
            dialog: The dialog.
            desk: The desk.
            asked: What the dialog is called, and its question.
            rows: Its fields, as they stand before anybody types.
        """
        super().__init__(dialog, desk, self._typed)
        self._key, self._asked = f"dialog:{asked[0]}"[:_LONGEST_KEY], asked[1]
        self._rows = rows
        self._given = self._raw()
        for row in rows.values():
            row.editor.changed.connect(self.note)
        desk.jobs.run(partial(drafts.waiting, desk.office, self._key), self._put_back)

    def _raw(self) -> dict[str, object]:
        return {key: row.editor.raw() for key, row in self._rows.items()}

    def _typed(self) -> Draft | None:
        raw = self._raw()
        if raw == self._given:
            return None
        return Draft(self._key, None, {"asked": self._asked}, raw)

    def _put_back(self, found: tuple[Draft, ...]) -> None:
        """Fill in what was typed before, where nobody typed since."""
        mine = [draft for draft in found if draft.base.get("asked") == self._asked]
        for draft in found:
            if draft not in mine[-1:] and _is_old(draft):
                self._desk.jobs.run(partial(drafts.drop, self._desk.office, draft.kept), _nothing)
        if not mine or self._raw() != self._given:
            return
        self.go_on(mine[-1])
        for key, typed in mine[-1].typed.items():
            if key in self._rows and typed != self._given[key]:
                self._rows[key].editor.put_back(typed)
        self._desk.notice(_TOLD)


def _is_old(draft: Draft) -> bool:
    return draft.kept.at is not None and datetime.now(UTC) - draft.kept.at > _WAITS


def _nothing(_result: None) -> None:
    """Nobody waits for it."""
