"""Hours of study (学时): what each member has in a year, what is wanted, who lacks how many."""

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import meeting_facts, study_facts, tree
from jianxi_desktop.domain import calendar, meeting_rules
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.table import Column, TableSpec, draw_table
from jianxi_desktop.schema.fields import Field, Text
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services import leaving
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.meeting_board import require_seen
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

LIST, TITLE = "study_hours.list", "党员学习学时表"
LACKING, LACKING_TITLE = "study_hours.lacking", "学时不足党员名单"
_POINTS = 100  # hours are kept in hundredths
NOTE = (
    "学时＝“党员评议奖惩和学时”里的培训学时，加上本人到会、写了学时的会议和活动；"
    "同一天同名的培训只算一次。"
)


@dataclass(frozen=True)
class Studied:
    """The hours of one member.

    Attributes:
        person: The member.
        name: His name.
        branch: His branch.
        branch_name: What it is called.
        leads: Whether he is in a committee, of whom more is wanted.
        training: Hours by records of training, in hundredths.
        meetings: Hours by meetings, in hundredths.
        wanted: Hours that are wanted in the year, in hundredths.
    """

    person: UUID
    name: str
    branch: UUID
    branch_name: str
    leads: bool
    training: int
    meetings: int
    wanted: int

    @property
    def total(self) -> int:
        """All his hours, in hundredths."""
        return self.training + self.meetings

    @property
    def lacking(self) -> int:
        """How many are wanting, in hundredths."""
        return max(self.wanted - self.total, 0)


@dataclass(frozen=True)
class StudyYear:
    """The hours of a year.

    Attributes:
        year: The year.
        day: The day until which they are counted.
        unit: Name of the organisation on top.
        rules: What is wanted of members and of leaders, in words.
        members: The members, branch by branch.
    """

    year: int
    day: date
    unit: str
    rules: tuple[str, str]
    members: tuple[Studied, ...]

    @property
    def lacking(self) -> tuple[Studied, ...]:
        """Those who have not enough yet."""
        return tuple(each for each in self.members if each.lacking)


@needs(Right.VIEW)
def study_year(
    office: Office, year: int, within: UUID | None = None, *, day: date | None = None
) -> StudyYear:
    """Give the hours of a year of the members at and below an organisation.

    Raises:
        InputError: The organisation is not this person's to see.
    """
    with office.store.read() as connection:
        top = require_seen(office, connection, within)
        return read_study_year(connection, office.catalog, year, top, day or calendar.today())


def read_study_year(
    connection: Connection, catalog: Catalog, year: int, top: UUID, day: date
) -> StudyYear:
    """Read the hours in a transaction that is open; see ``study_year``."""
    last = min(day, date(year, 12, 31))
    wanted = wanted_hours(last)
    names = {row["id"]: str(row["name"]) for row in tree.organisations(connection, catalog)}
    leaders, by_name = _leaders(connection, catalog, last)
    had = study_facts.hours(connection, catalog, year, last)
    found = []
    for member in meeting_facts.members(connection, catalog, top, last):
        leads = member.person in leaders or member.name in by_name[member.branch]
        hours = had.get(member.person, study_facts.Hours(0, 0))
        found.append(
            Studied(
                member.person,
                member.name,
                member.branch,
                names.get(member.branch, ""),
                leads,
                *hours,
                wanted.leader if leads else wanted.member,
            )
        )
    order = {one: place for place, one in enumerate(names)}
    found.sort(key=lambda each: order.get(each.branch, 0))
    plain, leading = (meeting_rules.study_rule(who, last) for who in ("member", "leader"))
    words = (f"党员{plain.words}", f"书记和班子成员{leading.words}")
    return StudyYear(year, last, names.get(top, ""), words, tuple(found))


def wanted_hours(day: date) -> study_facts.Wanted:
    """Give the hours that are wanted in the year of a day, in hundredths."""
    return study_facts.Wanted(
        *(meeting_rules.study_rule(who, day).hours * _POINTS for who in ("member", "leader"))
    )


def _leaders(
    connection: Connection, catalog: Catalog, day: date
) -> tuple[set[UUID], dict[UUID, set[str]]]:
    """Give who is in a committee on a day, by person; where none is linked by branch and name."""
    people: set[UUID] = set()
    by_name: dict[UUID, set[str]] = defaultdict(set)
    for post in meeting_facts.posts(connection, catalog, day.isoformat()):
        if not post.holds(day.isoformat()):
            continue
        if post.person is not None:
            people.add(post.person)
        else:
            by_name[post.organisation].add(post.name)
    return people, by_name


