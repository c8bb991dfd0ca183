"""What keeps filed returns as they were handed in, whatever page or workbook writes to them."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import history, lookup, transfer
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import return_states
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Catalog, Issue, Ledger
from jianxi_desktop.services import filing_records
from jianxi_desktop.services.filing_records import LEDGER
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_plans import LEVELS
from jianxi_desktop.services.structure import Structure

Row = Mapping[str, Any]
# What is written by the steps of the return page and by nothing else.
_LOCAL = frozenset({"serial", "version", "replica", "seq", "id"})
_STEPPED = frozenset(
    {
        "organisation",
        "state",
        "completed_on",
        "completed_by",
        "submitted_on",
        "submitted_by",
        "decided_on",
        "decided_by",
        "answer",
    }
)


def keep_filing(office: Office, change: Change, filing_id: UUID, before: Row | None) -> None:
    """Refuse a second filing of one return, and steps that are taken past the return page.

    Raises:
        InputError: It is one.
    """
    connection = change.connection
    now = lookup.rows_of(connection, office.catalog[LEDGER], [filing_id])[filing_id]
    structure = Structure.read(connection, office.catalog)
    sides = filing_records.sides(office, structure, now["organisation"])
    if before is not None:
        if told := against_change(before, now):
            raise InputError("filing is past a form", user_message=told, code="frozen")
        if sides == ("superior",) and structure.rows[now["organisation"]]["kind"] in LEVELS:
            whose = structure.name(now["organisation"])
            told = f"这份报表由“{whose}”填报，本单位不能改，可以退回。"
            raise InputError("another office's draft", user_message=told, code="not_allowed")
    elif now["state"] in return_states.DECIDED and "superior" not in sides:
        raise InputError(
            "not ours to decide",
            user_message="退回、审核和归档由上级办，新登记的报表请选“草稿”或“已上报”。",
            code="not_allowed",
        )
    named = (now["code"], now["period"], now["organisation"])
    twins = filing_records.rows_named(office, connection, *named)
    if any(row["id"] != filing_id for row in twins):
        raise InputError(
            "filing exists",
            user_message=f"这个党组织{now['period']}的《{now['title']}》已经登记过，请打开原来的那一份。",
            code="exists",
        )


def keep_value(office: Office, change: Change, value_id: UUID, before: Row | None) -> None:
    """Refuse any change of the figures of a return that was handed in.

    Raises:
        InputError: It was.
    """
    ledger = office.catalog[filing_records.VALUES]
    now = lookup.rows_of(change.connection, ledger, [value_id])[value_id]
    if before is None or any(before[key] != now[key] for key in ledger.fields):
        filings = {row["filing"] for row in (before, now) if row is not None}
        require_open(change.connection, office.catalog, filings)


def require_open(connection: Connection, catalog: Catalog, filings: Collection[UUID]) -> None:
    """Make sure that figures of filings may still be changed.

    Raises:
        InputError: One was handed in.
    """
    for row in lookup.rows_of(connection, catalog[LEDGER], filings).values():
        if row["state"] in return_states.FROZEN:
            raise InputError("filing is frozen", user_message=_kept(row), code="frozen")


def require_changeable(
    office: Office, connection: Connection, ledger: Ledger, ids: Collection[UUID]
) -> None:
    """Make sure that what is removed or brought back is no return that was handed in.

    Raises:
        InputError: One was.
    """
    if ledger.key == LEDGER:
        require_open(connection, office.catalog, ids)
    elif ledger.key == filing_records.VALUES:
        rows = lookup.rows_of(connection, ledger, ids).values()
        require_open(connection, office.catalog, {row["filing"] for row in rows})


class Watcher:
    """Looks at the rows of a roster of filed returns; of others it has nothing to say."""

    def __init__(self, connection: Connection, catalog: Catalog, ledger: Ledger) -> None:
        self._connection, self._catalog, self._ledger = connection, catalog, ledger

    def issues(self, values: Row, record: Row | None) -> Iterator[Issue]:
        """Refuse a row that would change what was handed in."""
        if self._ledger.key not in (LEDGER, filing_records.VALUES):
            return
        given = {key: value for key, value in values.items() if value is not None}
        if self._ledger.key == LEDGER and record is not None:
            if told := against_change(record, {**record, **given}):
                yield Issue("state", "frozen", "error", told)
        elif self._ledger.key == filing_records.VALUES and "filing" in given:
            try:
                require_open(self._connection, self._catalog, [UUID(str(given["filing"]))])
            except InputError as refused:
                yield Issue("filing", "frozen", "error", refused.user_message)


def against_change(before: Row, now: Row) -> str:
    """Say why a form may not change a filing like that; nothing where it may."""
    changed = {key for key in before if key in now and before[key] != now[key]} - _LOCAL
    if changed and before["state"] in return_states.FROZEN:
        return _kept(before)
    if changed & _STEPPED:
        return "填报、上报、退回、接收请到“上报报表”页办理，这里只能改填表人、负责人和说明。"
    return ""


def against_undoing(
    connection: Connection, catalog: Catalog, rows: Mapping[str, Collection[UUID]]
) -> Iterator[str]:
    """Say which returns that stay handed in would have figures changed by taking back."""
    ledger = catalog[filing_records.VALUES]
    values = lookup.rows_of(connection, ledger, rows.get(ledger.key, ())).values()
    moved = rows.get(LEDGER, ())
    filings = {row["filing"] for row in values} - set(moved)
    for row in lookup.rows_of(connection, catalog[LEDGER], filings).values():
        if row["state"] in return_states.FROZEN:
            yield _kept(row)
    for row in lookup.rows_of(connection, catalog[LEDGER], moved).values():
        if row["state"] not in return_states.FROZEN and _was_packed(connection, catalog, row["id"]):
            yield f"《{row['title']}》已随数据包报出，要改请上级退回"


def _was_packed(connection: Connection, catalog: Catalog, filing_id: UUID) -> bool:
    """Tell whether the last step of a filing, but its undoing, handed it in and it left since."""
    changes = history.changes_of(connection, catalog[LEDGER], filing_id)
    steps = [each.entry for each in changes if each.entry.action not in ("undo", "redo")]
    if not steps or steps[-1].action != "submit_return":
        return False
    packed = transfer.last_written(connection)
    return packed is not None and filing_records.since(packed, steps[-1].at)


def _kept(row: Row) -> str:
    state = {"returned": "已退回"}.get(row["state"], "已经上报")
    return (
        f"《{row['title']}》（{row['period']}）{state}，数字按上报时的保留，不能在这里改。"
        "要改请由上级退回后在“上报报表”页重新填报。"
    )
