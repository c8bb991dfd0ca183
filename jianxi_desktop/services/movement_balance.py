"""The balance of members of a year (P01), and whom it does not close for.

Last year's end, what was added and taken away by reason, this year's end. Where both ends and the
movements do not agree, the people are named whose roster and movements say different things.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, select

from jianxi_desktop.db import lookup
from jianxi_desktop.db.return_facts import SOURCES
from jianxi_desktop.db.return_facts.facts import Asked
from jianxi_desktop.db.return_facts.places import Places
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.return_forms import definitions
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_tables import TableResult, asked_of, count_table
from jianxi_desktop.services.rights import needs

CODE = "P01"
_LEAVING = frozenset({"transfer_out", "suspended", "exit", "deceased"})
_MOST_NAMED = 100


@dataclass(frozen=True)
class Line:
    """One line of the balance.

    Attributes:
        key: Its key in the return.
        caption: What it is called.
        level: How far it stands in.
        value: The number; ``None``: typed by people, and not typed.
    """

    key: str
    caption: str
    level: int
    value: int | None


@dataclass(frozen=True)
class Odd:
    """Somebody for whom the balance does not close.

    Attributes:
        person: Who.
        name: What he is called.
        text: What does not agree, and what to look at.
    """

    person: UUID
    name: str
    text: str


@dataclass(frozen=True)
class Balance:
    """The balance of a year.

    Attributes:
        year: The year.
        day: The last day that counts: the year's end, or today.
        lines: Its lines.
        difference: This year's end less what it should be; 0: it closes.
        odd: For whom it does not close.
    """

    year: int
    day: date
    lines: tuple[Line, ...]
    difference: int
    odd: tuple[Odd, ...]


@needs(Right.VIEW)
def balance_of(
    office: Office,
    year: int,
    organisation: UUID | None = None,
    *,
    today: date | None = None,
    progress: Progress = no_progress,
) -> Balance:
    """Count the balance of a year, to today where it is not over.

    Args:
        office: The open database.
        year: The year.
        organisation: Whose; ``None``: the office's own, or the account's.
        today: The day it is.
        progress: Told as lines are counted.

    Raises:
        InputError: The organisation is not one to see, or there was no such return yet.
    """
    day = min(date(year, 12, 31), today or calendar.today())
    definition, period = definitions()[CODE], f"{year:04}"
    result = count_table(
        office, definition, day, period, progress, lambda _code: {}, top=organisation
    )
    lines = tuple(_lines(result))
    difference = next((line.value or 0 for line in lines if line.key == "r17"), 0)
    odd: tuple[Odd, ...] = ()
    asked = asked_of(office, definition, day, period, organisation)
    with office.store.read() as connection:
        odd = tuple(_odd(office, connection, asked))
    return Balance(year, day, lines, difference, odd)


def _lines(result: TableResult) -> list[Line]:
    found = []
    for row, cells in zip(result.rows, result.cells, strict=True):
        value = cells[0].value
        number = None if value is None else int(value)
        found.append(Line(row.key, row.label, row.level, number))
    return found


def _odd(office: Office, connection: Connection, asked: Asked) -> list[Odd]:
    """Compare both ends with the movements, person by person."""
    inside = asked
    if asked.scope.top is None:
        top = Places(connection, asked.scope).top
        inside = replace(asked, scope=replace(asked.scope, top=top))
    whose = _owners(office, connection)
    before = Counter(whose[fact.id] for fact in SOURCES["members_before"].read(connection, inside))
    now = Counter(whose[fact.id] for fact in SOURCES["members"].read(connection, inside))
    moved: Counter[UUID] = Counter()
    for fact in SOURCES["joinings"].read(connection, inside):
        moved[whose[fact.id]] += 1
    for fact in SOURCES["movements"].read(connection, inside):
        moved[whose[fact.id]] += -1 if fact.about["kind"] in _LEAVING else 1
    people = [one for one in {*before, *now, *moved} if now[one] - before[one] - moved[one]][
        :_MOST_NAMED
    ]
    rows = lookup.rows_of(connection, office.catalog["person"], people)
    return sorted(
        (
            Odd(one, str(rows[one]["name"]), _told(before[one], moved[one], now[one]))
            for one in people
            if one in rows
        ),
        key=lambda each: each.name,
    )


def _told(before: int, moved: int, now: int) -> str:
    if now > before + moved:
        if before:
            return "变动台账里已经减少，花名册里还是在册党员：请给组织关系填上结束日期，或更正变动"
        return "花名册里新增，变动台账里没有转入、入党或恢复的记录：请补登变动，或填对转入日期"
    if now:
        return "变动台账里增加了，花名册里原来就有：请核对转入日期和入党日期"
    return "花名册里已经没有，变动台账里没有转出、去世等记录：请补登变动"


def _owners(office: Office, connection: Connection) -> dict[UUID, UUID]:
    """Give the person of every membership and movement."""
    found: dict[UUID, UUID] = {}
    for key in ("membership", "member_movement"):
        table = table_of(office.catalog[key])
        rows = connection.execute(select(table.c.id, table.c.person))
        found.update((row[0], row[1]) for row in rows)
    return found
