"""Scores from a workbook: all that is wrong is told with its rows, or all is taken at once."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.score_rows import Columns
from jianxi_desktop.services.score_taking import ScoreTaker
from jianxi_desktop.sheets.roster import open_roster
from jianxi_desktop.sheets.scores import SPEC


@dataclass(frozen=True)
class ScoresTaken:
    """What a workbook of scores brought.

    Attributes:
        sheet: The sheet that was read.
        header_row: Row of its heading.
        forms: Numbers of the forms with something in the workbook.
        created: Scores that were not there.
        updated: Scores that were another.
        unchanged: Scores that stood already.
        empty: Rows in which nothing was filled in.
        skipped: Rows that hold no record, such as titles and totals.
        notes: Chinese remarks about the file.
        touched: Ledgers written.
    """

    sheet: str
    header_row: int
    forms: tuple[str, ...]
    created: int
    updated: int
    unchanged: int
    empty: int
    skipped: int
    notes: tuple[str, ...]
    touched: frozenset[str]


@needs(Right.EDIT)
def take_scores(
    office: Office,
    path: Path,
    *,
    scorer: str = "",
    sheet: str | None = None,
    trial: bool = False,
    today: date | None = None,
    progress: Progress = no_progress,
) -> ScoresTaken:
    """Take in every score of a workbook; what it leaves blank stays as it is.

    Args:
        office: Whose database.
        path: The workbook.
        scorer: Whose points, where a row does not say.
        sheet: Its sheet, if not the one with the best heading.
        trial: Only say what would happen.
        today: The day of the entry.
        progress: Told lines done; may stop the work, then nothing is changed.

    Raises:
        InputError: Something is wrong in it; every reason with its row, and nothing was changed.
        EnvironmentFailure: The file or the database failed.
    """
    with open_roster(path, SPEC, sheet, progress) as roster:
        if roster.file != "read":
            raise InputError(
                "workbook is not read", user_message=roster.reason, code=roster.code or "refused"
            )
        columns = Columns(roster)
        lines = list(roster.rows())
    read = list(columns.read(iter(lines)))
    filled = [row for row in read if not row.empty]
    notes = list(roster.notes)
    if columns.unread:
        notes.append(f"这些列没有读：{'、'.join(columns.unread)[:200]}")
    with office.change("enter_scores") as change:
        taker = ScoreTaker(office, change, filled, scorer, by_column=bool(columns.labels))
        counts = taker.take(today or calendar.today())
        notes += taker.notes
        if trial:
            change.give_up()
        return ScoresTaken(
            sheet=roster.sheet,
            header_row=roster.header_row,
            forms=taker.forms,
            created=counts[0],
            updated=counts[1],
            unchanged=counts[2],
            empty=len(read) - len(filled),
            skipped=len(lines) - len(read),
            notes=tuple(notes),
            touched=frozenset() if trial else frozenset(change.touched),
        )
