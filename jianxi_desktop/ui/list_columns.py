"""Which columns a list shows, in which order and how wide: chosen by each person on his PC."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from jianxi_desktop.schema.fields import Field
from jianxi_desktop.schema.ledger import Attr, Ledger
from jianxi_desktop.ui.columns_dialog import ColumnsDialog
from jianxi_desktop.ui.list_view import LedgerView
from jianxi_desktop.ui.memory import Memory
from jianxi_desktop.ui.screen import Desk


class Named:
    """An attribute of a record class, by its name alone."""

    def __init__(self, key: str) -> None:
        self.key = key


class ListColumns(QObject):
    """Lets a person choose, move and size the columns of a list, and remembers it.

    Signals:
        changed: Other columns are shown, or in another order.
        sorted_by: The list is to be ordered by a field, descending or not; an empty key: by entry.
        narrowed_by: A condition on a field is wanted.
    """

    changed = Signal()
    sorted_by = Signal(str, bool)
    narrowed_by = Signal(str)

    def __init__(
        self, page: QWidget, desk: Desk, ledger: Ledger, view: LedgerView, memory: Memory | None
    ) -> None:
        super().__init__(page)
        self._page, self._desk, self._ledger = page, desk, ledger
        self._view, self._memory = view, memory
        self.usual = tuple(attribute.key for attribute in ledger.listing)
        self.fields = _choosable(ledger)
        self._own = self.keys
        head = view.horizontalHeader()
        head.setSectionsMovable(True)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._offer)
        head.sectionMoved.connect(self._moved)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._take_order)

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the columns that are shown, in their order."""
        return tuple(field.key for field in self._view.table.fields)

    @property
    def lent(self) -> tuple[str, ...]:
        """The columns of a kept list, while those are shown in place of one's own."""
        return () if self.keys == self._own else self.keys

    @property
    def fixed(self) -> str:
        """The column that names the record, where the list has one: it stays."""
        caption = self._ledger.caption.key
        return caption if caption in self.usual else ""

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give the commands that are answered here."""
        return {
            "list.columns": self.choose,
            "list.usual_columns": self.reset,
            "list.fit": self.fit,
            "list.left": partial(self._move, -1),
            "list.right": partial(self._move, 1),
            "list.hide": self._hide_current,
        }

    def show(self, keys: Sequence[str]) -> None:
        """Show these columns, as far as the ledger has them, and remember it."""
        wanted = tuple(dict.fromkeys(key for key in keys if key in self.fields))
        if wanted and self.fixed and self.fixed not in wanted:
            wanted = (self.fixed, *wanted)
        if not wanted:
            return
        self._own = wanted
        self._put(wanted)
        if self._memory is not None:
            kept = "" if wanted == self.usual else ";".join(wanted)
            self._memory.keep_text(_kept_as(self._ledger), kept)

    def lend(self, keys: Sequence[str]) -> None:
        """Show the columns of a kept list for now; with none, what the person chose again."""
        self._put(tuple(key for key in keys if key in self.fields) or self._own)

    def reset(self) -> None:
        """Show the usual columns at their usual widths again."""
        if self._memory is not None:
            self._memory.keep_widths(self._ledger.key, {})
        self.show(self.usual)
        self._view.size_columns()

    def choose(self) -> None:
        """Let the person choose in a dialog."""
        fields = tuple(self.fields.values())
        dialog = ColumnsDialog(self._page, fields, self.keys, self.usual, self.fixed)
        dialog.chosen.connect(self.show)
        dialog.open()

    def fit(self) -> None:
        """Make every column as wide as what is seen in it needs."""
        for column in range(len(self.keys)):
            self._view.resizeColumnToContents(column)

    def _moved(self) -> None:
        self._later.start()

    def _take_order(self) -> None:
        """Take the order over that a heading was dragged into."""
        head, fields = self._view.horizontalHeader(), self._view.table.fields
        self.show([fields[head.logicalIndex(place)].key for place in range(len(fields))])

    def _offer(self, place: QPoint) -> None:
        """Show what can be done with the column whose heading was clicked."""
        head = self._view.horizontalHeader()
        column = head.logicalIndexAt(place)
        menu = QMenu(head)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if column >= 0:
            self._fill(menu, column)
        for key in ("list.columns", "list.fit", "list.usual_columns"):
            menu.addAction(self._desk.commands.action(key))
        menu.popup(head.mapToGlobal(place))

    def _fill(self, menu: QMenu, column: int) -> None:
        field = self._view.table.fields[column]
        sort = self.sorted_by.emit
        menu.addAction("从小到大排列").triggered.connect(partial(sort, field.key, False))  # noqa: FBT003 - a signal's argument
        menu.addAction("从大到小排列").triggered.connect(partial(sort, field.key, True))  # noqa: FBT003 - a signal's argument
        menu.addAction("按录入的先后").triggered.connect(partial(sort, "", False))  # noqa: FBT003 - a signal's argument
        menu.addSeparator()
        narrow = menu.addAction(f"按“{field.caption}”筛选…")
        narrow.triggered.connect(partial(self.narrowed_by.emit, field.key))
        hide = menu.addAction(f"不显示“{field.caption}”")
        hide.setEnabled(len(self.keys) > 1 and field.key != self.fixed)
        hide.triggered.connect(partial(self._hide, field.key))
        fit = menu.addAction("这一列按内容定宽")
        fit.triggered.connect(partial(self._view.resizeColumnToContents, column))
        menu.addSeparator()

    def _put(self, keys: tuple[str, ...]) -> None:
        if keys != self.keys:
            self._view.show_columns([Named(key) for key in keys])
            self.changed.emit()

    def _move(self, step: int) -> None:
        """Move the column one stands in; the cursor goes with it."""
        place, keys = self._view.currentIndex().column(), list(self.keys)
        if place >= 0 and 0 <= place + step < len(keys):
            keys.insert(place + step, keys.pop(place))
            self.show(keys)

    def _hide_current(self) -> None:
        place = self._view.currentIndex().column()
        if place < 0 or len(self.keys) < 2:
            return
        if self.keys[place] == self.fixed:
            caption = self.fields[self.fixed].caption
            self._desk.warn(f"“{caption}”是记录的名称，总是显示的。")
        else:
            self._hide(self.keys[place])

    def _hide(self, key: str) -> None:
        self.show([each for each in self.keys if each != key])


def remembered(ledger: Ledger, memory: Memory | None) -> Sequence[Attr]:
    """Give the columns a person chose on this PC; the ledger's where nobody did."""
    known = _choosable(ledger)
    kept = memory.text(_kept_as(ledger)).split(";") if memory is not None else []
    wanted = [Named(key) for key in dict.fromkeys(kept) if key in known]
    return wanted or ledger.listing


def _choosable(ledger: Ledger) -> dict[str, Field[Any]]:
    """Give what may be a column: what the list shows by itself, then the rest of the form."""
    fields = (*ledger.pick(ledger.listing), *ledger.form_fields)
    return {field.key: field for field in fields}


def _kept_as(ledger: Ledger) -> str:
    return f"shown/{ledger.key}"
