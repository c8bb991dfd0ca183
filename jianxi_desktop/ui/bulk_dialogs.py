"""What is asked before many records are changed: which field, and whether it may be as foreseen."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.fields import Field, Link
from jianxi_desktop.services.bulk import Line, Outcome
from jianxi_desktop.ui.editor import put_between
from jianxi_desktop.ui.editors import make_editor
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.table import Column, TextTable
from jianxi_desktop.ui.screens.table import Line as Cells
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

if TYPE_CHECKING:
    from jianxi_desktop.ui.editor import Editor

_EMPTY = "（空）"


class FillDialog(QDialog):
    """Asks for one field and what is to stand there in every record that is picked."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        fields: Sequence[Field[Any]],
        count: int,
        go_on: Callable[[str, object], None],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("统一填写")
        self._desk, self._fields, self._go_on = desk, fields, go_on
        self.field = QComboBox()
        self.field.setAccessibleName("要填的内容")
        for each in fields:
            self.field.addItem(each.caption)
        self.field.setMinimumWidth(columns_of(self, 26))
        self._editor: Editor | None = None
        self._place = QVBoxLayout()
        self.problem = QLabel()
        self.problem.setProperty("role", "issue")
        self.problem.setWordWrap(True)
        self.go = as_primary(QPushButton("看看结果"))
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        stay = QPushButton("不填了")
        stay.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        buttons.addWidget(stay)
        column = QVBoxLayout(self)
        column.addWidget(QLabel(f"给选中的 {count} 条记录填写同一项："))
        column.addWidget(self.field)
        column.addWidget(QLabel("都填成（留空就是清除原来的）："))
        column.addLayout(self._place)
        column.addWidget(self.problem)
        column.addWidget(as_hint(QLabel("下一步先看每条会变成什么，确认后才改；改了还可以撤销。")))
        column.addStretch(1)
        column.addLayout(buttons)
        self.field.currentIndexChanged.connect(self._choose)
        self._choose()

    @property
    def editor(self) -> "Editor":
        """The editor of the field that is chosen."""
        assert self._editor is not None  # noqa: S101 - one is always chosen
        return self._editor

    def start(self, key: str) -> None:
        """Begin with a field, such as that of the column one stands in."""
        for place, field in enumerate(self._fields):
            if field.key == key:
                self.field.setCurrentIndex(place)
                self.editor.setFocus()
                return

    def accept(self) -> None:
        """Override: go on only with a value of the field."""
        field, raw = self._fields[self.field.currentIndex()], self.editor.raw()
        if not isinstance(field, Link):
            try:
                field.parse(raw)
            except FieldError as error:
                self.problem.setText(error.user_message)
                self.editor.setFocus()
                return
        super().accept()
        self._go_on(field.key, raw)

    def _choose(self) -> None:
        if self._editor is not None:
            self._place.removeWidget(self._editor)
            self._editor.hide()
            self._editor.deleteLater()
        field = self._fields[self.field.currentIndex()]
        self._editor = make_editor(field, self._desk)
        self._editor.setAccessibleName(field.caption)
        self._place.addWidget(self._editor)
        put_between(self.field, self._editor, self.go)
        self.problem.clear()


class OutcomeDialog(QDialog):
    """Shows what becomes of each record, those that refuse first, and asks whether to go on.

    Attributes:
        go: Goes on with those that do not refuse; not there where all do.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        outcome: Outcome,
        verb: str,
        go_on: Callable[[tuple[Line, ...]], None],
        *,
        values: bool = True,
        careful: bool = False,
    ) -> None:
        """Show an outcome.

        Args:
            parent: Where it is asked.
            title: What it is about.
            outcome: A trial, or what a refusal left undone.
            verb: What is done to the records.
            go_on: Called with those that do not refuse.
            values: Whether it is about values, old and new, or about the records themselves.
            careful: Whether Enter alone is not to go on, for something is lost by it.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._outcome, self._go_on = outcome, go_on
        changed, refused = outcome.changed, outcome.refused
        self.told = QLabel(_told(outcome, verb))
        self.told.setWordWrap(True)
        self.table = TextTable(self)
        self.table.setAccessibleName("每条记录的结果")
        self._fill(changed, refused, values=values)
        self.table.setMinimumSize(columns_of(self, 52), line_height(self) * 9)
        self.go = as_primary(QPushButton(f"{verb}{'其余 ' if refused else '这 '}{len(changed)} 条"))
        self.go.setVisible(bool(changed))
        self.go.clicked.connect(self.accept)
        stay = QPushButton("都不改" if changed else "知道了")
        stay.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        buttons.addWidget(stay)
        column = QVBoxLayout(self)
        column.addWidget(self.told)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        usual = self.go if changed and not careful else stay
        usual.setDefault(True)
        usual.setFocus()

    def accept(self) -> None:
        """Override: go on with those that do not refuse."""
        super().accept()
        self._go_on(self._outcome.changed)

    def _fill(self, changed: Sequence[Line], refused: Sequence[Line], *, values: bool) -> None:
        middle = [Column("原来", 10), Column("改为", 10)] if values else []
        same = (
            []
            if values is False
            else [line for line in self._outcome.lines if not line.why and line.old == line.new]
        )

        def cells(line: Line) -> Cells:
            between = (line.old or _EMPTY, line.new or _EMPTY) if values else ()
            if line.why:
                between = (line.old or _EMPTY, "") if values else ()
                return Cells((line.name, *between, line.why), {1 + len(between): "error"})
            same = values and line.old == line.new
            told = "本来就是这样" if same else line.odd
            return Cells(
                (line.name, *between, told), {1 + len(between): "quiet" if same else "warning"}
            )

        columns = [Column("名称", 10, names=True), *middle, Column("说明", 14)]
        self.table.show_items(columns, [*refused, *changed, *same], cells)


def _told(outcome: Outcome, verb: str) -> str:
    changed, refused = len(outcome.changed), len(outcome.refused)
    same = len(outcome.lines) - changed - refused
    parts = [f"可以{verb} {changed} 条" if changed else f"没有可以{verb}的"]
    if same:
        parts.append(f"{same} 条本来就是这样")
    if refused:
        parts.append(f"{refused} 条不能{verb}，原因在表里")
    return "，".join(parts) + "。现在还什么都没有改。"
