"""What is being brought in, with everything a person has decided about it so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.import_report import Decision, RosterReport, RowReport, Source

# What is settled by saying who a row is about.
_DOUBTS = frozenset(
    {"possible_duplicate", "namesake", "repeated", "moved", "left", "taken", "decision"}
)

_LEAST = 2  # columns that make a heading line


@dataclass
class Brought:
    """A roster on its way in.

    Attributes:
        path: The file; ``None`` for a pasted block.
        pasted: The pasted block.
        headings: Captions that a pasted block without a heading line is given.
        sheet: The sheet that was chosen; ``None``: the best one.
        password: What opens the file; it is kept only as long as the file is looked at.
        captions: What was decided about columns, by caption.
        decisions: What was decided about rows, by their number.
        waiting: Numbers of the rows that were decided since the file was read last.
    """

    path: Path | None = None
    pasted: str = ""
    headings: tuple[str, ...] = ()
    sheet: str | None = None
    password: str | None = field(default=None, repr=False)
    captions: dict[str, str | None] = field(default_factory=dict)
    decisions: dict[int, Decision] = field(default_factory=dict)
    waiting: set[int] = field(default_factory=set)

    @property
    def there(self) -> bool:
        """Whether there is something to import."""
        return self.path is not None or bool(self.pasted)

    @property
    def name(self) -> str:
        """What it is called, without an ending."""
        return self.path.stem if self.path is not None else "粘贴的表格"

    def source(self) -> Source:
        """Give what the import takes."""
        first = "\t".join(self.headings) + "\n" if self.headings else ""
        return Source(
            self.path,
            first + self.pasted if self.pasted else "",
            self.sheet,
            self.password,
            dict(self.captions),
        )

    def every_decision(self) -> tuple[Decision, ...]:
        """Give what was decided about rows."""
        return tuple(self.decisions[row] for row in sorted(self.decisions))

    def begin(self, path: Path | None = None, pasted: str = "") -> None:
        """Begin with another roster; what was decided about the last one does not hold for it."""
        self.path, self.pasted, self.headings = path, pasted, ()
        self.sheet = self.password = None
        self.captions.clear()
        self.forget_rows()

    def choose_sheet(self, name: str) -> None:
        """Read another sheet; what was decided about the one before does not hold for it."""
        self.sheet = name
        self.captions.clear()
        self.forget_rows()

    def match(self, columns: Mapping[str, str | None]) -> None:
        """Keep what was decided about columns."""
        self.captions.update(columns)

    def decide(self, decision: Decision) -> None:
        """Keep what was decided about a row."""
        self.decisions[decision.row] = decision
        self.waiting.add(decision.row)

    def withdraw(self, row: int) -> None:
        """Take back what was decided about a row."""
        self.decisions.pop(row, None)
        self.waiting.discard(row)

    def forget_rows(self) -> None:
        """Forget what was decided about rows: they may be others now."""
        self.decisions.clear()
        self.waiting.clear()

    def offer_headings(self, ledger: Ledger) -> bool:
        """Give a block without a heading line the captions of the ledger's list, in its order."""
        if not self.pasted or self.headings:
            return False
        width = max((line.count("\t") + 1 for line in self.pasted.splitlines()), default=1)
        width = max(width, _LEAST)
        listed = [attribute.caption for attribute in ledger.pick(ledger.listing)]
        beyond = [f"第{place + 1}列" for place in range(len(listed), width)]
        self.headings = (*listed, *beyond)[:width]
        return True


def pending(brought: Brought, answers: Sequence[str] = ("same", "other")) -> int:
    """Count the rows that were decided since the last reading and will be written."""
    return sum(brought.decisions[row].answer in answers for row in brought.waiting)


def asks(row: RowReport) -> bool:
    """Tell whether a row asks who it is; other things that wait for a person are mended."""
    doubts = any(issue.code in _DOUBTS for issue in row.issues)
    return row.action == "review" and bool(row.candidates) and doubts


def is_open(row: RowReport, brought: Brought) -> bool:
    """Tell whether a row asks who it is and nobody has said yet."""
    return asks(row) and row.row not in brought.decisions


def is_done(report: RosterReport | None) -> bool:
    """Tell whether a report is of an import that was written."""
    return report is not None and bool(report.touched)
