"""The editors of what is picked from a few: one code of a table, yes or no."""

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from jianxi_desktop.schema.codes import CodeTable
from jianxi_desktop.services.suggestions import Words, words_of
from jianxi_desktop.ui.editor import Editor, tell_left
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.offering import Offering


class _Combo(QComboBox):
    """A combo box that leaves the wheel to the page unless it has the focus; ↓ opens it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setProperty("keeps_down", True)  # noqa: FBT003 - Qt takes it by place

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Override: a page that is scrolled changes no value."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: a key that only meant to go on changes no value."""
        if event.key() == Qt.Key.Key_Down:
            self.showPopup()
        else:
            super().keyPressEvent(event)


class ChoiceEditor(Editor):
    """Picks one code of a table; text, pinyin or initials find it.

    A code that has ended is shown, not offered.
    """

    def __init__(self, options: CodeTable, jobs: Jobs) -> None:
        super().__init__()
        self._known, self._jobs = options.known, jobs
        self._labels = list(options.labels.values())
        self._words: Words | None = None
        self.combo = _Combo()
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setToolTip("输入文字或拼音首字母来找，↓ 展开")
        self.combo.addItem("", None)
        for code, label in options.labels.items():
            self.combo.addItem(label, code)
        line = self.combo.lineEdit()
        assert line is not None  # noqa: S101 - it is editable
        line.setCompleter(None)  # type: ignore[arg-type]
        self.offering = Offering(line, first=True)
        self.offering.taken.connect(self._take)
        self.hold(self.combo)
        self.combo.editTextChanged.connect(self.changed)
        self.combo.activated.connect(self.left)
        line.textEdited.connect(self._search)
        line.editingFinished.connect(self._settle)

    def raw(self) -> object:
        """Override: the code of what is written, else what is written."""
        text = self.combo.currentText().strip()
        place = self.combo.findText(text)
        return self.combo.itemData(place) if place > 0 else text

    def show_value(self, value: Any) -> None:
        """Override: the label of the code."""
        text = "" if value is None else self._known.get(value, value)
        self.combo.setCurrentIndex(max(self.combo.findText(text), 0))
        self.combo.setEditText(text)

    def _search(self, typed: str) -> None:
        if self._words is None:
            self._words = Words()
            self._jobs.run(partial(words_of, self._labels), self._take_words)
        found = self._words.matching(typed, len(self._labels)) if typed.strip() else ()
        self.offering.offer(() if found == (typed,) else found)

    def _take_words(self, words: Words) -> None:
        self._words = words
        if self.combo.hasFocus():
            self._search(self.combo.currentText())
        else:
            self._settle()

    def _take(self, place: int) -> None:
        self.combo.setEditText(self.offering.texts[place])
        self.left.emit()

    def _settle(self) -> None:
        """Take the label that is chosen in the list, or the only one that was found."""
        if self.offering.open:
            return
        text = self.combo.currentText().strip()
        found = (self._words or Words()).matching(text, 2) if text else ()
        if found and text not in self._known.values():
            chosen = self.offering.chosen
            if chosen is not None or len(found) == 1:
                self.combo.setEditText(found[0] if chosen is None else self.offering.texts[chosen])
        self.left.emit()


class YesNoEditor(Editor):
    """Picks yes, no, or nothing said."""

    def __init__(self) -> None:
        super().__init__()
        self.combo = _Combo()
        for label, value in (("", None), ("是", True), ("否", False)):
            self.combo.addItem(label, value)
        self.hold(self.combo)
        self.combo.currentIndexChanged.connect(self.changed)
        self.combo.activated.connect(self.left)
        self.combo.installEventFilter(self)

    def raw(self) -> object:
        """Override: the value picked."""
        return self.combo.currentData()

    def show_value(self, value: Any) -> None:
        """Override: pick the value."""
        self.combo.setCurrentIndex({None: 0, True: 1, False: 2}[value])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: the box is left."""
        return tell_left(self, event) or super().eventFilter(watched, event)
