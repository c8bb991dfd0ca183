"""The page of one record: its form, and below it the rows that belong to it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.drafts import Draft
from jianxi_desktop.services.records import Saved, save_record
from jianxi_desktop.ui.beginnings import usual_values
from jianxi_desktop.ui.details import DetailDialog
from jianxi_desktop.ui.erasing import ask_erasure
from jianxi_desktop.ui.form import RecordForm
from jianxi_desktop.ui.form_bar import FormBar
from jianxi_desktop.ui.form_files import FormFiles
from jianxi_desktop.ui.form_keeping import FormKeeping
from jianxi_desktop.ui.history_pane import HistoryPane
from jianxi_desktop.ui.memory import Memory
from jianxi_desktop.ui.questions import ask
from jianxi_desktop.ui.record_actions import ActionButtons
from jianxi_desktop.ui.record_parts import Part, RecordParts
from jianxi_desktop.ui.revealing import FormNumbers
from jianxi_desktop.ui.review_hint import ReviewHint
from jianxi_desktop.ui.screen import Desk, Edited, Screen
from jianxi_desktop.ui.slip_menu import COMMAND
from jianxi_desktop.ui.theme import columns_of


class FormScreen(Screen):
    """Edits one record; made anew for each."""

    key = "form"

    def __init__(self, desk: Desk, memory: Memory | None = None) -> None:
        super().__init__(desk)
        self._memory = memory
        self.form: RecordForm | None = None
        self.below: RecordParts | None = None
        self._marks: Mapping[UUID, tuple[str | None, str]] = {}
        self._may_edit = Right.EDIT in desk.office.account.rights
        self._after: Callable[[], None] | None = None
        self._erased = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.doing = ActionButtons(self, desk, self._saved_record)
        self.bar = FormBar(desk, self.doing)
        self.heading, self.state, self.slips = self.bar.heading, self.bar.state, self.bar.slips
        self._column.addWidget(self.bar)

    def opened(self, argument: object = None) -> None:
        """Override: show the record that ``Edited`` names, or begin a new one."""
        if not isinstance(argument, Edited) or self.form is not None:
            return
        ledger = self.desk.office.catalog[argument.ledger]
        self.form = RecordForm(self.desk, ledger)
        self._lay_out(self.form)
        self.bar.reveal.setVisible(any(field.masked for field in ledger.form_fields))
        self.form.changed.connect(self._show_state)
        self.form.loaded.connect(self._show_loaded)
        self.form.saved.connect(self._take_saved)
        self.form.refused.connect(self._take_refused)
        self.form.gone.connect(self._go)
        self.numbers = FormNumbers(self, self.desk, self.form)
        self.keeping = FormKeeping(self, self.desk, self._typed)
        self.form.changed.connect(self.keeping.note)
        self.files.changed.connect(self.keeping.note)
        self.files.changed.connect(self._show_state)
        self.form.begun.connect(self.keeping.hold)
        self.desk.jobs.lined_up.connect(self._go_on_meanwhile)
        self.form.keys.at_end = self._to_save
        self.form.keys.paste = self.files.paste
        if self._may_edit:
            self.files.begin()
        else:
            self.form.freeze()
        if argument.draft is not None:
            self.keeping.go_on(argument.draft)
            self._marks = argument.draft.marks
            self.files.resume(argument.draft.files)
            self.form.resume(argument.draft)
        elif argument.id is None:
            self.form.start_new({**usual_values(self.desk, ledger), **(argument.given or {})})
        else:
            self.form.load(argument.id)
        self.form.focus_first()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Override."""
        return {
            "record.save": self.save,
            "record.save_back": self.save_and_go_back,
            "record.history": self._turn_history,
            "record.add_files": self._ask_files,
            "record.paste_picture": self._paste,
            "record.parts": self._to_parts,
            COMMAND: self.slips.open,
            **self.doing.answers(),
            "record.reveal": self._ask_reveal,
            "record.erase": self._ask_erasure,
        }

    def leave(self, then: Callable[[], None]) -> None:
        """Override: ask about unsaved changes; what waits to be saved holds nobody up."""
        if self.saving:
            self._after = then
            self._go_on_meanwhile()
            return
        if not self.dirty:
            then()
            return
        ask(
            self,
            "这条记录有修改还没有保存。",
            [
                ("保存", partial(self._save_then, then)),
                ("放弃修改", partial(self._give_up, then)),
                ("继续编辑", None),
            ],
        )

    def way_back(self) -> object:
        """Override: the record, or the ledger of a new one."""
        form = self.form
        if form is None or self._erased:
            return None
        return Edited(form.ledger.key, form.seen.id if form.seen is not None else None)

    def let_go(self) -> None:
        """Override: what is being saved here is saved first, and the person told."""
        if self.saving:
            assert self.form is not None  # noqa: S101 - it is being saved
            self.form.left, self._after = True, None
        else:
            super().let_go()

    def drafts(self) -> tuple[Draft, ...]:
        """Override: the form, and a row that is edited in a dialog above it."""
        above = [dialog.draft() for dialog in self.findChildren(DetailDialog)]
        return tuple(draft for draft in (*above, self._typed()) if draft is not None)

    def unsaved(self) -> bool:
        """Override: a row in a dialog counts too."""
        return self.dirty or any(d.form.dirty for d in self.findChildren(DetailDialog))

    @property
    def parts(self) -> list[Part]:
        """What stands below the form."""
        return self.below.parts if self.below is not None else []

    @property
    def saving(self) -> bool:
        """Whether the form is being saved, or waits to be."""
        return self.form is not None and self.form.saving

    @property
    def dirty(self) -> bool:
        """Whether the form or a part below it holds something unsaved."""
        if self.form is None:
            return False
        marks = self.below is not None and self.below.dirty
        return self.form.dirty or marks or bool(self.files.waiting)

    def save(self) -> None:
        """Save and stay."""
        self._save_then(None)

    def save_and_go_back(self) -> None:
        """Save and show the list again."""
        self._save_then(self.desk.go_back)

    def _typed(self) -> Draft | None:
        """Give what is typed and not saved; numbers shown for a moment are masked in it."""
        form = self.form
        if form is None or self.saving or not self.dirty:
            return None
        marks = self.below.marks if self.below is not None and self.below.dirty else {}
        told = replace(form.draft(), marks=marks, files=self.files.drafted())
        draft = self.numbers.veiled(told)
        return self.keeping.placed(draft)

    def _to_save(self) -> None:
        """Bring the keys from the last field to what saves the form: Enter presses it."""
        if self.bar.save.isEnabled():
            self.bar.save.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self, form: RecordForm) -> None:
        inside = QWidget()
        inside.setObjectName("sheet")
        self._inside = QVBoxLayout(inside)
        pad = columns_of(self, 1.5)
        self._inside.setContentsMargins(pad, pad // 2, pad, pad)
        form.setMaximumWidth(columns_of(self, 96))
        self.review = ReviewHint(self.desk)
        self.review.setMaximumWidth(columns_of(self, 96))
        self.files = FormFiles(self, self.desk, form.ledger)
        self.files.hint.setMaximumWidth(columns_of(self, 96))
        self._inside.addWidget(self.review)
        self._inside.addWidget(self.files.hint)
        self._inside.addWidget(form)
        self._inside.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area = area
        self.beside = HistoryPane(self.desk, form.ledger, self._memory)
        self.beside.left.connect(form.focus_first)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(area, 1)
        across.addWidget(self.beside)
        self._column.addLayout(across, 1)
        self.beside.fit(self.width())

    def _show_loaded(self) -> None:
        form = self.form
        assert form is not None  # noqa: S101 - it sent the signal
        ledger = form.ledger
        name = form.called if form.seen else "新增"
        self.heading.setText(f"{ledger.title} · {name}" if name else ledger.title)
        self.files.record = form.seen.id if form.seen is not None else None
        self.beside.about(self.files.record)
        if form.seen is not None:
            self._show_parts(ledger, form.seen.id)
            self.review.look(ledger, form.seen.id)
        self.slips.offer(ledger, form.seen.id if form.seen is not None else None)
        self.doing.know(ledger)
        if form.seen is not None:
            self.doing.offer(ledger)
        self.doing.enable(on=form.seen is not None)
        takes = self._may_edit and self.files.takes
        self.desk.commands.enable("record.add_files", on=takes)
        self.desk.commands.enable("record.paste_picture", on=takes)
        self.desk.commands.enable("record.parts", on=bool(self.parts))
        erasable = form.seen is not None and not self.desk.office.limited
        self.desk.commands.enable("record.erase", on=erasable)
        self.desk.commands.enable("record.reveal", on=self.numbers.there)
        self._show_state()

    def _turn_history(self) -> None:
        if self.form is not None:
            self.beside.turn(self.form.called)

    def _ask_files(self) -> None:
        if self.form is not None:
            self.files.ask()

    def _paste(self) -> None:
        if self.form is not None and not self.files.paste():
            self.desk.warn("剪贴板里没有图片：先截图或在看图软件里复制，再到这里粘贴。")

    def _to_parts(self) -> None:
        """Show what stands below the form, which may be long."""
        if self.below is not None:
            bar = self._area.verticalScrollBar()
            bar.setValue(min(self.below.y(), bar.maximum()))
            self.below.focus()

    def _ask_erasure(self) -> None:
        form = self.form
        if form is not None and form.seen is not None:
            record = (form.ledger, form.seen.id, form.called)
            ask_erasure(self, self.desk, record, partial(self._give_up, self._to_list))

    def _saved_record(self) -> UUID | None:
        """Give the record if all of it is saved; an action would run over what is typed."""
        if self.form is None or self.form.seen is None:
            return None
        if self.dirty:
            self.desk.warn("这条记录有修改还没有保存，请先保存。")
            return None
        return self.form.seen.id

    def _to_list(self) -> None:
        """Leave for good what is erased, also where nothing was shown before it."""
        assert self.form is not None  # noqa: S101 - its record was erased
        self._erased = True
        key = f"list:{self.form.ledger.key}"
        if self.desk.has_screen(key):
            self.desk.open_screen(key)
        else:
            self.desk.go_back()

    def _ask_reveal(self) -> None:
        if self.form is not None:
            self.numbers.ask()

    def _show_parts(self, ledger: Ledger, owner: UUID) -> None:
        if self.below is None:
            self.below = RecordParts(self.desk, ledger, owner)
            self.below.changed.connect(self._show_state)
            self.below.changed.connect(self.keeping.note)
            self.below.resume(self._marks)
            if not self._may_edit:
                self.below.freeze()
            self.below.setMaximumWidth(columns_of(self, 96))
            self._inside.insertWidget(self._inside.count() - 1, self.below)
        self.below.reload()

    def _show_state(self) -> None:
        only = "" if self._may_edit else "您只能查看"
        self.bar.say("有未保存的修改" if self.dirty else only)

    def _save_then(self, then: Callable[[], None] | None) -> None:
        self._after = then
        if self.form is not None:
            saver = save_record if self.below is None else self.below.saver()
            self.form.saver = self.keeping.saver(saver)
            self.form.save()

    def _go_on_meanwhile(self) -> None:
        """Let a person go on who would have to wait until long work has written."""
        then = self._after
        if then is not None and self.saving and self.desk.jobs.held:
            self._after = None
            then()

    def _take_saved(self, saved: Saved) -> None:
        if self.below is not None:
            self.below.forget()
        form, after = self.form, self._after
        assert form is not None  # noqa: S101 - it was saved
        self.keeping.begin_anew()
        name = form.called_now
        self.desk.notice(f"已保存“{name}”。" if name else "已保存。")
        self.desk.changed(saved.touched)
        self.files.add_waiting(saved.id)
        if form.left:
            self.let_go()
        elif after is not None:
            after()
        elif form.seen is None:
            form.load(saved.id)

    def _take_refused(self, told: str) -> None:
        """Go on keeping what is typed; whoever went on meanwhile is told, and led back to it."""
        self.keeping.release()
        assert self.form is not None  # noqa: S101 - it was refused
        if self.form.left:
            self.keeping.lead_back(self.form.called_now or self.form.ledger.title, told)
            self.let_go()

    def _go(self, error: Exception) -> None:
        """Leave a record that is there no more, such as one whose making was undone."""
        self.desk.go_back()
        if not self.desk.just_undone:  # that was said, and the way back lies in it
            self.desk.report(error)

    def _give_up(self, then: Callable[[], None]) -> None:
        """Drop the changes, so that the way on asks no second time."""
        self.keeping.end()
        if self.form is not None:
            self.form.forget()
        if self.below is not None:
            self.below.forget()
        self.files.forget()
        then()

    def refresh(self, touched: frozenset[str]) -> None:
        """Override: the lists below the form follow; the form keeps what is typed."""
        form = self.form
        if form is not None and form.seen is not None and not self.dirty:
            ledger = form.ledger
            shown = {ledger.key, ledger.companion.key if ledger.companion else ledger.key}
            if touched & shown:
                form.load(form.seen.id)
                return
        if self.below is not None:
            self.below.refresh(touched)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: the history is seen beside the form where there is room."""
        super().resizeEvent(event)
        if self.form is not None:
            self.beside.fit(self.width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Esc goes back to the list; a picture is pasted wherever one is."""
        if event.key() == Qt.Key.Key_Escape:
            self.desk.go_back()
        elif event.matches(QKeySequence.StandardKey.Paste) and self.form is not None:
            self.files.paste()
        else:
            super().keyPressEvent(event)
