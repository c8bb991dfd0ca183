"""Trainings, study trips, lessons by film of a year (培训统计表), by form, content and holder."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final
from uuid import UUID

from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ledgers.activity import TRAININGS
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.table import Column
from jianxi_desktop.schema.codes import MARK, code_table
from jianxi_desktop.services.document import Document
from jianxi_desktop.services.joint_reading import Row, read_organisations, read_rows
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.plain_table import PlainTable, print_table
from jianxi_desktop.services.rights import needs

KEY: Final = "training.figures"
TITLE: Final = "培训统计表"
_NONE = "没有写明"
_POINTS = 100  # hours are kept in hundredths


@needs(Right.VIEW)
def figures(office: Office, day: date, within: UUID | None = None) -> PlainTable:
    """Count the trainings of the year of a day, as far as that day.

    Args:
        office: The open database.
        day: The day.
        within: Only those of this organisation and those below it.
    """
    table = table_of(office.catalog["activity"])
    wanted = table.c.kind.in_(TRAININGS) & table.c.held_on.startswith(f"{day.year:04}")
    with office.store.read() as connection:
        rows = read_rows(office, connection, "activity", within, wanted)
        known = read_organisations(office, connection)
    held = [row for row in rows if row["held_on"] <= day.isoformat()]
    lines = [_line("全部", "合计", held)]
    for title, sorts, code in (
        ("类型", lambda row: (row["kind"],), "activity_kind"),
        ("培训形式", lambda row: _several(row["training_forms"]), "training_form"),
        ("培训内容", lambda row: _several(row["training_contents"]), "training_content"),
    ):
        labels = dict(code_table(code).labels)
        if code == "activity_kind":
            labels = {each: labels[each] for each in TRAININGS if each in labels}
        lines += _lines(title, held, sorts, labels)
    names = known.names
    lines += _lines("举办党组织", held, lambda row: (names.get(row["organisation"], ""),), {})
    return PlainTable(
        KEY,
        TITLE,
        (
            Column("分类", 6),
            Column("项目", 14),
            Column("次数", 4.5, Align.RIGHT),
            Column("人次", 5, Align.RIGHT),
            Column("学时", 5, Align.RIGHT),
            Column("人均学时", 5, Align.RIGHT),
        ),
        tuple(lines),
        unit=known.names.get(within or office.top, office.unit.name),
        subtitle=f"{day.year}年，截至{calendar.show_day(day.isoformat())}",
        landscape=False,
        note="一次培训可以有几种形式和内容，各项之和不等于合计；人均学时是每个到会人员听了多少学时。",
    )


@needs(Right.PRINT)
def print_figures(
    office: Office,
    day: date,
    within: UUID | None = None,
    *,
    today: date,
    progress: Progress = no_progress,
) -> Document:
    """Print the count of a year as far as a day.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    return print_table(office, figures(office, day, within), today=today, progress=progress)


def _lines(
    title: str,
    held: list[Row],
    sorts: Callable[[Row], Iterable[str]],
    labels: dict[str, str],
) -> list[tuple[str, ...]]:
    """Count by sort: every code that is known, then what else there is, then what is not told."""
    by_sort: dict[str, list[Row]] = {code: [] for code in labels}
    for row in held:
        for sort in tuple(sorts(row)) or ("",):
            by_sort.setdefault(sort, []).append(row)
    unknown = by_sort.pop("", [])
    lines = [_line(title, labels.get(sort, sort), rows) for sort, rows in by_sort.items()]
    return [*lines, _line(title, _NONE, unknown)] if unknown else lines


def _line(title: str, label: str, rows: list[Row]) -> tuple[str, ...]:
    people = sum(row["present"] or 0 for row in rows)
    points = sum(row["hours"] or 0 for row in rows)
    heard = sum((row["hours"] or 0) * (row["present"] or 0) for row in rows)
    each = f"{heard / people / _POINTS:.1f}" if people else ""
    return title, label, str(len(rows)), str(people), f"{points / _POINTS:g}", each


def _several(codes: str | None) -> tuple[str, ...]:
    return tuple(codes.split(MARK)) if codes else ()


PAPERS: Final = ((KEY, TITLE, print_figures),)
