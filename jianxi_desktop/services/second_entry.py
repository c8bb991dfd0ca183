"""Enter a sheet a second time, blind, and settle where the two differ.

A form is checked when every scorer of it has been entered twice. Until then what was confirmed is
kept as a setting of this database; it holds only while the scores stand as they were confirmed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import entry_drafts
from jianxi_desktop.db import office as settings_of_office
from jianxi_desktop.db.write import stale
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import entry_stock, entry_writing, observation_marks
from jianxi_desktop.services.entry_stock import CHECKED, ENTERED, VOID, EntryGiven, Stock
from jianxi_desktop.services.observation_sheets import Sheet, SheetLine, sheets_with
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class Difference:
    """A line that was entered differently the second time.

    Attributes:
        line: The line.
        first: Hundredths of a point as saved; ``None``: not entered.
        second: As typed now; ``None``: not typed.
    """

    line: SheetLine
    first: int | None
    second: int | None


@needs(Right.EDIT)
def compare_second(
    office: Office, visit_id: UUID, scorer: str, points: Mapping[UUID, int]
) -> tuple[Difference, ...]:
    """Give the lines where a second entry differs from what is saved of a scorer.

    Raises:
        ConflictError: The visit is gone.
        InputError: The scorer has nothing entered yet, or points cannot stand there.
    """
    with office.store.read() as connection:
        sheet = _sheet(office, connection, visit_id)
        stock = entry_stock.stock_of(office, connection, [sheet])
    first = _first(sheet, stock, _tidy_scorer(office, scorer), points)
    return tuple(
        Difference(line, first.get(line.id), points.get(line.id))
        for line in sheet.lines
        if entry_stock.counts(line) and first.get(line.id) != points.get(line.id)
    )


@needs(Right.EDIT)
def confirm_second(
    office: Office,
    visit_id: UUID,
    version: int,
    scorer: str,
    points: Mapping[UUID, int],
    *,
    today: date | None = None,
) -> Saved:
    """Save what was settled for a scorer; the form is checked when this was the last one.

    Args:
        office: Whose database.
        visit_id: Whose sheet.
        version: The visit's version that was shown.
        scorer: Whose points.
        points: All points of the scorer as they are to stand.
        today: The day of the check.

    Raises:
        ConflictError: The visit was changed since it was opened.
        InputError: As ``compare_second``.
    """
    scorer = _tidy_scorer(office, scorer)
    with office.change("check_scores") as change:
        sheet = _sheet(office, change.connection, visit_id)
        if sheet.version != version:
            raise stale(office.catalog["observation_visit"])
        stock = entry_stock.stock_of(office, change.connection, [sheet])
        _first(sheet, stock, scorer, points)
        before = stock.entry(visit_id, scorer)
        unscored = {
            line.id: 0
            for line in sheet.lines
            if not entry_stock.counts(line) and line.id in before.points
        }
        settled = {**points, **unscored}
        remarks = {each: text for each, text in before.remarks.items() if each in settled}
        twice = {**_confirmed(change.connection, stock, visit_id), scorer: settled}
        last = twice.keys() >= {each.name for each in stock.scorers(visit_id)}
        versions = entry_writing.write(
            office,
            change,
            stock,
            [(sheet, EntryGiven(scorer, settled, remarks))],
            today or calendar.today(),
            CHECKED if last else ENTERED,
        )
        _keep(change.connection, visit_id, twice)
        entry_drafts.drop(change.connection, office.account.id, visit_id, scorer)
        return Saved(visit_id, versions[visit_id], frozenset(change.touched))


@needs(Right.VIEW)
def confirmed_scorers(office: Office, visit_id: UUID) -> tuple[str, ...]:
    """Give the scorers whose points were entered twice and stand as they were confirmed."""
    with office.store.read() as connection:
        sheet = _sheet(office, connection, visit_id)
        stock = entry_stock.stock_of(office, connection, [sheet])
        return tuple(_confirmed(connection, stock, visit_id))


def _tidy_scorer(office: Office, scorer: str) -> str:
    """Give a scorer's name as it is kept.

    Raises:
        FieldError: It is no name.
    """
    return str(office.catalog["observation_score"].fields["scorer"].parse(scorer))


def _first(
    sheet: Sheet, stock: Stock, scorer: str, points: Mapping[UUID, int]
) -> Mapping[UUID, int]:
    """Give what is saved of a scorer, to be compared with good points.

    Raises:
        InputError: There is nothing, the form is void, or the points are wrong.
    """
    reasons = observation_marks.wrong_points(sheet, points)
    if stock.state(sheet) == VOID:
        reasons.append(f"表号{sheet.form_number}已经作废，不能复核。")
    if reasons:
        raise observation_marks.refused(reasons)
    first = stock.entry(sheet.visit, scorer).points
    if not first:
        raise InputError(
            "nothing to compare with",
            user_message=f"“{scorer[:20]}”还没有录第一遍，请先录入并保存，再录第二遍。",
            code="no_first",
        )
    return first


def _sheet(office: Office, connection: Connection, visit_id: UUID) -> Sheet:
    found = sheets_with(office, connection, "id", [visit_id])
    if not found:
        raise stale(office.catalog["observation_visit"])
    return found[0]


def _key(visit_id: UUID) -> str:
    return f"second_entry/{visit_id.hex}"


def _confirmed(
    connection: Connection, stock: Stock, visit_id: UUID
) -> dict[str, Mapping[UUID, int]]:
    told = json.loads(settings_of_office.setting(connection, _key(visit_id)) or "{}")
    kept = {
        name: {UUID(criterion): given for criterion, given in points.items()}
        for name, points in told.items()
    }
    return {
        name: points
        for name, points in kept.items()
        if points and stock.entry(visit_id, name).points == points
    }


def _keep(connection: Connection, visit_id: UUID, twice: Mapping[str, Mapping[UUID, int]]) -> None:
    told = {
        name: {criterion.hex: given for criterion, given in points.items()}
        for name, points in twice.items()
    }
    text = json.dumps(told, ensure_ascii=False)
    settings_of_office.keep_setting(connection, _key(visit_id), text)
