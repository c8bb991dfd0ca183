"""Take values out of the journal for good; their hashes stay, so that its chains still verify."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, RowMapping, delete, select, update

from jianxi_desktop.db import blocks, history, system
from jianxi_desktop.db.guard import unlocked
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Ledger


def rows(connection: Connection, ledger: Ledger, ids: Sequence[UUID]) -> list[RowMapping]:
    """Read records whole, removed ones too."""
    table = table_of(ledger)
    return list(connection.execute(select(table).where(table.c.id.in_(ids))).mappings())


def forget_writes(change: Change, ledger: Ledger, record_id: UUID) -> int:
    """Replace every write of a record by its hash; give how many there were."""
    table, connection, erased = system.change, change.connection, 0
    for written in history.changes_of(connection, ledger, record_id):
        entry = written.entry
        mine = (table.c.replica == entry.replica) & (table.c.seq == entry.seq)
        block = connection.execute(select(table.c.block).where(mine)).scalar_one()
        kept, number = blocks.without(block, ledger.key, frozenset({record_id.hex}))
        if number:
            erased += number
            with unlocked(connection, "erase"):
                connection.execute(update(table).where(mine).values(block=kept))
    return erased


def forget_drafts(change: Change, record_id: UUID) -> None:
    """Drop what was typed for a record and not saved."""
    change.connection.execute(delete(system.draft).where(system.draft.c.record == record_id))
