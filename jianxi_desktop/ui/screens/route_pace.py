"""The lines that ask how fast a route goes: the first day, the hour, how many, how long."""

from typing import Any, Final

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from jianxi_desktop.domain import route
from jianxi_desktop.errors import FieldError
from jianxi_desktop.services.observation_times import Pace
from jianxi_desktop.ui.editor import Editor
from jianxi_desktop.ui.editors import make_editor
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import row_of
from jianxi_desktop.ui.theme import columns_of

_MOST: Final = 999


class PaceLines:
    """Editors of a pace, for a form to take in.

    Attributes:
        starts_on: The first day.
        first_at: When a day's first place is reached.
        per_day: How many places a day.
        minutes: How long each takes.
    """

    def __init__(self, desk: Desk) -> None:
        self._fields = desk.office.catalog["observation_visit"].fields
        self.starts_on = self._editor(desk, "planned_on")
        day = self.starts_on.focusProxy()
        if isinstance(day, QLineEdit):
            day.setPlaceholderText("如 2026-12-08，只排工作日")
        self.first_at = self._editor(desk, "starts_at")
        self.first_at.show_value(route.usual("first_at"))
        self.per_day, self.minutes = _number("per_day"), _number("minutes")
        self._numbers = QWidget()
        words = (QLabel("个社区，每个"), QLabel("分钟"))
        self._numbers.setLayout(row_of(self.per_day, words[0], self.minutes, words[1], None))

    def rows(self) -> tuple[tuple[str, QWidget], ...]:
        """Give the lines with their captions."""
        return (
            ("第一天", self.starts_on),
            ("几点开始", self.first_at),
            ("一天去", self._numbers),
        )

    def read(self) -> tuple[Pace, list[str]]:
        """Give what was asked for, and everything that cannot be read."""
        values: dict[str, Any] = {}
        wrong = []
        for key, name, editor in (
            ("planned_on", "starts_on", self.starts_on),
            ("starts_at", "first_at", self.first_at),
        ):
            try:
                values[name] = self._fields[key].parse(editor.raw())
            except FieldError as error:
                wrong.append(error.user_message)
        if self.per_day.hasAcceptableInput() and self.minutes.hasAcceptableInput():
            values["per_day"] = int(self.per_day.text())
            values["minutes"] = int(self.minutes.text())
        else:
            wrong.append(f"一天去几个社区、每个几分钟，请写成 1 到 {_MOST} 的整数。")
        return Pace(**values), wrong

    def _editor(self, desk: Desk, key: str) -> Editor:
        return make_editor(self._fields[key], desk)


def _number(usual: str) -> QLineEdit:
    line = QLineEdit(route.usual(usual))
    line.setValidator(QIntValidator(1, _MOST, line))
    line.setMaximumWidth(columns_of(line, 4))
    return line
