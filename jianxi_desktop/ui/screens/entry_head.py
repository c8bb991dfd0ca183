"""Above the boxes: whose sheet it is and whose points; below them: what they come to."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLabel, QVBoxLayout, QWidget

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.scoring import show_points
from jianxi_desktop.errors import InputError
from jianxi_desktop.services.observation_entry import Entry
from jianxi_desktop.ui.screens.entry_boxes import numbered
from jianxi_desktop.ui.screens.parts import captioned, row_of, sized, wrapped
from jianxi_desktop.ui.theme import as_hint, as_title, columns_of, set_state

_TOLD = 6  # missing lines named one by one


class ScorerChoice(QWidget):
    """Whose points are typed: one of the inspectors by a digit, or any name.

    Signals:
        settled: Another scorer was chosen; the name.
    """

    settled = Signal(str)

    def __init__(self, read: Callable[[str], object]) -> None:
        """Make an empty line.

        Args:
            read: Reads a name; raises ``InputError`` where it is none.
        """
        super().__init__()
        self._read = read
        self.box = _Still()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setMinimumContentsLength(6)
        line, finder = self.box.lineEdit(), self.box.completer()
        assert line is not None  # noqa: S101 - it is editable
        assert finder is not None  # noqa: S101 - it is editable
        finder.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self.line = line
        self.line.setMaxLength(50)
        self.said = as_hint(QLabel())
        self._before = self._hint = ""
        row = row_of(captioned("打分人", self.box), self.said)
        row.setStretch(1, 1)
        row.setSpacing(columns_of(self, 0.8))
        self.setLayout(row)
        self.box.activated.connect(self.settle)
        self.line.editingFinished.connect(self.settle)

    @property
    def name(self) -> str:
        """Whose points are typed."""
        return self._before

    def offer(self, names: Sequence[str], chosen: str, entered: Sequence[str]) -> None:
        """Offer names; those who are entered already are said to be."""
        self.box.clear()
        self.box.addItems(list(names))
        told = [f"{name}（已录）" if name in entered else name for name in names]
        self._hint = numbered(told) if told else "纸上谁签的名，就填谁"
        self.put(chosen)

    def put(self, name: str) -> None:
        """Show a name, and tell nobody."""
        self._before = name
        self.box.setEditText(name)
        self._say("")

    def settle(self) -> bool:
        """Take what is written; a digit stands for the name with that number."""
        text = self.line.text().strip()
        if text.isdecimal() and 0 < int(text) <= self.box.count():
            text = self.box.itemText(int(text) - 1)
        try:
            name = str(self._read(text) or "")
        except InputError as error:
            self._say(error.user_message)
            return False
        self.box.setEditText(name)
        self._say("" if name else "请填打分人：纸上谁签的名，就填谁")
        if name and name != self._before:
            self._before = name
            self.settled.emit(name)
        return bool(name)

    def _say(self, problem: str) -> None:
        self.said.setText(problem or self._hint)
        self.said.setProperty("role", "issue" if problem else "hint")
        set_state(self.said, "error" if problem else "plain")
        set_state(self.box, "error" if problem else "")


class _Still(QComboBox):
    """Is not turned by the wheel: scrolling must not change whose points these are."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Override: leave the wheel to the page."""
        event.ignore()


class EntryHead(QWidget):
    """Whose sheet is open.

    Attributes:
        scorer: Whose points are typed.
    """

    def __init__(self, read_scorer: Callable[[str], object]) -> None:
        """Make it for no sheet.

        Args:
            read_scorer: Reads a name.
        """
        super().__init__()
        self.name = as_title(wrapped())
        self.facts = as_hint(wrapped())
        self.scorer = ScorerChoice(read_scorer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(columns_of(self, 0.3))
        for part in (self.name, self.facts, self.scorer):
            column.addWidget(part)

    def show_entry(self, entry: Entry, state: str) -> None:
        """Show whose sheet it is, and where the paper is."""
        sheet = entry.sheet
        self.name.setText(sheet.name)
        day = show_day(sheet.planned_on).partition("年")[2] if sheet.planned_on else ""
        planned = f"计划 {day} {sheet.starts_at}" if day else ""
        by = f"检查人 {'、'.join(sheet.inspectors)}" if sheet.inspectors else ""
        facts = (sheet.form_number, sheet.street, state, planned.strip(), by)
        self.facts.setText("　".join(filter(None, facts)))


class Sum(QWidget):
    """What the points come to, and which boxes are empty."""

    def __init__(self) -> None:
        super().__init__()
        self.number = sized(QLabel(), 16, bold=True)
        self.number.setAccessibleName("合计")
        self.missing = QLabel()
        self.missing.setWordWrap(True)
        row = row_of(QLabel("合计"), self.number, self.missing)
        row.setStretch(2, 1)
        row.setSpacing(columns_of(self, 0.6))
        self.setLayout(row)

    def tell(self, points: Fraction, full: Fraction, missing: Sequence[int]) -> None:
        """Show the sum."""
        self.number.setText(f"{show_points(points)} / {show_points(full)}")
        self.missing.setText(f"缺第 {named(missing)} 项" if missing else "没有缺项")
        self.missing.setProperty("role", "issue" if missing else "hint")
        set_state(self.missing, "warning" if missing else "plain")


def named(lines: Sequence[int]) -> str:
    """Name some lines by their numbers; of many the first few."""
    told = "、".join(map(str, lines[:_TOLD]))
    return told if len(lines) <= _TOLD else f"{told} 等 {len(lines)}"
