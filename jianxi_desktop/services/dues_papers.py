"""Papers of dues: the month's list for posting, the year's register, arrears, receipts."""

import io
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from jianxi_desktop.domain import dues_rules, periods
from jianxi_desktop.domain.calendar import period_end, show_day, show_period
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.dues_receipts import TITLE, Receipt, draw_receipts
from jianxi_desktop.prints.output import PrintResult
from jianxi_desktop.prints.table import Column, TableSpec, draw_table, draw_tables
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services import dues, leaving
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.dues import Sheet
from jianxi_desktop.services.dues_months import FREE, NONE, SHORT, UNKNOWN, UNPAID, Member, Month
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

if TYPE_CHECKING:
    from jianxi_desktop.db.dues import Payment

POSTING, BOOK, OWING, RECEIPTS = "dues.posting", "dues.book", "dues.owing", "dues.receipts"
TITLES = {
    POSTING: "党费收缴公示表",
    BOOK: "党费收缴台账表",
    OWING: "欠缴党费名单",
    RECEIPTS: TITLE,
}
_RIGHT, _CENTER = Align.RIGHT, Align.CENTER
_POSTING = (
    Column("序号", 3, _CENTER),
    Column("姓　名", 7, _CENTER),
    Column("所属月份", 8, _CENTER),
    Column("应缴（元）", 7, _RIGHT),
    Column("实缴（元）", 7, _RIGHT),
    Column("缴纳日期", 9, _CENTER),
    Column("备　注", 12),
)
_BOOK = (
    Column("序号", 3, _CENTER),
    Column("党员姓名", 6, _CENTER),
    Column("月工资收入（元）", 7, _RIGHT),
    Column("执行标准", 9, _CENTER),
    Column("月应缴党费（元）", 6.4, _RIGHT),
    Column("全年应缴党费（元）", 7, _RIGHT),
    Column("全年实缴党费（元）", 7, _RIGHT),
    Column("备　注", 16),
)
_OWING = (
    Column("序号", 3, _CENTER),
    Column("姓　名", 6, _CENTER),
    Column("所在党支部", 13),
    Column("欠缴月数", 4, _RIGHT),
    Column("欠缴月份", 24),
    Column("欠缴金额（元）", 7, _RIGHT),
    Column("说　明", 13),
)


@dataclass(frozen=True)
class Asked:
    """What a paper is asked to be about.

    Attributes:
        organisation: The branch, or what it stands below; ``None``: the office's own.
        period: The month, quarter or year.
        people: Only these members; none: all.
        today: The day of printing.
    """

    organisation: UUID | None
    period: str
    people: Collection[UUID]
    today: date


@needs(Right.PRINT)
def posting(office: Office, asked: Asked, progress: Progress = no_progress) -> Document:
    """Print who paid what for a month, for the notice board: no pay, no category.

    Raises:
        InputError: The organisation is not this person's, or it has no branch with members.
        EnvironmentFailure: Fonts are missing.
    """
    shown = show_period(asked.period)
    specs = [
        TableSpec(
            title=f"{shown}{TITLES[POSTING]}",
            columns=_POSTING,
            rows=list(_posting_rows(sheet)),
            unit=sheet.name,
            landscape=False,
            note=_posting_note(sheet),
            printed_on=show_day(asked.today.isoformat()),
            printed_by=leaving.signature(office, asked.today),
        )
        for sheet in _sheets(office, asked, asked.period)
    ]
    title = f"{TITLES[POSTING]}（{shown}）"
    rows = sum(len(list(spec.rows)) for spec in specs)
    return _made(POSTING, title, asked, rows, lambda s: draw_tables(s, title, specs, progress))


