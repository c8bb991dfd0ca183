"""How the columns of a file were matched, with a way to match them otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.import_decisions import FIELD
from jianxi_desktop.services.import_report import RosterReport
from jianxi_desktop.ui.screens.cell_choice import ChoiceModel, ChoiceTable
from jianxi_desktop.ui.theme import colour

CAPTION, SAMPLE, TAKEN, REMARK = range(4)
_WIDTHS: Final = (9, 13, 11, 10)
LEFT_OUT: Final = "（不收）"
_SAMPLES: Final = 3


@dataclass
class ColumnRow:
    """One column of the file.

    Attributes:
        caption: Its caption.
        sample: What its first cells hold.
        key: The field it is taken for; ``None``: it is left out.
        read: The field it was taken for when the file was read.
    """

    caption: str
    sample: str
    key: str | None
    read: str | None


class ColumnsModel(ChoiceModel):
    """The columns of a file; what each is taken for is chosen in place.

    Signals:
        chosen: Somebody matched a column otherwise.
    """

    captions = ("文件里的列", "前几格", "收进", "说明")
    choosing = TAKEN
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ColumnRow] = []
        self._captions: dict[str, str] = {}
        self._required: tuple[str, ...] = ()
        self._rivals: frozenset[str] = frozenset()
        self._ignored: tuple[str, ...] = ()
        self._learned: Mapping[str, str | None] = {}

    def show_report(self, ledger: Ledger, report: RosterReport) -> None:
        """Show the columns that a reading found; those that are not taken come first."""
        self.beginResetModel()
        fields = (*ledger.roster_fields, FIELD)
        self._captions = {each.key: each.caption for each in fields}
        self._required = tuple(each.key for each in fields if each.required)
        self._rivals = frozenset(c for captions in report.rivals.values() for c in captions)
        self._ignored, self._learned = ledger.ignored, report.learned
        rows = [
            ColumnRow(caption, _sample(report.previews, place), key, key)
            for place, (caption, key) in enumerate(report.columns.items())
        ]
        self.rows = sorted(rows, key=self._order)
        self.endResetModel()

    @property
    def matched(self) -> dict[str, str | None]:
        """What is to be told to the next reading: what was changed, and every rival."""
        return {
            row.caption: row.key
            for row in self.rows
            if row.key != row.read or row.caption in self._rivals
        }

    @property
    def changed(self) -> int:
        """How many columns were matched otherwise than they were read."""
        return sum(row.key != row.read for row in self.rows)

    def missing(self) -> list[str]:
        """Name the fields that a record cannot do without and no column is taken for."""
        taken = {row.key for row in self.rows}
        return [self._captions[key] for key in self._required if key not in taken]

    def choices_of(self, place: int) -> list[tuple[str, str | None]]:
        """Give what a column may be taken for: caption and key, leaving it out first."""
        holders = {row.key: row.caption for row in self.rows if row.key}
        offered: list[tuple[str, str | None]] = [(LEFT_OUT, None)]
        for key, caption in self._captions.items():
            holder = holders.get(key)
            beside = f"（现为“{holder}”列）" if holder and self.rows[place].key != key else ""
            offered.append((caption + beside, key))
        return offered

    def choose(self, place: int, wanted: str | None) -> None:
        """Override: take a column for a field; the one that was taken for it so far is left out."""
        row = self.rows[place]
        if row.key == wanted:
            return
        for other in self.rows:
            if wanted is not None and other.key == wanted:
                other.key = None
        row.key = wanted
        self.tell()
        self.chosen.emit()

    def words_of(self, row: ColumnRow) -> tuple[str, str, str, str]:
        """Override: caption, first cells, field, remark."""
        taken = self._captions.get(row.key, row.key) if row.key else LEFT_OUT
        return row.caption, row.sample, taken, self._remark(row)

    def chosen_in(self, row: ColumnRow) -> str | None:
        """Override: give the field."""
        return row.key

    def ink_of(self, row: ColumnRow, column: int) -> object:
        """Override: what is taken, what is odd, what is only a sample."""
        if column == SAMPLE:
            return colour("ink-soft")
        if column == REMARK:
            odd = row.key != row.read or row.caption in self._rivals
            lost = row.key is None and row.caption not in self._ignored
            return colour("amber" if odd or lost else "ink-soft")
        if column == TAKEN:
            return colour("good" if row.key else "ink-soft")
        return None

    def _order(self, row: ColumnRow) -> int:
        if row.caption in self._rivals:
            return 0
        if row.caption in self._learned or (row.key is None and row.caption not in self._ignored):
            return 1
        return 2 if row.key is not None else 3

    def _remark(self, row: ColumnRow) -> str:
        if row.key != row.read:
            return "改了，按“照这样读”看结果"
        if row.caption in self._rivals:
            return "有几列都像，请定一列"
        if row.caption in self._learned:
            return "照上次的选择"
        if row.key is not None:
            return ""
        if row.caption in self._ignored:
            return "由程序自己计算或编号，不用收"
        return "没有认出，需要时请选它是什么"


class ColumnsTable(ChoiceTable):
    """Shows the columns; what each is taken for is a drop-down."""

    def __init__(self) -> None:
        self.rows = ColumnsModel()
        super().__init__(self.rows, _WIDTHS)
        self.setAccessibleName("名册各列")

    def choose(self, caption: str, key: str | None) -> None:
        """Take the column of a caption for a field."""
        self.rows.choose([row.caption for row in self.rows.rows].index(caption), key)


def _sample(previews: Sequence[Sequence[str]], place: int) -> str:
    """Show the first cells of a column; numbers of people are cut."""
    cells = (line[place] if place < len(line) else "" for line in previews)
    shown = [hide_numbers(cell).replace("\n", " ") for cell in cells if cell][:_SAMPLES]
    return "、".join(shown)
