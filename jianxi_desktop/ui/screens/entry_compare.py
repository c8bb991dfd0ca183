"""Where two entries of one sheet differ: look at the paper and type it once more."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.domain.scoring import Scale, show_written
from jianxi_desktop.services.second_entry import Difference
from jianxi_desktop.ui.screens.entry_boxes import ScoreBox, box_width
from jianxi_desktop.ui.screens.entry_order import PaperOrder, Step
from jianxi_desktop.ui.screens.parts import LowArea, inked, row_of, wrapped
from jianxi_desktop.ui.theme import as_hint, as_primary, as_title, columns_of, set_state

_HEADS = ("", "观摩内容", "第一遍", "第二遍", "纸上是", "")
_EMPTY = "没有填"


class _Line:
    """One line that differs."""

    def __init__(self, difference: Difference) -> None:
        self.line = difference.line
        self.given = (difference.first, difference.second)
        self.box = ScoreBox(difference.line.scale)
        self.box.setAccessibleName(f"第{self.line.number}项　{self.line.item}　纸上是")
        self.said = as_hint(QLabel())
        self.box.changed.connect(self.tell)

    def tell(self) -> None:
        """Say what is odd about what is typed."""
        odd = not self.box.problem and self.box.value is not None
        odd = odd and self.box.value not in self.given
        text = self.box.problem or ("和两遍都不同，请再看一眼纸" if odd else "")
        self._say(text, "error" if self.box.problem else "warning" if odd else "plain")

    def settle(self) -> bool:
        """Leave the box; it may be empty where one of the two entries left it so."""
        self.tell()
        if self.box.problem:
            return False
        if not self.box.text() and None not in self.given:
            self._say("请看纸，填上正确的", "error")
            return False
        return True

    def _say(self, text: str, state: str) -> None:
        self.said.setText(text)
        self.said.setProperty("role", "hint" if state == "plain" else "issue")
        set_state(self.said, state)


class ComparePage(QWidget):
    """Shows the lines that differ, with empty boxes: neither entry is taken for the right one.

    Signals:
        settled: What stands on the paper, by criterion; ``None``: nothing.
        left: The person goes back to the second entry.
    """

    settled = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.order = PaperOrder(self)
        self.rows: list[_Line] = []
        self.told = as_title(wrapped())
        hint = as_hint(QLabel("对着纸，把有出入的各项再填一次。填好的以纸上的为准。"))
        self.confirm = as_primary(QPushButton("确认，复核完成"))
        self.back = QPushButton("回去改第二遍")
        self.confirm.clicked.connect(self._confirm)
        self.back.clicked.connect(self.left)
        self._area = LowArea()
        self.order.reached.connect(self._area.bring)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.told, hint):
            column.addWidget(part)
        column.addWidget(self._area, 1)
        column.addLayout(row_of(self.confirm, self.back, None))

    def show_differences(self, differences: Sequence[Difference]) -> None:
        """Ask for the lines that differ."""
        self.order.set_steps(())  # the boxes of the comparison before go with their sheet
        self.rows = [_Line(each) for each in differences]
        self.told.setText(f"两遍录入有 {len(self.rows)} 项不一致")
        sheet = QWidget()
        sheet.setObjectName("sheet")
        grid = QGridLayout(sheet)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(columns_of(self, 1))
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(5, 2)
        for column, caption in enumerate(_HEADS):
            grid.addWidget(_quiet(caption), 0, column)
        for at, row in enumerate(self.rows, 1):
            row.box.setFixedWidth(box_width(self))
            words = [_shown(row.line.scale, given) for given in row.given]
            cells = (_quiet(str(row.line.number)), wrapped(row.line.item), *words)
            for column, widget in enumerate((*cells, row.box, row.said)):
                grid.addWidget(widget, at, column)
        grid.setRowStretch(len(self.rows) + 1, 1)
        self._area.setWidget(sheet)
        steps = [Step(row.box, row.settle) for row in self.rows]
        self.order.set_steps([*steps, Step(self.confirm)])

    def begin(self) -> None:
        """Put the cursor on the first box."""
        if self.rows:
            self.order.go_to(self.rows[0].box)

    def _confirm(self) -> None:
        wrong = [row for row in self.rows if not row.settle()]
        if wrong:
            self.order.go_to(wrong[0].box)
            return
        self.settled.emit({row.line.id: row.box.value for row in self.rows})


def _shown(scale: Scale, points: int | None) -> QLabel:
    if points is None:
        return inked(QLabel(_EMPTY), "amber")
    return QLabel(show_written(scale, points))


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "hint")
    return label
