"""The table behind every list: a vector of serials, and pages of lines read when looked at."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final, TypeVar
from uuid import UUID

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from jianxi_desktop.schema.fields import Field, Money, Whole
from jianxi_desktop.schema.kinds import Points
from jianxi_desktop.schema.ledger import Attr, Ledger
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.list_lines import (
    PAGE,
    Line,
    make_of_lines,
    read_again,
    read_first,
    read_pages,
)
from jianxi_desktop.ui.list_waiting import ListWaiting, finds_same

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
NOWHERE: Final = QModelIndex()
_KEPT: Final = 64  # pages in memory
_REMEMBERED: Final = 8  # long results
_QUIET: Final = 60  # milliseconds without a key before the whole result is read
WAITING: Final = "…"


class LedgerTable(QAbstractTableModel):
    """Shows the result of a query; never waits for the database.

    The first page comes by itself and is shown at once; the whole vector follows when no key was
    typed for a moment, so that a key never waits behind a long read.

    Signals:
        asked: A query was asked, another or the same again.
        arrived: The first lines of a new query are shown.
        counted: How many records the query finds.
        failed: What was asked does not come.
        found_again: After a reload, the rows of those records that were to be kept in mind.

    Attributes:
        keep: Gives the records whose rows are wanted again after a reload.
        query: What was asked last.
        shown: What the lines that are there were asked with; ``None``: nothing is there yet.
        waiting: What is said while lines take their time.
    """

    asked = Signal()
    arrived = Signal()
    counted = Signal(int)
    failed = Signal()
    found_again = Signal(list)
    keep: Callable[[], frozenset[int]] = frozenset

    def __init__(
        self,
        office: Office,
        jobs: Jobs,
        ledger: Ledger,
        attributes: Sequence[Attr],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._office, self._jobs, self._ledger = office, jobs, ledger
        self.attributes = self._attributes = tuple(attributes)
        self._full: Mapping[UUID, tuple[str, ...]] = {}
        self.fields: tuple[Field[Any], ...] = ledger.pick(attributes)
        self.query = Query()
        self.shown: Query | None = None
        self._serials: array[int] = array("q")
        self._pages: dict[int, list[Line | None]] = {}
        self._wanted: frozenset[int] = frozenset()
        self._known: dict[Query, array[int]] = {}
        self._key = f"{ledger.key}.{id(self)}"
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_QUIET)
        self._pause.timeout.connect(self._read_all)
        self.waiting = ListWaiting(self)

    def ask(self, query: Query) -> None:
        """Show another query; what was asked before and has not come is dropped.

        Where only the order is another, what is to be kept in mind is found again.
        """
        self.query = query
        self._pause.stop()
        for part in ("all", "pages", "ahead"):
            self._jobs.drop(f"{self._key}.{part}")
        self.asked.emit()
        known = self._known.get(query)
        if self.shown is not None and finds_same(self.shown, query) and (kept := self.keep()):
            again = partial(self._work(read_again), query, 0, kept)
            self._run("all", again, self._show_sorted)
        elif known is None:
            self._run("first", partial(self._work(read_first), query), self._show_first)
        else:
            wanted = [(0, known[:PAGE])] if known else []
            show = partial(self._show_known, known)
            self._run("first", partial(self._work(read_pages), wanted), show)

    def show_columns(self, attributes: Sequence[Attr]) -> None:
        """Show other columns of the same records, beginning at the top."""
        self.beginResetModel()
        self.attributes = self._attributes = tuple(attributes)
        self.fields = self._ledger.pick(attributes)
        self._full, self._pages, self._wanted = {}, {}, frozenset()
        self._serials, self.shown = array("q"), None
        self.endResetModel()
        self.ask(self.query)

    def reload(self, first_row: int = 0) -> None:
        """Read the same query again, beginning with the page that is looked at."""
        self._pause.stop()
        self.forget()
        self.asked.emit()
        again = partial(self._work(read_again), self.query, first_row // PAGE, self.keep())
        self._run("all", again, self._show_again)

    def forget(self) -> None:
        """Trust no result that was read before: something was written."""
        self._known.clear()

    def line(self, row: int) -> Line | None:
        """Give a line if it has been read."""
        page = self._pages.get(row // PAGE)
        found = None if page is None else page[row % PAGE]
        if found is not None and found.id in self._full:
            return found._replace(texts=self._full[found.id])
        return found

    def show_full(self, texts: Mapping[UUID, tuple[str, ...]]) -> None:
        """Show other texts for some records, such as numbers in full; for none: as they were."""
        self._full = texts
        if self._serials:
            last = self.index(len(self._serials) - 1, len(self.fields) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def row_of(self, record_id: UUID) -> int:
        """Find a record among the lines that were read; -1 if it is not there."""
        for number, page in self._pages.items():
            for place, line in enumerate(page):
                if line is not None and line.id == record_id:
                    return number * PAGE + place
        return -1

    def need(self, first: int, last: int) -> None:
        """Say which rows are looked at; those not read yet come, then their neighbours."""
        if not self._serials:
            return
        pages = range(first // PAGE, min(last, len(self._serials) - 1) // PAGE + 1)
        missing = frozenset(pages) - self._pages.keys()
        if missing and missing != self._wanted:
            self._wanted = missing
            self._fetch("pages", missing)

    def with_lines(self, rows: Sequence[int], then: Callable[[], None]) -> None:
        """Call ``then`` when all of these rows have been read."""
        missing = {row // PAGE for row in rows} - self._pages.keys()
        if not missing:
            then()
            return

        def show(pages: dict[int, list[Line | None]]) -> None:
            self._show_pages(pages)
            then()

        wanted = self._parts(missing)
        self._jobs.run_newest(f"{self._key}.pages", partial(self._work(read_pages), wanted), show)

    def serials_in(self, spans: Iterable[tuple[int, int]]) -> "array[int]":
        """Give the records of some stretches of rows, first and last, read or not."""
        found = array("q")
        for first, last in spans:
            found += self._serials[first : last + 1]
        return found

    def make_of(
        self, serials: Sequence[int], make: Callable[[list[Line]], T], then: Callable[[T], None]
    ) -> None:
        """Read the lines of some records and make something of them, all on the worker."""
        work = partial(self._work(make_of_lines), serials, self._full, make)
        self._jobs.run_newest(f"{self._key}.make", work, then)

    def numeric(self, column: int) -> bool:
        """Tell whether a column holds numbers, which stand at the right."""
        return isinstance(self.fields[column], Whole | Money | Points)

    def _fetch(self, part: str, pages: Iterable[int]) -> None:
        wanted = self._parts(pages)
        self._jobs.run_newest(
            f"{self._key}.{part}", partial(self._work(read_pages), wanted), self._show_pages
        )

    def _parts(self, pages: Iterable[int]) -> "list[tuple[int, array[int]]]":
        return [(page, self._serials[page * PAGE : (page + 1) * PAGE]) for page in sorted(pages)]

    def _run(self, part: str, work: Callable[[], T], show: Callable[[T], None]) -> None:
        """Read what the whole list waits for."""
        self._jobs.run_newest(f"{self._key}.{part}", work, show, self._fail)

    def _fail(self, error: Exception) -> None:
        self.failed.emit()
        self._jobs.unhandled.emit(error)

    def _work(self, read: Callable[..., Any]) -> Callable[..., Any]:
        return partial(read, self._office, self._ledger, self._attributes, self.fields)

    def _show_first(self, found: "tuple[array[int], list[Line | None]]") -> None:
        serials, lines = found
        self._reset(serials, {0: lines} if lines else {})
        self.arrived.emit()
        if len(serials) < PAGE:
            self.counted.emit(len(serials))
        else:
            self._pause.start()

    def _show_known(self, serials: "array[int]", pages: dict[int, list[Line | None]]) -> None:
        self._reset(serials, pages)
        self.arrived.emit()
        self.counted.emit(len(serials))

    def _read_all(self) -> None:
        work = partial(records.list_serials, self._office, self._ledger, self.query)
        self._run("all", work, partial(self._show_all, self.query))

    def _show_all(self, query: Query, serials: "array[int]") -> None:
        known = len(self._serials)
        self._remember(query, serials)
        if serials[:known] != self._serials:
            self._reset(serials, {})
        elif len(serials) > known:
            self.beginInsertRows(NOWHERE, known, len(serials) - 1)
            self._serials = serials
            self.endInsertRows()
        self.counted.emit(len(serials))

    def _remember(self, query: Query, serials: "array[int]") -> None:
        """Keep long results: one that is gone back to, such as all, is not read again."""
        while len(self._known) >= _REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[query] = serials

    def _show_sorted(
        self, found: "tuple[array[int], dict[int, list[Line | None]], list[int]]"
    ) -> None:
        self._remember(self.query, found[0])
        self._show_again(found)
        self.arrived.emit()

    def _show_again(
        self, found: "tuple[array[int], dict[int, list[Line | None]], list[int]]"
    ) -> None:
        serials, pages, kept = found
        self._reset(serials, pages)
        if kept:
            self.found_again.emit(kept)
        self.counted.emit(len(serials))

    def _reset(self, serials: "array[int]", pages: dict[int, list[Line | None]]) -> None:
        self.beginResetModel()
        self._serials, self._pages, self._wanted = serials, pages, frozenset()
        self.shown = self.query
        self.endResetModel()

    def _show_pages(self, pages: dict[int, list[Line | None]]) -> None:
        looked_at = self._wanted and self._wanted <= pages.keys()
        self._pages.update(pages)
        while len(self._pages) > _KEPT:
            del self._pages[next(iter(self._pages))]
        for page in pages:
            last = min((page + 1) * PAGE, len(self._serials)) - 1
            self.dataChanged.emit(
                self.index(page * PAGE, 0), self.index(last, len(self.fields) - 1)
            )
        if looked_at:
            self._wanted = frozenset()
            self._look_ahead(pages.keys())

    def _look_ahead(self, pages: Iterable[int]) -> None:
        count = -(-len(self._serials) // PAGE)
        beside = {page + step for page in pages for step in (-1, 1)}
        missing = {page for page in beside if 0 <= page < count} - self._pages.keys()
        if missing:
            self._fetch("ahead", missing)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Override: number of records known so far."""
        return 0 if parent.isValid() else len(self._serials)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Override: number of fields listed."""
        return 0 if parent.isValid() else len(self.fields)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Override: the text of a cell, or a mark that it is coming."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            line = self.line(index.row())
            if line is None:
                self.need(index.row(), index.row())
                return WAITING
            return line.texts[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and self.numeric(index.column()):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Override: captions of the columns."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.fields):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.fields[section].caption
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None
