"""The lecture halls in a month: the course table, and who taught what, how, and to how many."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.table import Column
from jianxi_desktop.schema.codes import MARK, code_table
from jianxi_desktop.services.document import Document
from jianxi_desktop.services.joint_reading import (
    Row,
    read_names,
    read_organisations,
    read_rows,
)
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.plain_table import PlainTable, print_table
from jianxi_desktop.services.rights import needs

TABLE, TABLE_TITLE = "lecture_hall.table", "讲习课程表（按月）"
FIGURES, FIGURES_TITLE = "lecture_hall.figures", "讲习统计表"
STATES: Final[Mapping[str, str]] = {"planned": "待开讲", "held": "已开讲", "unrecorded": "待补记"}
_NONE = "没有写明"
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Session:
    """One lecture.

    Attributes:
        id: The activity.
        held_on: The day.
        starts_at: From when; may be empty.
        organisation: Who holds it.
        place: Where; may be empty.
        topic: What about.
        course: The course; may be empty.
        lecturer: Who teaches; may be empty.
        category: Code of ``lecturer_category``; empty: not told.
        modes: Codes of ``lecture_mode``.
        members: Party members who were there; ``None``: not written down.
        public: Others who were there.
        state: ``planned``, ``held``, or ``unrecorded``: the day has passed and nobody said how
            many came.
    """

    id: UUID
    held_on: str
    starts_at: str
    organisation: str
    place: str
    topic: str
    course: str
    lecturer: str
    category: str
    modes: tuple[str, ...]
    members: int | None
    public: int | None
    state: str

    def day_words(self) -> str:
        """Give day and weekday; a day known in part as it is known."""
        if len(self.held_on) < len("2026-11-20"):
            return self.held_on
        day = date.fromisoformat(self.held_on)
        return f"{day:%m-%d} 周{_WEEKDAYS[day.weekday()]}"

    def mode_words(self) -> str:
        """Give the modes in words."""
        known = code_table("lecture_mode").known
        return "、".join(known.get(each, each) for each in self.modes)


@dataclass(frozen=True)
class Count:
    """How many lectures there were of a sort, and who came, in the month and in the year so far.

    Attributes:
        label: The sort.
        month: Lectures, members, others.
        year: The same from 1 January to the end of the month.
    """

    label: str
    month: tuple[int, int, int]
    year: tuple[int, int, int]


@dataclass(frozen=True)
class Group:
    """Counts of one sort of sorts, such as the categories of lecturers."""

    title: str
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class Hall:
    """The lectures of a month.

    Attributes:
        year: The year.
        month: The month.
        name: Whose lectures they are.
        sessions: They, by day and hour.
        whole: All of them counted.
        groups: By category of lecturer, course, mode and organisation.
    """

    year: int
    month: int
    name: str
    sessions: tuple[Session, ...]
    whole: Count
    groups: tuple[Group, ...]


@needs(Right.VIEW)
def hall(
    office: Office,
    month: date,
    within: UUID | None = None,
    *,
    today: date | None = None,
) -> Hall:
    """Give the lectures of a month and count them; what is planned or not recorded counts not.

    Args:
        office: The open database.
        month: A day of the month.
        within: Only those of this organisation and those below it.
        today: The day that tells what is planned.
    """
    day = today or calendar.today()
    table = table_of(office.catalog["activity"])
    wanted = (table.c.kind == "lecture") & table.c.held_on.startswith(f"{month.year:04}")
    with office.store.read() as connection:
        rows = read_rows(office, connection, "activity", within, wanted)
        known = read_organisations(office, connection)
        lecturers = read_rows(office, connection, "lecturer", None)
        names = {row["id"]: row["name"] for row in lecturers}
        categories = {row["id"]: row["category"] for row in lecturers}
        courses = read_names(office, connection, "course", "name")
        venues = read_names(office, connection, "venue", "name")
    every = [
        _session(row, day, known.names, names, categories, courses, venues)
        for row in rows
        if row["held_on"][:7] <= f"{month:%Y-%m}"
    ]
    every.sort(key=lambda each: (each.held_on, each.starts_at or "99", each.organisation))
    mine = [each for each in every if each.held_on.startswith(f"{month:%Y-%m}")]
    name = known.names.get(within or office.top, office.unit.name)
    return Hall(
        month.year,
        month.month,
        name,
        tuple(mine),
        _count("合计", every, month),
        _groups(every, month),
    )


def course_table(found: Hall) -> PlainTable:
    """Make the course table (课程表) of a month, as it hangs beside the door."""
    return PlainTable(
        TABLE,
        "“三新”讲习所课程表",
        (
            Column("日期", 6, Align.CENTER),
            Column("时间", 4, Align.CENTER),
            Column("举办党组织", 9),
            Column("地点", 8),
            Column("讲习主题", 15),
            Column("课程", 7),
            Column("讲师", 5, Align.CENTER),
            Column("讲习方式", 12),
        ),
        tuple(
            (
                each.day_words(),
                each.starts_at,
                each.organisation,
                each.place,
                each.topic,
                each.course,
                each.lecturer,
                each.mode_words(),
            )
            for each in found.sessions
        ),
        unit=found.name,
        subtitle=f"{found.year}年{found.month}月",
        note="感党恩、听党话、跟党走。课程如有变动，以讲习所门口的通知为准。",
    )


def figures(found: Hall) -> PlainTable:
    """Make the statistics (讲习统计表) of a month with the year so far."""
    rows = [_figures("全部", found.whole)]
    for group in found.groups:
        rows += [_figures(group.title, each) for each in group.counts]
    captions = ("场次", "党员人次", "群众人次", "人次合计")
    numbers = tuple(
        Column(f"{when}{caption}", 5, Align.RIGHT)
        for when in ("本月", "全年")
        for caption in captions
    )
    return PlainTable(
        FIGURES,
        FIGURES_TITLE,
        (Column("分类", 7), Column("项目", 10), *numbers),
        tuple(rows),
        unit=found.name,
        subtitle=f"{found.year}年{found.month}月，全年累计到本月底",
        note="一场讲习可以有几种方式，各方式之和不等于合计；待开讲、待补记的不计入。",
    )


@needs(Right.PRINT)
def print_course_table(
    office: Office,
    month: date,
    within: UUID | None = None,
    *,
    today: date,
    progress: Progress = no_progress,
) -> Document:
    """Print the course table of a month.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    table = course_table(hall(office, month, within, today=today))
    return print_table(office, table, today=today, progress=progress)


