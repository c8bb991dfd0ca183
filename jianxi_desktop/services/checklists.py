"""Observation checklists (观摩检查表) put together from the records, and printed."""

import io
import re
from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.prints.checklist import Checklist, Criterion, OpenProblem, Part
from jianxi_desktop.prints.observation import draw_checklists
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services.document import Document, FormOnPaper, document_of
from jianxi_desktop.services.observation_facts import VisitFacts, facts_of
from jianxi_desktop.services.observation_sheets import Round, Sheet, sheets_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

KEY, TITLE = "observation", "观摩检查表"
MOST_COPIES = 20
_FORM_NUMBER = r"GM[NJS]-\d{4}H[12]-\d{6,12}-\d{3,5}"


@needs(Right.VIEW)
def checklists_of(
    office: Office,
    connection: Connection,
    round_id: UUID,
    form_numbers: Collection[str] | None = None,
    *,
    today: date | None = None,
) -> list[Checklist]:
    """Put the checklists of a round together, in the order of its route.

    Args:
        office: The office.
        connection: Where to read.
        round_id: The round.
        form_numbers: Those that are wanted; default all.
        today: Day of printing.

    Raises:
        ConflictError: The round is gone.
        InputError: A number is none of this round's.
    """
    sheets = _sheets(office, connection, round_id, form_numbers)
    return _checklists(office, connection, sheets, today or calendar.today())


@needs(Right.PRINT)
def print_checklists(
    office: Office,
    round_id: UUID | None = None,
    form_numbers: Collection[str] | None = None,
    *,
    copies: int = 1,
    double_sided: bool = False,
    today: date | None = None,
    progress: Progress = no_progress,
) -> Document:
    """Print the checklists of a round into one document.

    Args:
        office: The office.
        round_id: The round; default the newest.
        form_numbers: Those that are wanted; default all.
        copies: How many of each, told apart by their codes.
        double_sided: Whether each starts on a sheet of its own when both sides are used.
        today: Day of printing.
        progress: Told how far it is.

    Raises:
        InputError: There is no such round, no such form, or too many copies are wanted.
    """
    if not 1 <= copies <= MOST_COPIES:
        raise InputError(
            "number of copies",
            user_message=f"每张检查表可以打印 1 到 {MOST_COPIES} 份，请改份数。",
            code="copies",
        )
    day = today or calendar.today()
    with office.store.read() as connection:
        chosen = _round(office, connection, round_id)
        sheets = _sheets(office, connection, chosen, form_numbers)
        forms = _checklists(office, connection, sheets, day, copies=copies)
    stream = io.BytesIO()
    made = draw_checklists(stream, forms, progress, double_sided=double_sided)
    on_paper = tuple(
        FormOnPaper(sheet, made.form_pages[sheet.form_number], copies) for sheet in sheets
    )
    told = {"paper": KEY, "rows": len(sheets), "full_numbers": False}
    return document_of(TITLE, stream, made, told, on_paper=on_paper)


def _round(office: Office, connection: Connection, round_id: UUID | None) -> UUID:
    """Give the round that is meant, as far as this person may see it."""
    ledger = office.catalog["observation_round"]
    rows = office.lister(ledger).stream(connection, (ledger.record.title,), Query(descending=True))
    known = [row.id for row in rows]
    if round_id in known:
        return known[known.index(round_id)]
    if round_id is not None or not known:
        raise InputError(
            "no observation round",
            user_message="还没有观摩轮次。请先在“观摩”里新建一轮观摩，再打印检查表。",
            code="no_round",
        )
    return known[0]


def _sheets(
    office: Office,
    connection: Connection,
    round_id: UUID,
    form_numbers: Collection[str] | None,
) -> list[Sheet]:
    sheets = sheets_of(office, connection, round_id)
    if form_numbers is None:
        return sheets
    wanted = {number.strip().upper() for number in form_numbers}
    unknown = wanted - {sheet.form_number for sheet in sheets}
    if unknown:
        named = "、".join(map(_named, sorted(unknown)[:5]))
        raise InputError(
            "no such forms in the round",
            user_message=f"这一轮观摩里没有表号 {named}，请核对表号或换一轮。",
            code="no_form",
        )
    return [sheet for sheet in sheets if sheet.form_number in wanted]


def _named(number: str) -> str:
    """Give a number in a message; what is none may be anything, and is masked."""
    return number if re.fullmatch(_FORM_NUMBER, number) else hide_numbers(number)[:40]


def _checklists(
    office: Office,
    connection: Connection,
    sheets: list[Sheet],
    day: date,
    *,
    copies: int = 1,
) -> list[Checklist]:
    """Give the forms, each as often as copies are wanted."""
    if not sheets:
        return []
    about = sheets[0].round
    facts = facts_of(office, connection, about, sheets, day)
    criteria = _criteria(about)
    step = office.catalog["observation_round"].fields["step"].show(about.step)
    return [
        _checklist(office, sheet, facts[sheet.visit], criteria, step, day, (copy, copies))
        for sheet in sheets
        for copy in range(1, copies + 1)
    ]


def _criteria(about: Round) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(
            part=Part(line.method),
            number=line.number,
            item=line.item,
            guidance=line.guidance,
            scale=line.scale,
            evidence=line.evidence,
            weight=line.weight,
        )
        for line in about.lines
    )


def _checklist(
    office: Office,
    sheet: Sheet,
    facts: VisitFacts,
    criteria: tuple[Criterion, ...],
    step: str,
    day: date,
    copy: tuple[int, int],
) -> Checklist:
    about = sheet.round
    planned = " ".join(each for each in (_shown(sheet.planned_on), sheet.starts_at) if each)
    return Checklist(
        form_number=sheet.form_number,
        round_name=about.title,
        step=step,
        period=about.period,
        leader=about.leader,
        visited=sheet.name,
        street=sheet.street,
        criteria=criteria,
        problems=tuple(
            OpenProblem(each.title, _shown(each.found_on), _shown(each.due_on))
            for each in sheet.problems
        ),
        facts=facts.organisation,
        inspected_by=facts.inspected_by,
        planned=planned,
        visited_on=_shown(sheet.visited_on),
        inspectors=sheet.inspectors,
        set_title=about.set_title,
        unit=office.unit.name,
        printed_on=show_day(day.isoformat()),
        copy=copy[0],
        copies=copy[1],
    )


def _shown(day: str) -> str:
    return show_day(day) if day else ""
