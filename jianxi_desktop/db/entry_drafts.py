"""Observation sheets that somebody has begun to enter, each account's own: ``entry_draft``."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from jianxi_desktop.db.system import entry_draft


def keep(connection: Connection, row: dict[str, Any]) -> None:
    """Keep what an account has typed for a visit and scorer, in place of what was kept before."""
    drop(connection, row["account"], row["visit"], row["scorer"])
    connection.execute(insert(entry_draft).values(**row))


def drop(connection: Connection, account: UUID, visit: UUID, scorer: str) -> None:
    """Forget what an account has typed for a visit and scorer."""
    connection.execute(
        delete(entry_draft).where(
            entry_draft.c.account == account,
            entry_draft.c.visit == visit,
            entry_draft.c.scorer == scorer,
        )
    )


def of_account(connection: Connection, account: UUID) -> list[dict[str, Any]]:
    """Give what an account has typed, the newest first."""
    found = select(entry_draft).where(entry_draft.c.account == account)
    rows = connection.execute(found.order_by(entry_draft.c.kept_at.desc())).mappings()
    return [dict(row) for row in rows]
