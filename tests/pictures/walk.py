"""The pages of a window one after another, what is wrong with each, and their pictures."""

import os
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from jianxi_desktop.ui.notices import NoticeBar
from tests.ui.looks import settle, still_cut

Size = tuple[str, QSize, float]
# Name, size in points, pixels a point. At 150 % a screen of 1366 has 911 points.
SIZES: tuple[Size, ...] = (
    ("1366", QSize(1366, 768), 1.0),
    ("1920", QSize(1920, 1080), 1.0),
    ("1366-150", QSize(911, 512), 1.5),
)
# The same screen at 200 %: 683 points.
SMALLEST: Size = ("1366-200", QSize(683, 384), 2.0)
_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)
_TOUCH = 2  # pixels two controls may share: a frame drawn over its neighbour's
# Where the pictures are put, for somebody who wants to look at them.
_FOLDER = os.environ.get("JIANXI_PICTURES", "")


def controls(root: QWidget) -> Iterator[QWidget]:
    """Give every control that a person can use; not the parts Qt makes one of."""
    for each in root.findChildren(QWidget):
        part = isinstance(each.parent(), QComboBox | QAbstractSpinBox)
        if isinstance(each, _CONTROLS) and not isinstance(each, QHeaderView) and not part:
            passes_on = each.focusProxy() is not None
            if each.isVisible() and not passes_on and not each.objectName().startswith("qt_"):
                yield each


def unnamed(root: QWidget) -> list[str]:
    """Tell the controls of which a screen reader could say nothing but their kind."""
    found = []
    for each in controls(root):
        told = QAccessible.queryAccessibleInterface(each)
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus and not told.text(QAccessible.Text.Name):
            found.append(f"{type(each).__name__} of {type(each.parent()).__name__}")
    return found


def unreached(root: QWidget) -> list[str]:
    """Tell the buttons that no key comes to: not Tab, nor arrows from one that Tab comes to."""
    buttons = [each for each in root.findChildren(QAbstractButton) if each.isVisible()]
    reached = {each.parent() for each in buttons if each.focusPolicy() & Qt.FocusPolicy.TabFocus}
    return [
        each.text() or each.accessibleName() or type(each.parent()).__name__
        for each in buttons
        if not each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (each.parent() in reached and each.focusPolicy() & Qt.FocusPolicy.ClickFocus)
        and not isinstance(each.parent(), QAbstractItemView | QLineEdit)
    ]


def seen_of(each: QWidget) -> QRect:
    """Give the part of a control, in its window, that what it lies in does not cut off."""
    window, seen = each.window(), QRect(each.mapTo(each.window(), QPoint()), each.size())
    around = each.parentWidget()
    while around is not None and around is not window:
        seen &= QRect(around.mapTo(window, QPoint()), around.size())
        around = around.parentWidget()
    return seen


def overlapping(root: QWidget) -> list[str]:
    """Tell the controls that lie over each other; notices lie over pages by design."""
    notices = root.findChildren(NoticeBar)
    places = [
        (each, seen_of(each))
        for each in controls(root)
        if not any(notice.isAncestorOf(each) for notice in notices)
    ]
    return [
        f"{_called(one)} lies over {_called(other)}"
        for (one, its), (other, others) in combinations(places, 2)
        if min((its & others).width(), (its & others).height()) > _TOUCH
        and not one.isAncestorOf(other)
        and not other.isAncestorOf(one)
    ]


def _called(each: QWidget) -> str:
    return f"{type(each).__name__} “{each.accessibleName() or each.property('text') or ''}”"


def picture(window: QWidget, scale: float) -> QImage:
    """Draw a window as a screen with so many pixels a point would show it."""
    image = QImage(window.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    window.render(image)
    return image


def ground(image: QImage) -> QColor:
    """Give the colour that a window's edge has; paper in its middle is white in every theme."""
    return QColor(image.pixel(2, image.height() - 3))


def look(window: QWidget, name: str, theme: str, sizes: Iterable[Size] = SIZES) -> list[str]:
    """Show a page at some sizes; tell what is cut there, and keep its pictures if wanted.

    It is painted at the first size only where no pictures are wanted.

    What is no window by itself, such as a dialog, keeps the size it has.
    """
    wrong = []
    for turn, (size_name, size, scale) in enumerate(sizes):
        if theme != "light" and turn and not _FOLDER:
            break  # a colour takes no room: one picture tells whether all is of this theme
        if isinstance(window, QMainWindow):
            window.resize(size)
        settle()
        if theme == "light":  # a colour takes no room
            wrong += [f"{size_name}: {text}" for text in still_cut(window)]
            wrong += [f"{size_name}: {text}" for text in overlapping(window)]
        if turn and not _FOLDER:
            continue
        image = picture(window, scale)
        dark = ground(image).lightness() < 128
        if dark != (theme == "dark"):
            wrong.append(f"{size_name}: drawn for another theme")
        if _FOLDER:
            where = Path(_FOLDER) / theme / size_name
            where.mkdir(parents=True, exist_ok=True)
            image.save(str(where / f"{name.replace(':', '-')}.png"))
    return wrong
