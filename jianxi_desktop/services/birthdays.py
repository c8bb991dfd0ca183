"""Political birthdays (政治生日): who joined in a month, the list of them, a card for each.

A day known only to the month belongs to the month; one known only to the year is nobody's birthday
here, but is counted and said.
"""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from jianxi_desktop.db import lookup, tree
from jianxi_desktop.db.birthdays import Joining, Unknown, joined_in_month, without_month
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import period_end, show_day
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.prints.birthday_cards import TITLE, Card, draw_cards
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.output import PrintResult
from jianxi_desktop.prints.table import Column, TableSpec, draw_table
from jianxi_desktop.schema.fields import Text
from jianxi_desktop.services import leaving
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

LIST, CARD = "political_birthday.list", "political_birthday.card"
LIST_TITLE, CARD_TITLE = "政治生日名单", TITLE
_GOLDEN = 50  # years as a full member that the Party honours


@dataclass(frozen=True)
class Birthday:
    """One member's political birthday in a month.

    Attributes:
        name: The member.
        branch: Name of the branch.
        group: Name of the group; empty: none.
        joined_on: When he joined, to the day or the month.
        years: How many years ago that is on this birthday.
        full_on: When he became a full member; ``None``: not known, or he is none.
        years_in_party: Years in the Party (党龄), which count from then.
        probationary: Whether he is not a full member yet.
        person: The member.
    """

    name: str
    branch: str
    group: str
    joined_on: str
    years: int
    full_on: str | None
    years_in_party: int | None
    probationary: bool
    person: UUID


@dataclass(frozen=True)
class Month:
    """The political birthdays of a month.

    Attributes:
        year: The year.
        month: The month.
        birthdays: They, by day.
        unknown: Members whose month is not known.
        organisation: Whose members they are.
    """

    year: int
    month: int
    birthdays: tuple[Birthday, ...]
    unknown: Unknown
    organisation: str


@needs(Right.VIEW)
def political_birthdays(
    office: Office, year: int, month: int, organisation: UUID | None = None
) -> Month:
    """Give the political birthdays of a month among those who are members at its end.

    Args:
        office: The open database.
        year: The year.
        month: The month.
        organisation: Whose members; default all this person may see.

    Raises:
        InputError: It is no month, or the organisation is not this person's to see.
    """
    end = period_end(f"{year:04}-{month:02}")
    with office.store.read() as connection:
        top = office.top if organisation is None else organisation
        above = lookup.parents(connection, office.catalog)
        if not _is_below(top, office.top, above.get):
            raise InputError(
                "organisation outside the account's subtree",
                user_message="这个党组织不归您负责，或者已经不在了。",
                code="no_organisation",
            )
        joined = joined_in_month(connection, office.catalog, top, end)
        unknown = without_month(connection, office.catalog, top, end)
        names = {
            row["id"]: str(row["name"]) for row in tree.organisations(connection, office.catalog)
        }
    birthdays = tuple(_birthday(each, end, names) for each in joined)
    return Month(year, month, birthdays, unknown, names.get(top, office.unit.name))


@needs(Right.PRINT)
def birthday_list(
    office: Office,
    day: date,
    organisation: UUID | None = None,
    *,
    today: date | None = None,
    progress: Progress = no_progress,
) -> Document:
    """Print the list of a month, which a day of it names.

    Raises:
        InputError: As ``political_birthdays``.
        EnvironmentFailure: Fonts are missing.
    """
    month = political_birthdays(office, day.year, day.month, organisation)
    printed = today or calendar.today()
    spec = TableSpec(
        title=LIST_TITLE,
        columns=_COLUMNS,
        rows=[_row(at, each) for at, each in enumerate(month.birthdays, 1)],
        unit=month.organisation,
        subtitle=f"{month.year}年{month.month}月",
        landscape=False,
        note="\n".join(notes(month)),
        printed_on=show_day(printed.isoformat()),
        printed_by=leaving.signature(office, printed),
    )
    title = f"{LIST_TITLE}（{month.year}年{month.month}月）"
    return _made(LIST, title, month, lambda stream: draw_table(stream, spec, progress))


@needs(Right.PRINT)
def birthday_cards(
    office: Office,
    day: date,
    organisation: UUID | None = None,
    *,
    today: date | None = None,
    progress: Progress = no_progress,
) -> Document:
    """Print a card for each political birthday of a month, which a day of it names.

    Raises:
        InputError: As ``political_birthdays``.
        EnvironmentFailure: Fonts are missing.
    """
    month = political_birthdays(office, day.year, day.month, organisation)
    # Cards are handed out by the branches: those of one stand together.
    by_branch = sorted(month.birthdays, key=lambda each: each.branch)
    cards = [_card(each, month) for each in by_branch]
    printed_by = leaving.signature(office, today or calendar.today())
    title = f"{TITLE}（{month.year}年{month.month}月）"
    return _made(CARD, title, month, lambda s: draw_cards(s, cards, printed_by, progress))


