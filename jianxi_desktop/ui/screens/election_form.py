"""The numbers of an election: who was to come, who came, what became of the ballots."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.ui.editors import make_editor
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.theme import columns_of

_FIELDS: Final = (
    ("name", "starts_on", "years", "with_congress"),
    ("entitled", "attended", "seats", "valid_votes"),
    ("ballots_out", "ballots_back", "tellers", "document"),
)
_SHORT: Final = {  # four pairs stand side by side in a narrow window
    "entitled": "应到人数",
    "attended": "实到人数",
    "with_congress": "代表大会",
    "tellers": "监票计票",
}
_NEEDED: Final = ("name", "starts_on")


class ElectionForm(QWidget):
    """Edits the fields of the term that is elected.

    Signals:
        changed: Something was typed.
    """

    changed = Signal()

    def __init__(self, desk: Desk, ledger: Ledger) -> None:
        super().__init__()
        self._fields = {key: ledger.fields[key] for line in _FIELDS for key in line}
        self.editors = {key: make_editor(field, desk) for key, field in self._fields.items()}
        self._quiet = False
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(columns_of(self, 0.7))
        for row, line in enumerate(_FIELDS):
            for place, key in enumerate(line):
                caption = self._fields[key].caption
                label = QLabel(_SHORT.get(key, caption))
                label.setToolTip(caption)
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                editor = self.editors[key]
                label.setBuddy(editor)
                if (proxy := editor.focusProxy()) is not None:
                    proxy.setAccessibleName(caption)
                grid.addWidget(label, row, place * 2)
                grid.addWidget(editor, row, place * 2 + 1)
        for place in range(4):
            grid.setColumnStretch(place * 2 + 1, 1)
        for editor in self.editors.values():
            editor.changed.connect(self._tell)

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show the values of a term."""
        self._quiet = True
        for key, editor in self.editors.items():
            editor.show_value(values.get(key))
            editor.mark("")
        self._quiet = False

    def values(self) -> tuple[dict[str, Any], list[str]]:
        """Give what stands there by field, and what is wrong with the rest."""
        found, wrong = dict[str, Any](), list[str]()
        for key, field in self._fields.items():
            try:
                found[key] = field.parse(self.editors[key].raw())
            except FieldError as error:
                wrong.append(f"{field.caption}：{error.user_message}")
                self.editors[key].mark("error")
                continue
            missing = found[key] is None and key in _NEEDED
            self.editors[key].mark("error" if missing else "")
            if missing:
                wrong.append(f"还没有填“{field.caption}”。")
        return found, wrong

    def _tell(self) -> None:
        if not self._quiet:
            self.changed.emit()