@needs(Right.PRINT)
def print_figures(
    office: Office,
    month: date,
    within: UUID | None = None,
    *,
    today: date,
    progress: Progress = no_progress,
) -> Document:
    """Print the statistics of a month.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    table = figures(hall(office, month, within, today=today))
    return print_table(office, table, today=today, progress=progress)


def _figures(title: str, count: Count) -> tuple[str, ...]:
    cells = [f"{each}" for part in (count.month, count.year) for each in (*part, sum(part[1:]))]
    return (title, count.label, *cells)


def _session(
    row: Row,
    day: date,
    organisations: Mapping[UUID, str],
    names: Mapping[UUID, str],
    categories: Mapping[UUID, str],
    courses: Mapping[UUID, str],
    venues: Mapping[UUID, str],
) -> Session:
    counted = row["present"] is not None or row["public_present"] is not None
    ahead = row["held_on"] > day.isoformat()[: len(row["held_on"])]
    return Session(
        row["id"],
        row["held_on"],
        row["starts_at"] or "",
        organisations.get(row["organisation"], "（未到）"),
        row["place"] or venues.get(row["venue"], ""),
        row["topic"],
        courses.get(row["course"], ""),
        row["speaker"] or names.get(row["lecturer"], ""),
        categories.get(row["lecturer"], ""),
        tuple((row["modes"] or "").split(MARK)) if row["modes"] else (),
        row["present"],
        row["public_present"],
        "held" if counted else "planned" if ahead else "unrecorded",
    )


def _groups(every: list[Session], month: date) -> tuple[Group, ...]:
    return (
        _group("讲师类别", every, month, lambda each: (each.category,), "lecturer_category"),
        _group("课程", every, month, lambda each: (each.course,)),
        _group("讲习方式", every, month, lambda each: each.modes, "lecture_mode"),
        _group("举办党组织", every, month, lambda each: (each.organisation,)),
    )


def _group(
    title: str,
    every: list[Session],
    month: date,
    sorts: Callable[[Session], Iterable[str]],
    table: str = "",
) -> Group:
    """Count by sort: every code of a table, or what there is; what is not told comes last."""
    known = dict(code_table(table).labels) if table else {}
    by_sort: dict[str, list[Session]] = {code: [] for code in known}
    for each in every:
        for sort in sorts(each) or ("",):
            by_sort.setdefault(sort, []).append(each)
    unknown = by_sort.pop("", [])
    counts = [_count(known.get(sort, sort), found, month) for sort, found in by_sort.items()]
    if unknown and (table or counts):
        counts.append(_count(_NONE, unknown, month))
    return Group(title, tuple(counts))


def _count(label: str, every: Iterable[Session], month: date) -> Count:
    held = [each for each in every if each.state == "held"]
    begins = f"{month:%Y-%m}"
    return Count(label, _sum(each for each in held if each.held_on.startswith(begins)), _sum(held))


def _sum(held: Iterable[Session]) -> tuple[int, int, int]:
    found = list(held)
    return (
        len(found),
        sum(each.members or 0 for each in found),
        sum(each.public or 0 for each in found),
    )


PAPERS: Final = (
    (TABLE, TABLE_TITLE, print_course_table),
    (FIGURES, FIGURES_TITLE, print_figures),
)
