"""Fifty years in the Party (光荣在党50年): who has them on a day, and who was honoured already.

Years in the Party count from the day of becoming a full member.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import party_years, tree
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.rule_tables import number_on, rows_on, with_doubt
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.table import Column, TableSpec, draw_table
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.schema.fields import Text
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services import leaving
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.meeting_board import require_seen
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

LIST, TITLE = "golden_jubilee.list", "“光荣在党50年”党员名单"
_TABLE, _MEDAL = "party_years", "在党50年"


@dataclass(frozen=True)
class Jubilee:
    """A member who has the years.

    Attributes:
        person: The member.
        name: His name.
        sex: His sex, as people write it.
        age: His age on the day; ``None``: not known.
        branch: His branch.
        branch_name: What it is called.
        joined_on: When he joined, if it is known.
        full_on: When he became a full member.
        years: Full years in the Party on the day.
        fresh: Whether he reaches them in the year of the day.
        honoured_on: When he got the medal, as far as it was recorded; empty: not recorded.
    """

    person: UUID
    name: str
    sex: str
    age: int | None
    branch: UUID
    branch_name: str
    joined_on: str
    full_on: str
    years: int
    fresh: bool
    honoured_on: str


@dataclass(frozen=True)
class Jubilees:
    """Who has the years on a day.

    Attributes:
        day: The day.
        unit: Name of the organisation on top.
        members: They, the longest first.
        unknown: Full members whose day is not known.
        rule: What is counted, in words, with a doubt where the rule is not verified.
    """

    day: date
    unit: str
    members: tuple[Jubilee, ...]
    unknown: int
    rule: str


def years_wanted(day: date) -> int:
    """Give the years in the Party that are honoured."""
    return number_on(_TABLE, "golden_jubilee", "value", day)


def next_feast(day: date) -> date:
    """Give the day the medals are given out next, from a day on."""
    month, at = (number_on(_TABLE, rule, "value", day) for rule in ("issue_month", "issue_day"))
    feast = date(day.year, month, at)
    return feast if feast >= day else date(day.year + 1, month, at)


@needs(Right.VIEW)
def jubilees(office: Office, day: date | None = None, within: UUID | None = None) -> Jubilees:
    """Give the members at and below an organisation who have fifty years in the Party on a day.

    Args:
        office: The open database.
        day: The day, such as the coming 1 July; default today.
        within: The organisation; default all that this person may see.

    Raises:
        InputError: The organisation is not this person's to see.
    """
    with office.store.read() as connection:
        top = require_seen(office, connection, within)
        return read_jubilees(connection, office.catalog, top, day or calendar.today())


def read_jubilees(connection: Connection, catalog: Catalog, top: UUID, day: date) -> Jubilees:
    """Read them in a transaction that is open; see ``jubilees``.

    Membership is that of today where the day is still to come.
    """
    wanted = years_wanted(day)
    counted = min(day, calendar.today())
    latest = calendar.years_after(day.isoformat(), -wanted)
    names = {row["id"]: str(row["name"]) for row in tree.organisations(connection, catalog)}
    medals = party_years.honoured(connection, catalog, _MEDAL)
    sexes = code_table("sex").labels
    members = tuple(
        Jubilee(
            each.person,
            each.name,
            sexes.get(each.sex or "", ""),
            calendar.age_on(each.born_on, day) if each.born_on else None,
            each.branch,
            names.get(each.branch, ""),
            each.joined_on or "",
            each.full_on,
            calendar.years_between(each.full_on, day.isoformat()),
            calendar.years_between(each.full_on, f"{day.year}-12-31") == wanted,
            medals.get(each.person, ""),
        )
        for each in party_years.full_since(connection, catalog, top, counted, latest)
    )
    unknown = party_years.unknown_since(connection, catalog, top, counted)
    return Jubilees(day, names.get(top, ""), members, unknown, _rule(day))


def _rule(day: date) -> str:
    for row in rows_on(_TABLE, day):
        if row["rule"] == "golden_jubilee":
            return with_doubt(f"党龄从转正之日算起，满{row['value']}年", row)
    raise KeyError("golden_jubilee")


@needs(Right.PRINT)
def print_jubilees(
    office: Office,
    day: date,
    organisation: UUID | None = None,
    *,
    today: date | None = None,
    progress: Progress = no_progress,
) -> Document:
    """Print the list of a day.

    Raises:
        InputError: The organisation is not this person's to see.
        EnvironmentFailure: Fonts are missing.
    """
    found, printed = jubilees(office, day, organisation), today or calendar.today()
    spec = TableSpec(
        title=TITLE,
        columns=_COLUMNS,
        rows=[_cells(at, each) for at, each in enumerate(found.members, start=1)],
        unit=found.unit or office.unit.name,
        subtitle=f"到{show_day(day.isoformat())}党龄满{years_wanted(day)}年",
        note="\n".join(_notes(found)),
        printed_on=show_day(printed.isoformat()),
        printed_by=leaving.signature(office, printed),
    )
    stream = io.BytesIO()
    made = draw_table(stream, spec, progress)
    told = {"paper": LIST, "rows": len(found.members), "full_numbers": False}
    return document_of(TITLE, stream, made, told | {"as_of": day.isoformat()})


@needs(Right.EXPORT)
def save_jubilees(office: Office, found: Jubilees, path: Path, reason: str | None = None) -> int:
    """Write the list as a workbook; give how many lines it has.

    Raises:
        InputError: They are many people, and nobody said what for.
        EnvironmentFailure: The workbook could not be written.
    """
    from jianxi_desktop.sheets.table import write_table

    ledger = office.catalog["membership"]
    noted = leaving.reason_for(ledger, len(found.members), reason, None)
    rows = [_cells(at, each) for at, each in enumerate(found.members, start=1)]
    fields = tuple(Text(each.caption, width=round(each.width) + 1) for each in _COLUMNS)
    signed = leaving.signature(office)
    written = write_table(path, TITLE, fields, rows, masked=False, signed=signed)
    told = {"paper": LIST, "rows": written, "as_of": found.day.isoformat()}
    leaving.note_file(office, "export", path, noted, **told)
    return written


_COLUMNS = (
    Column("序号", 3, Align.CENTER),
    Column("姓名", 5, Align.CENTER),
    Column("性别", 3, Align.CENTER),
    Column("年龄", 3, Align.CENTER),
    Column("所在党支部", 13),
    Column("入党日期", 7, Align.CENTER),
    Column("转正日期", 7, Align.CENTER),
    Column("党龄", 4, Align.CENTER),
    Column("纪念章", 9, Align.CENTER),
    Column("备注", 9),
)


def _cells(number: int, each: Jubilee) -> tuple[str, ...]:
    marks = []
    if each.fresh:
        marks.append("今年满")
    if len(each.full_on) < len("1976-07-01"):
        marks.append("转正日期不完整，请核对")
    return (
        str(number),
        each.name,
        each.sex,
        "" if each.age is None else str(each.age),
        each.branch_name,
        show_day(each.joined_on) if each.joined_on else "",
        show_day(each.full_on),
        f"{each.years}年",
        f"{show_day(each.honoured_on)}已发" if each.honoured_on else "没有发放记录",
        "；".join(marks),
    )


def _notes(found: Jubilees) -> Iterator[str]:
    yield f"{found.rule}。"
    if found.unknown:
        yield f"另有{found.unknown}名正式党员没有登记转正日期，没有列入，请核对补登。"
    yield "纪念章发放情况以“党员评议奖惩和学时”里的表彰记录为准。内部资料，注意保管。"


PAPERS = ((LIST, TITLE, print_jubilees),)
