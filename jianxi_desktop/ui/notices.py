"""The bar over the page that says what happened, with a way back instead of a question before.

It lies over the page, so that nothing moves under the mouse, where it hides least: at the foot or
at the head, or beside the bars that are to stay free; never over the field that is typed in.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from jianxi_desktop.ui.report_error import Report, show_report
from jianxi_desktop.ui.theme import as_hint, as_quiet, columns_of, icon, set_state

_STAYS: Final = 12_000  # milliseconds: long enough to read it and to take it back
_SEEN: Final = 3.0  # seconds after which a good one has been seen
_KEPT: Final = 20  # that wait behind the one that is shown
_COLUMNS: Final = 60  # of words, at most
_HELD: Final = 100  # what is typed in, or is to stay free, is never hidden for the sake of others
_FREE: Final = "stays-free"
_MOVES: Final = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize, QEvent.Type.Move)
_USED: Final = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)


@dataclass(eq=False)
class _Notice:
    text: str
    state: str = ""
    act: Callable[[], None] | None = None
    verb: str = ""
    seen: float = 0.0  # seconds

    @property
    def stays(self) -> bool:
        """It waits until somebody closes it."""
        return bool(self.state)

    @property
    def of_page(self) -> bool:
        """It is about the page that is shown, and about no other."""
        return self.state == "warning" and self.act is None


class NoticeBar(QFrame):
    """Shows one notice at a time; a good one goes by itself, a bad one stays until closed.

    The newest is shown at once. One that it took the place of comes back after it, unless it was
    good and has been seen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._now: _Notice | None = None
        self._last: _Notice | None = None
        self._behind: list[_Notice] = []
        self._since = 0.0
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.more = as_hint(QLabel())
        self.action = QPushButton()
        self.action.clicked.connect(self._do)
        self.close_button = as_quiet(QPushButton())
        self.close_button.setIcon(icon("close"))
        self.close_button.setToolTip("关闭这条消息（Esc）")
        self.close_button.setAccessibleName("关闭这条消息")
        self.close_button.clicked.connect(self.close_one)
        row = QHBoxLayout(self)
        row.addWidget(self.text, 1)
        for part in (self.more, self.action, self.close_button):
            row.addWidget(part)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._time_is_over)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._lie)
        if parent is not None:
            parent.installEventFilter(self)
            # Later: the focus also moves while widgets are being deleted, and none may be asked.
            QApplication.instance().focusChanged.connect(self._lie_soon)  # type: ignore[union-attr]
        self.hide()

    def say(self, text: str, *, act: Callable[[], None] | None = None, verb: str = "") -> None:
        """Say that something is done; ``act`` takes it back or goes on from it."""
        self._add(_Notice(text, act=act, verb=verb))

    def warn(self, text: str, *, act: Callable[[], None] | None = None, verb: str = "") -> None:
        """Say what a person should look at; ``act`` goes on from it."""
        self._add(_Notice(text, "warning", act, verb))

    def report(self, report: Report) -> None:
        """Say an error; its further lines open on request."""
        if report.stopped:
            self.say(report.text)
            return
        more = (lambda: self._details(report)) if report.details else None
        self._add(_Notice(report.text, "error", more, "详情"))

    def clear(self) -> None:
        """Take all notices away, also those that wait and the last that was seen."""
        self._behind.clear()
        self._now = self._last = None
        self._show()

    def close_one(self) -> None:
        """Take away the notice that is shown; one that it took the place of comes back."""
        self._last, self._now = self._now, None
        self._show(self._behind.pop() if self._behind else None)

    def to_notice(self) -> None:
        """Go to the notice by keyboard; where none is shown, the last comes back."""
        if self._now is None and self._last is not None:
            self._add(self._last)
        if self._now is not None:
            (self.action if self.action.isVisible() else self.close_button).setFocus()

    def move_on(self) -> None:
        """Another page is shown: what was wrong on the one before is no more to be said.

        A warning that leads on to something stays: that is still to be done.
        """
        self._behind = [each for each in self._behind if not each.of_page]
        if self._now is not None and self._now.of_page:
            self.close_one()
        self._tell_more()
        self._lie_soon()

    def unsay(self, text: str) -> None:
        """Take back a warning that holds no more."""
        self._behind = [each for each in self._behind if each.text != text]
        if self._now is not None and self._now.text == text:
            self.close_one()
        if self._last is not None and self._last.text == text:
            self._last = None
        self._tell_more()

    def _details(self, report: Report) -> None:
        show_report(report, self.window())

    def _add(self, notice: _Notice) -> None:
        before = self._now
        if before is not None and before.text != notice.text:
            before.seen += time.monotonic() - self._since
            if before.stays or before.seen < _SEEN:
                self._behind = [*self._behind, before][-_KEPT:]
        self._behind = [each for each in self._behind if each.text != notice.text]
        self._show(notice)

    def _show(self, notice: _Notice | None = None) -> None:
        self._timer.stop()
        self._now, self._since = notice, time.monotonic()
        self.text.setText(notice.text if notice else "")
        self.action.setText(notice.verb if notice else "")
        self.action.setVisible(notice is not None and notice.act is not None)
        self._tell_more()
        if notice is None:
            self._give_back_focus()
            self.hide()
            return
        set_state(self, notice.state)
        if not notice.stays:
            self._timer.start(_STAYS)
        self.show()
        self.raise_()
        self._lie()
        self.setAccessibleName(notice.text)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _tell_more(self) -> None:
        self.more.setText(f"还有 {len(self._behind)} 条")
        self.more.setVisible(bool(self._behind))

    def _give_back_focus(self) -> None:
        """Let whoever was in the bar go on in the page."""
        parent, held = self.parentWidget(), QApplication.focusWidget()
        if parent is not None and held is not None and self.isAncestorOf(held):
            parent.focusNextChild()

    def _time_is_over(self) -> None:
        """It has been there long enough, if anybody was here who could read it."""
        window, held = self.window(), QApplication.focusWidget()
        read = self.underMouse() or (held is not None and self.isAncestorOf(held))
        if read or window.isMinimized() or QApplication.activeModalWidget() is not None:
            self._timer.start(_STAYS)
        else:
            self.close_one()

    def _do(self) -> None:
        notice = self._now
        if notice is None:
            return
        if notice.state != "error":
            self.close_one()
        if notice.act is not None:
            notice.act()

    def _lie_soon(self) -> None:
        if self._now is not None:
            self._soon.start(0)

    def _lie(self) -> None:
        """Take the place over the page where least is hidden."""
        parent = self.parentWidget()
        if parent is None or self._now is None:
            return
        gap = columns_of(self, 1)
        width = min(parent.width() - 2 * gap, columns_of(self, _COLUMNS))
        layout = self.layout()
        assert layout is not None  # noqa: S101 - made above
        height = max(layout.heightForWidth(width), self.sizeHint().height())
        left = (parent.width() - width) // 2
        spots = self._spots(parent)
        highest, lowest = gap, parent.height() - height - gap
        tops = [lowest, highest]
        for spot, _counts, free in spots:
            tops += [spot.top() - height - gap, spot.bottom() + gap] if free else []
        places = [QRect(left, t, width, height) for t in tops if highest <= t <= lowest]
        self.setGeometry(min(places, key=partial(_hidden, spots), default=places[0]))

    def _spots(self, parent: QWidget) -> list[tuple[QRect, int, bool]]:
        """Give what is seen and used on the page: where, how much it counts, if it stays free."""
        held = QApplication.focusWidget()
        spots = []
        for each in parent.findChildren(QWidget):
            free = bool(each.property(_FREE))
            if free:
                each.installEventFilter(self)  # once: Qt puts the same one in its own place
            used = free or isinstance(each, _USED)
            if not used or not each.isVisible() or self.isAncestorOf(each):
                continue
            seen = _seen(each, parent)
            if not seen.isEmpty():
                counts = _HELD if free or each is held else 1 + isinstance(each, QAbstractButton)
                spots.append((seen, counts, free))
        return spots

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: the page has another size, or what is to stay free another place."""
        if watched is self.parentWidget():
            if event.type() == QEvent.Type.Resize:
                self._lie()
        elif event.type() in _MOVES:
            self._lie_soon()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Override: larger words want more room."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._lie_soon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Esc closes the notice."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_one()
        else:
            super().keyPressEvent(event)


def stay_free(widget: QWidget) -> None:
    """Let no notice lie over a widget: what is said there, or pressed, belongs to what is done."""
    widget.setProperty(_FREE, True)  # noqa: FBT003 - Qt takes it by place


def _seen(widget: QWidget, page: QWidget) -> QRect:
    """Give where a widget is seen on a page: what is scrolled away cannot be hidden."""
    seen, around = QRect(widget.mapTo(page, QPoint()), widget.size()), widget.parentWidget()
    while around is not None and around is not page:
        seen &= QRect(around.mapTo(page, QPoint()), around.size())
        around = around.parentWidget()
    return seen


def _hidden(spots: list[tuple[QRect, int, bool]], place: QRect) -> int:
    """Give how much a place would hide: what is typed in counts most, then buttons."""
    return sum(counts * place.intersects(spot) for spot, counts, _free in spots)
