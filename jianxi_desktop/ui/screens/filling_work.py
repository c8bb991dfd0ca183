"""The jobs of the page of blanks: they touch files and records, and no widget."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.services.fill import Choices, FillResult, example, fill
from jianxi_desktop.services.fill_plan import FillPlan, plan_fill
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.revealing import reveal


class Looked(NamedTuple):
    """What the records say before anything is written."""

    number: int
    examples: Mapping[int, str]


class Where(NamedTuple):
    """Which file, and where in it."""

    path: Path
    ledger: str
    sheet: str | None
    header_row: int | None
    password: str | None


class Wanted(NamedTuple):
    """What is to be written, and where to."""

    plan: FillPlan
    path: Path
    query: Query
    chosen: Choices
    reason: str | None
    full: bool


def plan_of(office: Office, where: Where, progress: Progress) -> FillPlan:
    """Look at a file and propose how to fill it."""
    return plan_fill(
        office,
        where.path,
        ledger=office.catalog[where.ledger] if where.ledger else None,
        sheet=where.sheet,
        header_row=where.header_row,
        password=where.password,
        progress=progress,
    )


def look_at_records(office: Office, plan: FillPlan, query: Query, chosen: Choices) -> Looked:
    """Count the records and read the first one."""
    number = records.count_rows(office, plan.ledger, query)
    return Looked(number, example(office, plan, query, chosen))


def fill_file(office: Office, wanted: Wanted, progress: Progress) -> FillResult:
    """Write the filled copy; numbers in full with the leave that a reason gets."""
    plan, query, chosen = wanted.plan, wanted.query, wanted.chosen
    leave = None
    if wanted.full:
        leave = reveal(office, wanted.reason or "", ledger=plan.ledger, query=query)
    return fill(
        office,
        plan,
        wanted.path,
        query,
        number_form=chosen.number_form,
        day_form=chosen.day_form,
        empty_as=chosen.empty_as,
        reveal=leave,
        reason=wanted.reason,
        progress=progress,
    )
