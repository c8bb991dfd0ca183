"""The editor of each kind of field; a new kind registers its own here."""

from functools import singledispatch
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
)

from jianxi_desktop.domain import calendar, credit_code, identity
from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.fields import (
    Choice,
    Day,
    Field,
    IdentityNumber,
    Link,
    LongText,
    Money,
    Whole,
    YesNo,
)
from jianxi_desktop.schema.kinds import Clock, CreditCode, Points, Several
from jianxi_desktop.ui.choice_editors import ChoiceEditor, YesNoEditor
from jianxi_desktop.ui.editor import Editor, tell_left
from jianxi_desktop.ui.link_editor import LinkEditor
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.several_editor import SeveralEditor
from jianxi_desktop.ui.theme import columns_of, line_height

_LINES: Final = 4  # of a long text
_SHORT: Final = 10  # characters


class LineEditor(Editor):
    """Edits any value that is written on one line."""

    def __init__(self, field: Field[Any]) -> None:
        super().__init__()
        self.field = field
        self.line = QLineEdit()
        self.hold(self.line)
        self.line.textEdited.connect(self.changed)
        self.line.editingFinished.connect(self.left)

    def raw(self) -> object:
        """Override: the text."""
        return self.line.text()

    def show_value(self, value: Any) -> None:
        """Override: the text the field shows."""
        self.line.setText(self.field.show(value))
        self.line.setCursorPosition(0)

    def put_back(self, typed: Any) -> None:
        """Override: what was typed is a text."""
        self.line.setText(str(typed))


class ShortEditor(LineEditor):
    """Takes a number or a time; the line is as short as what is written."""

    def __init__(self, field: Field[Any]) -> None:
        super().__init__(field)
        self.line.setMaximumWidth(columns_of(self, _SHORT))
        row = self.layout()
        assert isinstance(row, QHBoxLayout)  # noqa: S101 - made by hold
        row.addStretch(1)


class ClockEditor(ShortEditor):
    """Takes times of a day as people write them and says what was understood."""

    def __init__(self, field: Field[Any]) -> None:
        super().__init__(field)
        self.line.setPlaceholderText("如 9:30、下午3点")
        self.line.editingFinished.connect(self._write_plainly)

    def note(self) -> str:
        """Override: the time in figures where it was written in another way."""
        time = self._read()
        return "" if time in ("", self.line.text()) else f"理解为 {time}"

    def _write_plainly(self) -> None:
        self.line.setText(self._read() or self.line.text())

    def _read(self) -> str:
        try:
            return str(self.field.parse(self.line.text()) or "")
        except FieldError:
            return ""


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
    """Checks an identity number while it is typed; a whole one speaks for itself at once."""

    def __init__(self, field: Field[Any]) -> None:
        super().__init__(field)
        self.line.textEdited.connect(self._look)
        self.line.editingFinished.connect(self._write_plainly)

    def note(self) -> str:
        """Override: what the number says, or how much of it is missing."""
        text = self.line.text().replace(" ", "")
        if not text or "*" in text:
            return ""
        if len(text) < 18 and text.isdecimal():
            return f"已输入{len(text)}位，共18位"
        try:
            known = identity.read_identity(text)
        except identity.IdentityProblemError as problem:
            return identity.PROBLEMS[problem.code]
        sex = "男" if known.sex == "1" else "女"
        return f"{sex}，{calendar.show_day(known.born_on)}出生"

    def _look(self, text: str) -> None:
        if len(text.replace(" ", "")) == 18:
            self.left.emit()

    def _write_plainly(self) -> None:
        """Write an old number of 15 places, or one written otherwise, with its 18 characters."""
        try:
            plain = identity.read_identity(self.line.text()).number
        except identity.IdentityProblemError:
            return
        if plain != self.line.text():
            self.line.setText(plain)
            self.changed.emit()


class CreditCodeEditor(LineEditor):
    """Checks a code of a unit while it is typed."""

    def note(self) -> str:
        """Override: how much of the code is missing, or what is wrong about it."""
        text = self.line.text().replace(" ", "")
        if not text:
            return ""
        if len(text) < 18:
            return f"已输入{len(text)}位，共18位"
        try:
            credit_code.read_credit_code(text)
        except credit_code.CreditCodeProblemError as problem:
            return f"{self.field.caption}{credit_code.PROBLEMS[problem.code]}"
        return ""


class LongEditor(Editor):
    """Edits text of several lines."""

    def __init__(self) -> None:
        super().__init__()
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(line_height(self.text) * _LINES)
        self.hold(self.text)
        self.text.textChanged.connect(self.changed)
        self.text.installEventFilter(self)

    def raw(self) -> object:
        """Override: the text with its line breaks."""
        return self.text.toPlainText()

    def show_value(self, value: Any) -> None:
        """Override: the text with its line breaks."""
        self.text.setPlainText(value or "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: the text is left."""
        return tell_left(self, event) or super().eventFilter(watched, event)


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


@make_editor.register(Whole)
@make_editor.register(Points)
@make_editor.register(Money)
def _(field: Field[Any], desk: Desk) -> Editor:
    del desk
    return ShortEditor(field)


@make_editor.register
def _(field: Clock, desk: Desk) -> Editor:
    del desk
    return ClockEditor(field)


@make_editor.register
def _(field: CreditCode, desk: Desk) -> Editor:
    del desk
    return CreditCodeEditor(field)


@make_editor.register
def _(field: Several, desk: Desk) -> Editor:
    del desk
    return SeveralEditor(field)


@make_editor.register
def _(field: Choice, desk: Desk) -> Editor:
    return ChoiceEditor(field.options, desk.jobs)


@make_editor.register
def _(field: YesNo, desk: Desk) -> Editor:
    del field, desk
    return YesNoEditor()


@make_editor.register
def _(field: Link, desk: Desk) -> Editor:
    return LinkEditor(desk, field.target)
