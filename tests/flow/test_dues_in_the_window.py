"""A month of dues in the real window: a pay that rose, collected, receipts and posting printed."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import dues
from jianxi_desktop.services.attention import attention
from jianxi_desktop.services.demo.scales import TODAY
from jianxi_desktop.ui.screens.dues_dialogs import CollectDialog, StandardDialog

PATIENCE = 60_000


@pytest.fixture
def page(open_window, demo, monkeypatch, qtbot):
    """The page of dues on the first branch, in the month that has just ended."""
    monkeypatch.setattr(calendar, "today", lambda: TODAY)
    desk = open_window(demo)
    branch = dues.branches(demo)[0].id
    desk.open_screen("dues", (branch, "2026-10"))
    shown = desk.screen_of("dues")
    qtbot.waitUntil(lambda: shown.sheet is not None, timeout=PATIENCE)
    return shown


def owing(demo, branch):
    """Give what is due of a branch's dues of months that are over."""
    items = attention(demo, TODAY, branch).items
    return [each for each in items if each.kind == "dues" and each.due_on < "2026-11-20"]


@pytest.mark.job("收一个月党费，打印收据")
def test_that_a_month_of_dues_is_collected_and_printed(page, demo, qtbot):
    """A thing that is due → the month → a new standard → collected → receipts → nothing is due."""
    desk, branch = page.desk, page.branch

    def until(holds):
        qtbot.waitUntil(holds, timeout=PATIENCE)

    assert owing(demo, branch)[0].argument == f"{branch.hex}:2026-10"
    short = next(m for m in page.sheet.members if m.months[0].state == "unpaid")
    page.table.setCurrentIndex(page.table.dues.index(page.sheet.members.index(short), 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    until(lambda: page.findChild(StandardDialog) is not None)
    dialog = page.findChild(StandardDialog)
    dialog.editor("category").show_value("wage")
    dialog.editor("base").show_value(1_000_001)
    dialog.ask()

    def due():
        return next(m for m in page.sheet.members if m.person == short.person).months[0].due

    until(lambda: due() == 20_000)
    page.paid_on.setDate(QDate(2026, 11, 18))
    desk.commands.trigger("dues.collect")
    until(lambda: page.findChild(CollectDialog) is not None)
    page.findChild(CollectDialog).go.click()
    until(lambda: page.sheet.missing == 0)
    late = next(m for m in page.sheet.members if m.person == short.person).months[0]
    assert (late.paid, late.payments[0].method) == (20_000, "late")
    assert owing(demo, branch) == []

    desk.commands.trigger("dues.receipts")
    until(lambda: desk.shown.key == "print" and desk.shown.document is not None)
    assert desk.shown.document.title == "党费收据（2026年10月）"
    sheet = dues.sheet(demo, branch, "2026-10", date(2026, 11, 20))
    paid = [pay for each in sheet.members for pay in each.months[0].payments if pay.amount]
    assert all(pay.receipt for pay in paid)

    desk.open_screen("dues")
    desk.commands.trigger("dues.posting")
    until(lambda: desk.shown.document is not None and "公示表" in desk.shown.document.title)
    desk.open_screen("dues")
    desk.commands.trigger("record.undo")  # the numbers
    desk.commands.trigger("record.undo")  # the month
    until(lambda: page.sheet.missing > 0)
