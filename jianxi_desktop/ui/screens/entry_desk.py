"""The sheet that is open: whose points, what was known of them, what is typed and not saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.bubbles import OUTCOMES
from jianxi_desktop.schema.fields import Choice
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services.entry_drafts import EntryDraft
from jianxi_desktop.services.entry_stock import VOID, EntryGiven
from jianxi_desktop.services.observation_entry import Entry
from jianxi_desktop.services.second_entry import Difference
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.entry_compare import ComparePage
from jianxi_desktop.ui.screens.entry_head import EntryHead, Sum
from jianxi_desktop.ui.screens.entry_order import Step
from jianxi_desktop.ui.screens.entry_sheet import EntrySheet, Typed
from jianxi_desktop.ui.screens.forms_panel import NOT_PRINTED
from jianxi_desktop.ui.screens.parts import Message, row_of
from jianxi_desktop.ui.theme import as_primary, as_quiet, columns_of


@dataclass(frozen=True)
class Opened:
    """A sheet as it was read.

    Attributes:
        entry: What is on it and what is entered.
        confirmed: Scorers whose points were entered twice.
    """

    entry: Entry
    confirmed: tuple[str, ...] = ()


class EntryDesk(QWidget):
    """Shows one sheet and takes what is typed.

    Attributes:
        opened: The sheet; ``None``: none is open.
        second: Whether the points are entered a second time, without seeing the first.
        frozen: Whether nothing can be typed.

    Signals:
        changed: Somebody typed.
        renamed: The points that are typed are another scorer's; the name before.
        scanned: A form number was scanned into a box.
    """

    changed = Signal()
    renamed = Signal(str)
    scanned = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, catalog = desk, desk.office.catalog
        self.opened: Opened | None = None
        self.second = False
        self.frozen = True
        self._whose = ""
        self._resumed: Typed | None = None
        self._clean = Typed()
        self._last_scorer = ""
        self._look_at_first = False
        self._states = _labels(catalog, "printed_form", "state")
        self.head = EntryHead(catalog["observation_score"].fields["scorer"].parse)
        self.message = Message()
        outcomes = _labels(catalog, "problem_review", "outcome")
        self.sheet = EntrySheet(
            _labels(catalog, "observation_criterion", "method"),
            {code: outcomes[code] for code in OUTCOMES},
        )
        self.compare = ComparePage()
        self.sum = Sum()
        self.save = as_primary(desk.commands.button("entry.save", self))
        self._lay_out()
        self.sheet.changed.connect(self._tell)
        self.head.scorer.settled.connect(self._take_scorer)
        for order in (self.sheet.order, self.compare.order):
            order.scanned.connect(self.scanned)
        self.compare.left.connect(self.back_to_sheet)

    @property
    def scorer(self) -> str:
        """Whose points are typed."""
        return self.head.scorer.name

    @property
    def dirty(self) -> bool:
        """Whether something is typed and not saved."""
        return self.opened is not None and self.sheet.typed() != self._clean

    def show_sheet(self, opened: Opened, *, may_edit: bool) -> None:
        """Show a sheet, with what this person had typed on it and not saved."""
        self.opened, self._look_at_first = opened, False
        entry = opened.entry
        state = self._states.get(entry.state, NOT_PRINTED)
        self.head.show_entry(entry, state)
        self.sheet.show_sheet(entry.sheet)
        self._turn(self.sheet)
        names = [each.name for each in entry.scorers]
        offered = list(dict.fromkeys([*entry.sheet.inspectors, *names]))
        draft = entry.draft
        chosen = draft.scorer if draft is not None else self._likely()
        self.head.scorer.offer(offered, chosen, names)
        self._show_scorer()
        if draft is not None:
            self._resume(draft)
        self.freeze(on=not may_edit or entry.state == VOID)

    def begin(self) -> None:
        """Put the cursor where typing begins: at the scorer where several are possible."""
        if self.frozen:
            return  # it stays where the next number is typed
        several = len(self._open_scorers()) != 1 and not self.dirty
        start = self.head.scorer.box if several or not self.scorer else self.sheet.first_empty()
        self.sheet.order.go_to(start)

    def go_on(self) -> None:
        """Put the cursor where something is still to be typed."""
        self.sheet.order.go_to(self.sheet.first_empty())

    def freeze(self, *, on: bool) -> None:
        """Let the sheet be read only."""
        self.frozen = on
        self.sheet.freeze(on=on)
        self.head.scorer.setEnabled(not on)
        self.changed.emit()

    def keep_as_saved(self) -> None:
        """Hold what stands here for saved."""
        self._last_scorer = self.scorer
        self._clean = self.sheet.typed()
        self.message.say("")
        self.freeze(on=True)

    def look_at_first(self) -> None:
        """Show what was entered first, in place of the second entry."""
        self._look_at_first = True
        self._show_scorer()
        self.begin()

    def back_to_sheet(self) -> None:
        """Show the boxes again in place of the comparison."""
        self._turn(self.sheet)
        self.go_on()

    def show_comparison(self, differences: Sequence[Difference]) -> None:
        """Ask for the lines where two entries differ, in place of the boxes."""
        self.compare.show_differences(differences)
        self._turn(self.compare)

    def given(self) -> EntryGiven:
        """Give what is to be saved."""
        typed = self.sheet.typed()
        criteria = {row.line.id for row in self.sheet.score_rows}
        return EntryGiven(
            scorer=self.scorer,
            points=self.sheet.points(),
            remarks={key: text for key, text in typed.remarks.items() if key in criteria},
            outcomes=self.sheet.outcomes(),
            highlights=typed.highlights,
            gaps=typed.gaps,
            visited_on=typed.visited_on,
            seen=self._entry.of(self.scorer),
        )

    def draft(self) -> dict[str, Any]:
        """Give what is typed as a draft holds it."""
        typed = self.sheet.typed()
        return {
            "second": self.second,
            "boxes": _by_hex(typed.boxes),
            "remarks": _by_hex(typed.remarks),
            "total": typed.total,
            "highlights": typed.highlights,
            "gaps": typed.gaps,
            "visited_on": typed.visited_on,
            "seen": _by_hex(self._entry.of(self.scorer).points),
        }

    @property
    def _entry(self) -> Entry:
        """What is stored of the sheet that is shown; asked only while one is."""
        assert self.opened is not None  # noqa: S101 - without a sheet nothing here is reached
        return self.opened.entry

    def _lay_out(self) -> None:
        button = self._desk.commands.button
        self.discard = as_quiet(button("entry.discard", self))
        self.first = as_quiet(button("entry.first", self))
        for part in (self.discard, self.first):
            self.message.add_button(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(columns_of(self, 0.5))
        column.addWidget(self.head)
        column.addWidget(self.message)
        column.addWidget(self.sheet, 1)
        column.addWidget(self.compare, 1)
        self.foot = QWidget()
        foot = row_of(self.sum, self.save)
        foot.setStretch(0, 1)
        self.foot.setLayout(foot)
        column.addWidget(self.foot)
        self.compare.hide()
        scorer = self.head.scorer
        self.sheet.between([Step(scorer.box, scorer.settle)], [Step(self.save)])

    def _open_scorers(self) -> tuple[str, ...]:
        """Name those who may have written this sheet: not entered, or not yet twice."""
        entry = self._entry
        once = [each.name for each in entry.scorers if self._wants_second(each.name)]
        return (*entry.expected, *once)

    def _likely(self) -> str:
        names, entered = self._open_scorers(), self._entry.scorers
        known = bool(self._entry.sheet.inspectors) or bool(entered)
        if self._last_scorer in names or not known:
            return self._last_scorer
        return next(iter((*names, *(each.name for each in entered))), "")

    def _wants_second(self, scorer: str) -> bool:
        opened = self.opened
        if opened is None or not opened.entry.sheet.round.double_entry:
            return False
        return bool(opened.entry.of(scorer).points) and scorer not in opened.confirmed

    def _take_scorer(self, name: str) -> None:
        """Follow another scorer: what is typed goes along, but over nobody's points."""
        before = self._whose
        if not self.dirty or self.sheet.typed() == self._resumed:
            self._show_scorer()
        elif self._entry.of(name).points:
            self.head.scorer.put(before)
            self._desk.warn(f"“{name}”的打分已经录过。要改他的，请先保存或丢弃现在填的，再选他。")
        else:
            self._whose = name
            self.renamed.emit(before)
        self._tell()

    def _show_scorer(self) -> None:
        """Show what is known of the scorer; nothing where it is to be entered again, blind."""
        self._whose = self.scorer
        self.second = self._wants_second(self.scorer) and not self._look_at_first
        self.sheet.show_scores_only(on=self.second)
        self._clean = Typed() if self.second else self._known()
        self.sheet.put(self._clean)
        self._clean, self._resumed = self.sheet.typed(), None
        self.discard.hide()
        self.first.setVisible(self.second)
        entered = bool(self._entry.of(self.scorer).points)
        if self._entry.state == VOID:
            self.message.say("这张表已经作废，不能录入。", "error")
        elif self.second:
            self.message.say("第二遍录入：看着纸重新录，这里不显示第一遍的分数。", "warning")
        elif entered:
            self.message.say(f"{self.scorer}的打分已经录过，改了再保存会替换原来的。", "warning")
        else:
            self.message.say("")
        self._tell()

    def _known(self) -> Typed:
        entry = self._entry
        scorer, boxes = entry.of(self.scorer), {}
        for row in self.sheet.score_rows:
            row.put_points(scorer.points.get(row.line.id))
            boxes[row.line.id] = row.box.text() if row.box is not None else ""
        for review in self.sheet.review_rows:
            review.put_outcome(entry.reviews.get(review.seen.problem, (None, ""))[0])
            boxes[review.seen.problem] = review.box.text() if review.box is not None else ""
        seen = {problem: remark for problem, (_code, remark) in entry.reviews.items()}
        return Typed(
            boxes=boxes,
            remarks={**seen, **scorer.remarks},
            highlights=entry.highlights,
            gaps=entry.gaps,
            visited_on=entry.visited_on or _come(entry.sheet.planned_on),
        )

    def _resume(self, draft: EntryDraft) -> None:
        """Show what was typed before, and say that it is not saved."""
        told = draft.typed
        if told["second"] and not self.second:
            self.message.say("您还有一份第二遍录入的草稿，这张表已经复核，用不着了。", "warning")
            self.discard.show()
            return
        if self.second and not told["second"]:
            self._look_at_first = True
            self._show_scorer()
        self.sheet.put(
            Typed(
                boxes=_by_id(told["boxes"]),
                remarks=_by_id(told["remarks"]),
                total=told["total"],
                highlights=told["highlights"],
                gaps=told["gaps"],
                visited_on=told["visited_on"],
            )
        )
        self._resumed = self.sheet.typed()
        when = datetime.fromisoformat(draft.kept_at).astimezone()
        text = f"接着录：{when:%m月%d日 %H:%M} 填到一半的内容已经恢复，还没有保存。"
        if told["seen"] != _by_hex(self._entry.of(draft.scorer).points):
            text += "这以后有人改过这位打分人的分数，请对着纸核对。"
        self.message.say(text, "warning")
        self.discard.show()
        self._tell()

    def _tell(self) -> None:
        self.sum.tell(self.sheet.total(), self.sheet.full(), self.sheet.missing())
        self.changed.emit()

    def _turn(self, page: QWidget) -> None:
        """Show the boxes or the comparison; what is hidden takes no room, unlike in a stack."""
        for each in (self.sheet, self.foot):
            each.setVisible(page is self.sheet)
        self.compare.setVisible(page is self.compare)
        self.message.setVisible(page is self.sheet and bool(self.message.text.text()))


def _labels(catalog: Catalog, ledger: str, key: str) -> Mapping[str, str]:
    field = catalog[ledger].fields[key]
    assert isinstance(field, Choice)  # noqa: S101 - the ledger says so
    return field.options.labels


def _by_hex(values: Mapping[UUID, Any]) -> dict[str, Any]:
    return {key.hex: value for key, value in values.items()}


def _by_id(values: Mapping[str, Any]) -> dict[UUID, Any]:
    return {UUID(key): value for key, value in values.items()}


def _come(day: str) -> str:
    """Give a planned day that has come; one that has not is nobody's visit."""
    return day if day <= calendar.today().isoformat() else ""
