"""Take values out of the journal for good; their hashes stay, so that its chains still verify."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import Connection, RowMapping, delete, select, update

from jianxi_desktop.db import history, system
from jianxi_desktop.db.guard import unlocked
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import blocks
from jianxi_desktop.schema.ledger import Ledger


def rows(connection: Connection, ledger: Ledger, ids: Sequence[UUID]) -> list[RowMapping]:
    """Read records whole, removed ones too."""
    table = table_of(ledger)
    return list(connection.execute(select(table).where(table.c.id.in_(ids))).mappings())


def scrub(change: Change, ledger: Ledger, record_id: UUID) -> None:
    """Take everything of a record out that another office had erased, whenever it came."""
    digests = pictures_of(change.connection, ledger, record_id)
    forget_writes(change, ledger, record_id)
    forget_drafts(change, record_id)
    if digests:
        forget_pictures(change, ledger, digests)


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
    typed, entered = system.draft, system.entry_draft
    change.connection.execute(delete(typed).where(typed.c.record == record_id))
    change.connection.execute(delete(entered).where(entered.c.visit == record_id))


def pictures_of(connection: Connection, ledger: Ledger, record_id: UUID) -> set[str]:
    """Give the fingerprints of every content that a record of attachments ever named."""
    if "sha256" not in ledger.fields:
        return set()
    return {
        leaf.new["sha256"]
        for written in history.changes_of(connection, ledger, record_id)
        for leaf in written.leaves
        if leaf.new.get("sha256")
    }


def forget_pictures(change: Change, ledger: Ledger, digests: Iterable[str]) -> None:
    """Drop contents that no attachment names any more."""
    content, table = system.attachment_content, table_of(ledger)
    named = select(table.c.sha256).where(table.c.sha256.is_not(None))
    for digest in digests:
        mine = content.c.sha256 == digest
        change.connection.execute(delete(content).where(mine, content.c.sha256.not_in(named)))
