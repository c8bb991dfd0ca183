"""One scanned sheet to be confirmed: what was read, the doubtful lines first under Enter."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.domain.bubbles import OUTCOMES
from jianxi_desktop.domain.scoring import full_score, total
from jianxi_desktop.schema.fields import Choice
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services.entry_stock import VOID, EntryGiven
from jianxi_desktop.services.observation_entry import Entry
from jianxi_desktop.services.observation_scans import ScanSheet
from jianxi_desktop.ui.screens.entry_head import ScorerChoice, Sum
from jianxi_desktop.ui.screens.entry_order import PaperOrder, Step
from jianxi_desktop.ui.screens.entry_rows import Lines
from jianxi_desktop.ui.screens.parts import LowArea, Message, choices, wrapped
from jianxi_desktop.ui.screens.scan_rows import ReadReview, ReadScore
from jianxi_desktop.ui.theme import as_hint, as_title, columns_of

ReadRow = ReadScore | ReadReview


class ScanReview(QWidget):
    """Shows what was read of a sheet, to be put right and confirmed.

    Attributes:
        read: The sheet; ``None``: none is shown.
        entry: What is entered of it already; ``None``: not known yet.
        scorer: Whose points they are.
        rows: Its lines in the order of the paper.
        order: Leads Enter through the lines, doubtful ones first.

    Signals:
        looked: A line has the cursor; where it stands on the picture.
        changed: Somebody typed.
    """

    looked = Signal(object)
    changed = Signal()

    def __init__(self, catalog: Catalog, buttons: Sequence[QPushButton]) -> None:
        """Make it for no sheet.

        Args:
            catalog: The ledgers, whose fields read names.
            buttons: What can be done with it, that which is done at the end first.
        """
        super().__init__()
        self.read: ScanSheet | None = None
        self.entry: Entry | None = None
        self.rows: list[ReadRow] = []
        self._methods = _labels(catalog, "observation_criterion", "method")
        outcomes = _labels(catalog, "problem_review", "outcome")
        self._outcomes = {code: outcomes[code] for code in OUTCOMES}
        self.name, self.facts = as_title(wrapped()), as_hint(wrapped())
        self.scorer = ScorerChoice(catalog["observation_score"].fields["scorer"].parse)
        self.message = Message()
        self.lines = Lines()
        self.order = PaperOrder(self)
        self.sum = Sum()
        self._confirm = buttons[0]
        self._lay_out(buttons)
        self.order.reached.connect(self._reach)
        self.scorer.settled.connect(self._tell)

    def show_sheet(self, read: ScanSheet) -> None:
        """Lay a sheet down with what was read of it."""
        self.read, self.entry = read, None
        self.name.setText(read.sheet.name)
        copy = f"第 {read.copy} 份" if read.copy > 1 else ""
        missing = "、".join(map(str, read.missing_pages))
        absent = f"缺第 {missing} 页" if missing else ""
        facts = (read.form_number, copy, absent, read.sheet.street)
        self.facts.setText("　".join(filter(None, facts)))
        self.scorer.offer(read.sheet.inspectors, "", ())
        self.message.say("")
        self._make_rows(read)
        self._take_order()
        self._follow()

    def show_entry(self, entry: Entry) -> None:
        """Take what is entered already: it says who is likely, and what would be replaced."""
        assert self.read is not None  # noqa: S101 - it was asked for this sheet
        self.entry = entry
        names = [each.name for each in entry.scorers]
        offered = list(dict.fromkeys([*self.read.sheet.inspectors, *names]))
        likely = [*entry.expected, *names]
        at = self.read.copy - 1
        typed = self.scorer.name
        chosen = typed or (likely[at] if at < len(likely) else "")
        self.scorer.offer(offered, chosen, names)
        self._tell()
        self.begin()

    def begin(self) -> None:
        """Put the cursor where a person is needed first."""
        boxes = (row.box for row in self._in_order() if row.box is not None)
        first = next(boxes, None) if self.scorer.name else None
        self.order.go_to(first or self.scorer.box)

    def refuse(self) -> bool:
        """Put the cursor on what is wrong or unsaid; tell whether there is anything."""
        if not self.scorer.settle():
            self.order.go_to(self.scorer.box)
            return True
        wrong = [row for row in self.rows if row.problem]
        if wrong and wrong[0].box is not None:
            self.order.go_to(wrong[0].box)
        return bool(wrong)

    @property
    def frozen(self) -> bool:
        """Whether it cannot be confirmed."""
        return self.entry is None or self.entry.state == VOID

    def given(self) -> EntryGiven:
        """Give what is to be saved: nothing that stands empty."""
        scores = (row for row in self.rows if isinstance(row, ReadScore))
        reviews = (row for row in self.rows if isinstance(row, ReadReview))
        return EntryGiven(
            self.scorer.name,
            {row.line.id: row.points for row in scores if row.points is not None},
            outcomes={row.seen.problem: (row.outcome, "") for row in reviews if row.outcome},
        )

    def missing(self) -> tuple[int, ...]:
        """Name the criteria that nothing is said of."""
        return tuple(
            row.line.number for row in self.rows if isinstance(row, ReadScore) and row.missing
        )

    def _lay_out(self, buttons: Sequence[QPushButton]) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        edge = columns_of(self, 0.4)
        column.setContentsMargins(0, 0, edge, edge)
        column.addWidget(self.lines)
        column.addStretch(1)
        self._area = LowArea(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(columns_of(self, 0.3))
        for part in (self.name, self.facts, self.scorer, self.message):
            whole.addWidget(part)
        whole.addWidget(self._area, 1)
        whole.addWidget(self.sum)
        whole.addWidget(choices(*buttons))

    def _make_rows(self, read: ScanSheet) -> None:
        self.lines.clear()
        scores = [
            ReadScore(line, read.lines[line.number])
            for line in read.sheet.lines
            if line.number in read.lines
        ]
        reviews = [
            ReadReview(at, seen, self._outcomes, read.outcomes[at])
            for at, seen in enumerate(read.sheet.problems, 1)
            if at in read.outcomes
        ]
        for method, rows in groupby(scores, key=lambda row: row.line.method):
            self.lines.add_heading(self._methods.get(method, method))
            for row in rows:
                self.lines.add_row(row)
        if reviews:
            self.lines.add_heading("回头看")
        for review in reviews:
            self.lines.add_row(review)
        self.lines.show_remarks(on=False)
        self.rows = [*scores, *reviews]
        for each in self.rows:
            each.changed.connect(self._tell)

    def _in_order(self) -> list[ReadRow]:
        """Give the lines as Enter goes: those in doubt first, each in the order of the paper."""
        return sorted(self.rows, key=lambda row: not row.doubt)

    def _take_order(self) -> None:
        steps = [Step(row.box, row.settle) for row in self._in_order() if row.box is not None]
        whose = Step(self.scorer.box, self.scorer.settle)
        self.order.set_steps([whose, *steps, Step(self._confirm)])

    def _reach(self, editor: QWidget) -> None:
        row = next((row for row in self.rows if row.box is editor), None)
        if row is not None:
            self._area.bring(editor)
            self.looked.emit(row.place)

    def _tell(self) -> None:
        self._follow()
        self._warn()
        self.changed.emit()

    def _follow(self) -> None:
        scores = [row for row in self.rows if isinstance(row, ReadScore)]
        self.sum.tell(
            total((row.points or 0, row.line.weight) for row in scores),
            full_score((row.line.scale, row.line.weight) for row in scores),
            self.missing(),
        )

    def _warn(self) -> None:
        """Say what confirming would replace."""
        if self.entry is None:
            return
        if self.entry.state == VOID:
            self.message.say("这张表已经作废，不能录入。", "error")
            return
        known = self.entry.of(self.scorer.name).points
        other = sum(known.get(key, points) != points for key, points in self.given().points.items())
        if other:
            self.message.say(
                f"{self.scorer.name}的打分已经录过，有 {other} 项和这里不同，"
                "确认后以这里的为准。这一份是别人的，请改打分人。",
                "warning",
            )
        else:
            self.message.say("")


def _labels(catalog: Catalog, ledger: str, key: str) -> Mapping[str, str]:
    field = catalog[ledger].fields[key]
    assert isinstance(field, Choice)  # noqa: S101 - the ledger says so
    return field.options.labels
