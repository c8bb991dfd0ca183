"""The print page: choose what to print, look at it as it will come out, save or print it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import observation, papers
from jianxi_desktop.services.document import Document
from jianxi_desktop.services.drawn import Asks
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.removal import Why, ask_why
from jianxi_desktop.ui.screen import Desk, Listed, Printed, Screen
from jianxi_desktop.ui.screens.checklist_choice import ChecklistChoice
from jianxi_desktop.ui.screens.flow import flow
from jianxi_desktop.ui.screens.making import (
    Asked,
    Made,
    ask_if_crowded,
    ask_if_missing,
    make,
    print_noted,
    told_of,
)
from jianxi_desktop.ui.screens.paper_choice import PaperChoice
from jianxi_desktop.ui.screens.paper_view import PaperView
from jianxi_desktop.ui.screens.parts import Message, Working, choices, row_of
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.print_dialog import PrintAsk
from jianxi_desktop.ui.screens.round_choice import RoundChoice
from jianxi_desktop.ui.theme import as_primary, as_quiet, columns_of

# What is written when forms go on paper: it is in the preview already.
_REGISTERED = {"printed_form", "problem_review"}
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
        forms: Numbers of those that are wanted; none: all.
    """

    round: UUID
    forms: tuple[str, ...] = ()


