"""The question for a printer: pages, copies, sides; the pages of a paper gone through by keys."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QMessageBox, QWidget
from shiboken6 import delete

from jianxi_desktop.services import papers
from jianxi_desktop.ui.screens.pages import Fit
from jianxi_desktop.ui.screens.paper_dialog import Paper, PaperDialog, show_paper
from jianxi_desktop.ui.screens.pickers import Pickers
from jianxi_desktop.ui.screens.print_dialog import Device, PrintAsk, PrintDialog, choose_printer
from tests.ui import looks

PLAIN = Device("一层打印室", "HP 1020", both_sides=False, usual=True)
TURNING = Device("二层复印机", "", both_sides=True, usual=False)


@pytest.fixture
def page(qtbot):
    """A page that asks."""
    made = QWidget()
    made.resize(1000, 600)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def asked(page):
    """Ask how to print a paper of so many pages; gives the dialog and what was ordered."""

    def ask(pages=5, devices=(PLAIN, TURNING), **more):
        orders = []
        choose_printer(page, PrintAsk(pages, **more), orders.append)
        dialog = page.findChildren(PrintDialog)[-1]
        dialog.show_devices(devices)
        return dialog, orders

    return ask


def sides(dialog):
    return [dialog.sides.itemText(n) for n in range(dialog.sides.count())]


def test_that_pages_and_copies_are_ordered(asked, qtbot):
    dialog, orders = asked(current=2)
    assert dialog.printers.currentText().startswith("一层打印室（HP 1020）")
    assert looks.still_cut(dialog) == []
    dialog.range.setFocus()
    qtbot.keyClicks(dialog.range, "1-3,5")
    assert dialog.some.isChecked()
    dialog.copies.setValue(2)

    qtbot.keyClick(dialog.range, Qt.Key.Key_Return)

    (order,) = orders
    assert order.sides == (0, 1, 2, 4)
    assert order.copyCount() == 2

    again, orders = asked(current=2)
    again.this.setChecked(True)
    again.go.click()
    assert orders[0].sides == (2,)


def test_that_a_wrong_page_is_said_beside_it_and_nothing_is_ordered(asked, qtbot):
    dialog, orders = asked()
    qtbot.keyClicks(dialog.range, "2-9")
    assert dialog.wrong.text() == "没有第 9 页，一共 5 页。"

    dialog.go.click()
    dialog.range.clear()
    dialog.go.click()

    assert orders == []
    assert dialog.isVisible()
    assert "请写要打印的页码" in dialog.wrong.text()


def test_that_pages_in_the_wrong_order_are_said_before_they_are_printed(asked, qtbot):
    dialog, _orders = asked()
    assert dialog.ordering.text() == "共 5 页，用纸 5 张。"
    qtbot.keyClicks(dialog.range, "5-2")
    assert dialog.ordering.text() == "从第 5 页倒着印到第 2 页，共 4 页，用纸 4 张。"
    dialog.copies.setValue(3)
    dialog.sides.setCurrentIndex(1)
    assert dialog.ordering.text().endswith("每份 4 页，3 份，用纸 6 张。")
    assert looks.still_cut(dialog) == []


def test_that_a_printer_that_turns_paper_is_told_to(asked):
    dialog, orders = asked()
    assert sides(dialog) == ["单面", "手动双面：先印正面，翻过来再印背面"]
    dialog.printers.setCurrentIndex(1)
    assert [text[:7] for text in sides(dialog)] == ["单面", "双面，沿长边翻", "双面，沿短边翻"]
    dialog.sides.setCurrentIndex(1)

    dialog.go.click()

    assert orders[0].sides == (0, 1, 2, 3, 4)  # one pass: the printer turns them
    assert dialog.duplex() == QPrinter.DuplexMode.DuplexLongSide
    assert asked()[0].printers.currentText().startswith("二层复印机")  # as last time


def test_that_both_sides_by_hand_are_two_passes_with_a_word_between(asked, page, qtbot):
    dialog, orders = asked()
    dialog.sides.setCurrentIndex(1)
    dialog.go.click()

    assert [order.sides for order in orders] == [(0, 2, 4)]
    box = page.findChild(QMessageBox, "question")
    assert "翻过来" in box.informativeText()
    qtbot.mouseClick(box.buttons()[1], Qt.MouseButton.LeftButton)
    assert orders[-1].sides == (None, 3, 1)  # from the last sheet, whose back stays empty


def test_that_without_a_printer_a_file_is_offered(asked):
    saved = []
    dialog, orders = asked(devices=(), save=lambda: saved.append(True))
    assert "还没有装打印机" in dialog.message.text.text()
    assert not dialog.go.isEnabled()
    assert looks.still_cut(dialog) == []

    dialog.save.click()

    assert (saved, orders) == ([True], [])
    assert not dialog.isVisible()


@pytest.fixture
def shown(page, jobs, demo, tmp_path):
    """A paper of several pages in its dialog."""
    document = papers.print_paper(demo, "person.1")
    told = []
    paper = Paper(
        document,
        "内部资料",
        saving=lambda path: path.write_bytes(document.pdf),
        saved=lambda path, _done: told.append(path),
    )
    path = tmp_path / "名册.pdf"
    pickers = Pickers(save=lambda _parent, _title, _kinds, _name, take: take(path))
    dialog = show_paper(page, jobs, told.append, paper, pickers=pickers)
    dialog.told, dialog.path = told, path
    return dialog


def test_that_a_paper_closed_while_it_is_saved_is_told_of(shown):
    told, path = shown.told, shown.path

    def close(_path):
        shown.view.show_document(None)
        delete(shown)

    shown._paper = replace(shown._paper, saving=close)
    shown._ask_path()
    assert told == [path]


def test_that_a_paper_is_gone_through_by_keys(shown, qtbot):
    view, pages = shown.view, shown.view.document.pages
    assert pages > 5
    looks.settle()
    assert looks.still_cut(shown) == []
    assert view.number.text() == f"第 1 / {pages} 页"
    assert 0 in view.strip.images

    shown.view.to_number()
    qtbot.keyClicks(view.number.typed, "4")
    qtbot.keyClick(view.number.typed, Qt.Key.Key_Return)
    assert view.pages.page == view.strip.currentIndex().row() == 3
    qtbot.keyClick(view.pages, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert view.number.text() == f"第 5 / {pages} 页"
    view.strip.setFocus()
    qtbot.keyClick(view.strip, Qt.Key.Key_Home)
    assert view.pages.page == 0

    assert view.pages.fit is Fit.WIDTH
    qtbot.keyClick(view.pages, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert (view.pages.fit, view.sizes.currentText()) == (Fit.PAGE, "整页")
    qtbot.keyClick(view.pages, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.pages.fit is Fit.NONE


def test_that_a_paper_is_saved_from_there_and_let_go(shown, page):
    shown.save.click()

    assert shown.path.read_bytes().startswith(b"%PDF")
    assert shown.told == [shown.path]
    shown.reject()
    assert shown.view.document is None
    assert isinstance(shown, PaperDialog)
