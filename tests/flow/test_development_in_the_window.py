"""One applicant through all 25 steps in the real window, taken in, made full, and printed."""

from PySide6.QtCore import Qt

from jianxi_desktop.services import development
from jianxi_desktop.ui.fields_dialog import FieldsDialog
from jianxi_desktop.ui.screens.development_dialogs import StepDialog
from tests.pdf_text import text_of

PATIENCE = 60_000
DAYS = {
    "02": "2023-01-20",
    "03": "2023-06-30",
    "04": "2023-07-10",
    "05": "2023-07-12",
    "06": "2023-12-28",
    "07": "2024-07-01",
    "08": "2024-07-10",
    "09": "2024-07-15",
    "10": "2024-08-01",
    "11": "2024-08-20",
    "12": "2024-09-02",
    "13": "2024-09-20",
    "14": "2024-09-25",
    "15": "2024-10-08",
    "16": "2024-10-20",
    "17": "2024-11-20",
    "18": "2024-12-01",
    "19": "2024-12-03",
    "20": "2025-01-05",
    "21": "2025-04-06",
    "22": "2025-09-20",
    "23": "2025-10-08",
    "24": "2025-11-01",
    "25": "2025-11-20",
}
TYPED = {
    "05": {"contacts": "周建国、李𠮷"},
    "09": {"introducers": "周建国、李𠮷"},
    "14": {"form_number": "008202400112"},
    "15": {"entitled": "11", "present": "10", "agreed": "10"},
    "23": {"entitled": "12", "present": "11", "agreed": "11"},
}


AGAIN = {"06": "2024-06-27", "21": "2025-09-19"}  # looked at a second time


class Walk:
    """Somebody at the keyboard of the page."""

    def __init__(self, qtbot, desk):
        desk.open_screen("development")
        self.qtbot, self.desk, self.page = qtbot, desk, desk.screen_of("development")

    def until(self, holds):
        """Wait for the worker thread."""
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=PATIENCE)

    def asked(self, kind):
        """Give the dialog that is open."""

        def there():
            return [each for each in self.page.findChildren(kind) if each.isVisible()]

        self.until(there)
        return there()[-1]

    def fill(self, dialog, **typed):
        """Type into a dialog and say yes by keyboard."""
        for key, text in typed.items():
            dialog.editor(key).line.setText(text)
        self.qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def enter(self, code, on, **typed):
        """Enter the step that has the focus."""
        assert self.page.steps.current().step.code == code
        self.qtbot.keyClick(self.page.steps, Qt.Key.Key_Return)
        dialog = self.asked(StepDialog)
        dialog.tick_all()
        number = len(self.page.view.application.steps)
        self.fill(dialog, done_on=on, **typed)
        self.until(lambda: len(self.page.view.application.steps) == number + 1)

    def become_member(self):
        """Let the membership follow, which nothing does by itself."""
        self.until(lambda: self.page.view.offer)
        self.desk.commands.trigger("development.member")
        self.fill(self.asked(FieldsDialog))
        self.until(lambda: not self.page.view.offer)


def test_that_a_case_goes_through_its_25_steps(qtbot, open_window, office, branch):
    walk = Walk(qtbot, open_window(office))
    walk.desk.commands.trigger("record.new")
    dialog = walk.asked(FieldsDialog)
    dialog.editor("organisation").show_value(branch)
    walk.fill(dialog, name="周小满", born_on="1992-03-08", applied_on="2023-01-05")
    walk.until(lambda: walk.page.view is not None)

    for code, on in DAYS.items():
        walk.desk.commands.trigger("development.next")
        walk.enter(code, on, **TYPED.get(code, {}))
        if code in AGAIN:
            walk.page._go_to(code)
            walk.enter(code, AGAIN[code])
        if code in ("17", "24"):
            walk.become_member()

    view = development.case_view(office, walk.page.view.application.id)
    assert view.membership.status == "full"
    assert (view.course.next, view.line.odd) == (None, 0)
    assert view.application.case.full_on == "2025-10-08"

    walk.desk.commands.trigger("list.print")
    preview = walk.desk.screen_of("print")
    walk.until(lambda: preview.document is not None)
    text = text_of(preview.document.pdf)
    assert "应到12人、实到11人、赞成11票" in text
    assert all(day in text for day in DAYS.values())