@needs(Right.EXPORT)
def save_birthdays(office: Office, month: Month, path: Path, reason: str | None = None) -> int:
    """Write the list of a month as a workbook; give how many lines it has.

    Raises:
        InputError: They are many people, and nobody said what for.
        EnvironmentFailure: The workbook could not be written.
    """
    from jianxi_desktop.sheets.table import write_table

    ledger = office.catalog["membership"]
    noted = leaving.reason_for(ledger, len(month.birthdays), reason, None)
    rows = [_row(at, each) for at, each in enumerate(month.birthdays, start=1)]
    fields = tuple(Text(each.caption, width=round(each.width) + 1) for each in _COLUMNS)
    title = f"{month.year}年{month.month}月{LIST_TITLE}"
    signed = leaving.signature(office)
    written = write_table(path, title, fields, rows, masked=False, signed=signed)
    told = {"paper": LIST, "rows": written, "period": f"{month.year:04}-{month.month:02}"}
    leaving.note_file(office, "export", path, noted, **told)
    return written


def _made(
    key: str, title: str, month: Month, draw: Callable[[io.BytesIO], PrintResult]
) -> Document:
    stream = io.BytesIO()
    result = draw(stream)
    told = {
        "paper": key,
        "rows": len(month.birthdays),
        "full_numbers": False,
        "period": f"{month.year:04}-{month.month:02}",
    }
    return document_of(title, stream, result, told)


def _is_below(one: UUID, top: UUID, above: Callable[[UUID], UUID | None]) -> bool:
    at: UUID | None = one
    for _ in range(64):  # a circle that a merge may bring ends here
        if at is None or at == top:
            return at is not None
        at = above(at)
    return False


def _birthday(each: Joining, end: date, names: dict[UUID, str]) -> Birthday:
    day = f"{end.year:04}{each.joined_on[4:]}"
    full = each.full_on if each.status == "full" else None
    return Birthday(
        each.name,
        names.get(each.branch, ""),
        names.get(each.group, "") if each.group is not None else "",
        each.joined_on,
        end.year - int(each.joined_on[:4]),
        full,
        calendar.years_between(full, day if len(day) == 10 else end.isoformat()) if full else None,
        each.status != "full",
        each.person,
    )


_COLUMNS = (
    Column("序号", 3, Align.CENTER),
    Column("姓名", 5, Align.CENTER),
    Column("所在党支部", 11.6),
    Column("所在党小组", 7),
    Column("入党日期", 7, Align.CENTER),
    Column("政治生日", 5, Align.CENTER),
    Column("转正日期", 7, Align.CENTER),
    Column("党龄", 3.4, Align.CENTER),
    Column("备注", 5.6, Align.CENTER),
)


def _row(number: int, each: Birthday) -> tuple[str, ...]:
    years_in_party = "" if each.years_in_party is None else f"{each.years_in_party}年"
    golden = each.years_in_party is not None and each.years_in_party >= _GOLDEN
    return (
        str(number),
        each.name,
        each.branch,
        each.group,
        show_day(each.joined_on),
        f"{each.years}周年",
        show_day(each.full_on) if each.full_on else "",
        years_in_party,
        "党龄满50年" if golden else "预备党员" if each.probationary else "",
    )


def notes(month: Month) -> Iterable[str]:
    """Say what is to be known of a list: who could not be listed, what is counted from when."""
    unknown = month.unknown
    left_out = []
    if unknown.year_only:
        left_out.append(f"{unknown.year_only}名党员的入党日期只登记到年")
    if unknown.nothing:
        left_out.append(f"{unknown.nothing}名党员没有登记入党日期")
    if left_out:
        yield f"另有{'，'.join(left_out)}，没有列入，请核对补登。"
    yield "党龄从转正之日算起。只知道年月的排在最后。内部资料，注意保管。"


def _card(each: Birthday, month: Month) -> Card:
    known = len(each.joined_on) == 10
    day = f"{month.year:04}{each.joined_on[4:]}"
    till = "今天" if known else "这个月"
    occasion = (
        f"{show_day(each.joined_on)}，您光荣加入中国共产党，"
        f"到{till}已经整整{each.years}年。在您的政治生日到来之际，"
        "支部全体同志向您表示热烈祝贺！"
    )
    return Card(
        each.name,
        occasion,
        _greeting(each.years),
        each.years,
        each.branch or month.organisation,
        show_day(day),
    )


def _greeting(years: int) -> str:
    if years >= _GOLDEN:
        return "半个多世纪风雨同行，您始终和党站在一起，是我们学习的榜样。祝您身体康健、生活幸福！"
    if years >= 20:
        return "多年来您扎根岗位、热心邻里，群众都看在眼里。愿您珍重身体，继续给年轻党员带好路。"
    if years >= 5:
        return "感谢您为社区和身边群众做的每一件实事。愿您记着入党那天的誓言，把好事一件件做下去。"
    return "愿您常想入党时的誓言，多学习、多历练，在为群众办事中站得稳、走得远。"
