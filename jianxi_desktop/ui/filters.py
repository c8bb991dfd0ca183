"""The bar of conditions above a list: one line to make a condition, one mark for each made."""

from functools import singledispatch
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.fields import Choice, Day, Field, Link, Money, Text, Whole, YesNo
from jianxi_desktop.schema.kinds import Clock, Points, Several
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Filter, Way
from jianxi_desktop.ui.editors import LineEditor, make_editor
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.theme import as_quiet, columns_of, icon

if TYPE_CHECKING:
    from jianxi_desktop.ui.editor import Editor

WAYS: Final[dict[Way, str]] = {
    "is": "是",
    "contains": "包含",
    "from": "不早于",
    "to": "不晚于",
    "empty": "没有填",
    "given": "已填",
}
_AMOUNTS: Final[dict[Way, str]] = {"from": "不小于", "to": "不大于"}
_ALONE: Final = ("empty", "given")


@singledispatch
def ways_of(field: Field[Any]) -> tuple[Way, ...]:
    """Give how a kind of field may be compared."""
    del field
    return ("is", "empty", "given")


@ways_of.register
def _(field: Text) -> tuple[Way, ...]:
    del field
    return ("contains", "is", "empty", "given")


@ways_of.register(Day)
@ways_of.register(Whole)
@ways_of.register(Money)
@ways_of.register(Points)
@ways_of.register(Clock)
def _(field: Field[Any]) -> tuple[Way, ...]:
    del field
    return ("from", "to", "is", "empty", "given")


def describe_filter(field: Field[Any], wanted: Filter, shown: str) -> str:
    """Say a condition in Chinese."""
    word = _word(field, wanted.way)
    return f"{field.caption} {word}" if wanted.way in _ALONE else f"{field.caption} {word} {shown}"


def _word(field: Field[Any], way: Way) -> str:
    if isinstance(field, Several) and way == "is":
        return WAYS["contains"]  # a row may have other codes besides
    amounts = _AMOUNTS if isinstance(field, Whole | Money | Points) else {}
    return amounts.get(way) or WAYS[way]


class FilterBar(QFrame):
    """Makes conditions on the columns of a ledger.

    Signals:
        changed: The conditions are others now.
    """

    changed = Signal()

    def __init__(self, desk: Desk, ledger: Ledger) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._desk = desk
        self._fields = ledger.form_fields
        self._made: list[tuple[Filter, str]] = []
        self._editor: Editor | None = None
        self.column = QComboBox()
        self.column.setAccessibleName("列")
        for field in self._fields:
            self.column.addItem(field.caption)
        self.way = QComboBox()
        self.way.setAccessibleName("条件")
        self.problem = QLabel()
        self.problem.setProperty("role", "issue")
        self._place = QHBoxLayout()
        self.add = QPushButton("加上条件")
        self.clear_all = as_quiet(QPushButton("全部清除"))
        row = QHBoxLayout()
        row.addWidget(QLabel("筛选："))
        row.addWidget(self.column)
        row.addWidget(self.way)
        row.addLayout(self._place)
        row.addWidget(self.add)
        row.addWidget(self.clear_all)
        row.addWidget(self.problem)
        row.addStretch(1)
        self._marks = QHBoxLayout()
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addLayout(self._marks)
        self.column.currentIndexChanged.connect(self._choose_column)
        self.way.currentIndexChanged.connect(self._choose_way)
        self.add.clicked.connect(self._add)
        self.clear_all.clicked.connect(self.clear)
        self._choose_column()
        self._show_marks()

    @property
    def filters(self) -> tuple[Filter, ...]:
        """The conditions that hold now."""
        return tuple(made for made, _ in self._made)

    def clear(self) -> None:
        """Drop every condition."""
        if self._made:
            self._made.clear()
            self._show_marks()
            self.changed.emit()

    def start(self, key: str = "") -> None:
        """Show the bar, ready for a condition on a column."""
        for place, field in enumerate(self._fields):
            if field.key == key:
                self.column.setCurrentIndex(place)
        self.show()
        (self._editor or self.column).setFocus()

    @property
    def _field(self) -> Field[Any]:
        return self._fields[self.column.currentIndex()]

    def _choose_column(self) -> None:
        field = self._field
        self.way.blockSignals(True)  # noqa: FBT003 - Qt takes it by place
        self.way.clear()
        for way in ways_of(field):
            self.way.addItem(_word(field, way), way)
        self.way.blockSignals(False)  # noqa: FBT003 - Qt takes it by place
        if self._editor is not None:
            self._place.removeWidget(self._editor)
            self._editor.deleteLater()
        self._editor = (
            LineEditor(field) if isinstance(field, Text) else make_editor(field, self._desk)
        )
        if isinstance(self._editor, LineEditor):
            self._editor.line.returnPressed.connect(self._add)
        self._editor.setFixedWidth(columns_of(self, 14))
        self._place.addWidget(self._editor)
        self._choose_way()

    def _choose_way(self) -> None:
        assert self._editor is not None  # noqa: S101 - a column is always chosen
        self._editor.setVisible(self.way.currentData() not in _ALONE)
        self.problem.clear()

    def _add(self) -> None:
        assert self._editor is not None  # noqa: S101 - a column is always chosen
        field, way = self._field, self.way.currentData()
        self.problem.clear()
        value, shown = None, ""
        if way not in _ALONE:
            raw = self._editor.raw()
            try:
                value = str(raw).strip() if way == "contains" else field.parse(raw)
            except FieldError as error:
                self.problem.setText(error.user_message)
                return
            if value in (None, ""):
                self.problem.setText("请先填写要比较的内容")
                return
            shown = self._shown(field, value)
        self._made.append((Filter(field.key, value, way), shown))
        self._editor.show_value(None)
        self._show_marks()
        self.changed.emit()

    def _shown(self, field: Field[Any], value: Any) -> str:
        if isinstance(field, Link) and self._editor is not None:
            line = getattr(self._editor, "line", None)
            return str(line.text()) if line is not None else ""
        return (
            field.show(value)
            if isinstance(field, Choice | YesNo | Day | Money | Points)
            else str(value)
        )

    def _drop(self, place: int) -> None:
        del self._made[place]
        self._show_marks()
        self.changed.emit()

    def _show_marks(self) -> None:
        while (item := self._marks.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        by_key = {field.key: field for field in self._fields}
        for place, (made, shown) in enumerate(self._made):
            mark = QPushButton(describe_filter(by_key[made.field], made, shown))
            mark.setIcon(icon("close"))
            mark.setToolTip("去掉这个条件")
            mark.clicked.connect(lambda _=False, place=place: self._drop(place))
            self._marks.addWidget(mark)
        self._marks.addStretch(1)
        self.clear_all.setVisible(bool(self._made))
