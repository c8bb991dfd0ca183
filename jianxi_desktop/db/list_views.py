"""Lists that somebody keeps under a name, each account's own: rows of ``list_view``."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from jianxi_desktop.db.system import list_view


def of_ledger(connection: Connection, account: UUID, ledger: str) -> list[dict[str, Any]]:
    """Give what an account keeps of a ledger's lists, by name."""
    found = select(list_view).where(list_view.c.account == account, list_view.c.ledger == ledger)
    rows = connection.execute(found.order_by(list_view.c.kept_at, list_view.c.name)).mappings()
    return [dict(row) for row in rows]


def keep(connection: Connection, row: dict[str, Any]) -> None:
    """Keep a list, in place of the one that had its name."""
    drop(connection, row["account"], row["ledger"], row["name"])
    connection.execute(insert(list_view).values(**row))


def rename(connection: Connection, account: UUID, ledger: str, name: str, new: str) -> bool:
    """Give a list another name; tell whether it was there."""
    changed = update(list_view).where(*_named(account, ledger, name)).values(name=new)
    return connection.execute(changed).rowcount > 0


def drop(connection: Connection, account: UUID, ledger: str, name: str) -> None:
    """Forget a list."""
    connection.execute(delete(list_view).where(*_named(account, ledger, name)))


def _named(account: UUID, ledger: str, name: str) -> tuple[Any, ...]:
    columns = list_view.c
    return (columns.account == account, columns.ledger == ledger, columns.name == name)
