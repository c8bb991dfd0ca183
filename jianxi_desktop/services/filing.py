"""The returns that offices hand in: found or begun; see the modules beside this one.

``filing_figures`` sets their numbers, ``filing_steps`` takes them from one office to the next,
``filing_page`` shows them.
"""

from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import write
from jianxi_desktop.domain.return_states import DRAFT
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import filing_records, return_plans, scope
from jianxi_desktop.services.filing_figures import (
    clear_figure,
    set_figure,
    set_figures,
)
from jianxi_desktop.services.filing_page import FilingPage, PageLine, begun_or_blank, page
from jianxi_desktop.services.filing_records import LEDGER, Filing
from jianxi_desktop.services.filing_steps import (
    accept,
    complete,
    give_back,
    lock,
    submit,
    take_back,
)
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.structure import Structure

__all__ = [
    "Filing",
    "FilingPage",
    "PageLine",
    "accept",
    "begun_or_blank",
    "clear_figure",
    "complete",
    "find_filing",
    "give_back",
    "lock",
    "open_filing",
    "page",
    "set_figure",
    "set_figures",
    "submit",
    "take_back",
]


@needs(Right.VIEW)
def find_filing(
    office: Office, code: str, period: str, organisation: UUID | None = None
) -> Filing | None:
    """Find the filing of a return for a period; ``None`` where nobody began it.

    Raises:
        InputError: The organisation is not this person's to see.
    """
    whose = organisation or office.top
    with office.store.read() as connection:
        scope.require_inside(office, connection, office.catalog["organisation"], [whose])
        return _found(office, connection, code, period, whose)


@needs(Right.EDIT)
def open_filing(office: Office, code: str, period: str, organisation: UUID | None = None) -> Filing:
    """Find the filing of a return for a period, or begin it where it is this office's own.

    Raises:
        UsageError: There is no such return.
        InputError: It is no period of that return, or another office has to begin it.
    """
    plan = return_plans.plan_of(code)
    end = return_plans.require_period(plan, period)
    period = period.upper()
    whose = organisation or office.top
    if (known := find_filing(office, code, period, whose)) is not None:
        return known
    with office.store.read() as connection:
        structure = Structure.read(connection, office.catalog)
    if whose != office.top:
        name = structure.name(whose)
        raise InputError(
            "another office begins it",
            user_message=f"“{name}”还没有填报《{plan.title}》，要由它自己填报。",
            code="not_begun",
        )
    level = structure.rows[whose]["kind"] if whose in structure.rows else office.unit.level
    if level not in plan.levels:
        raise InputError(
            f"{code} is not handed in by a {level}",
            user_message=f"《{plan.title}》不由本单位填报。可以查看和保存，不用上报。",
            code="wrong_level",
        )
    edition = plan.edition(end)
    values = {
        "organisation": whose,
        "code": code,
        "title": plan.title[:80],
        "period": period,
        "as_of": end.isoformat(),
        "state": DRAFT,
        "due_on": return_plans.due_on(plan, period).isoformat(),
        "edition": edition.valid_from if edition is not None else None,
    }
    with office.change("file_return") as change:
        if (known := _found(office, change.connection, code, period, whose)) is not None:
            change.give_up()
            return known
        made = write.insert_rows(change, office.catalog[LEDGER], [values])[0]
        row = filing_records.row_of(office, change.connection, made)
        return filing_records.filing_from(row, filing_records.unit_name(structure, whose, office))


def _found(
    office: Office, connection: Connection, code: str, period: str, organisation: UUID
) -> Filing | None:
    rows = filing_records.rows_named(office, connection, code, period, organisation)
    if not rows:
        return None
    structure = Structure.read(connection, office.catalog)
    name = filing_records.unit_name(structure, organisation, office)
    return filing_records.filing_from(rows[0], name)
