"""Which record an action of a person was about, in words; a menu and a notice say it."""

from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import history, lookup
from jianxi_desktop.db.history import Entry
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.office import Office

MOST = 2_000  # rows of an action that are looked through
_LONGEST = 24  # characters of a name


def name_deed(office: Office, connection: Connection, entry: Entry) -> str:
    """Say which record an action wrote first, and of which ledger; nothing where none is known.

    A row that belongs to a record is named after that record, as a form shows it.
    """
    if entry.writes > MOST:
        return ""
    leaves = history.leaves_of(connection, entry.replica, entry.seq)
    whole = [(office.catalog[leaf.ledger], UUID(leaf.row)) for leaf in leaves if not leaf.erased]
    if not whole:
        return ""
    ledger, record = _owner(office, connection, *whole[0])
    called = office.lister(ledger).caption(connection, record)
    if not called:
        return ""
    short = called if len(called) <= _LONGEST else f"{called[:_LONGEST]}…"
    others = {row for each, row in whole if each.key == whole[0][0].key} - {whole[0][1]}
    return f"{short}等 {len(others) + 1} 条" if others else short


def _owner(
    office: Office, connection: Connection, ledger: Ledger, record: UUID
) -> tuple[Ledger, UUID]:
    """Give the record that a row belongs to; one that belongs to none is its own."""
    if ledger.owner is None:
        return ledger, record
    field = ledger.fields[ledger.owner.key]
    row = lookup.rows_of(connection, ledger, [record]).get(record)
    if not isinstance(field, Link) or row is None or row[field.key] is None:
        return ledger, record
    return office.catalog[field.target], row[field.key]
