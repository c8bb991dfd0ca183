"""The page where returned checklists are entered: scan, type, Enter, and the next."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import (
    observation_entry,
    second_entry,
)
from jianxi_desktop.services.entry_states import FormStanding
from jianxi_desktop.services.observation_sheets import tidy_number
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved
from jianxi_desktop.ui.report_error import describe_error
from jianxi_desktop.ui.screen import Desk, Screen
from jianxi_desktop.ui.screens.entry_desk import EntryDesk, Opened
from jianxi_desktop.ui.screens.entry_keeping import EntryKeeping
from jianxi_desktop.ui.screens.entry_keys import NumberLine
from jianxi_desktop.ui.screens.entry_saving import EntrySaving
from jianxi_desktop.ui.screens.form_deeds import FormDeeds
from jianxi_desktop.ui.screens.parts import (
    captioned,
    choices,
    empty_page,
    page_column,
    wrapped,
)
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.round_forms import RoundForms
from jianxi_desktop.ui.screens.score_books import ScoreBooks
from jianxi_desktop.ui.theme import columns_of, set_state

_SHOWN = frozenset(
    {"observation_round", "observation_visit", "observation_score", "printed_form", "problem"}
)
_PAUSE = 800
_NARROW = 64  # characters of width below which the list of forms gives way to the sheet
_HINT = "扫检查表上的二维码，或输序号、表号后按回车。空着按回车，打开下一张没录的。"

_Forms = tuple[Sequence[FormStanding], frozenset[UUID]]


class EntryScreen(Screen):
    """Opens sheets by their number and takes them in, in the order of the paper.

    Attributes:
        pause: Milliseconds after saving in which Enter alone opens no next sheet: whoever presses
            it once too often must not type the next paper onto a sheet they did not ask for.
    """

    key, title, area, symbol = "observation_entry", "检查表录入", "观摩", "form"

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self._may_edit = Right.EDIT in desk.office.account.rights
        self._own = False
        self._since_saved = QElapsedTimer()
        self.pause = _PAUSE
        self.number = NumberLine()
        self.said = wrapped()
        self.round = RoundForms(desk)
        self.forms = self.round.panel
        self.sheet = EntryDesk(desk)
        self.keeping = EntryKeeping(desk, self.sheet)
        self.saving = EntrySaving(desk, self.sheet)
        self.deeds = FormDeeds(self, desk, self._chosen)
        self.books = ScoreBooks(self, desk, lambda: self.round.round, pickers)
        self._lay_out()
        self._connect()

    def opened(self, argument: object = None) -> None:
        """Get ready for a number; open a sheet or a round where one is named."""
        self.round.read_rounds(argument if isinstance(argument, UUID) else None)
        self._show_state()
        if isinstance(argument, str):
            self.open_number(argument)
        elif self.sheet.dirty:
            self.sheet.go_on()
        else:
            self.to_number()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "entry.number": self.to_number,
            "entry.save": self._save,
            "entry.next": partial(self._open_next, 1),
            "entry.before": partial(self._open_next, -1),
            "entry.list": self._to_list,
            "entry.first": self.sheet.look_at_first,
            "entry.discard": self._discard,
            **self.deeds.answers(),
            **self.books.answers(),
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again what changed elsewhere; what is typed stays."""
        if "observation_round" in touched:
            self.round.read_rounds()
        elif touched & _SHOWN:
            self.round.read_forms()
        opened = self.sheet.opened
        if touched & _SHOWN and opened is not None and not self._own and not self.sheet.dirty:
            work = partial(_open, self.desk.office, opened.entry.sheet.form_number)
            self.desk.jobs.run_newest("entry.again", work, self._show_again, self._lose)

    def leave(self, then: Callable[[], None]) -> None:
        """Keep what is typed; it is there again when the sheet is opened."""
        if self.keeping.keep():
            self.desk.notice("这张表没有录完，已留作草稿，再输它的表号就接着录。")
        then()

    def put_away(self) -> None:
        """Keep what is typed while the window is locked."""
        self.keeping.keep()

    def unsaved(self) -> bool:
        """Tell whether a sheet is typed and not saved."""
        return self.sheet.dirty

    def way_back(self) -> object:
        """Give the sheet that is open, or the round."""
        opened = self.sheet.opened
        if opened is not None and not self.sheet.frozen:
            return opened.entry.sheet.form_number
        return self.round.round

    def to_number(self) -> None:
        """Wait for the number of the next sheet."""
        self._fit()
        self.number.setFocus()
        self.number.selectAll()

    def open_number(self, text: str) -> None:
        """Open the sheet with a number, keeping what is typed on the one that is open."""
        if self.number.holding:
            return
        number = self.forms.called(text) or tidy_number(text)
        opened = self.sheet.opened
        same = opened is not None and opened.entry.sheet.form_number == number
        if same and not self.sheet.frozen:
            self.number.setText("")
            self._say("打开的就是这张表。")
            self.sheet.begin()
            return
        if self.keeping.keep():
            self.desk.notice("上一张没有录完，已留作草稿，再输它的表号就接着录。")
        self._say("")
        self.number.hold()
        self._read(number)

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        asked = choices(
            captioned("表号", self.number),
            captioned("观摩轮次", self.round.rounds),
            self.round.left,
            button("entry.next", self),
        )
        self.empty = empty_page(
            "拿一张收回来的检查表，输表号",
            "表号印在纸的左上角，用扫码枪扫右上角的二维码最快；也可以只输表号最后的序号。\n"
            "打开以后，照着纸从上到下填，填一格按一下回车，不用鼠标。",
            self.desk.commands.button("entry.book", self),
            self.desk.commands.button("entry.template", self),
        )
        body = QHBoxLayout()
        body.setSpacing(columns_of(self, 1))
        body.addWidget(self.round.side)
        body.addWidget(self.sheet, 1)
        body.addWidget(self.empty, 1)
        column = page_column(self)
        for part in (asked, self.said):
            column.addWidget(part)
        column.addLayout(body, 1)
        self.sheet.hide()
        self._say("")

    def _connect(self) -> None:
        self.number.returnPressed.connect(self._take_number)
        self.number.textEdited.connect(lambda _text: self._say(""))
        self.round.changed.connect(self._show_state)
        self.forms.chosen.connect(self.open_number)
        self.forms.table.selectionModel().selectionChanged.connect(self._show_state)
        self.sheet.scanned.connect(self.open_number)
        self.sheet.changed.connect(self._show_state)
        self.saving.begun.connect(self.number.hold)
        self.saving.begun.connect(self.keeping.hold)
        self.saving.stopped.connect(self.number.forget)
        self.saving.stopped.connect(self.keeping.release)
        self.saving.saved.connect(self._take_saved)
        self.saving.overtaken.connect(self._read_anew)

    def _take_number(self) -> None:
        text = self.number.text().strip()
        if text:
            self.open_number(text)
        elif not self._since_saved.isValid() or self._since_saved.elapsed() > self.pause:
            self._open_next(1)

    def _open_next(self, step: int) -> None:
        opened = self.sheet.opened
        here = opened.entry.sheet.form_number if opened is not None else ""
        number = self.forms.next_after(here, step)
        if number is None:
            self._say("这一轮的检查表都录完了。")
        else:
            self.open_number(number)

    def _save(self) -> None:
        if not self.number.holding:
            self.saving.save()

    def _read(self, number: str) -> None:
        work = partial(_open, self.desk.office, number)
        self.desk.jobs.run_newest("entry.open", work, self._show_opened, self._refuse_number)

    def _show_opened(self, opened: Opened) -> None:
        self._show(opened)
        self.number.setText("")  # unlike clear, leaves nothing that Ctrl+Z would bring back
        self.sheet.begin()
        self.number.let_go()

    def _show_again(self, opened: Opened) -> None:
        """Follow what changed, unless another sheet is open or typed on by now."""
        shown = self.sheet.opened
        same = shown is not None and shown.entry.sheet.visit == opened.entry.sheet.visit
        if same and not self.sheet.dirty:
            self._show(opened)

    def _lose(self, error: Exception) -> None:
        """Put the sheet away that is there no more, such as one whose round was undone."""
        self.keeping.forget()
        self.sheet.opened = None
        self._fit()
        self._say(describe_error(error).text, "error")
        self._show_state()

    def _show(self, opened: Opened) -> None:
        self.keeping.forget()
        about = opened.entry.sheet.round
        self.sheet.show_sheet(opened, may_edit=self._may_edit)
        number = opened.entry.sheet.form_number
        other = self.round.follow(about.id, number, twice=about.double_entry)
        self._fit()
        self._say(f"这张表是“{about.title}”的，已换到这一轮。" if other else "")

    def _refuse_number(self, error: Exception) -> None:
        self.number.forget()
        QApplication.beep()
        self._say(describe_error(error).text, "error")
        self.to_number()

    def _take_saved(self, saved: Saved, told: str) -> None:
        self.keeping.forget()
        self.sheet.keep_as_saved()
        self._since_saved.start()
        self._own = True
        self.desk.changed(saved.touched)
        self._own = False
        undo = partial(self.desk.commands.trigger, "record.undo")
        self.desk.notice(told, undo=undo)
        self.to_number()
        self.number.let_go()

    def _read_anew(self) -> None:
        """Read what somebody else saved meanwhile, below what is typed here."""
        opened = self.sheet.opened
        if opened is not None:
            self.keeping.keep()
            self.desk.warn("这张表刚被别人改过，已重新读取。您填的还在，请对着纸核对，再保存。")
            self.number.hold()
            self._read(opened.entry.sheet.form_number)

    def _discard(self) -> None:
        opened = self.sheet.opened
        if opened is not None:
            self.keeping.drop()
            self.number.hold()
            self._read(opened.entry.sheet.form_number)

    def _show_state(self) -> None:
        enable, sheet = self.desk.commands.enable, self.sheet
        if not self.isVisibleTo(self.window()):
            return
        enable("entry.save", on=sheet.opened is not None and not sheet.frozen)
        enable("entry.discard", on=sheet.dirty or sheet.discard.isVisibleTo(sheet))
        enable("entry.first", on=sheet.second)
        enable("entry.next", on=bool(self.forms.waiting))
        enable("entry.before", on=bool(self.forms.waiting))
        chosen = len(self._chosen())
        enable("entry.template", on=self.round.round is not None)
        enable("entry.returned", on=chosen > 0)
        enable("entry.void", on=chosen == 1)

    def _chosen(self) -> tuple[str, ...]:
        return self.forms.selected()

    def _to_list(self) -> None:
        """Show the list, in a narrow window in the place of the sheet."""
        self.round.side.show()
        if self._narrow:
            self.sheet.hide()
            self.empty.hide()
        self.forms.table.setFocus()

    @property
    def _narrow(self) -> bool:
        return self.width() < columns_of(self, _NARROW)

    def _fit(self) -> None:
        """Give a narrow window to the sheet."""
        is_open = self.sheet.opened is not None
        self.round.side.setVisible(not self._narrow)
        self.sheet.setVisible(is_open)
        self.empty.setVisible(not is_open)

    def _say(self, text: str, state: str = "plain") -> None:
        opened = self.sheet.opened is not None
        self.said.setText(text or ("" if opened else _HINT))
        self.said.setVisible(bool(self.said.text()))
        self.said.setProperty("role", "issue" if state == "error" else "hint")
        set_state(self.said, state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Esc leads to the number of the next sheet."""
        if event.key() == Qt.Key.Key_Escape:
            self.to_number()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: a narrow page keeps its room for the sheet."""
        super().resizeEvent(event)
        self._fit()


def _open(office: Office, number: str) -> Opened:
    entry = observation_entry.open_entry(office, number)
    twice = entry.sheet.round.double_entry
    confirmed = second_entry.confirmed_scorers(office, entry.sheet.visit) if twice else ()
    return Opened(entry, confirmed)
