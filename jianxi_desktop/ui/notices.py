"""The bar above the page that says what happened, with a way back instead of a question before."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from jianxi_desktop.ui.report_error import Report, show_report
from jianxi_desktop.ui.theme import as_quiet, icon, set_state

_STAYS = 12_000  # milliseconds: long enough to read it and to take it back


class NoticeBar(QFrame):
    """Shows one notice at a time; a good one goes by itself, a bad one stays until closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._act: Callable[[], None] | None = None
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.action = QPushButton()
        self.action.clicked.connect(self._do)
        close = as_quiet(QPushButton())
        close.setIcon(icon("close"))
        close.setToolTip("关闭这条消息")
        close.setAccessibleName("关闭这条消息")
        close.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.addWidget(self.text, 1)
        row.addWidget(self.action)
        row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        self.hide()

    def say(self, text: str, *, act: Callable[[], None] | None = None, verb: str = "") -> None:
        """Say that something is done; ``act`` takes it back or goes on from it."""
        self._show(text, "", act, verb)
        self._timer.start(_STAYS)

    def warn(self, text: str) -> None:
        """Say what a person should look at."""
        self._show(text, "warning", None, "")

    def report(self, report: Report) -> None:
        """Say an error; its further lines open on request."""
        if report.stopped:
            self.say(report.text)
            return
        more = (lambda: self._details(report)) if report.details else None
        self._show(report.text, "error", more, "详情")

    def clear(self) -> None:
        """Take the notice away."""
        self._timer.stop()
        self._act = None
        self.text.clear()
        self.hide()

    def move_on(self) -> None:
        """Another page is shown: what was wrong on the one before is no more to be said."""
        if self.property("state") == "warning":
            self.clear()

    def _details(self, report: Report) -> None:
        show_report(report, self.window())

    def _show(self, text: str, state: str, act: Callable[[], None] | None, verb: str) -> None:
        self._timer.stop()
        self._act = act
        self.text.setText(text)
        self.action.setText(verb)
        self.action.setVisible(act is not None)
        set_state(self, state)
        self.show()

    def _do(self) -> None:
        act, keep = self._act, self.property("state") == "error"
        if not keep:
            self.clear()
        if act is not None:
            act()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Esc closes the notice."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)
