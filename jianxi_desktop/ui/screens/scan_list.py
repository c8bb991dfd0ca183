"""What was found in scans: a line a checklist, and the pages with which something is wrong."""

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from jianxi_desktop.services.observation_scans import TWICE, ScanPage, ScanReading, ScanSheet
from jianxi_desktop.services.scan_answers import Place
from jianxi_desktop.ui.screens.parts import section
from jianxi_desktop.ui.screens.scan_picture import PageShown
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import line_height

_SHEETS = (
    Column("被观摩单位", 12, names=True),
    Column("份", 2, right=True),
    Column("要看", 3, right=True),
    Column("读准", 3, right=True),
    Column("情况", 9),
    Column("表号", 16, names=True),
)
_WRONG = (Column("第几页", 4, right=True), Column("哪里不对", 26), Column("文件", 10, names=True))
_MOST_WRONG = 5  # lines of pages that stand without scrolling
Key = tuple[str, int]


def key_of(sheet: ScanSheet) -> Key:
    """Tell one sheet of a reading from another."""
    return sheet.form_number, sheet.copy


class ScanList(QWidget):
    """Lists what was found.

    Attributes:
        sheets: The table of checklists.
        wrong: The table of pages that could not be read.

    Signals:
        shown: A line was chosen; pages to show, places in doubt.
        activated: A checklist is to be looked at.
    """

    shown = Signal(list, list)
    activated = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._reading: ScanReading | None = None
        self._done: Collection[Key] = ()
        self.sheets, self.wrong = TextTable(), TextTable()
        self.sheets.setAccessibleName("识读到的检查表")
        self.wrong.setAccessibleName("有问题的页")
        self.sheets.setMinimumHeight(line_height(self) * 5)
        self.sheets.activated.connect(self.activated)
        self._head = section("有问题的页")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sheets, 1)
        column.addWidget(self._head)
        column.addWidget(self.wrong)
        self.sheets.selectionModel().currentRowChanged.connect(self._show_sheet)
        self.wrong.selectionModel().currentRowChanged.connect(self._show_page)
        # A click on the line that is current already shows it again in place of the other table's.
        self.sheets.clicked.connect(self._show_sheet)
        self.wrong.clicked.connect(self._show_page)

    def show_reading(self, reading: ScanReading, done: Collection[Key]) -> None:
        """Show what was found; what is confirmed steps back."""
        self._reading, self._done = reading, done
        row = self.sheets.currentIndex().row()
        self.sheets.show_items(_SHEETS, reading.sheets, self._line)
        pages = [page for page in reading.pages if page.problem]
        self.wrong.show_items(_WRONG, pages, _page_line)
        for part in (self._head, self.wrong):
            part.setVisible(bool(pages))
        lines = min(len(pages), _MOST_WRONG) + 1
        self.wrong.setFixedHeight(line_height(self) * lines + line_height(self) // 2)
        if reading.sheets:
            self.sheets.selectRow(min(max(row, 0), len(reading.sheets) - 1))
        elif pages:
            self.wrong.selectRow(0)

    def current(self) -> ScanSheet | None:
        """Give the checklist that is chosen."""
        row = self.sheets.currentIndex().row()
        sheets = self._reading.sheets if self._reading is not None else ()
        return sheets[row] if 0 <= row < len(sheets) else None

    def choose(self, sheet: ScanSheet) -> None:
        """Choose a checklist."""
        sheets = self._reading.sheets if self._reading is not None else ()
        for row, each in enumerate(sheets):
            if key_of(each) == key_of(sheet):
                self.sheets.selectRow(row)

    def next_after(self, sheet: ScanSheet | None, step: int) -> ScanSheet | None:
        """Give the next checklist that is not confirmed, around the end too."""
        sheets = list(self._reading.sheets) if self._reading is not None else []
        here = next(
            (at for at, each in enumerate(sheets) if sheet and key_of(each) == key_of(sheet)), -1
        )
        count = len(sheets)
        for away in range(1, count + 1):
            each = sheets[(here + step * away) % count]
            if key_of(each) not in self._done and (here < 0 or each is not sheets[here]):
                return each
        return None

    def _line(self, sheet: ScanSheet) -> Line:
        unsure = sheet.unsure
        missing = "、".join(map(str, sheet.missing_pages))
        done = key_of(sheet) in self._done
        state = "good" if done or not unsure else "warning"
        told = "已确认" if done else f"缺第 {missing} 页" if missing else "待核对"
        states = {2: state, 4: "good" if done else "error" if missing else ""}
        return Line(
            (
                sheet.sheet.name,
                str(sheet.copy),
                str(unsure),
                str(len(sheet.answers) - unsure),
                told,
                sheet.form_number,
            ),
            dict.fromkeys(range(len(_SHEETS)), "quiet") | {4: "good"} if done else states,
        )

    def _show_sheet(self, index: QModelIndex) -> None:
        if self._reading is not None and index.isValid():
            self.wrong.clearSelection()
            self.shown.emit(*shown_of(self._reading.sheets[index.row()]))

    def _show_page(self, index: QModelIndex) -> None:
        if index.isValid():
            page: ScanPage = self.wrong.rows.item(index.row())
            self.shown.emit([PageShown(page.page, page.image)], [])


def shown_of(sheet: ScanSheet) -> tuple[list[PageShown], list[Place]]:
    """Give the pages of a sheet and the places in doubt on them."""
    pages = [PageShown(page.page, page.image) for page in sheet.pages]
    return pages, [each.place for each in sheet.answers if each.doubt and each.place is not None]


def _page_line(page: ScanPage) -> Line:
    state = "quiet" if page.problem == TWICE else "warning"
    where = f"{page.page_in_file}" if page.page_in_file else "整个"
    who = f"{page.name or page.form_number}：" if page.form_number else ""
    return Line((where, f"{who}{page.told}", page.file), {1: state})
