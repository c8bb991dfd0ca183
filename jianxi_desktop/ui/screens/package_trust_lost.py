"""The dialog that leads through what is to be done when a PC was lost."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from jianxi_desktop.services.lost_computers import LostComputer, Step, arrival_steps, lost_steps
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import LowArea, dialog_column, inked, row_of, section, wrapped
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

_THERE = (
    "照下面的顺序做，做完一步打一个勾。已经交到区里的数据都能回来；遗失的电脑里还没有写出数据包的改动"
    "找不回来。数据库是加密的，没有密码打不开，但密码可能被人知道，所以先撤销。"
)
_HERE = (
    "这台电脑要接替本单位遗失的电脑，照下面的顺序做。"
    "先请区里（街道）在它的程序里撤销遗失电脑的密钥。"
)


class LostDialog(QDialog):
    """Shows the steps and how far they have come.

    Signals:
        wanted: A step that is done in this window: ``revoke`` or ``trust``.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget, desk: Desk, key: str | None) -> None:
        """Make it.

        Args:
            parent: The page.
            desk: The window.
            key: Short name of the key that was lost; ``None``: this PC takes a lost one's place.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("电脑遗失")
        self._desk, self._key = desk, key
        self.steps: Sequence[Step] = ()
        self._title = section("电脑遗失以后")
        self._area = LowArea()
        self.go = as_primary(QPushButton())
        self.go.hide()
        self.go.clicked.connect(self._go_on)
        leave = QPushButton("关闭")
        leave.clicked.connect(self.reject)
        column = dialog_column(self)
        column.setSpacing(columns_of(self, 0.6))
        column.addWidget(self._title)
        column.addWidget(wrapped(_HERE if key is None else _THERE))
        column.addWidget(self._area, 1)
        column.addLayout(row_of(None, self.go, leave))
        self.resize(columns_of(self, 46), line_height(self) * 20)
        self.load()

    def load(self) -> None:
        """Look again how far the steps have come."""
        office, key = self._desk.office, self._key
        if key is None:
            self._desk.jobs.run(partial(arrival_steps, office), self._show)
        else:
            self._desk.jobs.run(partial(lost_steps, office, key), self._show_lost)

    def _show_lost(self, found: LostComputer) -> None:
        self._title.setText(f"{found.office.card.name}的电脑遗失以后")
        self._show(found.steps)

    def _show(self, steps: Sequence[Step]) -> None:
        self.steps = steps
        sheet = QWidget()
        sheet.setObjectName("sheet")
        grid = QGridLayout(sheet)
        edge = columns_of(self, 0.8)
        grid.setContentsMargins(edge, edge, edge, edge)
        grid.setHorizontalSpacing(edge)
        grid.setVerticalSpacing(columns_of(self, 0.2))
        grid.setColumnStretch(1, 1)
        now = next((step for step in steps if not step.done), None)
        for number, step in enumerate(steps, start=1):
            _add(grid, number, step, now=step is now)
        grid.setRowStretch(grid.rowCount(), 1)
        self._area.setWidget(sheet)
        verbs = {"revoke": "撤销这套密钥", "trust": "选择新电脑的名片"}
        verb = verbs.get(now.key, "") if now is not None else ""
        self.go.setText(verb)
        self.go.setVisible(bool(verb))

    def _go_on(self) -> None:
        now = next((step for step in self.steps if not step.done), None)
        if now is not None:
            self.wanted.emit(now.key)


def _add(grid: QGridLayout, number: int, step: Step, *, now: bool) -> None:
    """Add a step: a tick or its number, what it is, and how it is done or when it was."""
    mark = inked(QLabel("✓" if step.done else f"{number}"), "good" if step.done else "ink")
    title = QLabel(f"{step.title}　（现在做这一步）" if now else step.title)
    font = title.font()
    font.setBold(now)
    title.setFont(font)
    row = grid.rowCount()
    top = Qt.AlignmentFlag.AlignTop
    grid.addWidget(mark, row, 0, top)
    grid.addWidget(inked(title, "ink-faint" if step.done else "ink"), row, 1)
    said = inked(wrapped(step.done), "good") if step.done else as_hint(wrapped(step.hint))
    grid.addWidget(said, row + 1, 1)
    grid.setRowMinimumHeight(row + 2, columns_of(title, 0.4))
