"""Papers of the three lists and of joint building, as tables that also go into a workbook."""

from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.table import Column
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.document import Document
from jianxi_desktop.services.joint_work import Overview, overviews, rules_told
from jianxi_desktop.services.matching import Lists, lists
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.plain_table import PlainTable, print_table
from jianxi_desktop.services.rights import needs

OPEN, OPEN_TITLE = "matching.open", "未对接和逾期清单"
WORK, WORK_TITLE = "joint_work.overview", "区域共建情况表"
_MIDDLE: Final = Align.CENTER


def open_table(office: Office, found: Lists) -> PlainTable:
    """Make the list (未对接和逾期清单) of what nobody answers, claims, or has done in time."""
    return PlainTable(
        OPEN,
        OPEN_TITLE,
        (
            Column("类别", 5, _MIDDLE),
            Column("内容", 16),
            Column("党组织", 10),
            Column("对象、认领单位", 10),
            Column("时限", 7, _MIDDLE),
            Column("情况", 8),
        ),
        tuple(_open_rows(found)),
        unit=office.unit.name,
        subtitle=f"截至{calendar.show_day(found.day.isoformat())}",
        landscape=False,
        note="逾期是指过了期望完成或完成时限，还没有满足或完成的。",
    )


def work_table(office: Office, found: tuple[Overview, ...], day: date) -> PlainTable:
    """Make the table (区域共建情况表) of joint building, a street or community a line."""
    rows = tuple(
        (
            f"{'　' if each.kind == 'community' else ''}{each.name}",
            str(len(each.partners)),
            str(each.part_time),
            str(len(each.unseated)),
            each.joint.show(),
            each.tripartite.show(),
            f"{each.property_units[1]}/{each.property_units[0]}",
            str(sum(one.state in ("running", "ending") for one in each.contracts)),
            str(sum(one.state in ("ending", "ended") for one in each.contracts)),
        )
        for each in found
    )
    captions = (
        ("共建单位", 5),
        ("兼职委员", 5),
        ("没有委员的单位", 6),
        ("联席会", 5),
        ("三方联席会", 5),
        ("红色物业建组织", 6),
        ("在期合同", 5),
        ("要续签或评估", 6),
    )
    numbers = tuple(Column(caption, width, _MIDDLE) for caption, width in captions)
    return PlainTable(
        WORK,
        WORK_TITLE,
        (Column("党组织", 13), *numbers),
        rows,
        unit=office.unit.name,
        subtitle=f"{day.year}年，截至{calendar.show_day(day.isoformat())}",
        note=f"联席会、三方联席会：已开/全年应开。{rules_told(day)}。红色物业：已建党组织/物业和业委会总数。",
    )


@needs(Right.PRINT)
def print_open(
    office: Office,
    day: date,
    within: UUID | None = None,
    *,
    today: date,
    progress: Progress = no_progress,
) -> Document:
    """Print what is open or late of the three lists on a day.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    table = open_table(office, lists(office, within, today=day))
    return print_table(office, table, today=today, progress=progress)


@needs(Right.PRINT)
def print_work(
    office: Office,
    day: date,
    within: UUID | None = None,
    *,
    today: date,
    progress: Progress = no_progress,
) -> Document:
    """Print joint building of the year of a day, as far as that day.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    table = work_table(office, overviews(office, within, today=day), day)
    return print_table(office, table, today=today, progress=progress)


def _open_rows(found: Lists) -> Iterator[tuple[str, ...]]:
    for need in found.needs:
        answered = found.project_of(need.id) is not None
        if need.overdue or (need.state == "open" and not answered):
            told = "逾期，已对接" if answered else "逾期，未对接" if need.overdue else "未对接"
            due = calendar.show_day(need.due_on) if need.due_on else ""
            yield ("需求", need.title, need.organisation_name, need.raised_by, due, told)
    labels = code_table("project_state").known
    for each in found.projects:
        if each.overdue or each.state == "open":
            told = labels[each.state]
            due = calendar.show_day(each.due_on) if each.due_on else ""
            late = f"逾期，{told}" if each.overdue else told
            yield ("项目", each.title, each.organisation_name, each.claimant_name, due, late)


PAPERS: Final = ((OPEN, OPEN_TITLE, print_open), (WORK, WORK_TITLE, print_work))
