"""The page of dues: a month collected by keys, single cells, a standard, arrears, receipts."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, QItemSelection, QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication

from jianxi_desktop.domain import calendar
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.services import dues
from jianxi_desktop.services.demo.scales import TODAY
from jianxi_desktop.ui.fields_dialog import FieldsDialog
from jianxi_desktop.ui.screens.dues_dialogs import CollectDialog, StandardDialog
from jianxi_desktop.ui.screens.dues_words import read_typed


@pytest.fixture
def page(bench, visit, monkeypatch):
    """The page on the first branch of the demonstration, in its month."""
    monkeypatch.setattr(calendar, "today", lambda: TODAY)
    shown = visit(bench, "dues")
    shown.paid_on.setDate(QDate(TODAY.year, TODAY.month, TODAY.day))
    branch = dues.branches(bench.office)[0].id
    shown.opened(f"{branch.hex}:2026-11")
    return shown


def column(page, caption):
    captions = [each.caption for each in page.table.dues.columns]
    return captions.index(caption)


def go_to(page, state, caption="实缴"):
    """Put the focus on the first member whose month stands so; give him."""
    for row, member in enumerate(page.sheet.members):
        if member.months[0].state == state:
            page.table.setCurrentIndex(page.table.dues.index(row, column(page, caption)))
            return member
    raise AssertionError(state)


def month_of(page, member):
    return next(each for each in page.sheet.members if each.person == member.person).months[0]


def type_into(page, qtbot, text):
    """Type over a cell and press Enter, as people do."""
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    editor = page.table.indexWidget(page.table.currentIndex())
    editor.setText(text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    for _ in range(3):  # the editor commits, the cell tells, the page writes
        QApplication.processEvents()


def test_that_a_branch_is_collected_in_one_go_and_taken_back(page, bench):
    before = page.sheet
    assert before.count("open") > 5
    bench.commands.trigger("dues.collect")
    dialog = page.findChild(CollectDialog)
    assert f"没有缴的和少缴的 {before.count('open')} 人" in dialog.said.text()
    dialog.go.click()
    assert page.sheet.count("open") == 0
    assert page.sheet.missing == 0
    bench.commands.trigger("record.undo")
    assert page.sheet.missing == before.missing


def test_that_space_ticks_and_goes_down(page, qtbot):
    member = go_to(page, "open")
    row = page.table.currentIndex().row()
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert month_of(page, member).state == "paid"
    assert month_of(page, member).payments[0].paid_on == TODAY.isoformat()
    assert page.table.currentIndex().row() == row + 1


def test_that_amounts_and_days_are_typed_in_their_cells(page, qtbot):
    member = go_to(page, "open")
    row = page.table.currentIndex().row()
    type_into(page, qtbot, "0.5")
    assert month_of(page, member).state == "short"
    assert page.table.currentIndex().row() == row + 1
    cell = page.table.dues.index(row, column(page, "缴纳日期"))
    page.table.setCurrentIndex(cell)
    type_into(page, qtbot, "9")
    assert month_of(page, member).payments[0].paid_on == "2026-11-09"
    page.table.setCurrentIndex(page.table.dues.index(row, column(page, "实缴")))
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert month_of(page, member).state == "open"


def test_that_a_wrong_amount_is_refused_in_words(page, bench, qtbot, monkeypatch):
    said = []
    monkeypatch.setattr(bench, "warn", said.append)
    member = go_to(page, "open")
    type_into(page, qtbot, "许多")
    assert any("金额" in text for text in said)
    assert month_of(page, member).state == "open"


def test_that_a_new_standard_says_what_it_comes_to(page, bench):
    member = go_to(page, "open", "姓名")
    page.deeds.ask_standard(member)
    dialog = page.findChild(StandardDialog)
    for key, value in (("category", "retired"), ("base", 500_001), ("reduced_to", None)):
        dialog.editor(key).show_value(value)
        dialog.editor(key).changed.emit()
    assert "每月应缴 50.00 元（1%）" in dialog.comes_to.text()
    assert "（依据待核实）" in dialog.comes_to.text()
    dialog.ask()
    assert month_of(page, member).due == 5_000


def test_that_a_large_gift_is_said_to_go_to_the_centre(page, bench, monkeypatch):
    said = []
    monkeypatch.setattr(bench, "notice", lambda text, **_more: said.append(text))
    go_to(page, "paid", "姓名")
    bench.commands.trigger("dues.gift")
    dialog = page.findChild(FieldsDialog)
    dialog.editor("amount").show_value(100_000)
    dialog.ask()
    assert "全部上缴中央" in said[-1]
    assert page.sheet.gifts == 100_000


def test_that_a_year_shows_its_months_and_arrears_lead_to_them(page):
    page.opened((page.branch, "2026"))
    captions = [each.caption for each in page.table.dues.columns]
    assert captions[4:16] == [f"{month}月" for month in range(1, 13)]
    assert "欠" in {page.table.dues.line(row).cells[13] for row in range(30)}
    page.tabs.setCurrentIndex(1)
    assert "人欠缴" in page.owing_told.text()
    page.owing.setCurrentIndex(page.owing.rows.index(0, 0))
    owing = page.owing.rows.item(0)
    page.owing.doubleClicked.emit(page.owing.currentIndex())
    assert (page.branch, page.period) == (owing.branch, owing.months[0])
    assert page.tabs.currentIndex() == 0


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("9", "2026-11-09"),
        ("10-9", "2026-10-09"),
        ("10月9日", "2026-10-09"),
        ("2026.1.2", "2026-01-02"),
    ],
)
def test_that_days_may_be_written_short(text, day):
    assert read_typed(CATALOG["dues_record"], "paid_on", text, "2026-11") == {"paid_on": day}


def test_that_selected_cells_are_copied_as_they_stand(page):
    first, last = column(page, "应缴"), column(page, "实缴")
    picked = QItemSelection(page.table.dues.index(0, first), page.table.dues.index(1, last))
    page.table.selectionModel().select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    rows = [page.table.dues.line(row).cells[first : last + 1] for row in (0, 1)]
    assert page.table.selected_text() == "\n".join("\t".join(cells) for cells in rows)
    assert len(page.table.selected()) == 2


def test_that_periods_follow_each_other(page, bench):
    for key, period in (("before", "2026-10"), ("after", "2026-11"), ("after", "2026-12")):
        bench.commands.trigger(f"dues.{key}")
        assert page.period == period
    bench.commands.trigger("dues.now")
    assert page.period == f"{date(2026, 11, 1):%Y-%m}"
