"""The lines of a sheet on the screen: criteria with their boxes, problems looked at again."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from jianxi_desktop.domain.scoring import DEDUCT, UNSCORED, Scale, allowed, show_points
from jianxi_desktop.services.observation_sheets import LookedAt, SheetLine
from jianxi_desktop.ui.screens.entry_boxes import (
    Box,
    OutcomeBox,
    ScoreBox,
    box_width,
    numbered,
)
from jianxi_desktop.ui.screens.entry_order import Step
from jianxi_desktop.ui.screens.parts import wrapped
from jianxi_desktop.ui.theme import columns_of, set_state

_NUMBER, _ITEM, _MOST, _BOX, _SAID, _REMARK = range(6)
_REMARK_MOST = 200  # letters that the ledgers hold
EMPTY = "没有填"


class Row(QObject):
    """What every line has: a number, words, a box with what there is to say of it, a remark.

    Attributes:
        box: The box; ``None`` where only a remark is written.
        remark: The line for a remark.
        said: What stands beside the box.

    Signals:
        changed: Somebody typed.
    """

    changed = Signal()

    def __init__(self, words: str, box: Box | None, usual: str, refusal: str) -> None:
        super().__init__()
        self.box, self._usual, self._refusal = box, usual, refusal
        self.words = wrapped(words)
        self.said = _side(usual)
        self.remark = QLineEdit()
        self.remark.setMaxLength(_REMARK_MOST)
        self.remark.textEdited.connect(self._tell)
        self._passed = False
        if box is not None:
            box.changed.connect(self._tell)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Where Enter leads on this line: the box, or the remark where there is no box."""
        if self.box is None:
            return (Step(self.remark),)
        return (Step(self.box, self.settle, beside=self.remark),)

    @property
    def missing(self) -> bool:
        """Whether a box holds nothing yet."""
        return self.box is not None and not self.box.text().strip()

    @property
    def problem(self) -> str:
        """Why what stands in the box cannot be; empty: it can, or nothing stands there."""
        return self.box.problem if self.box is not None else ""

    def settle(self) -> bool:
        """Leave the box: say if it is empty, and stay if it is wrong."""
        self._passed = True
        self._say()
        return not self.problem and not self._left_alone

    @property
    def _left_alone(self) -> bool:
        """Whether a remark stands beside nothing, where it could not be kept."""
        return self.missing and bool(self.remark.text().strip())

    def clear(self) -> None:
        """Empty the line for another sheet."""
        self._passed = False
        if self.box is not None:
            self.box.put("")
        self.remark.clear()
        self._say()

    def show_again(self) -> None:
        """Say of the box what there is to say, after something was put into it."""
        self._passed = False
        self._say()

    def freeze(self, *, on: bool) -> None:
        """Let it be read only."""
        for editor in (self.box, self.remark):
            if editor is not None:
                editor.setReadOnly(on)

    def _understood(self) -> str:
        return self._usual

    def _tell(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        if self.problem:
            text, state = self._refusal, "error"
        elif self._passed and self._left_alone:
            text, state = "写了备注，还没有填这一格", "error"
        elif self._passed and self.missing:
            text, state = EMPTY, "warning"
        else:
            text, state = self._understood(), ""
        self.said.setText(text)
        self.said.setProperty("role", "issue" if state else "hint")
        set_state(self.said, state or "plain")
        if self.box is not None and not self.problem:
            set_state(self.box, state)


class ScoreRow(Row):
    """One criterion.

    Attributes:
        line: The criterion.
    """

    def __init__(self, line: SheetLine) -> None:
        scale = line.scale
        box = None if scale.rule == UNSCORED else ScoreBox(scale)
        super().__init__(line.item, box, _may_be(scale), _only(scale))
        self.line = line
        self.number, self.full = QLabel(str(line.number)), QLabel(str(scale.most))
        asked = "　".join(part for part in (line.guidance, line.evidence) if part)
        self.words.setToolTip(asked)
        for editor, what in ((box, "得分"), (self.remark, "备注")):
            if editor is not None:
                editor.setAccessibleName(f"第{line.number}项　{line.item}　{what}")
                editor.setAccessibleDescription(allowed(scale))

    @property
    def points(self) -> int | None:
        """What is given, in hundredths of a point."""
        return self.box.value if isinstance(self.box, ScoreBox) else None

    def put_points(self, points: int | None) -> None:
        """Show what was given."""
        if isinstance(self.box, ScoreBox):
            self.box.put_points(points)
            self._say()

    def _understood(self) -> str:
        """Where points are taken off, what is left must be seen."""
        if self.line.scale.rule == DEDUCT and self.points is not None:
            taken = self.line.scale.most * 100 - self.points
            return f"扣 {show_points(taken)}，得 {show_points(self.points)} 分"
        return self._usual


class ReviewRow(Row):
    """One problem that the visit looked at again.

    Attributes:
        seen: The problem.
    """

    def __init__(self, place: int, seen: LookedAt, labels: Mapping[str, str]) -> None:
        due = f"（应于 {seen.due_on} 前整改）" if seen.due_on else ""
        box = OutcomeBox(labels)
        may_be = numbered(tuple(labels.values()))
        super().__init__(f"{seen.title}{due}", box, may_be, f"只能填 {may_be}")
        self.seen = seen
        self.number, self.full = QLabel(str(place)), QLabel()
        for editor, what in ((box, "回头看结果"), (self.remark, "查看情况")):
            editor.setAccessibleName(f"回头看第{place}个问题　{seen.title}　{what}")

    @property
    def outcome(self) -> str | None:
        """The code of what was seen."""
        return None if self.box is None else self.box.value

    def put_outcome(self, code: str | None) -> None:
        """Show what was seen."""
        if isinstance(self.box, OutcomeBox):
            self.box.put_code(code)
            self._say()


class Lines(QWidget):
    """A grid of rows under their headings."""

    def __init__(self) -> None:
        super().__init__()
        self._remarks: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(columns_of(self, 0.6))
        self._grid.setVerticalSpacing(columns_of(self, 0.25))
        self._grid.setColumnStretch(_ITEM, 5)
        self._grid.setColumnMinimumWidth(_ITEM, columns_of(self, 9))
        self._grid.setColumnStretch(_REMARK, 3)

    def clear(self) -> None:
        """Take everything out."""
        self._remarks.clear()
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def show_remarks(self, *, on: bool) -> None:
        """Show the remarks and what stands over them, or leave them out."""
        for widget in self._remarks:
            widget.setVisible(on)

    def add_heading(self, text: str, *captions: str) -> None:
        """Begin a part; captions stand over the box and the remark."""
        at = self._grid.rowCount()
        label = QLabel(text)
        label.setProperty("role", "section")
        self._grid.addWidget(label, at, _NUMBER, 1, 2)
        for column, caption in zip((_MOST, _BOX, _SAID, _REMARK), captions, strict=False):
            hint = QLabel(caption)
            hint.setProperty("role", "hint")
            self._grid.addWidget(hint, at, column, Qt.AlignmentFlag.AlignBottom)
            if column == _REMARK:
                self._remarks.append(hint)

    def add_row(self, row: "ScoreRow | ReviewRow") -> None:
        """Put a line below those that are there."""
        at = self._grid.rowCount()
        row.number.setProperty("role", "hint")
        row.number.setMinimumWidth(columns_of(self, 1.2))
        self._grid.addWidget(row.number, at, _NUMBER, Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(row.words, at, _ITEM)
        self._remarks.append(row.remark)
        if row.box is None:
            self._grid.addWidget(row.remark, at, _MOST, 1, 4)
            row.remark.setPlaceholderText("不打分，只写情况")
            return
        row.full.setProperty("role", "hint")
        self._grid.addWidget(row.full, at, _MOST)
        row.box.setFixedWidth(box_width(self))
        self._grid.addWidget(row.box, at, _BOX)
        self._grid.addWidget(row.said, at, _SAID)
        self._grid.addWidget(row.remark, at, _REMARK)


def _side(text: str) -> QLabel:
    """Make what stands beside a box: it takes a second line rather than the room of the item."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", "hint")
    label.setMinimumWidth(columns_of(label, 10))
    return label


def _may_be(scale: Scale) -> str:
    if scale.rule == UNSCORED:
        return ""
    if scale.marks:
        return numbered(scale.marks)
    return f"{'扣 ' if scale.rule == DEDUCT else ''}0～{scale.most}"


def _only(scale: Scale) -> str:
    """Say what else than what is typed may stand here."""
    return f"只能填 {_may_be(scale)}{'' if scale.marks else '，最多一位小数'}"
