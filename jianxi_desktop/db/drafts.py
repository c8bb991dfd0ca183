"""Forms that were locked before they were saved: rows of ``draft``, encrypted as all else here."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from jianxi_desktop.db import system


def write_draft(connection: Connection, row: dict[str, Any]) -> None:
    """Keep what somebody had typed."""
    connection.execute(insert(system.draft).values(**row))


def list_drafts(connection: Connection, account: UUID) -> list[dict[str, Any]]:
    """Give what one account had typed, in the order it was kept."""
    found = select(system.draft).where(system.draft.c.account == account)
    rows = connection.execute(found.order_by(system.draft.c.id)).mappings()
    return [dict(row) for row in rows]


def drop_drafts(connection: Connection, account: UUID) -> None:
    """Forget what one account had typed."""
    connection.execute(delete(system.draft).where(system.draft.c.account == account))
