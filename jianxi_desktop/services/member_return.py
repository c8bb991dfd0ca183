"""The return R2: members and organisations of each part of an office, as of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from jianxi_desktop.db import as_of, figures
from jianxi_desktop.domain import statistics
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_check import Check
from jianxi_desktop.services.return_units import layout_of
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.scope import require_inside
from jianxi_desktop.sheets.returns import Caption, ReturnRow, ReturnTable, summed, write_return

CODE, TITLE = "R2", "党组织和党员基本情况"
_FORMS = {
    "working_committee": "党工委",
    "party_committee": "党委",
    "general_branch": "党总支",
    "branch": "党支部",
    "group": "党小组",
}
_HAN = "01"


@dataclass(frozen=True)
class ReturnResult:
    """A return as it would be handed in.

    Attributes:
        code: Number of the return.
        table: Captions and rows.
        figures: One tuple of figures a row, totals computed.
        checks: Comparisons between figures.
        day: The day it is counted as of.
        path: The workbook, if one was written.
    """

    code: str
    table: ReturnTable
    figures: tuple[tuple[int | None, ...], ...]
    checks: tuple[Check, ...]
    day: date
    path: Path | None = None

    @property
    def title(self) -> str:
        """What the return is called."""
        return self.table.title

    @property
    def size(self) -> int:
        """How many rows it has, for the journal."""
        return len(self.table.rows)

    def named_figures(self) -> dict[str, dict[str, object]]:
        """Give every figure by its identifier: return, row, column, from 1."""
        names = [
            f"{group.text} {column.text}" if group.below else group.text
            for group in self.table.heading
            for column in group.columns
        ]
        return {
            f"{self.code}.{row}.{column}": {
                "name": f"{line.label} {name}",
                "value": value,
                "shown": "" if value is None else str(value),
            }
            for row, (line, cells) in enumerate(
                zip(self.table.rows, self.figures, strict=True), start=1
            )
            for column, (name, value) in enumerate(zip(names, cells, strict=True), start=1)
        }

    def write(self, path: Path) -> None:
        """Write the return as a workbook.

        Raises:
            EnvironmentFailure: It could not be written.
        """
        write_return(path, self.table)


@needs(Right.VIEW)
def count(
    office: Office, day: date, period: str, progress: Progress, top: UUID | None = None
) -> ReturnResult:
    """Count the return as of a day and check it, of the office or of one organisation.

    Raises:
        InputError: The organisation is not one to see.
    """
    del period  # the page names the day
    if top is not None:
        with office.store.read() as connection:
            require_inside(office, connection, office.catalog["organisation"], [top])
    progress(0, 2)
    table, late = _count_members(office, day, top)
    progress(1, 2)
    counted = tuple(summed(table))
    checks = (*_check(table, counted), _check_joining(late))
    progress(2, 2)
    return ReturnResult(CODE, table, counted, checks, day)


class _Counter:
    """One row's figures, in the order of the return's columns."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._sizes = [
            len(_FORMS),
            1,
            2,
            3,
            1,
            len(statistics.captions("age", day)),
            len(statistics.captions("education", day)),
            len(statistics.captions("joined", day)),
        ]
        self.cells = [0] * sum(self._sizes)

    def add_organisation(self, form: str) -> None:
        """Count one organisation."""
        if form in _FORMS:
            self.cells[list(_FORMS).index(form)] += 1

    def add_members(self, member: figures.Member) -> None:
        """Count people who are alike in all that is asked."""
        groups = (
            None,
            0,
            0 if member.status == "full" else 1,
            {"1": 0, "2": 1}.get(member.sex or "", 2),
            0 if member.ethnic_group not in (None, _HAN) else None,
            statistics.age_band(member.born_on, self._day),
            statistics.education_band(member.education, self._day),
            statistics.joined_band(member.joined_on, self._day),
        )
        start = 0
        for size, place in zip(self._sizes, groups, strict=True):
            if place is not None:
                self.cells[start + place] += member.number
            start += size


def _heading(day: date) -> tuple[Caption, ...]:
    def group(text: str, below: Iterable[str], width: float = 2.4) -> Caption:
        return Caption(text, tuple(Caption(each, width=width) for each in below))

    return (
        group("党组织数", _FORMS.values()),
        Caption("党员总数", width=2.6, repeated=True),
        group("党员类别", ("正式党员", "预备党员")),
        group("性别", ("男", "女", statistics.UNKNOWN)),
        Caption("少数民族", width=2.4),
        group("年龄", statistics.captions("age", day)),
        group("学历", statistics.captions("education", day)),
        group("入党时间", statistics.captions("joined", day), 4.2),
    )


def _count_members(office: Office, day: date, top: UUID | None) -> tuple[ReturnTable, int]:
    """Count members by organisation; give the table, and how many joined after the day."""
    with office.store.read() as connection:
        organisations = as_of.organisations_on(connection, office.catalog, day)
        members = list(figures.members(connection, office.catalog, day))
    layout = layout_of(office, organisations, top)
    counters = {row: _Counter(day) for row in layout.rows}
    for organisation in organisations:
        row = layout.row_of(organisation["id"])
        if row is not None and organisation["standing"]:
            counters[row].add_organisation(organisation["form"])
    late = 0
    for member in members:
        if (row := layout.row_of(member.branch)) is not None:
            counters[row].add_members(member)
            late += member.number if (member.joined_on or "") > day.isoformat() else 0
    table = ReturnTable(
        title=TITLE,
        unit=layout.unit,
        as_of=f"{day.year}年{day.month}月{day.day}日",
        heading=_heading(day),
        rows=tuple(
            ReturnRow(
                line.label,
                line.level,
                () if line.total else tuple(counters[line.organisation].cells),
                total=line.total,
            )
            for line in layout.lines()
        ),
        corner="党组织",
        code=CODE,
        remark="按正式组织关系统计；停止党籍、出党和去世的不计入。日期只知年月的按其最早一天计算。",
    )
    return table, late


def _check_joining(late: int) -> Check:
    detail = f"{late}名党员登记的入党日期晚于统计日，已计入，请核对日期" if late else ""
    return Check("入党日期都不晚于统计日", late == 0, detail)


def _check(table: ReturnTable, counted: tuple[tuple[int | None, ...], ...]) -> Iterable[Check]:
    """Compare each group of bands with the number of members, row by row."""
    start = 0
    total = len(_FORMS)
    for caption in table.heading:
        width = len(caption.columns)
        if caption.below and caption.text != "党组织数":
            wrong = [
                f"{row.label}：{caption.text}合计{found}，党员总数{cells[total]}"
                for row, cells in zip(table.rows, counted, strict=True)
                if (found := sum(cell or 0 for cell in cells[start : start + width]))
                != cells[total]
            ]
            yield Check(f"{caption.text}各栏之和等于党员总数", not wrong, "；".join(wrong))
        start += width
