"""The editor of each kind of field; a new kind registers its own here."""

from collections.abc import Mapping
from functools import partial, singledispatch
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from jianxi_desktop.domain import calendar, identity
from jianxi_desktop.schema.fields import (
    Choice,
    Day,
    Field,
    IdentityNumber,
    Link,
    LongText,
    Whole,
    YesNo,
)
from jianxi_desktop.services import records
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.theme import columns_of, icon, line_height, set_state

_LINES: Final = 4  # of a long text


class Editor(QWidget):
    """Edits the value of one field.

    Signals:
        changed: Something was typed or picked.
        left: The editor was left or a value was picked: time to check it.
    """

    changed = Signal()
    left = Signal()

    def raw(self) -> object:
        """Give what stands in the editor, for the field to read."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a value of the field."""
        raise NotImplementedError

    def note(self) -> str:
        """Say how what was typed is understood; mostly nothing."""
        return ""

    def mark(self, state: str) -> None:
        """Show as ``error``, ``warning`` or neither."""
        proxy = self.focusProxy()
        if proxy is not None:
            set_state(proxy, state)

    def _hold(self, widget: QWidget) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(widget)
        self.setFocusProxy(widget)


class LineEditor(Editor):
    """Edits any value that is written on one line."""

    def __init__(self, field: Field[Any]) -> None:
        super().__init__()
        self.field = field
        self.line = QLineEdit()
        self._hold(self.line)
        self.line.textEdited.connect(self.changed)
        self.line.editingFinished.connect(self.left)

    def raw(self) -> object:
        """Override: the text."""
        return self.line.text()

    def show_value(self, value: Any) -> None:
        """Override: the text the field shows."""
        self.line.setText(self.field.show(value))
        self.line.setCursorPosition(0)


class WholeEditor(LineEditor):
    """Takes a whole number; the line is as short as the number."""

    def __init__(self, field: Field[Any]) -> None:
        super().__init__(field)
        self.line.setMaximumWidth(columns_of(self, 10))
        row = self.layout()
        assert isinstance(row, QHBoxLayout)  # noqa: S101 - made by _hold
        row.addStretch(1)


class DayEditor(LineEditor):
    """Takes days as people write them and says what was understood."""

    def __init__(self, field: Field[Any]) -> None:
        super().__init__(field)
        self.line.setPlaceholderText("如 1985-03-12、1985年3月、1985")
        self.line.editingFinished.connect(self._write_plainly)

    def note(self) -> str:
        """Override: the day in words where it was written in another way."""
        try:
            day = calendar.read_day(self.line.text())
        except calendar.DayProblemError:
            return ""
        return "" if day == self.line.text() else f"理解为 {calendar.show_day(day)}"

    def _write_plainly(self) -> None:
        try:
            self.line.setText(calendar.read_day(self.line.text()))
        except calendar.DayProblemError:
            return


class IdentityEditor(LineEditor):
    """Checks an identity number while it is typed."""

    def note(self) -> str:
        """Override: what the number says, or how much of it is missing."""
        text = self.line.text().replace(" ", "")
        if not text:
            return ""
        if len(text) < 18 and text.isdecimal():
            return f"已输入{len(text)}位，共18位"
        try:
            known = identity.read_identity(text)
        except identity.IdentityProblemError as problem:
            return identity.PROBLEMS[problem.code]
        sex = "男" if known.sex == "1" else "女"
        return f"{sex}，{calendar.show_day(known.born_on)}出生"


class LongEditor(Editor):
    """Edits text of several lines."""

    def __init__(self) -> None:
        super().__init__()
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(line_height(self.text) * _LINES)
        self._hold(self.text)
        self.text.textChanged.connect(self.changed)

    def raw(self) -> object:
        """Override: the text with its line breaks."""
        return self.text.toPlainText()

    def show_value(self, value: Any) -> None:
        """Override: the text with its line breaks."""
        self.text.setPlainText(value or "")


class _Combo(QComboBox):
    """A combo box that leaves the wheel to the page unless it has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Override: a page that is scrolled changes no value."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceEditor(Editor):
    """Picks one code of a table; typing finds it."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        super().__init__()
        self._labels = labels
        self.combo = _Combo()
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.addItem("", None)
        for code, label in labels.items():
            self.combo.addItem(label, code)
        finder = self.combo.completer()
        assert finder is not None  # noqa: S101 - it is editable
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._hold(self.combo)
        self.combo.editTextChanged.connect(self.changed)
        self.combo.activated.connect(self.left)
        line = self.combo.lineEdit()
        assert line is not None  # noqa: S101 - it is editable
        line.editingFinished.connect(self.left)

    def raw(self) -> object:
        """Override: the code of what is written, else what is written."""
        text = self.combo.currentText().strip()
        place = self.combo.findText(text)
        return self.combo.itemData(place) if place > 0 else text

    def show_value(self, value: Any) -> None:
        """Override: the label of the code."""
        text = "" if value is None else self._labels.get(value, value)
        self.combo.setCurrentIndex(max(self.combo.findText(text), 0))
        self.combo.setEditText(text)