@needs(Right.PRINT)
def print_hours(
    office: Office,
    day: date,
    organisation: UUID | None = None,
    *,
    today: date | None = None,
    progress: Progress = no_progress,
) -> Document:
    """Print the hours of every member in the year that a day lies in.

    Raises:
        InputError: The organisation is not this person's to see.
        EnvironmentFailure: Fonts are missing.
    """
    found = _year_of(office, day, organisation, today)
    return _drawn(office, found, found.members, LIST, TITLE, today, progress)


@needs(Right.PRINT)
def print_lacking(
    office: Office,
    day: date,
    organisation: UUID | None = None,
    *,
    today: date | None = None,
    progress: Progress = no_progress,
) -> Document:
    """Print those who have not enough hours in the year that a day lies in.

    Raises:
        InputError: The organisation is not this person's to see.
        EnvironmentFailure: Fonts are missing.
    """
    found = _year_of(office, day, organisation, today)
    return _drawn(office, found, found.lacking, LACKING, LACKING_TITLE, today, progress)


@needs(Right.EXPORT)
def save_hours(office: Office, found: StudyYear, path: Path, reason: str | None = None) -> int:
    """Write the hours of a year as a workbook; give how many lines it has.

    Raises:
        InputError: They are many people, and nobody said what for.
        EnvironmentFailure: The workbook could not be written.
    """
    from jianxi_desktop.sheets.table import write_table

    ledger = office.catalog["member_record"]
    noted = leaving.reason_for(ledger, len(found.members), reason, None)
    title = f"{found.year}年{TITLE}"
    rows = [_cells(at, each) for at, each in enumerate(found.members, start=1)]
    fields = tuple(_field(column) for column in _COLUMNS)
    written = write_table(path, title, fields, rows, masked=False, signed=leaving.signature(office))
    told = {"paper": LIST, "rows": written, "as_of": found.day.isoformat()}
    leaving.note_file(office, "export", path, noted, **told)
    return written


def show_hours(points: int) -> str:
    """Write hours kept in hundredths: ``32`` or ``31.5``."""
    return f"{points / _POINTS:.2f}".rstrip("0").rstrip(".")


_COLUMNS = (
    Column("序号", 3, Align.CENTER),
    Column("姓名", 5, Align.CENTER),
    Column("所在党支部", 12),
    Column("身份", 4.4, Align.CENTER),
    Column("培训学时", 4.4, Align.CENTER),
    Column("会议学时", 4.4, Align.CENTER),
    Column("合计", 4, Align.CENTER),
    Column("应学", 4, Align.CENTER),
    Column("还差", 4, Align.CENTER),
)


def _cells(number: int, each: Studied) -> tuple[str, ...]:
    return (
        str(number),
        each.name,
        each.branch_name,
        "班子成员" if each.leads else "党员",
        show_hours(each.training),
        show_hours(each.meetings),
        show_hours(each.total),
        show_hours(each.wanted),
        show_hours(each.lacking) if each.lacking else "",
    )


def _field(column: Column) -> Field[str]:
    return Text(column.caption, width=round(column.width) + 1)


def _year_of(office: Office, day: date, organisation: UUID | None, today: date | None) -> StudyYear:
    now = today or calendar.today()
    return study_year(office, day.year, organisation, day=day if day.year == now.year else now)


def _notes(found: StudyYear) -> Iterator[str]:
    yield f"要求：{'，'.join(found.rules)}。{NOTE}"
    yield "内部资料，注意保管。"


def _drawn(
    office: Office,
    found: StudyYear,
    members: tuple[Studied, ...],
    key: str,
    title: str,
    today: date | None,
    progress: Progress,
) -> Document:
    printed = today or calendar.today()
    spec = TableSpec(
        title=title,
        columns=_COLUMNS,
        rows=[_cells(at, each) for at, each in enumerate(members, start=1)],
        unit=found.unit or office.unit.name,
        subtitle=f"{found.year}年，截至{show_day(found.day.isoformat())}",
        landscape=False,
        note="\n".join(_notes(found)),
        printed_on=show_day(printed.isoformat()),
        printed_by=leaving.signature(office, printed),
    )
    stream = io.BytesIO()
    made = draw_table(stream, spec, progress)
    told = {"paper": key, "rows": len(members), "full_numbers": False, "period": str(found.year)}
    return document_of(f"{title}（{found.year}年）", stream, made, told)


PAPERS = ((LIST, TITLE, print_hours), (LACKING, LACKING_TITLE, print_lacking))
