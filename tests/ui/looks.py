"""Finds what is cut on the screen: labels, buttons and captions wider than their room."""

import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QStyle,
    QStyleOptionComboBox,
    QTableView,
    QWidget,
)

from jianxi_desktop.ui.screens.parts import Elided

_PASSES = 4
_SMALLEST = 1366  # points of the smallest screen that nothing is enlarged on
_PATIENCE = 5.0  # seconds


def cut(root: QWidget) -> list[str]:
    """Name every visible text that does not fit where it stands."""
    found = [label.text() for label in root.findChildren(QLabel) if _label_is_cut(label)]
    found += [b.text() for b in root.findChildren(QAbstractButton) if _button_is_cut(b)]
    found += [c.currentText() for c in root.findChildren(QComboBox) if _choice_is_cut(c)]
    for view in root.findChildren(QTableView):
        if view.isVisible():
            found += _cut_captions(view)
    return found


def settle() -> None:
    """Let layouts inside layouts come to rest."""
    for _ in range(_PASSES):
        QApplication.processEvents()


def still_cut(root: QWidget) -> list[str]:
    """Name what is cut when layouts inside layouts have come to rest.

    A list says a moment after it is shown how many records it has; for one turn of the event loop
    the number stands in the room of what was there before it.
    """
    settle()
    ends = time.monotonic() + _PATIENCE
    while (found := cut(root)) and time.monotonic() < ends:
        QApplication.processEvents()
    return found


def _label_is_cut(label: QLabel) -> bool:
    if not label.isVisible() or not label.text():
        return False
    if isinstance(label, Elided) and label.window().width() < _SMALLEST:
        return False  # its middle is left out on purpose, and told by the tooltip
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + 1
    return (
        label.sizeHint().width() > label.width() or label.sizeHint().height() > label.height() + 1
    )


def _button_is_cut(button: QAbstractButton) -> bool:
    if not button.isVisible() or not button.text():
        return False
    hint = button.sizeHint()
    return hint.width() > button.width() or hint.height() > button.height() + 2


def _choice_is_cut(choice: QComboBox) -> bool:
    """Tell whether what is chosen is wider than the room beside the arrow."""
    if not choice.isVisible() or not choice.currentText() or choice.isEditable():
        return False
    option = QStyleOptionComboBox()
    option.initFrom(choice)
    parts = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    room = choice.style().subControlRect(parts[0], option, parts[1], choice)
    # Qt gives it the room of its ink, which may be a pixel less than how far it advances.
    return choice.fontMetrics().horizontalAdvance(choice.currentText()) > room.width() + 1


def _cut_captions(view: QTableView) -> list[str]:
    header, model = view.horizontalHeader(), view.model()
    role = Qt.ItemDataRole.DisplayRole
    captions = [
        str(model.headerData(n, Qt.Orientation.Horizontal, role)) for n in range(header.count())
    ]
    metrics = header.fontMetrics()
    return [
        caption
        for n, caption in enumerate(captions)
        if max(map(metrics.horizontalAdvance, caption.splitlines()), default=0)
        > header.sectionSize(n)
    ]
