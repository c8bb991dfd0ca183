"""How numbers, days and what is not known are written into a blank."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from jianxi_desktop.domain.day_forms import DAY_FORMS, DayForm
from jianxi_desktop.domain.number_forms import NUMBER_FORMS, NumberForm
from jianxi_desktop.services.fill import Choices
from jianxi_desktop.services.fill_plan import FillPlan
from jianxi_desktop.services.fill_values import EMPTY
from jianxi_desktop.ui.screens.parts import captioned, choices, choose


class FillForms(QWidget):
    """Three drop-downs; each begins with what the blank asks for.

    Signals:
        changed: Something else was chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.numbers, self.days, self.empties = QComboBox(), QComboBox(), QComboBox()
        for form, words in NUMBER_FORMS.items():
            self.numbers.addItem(words, form)
        for day, words in DAY_FORMS.items():
            self.days.addItem(words, day)
        for empty, words in EMPTY.items():
            self.empties.addItem(words, empty)
        self._proposed: tuple[NumberForm | None, DayForm | None] = (None, None)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            choices(
                captioned("身份证号", self.numbers),
                captioned("日期", self.days),
                captioned("没有内容的格子", self.empties),
            )
        )
        for box in (self.numbers, self.days, self.empties):
            box.activated.connect(self._tell)

    @property
    def chosen(self) -> Choices:
        """What differs from what the blank asks for by its examples; the rest is its own."""
        number, day = NumberForm(self.numbers.currentData()), DayForm(self.days.currentData())
        return Choices(
            number if number != self._proposed[0] else None,
            day if day != self._proposed[1] else None,
            str(self.empties.currentData()),
        )

    def show_plan(self, plan: FillPlan) -> None:
        """Begin with what a plan proposes."""
        self._proposed = (plan.number_form, plan.day_form)
        choose(self.numbers, plan.number_form)
        choose(self.days, plan.day_form)
        choose(self.empties, plan.empty_as)

    def _tell(self, _place: int) -> None:
        self.changed.emit()
