"""A workbook to fill the scores of a round in: a row a sheet and scorer, with what is known."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.scoring import DEDUCT, allowed, scored, show_written
from jianxi_desktop.services import entry_stock, leaving
from jianxi_desktop.services.entry_stock import VOID, ScorerEntry, Stock
from jianxi_desktop.services.observation_sheets import Sheet, SheetLine, read_round, sheets_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs
from jianxi_desktop.sheets.scores import Cell, ScoreColumn, ScoreRow, write_scores


@needs(Right.EXPORT)
def write_template(
    office: Office,
    round_id: UUID,
    path: Path,
    *,
    scorer: str | None = None,
    today: date | None = None,
) -> int:
    """Write a round's workbook to fill in; give how many rows it has.

    Args:
        office: Whose database.
        round_id: The round.
        path: Where the workbook is to be.
        scorer: Whose points; ``None`` for the inspectors and all who have scored.
        today: The day at the foot of the page.

    Raises:
        ConflictError: The round is gone.
        EnvironmentFailure: Disk full, no such folder, read-only, or open in another program.
    """
    with office.store.read() as connection:
        about = read_round(office, connection, round_id)
        sheets = sheets_of(office, connection, round_id)
        stock = entry_stock.stock_of(office, connection, sheets)
    in_use = [sheet for sheet in sheets if stock.state(sheet) != VOID]
    rows = [row for sheet in in_use for row in _rows(sheet, stock, scorer)]
    columns = [_column(line) for line in about.lines]
    signed = leaving.signature(office, today)
    count = write_scores(path, f"{about.title}打分表", columns, rows, signed=signed)
    leaving.note_file(office, "export", path, None, paper="observation.scores", rows=count)
    return count


def _rows(sheet: Sheet, stock: Stock, scorer: str | None) -> Iterator[ScoreRow]:
    known = {each.name: each for each in stock.scorers(sheet.visit)}
    names = (scorer,) if scorer else (tuple(dict.fromkeys((*sheet.inspectors, *known))) or ("",))
    for place, name in enumerate(names):
        entry = known.get(name, ScorerEntry(name))
        yield ScoreRow(
            form=sheet.form_number,
            name=sheet.name,
            scorer=name,
            cells=[_cell(line, entry) for line in sheet.lines],
            visited_on=sheet.visited_on if place == 0 else "",
        )


def _column(line: SheetLine) -> ScoreColumn:
    hint = "扣分，最多扣" if line.scale.rule == DEDUCT else ""
    if line.scale.marks:
        behind = "、".join(line.scale.marks)
    else:
        behind = f"{hint}{line.scale.most}分" if scored(line.scale) else "只写情况"
    told = f"{line.guidance}\n可以填：{allowed(line.scale)}".strip()
    caption = f"{line.number} {line.item}（{behind}）"
    most = line.scale.most if scored(line.scale) else 0
    return ScoreColumn(caption, told, line.scale.marks, most)


def _cell(line: SheetLine, entry: ScorerEntry) -> Cell:
    if not scored(line.scale):
        return entry.remarks.get(line.id, "")
    if line.id not in entry.points:
        return ""
    written = show_written(line.scale, entry.points[line.id])
    return written if line.scale.marks else Decimal(written)