class PrintScreen(Screen):
    """Shows a printout inside the program; the file is made only where it is asked for."""

    key, title, area, symbol = "print", "打印", "数据", "print"
    right = Right.PRINT

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.pickers = pickers
        self._query = Query()
        self._asked: Asked | None = None
        self._round: UUID | None = None
        self._reason = ""  # why numbers are shown in full; empty: they are not
        self.paper = PaperChoice(desk.office.catalog)
        self.kinds = self.paper.kinds
        self.rounds = RoundChoice()
        self.rounds.setMinimumWidth(columns_of(self, 15))
        self.sheets = ChecklistChoice()
        self.view = PaperView(desk.jobs, desk.report)
        self.pages, self.sizes, self.number = self.view.pages, self.view.sizes, self.view.number
        self.message = Message()
        self.everything = QPushButton("改为打印全部")
        self.masked = QPushButton("重新遮挡")
        self.message.add_button(self.everything)
        self.message.add_button(self.masked)
        self._lay_out()
        self._connect()

    @property
    def document(self) -> Document | None:
        """What is shown."""
        shown = self.view.document
        return shown if isinstance(shown, Document) else None

    def opened(self, argument: object = None) -> None:
        """Show what a list or the observation page asks for, or what was shown before."""
        if argument is not None:
            self.sheets.forms = ()
            self._put_away()
        if isinstance(argument, Listed):
            self._query = argument.query
            self._choose_list(argument)
        elif isinstance(argument, Printed):
            self._query = Query(within=self.desk.within)
            self.paper.show_wanted(argument.key, argument.wanted)
            self._round = argument.wanted.round or self._round
        elif isinstance(argument, Checklists):
            self._query, self._round = Query(), argument.round
            self.sheets.forms = argument.forms
            self.paper.choose(papers.OBSERVATION)
        work = partial(observation.list_rounds, self.desk.office)
        self.desk.jobs.run_newest("print.rounds", work, self._show_rounds)
        self._show_state()
        self.pages.setFocus()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "print.save": self._ask_path,
            "print.picture": self._ask_picture,
            "print.run": self._ask_printer,
            "print.full": self._ask_full,
            "list.print": self._ask_printer,
            "print.larger": self.pages.enlarge,
            "print.smaller": self.pages.reduce,
            "print.page": self.view.to_number,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Make the printout again when something was written; it may stand on it."""
        if touched - _REGISTERED:
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
        self.paper.stand_on(self.desk.within)
        if self.isVisible():
            self._make()

    def _choose_list(self, listed: Listed) -> None:
        """Take the columns of a list; without them, the paper that its ledger prescribes."""
        if listed.columns:
            ledger = self.desk.office.catalog[listed.ledger]
            self.paper.show_listed(ledger, listed.columns)
        else:
            self.paper.choose(f"{listed.ledger}.1")

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
            self.sheets,
            self.paper.day,
            as_primary(commands.button("print.run", self)),
            commands.button("print.save", self),
            commands.button("print.picture", self),
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
        column.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.paper.kind_chosen.connect(self._changed_kind)
        self.paper.day_chosen.connect(self._make)
        self.rounds.activated.connect(self._changed_round)
        self.sheets.changed.connect(self._make)
        self.everything.clicked.connect(self._print_everything)
        self.masked.clicked.connect(self._make_masked)

    def _show_rounds(self, rounds: list[tuple[UUID, str]]) -> None:
        self.rounds.want(self._round)
        self.rounds.offer(rounds)
        self._make()

    def _changed_kind(self) -> None:
        self._mask()
        self.sheets.forms = ()
        self._query = Query(within=self.desk.within)
        self.paper.stand_on(self.desk.within)
        self._make()

    def _changed_round(self) -> None:
        self._mask()
        self.sheets.forms = ()
        self._round = self.rounds.currentData()
        self._make()

    def _print_everything(self) -> None:
        self._mask()
        self.sheets.forms = ()
        self._query = Query()
        self.paper.stand_on(None)
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
            self._put_away()

    def _put_away(self) -> None:
        """Let go of what is shown: nobody may save it for what was asked for next."""
        self._reason, self._asked = "", None
        self.view.show_document(None)

    def _make(self) -> None:
        """Make the printout that is chosen, unless it is there."""
        chosen = self.rounds.currentData() if self.paper.asks is Asks.ROUND else None
        wanted = self.paper.wanted
        if self.paper.key == papers.OBSERVATION:
            wanted = self.sheets.add_to(wanted)
        asked = Asked(self.paper.key, chosen, self._query, wanted, self._reason)
        self._show_state()
        if self._asked == asked:
            return
        self._asked = asked
        self.view.show_document(None)
        self.desk.jobs.run_long(
            partial(make, self.desk.office, asked),
            partial(self._show_document, asked),
            partial(self._failed, asked),
            title="正在排版",
        )
        self._show_state()

    def _show_document(self, asked: Asked, made: Made) -> None:
        if asked != self._asked:
            return
        self.view.show_document(made.document, made.first)
        self._show_state()

    def _failed(self, asked: Asked, error: Exception) -> None:
        self.desk.report(error)
        if asked == self._asked:
            full, self._reason, self._asked = bool(self._reason), "", None
            if full:
                self._make()
        self._show_state()

    def _show_state(self) -> None:
        asks = self.paper.asks
        self.rounds.setVisible(asks is Asks.ROUND and self.rounds.count() > 0)
        self.sheets.setVisible(self.paper.key == papers.OBSERVATION)
        self.paper.show_day()
        searched = bool(self._query.words or self._query.filters)
        narrowed = self._narrowed(asks, searched=searched)
        full = self.document is not None and self.document.reason is not None
        self.everything.setVisible(bool(narrowed))
        self.masked.setVisible(full)
        crowded = self._crowded()
        said = told_of(self.document, narrowed, crowded)
        missing = self.document is not None and bool(self.document.missing)
        self.message.say(said, "warning" if full or missing or crowded else "")
        ready = self.document is not None
        for key in (
            "print.save",
            "print.picture",
            "print.run",
            "print.larger",
            "print.smaller",
            "print.page",
            "list.print",
        ):
            self.desk.commands.enable(key, on=ready)
        numbers = papers.holds_numbers(
            self.desk.office.catalog, self.paper.key, self.paper.wanted.columns
        )
        self.desk.commands.enable("print.full", on=ready and numbers and not full)

    def _narrowed(self, asks: Asks, *, searched: bool) -> str:
        """Say that not everything is printed, and why."""
        if self.sheets.forms and self.paper.key == papers.OBSERVATION:
            return f"只打印选中的 {len(self.sheets.forms)} 张检查表。"
        if asks in (Asks.ORGANISATION, Asks.MONTH):
            only = self.paper.wanted.organisation is not None
        else:
            only = asks is Asks.QUERY and (searched or self._query.within is not None)
        if only and asks is Asks.QUERY and searched:
            return "只打印列表里现在查到的内容，次序和列表一样。"
        return "只打印选中的党组织和它下面的。" if only else ""

    def _ask_path(self) -> None:
        if self.document is not None:
            name = f"{self.document.title}-{self.desk.office.unit.name}.pdf"
            take = partial(self._save, self.document)
            kinds = "PDF 文件 (*.pdf)"
            pick = partial(self.pickers.save, self, "保存为 PDF", kinds, name, take)
            ask_if_missing(self, self.document, "保存", pick)

    def _save(self, document: Document, path: Path) -> None:
        said = f"已保存：{path.name}，共 {document.pages} 页。"
        work = partial(papers.save_pdf, self.desk.office, document, path)
        self.desk.jobs.run(work, partial(self._say, said, document, path))

    def _ask_picture(self) -> None:
        if self.document is not None:
            page = self.pages.page
            number = f"-第{page + 1}页" if self.document.pages > 1 else ""
            name = f"{self.document.title}{number}.png"
            take = partial(self._save_picture, self.document, page)
            pick = partial(self.pickers.save, self, "保存为图片", "图片 (*.png)", name, take)
            ask_if_missing(self, self.document, "保存", pick)

    def _save_picture(self, document: Document, page: int, path: Path) -> None:
        said = f"已保存：{path.name}，是第 {page + 1} 页。"
        work = partial(papers.save_picture, self.desk.office, document, page, path)
        self.desk.jobs.run(work, partial(self._say, said, document, path))

    def _say(self, said: str, document: Document, path: Path, touched: frozenset[str]) -> None:
        self.desk.changed(touched)
        if document.reason is None:
            offer_folder(self.desk, path, said)
        else:
            told = f"{said}里面是完整号码、没有加密：用完请删除，不要留在U盘上。"
            offer_folder(self.desk, path, told, careful=True)

    def _ask_printer(self) -> None:
        if self.document is not None:
            take = partial(self._print, self.document)
            about = PrintAsk(self.document.pages, self.pages.page, self._ask_path, self.desk.jobs)
            pick = partial(self.pickers.printer, self, about, take)
            go = partial(ask_if_missing, self, self.document, "打印", pick)
            ask_if_crowded(self, self._crowded(), self._choose_columns, go)

    def _crowded(self) -> str:
        columns = self.paper.wanted.columns
        return papers.crowded(self.desk.office.catalog, self.paper.key, columns)

    def _choose_columns(self) -> None:
        """Go to the list whose columns these are, and choose fewer."""
        self.desk.open_screen(f"list:{self.paper.key.partition('.')[0]}")
        self.desk.commands.trigger("list.columns")

    def _print(self, document: Document, printer: QPrinter) -> None:
        work = partial(print_noted, self.desk.office, document, printer)
        self.desk.jobs.run_long(work, self._printed, title="正在打印")

    def _printed(self, done: tuple[int, frozenset[str]]) -> None:
        pages, touched = done
        self.desk.changed(touched)
        self.desk.notice(f"已交给打印机，共 {pages} 页。")
