"""Filed returns as they stand in the ledgers: read, shown to whom, and written by whom."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup, write
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import calendar, return_states
from jianxi_desktop.domain.return_states import STEPS, Side
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.services import scope
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.structure import Structure

Row = Mapping[str, Any]
LEDGER, VALUES = "return_filing", "return_value"


@dataclass(frozen=True)
class Filing:
    """One return of one organisation for one period, and how far it has gone.

    Attributes:
        id: Its identity.
        version: What a change must find.
        organisation: Whose it is.
        unit: What that is called.
        code: Number of the return.
        title: What the return is called.
        period: The period, as it is written.
        as_of: The day it is counted as of.
        state: Key of ``return_state``.
        due_on: By when it is to be handed in; empty where nobody said.
        completed: Day and name of who completed it; empty while nobody did.
        submitted: Day and name of who handed it in.
        decided: Day and name of who decided last.
        explanation: Why checks fail, in the office's words.
        answer: What was decided, a line each time.
        prepared_by: Who filled it in, as the paper says.
        responsible: Who answers for it.
    """

    id: UUID
    version: int
    organisation: UUID
    unit: str
    code: str
    title: str
    period: str
    as_of: date
    state: str
    due_on: str
    completed: tuple[str, str]
    submitted: tuple[str, str]
    decided: tuple[str, str]
    explanation: str
    answer: str
    prepared_by: str
    responsible: str

    @property
    def frozen(self) -> bool:
        """Whether its figures are those that were handed in."""
        return self.state in return_states.FROZEN


def filing_from(row: Row, unit: str) -> Filing:
    """Give a filing from its row."""

    def pair(deed: str) -> tuple[str, str]:
        return row[f"{deed}_on"] or "", row[f"{deed}_by"] or ""

    return Filing(
        row["id"],
        row["version"],
        row["organisation"],
        unit,
        row["code"],
        row["title"],
        row["period"],
        calendar.period_end(row["as_of"]),
        row["state"],
        row["due_on"] or "",
        pair("completed"),
        pair("submitted"),
        pair("decided"),
        row["explanation"] or "",
        row["answer"] or "",
        row["prepared_by"] or "",
        row["responsible"] or "",
    )


def row_of(office: Office, connection: Connection, filing_id: UUID) -> Row:
    """Read a filing that this person may see.

    Raises:
        ConflictError: It is gone.
        InputError: It is not his to see.
    """
    ledger = office.catalog[LEDGER]
    scope.require_inside(office, connection, ledger, [filing_id])
    rows = lookup.existing(connection, ledger, "id", [filing_id])
    if not rows:
        raise ConflictError(
            "filing is gone",
            user_message="这份报表不存在或已被移除，请刷新后再看。",
            code="gone",
        )
    return rows[0]


def rows_named(
    office: Office, connection: Connection, code: str, period: str, organisation: UUID
) -> list[Row]:
    """Read the filings of a return of one organisation for one period; more than one is a slip."""
    rows = lookup.existing(connection, office.catalog[LEDGER], "organisation", [organisation])
    return [row for row in rows if row["code"] == code and row["period"] == period]


def values_of(
    office: Office, connection: Connection, filings: Collection[UUID]
) -> dict[UUID, dict[str, Row]]:
    """Read the figures that are kept of filings, by filing and key."""
    found: dict[UUID, dict[str, Row]] = {each: {} for each in filings}
    for row in lookup.existing(connection, office.catalog[VALUES], "filing", filings):
        found[row["filing"]][row["figure"]] = row
    return found


def unit_name(structure: Structure, organisation: UUID, office: Office) -> str:
    """Name whoever hands a return in: an office by its own name, else the organisation."""
    own = organisation == office.unit.organisation
    return office.unit.name if own else structure.name(organisation)


def sides(office: Office, structure: Structure, organisation: UUID) -> tuple[Side, ...]:
    """Say on which side of a filing this person stands; a bystander on none.

    The district has nobody above it that uses this program: it notes itself what was decided.
    """
    if organisation == office.top:
        on_top = organisation == office.unit.organisation and office.unit.level == "district"
        return ("owner", "superior") if on_top else ("owner",)
    return ("superior",) if office.top in structure.line(organisation) else ()


def require_step(office: Office, structure: Structure, row: Row, step: str) -> str:
    """Make sure that a step may be taken by this person now; give the state afterwards.

    Raises:
        InputError: It may not; the message says whose turn it is.
    """
    taken = STEPS[step]
    if taken.side not in sides(office, structure, row["organisation"]):
        whose = structure.name(row["organisation"])
        told = (
            f"这份报表由“{whose}”填报，只有填报单位能{taken.text}。"
            if taken.side == "owner"
            else f"“{whose}”的报表由它的上级{taken.text}，本单位不能办。"
        )
        raise InputError(f"not ours to {step}", user_message=told, code="not_allowed")
    state = return_states.after(row["state"], step)
    if state is None:
        raise InputError(
            f"cannot {step} what is {row['state']}",
            user_message=f"《{row['title']}》{_STANDS[row['state']]}，不能{taken.text}。",
            code="wrong_state",
        )
    return state


_STANDS = {
    "draft": "还是草稿，要先填报完成",
    "complete": "已填报完成，还没有上报",
    "submitted": "已经上报",
    "returned": "已退回，要先重新填报完成",
    "accepted": "已由上级接收",
    "locked": "已经归档",
}


def since(packed: str, moment: datetime) -> bool:
    """Tell whether a package, noted to the second, was written at a moment or after it."""
    noted = datetime.fromisoformat(packed).astimezone(UTC)
    return noted >= moment.astimezone(UTC).replace(microsecond=0)


def move(office: Office, change: Change, row: Row, values: Mapping[str, Any]) -> int:
    """Write fields of a filing as it was just read; give its version."""
    return write.update_row(change, office.catalog[LEDGER], row["id"], row["version"], values)


def keep_values(
    office: Office, change: Change, filing_id: UUID, wanted: Mapping[str, Mapping[str, Any]]
) -> None:
    """Let exactly these figures be kept of a filing, by key; others are taken out."""
    ledger = office.catalog[VALUES]
    known = values_of(office, change.connection, [filing_id])[filing_id]
    fresh = [
        {"filing": filing_id, "figure": key, **values}
        for key, values in wanted.items()
        if key not in known
    ]
    write.insert_rows(change, ledger, fresh)
    edits = [
        write.Edit(known[key]["id"], values, known[key]["version"])
        for key, values in wanted.items()
        if key in known
    ]
    write.update_rows(change, ledger, edits)
    gone = [row for key, row in known.items() if key not in wanted]
    out = write.removal("表里已没有这一项")
    write.update_rows(change, ledger, [write.Edit(row["id"], out, row["version"]) for row in gone])