@needs(Right.PRINT)
def book(office: Office, asked: Asked, progress: Progress = no_progress) -> Document:
    """Print the register of a year: pay, standard, what was owed and paid in all.

    Raises:
        InputError: The organisation is not this person's, or it has no branch with members.
        EnvironmentFailure: Fonts are missing.
    """
    year = asked.period[:4]
    specs = [
        TableSpec(
            title=f"{year}年{TITLES[BOOK]}",
            columns=_BOOK,
            rows=list(_book_rows(sheet)),
            unit=sheet.name,
            note=f"{sheet.rounding}。内部资料，注意保管。",
            printed_on=show_day(asked.today.isoformat()),
            printed_by=leaving.signature(office, asked.today),
        )
        for sheet in _sheets(office, asked, year)
    ]
    title = f"{TITLES[BOOK]}（{year}年）"
    rows = sum(len(list(spec.rows)) for spec in specs)
    return _made(BOOK, title, asked, rows, lambda s: draw_tables(s, title, specs, progress))


@needs(Right.PRINT)
def owing(office: Office, asked: Asked, progress: Progress = no_progress) -> Document:
    """Print who is in arrears, with which months, of the last year.

    Raises:
        InputError: The organisation is not this person's.
        EnvironmentFailure: Fonts are missing.
    """
    found = dues.arrears(office, asked.organisation, day=asked.today)
    rows = [
        (
            str(place),
            each.name,
            each.branch_name,
            str(len(each.months)),
            show_months(each.months),
            f"{each.cents / 100:,.2f}",
            "；".join(filter(None, (each.doubt, "有月份基数不明" if each.unknown else ""))),
        )
        for place, each in enumerate(found, 1)
    ]
    spec = TableSpec(
        title=TITLES[OWING],
        columns=_OWING,
        rows=rows,
        unit=office.unit.name,
        subtitle=f"截至{show_day(asked.today.isoformat())}",
        note="只列在本程序里登记党费的支部，从该支部开始登记的月份算起。内部资料，注意保管。",
        printed_on=show_day(asked.today.isoformat()),
        printed_by=leaving.signature(office, asked.today),
    )
    return _made(OWING, TITLES[OWING], asked, len(rows), lambda s: draw_table(s, spec, progress))


@needs(Right.PRINT)
def receipts(office: Office, asked: Asked, progress: Progress = no_progress) -> Document:
    """Print the receipts of a period, two a page: one for all that shares a number.

    Raises:
        InputError: The organisation is not this person's, or it has no branch with members.
        EnvironmentFailure: Fonts are missing.
    """
    made = [
        each
        for sheet in _sheets(office, asked, asked.period)
        for member in sheet.members
        if not asked.people or member.person in asked.people
        for each in _receipts(sheet, member)
    ]
    made.sort(key=lambda each: (each.branch, each.number))
    title = f"{TITLE}（{show_period(asked.period)}）"
    by = leaving.signature(office, asked.today)
    return _made(RECEIPTS, title, asked, len(made), lambda s: draw_receipts(s, made, by, progress))


def show_months(months: Sequence[str]) -> str:
    """Write months, each year once: ``2026年3月、4月、5月``."""
    said, year = list[str](), ""
    for month in months:
        shown = show_day(month)
        said.append(shown.removeprefix(f"{month[:4]}年") if month[:4] == year else shown)
        year = month[:4]
    return "、".join(said)


def _sheets(office: Office, asked: Asked, period: str) -> list[Sheet]:
    found = dues.branches(office, asked.organisation)
    exact = [each for each in found if each.id == asked.organisation]
    wanted = exact or [each for each in found if not each.group]
    sheets = [dues.sheet(office, each.id, period, asked.today) for each in wanted]
    sheets = [each for each in sheets if each.members]
    if not sheets:
        raise InputError(
            "no branch with members",
            user_message="这里没有要缴党费的党员，请换一个党支部或月份。",
            code="nothing",
        )
    return sheets


