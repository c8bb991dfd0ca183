"""The print page: choose what to print, look at it as it will come out, save or print it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QPushButton, QVBoxLayout

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import observation, papers
from jianxi_desktop.services.document import Document
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.revealing import reveal
from jianxi_desktop.ui.removal import Why, ask_why
from jianxi_desktop.ui.screen import Desk, Listed, Screen
from jianxi_desktop.ui.screens.flow import flow
from jianxi_desktop.ui.screens.pages import A4, Fit, PagesView
from jianxi_desktop.ui.screens.parts import Message, Working, choices, choose, row_of
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.printing import draw_page, print_pages
from jianxi_desktop.ui.theme import as_primary, as_quiet, columns_of

_SIZES = (("适合宽度", Fit.WIDTH), ("整页", Fit.PAGE), ("75%", 0.75), ("100%", 1.0), ("150%", 1.5))
_FIRST_DPI = 40.0
_FULL = Why(
    "显示完整号码",
    "打印或保存完整号码，请写明用途。",
    "用途会记入操作记录。离开本页后，预览重新遮挡。",
    ("上报区委组织部", "上报街道党工委", "办理组织关系转接", "核对名册"),
    "显示",
    "不显示",
)


@dataclass(frozen=True)
class Checklists:
    """Asks this page for the checklists of one round.

    Attributes:
        round: The round.
    """

    round: UUID


@dataclass(frozen=True)
class _Made:
    """A document, and a small picture of its first page for the shape of the paper."""

    document: Document
    first: QImage


class PrintScreen(Screen):
    """Shows a printout inside the program; the file is made only where it is asked for."""

    key, title, area, symbol = "print", "打印", "数据", "print"
    right = Right.PRINT

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.pickers = pickers
        self.document: Document | None = None
        self._query = Query()
        self._asked: tuple[object, ...] | None = None
        self._round: UUID | None = None
        self._reason = ""  # why numbers are shown in full; empty: they are not
        self.kinds = QComboBox()
        self.kinds.setAccessibleName("打印件")
        for each in papers.printouts(desk.office.catalog):
            self.kinds.addItem(each.title, each.key)
        self.rounds = QComboBox()
        self.rounds.setAccessibleName("观摩轮次")
        self.rounds.setMinimumWidth(columns_of(self, 15))
        self.sizes = QComboBox()
        self.sizes.setAccessibleName("显示大小")
        for caption, size in _SIZES:
            self.sizes.addItem(caption, size)
        self.number = QLabel()
        self.number.setMinimumWidth(columns_of(self, 6))
        self.pages = PagesView()
        self.pages.setAccessibleName("打印预览")
        self.message = Message()
        self.everything = QPushButton("改为打印全部")
        self.masked = QPushButton("重新遮挡")
        self.message.add_button(self.everything)
        self.message.add_button(self.masked)
        self._lay_out()
        self._connect()

    def opened(self, argument: object = None) -> None:
        """Show what a list or the observation page asks for, or what was shown before."""
        if isinstance(argument, Listed):
            self._query = argument.query
            self._choose(f"{argument.ledger}.1")
        elif isinstance(argument, Checklists):
            self._query, self._round = Query(), argument.round
            self._choose(papers.OBSERVATION)
        work = partial(observation.list_rounds, self.desk.office)
        self.desk.jobs.run_newest("print.rounds", work, self._show_rounds)
        self._show_state()
        self.pages.setFocus()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "print.save": self._ask_path,
            "print.run": self._ask_printer,
            "print.full": self._ask_full,
            "list.print": self._ask_printer,
            "print.larger": self.pages.enlarge,
            "print.smaller": self.pages.reduce,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Make the printout again when something was written; it may stand on it."""
        if touched:
            self._mask()
            self._asked = None
            if self.isVisible():
                self._make()

    def leave(self, then: Callable[[], None]) -> None:
        """Override: numbers in full do not wait here for whoever comes next."""
        self._mask()
        then()

    def moved(self) -> None:
        """Print what the organisation chosen in the tree has."""
        self._mask()
        self._query = replace(self._query, within=self.desk.within)
        if self.isVisible():
            self._make()

    def _lay_out(self) -> None:
        commands = self.desk.commands
        bar = QFrame()
        bar.setObjectName("bar")
        smaller = as_quiet(commands.button("print.smaller", self))
        larger = as_quiet(commands.button("print.larger", self))
        edge = columns_of(self, 0.8)
        what = choices(
            self.kinds,
            self.rounds,
            as_primary(commands.button("print.run", self)),
            commands.button("print.save", self),
            commands.button("print.full", self),
            flow(smaller, self.sizes, larger, self.number, across=edge // 2, down=0),
        )
        row = row_of(what)
        row.setContentsMargins(edge, edge // 2, edge, edge // 2)
        bar.setLayout(row)
        self.working = Working(self.desk.jobs)
        self.working.setContentsMargins(edge, edge // 2, edge, edge // 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (bar, self.message, self.working):
            column.addWidget(part)
        column.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.kinds.activated.connect(self._changed_kind)
        self.rounds.activated.connect(self._changed_round)
        self.sizes.activated.connect(self._changed_size)
        self.everything.clicked.connect(self._print_everything)
        self.masked.clicked.connect(self._make_masked)
        self.pages.wanted.connect(self._draw)
        self.pages.moved.connect(self._show_number)
        self.pages.zoomed.connect(self._show_zoom)

    def _choose(self, key: str) -> None:
        place = self.kinds.findData(key)
        if place >= 0:
            self.kinds.setCurrentIndex(place)

    def _show_rounds(self, rounds: list[tuple[UUID, str]]) -> None:
        self.rounds.clear()
        for each, title in rounds:
            self.rounds.addItem(title, each)
        choose(self.rounds, self._round)
        self._make()

    def _changed_kind(self) -> None:
        self._mask()
        self._query = Query(within=self.desk.within)
        self._make()

    def _changed_round(self) -> None:
        self._mask()
        self._round = self.rounds.currentData()
        self._make()

    def _changed_size(self) -> None:
        size = self.sizes.currentData()
        if isinstance(size, Fit):
            self.pages.set_fit(size)
        else:
            self.pages.set_zoom(float(size))

    def _print_everything(self) -> None:
        self._mask()
        self._query = Query()
        self._make()

    def _ask_full(self) -> None:
        ask_why(self, _FULL, self._make_full)

    def _make_full(self, reason: str) -> None:
        """Make the printout again with its numbers in full."""
        self._mask()
        self._reason = reason
        self._make()

    def _make_masked(self) -> None:
        self._mask()
        self._make()

    def _mask(self) -> None:
        """Let go of numbers shown in full, and of a printout with them that is being made."""
        if self._reason:
            self._reason, self._asked, self.document = "", None, None
            self.pages.show_pages(0)

    def _make(self) -> None:
        """Make the printout that is chosen, unless it is there."""
        key = str(self.kinds.currentData())
        chosen = self.rounds.currentData() if key == papers.OBSERVATION else None
        self._show_state()
        asked = (key, chosen, self._query, self._reason)
        if self._asked == asked:
            return
        self._asked = asked
        work = partial(_make, self.desk.office, key, chosen, self._query, self._reason)
        self.document = None
        self.pages.show_pages(0)
        done = partial(self._show_document, asked)
        self.desk.jobs.run_long(work, done, partial(self._failed, asked), title="正在排版")
        self._show_state()

    def _show_document(self, asked: tuple[object, ...], made: _Made) -> None:
        if asked != self._asked:
            return
        self.document = made.document
        first = made.first
        ratio = first.width() / first.height() if first.height() else A4
        self.pages.show_pages(made.document.pages, ratio)
        self._show_state()

    def _failed(self, asked: tuple[object, ...], error: Exception) -> None:
        self.desk.report(error)
        if asked == self._asked:
            full, self._reason, self._asked = bool(self._reason), "", None
            if full:
                self._make()
        self._show_state()

    def _draw(self, page: int, dpi: float) -> None:
        if self.document is not None:
            document = self.document
            work = partial(draw_page, document, page, dpi)
            self.desk.jobs.run(work, partial(self._drawn, document, page), self._not_drawn)

    def _drawn(self, document: Document, page: int, image: QImage) -> None:
        if document is self.document:
            self.pages.take_image(page, image)

    def _not_drawn(self, error: Exception) -> None:
        self.pages.give_up()
        self.desk.report(error)

    def _show_number(self, page: int) -> None:
        number = self.document.pages if self.document else 0
        self.number.setText(f"第 {page + 1} / {number} 页" if number else "")

    def _show_zoom(self, zoom: float) -> None:
        self.sizes.setToolTip(f"现在是实际大小的 {zoom:.0%}")
        place = self.sizes.currentIndex()
        size = self.sizes.itemData(place)
        said = self.pages.fit is size if isinstance(size, Fit) else abs(size - zoom) < 0.005
        if not said and self.pages.fit is Fit.NONE:
            self._name_size(zoom)

    def _name_size(self, zoom: float) -> None:
        """Show a size that is not among the usual ones."""
        caption = f"{zoom:.0%}"
        place = self.sizes.findText(caption)
        if place < 0:
            if self.sizes.count() > len(_SIZES):
                self.sizes.removeItem(len(_SIZES))
            self.sizes.addItem(caption, zoom)
            place = self.sizes.count() - 1
        self.sizes.setCurrentIndex(place)

    def _show_state(self) -> None:
        rounds = self.kinds.currentData() == papers.OBSERVATION
        self.rounds.setVisible(rounds and self.rounds.count() > 0)
        searched = bool(self._query.words or self._query.filters)
        only = not rounds and (searched or self._query.within is not None)
        full = self.document is not None and self.document.reason is not None
        self.everything.setVisible(only)
        self.masked.setVisible(full)
        said = _told(self.document, _narrowed(searched=searched) if only else "")
        missing = self.document is not None and bool(self.document.missing)
        self.message.say(said, "warning" if full or missing else "")
        ready = self.document is not None
        self._show_number(self.pages.page)
        for key in ("print.save", "print.run", "print.larger", "print.smaller", "list.print"):
            self.desk.commands.enable(key, on=ready)
        numbers = papers.holds_numbers(self.desk.office.catalog, str(self.kinds.currentData()))
        self.desk.commands.enable("print.full", on=ready and numbers and not full)

    def _ask_path(self) -> None:
        if self.document is not None:
            name = f"{self.document.title}-{self.desk.office.unit.name}.pdf"
            take = partial(self._save, self.document)
            self.pickers.save(self, "保存为 PDF", "PDF 文件 (*.pdf)", name, take)

    def _save(self, document: Document, path: Path) -> None:
        said = f"已保存：{path.name}，共 {document.pages} 页。"
        work = partial(papers.save_pdf, self.desk.office, document, path)
        self.desk.jobs.run(work, partial(self._say, said, document))

    def _say(self, said: str, document: Document, _result: object) -> None:
        if document.reason is None:
            self.desk.notice(said)
        else:
            self.desk.warn(f"{said}里面是完整号码、没有加密：用完请删除，不要留在U盘上。")

    def _ask_printer(self) -> None:
        if self.document is not None:
            take = partial(self._print, self.document)
            self.pickers.printer(self, self.document.pages, take)

    def _print(self, document: Document, printer: QPrinter) -> None:
        work = partial(_print_noted, self.desk.office, document, printer)
        self.desk.jobs.run_long(work, self._printed, title="正在打印")

    def _printed(self, pages: int) -> None:
        self.desk.notice(f"已交给打印机，共 {pages} 页。")


def _make(
    office: Office,
    key: str,
    round_id: UUID | None,
    query: Query,
    reason: str,
    progress: Progress,
) -> _Made:
    leave = None
    if reason:
        ledger, _paper = papers.paper_named(office.catalog, key)
        leave = reveal(office, reason, ledger=ledger, query=query)
    document = papers.print_paper(
        office, key, round_id=round_id, query=query, reveal=leave, progress=progress
    )
    return _Made(document, draw_page(document, 0, _FIRST_DPI))


def _narrowed(*, searched: bool) -> str:
    if searched:
        return "只打印列表里现在查到的内容，次序和列表一样。"
    return "只打印左边选中的党组织和它下面的。"


def _told(document: Document | None, narrowed: str) -> str:
    """Say what a person must know of a printout before it is on paper, one matter a line."""
    said = []
    if document is not None and document.reason is not None:
        said.append("这一份是完整号码，打印和保存的也是，保存的文件没有加密。离开本页就重新遮挡。")
    if document is not None and document.missing:
        missing = document.missing
        said.append(
            f"有 {len(missing)} 个生僻字没有字体可以打印（{'、'.join(missing[:8])}），"
            "纸上会空着，请打印后手写补上。"
        )
    return "\n".join(said or [narrowed])


def _print_noted(office: Office, document: Document, printer: QPrinter, progress: Progress) -> int:
    pages = print_pages(document, printer, progress)
    papers.note_printed(office, document, pages)
    return pages
