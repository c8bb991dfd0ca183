"""Numbers set by hand in a return that is being filled in, and those nobody counts, typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import write
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.return_states import DRAFT
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services import filing_numbers, filing_records
from jianxi_desktop.services.filing_numbers import Counting
from jianxi_desktop.services.filing_records import VALUES, Filing, Row
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_check import Check
from jianxi_desktop.services.return_figures import (
    FigureLine,
    figure_lines,
    find_line,
    parts_named,
    read_number,
    write_number,
)
from jianxi_desktop.services.returns import Result
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.structure import Structure

REOPENED: Mapping[str, Any] = {"state": DRAFT, "completed_on": None, "completed_by": None}


@dataclass(frozen=True)
class Filled:
    """A filing with its figures as they are now, ready to be completed or handed in."""

    filing: Filing
    counted: Result
    result: Result
    kept: Mapping[str, Row]

    @property
    def wrong(self) -> tuple[Check, ...]:
        """The checks that fail."""
        return tuple(each for each in self.result.checks if not each.ok)


@needs(Right.EDIT)
def set_figure(
    office: Office, filing_id: UUID, figure: str, given: str, reason: str = ""
) -> frozenset[str]:
    """Put a number in the place of a counted one, with the reason; or type one nobody counts.

    Raises:
        InputError: No number, no reason, a total, or the return was handed in.
    """
    return set_figures(office, filing_id, {figure: given}, reason)


@needs(Right.EDIT)
def set_figures(
    office: Office, filing_id: UUID, given: Mapping[str, str], reason: str = ""
) -> frozenset[str]:
    """Set or type several figures at once, by number or key; all of them or none.

    Raises:
        InputError: As ``set_figure``.
    """
    found = read_filled(office, filing_id, "edit")
    why = office.catalog[VALUES].fields["reason"].parse(reason)
    wanted = {}
    for figure, text in given.items():
        line = _line(found, figure)
        wanted[line.key] = {
            "name": line.name[:200],
            "calculated": None if line.kind == "typed" else write_number(_counted(found, line)),
            "given": write_number(read_number(text)),
            "reason": why,
            "set_by": office.account.name,
        }
        if line.kind == "counted" and why is None:
            raise InputError(
                "no reason",
                user_message=f"“{line.name}”是由记录算出的，改动要写明原因。",
                code="no_reason",
            )
    with office.change("set_figure") as change:
        _reopen(office, change, filing_id)
        for key, values in wanted.items():
            row = found.kept.get(key)
            _put(change, office.catalog[VALUES], row, key, filing_id, values)
        return frozenset(change.touched)


@needs(Right.EDIT)
def clear_figure(office: Office, filing_id: UUID, figure: str) -> frozenset[str]:
    """Let a figure be what the records say again.

    Raises:
        InputError: The return was handed in, or nobody set the figure.
    """
    found = read_filled(office, filing_id, "edit")
    line = _line(found, figure)
    row = found.kept.get(line.key)
    if row is None or row["given"] is None:
        raise InputError(
            "figure is not set",
            user_message=f"“{line.name}”没有改过，不用恢复。",
            code="not_set",
        )
    with office.change("clear_figure") as change:
        _reopen(office, change, filing_id)
        write.remove_row(change, office.catalog[VALUES], row["id"], row["version"], "恢复计算数")
        return frozenset(change.touched)


def read_filled(
    office: Office, filing_id: UUID, step: str, progress: Progress = no_progress
) -> Filled:
    """Count a filing that a step may be taken with.

    Raises:
        InputError: It may not.
        ConflictError: It is gone.
    """
    with office.store.read() as connection:
        row = filing_records.row_of(office, connection, filing_id)
        structure = Structure.read(connection, office.catalog)
        filing_records.require_step(office, structure, row, step)
        kept = filing_records.values_of(office, connection, [filing_id])[filing_id]
    name = filing_records.unit_name(structure, row["organisation"], office)
    filing = filing_records.filing_from(row, name)
    counting, given = Counting(office, filing), filing_numbers.given_in(kept)
    counted = counting.count_alone() if step == "edit" else counting.count(progress)
    others = filing_numbers.no_others if step == "edit" else counting.others
    result = filing_numbers.filled(counted, given, others)
    return Filled(filing, counted, result, kept)


def require_step(office: Office, connection: Connection, filing_id: UUID, step: str) -> Row:
    """Read a filing that a step may be taken with.

    Raises:
        InputError: It may not.
        ConflictError: It is gone.
    """
    row = filing_records.row_of(office, connection, filing_id)
    structure = Structure.read(connection, office.catalog)
    filing_records.require_step(office, structure, row, step)
    return row


def _line(found: Filled, figure: str) -> FigureLine:
    """Find a figure that may be set.

    Raises:
        InputError: There is none, or it is computed from others.
    """
    lines = figure_lines(found.result)
    line = find_line(lines, figure)
    if line is None:
        raise InputError(
            f"no figure {figure!r}",
            user_message=f"《{found.filing.title}》没有编号为“{figure[:40]}”的数字。",
            code="no_such_figure",
        )
    if line.kind == "formula":
        parts = parts_named(found.result, line.key)
        told = f"（{'、'.join(parts)}）" if parts else ""
        raise InputError(
            f"{line.number} is computed",
            user_message=f"“{line.name}”是由别的数字算出来的，不能直接改。请改算出它的各项{told}，它会跟着变。",
            code="computed",
        )
    return line


def _counted(found: Filled, line: FigureLine) -> Any:
    before = find_line(figure_lines(found.counted), line.key)
    return None if before is None else before.value


def _reopen(office: Office, change: Change, filing_id: UUID) -> None:
    """Let a filing be a draft again, since its figures change."""
    row = require_step(office, change.connection, filing_id, "edit")
    if row["state"] != DRAFT:
        filing_records.move(office, change, row, REOPENED)


def _put(
    change: Change,
    ledger: Ledger,
    row: Row | None,
    figure: str,
    filing_id: UUID,
    values: Mapping[str, Any],
) -> None:
    if row is None:
        write.insert_rows(change, ledger, [{"filing": filing_id, "figure": figure, **values}])
    else:
        write.update_row(change, ledger, row["id"], row["version"], values)
