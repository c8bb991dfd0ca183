"""What Qt itself says is Chinese: its dialogs, menus, calendars, and what screen readers hear."""

import re
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QDate, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QComboBox,
    QDateEdit,
    QDialogButtonBox,
    QErrorMessage,
    QFileDialog,
    QFileSystemModel,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QTabWidget,
    QTextBrowser,
    QWidget,
    QWizard,
    QWizardPage,
)

_ACROSS = Qt.Orientation.Horizontal
_WORD = re.compile(r"[A-Za-z]{2,}")
_MEANT = re.compile(r"<[^>]*>|\([^)]*\)|\bPDF\b|\bPt\b|\bCtrl\b|mm|^/.*")  # no words of English
_SAID = ("windowTitle", "text", "toolTip", "accessibleName", "placeholderText", "suffix", "title")
_READ = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Help)


def _file_dialog(mode):
    dialog = QFileDialog(None, "选择文件", "", "表格 (*.xlsx)")
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    dialog.setFileMode(mode)
    return dialog


def _save_dialog():
    dialog = QFileDialog(None, "保存", "", "表格 (*.xlsx)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    return dialog


def _message_box():
    box = QMessageBox()
    box.setText("要这样做吗？")
    box.setDetailedText("详细")
    for button in QMessageBox.StandardButton:
        if button.value in range(0x400, 0x8000000):
            box.addButton(button)
    return box


def _button_box():
    box = QDialogButtonBox()
    for button in QDialogButtonBox.StandardButton:
        if button.value in range(0x400, 0x8000000):
            box.addButton(button)
    return box


def _wizard():
    wizard = QWizard()
    wizard.addPage(QWizardPage())
    wizard.addPage(QWizardPage())
    wizard.setOption(QWizard.WizardOption.HaveHelpButton)
    return wizard


def _progress():
    dialog = QProgressDialog()
    dialog.setLabelText("进行中")
    return dialog


def _day():
    edit = QDateEdit(QDate(2026, 7, 1))
    edit.setCalendarPopup(True)
    return edit


def _line():
    line = QLineEdit("字")
    line.setClearButtonEnabled(True)
    return line


def _tabs():
    tabs = QTabWidget()
    tabs.setTabsClosable(True)
    for number in range(20):
        tabs.addTab(QWidget(), f"第{number}页")
    return tabs


def _of_printer(kind):
    printer = QPrinter()
    dialog = kind(printer)
    dialog.kept = printer
    return dialog


def _menu_of(kind):
    editor = kind()
    menu = editor.createStandardContextMenu()
    menu.kept = editor
    return menu


DIALOGS = {
    "a file": partial(_file_dialog, QFileDialog.FileMode.ExistingFile),
    "a folder": partial(_file_dialog, QFileDialog.FileMode.Directory),
    "save": _save_dialog,
    "message": _message_box,
    "buttons": _button_box,
    "print": partial(_of_printer, QPrintDialog),
    "calendar": QCalendarWidget,
    "day": _day,
    "input": QInputDialog,
    "error": QErrorMessage,
    "progress": _progress,
    "wizard": _wizard,
    "line": _line,
    "tabs": _tabs,
    "menu of a line": partial(_menu_of, QLineEdit),
    "menu of a text": partial(_menu_of, QPlainTextEdit),
    "menu of a page": partial(_menu_of, QTextBrowser),
}


@pytest.mark.parametrize("make", DIALOGS.values(), ids=DIALOGS)
def test_what_qt_says_holds_no_word_of_english(make, qapp, qtbot):
    """Captions, tips, headers and what a screen reader hears are Chinese."""
    shown = make()
    qtbot.addWidget(shown)
    shown.show()
    QApplication.processEvents()
    said = {_MEANT.sub("", text) for text in _texts(shown)}
    assert {text for text in said if _WORD.search(text)} == set()


@pytest.mark.parametrize(
    ("context", "source"),
    [
        ("QFileDialog", "%1 already exists.\nDo you want to replace it?"),
        ("QFileDialog", "Are you sure you want to delete '%1'?"),
        ("QFileDialog", "%1\nFile not found.\nPlease verify the correct file name was given."),
        ("QFileDialog", "&Look in:"),
        ("QMessageBox", "Show Details..."),
        ("QMessageBox", "Hide Details..."),
        ("QWidgetTextControl", "Select All"),
        ("QAbstractFileIconProvider", "Folder"),
        ("QPrintSettingsOutput", "Page &Set:"),
    ],
)
def test_sentences_of_qt_that_show_seldom_are_chinese(context, source, qapp):
    """What only shows when something is overwritten or cannot be read is Chinese as well."""
    told = QCoreApplication.translate(context, source)
    assert told != source
    assert not _WORD.search(re.sub(r"\(&\w\)|%1", "", told))


def _texts(root):
    """Give every text of a widget and of what is in it, tips and names for screen readers too."""
    for widget in (root, *root.findChildren(QWidget)):
        for name in _SAID:
            method = getattr(widget, name, None)
            if callable(method):
                yield str(method())
        if isinstance(widget, QComboBox) and widget.count() < 20:
            yield from (widget.itemText(number) for number in range(widget.count()))
        heard = QAccessible.queryAccessibleInterface(widget)
        if heard is not None:
            yield from (heard.text(kind) for kind in _READ)
    for action in root.findChildren(QAction):
        yield action.text().partition("\t")[0]
        yield action.toolTip()
    for model in root.findChildren(QFileSystemModel):
        yield from (str(model.headerData(n, _ACROSS)) for n in range(model.columnCount()))
