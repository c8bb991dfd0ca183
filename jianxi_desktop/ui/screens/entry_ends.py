"""What stands below the criteria of a sheet: the sum, the words, the day."""

from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.scoring import show_points
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.kinds import Points
from jianxi_desktop.ui.screens.entry_boxes import Box, box_width
from jianxi_desktop.ui.screens.parts import row_of, section
from jianxi_desktop.ui.theme import columns_of, set_state


class CheckedLine(QWidget):
    """A caption, a box, and what there is to say of what stands in it.

    Signals:
        changed: Somebody typed.
    """

    changed = Signal()

    def __init__(self, caption: str, box: Box) -> None:
        super().__init__()
        self.box = box
        self.said = QLabel()
        self.said.setWordWrap(True)
        label = section(caption)
        label.setBuddy(box)
        box.setAccessibleName(caption)
        row = row_of(label, box, self.said)
        row.setStretch(2, 1)
        row.setSpacing(columns_of(self, 0.6))
        self.setLayout(row)
        box.changed.connect(self.changed)

    def say(self, text: str, state: str = "plain") -> None:
        """Say something of the box; ``state`` is plain, or error."""
        self.said.setText(text)
        self.said.setProperty("role", "issue" if state == "error" else "hint")
        set_state(self.said, state)
        set_state(self.box, "error" if state == "error" else "")


class SumLine(CheckedLine):
    """The sum that the scorer wrote: what was misread or mistyped shows in it."""

    def __init__(self) -> None:
        points = Points("纸上的总分")
        super().__init__("纸上的总分", Box(points.parse))
        self.box.setFixedWidth(box_width(self))
        self._plain = self._weighted = Fraction(0)

    def follow(self, plain: Fraction, weighted: Fraction) -> None:
        """Take the sums of what is typed: people add points as they are, or with their weights."""
        self._plain, self._weighted = plain, weighted
        if self.box.problem:
            self.say(self.box.problem, "error")
        elif self.box.value is None:
            self.say("纸上写了总分的，填上核对；没有写的直接按回车")
        else:
            self.say("和各项相加一致" if self._agrees() else "")

    def settle(self) -> bool:
        """Leave it: it may be empty, and is right if it is not."""
        if self.box.problem:
            return False
        if self.box.value is None or self._agrees():
            return True
        told = self.box.value
        self.say(
            f"对不上：各项相加是 {show_points(self._plain)}，纸上是 {show_points(told)}，"
            f"差 {show_points(abs(self._plain - told))}。按 Shift+回车回去核对；"
            "纸上加错了的，清空这一格。",
            "error",
        )
        return False

    def _agrees(self) -> bool:
        return self.box.value in (self._plain, self._weighted)


class DayLine(CheckedLine):
    """The day of the visit."""

    def __init__(self) -> None:
        super().__init__("观摩日期", Box(_read_visit))
        self.box.setFixedWidth(box_width(self) * 2)
        self.changed.connect(self.settle)

    def put(self, day: str) -> None:
        """Show a day."""
        self.box.put(day)
        self.settle()

    def settle(self) -> bool:
        """Leave it: there must be a day, and it says which."""
        if self.box.problem:
            self.say(self.box.problem, "error")
        elif self.box.value is None:
            self.say("请填观摩日期，如 20261201")
        else:
            self.say(calendar.show_day(self.box.value))
        return self.box.value is not None


def _read_visit(text: str) -> str:
    """Read a whole day that has come.

    Raises:
        InputError: It is none.
    """
    try:
        day = calendar.read_day(text)
    except calendar.DayProblemError as problem:
        raise _no_day(calendar.DAY_PROBLEMS[problem.code]) from None
    if len(day) < len("2026-12-01"):
        raise _no_day("要写到哪一天，如 20261201")
    if day > calendar.today().isoformat():
        raise _no_day("还没有到")
    return day


def _no_day(why: str) -> InputError:
    return InputError("no day", user_message=f"观摩日期{why}", code="day")
