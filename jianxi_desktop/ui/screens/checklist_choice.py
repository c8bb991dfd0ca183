"""How checklists are printed: which of a round, how many of each, on one side or both."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.ui.screens.parts import row_of

_MOST: Final = 9  # copies that are offered: as many people score one place


class ChecklistChoice(QWidget):
    """Lets a person choose copies and sides, and remembers which forms were asked for.

    Attributes:
        forms: Numbers of the checklists that are wanted; empty: all of the round.

    Signals:
        changed: Copies or sides were chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.forms: tuple[str, ...] = ()
        self.copies = QComboBox()
        self.copies.setAccessibleName("每张几份")
        self.copies.setToolTip("几个人打分就印几份，每份有自己的二维码，扫描时分得开")
        for number in range(1, _MOST + 1):
            self.copies.addItem(f"每张 {number} 份", number)
        self.both_sides = QCheckBox("双面")
        self.both_sides.setToolTip("正反面打印：每张检查表从新的一张纸开始")
        self.setLayout(row_of(self.copies, self.both_sides))
        self.copies.activated.connect(self._tell)
        self.both_sides.clicked.connect(self._tell)

    def add_to(self, wanted: Wanted) -> Wanted:
        """Say in what is wanted of a paper how its checklists are to be."""
        return replace(
            wanted,
            forms=self.forms,
            copies=int(self.copies.currentData()),
            double_sided=self.both_sides.isChecked(),
        )

    def _tell(self) -> None:
        self.changed.emit()
