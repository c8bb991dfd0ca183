"""The page where scanned checklists are read: choose files, look at what is unsure, confirm."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.scoring import show_points
from jianxi_desktop.services import (
    observation,
    observation_entry,
    observation_scans,
    scan_keeping,
)
from jianxi_desktop.services.observation_entry import Entry, Scored
from jianxi_desktop.services.observation_scans import NO_READING, ScanReading, ScanSheet
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.once import Once
from jianxi_desktop.ui.questions import ask
from jianxi_desktop.ui.screen import Desk, Screen
from jianxi_desktop.ui.screens.drop_place import DropPlace
from jianxi_desktop.ui.screens.entry_head import named
from jianxi_desktop.ui.screens.parts import (
    Figures,
    Working,
    captioned,
    choices,
    heading,
    page_column,
)
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.round_choice import RoundChoice
from jianxi_desktop.ui.screens.scan_list import Key, ScanList, key_of, shown_of
from jianxi_desktop.ui.screens.scan_picture import PagePicture
from jianxi_desktop.ui.screens.scan_review import ScanReview
from jianxi_desktop.ui.theme import as_primary, columns_of, line_height

_KINDS = "扫描件 (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.bmp *.webp);;所有文件 (*)"
_ANY = "不限哪一轮"
_NARROW = 50  # characters of width below which the picture stands above what was read
_LOW, _ANY_HEIGHT = 7, 16_777_215  # lines of the picture above; what Qt takes for no limit
_CLOSE = 1.7  # how many times as wide as its room a page is shown while it is gone through


class ScanScreen(Screen):
    """Reads scanned checklists; nothing is saved that nobody confirmed."""

    key, title, area, symbol = "observation_scan", "扫描件识读", "观摩", "scan"
    right = Right.EDIT

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self._saves = Once(self, desk.jobs)
        self.pickers = pickers
        self.reading = NO_READING
        self.confirmed: set[Key] = set()
        self._saving = False
        self.rounds = RoundChoice()
        self.rounds.setMinimumContentsLength(14)
        button = desk.commands.button
        self.place = DropPlace(
            button("scan.choose", self),
            "把扫描件拖到这里，或按“选择扫描件”",
            "PDF、PNG、JPG、TIFF；一次可以多个文件，页序、正反不要紧",
            several=True,
        )
        self.figures = Figures(
            {
                "pages": ("页", "ink"),
                "sheets": ("张检查表", "ink"),
                "sure": ("项读准", "good"),
                "unsure": ("项要看", "amber"),
                "wrong": ("页有问题", "error"),
                "confirmed": ("张已确认", "good"),
            }
        )
        self.list = ScanList()
        self.review = ScanReview(
            desk.office.catalog,
            [
                as_primary(button("scan.confirm", self)),
                button("scan.next", self),
                button("scan.list", self),
            ],
        )
        self.picture = PagePicture()
        self._lay_out()
        self._connect()

    def opened(self, argument: object = None) -> None:
        """Get ready; a round that is named is the one sheets should be of."""
        self.rounds.want(argument)
        self._load_rounds()
        self._show_state()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "scan.choose": self._choose,
            "scan.review": self._review_chosen,
            "scan.next": partial(self._go_on, 1),
            "scan.before": partial(self._go_on, -1),
            "scan.list": self.show_list,
            "scan.confirm": self._confirm,
            "scan.keep": self._keep,
            "scan.clear": self._ask_clear,
            "scan.larger": self.picture.enlarge,
            "scan.smaller": self.picture.reduce,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read the rounds again when they changed."""
        if "observation_round" in touched:
            self._load_rounds()

    def way_back(self) -> object:
        """Give the round that sheets should be of."""
        return self.rounds.currentData()

    def unsaved(self) -> bool:
        """Tell whether sheets were read and not confirmed."""
        return any(key_of(sheet) not in self.confirmed for sheet in self.reading.sheets)

    def take(self, paths: Sequence[Path]) -> None:
        """Read files, beside those that were read already."""
        round_id = self.rounds.currentData()
        work = partial(_read, self.desk.office, tuple(paths), round_id, self.reading)
        self.place.show_file(paths[-1])
        self.desk.jobs.run_long(work, self._show_reading, title="正在识读扫描件")

    def show_list(self) -> None:
        """Show all that was found."""
        self.pages.setCurrentWidget(self.list_page)
        self.picture.set_zoom(1.0)
        self.list.show_reading(self.reading, self.confirmed)
        self.list.sheets.setFocus()
        self._show_state()

    def open_sheet(self, sheet: ScanSheet) -> None:
        """Show one sheet to be confirmed."""
        self.pages.setCurrentWidget(self.review)
        self.list.choose(sheet)
        self.picture.show_pages(*shown_of(sheet))
        self.picture.set_zoom(_CLOSE)
        self.review.show_sheet(sheet)
        self._show_state()
        work = partial(observation_entry.open_entry, self.desk.office, sheet.form_number)
        self.desk.jobs.run_newest("scan.entry", work, self._show_entry)

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        self.list_page = QWidget()
        column = QVBoxLayout(self.list_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        column.addWidget(
            choices(
                as_primary(button("scan.review", self)),
                button("scan.keep", self),
                button("scan.clear", self),
            )
        )
        self.pages = QStackedWidget()
        self.pages.addWidget(self.list_page)
        self.pages.addWidget(self.review)
        side = QWidget()
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.picture, 1)
        beside.addWidget(choices(button("scan.larger", self), button("scan.smaller", self)))
        self.body = QWidget()
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.body)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(columns_of(self, 1))
        self._beside.addWidget(self.pages, 11)
        self._beside.addWidget(side, 9)
        column = page_column(self)
        self.head = heading(
            "扫描件识读",
            "用复印机把收回的检查表扫成文件，程序认表号、读涂的圈；没有把握的请您看，确认了才保存。",
        )
        column.addWidget(self.head)
        self.asked = choices(captioned("应是哪一轮", self.rounds))
        column.addWidget(self.asked)
        column.addWidget(self.place)
        column.addWidget(Working(self.desk.jobs))
        column.addWidget(self.figures)
        column.addWidget(self.body, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)

    def _connect(self) -> None:
        self.place.dropped_all.connect(self.take)
        self.list.shown.connect(self.picture.show_pages)
        self.list.activated.connect(self._review_chosen)
        self.review.looked.connect(self.picture.show_place)
        self.review.changed.connect(self._show_state)

    def _load_rounds(self) -> None:
        work = partial(observation.list_rounds, self.desk.office)
        self.desk.jobs.run_newest("scan.rounds", work, self._show_rounds)

    def _show_rounds(self, rounds: list[tuple[UUID, str]]) -> None:
        self.rounds.offer(rounds, nothing=_ANY)

    def _choose(self) -> None:
        self.pickers.several(self, "选择扫描件", _KINDS, self.take)

    def _show_reading(self, reading: ScanReading) -> None:
        self.reading = reading
        unsure = [sheet for sheet in reading.sheets if not sheet.sure]
        self.show_list()
        found = f"识读了 {len(reading.pages)} 页，{len(reading.sheets)} 张检查表"
        if not reading.sheets:
            self.desk.warn(f"{found}：没有一页能认出来，原因见“有问题的页”。")
        else:
            self.desk.notice(f"{found}，其中 {len(unsure)} 张有要看的地方。核对确认以后才保存。")

    def _review_chosen(self) -> None:
        sheet = self.list.current()
        if sheet is not None:
            self.open_sheet(sheet)

    def _go_on(self, step: int) -> None:
        sheet = self.list.next_after(self.review.read, step)
        if sheet is not None:
            self.open_sheet(sheet)
        else:
            self.show_list()

    def _show_entry(self, entry: Entry) -> None:
        read = self.review.read
        if read is not None and entry.sheet.form_number == read.form_number:
            self.review.show_entry(entry)
            self._show_state()

    def _confirm(self) -> None:
        """Save what stands here; what is empty stays unsaid, which is asked about."""
        if self._saving or self.review.refuse():
            return
        missing = self.review.missing()
        if not missing:
            self._write()
            return
        ask(
            self,
            f"第 {named(missing)} 项没有分数。",
            [("回去补填", self.review.begin), ("就这样保存", self._write), ("先不保存", None)],
            more="没有填的不算分；以后可以在“检查表录入”里补。",
        )

    def _write(self) -> None:
        read = self.review.read
        assert read is not None  # noqa: S101 - the command is off without a sheet
        self._saving = True
        given = self.review.given()
        work = partial(scan_keeping.confirm_sheet, self.desk.office, read, given)
        self.desk.jobs.run(work, partial(self._confirmed, read), self._failed)
        self._show_state()

    def _confirmed(self, read: ScanSheet, done: Scored) -> None:
        self._saving = False
        self.confirmed.add(key_of(read))
        self.desk.changed(done.saved.touched)
        self.desk.notice(
            f"已保存：{read.sheet.name}　{done.scorer}　{show_points(done.total)} 分，图像已存入。",
            undo=partial(self._take_back, read),
        )
        self._go_on(1)

    def _take_back(self, read: ScanSheet) -> None:
        self.confirmed.discard(key_of(read))
        self.desk.commands.trigger("record.undo")
        if self.pages.currentWidget() is self.list_page:
            self.show_list()

    def _failed(self, error: Exception) -> None:
        self._saving = False
        self._show_state()
        self.desk.report(error)

    def _keep(self) -> None:
        work = partial(scan_keeping.keep_pages, self.desk.office, self.reading)
        self._saves.run(work, self._kept)

    def _kept(self, touched: frozenset[str]) -> None:
        self.desk.changed(touched)
        count = sum(len(sheet.pages) for sheet in self.reading.sheets)
        self.desk.notice(
            f"{count} 页图像已存到各观摩点，检查表登记为已收回。",
            undo=lambda: self.desk.commands.trigger("record.undo"),
        )

    def _ask_clear(self) -> None:
        left = sum(key_of(sheet) not in self.confirmed for sheet in self.reading.sheets)
        if not left:
            self._clear()
            return
        ask(
            self,
            f"还有 {left} 张检查表没有确认，识读结果要收起吗？",
            [("留着", None), ("收起", self._clear), ("返回", None)],
            more="已经保存的不受影响；没有确认的要重新识读。",
        )

    def _clear(self) -> None:
        self.reading, self.confirmed = NO_READING, set()
        self.picture.show_pages([])
        self.place.show_file(None)
        self.show_list()

    def _show_state(self) -> None:
        reading = self.reading
        found = bool(reading.pages)
        self._arrange()
        self.body.setVisible(found)
        self._rest.setVisible(not found)
        self.head.setVisible(not found)
        reviewing = self.pages.currentWidget() is self.review
        self.figures.setVisible(found and not reviewing)
        for part in (self.place, self.asked):
            part.setVisible(not reviewing or not found)
        self._count()
        enable = self.desk.commands.enable
        for key in ("scan.review", "scan.keep", "scan.next", "scan.before"):
            enable(key, on=bool(reading.sheets))
        enable("scan.review", on=bool(reading.sheets) and not reviewing)
        enable("scan.list", on=found and reviewing)
        enable("scan.clear", on=found)
        for key in ("scan.larger", "scan.smaller"):
            enable(key, on=found)
        enable("scan.confirm", on=reviewing and not self.review.frozen and not self._saving)

    def _arrange(self) -> None:
        way = QBoxLayout.Direction
        narrow = self.width() < columns_of(self, _NARROW)
        self._beside.setDirection(way.BottomToTop if narrow else way.LeftToRight)
        self.picture.setMaximumHeight(line_height(self) * _LOW if narrow else _ANY_HEIGHT)

    def _count(self) -> None:
        sheets = self.reading.sheets
        unsure = sum(sheet.unsure for sheet in sheets)
        self.figures.show_numbers(
            {
                "pages": len(self.reading.pages),
                "sheets": len(sheets),
                "sure": sum(len(sheet.answers) for sheet in sheets) - unsure,
                "unsure": unsure,
                "wrong": sum(bool(page.problem) for page in self.reading.pages),
                "confirmed": len(self.confirmed),
            }
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: a narrow page has no room for the picture beside what was read."""
        super().resizeEvent(event)
        self._arrange()


def _read(
    office: Office,
    paths: Sequence[Path],
    round_id: UUID | None,
    before: ScanReading,
    progress: Progress,
) -> ScanReading:
    return observation_scans.read_scans(
        office, paths, round_id=round_id, before=before, progress=progress
    )
