"""Somebody at the keyboard who enters sheets, for the tests of that page."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from jianxi_desktop.services import indicator_sets, observation, observation_entry


def plan(office, kind="comprehensive", **given):
    indicator_sets.install_ready(office)
    facts = {"step": "street_internal", "period": "2026H2", "title": "秋季观摩", **given}
    facts |= {"indicator_set": indicator_sets.ready_id(kind), "starts_on": "2026-11-02"}
    return observation.plan_round(office, **facts).id


class Worker:
    """Somebody at the keyboard, who never touches the mouse."""

    def __init__(self, bench, round_id):
        self.bench, self.office, self.round = bench, bench.office, round_id
        bench.open_screen("observation_entry", round_id)
        self.page = bench.screen_of("observation_entry")
        self.sheet, self.boxes = self.page.sheet, self.page.sheet.sheet
        self.numbers = observation.form_numbers(bench.office, round_id)

    @property
    def at(self):
        """What has the cursor."""
        return self.bench.window().focusWidget()

    def press(self, key, held=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.at, key, held)

    def types(self, *lines):
        """Type lines, each with Enter."""
        for line in lines:
            QTest.keyClicks(self.at, str(line))
            self.press(Qt.Key.Key_Return)

    def opens(self, text):
        """Go to the line for numbers, and open a sheet."""
        self.press(Qt.Key.Key_Escape)
        assert self.at is self.page.number
        self.types(text)
        return self.page.sheet.opened

    def fills(self, digit="1"):
        """Type something good into every box from the first to the last."""
        self.types(*[digit] * len([row for row in self.boxes.score_rows if row.box is not None]))

    def finishes(self):
        """Go on with Enter to the end, and save."""
        for _ in range(4):
            self.press(Qt.Key.Key_Return)
        assert self.at is self.sheet.save
        self.press(Qt.Key.Key_Return)

    def entry(self, place=0):
        return observation_entry.open_entry(self.office, self.numbers[place])

    def told(self):
        return self.bench.window().notices.text.text()

    def asked(self):
        return next((b for b in self.bench.window().findChildren(QMessageBox)), None)