class YesNoEditor(Editor):
    """Picks yes, no, or nothing said."""

    def __init__(self) -> None:
        super().__init__()
        self.combo = _Combo()
        for label, value in (("", None), ("是", True), ("否", False)):
            self.combo.addItem(label, value)
        self._hold(self.combo)
        self.combo.currentIndexChanged.connect(self.changed)
        self.combo.activated.connect(self.left)

    def raw(self) -> object:
        """Override: the value picked."""
        return self.combo.currentData()

    def show_value(self, value: Any) -> None:
        """Override: pick the value."""
        self.combo.setCurrentIndex({None: 0, True: 1, False: 2}[value])


class LinkEditor(Editor):
    """Finds another record by what is typed and shows its caption."""

    def __init__(self, desk: Desk, target: str) -> None:
        super().__init__()
        self._desk, self._target = desk, target
        self._id: UUID | None = None
        self._found: list[tuple[UUID, str]] = []
        self.line = _LinkLine()
        self.line.setPlaceholderText("输入名称或拼音首字母查找")
        self.line.addAction(
            icon("down"), QLineEdit.ActionPosition.TrailingPosition
        ).triggered.connect(self._list_all)
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(12)
        self._completer.setWidget(self.line)
        self._completer.activated.connect(self._take_name)
        self._hold(self.line)
        self.line.textEdited.connect(self._search)
        self.line.asked.connect(self._list_all)
        self.line.editingFinished.connect(self._settle)

    def raw(self) -> object:
        """Override: the identity of the record, else what is written."""
        return self._id if self._id is not None else self.line.text().strip()

    def show_value(self, value: Any) -> None:
        """Override: the caption, which comes from the worker."""
        self._id = value
        self.line.setText("" if value is None else "…")
        if value is not None:
            self._desk.jobs.run(
                partial(records.caption_of, self._desk.office, self._target, value),
                partial(self._show_caption, value),
            )

    def _show_caption(self, record_id: UUID, caption: str) -> None:
        if self._id == record_id:
            self.line.setText(caption)
            self.line.setCursorPosition(0)

    def _search(self, words: str) -> None:
        self._id = None
        self._ask(words)
        self.changed.emit()

    def _list_all(self) -> None:
        self._ask("")

    def _ask(self, words: str) -> None:
        self._desk.jobs.run_newest(
            f"link.{id(self)}",
            partial(records.list_choices, self._desk.office, self._target, words),
            self._offer,
        )

    def _offer(self, found: list[tuple[UUID, str]]) -> None:
        self._found = found
        self._names.setStringList([caption for _, caption in found])
        if self.line.hasFocus() and found:
            self._completer.complete()

    def _take_name(self, name: str) -> None:
        popup = self._completer.popup()
        row = popup.currentIndex().row() if popup is not None else -1
        same = [n for n, (_, caption) in enumerate(self._found) if caption == name]
        self._take(row if row in same else same[0])

    def _take(self, place: int) -> None:
        self._id, caption = self._found[place]
        self.line.setText(caption)
        self.changed.emit()
        self.left.emit()

    def _settle(self) -> None:
        """Take a name typed in full, if it is one record's only."""
        text = self.line.text().strip()
        same = [n for n, (_, caption) in enumerate(self._found) if caption == text]
        if self._id is None and text and len(same) == 1:
            self._take(same[0])
        else:
            self.left.emit()


class _LinkLine(QLineEdit):
    """A line that asks for all choices when Down is pressed.

    Signals:
        asked: Down was pressed.
    """

    asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Down opens the choices."""
        if event.key() == Qt.Key.Key_Down:
            self.asked.emit()
        else:
            super().keyPressEvent(event)


@singledispatch
def make_editor(field: Field[Any], desk: Desk) -> Editor:
    """Make the editor of a field."""
    del desk
    return LineEditor(field)


@make_editor.register
def _(field: Day, desk: Desk) -> Editor:
    del desk
    return DayEditor(field)


@make_editor.register
def _(field: IdentityNumber, desk: Desk) -> Editor:
    del desk
    return IdentityEditor(field)


@make_editor.register
def _(field: LongText, desk: Desk) -> Editor:
    del field, desk
    return LongEditor()


@make_editor.register
def _(field: Whole, desk: Desk) -> Editor:
    del desk
    return WholeEditor(field)


@make_editor.register
def _(field: Choice, desk: Desk) -> Editor:
    del desk
    return ChoiceEditor(field.options.labels)


@make_editor.register
def _(field: YesNo, desk: Desk) -> Editor:
    del field, desk
    return YesNoEditor()


@make_editor.register
def _(field: Link, desk: Desk) -> Editor:
    return LinkEditor(desk, field.target)
