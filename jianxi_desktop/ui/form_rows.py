"""The lines and groups of a form: what stands where, and what is said below an editor."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.fields import Field, LongText
from jianxi_desktop.schema.ledger import Issue, Section
from jianxi_desktop.ui.editor import Editor
from jianxi_desktop.ui.theme import columns_of, line_height, say_rich, set_state

_MARKS: Final = {"error": "error", "review": "warning", "warning": "warning"}


class FieldRow:
    """A field on the form: its caption, its editor, and what is said about it."""

    def __init__(self, field: Field[Any], editor: Editor) -> None:
        self.field, self.editor = field, editor
        self.label = QLabel(field.caption)
        if field.required:
            say_rich(self.label, f'<span style="color:@accent">*</span> {field.caption}')
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.label.setBuddy(editor)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.cell = QWidget()
        column = QVBoxLayout(self.cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(editor)
        column.addWidget(self.said)
        editor.setObjectName(field.key)
        name = f"{field.caption}（必填）" if field.required else field.caption
        proxy = editor.focusProxy()
        if proxy is not None:
            proxy.setAccessibleName(name)
        self.say(None)

    @property
    def wide(self) -> bool:
        """Whether the field takes the whole width."""
        return isinstance(self.field, LongText)

    @property
    def filled(self) -> bool:
        """Whether anything stands in the editor."""
        return self.editor.raw() not in (None, "")

    @property
    def code(self) -> object:
        """What is picked, also where it is still written as its label."""
        try:
            return self.field.parse(self.editor.raw())
        except FieldError:
            return None

    def say(self, issue: Issue | None) -> None:
        """Say an issue, else how the value is understood, else the field's hint."""
        text = issue.text if issue is not None else self.editor.note() or self.field.hint
        state = _MARKS[issue.severity] if issue is not None else ""
        self.said.setProperty("role", "issue" if issue is not None else "hint")
        self.said.setProperty("state", None)
        set_state(self.said, state or "note")
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.editor.mark(state)


class SectionBox(QFrame):
    """A titled group of fields that stand in one column or two."""

    def __init__(self, section: Section, rows: list[FieldRow]) -> None:
        super().__init__()
        self.section, self.rows = section, rows
        self._arranged = (0, 0)
        head = QLabel(section.title)
        head.setProperty("role", "section")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(columns_of(self, 0.7))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, columns_of(self, 0.6))
        column.addWidget(head)
        column.addLayout(self._grid)
        for row in rows:  # theirs before they are arranged, so that they go with the form
            row.label.setParent(self)
            row.cell.setParent(self)

    def follow(self, rows: Mapping[str, FieldRow]) -> None:
        """Step back where the record is of another kind, unless something stands here."""
        shown = bool(self.rows)
        if self.section.when is not None:
            attribute, codes = self.section.when
            about = attribute.key not in rows or rows[attribute.key].code in codes
            shown = shown and (about or any(row.filled for row in self.rows))
        self.setVisible(shown)

    def arrange(self, columns: int, label_width: int) -> None:
        """Put the fields into so many columns, their captions in line."""
        if self._arranged == (columns, label_width):
            return
        self._arranged = (columns, label_width)
        while self._grid.takeAt(0) is not None:
            pass
        line, place = 0, 0
        for row in self.rows:
            if row.wide and place:
                line, place = line + 1, 0
            self._put(row, line, place, columns if row.wide else 1, label_width)
            place += columns if row.wide else 1
            if place >= columns:
                line, place = line + 1, 0
        for number in range(2):
            self._grid.setColumnStretch(number * 2 + 1, 1 if number < columns else 0)

    def _put(self, row: FieldRow, line: int, place: int, span: int, label_width: int) -> None:
        row.label.setMinimumWidth(label_width)
        height = line_height(row.label) if row.wide else row.editor.sizeHint().height()
        row.label.setFixedHeight(height)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(row.label, line, place * 2, top)
        self._grid.addWidget(row.cell, line, place * 2 + 1, 1, span * 2 - 1, top)