def _posting_rows(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    places = iter(range(1, 1_000_000))
    for member in sheet.members:
        months = [each for each in member.months if each.state != NONE]
        if not months and not member.gifts:
            continue
        days = [pay.paid_on for each in months for pay in each.payments if pay.paid_on]
        yield (
            str(next(places)),
            member.name,
            show_months([each.month for each in months]) if len(months) < 3 else _span(months),
            _yuan(member.due),
            _yuan(member.paid) if any(each.payments for each in months) else "",
            show_day(days[-1]) if days else "",
            _remark(member),
        )


def _span(months: Sequence[Month]) -> str:
    return f"{int(months[0].month[5:])}—{int(months[-1].month[5:])}月"


def _remark(member: Member) -> str:
    said = []
    if any(each.state == FREE for each in member.months):
        said.append("免缴")
    elif any(each.reduced for each in member.months):
        said.append("经批准少缴")
    if gifts := sum(each.amount for each in member.gifts):
        said.append(f"自愿多缴{_yuan(gifts)}元")
    return "；".join(said)


def _posting_note(sheet: Sheet) -> str:
    total = f"合计：应缴{_yuan(sheet.due)}元，实缴{_yuan(sheet.paid)}元"
    more = f"，自愿多缴{_yuan(sheet.gifts)}元" if sheet.gifts else ""
    return f"{total}{more}。如有出入，请向支部委员会反映。"


def _book_rows(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    for place, member in enumerate(sheet.members, 1):
        last = next((each for each in reversed(member.months) if each.due is not None), None)
        words = code_table("dues_category").known.get(member.category, "")
        yield (
            str(place),
            member.name,
            _yuan(member.base),
            f"{words} {member.rate}".strip(),
            _yuan(last.due) if last is not None else "",
            _yuan(member.due),
            _yuan(member.paid),
            _book_remark(member),
        )


def _book_remark(member: Member) -> str:
    said = [_remark(member)]
    changed = {each.base for each in member.months if each.base is not None}
    if len(changed) > 1:
        said.append("年内基数有变动")
    owing = [each.month for each in member.in_state(UNPAID, SHORT, UNKNOWN)]
    if owing:
        said.append(f"欠缴{len(owing)}个月")
    return "；".join(filter(None, said))


def _receipts(sheet: Sheet, member: Member) -> Iterator[Receipt]:
    """Give the receipts of one member: payments under one number are one receipt."""
    by_number: dict[str, list[Payment]] = {}
    paid = [each for month in member.months for each in month.payments]
    for each in (*paid, *member.gifts):
        if each.amount:
            by_number.setdefault(each.receipt or "", []).append(each)
    for number, payments in by_number.items():
        months = [each for each in payments if each.method != dues_rules.VOLUNTARY]
        gifts = len(payments) - len(months)
        days = sorted(each.paid_on for each in payments if each.paid_on)
        remarks = ["自愿多缴"] if gifts else []
        remarks += ["含补缴"] if any(each.method == dues_rules.LATE for each in months) else []
        yield Receipt(
            number,
            sheet.name,
            member.name,
            show_months(sorted({dues_rules.month_of(each.month) for each in months})) or "自愿多缴",
            sum(each.amount for each in payments),
            show_day(days[-1]) if days else "　　　年　　月　　日",
            "；".join(remarks),
        )


def _yuan(cents: int | None) -> str:
    return "" if cents is None else f"{cents / 100:,.2f}"


def _made(
    key: str, title: str, asked: Asked, rows: int, draw: Callable[[io.BytesIO], PrintResult]
) -> Document:
    stream = io.BytesIO()
    result = draw(stream)
    told = {"paper": key, "rows": rows, "full_numbers": False, "period": asked.period}
    return document_of(title, stream, result, told)


def period_for(period: str, as_of: date) -> str:
    """Give the period that is meant: the one named if it ends on the day, else the day's month."""
    ends = period_end(period) if period else None
    return period if ends == as_of else periods.period_of("month", as_of)


PAPERS = {POSTING: posting, BOOK: book, OWING: owing, RECEIPTS: receipts}
