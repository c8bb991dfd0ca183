"""The questions of the page of symposia: a new one and who reports; which tasks are handed out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.fields import Field
from jianxi_desktop.schema.ledger import Issue, Section
from jianxi_desktop.services.symposium_making import Committee
from jianxi_desktop.ui.editors import make_editor
from jianxi_desktop.ui.form_keys import lead_by_keys
from jianxi_desktop.ui.form_rows import FieldRow, SectionBox
from jianxi_desktop.ui.patient_dialog import PatientDialog
from jianxi_desktop.ui.report_error import describe_error
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import dialog_column, row_of, section, wrapped
from jianxi_desktop.ui.theme import as_hint, as_primary, as_quiet, columns_of, line_height

_ASKED: Final = ("topic", "held_on", "starts_at", "place", "host")
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_ITEM: Final = Qt.ItemDataRole.UserRole


class ReporterChoice(QWidget):
    """Lets organisations be ticked that report.

    Signals:
        changed: Others are ticked.
    """

    changed = Signal()

    def __init__(self, name: str = "汇报单位") -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setMinimumSize(columns_of(self, 20), line_height(self) * 9)
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.count = as_hint(QLabel())
        self.count.setWordWrap(False)
        every, none = as_quiet(QPushButton("全选")), as_quiet(QPushButton("全不选"))
        every.clicked.connect(lambda: self.tick_all(on=True))
        none.clicked.connect(lambda: self.tick_all(on=False))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row_of(section(name), self.count, None, every, none))
        column.addWidget(self.list, 1)

    def offer(self, committees: Sequence[Committee]) -> None:
        """Offer those who do not report yet, all ticked."""
        self.list.clear()
        for each in committees:
            if each.asked:
                continue
            said = f"{each.name}　{each.speaker}" if each.speaker else each.name
            item = QListWidgetItem(said, self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_ON)
            item.setData(_ITEM, each)
        self._tell()

    def ticked(self) -> list[Committee]:
        """Give who is ticked, in order."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [item.data(_ITEM) for item in items if item.checkState() == _ON]

    def tick_all(self, *, on: bool) -> None:
        """Tick all, or none."""
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(_ON if on else _OFF)

    def _tell(self) -> None:
        self.count.setText(f"已选 {len(self.ticked())} 个，共 {self.list.count()} 个")
        self.changed.emit()


class Asking(PatientDialog):
    """Holds what both questions have: a place for a refusal, a verb, and Ctrl+Enter for it."""

    def __init__(self, parent: QWidget, title: str, go: str, stay: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.problem = wrapped()
        self.problem.setProperty("role", "issue")
        self.problem.hide()
        self.go = as_primary(QPushButton(go))
        self.go.clicked.connect(self.ask)
        self.stay = QPushButton(stay)
        self.stay.clicked.connect(self.reject)

    def ask(self) -> None:
        """Hand on what is asked for."""
        raise NotImplementedError

    def refuse(self, error: Exception) -> None:
        """Say in place why it was not done."""
        self.take_up()
        told = describe_error(error)
        self.problem.setText("\n".join([told.text, *told.details[:4]]))
        self.problem.show()
        self.go.setEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter stays in the editors; Ctrl+Enter goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.go.isEnabled():
                self.ask()
            return
        super().keyPressEvent(event)


class SymposiumDialog(Asking):
    """Asks what a new symposium is about, when and where it is, and who reports.

    Signals:
        wanted: Values of the activity and those who report; then ``accept`` or ``refuse``.
    """

    wanted = Signal(object, object)

    def __init__(self, parent: QWidget, desk: Desk, turn: str, given: Mapping[str, Any]) -> None:
        super().__init__(parent, "安排座谈会", "安排", "先不安排")
        fields = desk.office.catalog["activity"].fields
        asked = [_named(fields[key]) for key in _ASKED]
        self._rows = {field.key: FieldRow(field, make_editor(field, desk)) for field in asked}
        for key, row in self._rows.items():
            row.editor.show_value(given.get(key))
            row.editor.changed.connect(lambda row=row: row.say(None))
        box = SectionBox(Section("", ()), list(self._rows.values()))
        box.arrange(1, max(row.label.sizeHint().width() for row in self._rows.values()))
        self.reporters = ReporterChoice()
        left = QVBoxLayout()
        left.addWidget(section(f"{turn}的双月座谈会"))
        left.addWidget(box)
        left.addWidget(as_hint(wrapped("每次选定一个主题；主题写在冒号后面。")))
        left.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(columns_of(self, 1.6))
        both.addLayout(left, 3)
        both.addWidget(self.reporters, 2)
        column = dialog_column(self)
        column.addLayout(both, 1)
        column.addWidget(self.problem)
        column.addLayout(row_of(None, self.go, self.stay))
        self.setMinimumWidth(columns_of(self, 56))
        lead_by_keys(self, self._rows, self.go)
        topic = self.editor("topic")
        topic.setFocus()
        topic.line.end(False)  # noqa: FBT003 - Qt's way: after the colon, nothing marked

    def editor(self, key: str) -> Any:
        """Give the editor of a field."""
        return self._rows[key].editor

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
            self.wanted.emit(values, self.reporters.ticked())


class ReportersDialog(Asking):
    """Asks who reports as well.

    Signals:
        wanted: Those who are ticked; then ``accept`` or ``refuse``.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget, committees: Sequence[Committee]) -> None:
        super().__init__(parent, "加汇报单位", "加到最后", "先不加")
        self.reporters = ReporterChoice()
        self.reporters.offer(committees)
        column = dialog_column(self)
        column.addWidget(self.reporters, 1)
        column.addWidget(self.problem)
        column.addLayout(row_of(None, self.go, self.stay))
        self.setMinimumWidth(columns_of(self, 32))
        self.reporters.changed.connect(self._show_state)
        self._show_state()

    def ask(self) -> None:
        """Hand on who is ticked."""
        if self.begin():
            self.go.setEnabled(False)
            self.wanted.emit(self.reporters.ticked())

    def _show_state(self) -> None:
        self.go.setEnabled(bool(self.reporters.ticked()))


def _named(field: Field[Any]) -> Field[Any]:
    """Give a field of the activity as a symposium needs it."""
    captions = {"topic": "名称和主题", "held_on": "召开日期"}
    needed = field.key in ("topic", "held_on")
    return replace(field, caption=captions.get(field.key, field.caption), required=needed)
