"""The manual in its window, and F1 wherever one is."""

import importlib
import pkgutil

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication, QDialog

from jianxi_desktop import ui
from jianxi_desktop.ui import help_keys
from jianxi_desktop.ui.command_table import COMMANDS
from jianxi_desktop.ui.help_page import HelpDialog, open_help, whole_manual
from jianxi_desktop.ui.screen import Edited
from jianxi_desktop.ui.screens import every as screens
from jianxi_desktop.ui.screens.pickers import Pickers


@pytest.fixture(scope="module")
def pages():
    return {page.key: page for page in whole_manual()}


@pytest.fixture
def book(bench):
    """The manual, open at the page of the members' list."""
    bench.commands.trigger("help.page")
    return bench.window().findChild(HelpDialog)


def listed(book):
    """Give the pages that the contents lead to."""
    tree = book.contents.tree
    parts = (tree.topLevelItem(place) for place in range(tree.topLevelItemCount()))
    return [part.child(n).text(0) for part in parts for n in range(part.childCount())]


def test_that_help_on_a_list_is_about_its_ledger_and_leads_to_all_pages(book, pages):
    assert book.page == "ledger:person"
    assert "政治生日名单" in book.text.toPlainText()
    assert "所在党支部 *" in book.text.toPlainText()
    assert sorted(listed(book)) == sorted(page.title for page in pages.values())
    assert book.contents.tree.currentItem().text(0) == "党员台账"


def test_that_what_was_found_is_opened_marked_and_stepped_through(book):
    book.contents.words.setText("恢复密钥")

    assert book.page == "welcome"
    assert "找到" in book.contents.told.text()
    assert len(book.text.extraSelections()) >= 3
    first = book.told.text()
    book.next.click()
    assert first.startswith("本页第 1 处")
    assert book.told.text().startswith("本页第 2 处")
    while book.page == "welcome":
        book.next.click()
    assert book.contents.found.currentRow() > 0

    book.contents.words.setText("没有这样的话吧")
    assert "没有找到" in book.contents.told.text()


def test_that_links_lead_to_pages_and_back_again(book):
    book.text.anchorClicked.emit(QUrl("page:form"))
    assert book.page == "form"

    book.back.click()
    assert book.page == "ledger:person"
    book.forth.click()
    assert book.page == "form"


def test_that_a_heading_is_brought_to_the_top(bench, qtbot):
    book = open_help(bench.jobs, "form#别人先改了这条记录", bench)

    def at_the_top():
        near = book.text.cursorForPosition(book.text.rect().topLeft()).block()
        return "别人先改了这条记录" in {near.text(), near.next().text(), near.previous().text()}

    qtbot.waitUntil(at_the_top)
    assert open_help(bench.jobs, "list", bench) is book
    assert book.page == "list"


def test_that_a_page_shows_its_picture_no_wider_than_it_is(bench, qtbot):
    book = open_help(bench.jobs, "home", bench)

    assert chr(0xFFFC) in book.text.toPlainText()
    room = book.text.viewport().width()
    assert book.text.document().size().width() <= room


def test_that_the_page_is_seen_before_it_is_printed_and_can_be_saved(book, tmp_path):
    target = tmp_path / "说明书.pdf"
    book.pickers = Pickers(save=lambda _parent, _title, _kinds, _name, chosen: chosen(target))
    book.print_page()
    book.preview.save.click()

    assert target.read_bytes().startswith(b"%PDF")


def test_that_every_command_stands_in_the_manual_with_its_keys(pages):
    text = pages["commands"].text

    for command in (*COMMANDS, *screens.COMMANDS):
        assert f"| {command.text} |" in text
    assert "`Ctrl+回车`" in text


def test_that_help_in_a_form_is_about_its_ledger(bench, qtbot):
    bench.open_screen("form", Edited("venue"))
    bench.commands.trigger("help.page")

    assert bench.window().findChild(HelpDialog).page == "ledger:venue"


def test_that_the_menu_leads_to_the_book_the_keys_and_the_commands(bench):
    for key, page in (("book", "welcome"), ("where", "where"), ("commands", "commands")):
        bench.commands.trigger(f"help.{key}")
        assert bench.window().findChild(HelpDialog).page == page


def test_that_a_dialog_has_its_help_too(bench, qtbot):
    bench.commands.trigger("window.password")
    dialog = next(each for each in bench.window().findChildren(QDialog) if each.isVisible())
    qtbot.waitUntil(lambda: QApplication.focusWidget() in dialog.findChildren(object))

    qtbot.keyClick(dialog, Qt.Key.Key_F1)

    assert dialog.findChild(HelpDialog).page == "accounts"


def test_that_every_page_named_for_a_dialog_is_there(pages):
    for address in help_keys.PAGES.values():
        page, _, part = address.partition("#")
        assert not part or f"\n## {part}\n" in pages[page].text


def test_that_every_dialog_with_a_page_is_there():
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        importlib.import_module(module.name)

    assert set(help_keys.PAGES) <= set(kinds_of(QDialog))


def kinds_of(kind):
    """Give the names of the kinds that are made of a kind."""
    for each in kind.__subclasses__():
        yield each.__name__
        yield from kinds_of(each)
