"""The line that makes one condition, or changes one: which column, how, and with what."""

from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from jianxi_desktop.domain.spans import SPANS
from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.fields import Choice, Field, Link, Text
from jianxi_desktop.schema.kinds import Several, codes_in
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Filter, Way
from jianxi_desktop.services.condition_words import ALONE, Names, way_word, ways_of
from jianxi_desktop.ui.editor import Editor, put_between
from jianxi_desktop.ui.editors import LineEditor, make_editor
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.flow import flow
from jianxi_desktop.ui.screens.parts import choose
from jianxi_desktop.ui.theme import as_quiet, columns_of

_AMONG: Final = "是其中之一"
_WIDE: Final = 14  # characters of the editor


class ConditionMaker(QWidget):
    """Makes a condition.

    Signals:
        made: The condition, and what a record is called that it points at.
        given_up: The person wants none.
    """

    made = Signal(object, object)
    given_up = Signal()

    def __init__(self, desk: Desk, ledger: Ledger) -> None:
        super().__init__()
        self._desk = desk
        known = {field.key: field for field in (*ledger.form_fields, *ledger.pick(ledger.listing))}
        self.fields: tuple[Field[Any], ...] = tuple(known.values())
        self.editor: Editor = _Nothing()
        self.column, self.way = QComboBox(), QComboBox()
        self.column.setAccessibleName("列")
        self.column.setMaxVisibleItems(24)
        self.way.setAccessibleName("条件")
        for field in self.fields:
            self.column.addItem(field.caption, field.key)
        self._holder = QWidget()
        self._place = QHBoxLayout(self._holder)
        self._place.setContentsMargins(0, 0, 0, 0)
        self.go = QPushButton()
        self.no = as_quiet(QPushButton("不加了"))
        self.problem = QLabel()
        self.problem.setProperty("role", "issue")
        self.problem.hide()
        parts = (self.column, self.way, self._holder, self.go, self.no, self.problem)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        gap = columns_of(self, 0.5)
        row.addWidget(flow(*parts, across=gap, down=gap // 2), 1)
        self.column.currentIndexChanged.connect(self._choose_column)
        self.way.currentIndexChanged.connect(self._choose_way)
        self.go.clicked.connect(self._make)
        self.no.clicked.connect(self.given_up)
        self._say_new(new=True)
        self._choose_column()

    def knows(self, wanted: Filter) -> bool:
        """Tell whether a condition can be changed here."""
        field = self._by_key.get(wanted.field)
        if field is None or wanted.way == "any":
            return False
        return wanted.way in _offered(field)

    def begin(self, key: str = "") -> None:
        """Get ready for a new condition, on a column where one is named."""
        self._say_new(new=True)
        if key in self._by_key:
            choose(self.column, key)
        self.editor.show_value(None)
        self.problem.hide()
        self._to_editor()

    def change(self, wanted: Filter) -> None:
        """Show a condition that is to be changed."""
        self._say_new(new=False)
        choose(self.column, wanted.field)
        choose(self.way, wanted.way)
        value = wanted.value
        if wanted.way == "among":
            value = ";".join(str(each) for each in value if each is not None)
        if wanted.way == "contains":
            self.editor.put_back(value)
        elif wanted.way not in ALONE:
            self.editor.show_value(value)
        self._to_editor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter makes the condition, Esc gives it up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._make()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    @property
    def _by_key(self) -> dict[str, Field[Any]]:
        return {field.key: field for field in self.fields}

    @property
    def _field(self) -> Field[Any]:
        return self.fields[self.column.currentIndex()]

    @property
    def _way(self) -> Way:
        way: Way = self.way.currentData()
        return way

    def _say_new(self, *, new: bool) -> None:
        self.go.setText("加上条件" if new else "改好")
        self.no.setText("不加了" if new else "不改了")

    def _to_editor(self) -> None:
        (self.way if self._way in ALONE else self.editor).setFocus()

    def _choose_column(self) -> None:
        field = self._field
        self.way.blockSignals(True)  # noqa: FBT003 - Qt takes it by place
        self.way.clear()
        for way in _offered(field):
            self.way.addItem(_AMONG if way == "among" else way_word(field, way), way)
        self.way.blockSignals(False)  # noqa: FBT003 - Qt takes it by place
        self._choose_way()

    def _choose_way(self) -> None:
        """Put the editor there that the column and the way need."""
        wanted = _editor_of(self._field, self._way, self._desk)
        self._place.removeWidget(self.editor)
        self.editor.hide()
        self.editor.deleteLater()
        self.editor = wanted
        wanted.setFixedWidth(columns_of(self, _WIDE))
        proxy = wanted.focusProxy()
        if proxy is not None:
            proxy.setAccessibleName("内容")
        self._place.addWidget(wanted)
        put_between(self.way, wanted, self.go)
        self._holder.setVisible(self._way not in ALONE)
        self.problem.hide()

    def _make(self) -> None:
        field, way = self._field, self._way
        try:
            value = None if way in ALONE else self._read(field, way)
        except FieldError as error:
            self._refuse(error.user_message)
            return
        if value in (None, "", ()) and way not in ALONE:
            self._refuse("请先填写要比较的内容")
            return
        self.problem.hide()
        self.made.emit(Filter(field.key, value, way), self._names(value))

    def _read(self, field: Field[Any], way: Way) -> Any:
        raw = self.editor.raw()
        if way == "contains":
            return str(raw).strip()
        if way == "during":
            return raw
        if way == "among":
            codes = _several(field).parse(raw)
            return tuple(codes_in(codes))
        return field.parse(raw)

    def _refuse(self, why: str) -> None:
        self.problem.setText(why)
        self.problem.show()

    def _names(self, value: Any) -> Names:
        line = getattr(self.editor, "line", None)
        if isinstance(self._field, Link) and line is not None:
            return {value: str(line.text())}
        return {}


class _Nothing(Editor):
    """Stands where nothing is to be filled in."""

    def raw(self) -> object:
        """Override: nothing."""
        return None

    def show_value(self, value: Any) -> None:
        """Override: there is none."""


class _SpanEditor(Editor):
    """Picks a stretch of time that moves with the calendar."""

    def __init__(self) -> None:
        super().__init__()
        self.combo = QComboBox()
        for key, caption in SPANS.items():
            self.combo.addItem(caption, key)
        choose(self.combo, "this_year")
        self.hold(self.combo)

    def raw(self) -> object:
        """Override: the key of the span."""
        return self.combo.currentData()

    def show_value(self, value: Any) -> None:
        """Override: pick it; nothing given is this year."""
        choose(self.combo, value or "this_year")


def _offered(field: Field[Any]) -> tuple[Way, ...]:
    """Give the ways offered; one of several codes is picked from a list of them."""
    ways = ways_of(field)
    return ("is", "among", *ways[1:]) if _has_codes(field) else ways


def _has_codes(field: Field[Any]) -> bool:
    return isinstance(field, Choice) and not isinstance(field, Several)


def _several(field: Field[Any]) -> Several:
    assert isinstance(field, Choice)  # noqa: S101 - offered for these only
    return Several(field.caption, key=field.key, table=field.table)


def _editor_of(field: Field[Any], way: Way, desk: Desk) -> Editor:
    if way in ALONE:
        return _Nothing()
    if way == "during":
        return _SpanEditor()
    if way == "among" and isinstance(field, Choice):
        return make_editor(_several(field), desk)
    return LineEditor(field) if isinstance(field, Text) else make_editor(field, desk)
