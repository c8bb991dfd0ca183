"""The form that edits a record of any ledger and says all that is wrong beside the fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from jianxi_desktop.errors import ConflictError
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Issue, Ledger, Section
from jianxi_desktop.services import records
from jianxi_desktop.services.clashes import Clashes, find_clashes
from jianxi_desktop.services.drafts import Draft
from jianxi_desktop.services.kept_numbers import check_record
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Checked, Saved, Saver, Seen
from jianxi_desktop.services.suggestions import offers
from jianxi_desktop.ui.clash_dialog import ClashDialog
from jianxi_desktop.ui.editor import Editor
from jianxi_desktop.ui.editors import LineEditor, make_editor
from jianxi_desktop.ui.form_keys import FormKeys
from jianxi_desktop.ui.form_rows import FieldRow, SectionBox
from jianxi_desktop.ui.report_error import describe_error
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.suggesting import Suggesting
from jianxi_desktop.ui.theme import columns_of

_TWO_COLUMNS: Final = 54  # characters of width from which fields stand side by side
_PATIENCE: Final = 300  # milliseconds of saving after which nothing more can be typed
_NOTHING: Final = object()


@dataclass(frozen=True)
class Outcome:
    """What came of saving: refused with issues, or saved."""

    checked: Checked
    saved: Saved | None


class RecordForm(QWidget):
    """Edits one record of a ledger.

    Attributes:
        keys: What leads from field to field, and from the last one on.
        saver: What saves the values; a part below the form may save itself along with them.
        left: Whether the person went on while it is being saved: nothing is asked here any more.

    Signals:
        changed: Something was typed; look at ``dirty``.
        begun: It is about to be saved.
        saved: The record was saved; ``Saved``.
        refused: It was not saved; why, in words.
        loaded: The record is shown.
        gone: The record is there no more; the error that says so.
    """

    changed = Signal()
    begun = Signal()
    saved = Signal(object)
    refused = Signal(str)
    loaded = Signal()
    gone = Signal(object)

    def __init__(self, desk: Desk, ledger: Ledger, hidden: Iterable[str] = ()) -> None:
        super().__init__()
        self._desk, self.ledger = desk, ledger
        self._hidden = frozenset(hidden)
        self._given: dict[str, Any] = {}
        self._seen: Seen | None = None
        self.saver: Saver = records.save_record
        self._rows: dict[str, FieldRow] = {}
        self._left: set[str] = set()
        self._derived: dict[str, object] = {}
        self._before: dict[str, object] = {}
        self.values: Mapping[str, Any] = {}
        self.keys = FormKeys(self, lambda: list(self._rows.values()))
        self._on_its_way = self._held = self._just_saved = self.left = False
        self._typing: QWidget | None = None
        self._warned = ""
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.timeout.connect(self._hold)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._sections = [self._add_section(section) for section in ledger.form]
        self._column.addStretch(1)
        self._before = self.raw()

    @property
    def seen(self) -> Seen | None:
        """The record that is edited; ``None`` while a new one is."""
        return self._seen

    @property
    def dirty(self) -> bool:
        """Whether something was changed and not saved."""
        return self.raw() != self._before

    @property
    def called(self) -> str:
        """What the record is called that is shown; empty: it is called after somebody else."""
        return self._name_in(self.values)

    @property
    def called_now(self) -> str:
        """What it is called as it is typed."""
        return self._name_in(self.raw())

    @property
    def saving(self) -> bool:
        """Whether it is being saved, or waits to be."""
        return self._on_its_way

    def load(self, record_id: UUID) -> None:
        """Show a record."""
        work = partial(_read, self._desk.office, self.ledger, record_id)
        self._desk.jobs.run(work, self._show_read, self._say_unread)

    def start_new(self, given: Mapping[str, Any] | None = None) -> None:
        """Begin a new record with the values that are known already."""
        self._seen = None
        self._given = dict(given or {})
        self._show(self._given)

    def raw(self) -> dict[str, object]:
        """Give what stands in the editors, by field key."""
        return {key: row.editor.raw() for key, row in self._rows.items()}

    def editor(self, key: str) -> Editor:
        """Give the editor of a field."""
        return self._rows[key].editor

    def said(self, key: str) -> str:
        """Give what stands below the editor of a field."""
        return self._rows[key].said.text()

    def focus_first(self) -> None:
        """Bring the keys to the first field."""
        next(iter(self._rows.values())).editor.setFocus()

    def save(self) -> None:
        """Save if nothing is wrong; say all that is wrong otherwise.

        While it is being saved nothing more is taken, also where that has to wait for long work,
        and what was saved is not saved again before it is shown as it is now.
        """
        if self._on_its_way or (self._just_saved and not self.dirty):
            return
        self.begun.emit()
        self._desk.unsay(self._warned)
        self._on_its_way = True
        self._slow.start(_PATIENCE)
        office, full = self._desk.office, self._full()
        shown = self.values
        work = partial(_check_and_save, self.saver, office, self.ledger, full, shown, self._seen)
        self._desk.jobs.run(work, self._take_outcome, self._take_failure)

    def draft(self) -> Draft:
        """Give what stands here, to be gone on from later."""
        base = {**self.values, **self._given} if self._seen is None else self.values
        return Draft(self.ledger.key, self._seen, base, self.raw())

    def resume(self, draft: Draft) -> None:
        """Go on from what was typed before the window was locked."""
        self._seen = draft.seen
        self._given = {} if draft.seen is not None else dict(draft.base)
        self._show(draft.base)
        for key, row in self._rows.items():
            if key in draft.typed and draft.typed[key] != row.editor.raw():
                row.editor.put_back(draft.typed[key])
        self._show_sections()
        self.changed.emit()

    def swap(self, values: Mapping[str, Any]) -> None:
        """Show the same values in another way, such as numbers in full, where nobody typed."""
        for key, value in values.items():
            row = self._rows.get(key)
            if row is not None and row.editor.raw() == self._before[key]:
                row.editor.show_value(value)
                row.say(None)
                self._before[key] = row.editor.raw()
        self.values = {**self.values, **values}

    def freeze(self) -> None:
        """Let everything be read and nothing be changed: the person may only look."""
        for row in self._rows.values():
            row.editor.setEnabled(False)

    def forget(self) -> None:
        """Hold what stands here for saved: the person gave the changes up."""
        self._before = self.raw()

    def _name_in(self, values: Mapping[str, Any]) -> str:
        caption = self.ledger.fields[self.ledger.caption.key]
        return "" if isinstance(caption, Link) else caption.show(values.get(caption.key))

    def _full(self) -> dict[str, object]:
        """Give what the editors hold and what the form does not show but a new record needs."""
        unseen = {key: value for key, value in self._given.items() if key not in self._rows}
        return {**unseen, **self.raw()}

    def _say_unread(self, error: Exception) -> None:
        if isinstance(error, ConflictError):
            self.gone.emit(error)
        else:
            self._desk.report(error)

    def _show_read(self, found: tuple[Seen, Mapping[str, Any]]) -> None:
        self._seen, values = found
        self._show(values)

    def _show(self, values: Mapping[str, Any]) -> None:
        self.values = values
        self._just_saved = False
        self._left.clear()
        self._derived.clear()
        for key, row in self._rows.items():
            row.editor.show_value(values.get(key))
            row.say(None)
        self._before = self.raw()
        self._show_sections()
        self.loaded.emit()
        self.changed.emit()

    def _add_section(self, section: Section) -> SectionBox:
        fields = [f for f in self.ledger.pick(section.fields) if f.key not in self._hidden]
        rows = []
        for field in fields:
            row = FieldRow(field, make_editor(field, self._desk))
            row.editor.changed.connect(partial(self._note, field.key))
            row.editor.left.connect(partial(self._check, field.key))
            self.keys.watch(row)
            self._suggest(row)
            self._rows[field.key] = row
            rows.append(row)
        box = SectionBox(section, rows)
        box.follow({})
        self._column.addWidget(box)
        return box

    def _suggest(self, row: FieldRow) -> None:
        """Let what was written before be offered, where that is of use."""
        if isinstance(row.editor, LineEditor) and offers(self.ledger, row.field):
            Suggesting(row.editor, self._desk, self.ledger, row.field.key)

    def _show_sections(self) -> None:
        """Leave out the sections that are about other kinds of record, if nothing stands there."""
        for box in self._sections:
            box.follow(self._rows)

    def _note(self, key: str) -> None:
        self._rows[key].say(None)
        if any(s.when is not None and s.when[0].key == key for s in self.ledger.form):
            self._show_sections()
        self.changed.emit()

    def _check(self, key: str) -> None:
        """Check the fields a person has been to; the others are not complained about yet."""
        if not all(isValid(r.editor) and r.editor.focusProxy() for r in self._rows.values()):
            return  # the form is being taken away, and the keys with it
        self._left.add(key)
        raw = self.raw()
        if raw == self._before:
            return
        found = {k: None for k, old in self._derived.items() if raw.get(k) == old}
        typed = {**self._full(), **found}  # what was derived follows what it came from
        work = partial(check_record, self._desk.office, self.ledger, typed, self.values, self._seen)
        self._desk.jobs.run_newest(f"check.{id(self)}", work, self._show_checked)

    def _show_checked(self, checked: Checked) -> None:
        self._show_issues(i for i in checked.issues if i.field in self._left)
        for key, row in self._rows.items():
            derived = checked.values.get(key)
            if derived is not None and not row.field.required and self._may_derive(row):
                row.editor.show_value(derived)
                self._derived[key] = row.editor.raw()

    def _may_derive(self, row: FieldRow) -> bool:
        """Tell whether nobody wrote what stands there: it is empty, or was derived before."""
        now = row.editor.raw()
        return now in (None, "") or self._derived.get(row.field.key, _NOTHING) == now

    def _show_issues(self, issues: Iterable[Issue]) -> None:
        worst: dict[str, Issue] = {}
        for issue in issues:
            if issue.field not in worst or issue.severity == "error":
                worst[issue.field] = issue
        for key, row in self._rows.items():
            row.say(worst.get(key))

    def _hold(self) -> None:
        """Take nothing more: it would be lost when what was typed before has been saved."""
        self._held, self._typing = True, self.focusWidget()
        self.setEnabled(False)

    def _go_on(self) -> None:
        """Take what is typed again, where it was typed before."""
        self._slow.stop()
        self._on_its_way = False
        if self._held:
            self._held = False
            self.setEnabled(True)
            if self._typing is not None and isValid(self._typing) and not self.left:
                self._typing.setFocus()

    def _take_outcome(self, outcome: Outcome) -> None:
        self._go_on()
        self._show_issues(outcome.checked.issues)
        if outcome.saved is not None:
            self._before = self.raw()
            self._just_saved = True
            self.saved.emit(outcome.saved)
            return
        refused = outcome.checked.refused
        unplaced = [i.text for i in refused if i.field not in self._rows]
        told = "；".join([f"有{len(refused)}处需要改正", *unplaced]) + "。"
        self.refused.emit(told)
        if self.left:
            return
        for key, row in self._rows.items():
            if any(issue.field == key for issue in refused):
                row.editor.setFocus()
                break
        self._warned = f"还没有保存：{told}"
        self._desk.warn(self._warned)

    def _take_failure(self, error: Exception) -> None:
        self._go_on()
        self.refused.emit(describe_error(error).text if self.left else "")
        if self.left:
            return
        if not isinstance(error, ConflictError) or self._seen is None or error.code == "gone":
            self._desk.report(error)
            return
        office, full = self._desk.office, self._full()
        work = partial(find_clashes, office, self.ledger, self._seen, self.values, full)
        self._desk.jobs.run(work, self._show_clashes)

    def _show_clashes(self, clashes: Clashes) -> None:
        read_again = partial(self.load, clashes.seen.id)
        ClashDialog(self, clashes, partial(self._settle, clashes), read_again).open()

    def _settle(self, clashes: Clashes, mine: frozenset[str]) -> None:
        """Go on from the record as it is now, with what stays of what was typed, and save it."""
        kept = {key: row.editor.raw() for key, row in self._rows.items() if key in mine}
        self._seen = clashes.seen
        self._show(clashes.current)
        for key, typed in kept.items():
            self._rows[key].editor.put_back(typed)
        self.changed.emit()
        self.save()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: one column or two, as there is room."""
        super().resizeEvent(event)
        columns = 2 if self.width() >= columns_of(self, _TWO_COLUMNS) else 1
        label = max((r.label.sizeHint().width() for r in self._rows.values()), default=0)
        for box in self._sections:
            box.arrange(columns, label)


def _read(office: Office, ledger: Ledger, record_id: UUID) -> tuple[Seen, Mapping[str, Any]]:
    found = records.find_record(office, ledger, record_id)
    return Seen(found.id, found.version, found.companion), found.values


def _check_and_save(
    saver: Saver,
    office: Office,
    ledger: Ledger,
    raw: Mapping[str, object],
    shown: Mapping[str, Any],
    seen: Seen | None,
) -> Outcome:
    checked = check_record(office, ledger, raw, shown, seen)
    if checked.refused:
        return Outcome(checked, None)
    return Outcome(checked, saver(office, ledger, checked.values, seen))
