"""What belongs to one record, below its form: its own rows, and the records that stand under it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from jianxi_desktop.schema.ledger import Attr, Catalog, Ledger
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import attachments, records
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saver, save_record
from jianxi_desktop.ui.attachments_panel import AttachmentsPanel
from jianxi_desktop.ui.attendance import AttendancePanel
from jianxi_desktop.ui.details import DetailList
from jianxi_desktop.ui.screen import Desk

Part = DetailList | AttendancePanel | AttachmentsPanel
Marks = Mapping[UUID, tuple[str | None, str]]
_FILES = "attachment"


@dataclass(frozen=True)
class Kind:
    """One kind of rows that belong to a record.

    Attributes:
        ledger: Where they are kept.
        link: The attribute that leads from a row to the record.
        title: What they are called there.
    """

    ledger: Ledger
    link: Attr
    title: str

    def query(self, record_id: UUID) -> Query:
        """Ask for the rows of one record."""
        return Query(filters=(Filter(self.link.key, record_id),))


def kinds_of(catalog: Catalog, ledger: Ledger) -> tuple[Kind, ...]:
    """Give what can belong to a record of a ledger: what stands under it first."""
    found = [Kind(each, each.owner, _short(each)) for each in catalog.details_of(ledger)]
    if ledger.above is not None:
        found.insert(0, Kind(ledger, ledger.above, f"下属{_short(ledger)}"))
    own = catalog[_FILES]
    if ledger is own:
        found.append(Kind(own, own.caption, "文件"))  # its own, and never counted: it has no other
    elif (link := attachments.owners(catalog).get(ledger.key)) is not None:
        found.append(Kind(own, getattr(own.record, link), "照片和文件"))
    return tuple(found)


def _short(ledger: Ledger) -> str:
    """Say a title without the word that all lists bear."""
    return ledger.title.removesuffix("台账")


class RecordParts(QWidget):
    """Shows each kind of rows on a tab of its own; read when it is looked at.

    A record with one kind only has no tabs. Attendance is saved with the form, all else by itself.

    Attributes:
        parts: The lists, in the order of the tabs.
        tabs: The tabs, with how many rows there are.

    Signals:
        changed: A mark was made in the attendance, or taken back.
    """

    changed = Signal()

    def __init__(
        self, desk: Desk, ledger: Ledger, record_id: UUID, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._record = desk, record_id
        self._kinds = kinds_of(desk.office.catalog, ledger)
        self._stale: set[int] = set()
        alone = len(self._kinds) == 1
        self.parts = [_make(desk, ledger, kind, record_id, alone=alone) for kind in self._kinds]
        self._attendance = next((p for p in self.parts if isinstance(p, AttendancePanel)), None)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName("属于这条记录的内容")
        self.tabs.setVisible(not alone and bool(self._kinds))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        for place, (kind, part) in enumerate(zip(self._kinds, self.parts, strict=True)):
            self.tabs.addTab(kind.title)
            column.addWidget(part)
            if isinstance(part, AttendancePanel):
                part.changed.connect(self.changed)
                continue
            counted = part.table.counted if isinstance(part, DetailList) else part.counted
            counted.connect(partial(self._show_count, place))
        column.addStretch(1)
        self.tabs.currentChanged.connect(self._show_part)
        self._show_part()

    @property
    def dirty(self) -> bool:
        """Whether marks were made and not saved; all else saves itself."""
        return self._attendance is not None and self._attendance.dirty

    @property
    def marks(self) -> Marks:
        """The marks of who was there, by person."""
        return {} if self._attendance is None else self._attendance.table.marks

    def saver(self) -> Saver:
        """Give what saves the form, and the marks that were made with it."""
        panel = self._attendance
        return save_record if panel is None or not panel.dirty else panel.saver()

    def reload(self) -> None:
        """Read again: what is seen and the counts now, the rest when it is looked at."""
        self._reload(range(len(self._kinds)))

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again what was written; marks that are not saved yet stay."""
        self._reload(
            place
            for place, (kind, part) in enumerate(zip(self._kinds, self.parts, strict=True))
            if not isinstance(part, AttendancePanel) and kind.ledger.key in touched
        )

    def freeze(self) -> None:
        """Let everything be read and nothing be changed."""
        for part in self.parts:
            part.freeze()

    def resume(self, marks: Marks) -> None:
        """Make the marks again that were made before the window was locked."""
        if self._attendance is not None:
            self._attendance.resume(marks)

    def forget(self) -> None:
        """Hold the marks for saved."""
        if self._attendance is not None:
            self._attendance.forget()

    def focus(self) -> None:
        """Bring the keys to the tabs, or to the only list there is."""
        if self.tabs.isHidden():
            self.parts[0].view.setFocus()
        else:
            self.tabs.setFocus()

    def show_kind(self, ledger_key: str) -> None:
        """Bring the rows of a ledger to the front."""
        for place, kind in enumerate(self._kinds):
            if kind.ledger.key == ledger_key:
                self.tabs.setCurrentIndex(place)

    def _reload(self, places: Iterable[int]) -> None:
        stale = set(places)
        self._stale |= stale
        if stale:
            self._count(sorted(stale))
            self._show_part()

    def _show_part(self) -> None:
        shown = max(self.tabs.currentIndex(), 0)
        for place, part in enumerate(self.parts):
            part.setVisible(place == shown)
        if shown in self._stale:
            self._stale.discard(shown)
            self.parts[shown].reload()

    def _count(self, places: Sequence[int]) -> None:
        if len(self._kinds) > 1:
            asked = {place: self._kinds[place] for place in places}
            work = partial(_count_rows, self._desk.office, asked, self._record)
            self._desk.jobs.run(work, self._show_counts)

    def _show_counts(self, counts: Mapping[int, int]) -> None:
        for place, count in counts.items():
            self._show_count(place, count)

    def _show_count(self, place: int, count: int) -> None:
        title = self._kinds[place].title
        self.tabs.setTabText(place, f"{title} {count}" if count else title)


def _make(desk: Desk, ledger: Ledger, kind: Kind, record_id: UUID, *, alone: bool) -> Part:
    made: Part
    if kind.ledger.key == _FILES:
        made = AttachmentsPanel(desk, ledger, record_id)
    elif kind.ledger.key == "attendance":
        made = AttendancePanel(desk, kind.ledger, record_id)
    else:
        made = DetailList(desk, kind.ledger, record_id, kind.link)
    made.head.setVisible(alone)
    return made


def _count_rows(office: Office, kinds: Mapping[int, Kind], record_id: UUID) -> dict[int, int]:
    return {
        place: records.count_rows(office, kind.ledger, kind.query(record_id))
        for place, kind in kinds.items()
    }
