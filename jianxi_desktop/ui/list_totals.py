"""The foot of a list: what the columns of amounts come to, over all of the list or what is picked.

Sums stand under their columns and are those of the whole query, read or not.
"""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from jianxi_desktop.schema.fields import Field
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services.totals import Totals, summed_fields, totals_of
from jianxi_desktop.ui.list_view import LedgerView
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.theme import colour, columns_of, line_height

if TYPE_CHECKING:
    from array import array

    from jianxi_desktop.services.office import Office

_QUIET: Final = 150  # milliseconds in which nothing more is picked


class TotalsRow(QWidget):
    """One line under the columns of a list; hidden where no column can be added up.

    Attributes:
        totals: What is shown; ``None``: it is being read.
    """

    def __init__(self, desk: Desk, ledger: Ledger, view: LedgerView) -> None:
        super().__init__()
        self._desk, self._ledger, self._view = desk, ledger, view
        self._key = f"totals.{id(self)}"
        self._whole: dict[tuple[Query, tuple[str, ...]], Totals] = {}
        self.totals: Totals | None = None
        self.setAccessibleName("合计")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_QUIET)
        self._pause.timeout.connect(self._ask)
        across = view.horizontalHeader()
        for moved in (across.sectionResized, across.sectionMoved, across.geometriesChanged):
            moved.connect(self.update)
        view.horizontalScrollBar().valueChanged.connect(self.update)
        view.table.counted.connect(self._ask_again)
        view.picked.changed.connect(self._wait)
        self.hide()

    @property
    def caption(self) -> str:
        """What the line is about."""
        if self.totals is None:
            return "正在合计…"
        head = "所选" if self._view.picked.many else "合计"
        return f"{head} {self.totals.count} 条"

    @property
    def said(self) -> str:
        """The line in words, as the tooltip and a screen reader have it."""
        sums = self.totals.sums if self.totals is not None else {}
        parts = [
            f"{field.caption} {sums[field.key]}" for field in self._fields() if field.key in sums
        ]
        return "，".join([self.caption, *parts])

    def sizeHint(self) -> QSize:
        """Override: as high as a line of the list."""
        return QSize(columns_of(self, 20), line_height(self._view) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: the caption at the left, each sum under its column if that is in sight."""
        del event
        painter, view = QPainter(self), self._view
        painter.fillRect(self.rect(), colour("desk"))
        painter.setPen(QPen(colour("line-strong")))
        painter.drawLine(0, 0, self.width(), 0)
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QPen(colour("ink")))
        left, pad = view.viewport().x() + view.frameWidth(), columns_of(view, 0.5) + 2
        free, words = self.width(), [self.caption]
        for place, field in enumerate(view.table.fields):
            text = self.totals.sums.get(field.key, "") if self.totals is not None else ""
            if not text:
                continue
            if not self._is_seen(place):
                words.append(f"{field.caption} {text}")
                continue
            x, width = left + view.columnViewportPosition(place), view.columnWidth(place)
            # A sum is wider than its column's values at times: it may reach to the left.
            needed = max(width - 2 * pad, painter.fontMetrics().horizontalAdvance(text))
            room = QRect(x + width - pad - needed, 1, needed, self.height() - 1)
            painter.drawText(room, int(_RIGHT), text)
            free = min(free, room.left() - pad)
        room = QRect(pad, 1, max(free - pad, 0), self.height() - 1)
        shown = painter.fontMetrics().elidedText(
            "    ".join(words), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(_LEFT), shown)
        painter.end()

    def _is_seen(self, place: int) -> bool:
        """Tell whether the right end of a column, where its numbers stand, is in sight."""
        view = self._view
        end = view.columnViewportPosition(place) + view.columnWidth(place)
        return not view.isColumnHidden(place) and 0 < end <= view.viewport().width()

    def _fields(self) -> tuple[Field[Any], ...]:
        return summed_fields(self._view.table.fields)

    def _ask_again(self, _count: int) -> None:
        self._whole.clear()
        self._ask()

    def _wait(self, _count: int) -> None:
        self._pause.start()

    def _ask(self) -> None:
        """Read the sums of what is picked, or of the whole query."""
        keys = tuple(field.key for field in summed_fields(self._view.table.fields))
        self.setVisible(bool(keys) and self._view.table.rowCount() > 0)
        if self.isHidden():
            return
        query, picked = self._view.table.query, self._view.picked
        if picked.many and not picked.every:
            work = partial(_picked_totals, self._desk.office, self._ledger, keys, query)
            self._run(partial(work, picked.serials()), None)
        elif (query, keys) in self._whole:
            self._desk.jobs.drop(self._key)
            self._show(None, self._whole[query, keys])
        else:
            work = partial(totals_of, self._desk.office, self._ledger, keys, query)
            self._run(work, (query, keys))

    def _run(self, work: "partial[Totals]", about: tuple[Query, tuple[str, ...]] | None) -> None:
        self.totals = None
        self.update()
        self._desk.jobs.run_newest(self._key, work, partial(self._show, about))

    def _show(self, about: tuple[Query, tuple[str, ...]] | None, totals: Totals) -> None:
        if about is not None:
            self._whole[about] = totals
        self.totals = totals
        self.setToolTip(self.said)
        self.setAccessibleDescription(self.said)
        event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)
        self.update()


_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _picked_totals(
    office: "Office", ledger: Ledger, keys: tuple[str, ...], query: Query, serials: "array[int]"
) -> Totals:
    return totals_of(office, ledger, keys, replace(query, only=tuple(serials)))
