"""Forms that are typed and not saved yet: rows of ``draft``, encrypted as all else here.

A file that waits for such a form to be saved has a row of its own, so that it is written once and
not at every key. Its ``ledger`` is ``FILE``, its ``record`` the name that the form has for it.
"""

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from jianxi_desktop.db import system

FILE: Final = "draft:file"  # the key of no ledger


def keep_draft(connection: Connection, row: dict[str, Any], kept: int | None) -> int:
    """Keep what somebody has typed, in place of what was kept of it before; give its number.

    A record's draft takes the place of every other that the account has of that record.
    """
    table = system.draft
    mine = table.c.account == row["account"]
    if (
        kept is not None
        and connection.execute(delete(table).where(mine, table.c.id == kept)).rowcount
    ):
        row = {**row, "id": kept}  # not an update: whoever may only look may do no such thing
    if row["record"] is not None:
        same = (table.c[key] == row[key] for key in ("ledger", "record"))
        connection.execute(delete(table).where(mine, *same))
    made = connection.execute(insert(table).values(**row)).inserted_primary_key
    assert made is not None  # noqa: S101 - one row was inserted
    return int(made[0])


def list_drafts(connection: Connection, account: UUID, ledger: str = "") -> list[dict[str, Any]]:
    """Give what one account has typed, all of it or for one ledger, the oldest first."""
    table = system.draft
    found = select(table).where(table.c.account == account, table.c.ledger != FILE)
    if ledger:
        found = found.where(table.c.ledger == ledger)
    rows = connection.execute(found.order_by(table.c.kept_at, table.c.id)).mappings()
    return [dict(row) for row in rows]


def drop_draft(connection: Connection, account: UUID, kept: int) -> None:
    """Forget one thing that an account had typed."""
    table = system.draft
    connection.execute(delete(table).where(table.c.account == account, table.c.id == kept))


def list_files(connection: Connection, account: UUID) -> set[UUID]:
    """Name the files that wait for forms of an account."""
    table = system.draft
    mine = select(table.c.record).where(table.c.account == account, table.c.ledger == FILE)
    return set(connection.execute(mine).scalars())


def read_file(connection: Connection, account: UUID, name: UUID) -> str | None:
    """Give what was kept of a file that waits; ``None``: nothing was."""
    table = system.draft
    mine = select(table.c.typed).where(table.c.account == account, table.c.ledger == FILE)
    return connection.execute(mine.where(table.c.record == name)).scalar()


def drop_files(connection: Connection, account: UUID, names: Collection[UUID]) -> None:
    """Forget files that wait for no form any more."""
    table = system.draft
    mine = delete(table).where(table.c.account == account, table.c.ledger == FILE)
    connection.execute(mine.where(table.c.record.in_(names)))
