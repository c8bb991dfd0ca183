"""A monthly return in the real window: where a figure comes from, completed, sent, printed."""

import openpyxl
import pytest

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import filing, papers
from jianxi_desktop.ui.screens.behind_dialog import BehindDialog
from jianxi_desktop.ui.screens.parts import choose
from jianxi_desktop.ui.screens.pickers import Pickers
from jianxi_desktop.ui.screens.return_dialogs import CompleteDialog, FigureDialog
from tests import factory
from tests.pdf_text import text_of

PATIENCE = 60_000


def saving_to(path):
    """Answer the question where to save with one path."""
    return Pickers(save=lambda _parent, _title, _kinds, _suggested, chosen: chosen(path))


def cells_of(path):
    book = openpyxl.load_workbook(path)
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]


@pytest.mark.job("填报并打印一张报表")
def test_that_a_return_is_completed_and_printed(qtbot, open_window, office, branch, tmp_path):
    given = {"organisation": branch, "kind": "theme_day", "topic": "主题党日"}
    for place, day in enumerate(("2026-06-08", "2026-06-21")):
        factory.record_of(office, "activity", place, **given, held_on=day)
    desk = open_window(office)
    desk.open_screen("return")
    screen = desk.screen_of("return")

    def until(holds):
        qtbot.waitUntil(holds, timeout=PATIENCE)

    def shown(state):
        return screen.page is not None and screen.page.filing.state == state

    choose(screen.kinds, "R3")
    choose(screen.period.year, 2026)
    choose(screen.period.part, "{year}-06")
    until(lambda: screen.page is not None and screen.page.filing.period == "2026-06")
    key = f"{branch.hex}/theme_day_times"
    assert screen.page.line(key).value == 2

    screen.show_cell(key)
    desk.commands.trigger("return.behind")
    until(lambda: screen.findChild(BehindDialog) is not None)
    behind = screen.findChild(BehindDialog)
    assert behind.table.rows.rowCount() == 2
    behind.reject()

    desk.commands.trigger("return.figure")
    figure = screen.findChild(FigureDialog)
    figure.number.setText("3")
    figure.reason.setCurrentText("30日的一次还没有录入")
    figure.go.click()
    until(lambda: shown("draft") and screen.page.line(key).value == 3)

    for step, state in (("complete", "complete"), ("submit", "submitted")):
        desk.commands.trigger(f"return.{step}")
        dialog = [each for each in screen.findChildren(CompleteDialog) if each.isVisible()][-1]
        dialog.responsible.setText("周建国")
        dialog.explanation.setPlainText("已核对")
        dialog.go.click()
        until(lambda wanted=state: shown(wanted))

    screen.pickers = saving_to(tmp_path / "报表.xlsx")
    desk.commands.trigger("return.save")
    until(lambda: (tmp_path / "报表.xlsx").exists() and not desk.jobs.busy)
    assert any("30日的一次还没有录入" in each for each in cells_of(tmp_path / "报表.xlsx"))

    desk.commands.trigger("return.print")
    preview = desk.screen_of("print")
    until(lambda: preview.document is not None)
    text = text_of(preview.document.pdf)
    assert "负责人（签名）：周建国" in text
    assert "3*" in text
    papers.save_pdf(office, preview.document, tmp_path / "报表.pdf")

    factory.record_of(office, "activity", 3, **given, held_on="2026-06-30")
    page = filing.page(office, screen.page.filing.id)
    assert page.line(key).value == 3
    assert page.line("total/theme_day_times").value == 3
    assert page.filing.submitted[0] == calendar.today().isoformat()
