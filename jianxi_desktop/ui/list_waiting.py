"""What a list says while its lines take their time: what goes on, and that what is seen is old."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from jianxi_desktop.schema.query import Query
    from jianxi_desktop.ui.listing import LedgerTable

_PATIENCE: Final = 300  # milliseconds: what comes sooner needs no word
_READ, _SORT, _FIND, _AGAIN = "正在读取…", "正在排序…", "正在查找…", "正在刷新…"


class ListWaiting(QObject):
    """Follows a table from each question to its answer.

    Attributes:
        words: What goes on, once it takes longer than a moment; empty: nothing is waited for.
        old: Whether the lines that are seen are those of the question before.

    Signals:
        changed: One of both is another now.
    """

    changed = Signal()

    def __init__(self, table: "LedgerTable") -> None:
        super().__init__(table)
        self._table = table
        self.words = ""
        self.old = False
        self._doing = ""
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.setInterval(_PATIENCE)
        self._moment.timeout.connect(self._say)
        table.asked.connect(self._begin)
        table.arrived.connect(self._come)
        table.counted.connect(self._end)
        table.failed.connect(self._end)

    def _begin(self) -> None:
        """Wait for a moment; whoever types on does not begin it anew."""
        self._doing = _doing(self._table.shown, self._table.query)
        if self.words:
            self._say()
        elif not self._moment.isActive():
            self._moment.start()

    def _say(self) -> None:
        shown = self._table.shown
        self._tell(self._doing, old=shown is not None and shown != self._table.query)

    def _come(self) -> None:
        """The first lines are there; how many there are is known where only the order changed."""
        if self._doing == _SORT:
            self._end()
        else:
            self._tell(self.words, old=False)

    def _end(self) -> None:
        self._moment.stop()
        self._tell("", old=False)

    def _tell(self, words: str, *, old: bool) -> None:
        if (words, old) != (self.words, self.old):
            self.words, self.old = words, old
            self.changed.emit()


def _doing(shown: "Query | None", asked: "Query") -> str:
    """Say what the way from what is shown to what was asked for is."""
    if shown is None:
        return _READ
    if shown == asked:
        return _AGAIN
    return _SORT if finds_same(shown, asked) else _FIND


def finds_same(shown: "Query", asked: "Query") -> bool:
    """Tell whether two questions find the same records, be it in another order."""
    return replace(shown, order=asked.order, descending=asked.descending) == asked
