"""One checklist as it lies on the table: its criteria, problems, words and day, to be typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from jianxi_desktop.domain.scoring import full_score, total
from jianxi_desktop.services.observation_sheets import Sheet, SheetLine
from jianxi_desktop.ui.screens.entry_boxes import Passage
from jianxi_desktop.ui.screens.entry_ends import DayLine, SumLine
from jianxi_desktop.ui.screens.entry_order import PaperOrder, Step
from jianxi_desktop.ui.screens.entry_rows import Lines, ReviewRow, Row, ScoreRow
from jianxi_desktop.ui.screens.parts import LowArea, section
from jianxi_desktop.ui.theme import columns_of

_PASSAGE = 2.4  # lines


@dataclass(frozen=True)
class Typed:
    """What stands on a sheet, right or not yet: the texts of its boxes.

    Attributes:
        boxes: By criterion or problem.
        remarks: By criterion or problem.
        total: The sum that stands on the paper.
        highlights: What was good.
        gaps: What was not.
        visited_on: The day.
    """

    boxes: Mapping[UUID, str] = field(default_factory=dict)
    remarks: Mapping[UUID, str] = field(default_factory=dict)
    total: str = ""
    highlights: str = ""
    gaps: str = ""
    visited_on: str = ""


class EntrySheet(QWidget):
    """The boxes of a sheet in the order of the paper.

    Attributes:
        order: Leads Enter through them.
        score_rows: The criteria.
        review_rows: The problems looked at again.

    Signals:
        changed: Somebody typed.
    """

    changed = Signal()

    def __init__(self, methods: Mapping[str, str], outcomes: Mapping[str, str]) -> None:
        """Make a sheet with nothing on it.

        Args:
            methods: What the methods are called, by code.
            outcomes: What may be seen of a problem, by code, in the order of the paper.
        """
        super().__init__()
        self._methods, self._outcomes = methods, outcomes
        self.order = PaperOrder(self)
        self.score_rows: list[ScoreRow] = []
        self.review_rows: list[ReviewRow] = []
        self.sum, self.day = SumLine(), DayLine()
        self.highlights, self.gaps = Passage(_PASSAGE), Passage(_PASSAGE)
        self._scores_only = False
        self._laid: tuple[SheetLine, ...] | None = None
        self._before: Sequence[Step] = ()
        self._after: Sequence[Step] = ()
        self._lay_out()
        self.sum.changed.connect(self._tell)
        self.day.changed.connect(self.changed)
        for passage in (self.highlights, self.gaps):
            passage.textChanged.connect(self.changed)

    def between(self, before: Sequence[Step], after: Sequence[Step]) -> None:
        """Say what Enter comes from, and where it goes after the last box."""
        self._before, self._after = before, after

    def show_sheet(self, sheet: Sheet) -> None:
        """Lay an empty sheet down."""
        if self._laid != sheet.lines:
            self._laid = sheet.lines
            self._make_lines(sheet.lines)
        for row in self.score_rows:
            row.clear()
        self._make_reviews(sheet)
        self.put(Typed())
        self.order.set_steps([*self._before, *self._steps(), *self._after])

    def put(self, typed: Typed) -> None:
        """Show what was typed, or what is known, and tell nobody."""
        for row, key in self._keyed():
            if row.box is not None:
                row.box.put(typed.boxes.get(key, ""))
            row.remark.setText(typed.remarks.get(key, ""))
            row.show_again()
        self.sum.box.put(typed.total)
        self.day.put(typed.visited_on)
        self.highlights.put(typed.highlights)
        self.gaps.put(typed.gaps)
        self._follow()

    def typed(self) -> Typed:
        """Give what stands in the boxes."""
        keyed = self._keyed()
        return Typed(
            boxes={key: row.box.text() for row, key in keyed if row.box and row.box.text()},
            remarks={key: row.remark.text().strip() for row, key in keyed if row.remark.text()},
            total=self.sum.box.text(),
            highlights=self.highlights.toPlainText().strip(),
            gaps=self.gaps.toPlainText().strip(),
            visited_on=self.day.box.text(),
        )

    def points(self) -> dict[UUID, int]:
        """Give the points that are given, by criterion."""
        return {row.line.id: row.points for row in self.score_rows if row.points is not None}

    def outcomes(self) -> dict[UUID, tuple[str | None, str]]:
        """Give what was seen, and the remark on it, by problem."""
        return {
            row.seen.problem: (row.outcome, row.remark.text().strip()) for row in self.review_rows
        }

    def total(self) -> Fraction:
        """Add up what is given, with the weights."""
        return total((row.points or 0, row.line.weight) for row in self.score_rows)

    def full(self) -> Fraction:
        """Give the most that could be given."""
        return full_score((row.line.scale, row.line.weight) for row in self.score_rows)

    def missing(self) -> tuple[int, ...]:
        """Name the lines whose box is empty by their numbers on the paper."""
        return tuple(row.line.number for row in self.score_rows if row.missing)

    def unseen(self) -> int:
        """Count the problems of which nothing is said."""
        return 0 if self._scores_only else sum(row.missing for row in self.review_rows)

    def first_empty(self) -> QWidget:
        """Give the first box that nothing stands in; the first where all are filled."""
        empty = (row.box for row in self.score_rows if row.missing and row.box is not None)
        first = self.score_rows[0] if self.score_rows else None
        beginning = (first.box or first.remark) if first else self.day.box
        return next(empty, beginning)

    def first_wrong(self) -> QWidget | None:
        """Say beside every box what is wrong with it, and give the first such place."""
        rest: list[Row] = [] if self._scores_only else [*self.review_rows]
        ends: list[SumLine | DayLine] = [self.sum] if self._scores_only else [self.sum, self.day]
        rows: list[Row] = [*self.score_rows, *rest]
        wrong: list[QWidget] = [row.box for row in rows if not row.settle() and row.box]
        wrong += [line.box for line in ends if not line.settle()]
        return wrong[0] if wrong else None

    def show_scores_only(self, *, on: bool) -> None:
        """Leave out what is not entered twice: remarks, problems, words and the day."""
        self._scores_only = on
        self._rest.setVisible(not on)
        self.lines.show_remarks(on=not on)

    def freeze(self, *, on: bool) -> None:
        """Let it be read only."""
        for row, _key in self._keyed():
            row.freeze(on=on)
        for editor in (self.sum.box, self.day.box, self.highlights, self.gaps):
            editor.setReadOnly(on)

    def _lay_out(self) -> None:
        self.lines, self.reviews = Lines(), Lines()
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        edge = columns_of(self, 0.4)
        column.setContentsMargins(0, 0, edge, edge)
        column.setSpacing(columns_of(self, 0.5))
        column.addWidget(self.lines)
        column.addWidget(self.sum)
        self._rest = QWidget()
        rest = QVBoxLayout(self._rest)
        rest.setContentsMargins(0, 0, 0, 0)
        rest.addWidget(self.reviews)
        for title, passage in (("亮点", self.highlights), ("差距与问题", self.gaps)):
            label = section(title)
            label.setBuddy(passage)
            passage.setAccessibleName(title)
            rest.addWidget(label)
            rest.addWidget(passage)
        rest.addWidget(self.day)
        column.addWidget(self._rest)
        column.addStretch(1)
        self._area = LowArea(self._inside)
        self.order.reached.connect(self._area.bring)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)

    def _make_lines(self, lines: Sequence[SheetLine]) -> None:
        self.lines.clear()
        self.score_rows = [ScoreRow(line) for line in lines]
        seen: set[str] = set()
        for method, rows in groupby(self.score_rows, key=lambda row: row.line.method):
            again = "（续）" if method in seen else ""
            captions = () if seen else ("分值", "得分", "可以填", "备注")
            seen.add(method)
            self.lines.add_heading(f"{self._methods.get(method, method)}{again}", *captions)
            for row in rows:
                self.lines.add_row(row)
                row.changed.connect(self._tell)

    def _make_reviews(self, sheet: Sheet) -> None:
        self.reviews.clear()
        self.review_rows = [
            ReviewRow(place, seen, self._outcomes) for place, seen in enumerate(sheet.problems, 1)
        ]
        self.reviews.setVisible(bool(self.review_rows))
        if self.review_rows:
            self.reviews.add_heading("回头看", "", "结果", "可以填", "查看情况")
        for row in self.review_rows:
            self.reviews.add_row(row)
            row.changed.connect(self._tell)

    def _keyed(self) -> list[tuple[Row, UUID]]:
        scores: list[tuple[Row, UUID]] = [(row, row.line.id) for row in self.score_rows]
        return [*scores, *((row, row.seen.problem) for row in self.review_rows)]

    def _steps(self) -> list[Step]:
        scores = [step for row in self.score_rows for step in row.steps]
        reviews = [step for row in self.review_rows for step in row.steps]
        words = [Step(self.highlights), Step(self.gaps)]
        check, day = Step(self.sum.box, self.sum.settle), Step(self.day.box, self.day.settle)
        return [*scores, check, *reviews, *words, day]

    def _tell(self) -> None:
        self._follow()
        self.changed.emit()

    def _follow(self) -> None:
        plain = total((row.points or 0, 100) for row in self.score_rows)
        self.sum.follow(plain, self.total())
