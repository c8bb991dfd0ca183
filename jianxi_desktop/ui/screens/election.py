"""The page of one election: its numbers, its candidates, what does not fit; then it is finished."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QMenu, QSplitter, QVBoxLayout, QWidget

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services import elections
from jianxi_desktop.services.drafts import Draft
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.election_records import CANDIDATE, TERM, Candidate
from jianxi_desktop.services.elections import Election, Finished
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import caption_of
from jianxi_desktop.services.slips import slips_of
from jianxi_desktop.ui.fields_dialog import FieldsDialog, Words
from jianxi_desktop.ui.form_keeping import FormKeeping
from jianxi_desktop.ui.once import Once
from jianxi_desktop.ui.questions import ask
from jianxi_desktop.ui.removal import ask_why
from jianxi_desktop.ui.screen import Desk, Printed, Screen
from jianxi_desktop.ui.screens.election_form import ElectionForm
from jianxi_desktop.ui.screens.election_keeping import BACK, candidates_of, drafted, put_back, read
from jianxi_desktop.ui.screens.election_table import FOR, CandidateModel, CandidateTable
from jianxi_desktop.ui.screens.election_words import (
    CANCEL,
    DONE,
    findings_told,
    finished_told,
    standing_told,
)
from jianxi_desktop.ui.screens.parts import LowArea, choices, page_column, section, wrapped
from jianxi_desktop.ui.screens.terms_words import identity_of
from jianxi_desktop.ui.theme import as_hint, as_primary, as_title, columns_of, say_rich

if TYPE_CHECKING:
    from uuid import UUID

_ASKED: Final = ("person", "name", "post")
Typed = tuple[dict[str, Any], tuple[Candidate, ...]]
_SHOWN_HERE: Final = frozenset((TERM, CANDIDATE))


class ElectionScreen(Screen):
    """One election from its candidates to its result."""

    key, area, symbol = "election", "组织", "ballot"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._saves = Once(self, desk.jobs)
        self.found: Election | None = None
        self.finding: tuple[str, ...] = ()
        self._wanted: UUID | None = None
        self._told: Typed | None = None
        catalog = desk.office.catalog
        self.head, self.about = as_title(QLabel()), as_hint(wrapped())
        self.form = ElectionForm(desk, catalog[TERM])
        self.model = CandidateModel(code_table("post").labels, self)
        self.table = CandidateTable(self.model)
        self.checks = wrapped()
        self.checks.setTextFormat(Qt.TextFormat.RichText)
        self.checks.setAccessibleName("检查")
        self.papers = desk.commands.button("list.print", self)
        self.papers.setText("打印单据")
        self._lay_out()
        self.keeping = FormKeeping(self, desk, self._draft)
        for changed in (self.form.changed, self.model.edited):
            changed.connect(self.keeping.note)
        self.form.changed.connect(self._check)
        self.model.edited.connect(self._check)
        self.table.selectionModel().currentRowChanged.connect(self._show_state)

    def opened(self, argument: object = None) -> None:
        """Show an election by its term; the one before if none is named."""
        term = identity_of(argument)
        if term is not None and (self.found is None or term != self.found.term):
            self.found, self._told = None, None
        self._wanted = term or self._wanted
        self._load()
        self._show_state()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "record.save": self._save,
            "election.finish": self._ask_finish,
            "election.add": self._ask_candidate,
            "election.drop": self._drop,
            "election.cancel": self._ask_cancel,
            "list.print": self._offer_papers,
            "list.refresh": self._load,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again when the election was changed elsewhere, such as by undo."""
        if not touched & _SHOWN_HERE or self.dirty:
            return
        if self.isVisible():
            self._load()
        else:
            self.found, self._told = None, None  # what stands here is read anew when it is shown

    def way_back(self) -> object:
        """Give the term whose election is shown."""
        return self._wanted

    def leave(self, then: Callable[[], None]) -> None:
        """Ask about what is typed and not saved."""
        if not self.dirty or self._saves.on_its_way:
            then()
            return
        said = "选举的票数、候选人有修改还没有保存。"
        answers = [
            ("保存", partial(self._save, then)),
            ("放弃修改", partial(self._give_up, then)),
            ("继续编辑", None),
        ]
        ask(self, said, answers)

    def unsaved(self) -> bool:
        """Tell whether something is typed and not saved."""
        return self.dirty

    def put_away(self) -> None:
        """Save what is typed before the window is locked, if it can be saved."""
        if self.dirty:
            self._save()

    @property
    def dirty(self) -> bool:
        """Whether something is typed and not saved."""
        return self._told is not None and self._told != self._typed()

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        column = page_column(self)
        column.addWidget(self.head)
        column.addWidget(self.about)
        column.addWidget(self.form)
        left = QWidget()
        below = QVBoxLayout(left)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(section("候选人和得票"))
        below.addWidget(self.table, 1)
        below.addWidget(choices(button("election.add", self), button("election.drop", self)))
        right = QWidget()
        side = QVBoxLayout(right)
        side.setContentsMargins(columns_of(self, 0.8), 0, 0, 0)
        side.addWidget(section("检查"))
        inside = QWidget()
        words = QVBoxLayout(inside)
        words.setContentsMargins(0, 0, 0, 0)
        words.addWidget(self.checks)
        words.addStretch(1)
        side.addWidget(LowArea(inside), 1)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.addWidget(left)
        both.addWidget(right)
        both.setStretchFactor(0, 3)
        both.setStretchFactor(1, 2)
        both.setSizes([columns_of(self, 30), columns_of(self, 18)])
        right.setMinimumWidth(columns_of(self, 13))
        column.addWidget(both, 1)
        column.addWidget(
            choices(
                button("record.save", self),
                as_primary(button("election.finish", self)),
                self.papers,
                button("election.cancel", self),
                button("window.back", self),
            )
        )

    def _load(self) -> None:
        if self._wanted is not None:
            work = partial(read, self.desk.office, self._wanted)
            self.desk.jobs.run_newest("election", work, self._show_read)

    def _show_read(self, kept: tuple[Election, Draft | None]) -> None:
        """Show an election; what was typed of it and lost its page goes on where it was."""
        found, draft = kept
        self._show(found)
        if draft is None or draft.kept.number == self.keeping.kept.number or self.model.frozen:
            return
        self.keeping.go_on(draft)
        put_back(draft, self.form.editors)
        self.model.show_candidates(candidates_of(draft), settled=found.finished)
        self._check()
        self.desk.notice(BACK)

    def _draft(self) -> Draft | None:
        if self.found is None or self._saves.on_its_way or not self.dirty:
            return None
        return self.keeping.placed(drafted(self.found, *self._typed()))

    def _show(self, found: Election) -> None:
        if self.dirty:
            return
        self.found = found
        self.head.setText(f"{found.organisation_name}　{found.values['name']}")
        self.about.setText(standing_told(found))
        self.model.frozen = Right.EDIT not in self.desk.office.account.rights
        self.form.setEnabled(not self.model.frozen)
        self.form.show_values(found.values)
        self.model.show_candidates(found.candidates, settled=found.finished)
        self._told = self._typed()
        self._check()
        if found.candidates:
            self.table.setCurrentIndex(self.model.index(0, FOR))
        self.table.setFocus()

    def _typed(self) -> Typed:
        editors = self.form.editors.items()
        return {key: editor.raw() for key, editor in editors}, self.model.candidates

    def _values(self) -> tuple[dict[str, Any], list[str]]:
        values, wrong = self.form.values()
        before = self.found.values if self.found is not None else {}
        return {**before, **values}, wrong

    def _check(self) -> None:
        """Say what does not fit, and mark who is elected by the votes there are."""
        if self.found is None:
            return
        values, wrong = self._values()
        untouched = not self.dirty
        found, out = elections.looked_at(values, self.model.candidates)
        if not self.found.finished:
            self.model.elect(out.elected)
        self.finding = tuple(each.text for each in found if each.grave)
        say_rich(self.checks, findings_told(self.found, values, found, out, wrong))
        if untouched:
            self._told = self._typed()
        self._show_state()

    def _show_state(self, *_change: object) -> None:
        if not self.isVisibleTo(self.window()):
            return
        enable, found = self.desk.commands.enable, self.found
        running = found is not None and not found.finished
        enable("record.save", on=found is not None)
        enable("election.finish", on=running)
        enable("election.cancel", on=running)
        enable("election.add", on=found is not None)
        enable("election.drop", on=self.table.currentIndex().isValid())
        enable("list.print", on=found is not None)

    def _save(self, then: Callable[[], None] | None = None) -> None:
        found = self.found
        if found is None:
            return
        values, wrong = self._values()
        if wrong:
            self.desk.warn(wrong[0])
            return
        work = partial(
            elections.keep,
            self.desk.office,
            found.term,
            found.version,
            values,
            self.model.candidates,
        )
        self.keeping.hold()
        self._saves.run(work, partial(self._saved, self._typed(), then), self._not_saved)

    def _not_saved(self, error: Exception) -> None:
        self.keeping.release()
        self.desk.report(error)

    def _saved(self, sent: Typed, then: Callable[[], None] | None, found: Election) -> None:
        self.keeping.begin_anew()
        if self._typed() == sent:
            self._told = None
            self._show(found)
        else:  # somebody typed on while it waited for long work
            self.found, self._told = found, sent
            self._check()
            self.keeping.note()
        self.desk.changed(_SHOWN_HERE)
        if then is not None:
            if self.desk.is_shown(self.key):
                then()
            return
        undo = partial(self.desk.commands.trigger, "record.undo")
        self.desk.notice("已保存。", undo=undo)

    def _give_up(self, then: Callable[[], None]) -> None:
        self._told = None
        self.keeping.begin_anew()
        then()

    def _ask_finish(self) -> None:
        """Finish at once; where the rules are against it, ask first."""
        _values, wrong = self._values()
        if wrong:
            self.desk.warn(wrong[0])
        elif self.finding:
            more = "".join(self.finding)
            answers = [("再核对", None), ("仍要完成换届", self._finish), ("返回", None)]
            ask(self, "这次选举有不合规定的地方。", answers, more=more)
        else:
            self._finish()

    def _finish(self) -> None:
        found = self.found
        if found is None:
            return
        values, _wrong = self._values()
        work = partial(
            elections.finish,
            self.desk.office,
            found.term,
            found.version,
            values,
            self.model.candidates,
        )
        self._saves.run(work, partial(self._finished, found))

    def _finished(self, found: Election, done: Finished) -> None:
        self._told = None
        self.keeping.begin_anew()
        self.desk.changed(done.touched)
        if self.desk.is_shown(self.key):
            self.desk.open_screen("terms", found.organisation)
        undo = partial(self.desk.commands.trigger, "record.undo")
        self.desk.notice(finished_told(done), undo=undo)

    def _ask_candidate(self) -> None:
        """Ask for a member, or the name of somebody who is in no list."""
        every = self.desk.office.catalog[CANDIDATE].fields
        fields = [replace(every[key], required=key == "post") for key in _ASKED]
        asked = "从党员台账里选，或只写姓名。"
        words = Words("加候选人", asked, "加上", "先不加")
        dialog = FieldsDialog(self, self.desk, words, fields, {"post": "member"})
        dialog.wanted.connect(partial(self._named, dialog))
        dialog.open()

    def _named(self, dialog: FieldsDialog, values: dict[str, Any]) -> None:
        work = partial(_name_of, self.desk.office, values)
        self.desk.jobs.run(work, partial(self._add, dialog), dialog.refuse)

    def _add(self, dialog: FieldsDialog, candidate: Candidate) -> None:
        dialog.accept()
        place = self.model.add(candidate)
        self.table.setCurrentIndex(self.model.index(place, FOR))
        self.table.setFocus()

    def _drop(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.model.drop(index.row())

    def _ask_cancel(self) -> None:
        if self.found is not None:
            ask_why(self, CANCEL, partial(self._cancel, self.found))

    def _cancel(self, found: Election, reason: str) -> None:
        work = partial(elections.cancel, self.desk.office, found.term, found.version, reason)
        self._saves.run(work, partial(self._cancelled, found))

    def _cancelled(self, found: Election, touched: frozenset[str]) -> None:
        self._told = None
        self.keeping.begin_anew()
        self.desk.changed(touched)
        if self.desk.is_shown(self.key):
            self.desk.open_screen("terms", found.organisation)
        undo = partial(self.desk.commands.trigger, "record.undo")
        self.desk.notice(DONE, undo=undo)

    def _offer_papers(self) -> None:
        menu = QMenu(self.papers)
        for each in slips_of(TERM):
            menu.addAction(each.title).triggered.connect(partial(self._print, each.key))
        menu.popup(self.papers.mapToGlobal(QPoint(0, self.papers.height())))

    def _print(self, key: str, _checked: object = None) -> None:
        if self.found is not None:
            wanted = Wanted(record=self.found.term)
            self.leave(partial(self.desk.open_screen, "print", Printed(key, wanted)))


def _name_of(office: Office, values: Mapping[str, Any]) -> Candidate:
    """Name a candidate as the list of members does, unless a name was typed."""
    person, name = values["person"], values["name"]
    if person is not None and not name:
        name = caption_of(office, "person", person)
    if not name:
        told = "请选一名党员，或写上姓名。"
        raise InputError("candidate without name", user_message=told, code="candidates")
    return Candidate(name, values["post"], person)
