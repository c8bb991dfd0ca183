"""The steps of a return from the office that fills it in to the one that accepts it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import history, transfer, write
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import calendar, return_states
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.return_states import COMPLETE
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import filing_numbers, filing_records
from jianxi_desktop.services.filing_figures import REOPENED, read_filled, require_step
from jianxi_desktop.services.filing_records import LEDGER, Filing
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_check import Check
from jianxi_desktop.services.rights import needs


@needs(Right.EDIT)
def complete(
    office: Office,
    filing_id: UUID,
    *,
    explanation: str | None = None,
    prepared_by: str | None = None,
    responsible: str | None = None,
    progress: Progress = no_progress,
) -> tuple[Check, ...]:
    """Say that a return is filled in; every check is run.

    Returns:
        The checks that fail: they have to be explained before it is handed in.

    Raises:
        InputError: It was handed in, or is not this office's.
    """
    found = read_filled(office, filing_id, "complete", progress)
    today, fields = calendar.today().isoformat(), office.catalog[LEDGER].fields
    values: dict[str, Any] = {
        "state": COMPLETE,
        "completed_on": today,
        "completed_by": office.account.name,
        "prepared_by": found.filing.prepared_by or office.account.name,
    }
    told = {"explanation": explanation, "prepared_by": prepared_by, "responsible": responsible}
    values |= {key: fields[key].parse(text) for key, text in told.items() if text is not None}
    with office.change("complete_return") as change:
        _move(office, change, found.filing, "complete", values)
    return found.wrong


@needs(Right.EDIT)
def submit(
    office: Office,
    filing_id: UUID,
    *,
    explanation: str | None = None,
    progress: Progress = no_progress,
) -> frozenset[str]:
    """Hand a completed return in: its figures are kept as they are now.

    Raises:
        InputError: It is not completed, or a check that fails is not explained.
    """
    found = read_filled(office, filing_id, "submit", progress)
    parse = office.catalog[LEDGER].fields["explanation"].parse
    said = found.filing.explanation if explanation is None else parse(explanation)
    if found.wrong and not said:
        raise InputError(
            f"{len(found.wrong)} checks unexplained",
            user_message=(
                f"有 {len(found.wrong)} 项勾稽关系不符，请先核对数据；"
                "确实如此的，写明情况说明再上报。"
            ),
            code="unexplained",
            details=tuple(f"{each.rule}：{each.detail}" for each in found.wrong),
        )
    values = {
        "state": return_states.SUBMITTED,
        "submitted_on": calendar.today().isoformat(),
        "submitted_by": office.account.name,
        "explanation": said or None,
    }
    wanted = filing_numbers.to_keep(found.counted, found.result, found.kept)
    with office.change("submit_return") as change:
        _move(office, change, found.filing, "submit", values)
        filing_records.keep_values(office, change, filing_id, wanted)
        return frozenset(change.touched)


@needs(Right.EDIT)
def take_back(office: Office, filing_id: UUID) -> frozenset[str]:
    """Take back what was handed in and nobody decided on yet.

    Raises:
        InputError: It was decided on, or has left in a package.
    """
    with office.change("take_back_return") as change:
        row = require_step(office, change.connection, filing_id, "take_back")
        if has_left(office, change.connection, filing_id):
            raise InputError(
                "it has left in a package",
                user_message=(
                    f"《{row['title']}》已随数据包报出，不能撤回。要改的话，请上级退回。"
                ),
                code="has_left",
            )
        values = {**REOPENED, "submitted_on": None, "submitted_by": None}
        filing_records.move(office, change, row, values)
        return frozenset(change.touched)


@needs(Right.EDIT)
def give_back(office: Office, filing_id: UUID, reason: str) -> frozenset[str]:
    """Give a return back to whoever handed it in, with the reason.

    Raises:
        InputError: No reason, not handed in, or not this office's to decide.
    """
    if not reason.strip():
        raise InputError(
            "no reason",
            user_message="请写明退回的原因，填报单位要照着改。",
            code="no_reason",
        )
    return _decide(office, filing_id, "give_back", "give_back_return", reason)


@needs(Right.EDIT)
def accept(office: Office, filing_id: UUID, remark: str = "") -> frozenset[str]:
    """Accept a return that was handed in.

    Raises:
        InputError: Not handed in, or not this office's to decide.
    """
    return _decide(office, filing_id, "accept", "accept_return", remark)


@needs(Right.EDIT)
def lock(office: Office, filing_id: UUID) -> frozenset[str]:
    """Put an accepted return away for good.

    Raises:
        InputError: Not accepted, or not this office's to decide.
    """
    return _decide(office, filing_id, "lock", "lock_return", "")


def has_left(office: Office, connection: Connection, filing_id: UUID) -> bool:
    """Tell whether a package was written since the filing was last changed here."""
    changes = history.changes_of(connection, office.catalog[LEDGER], filing_id)
    last = max((each.entry.at for each in changes), default=None)
    packed = transfer.last_written(connection)
    if last is None or packed is None:
        return False
    return filing_records.since(packed, last)


def _move(
    office: Office, change: Change, filing: Filing, step: str, values: Mapping[str, Any]
) -> None:
    """Take a step with a filing that nobody changed since it was read."""
    require_step(office, change.connection, filing.id, step)
    write.update_row(change, office.catalog[LEDGER], filing.id, filing.version, values)


def _decide(office: Office, filing_id: UUID, step: str, action: str, reason: str) -> frozenset[str]:
    said, today = " ".join(reason.split()), calendar.today()
    with office.change(action, said or None) as change:
        row = require_step(office, change.connection, filing_id, step)
        told = f"{_day(today)} {office.account.name} {return_states.STEPS[step].text}"
        line = f"{told}：{said}" if said else told
        values = {
            "state": return_states.after(row["state"], step),
            "decided_on": today.isoformat(),
            "decided_by": office.account.name,
            "answer": return_states.with_decision(row["answer"], line),
        }
        filing_records.move(office, change, row, values)
        return frozenset(change.touched)


def _day(day: date) -> str:
    return calendar.show_day(day.isoformat())
