"""Registers of movements as papers, as of a day: letters awaited, members away, members lost."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jianxi_desktop.db import lookup
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain import movement_rules as rules
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.rule_tables import with_doubt
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.table import Column, TableSpec, draw_table
from jianxi_desktop.services import leaving, movement_page, scope
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.movement_facts import kind_name
from jianxi_desktop.services.movement_page import AwayRow, LetterRow, LostRow, Page
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

_NUMBER = Column("序号", 3, Align.CENTER)
_NAME = Column("姓名", 5, Align.CENTER)


@dataclass(frozen=True)
class Register:
    """One register.

    Attributes:
        key: Its name on the command line.
        title: What people call it.
        columns: Its columns after the number.
        rows: Gives them out of what the page reads.
        note: What stands below, for a day.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Page], Sequence[tuple[str, ...]]]
    note: Callable[[date], str]


def _letters(page: Page) -> list[tuple[str, ...]]:
    return [_letter(each) for each in page.letters]


def _letter(each: LetterRow) -> tuple[str, ...]:
    left = "已过期" if each.state == rules.OVERDUE else f"{each.days_left}天"
    return (
        each.name,
        each.branch,
        each.to_place,
        each.number,
        each.letter_on,
        each.until,
        left,
        each.paid_to,
        "",
    )


def _away(page: Page) -> list[tuple[str, ...]]:
    return [_away_row(each) for each in page.away]


def _away_row(each: AwayRow) -> tuple[str, ...]:
    return (
        each.name,
        each.branch,
        kind_name(each.kind),
        each.place,
        each.since,
        each.lasted,
        each.contacted or "无",
        each.due,
        "已满6个月，宜转接" if each.should_move else "",
    )


def _lost(page: Page) -> list[tuple[str, ...]]:
    return [_lost_row(each) for each in page.lost]


def _lost_row(each: LostRow) -> tuple[str, ...]:
    return (
        each.name,
        each.branch,
        kind_name(each.kind),
        each.reason,
        each.since,
        each.lasted,
        each.band,
        each.due,
        each.decide if each.late else "",
    )


def _letters_note(day: date) -> str:
    del day
    return "没有收到回执的，党员仍归本单位管理。过期没有转到的，查明情况，作废后重新开具。"


def _away_note(day: date) -> str:
    row = rules.limit("mobile_contact", day)
    abroad = rules.limit("abroad_contact", day)
    told = with_doubt(f"流动党员每{row['number']}个月联系一次", row)
    return f"{told}，出国（境）的每{abroad['number']}个月联系一次。内部资料，注意保管。"


def _lost_note(day: date) -> str:
    del day
    return "失联时间按满几年分段。是否停止党籍、除名由党组织研究决定。内部资料，注意保管。"


REGISTERS = {
    each.key: each
    for each in (
        Register(
            "movement.letters",
            "在途介绍信催办清单",
            (
                _NAME,
                Column("转出党支部", 12),
                Column("转入党组织", 14),
                Column("介绍信编号", 6.5, Align.CENTER),
                Column("开具日期", 6.5, Align.CENTER),
                Column("有效至", 6.5, Align.CENTER),
                Column("剩余", 4.5, Align.CENTER),
                Column("党费交至", 5, Align.CENTER),
                Column("催办情况", 8),
            ),
            _letters,
            _letters_note,
        ),
        Register(
            "movement.away",
            "流动党员登记表",
            (
                _NAME,
                Column("所在党支部", 12),
                Column("类别", 5.5, Align.CENTER),
                Column("地点", 11),
                Column("起始日期", 6.5, Align.CENTER),
                Column("时长", 6, Align.CENTER),
                Column("最近联系", 6.5, Align.CENTER),
                Column("应联系日期", 6.5, Align.CENTER),
                Column("备注", 8),
            ),
            _away,
            _away_note,
        ),
        Register(
            "movement.lost",
            "失联和停止党籍党员登记表",
            (
                _NAME,
                Column("所在党支部", 11),
                Column("状态", 5, Align.CENTER),
                Column("情形", 7.5),
                Column("起始日期", 6.5, Align.CENTER),
                Column("时长", 6, Align.CENTER),
                Column("失联分段", 6.5, Align.CENTER),
                Column("期满日期", 6.5, Align.CENTER),
                Column("期满后由组织研究", 14),
            ),
            _lost,
            _lost_note,
        ),
    )
}


@needs(Right.PRINT)
def print_register(
    office: Office,
    key: str,
    day: date,
    organisation: UUID | None = None,
    *,
    today: date | None = None,
    progress: Progress = no_progress,
) -> Document:
    """Print a register as of a day.

    Args:
        office: The open database.
        key: Of ``REGISTERS``.
        day: The day it holds for.
        organisation: Whose members; default all this person may see.
        today: Day of printing.
        progress: Told every page.

    Raises:
        InputError: The organisation is not this person's to see.
        EnvironmentFailure: Fonts are missing.
    """
    register, printed = REGISTERS[key], today or calendar.today()
    if organisation is not None:
        with office.store.read() as connection:
            ledger = office.catalog["organisation"]
            scope.require_inside(office, connection, ledger, [organisation])
    page = movement_page.read_page(office, organisation, day=day)
    rows = register.rows(page)
    spec = TableSpec(
        title=register.title,
        columns=(_NUMBER, *register.columns),
        rows=[(str(at), *row) for at, row in enumerate(rows, 1)],
        unit=_name(office, organisation),
        subtitle=f"截至{show_day(day.isoformat())}",
        landscape=True,
        note=register.note(day),
        printed_on=show_day(printed.isoformat()),
        printed_by=leaving.signature(office, printed),
    )
    stream = io.BytesIO()
    result = draw_table(stream, spec, progress)
    told = {"paper": key, "rows": len(rows), "full_numbers": False, "period": day.isoformat()}
    return document_of(register.title, stream, result, told)


def _name(office: Office, organisation: UUID | None) -> str:
    if organisation is None:
        return office.unit.name
    with office.store.read() as connection:
        rows = lookup.existing(connection, office.catalog["organisation"], "id", [organisation])
    return str(rows[0]["name"]) if rows else office.unit.name
