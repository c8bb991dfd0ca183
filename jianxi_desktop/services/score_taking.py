"""Make of the rows of a workbook what is written, and tell every reason why not with its row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from jianxi_desktop.db.store import Change
from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.domain.scoring import read_score, read_written, scored
from jianxi_desktop.errors import FieldError, InputError
from jianxi_desktop.services import entry_checks, entry_stock, entry_writing
from jianxi_desktop.services.entry_stock import EntryGiven, Stock
from jianxi_desktop.services.observation_marks import ROWS, named, refused, unknown_line
from jianxi_desktop.services.observation_sheets import Sheet, SheetLine, sheets_with, tidy_number
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.score_rows import Label, ReadRow, line_of, takes_off

_SHORTEST_NAME = 2
# A formula that fails reads as an empty cell: whoever has such is told to look.
_INCOMPLETE = "有的检查表还缺项：格子空着，或公式出错读不出来。缺哪些项可以在“检查表录入”里看。"


@dataclass
class _Group:
    """What the rows of a workbook say of one sheet and scorer."""

    sheet: Sheet
    scorer: str
    row: int
    points: dict[UUID, int] = field(default_factory=dict)
    remarks: dict[UUID, str] = field(default_factory=dict)
    rows: dict[UUID, int] = field(default_factory=dict)


@dataclass
class _Visit:
    """What the rows say of one visit."""

    highlights: dict[str, None] = field(default_factory=dict)
    gaps: dict[str, None] = field(default_factory=dict)
    visited_on: str = ""


class ScoreTaker:
    """Makes of rows what is written, and collects the reasons why not.

    Attributes:
        notes: Chinese remarks on what was taken.
    """

    def __init__(
        self,
        office: Office,
        change: Change,
        rows: Sequence[ReadRow],
        scorer: str,
        *,
        by_column: bool,
    ) -> None:
        self._office = office
        self._change = change
        self._rows = rows
        self._scorer = scorer
        self._by_column = by_column
        numbers = {tidy_number(row.form) for row in rows}
        sheets = sheets_with(office, change.connection, "form_number", numbers)
        self._sheets = {each.form_number: each for each in sheets}
        self._stock: Stock = entry_stock.stock_of(office, change.connection, sheets)
        self._groups: dict[tuple[UUID, str], _Group] = {}
        self._visits: dict[UUID, _Visit] = {}
        self._lines: dict[tuple[UUID, Label], SheetLine | None] = {}
        self._wrong: list[tuple[int, str]] = []
        self.notes: list[str] = []

    @property
    def forms(self) -> tuple[str, ...]:
        """Numbers of the forms that something is said of."""
        return tuple(dict.fromkeys(each.sheet.form_number for each in self._groups.values()))

    def take(self, day: date) -> tuple[int, int, int]:
        """Write everything; give how many scores were new, changed, the same.

        Raises:
            InputError: Anything is wrong.
        """
        for row in self._rows:
            self._take_row(row)
        entries = self._entries()
        if self._wrong:
            ordered = dict.fromkeys(sorted(self._wrong, key=lambda each: each[0]))
            raise refused([f"第{row}行：{told}" for row, told in ordered], ROWS)
        counts = self._counts()
        entry_writing.write(self._office, self._change, self._stock, entries, day)
        return counts

    def _take_row(self, row: ReadRow) -> None:
        for told in row.wrong:
            self._say(row, f"{told}。")
        sheet = self._sheets.get(tidy_number(row.form))
        if sheet is None:
            if row.form:
                self._say(row, f"没有表号为“{hide_numbers(row.form)[:40]}”的检查表，请核对表号。")
            return
        self._compare_name(row, sheet)
        group = self._group(row, sheet)
        if group is None:
            return
        for label, said in row.said:
            self._take_score(row, group, label, said)
        for label, remark in row.remarks:
            line = self._line(row, sheet, label)
            if line is not None:
                group.remarks[line.id] = remark
        self._take_texts(row, sheet)

    def _group(self, row: ReadRow, sheet: Sheet) -> _Group | None:
        spec = self._office.catalog["observation_score"].fields["scorer"]
        try:
            scorer = spec.parse(row.scorer or self._scorer)
        except FieldError as error:
            self._say(row, f"{error.user_message}，请在这一行写明打分人。")
            return None
        key = sheet.visit, str(scorer)
        return self._groups.setdefault(key, _Group(sheet, str(scorer), row.row))

    def _take_score(self, row: ReadRow, group: _Group, label: Label, said: str) -> None:
        line = self._line(row, group.sheet, label)
        if line is None:
            return
        first = group.rows.setdefault(line.id, row.row)
        if line.id in group.points or (line.id in group.remarks and not scored(line.scale)):
            where = "本行" if first == row.row else f"第{first}行"
            self._say(row, f"{named(line)}：{where}已经有{group.scorer}的分了，请只留一次。")
            return
        if not scored(line.scale):
            group.remarks[line.id] = said
            return
        read = read_written if takes_off(line, label) else read_score
        try:
            group.points[line.id] = read(line.scale, said)
        except InputError as error:
            self._say(row, f"{named(line)}：{error.user_message}")

    def _line(self, row: ReadRow, sheet: Sheet, label: Label) -> SheetLine | None:
        """Find the line of a label; that a whole column names none is said once."""
        key = sheet.round.id, label
        if key not in self._lines:
            try:
                self._lines[key] = line_of(sheet.lines, label)
            except InputError as error:
                self._lines[key] = None
                self._say(row, error.user_message)
                return None
        found = self._lines[key]
        if found is None and not self._by_column:
            self._say(row, unknown_line(sheet.lines, label.item or label.number))
        return found

    def _take_texts(self, row: ReadRow, sheet: Sheet) -> None:
        visit = self._visits.setdefault(sheet.visit, _Visit())
        visit.highlights.update(dict.fromkeys(row.highlights.splitlines()))
        visit.gaps.update(dict.fromkeys(row.gaps.splitlines()))
        if row.visited_on and visit.visited_on not in ("", row.visited_on):
            self._say(row, f"观摩日期和前面写的{visit.visited_on}不一样，请改成同一天。")
        visit.visited_on = visit.visited_on or row.visited_on

    def _compare_name(self, row: ReadRow, sheet: Sheet) -> None:
        """Refuse a form number that belongs to somebody else than the row says."""
        given, known = (each.replace(" ", "") for each in (row.name, sheet.name))
        if len(given) >= _SHORTEST_NAME and given not in known and known not in given:
            told = f"表号{sheet.form_number}是“{sheet.name}”的，这一行写的是“{row.name[:33]}”。"
            self._say(row, told + "请核对表号。")

    def _entries(self) -> list[tuple[Sheet, EntryGiven]]:
        """Join what is given with what stands, checked as if it were typed."""
        entries = []
        for group in self._groups.values():
            visit = self._visits[group.sheet.visit]
            given = EntryGiven(
                group.scorer,
                group.points,
                group.remarks,
                highlights=self._more(group.sheet, "highlights", visit.highlights),
                gaps=self._more(group.sheet, "gaps", visit.gaps),
                visited_on=visit.visited_on or None,
            )
            whole, reasons = entry_checks.check(
                self._office.catalog, group.sheet, self._stock, given, partial=True
            )
            self._wrong += [(group.row, told) for told in reasons]
            if entry_stock.progress(group.sheet, whole.points)[1]:
                self.notes = [_INCOMPLETE]
            entries.append((group.sheet, whole))
        return entries

    def _more(self, sheet: Sheet, key: str, lines: Iterable[str]) -> str | None:
        """Add lines to what stands of a visit: each scorer's workbook brings its own."""
        before = (self._stock.visits[sheet.visit][key] or "").splitlines()
        fresh = [line for line in lines if line not in before]
        return "\n".join([*before, *fresh]) if fresh else None

    def _counts(self) -> tuple[int, int, int]:
        new = changed = same = 0
        for group in self._groups.values():
            before = self._stock.entry(group.sheet.visit, group.scorer).points
            for criterion, points in group.points.items():
                new += criterion not in before
                changed += before.get(criterion, points) != points
                same += before.get(criterion) == points
        return new, changed, same

    def _say(self, row: ReadRow, told: str) -> None:
        self._wrong.append((row.row, told))
