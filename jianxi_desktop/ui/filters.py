"""The bar of conditions above a list: a sentence whose parts are changed and taken out."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.kinds import Several
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Filter
from jianxi_desktop.services.condition_words import AND, OR, Names, names_in, say_filter
from jianxi_desktop.ui.condition_maker import ConditionMaker
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.flow import FlowLayout
from jianxi_desktop.ui.theme import as_quiet, as_word, columns_of, icon


class FilterBar(QFrame):
    """Shows the conditions of a list as one sentence, and makes them.

    Signals:
        changed: The conditions are others now.
        done: Nothing is being made any more.
    """

    changed = Signal()
    done = Signal()

    def __init__(self, desk: Desk, ledger: Ledger) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._desk, self._ledger = desk, ledger
        self._made: list[Filter] = []
        self._names: dict[UUID, str] = {}
        self._either = False
        self._changing = -1
        self.maker = ConditionMaker(desk, ledger)
        self.maker.hide()
        self.more = QPushButton("加条件")
        self.more.setIcon(icon("add"))
        self.clear_all = as_quiet(QPushButton("全部清除"))
        self.sentence = QWidget()
        gap = columns_of(self, 0.5)
        self._flow = FlowLayout(gap // 2, gap // 2)
        self.sentence.setLayout(self._flow)
        policy = self.sentence.sizePolicy()
        policy.setHeightForWidth(True)
        self.sentence.setSizePolicy(policy)
        self._column = QVBoxLayout(self)
        pad = columns_of(self, 0.8)
        self._column.setContentsMargins(pad, pad // 3, pad, pad // 3)
        self._column.setSpacing(gap)
        self._column.addWidget(self.sentence)
        self._column.addWidget(self.maker)
        self.maker.made.connect(self._take)
        self.maker.given_up.connect(self.finish)
        self.more.clicked.connect(partial(self.start, ""))
        self.clear_all.clicked.connect(self.clear)
        self._show_parts()

    @property
    def filters(self) -> tuple[Filter, ...]:
        """The conditions that hold now."""
        if self._either and len(self._made) > 1:
            return (Filter("", tuple(self._made), "any"),)
        return tuple(self._made)

    @property
    def making(self) -> bool:
        """Whether a condition is being made or changed."""
        return self.maker.isVisibleTo(self)

    @property
    def holds_focus(self) -> bool:
        """Whether a part of the sentence has the cursor."""
        part = self.focusWidget()
        return part is not None and part.hasFocus() and self.sentence.isAncestorOf(part)

    @property
    def names(self) -> Names:
        """What records are called that conditions point at."""
        return dict(self._names)

    def said(self) -> list[str]:
        """Give the parts of the sentence as they are shown."""
        return [say_filter(self._ledger, each, self._names) for each in self._made]

    def show_filters(self, filters: Sequence[Filter]) -> None:
        """Show these conditions in place of the others; nobody is told."""
        either = len(filters) == 1 and filters[0].way == "any"
        self._made = list(filters[0].value if either else filters)
        self._either = either
        self._stop_making()
        if any(self._is_unnamed(each) for each in self._made):
            work = partial(names_in, self._desk.office, self._ledger, tuple(self._made))
            self._desk.jobs.run(work, self._name)
        self._show_parts()

    def clear(self) -> None:
        """Drop every condition."""
        if self._made:
            self.show_filters(())
            self.changed.emit()
        self.finish()

    def start(self, key: str = "") -> None:
        """Show the line for a new condition, on a column where one is named."""
        self._changing = -1
        self.show()
        self.maker.show()
        self.more.setEnabled(False)
        self.maker.begin(key)

    def finish(self) -> None:
        """Put the line for making away."""
        self._stop_making()
        self.done.emit()

    def narrow(self, wanted: Filter, names: Names, *, also: bool = False) -> None:
        """Take a condition on one value in, in place of others on that value's field.

        Args:
            wanted: The condition.
            names: What a record is called that it points at.
            also: Whether the values that were wanted so far stay wanted.
        """
        self._names |= names
        same = [n for n, each in enumerate(self._made) if _joins(each, wanted)]
        if also and same:
            self._made[same[0]] = _joined(self._made[same[0]], wanted)
        elif same:
            self._made[same[0]] = wanted
            for place in reversed(same[1:]):
                del self._made[place]
        else:
            self._made.append(wanted)
        self._show_parts()
        self.changed.emit()

    def _take(self, wanted: Filter, names: dict[UUID, str]) -> None:
        self._names |= names
        if 0 <= self._changing < len(self._made):
            self._made[self._changing] = wanted
        else:
            self._add(wanted)
        self._show_parts()
        self.changed.emit()
        self.finish()

    def _add(self, wanted: Filter) -> None:
        """Take a condition in; a field cannot be two things at once: then it may be either."""
        several = isinstance(self._ledger.all_fields.get(wanted.field), Several)
        same = [n for n, each in enumerate(self._made) if _joins(each, wanted)]
        if wanted.way == "is" and same and not several and not self._either:
            self._made[same[0]] = _joined(self._made[same[0]], wanted)
        elif wanted not in self._made:
            self._made.append(wanted)

    def _drop(self, place: int) -> None:
        del self._made[place]
        self._stop_making()
        self._show_parts()
        self.changed.emit()
        self._to_part(min(place, len(self._made) - 1))
        self.done.emit()

    def _change(self, place: int) -> None:
        wanted = self._made[place]
        if self.maker.knows(wanted):
            self.start(wanted.field)
            self._changing = place
            self.maker.change(wanted)

    def _turn(self) -> None:
        self._either = not self._either
        self._show_parts()
        self.changed.emit()

    def _stop_making(self) -> None:
        self._changing = -1
        self.maker.hide()
        self.more.setEnabled(True)

    def _is_unnamed(self, wanted: Filter) -> bool:
        linked = (isinstance(self._ledger.all_fields.get(key), Link) for key in wanted.fields)
        return any(linked)

    def _name(self, names: dict[UUID, str]) -> None:
        self._names |= names
        self._show_parts()

    def _to_part(self, place: int) -> None:
        found = self.sentence.findChildren(ConditionPart)
        if 0 <= place < len(found):
            found[place].words.setFocus()

    def _show_parts(self) -> None:
        """Build the sentence anew."""
        for widget in (self.more, self.clear_all):
            widget.setParent(None)
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None and old not in (self.more, self.clear_all):
                old.hide()
                old.setParent(None)
                old.deleteLater()
        for part in self._parts():
            self._flow.addWidget(part)
            part.show()
        self.sentence.setVisible(bool(self._made))
        self.sentence.updateGeometry()

    def _parts(self) -> list[QWidget]:
        made: list[QWidget] = [QLabel("只看")]
        for place, (wanted, said) in enumerate(zip(self._made, self.said(), strict=True)):
            if place:
                made.append(self._make_link())
            part = ConditionPart(said, changeable=self.maker.knows(wanted))
            part.words.clicked.connect(partial(self._change, place))
            part.dropped.connect(partial(self._drop, place))
            made.append(part)
        return [*made, QLabel("的记录"), self.more, self.clear_all]

    def _make_link(self) -> QPushButton:
        link = as_word(QPushButton(f"，{OR if self._either else AND}"))
        other = "改成“或者”：有一个条件合就列出" if not self._either else "改成“并且”：条件都要合"
        link.setToolTip(other)
        link.clicked.connect(self._turn)
        return link


class ConditionPart(QFrame):
    """One condition of the sentence.

    Signals:
        dropped: It is to go.
    """

    dropped = Signal()

    def __init__(self, said: str, *, changeable: bool) -> None:
        super().__init__()
        self.words = QPushButton(said)
        self.words.setToolTip("改这个条件，按 Del 去掉" if changeable else "按 Del 去掉这个条件")
        self.words.installEventFilter(self)
        self.close_it = QPushButton()
        self.close_it.setIcon(icon("close"))
        self.close_it.setAccessibleName(f"去掉条件：{said}")
        self.close_it.setToolTip("去掉这个条件")
        self.close_it.clicked.connect(self.dropped)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.words)
        row.addWidget(as_word(self.close_it))

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Override: Delete takes the condition out, and does not remove the record in the list."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if not isinstance(event, QKeyEvent) or event.type() not in kinds:
            return super().eventFilter(watched, event)
        if event.key() not in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress:
            self.dropped.emit()
        event.accept()
        return True


def _joins(made: Filter, wanted: Filter) -> bool:
    """Tell whether two conditions say what one field is."""
    exact = ("is", "among", "empty")
    return made.field == wanted.field and made.way in exact and wanted.way in exact


def _joined(made: Filter, wanted: Filter) -> Filter:
    values = tuple(dict.fromkeys((*_values(made), *_values(wanted))))
    return Filter(made.field, values, "among") if len(values) > 1 else wanted


def _values(wanted: Filter) -> tuple[Any, ...]:
    if wanted.way == "empty":
        return (None,)
    return tuple(wanted.value) if wanted.way == "among" else (wanted.value,)
