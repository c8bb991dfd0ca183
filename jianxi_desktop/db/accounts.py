"""Who works with this database: rows of ``account``, one for each user of the keyring."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from jianxi_desktop.db import system
from jianxi_desktop.domain import calendar


def list_accounts(connection: Connection) -> list[dict[str, Any]]:
    """Give every account, disabled ones too, in the order they were made."""
    found = select(system.account).order_by(system.account.c.created_on, system.account.c.id)
    return [dict(row) for row in connection.execute(found).mappings()]


def find_account(connection: Connection, name: str) -> Mapping[str, Any] | None:
    """Give the account of a name."""
    found = select(system.account).where(system.account.c.name == name)
    row = connection.execute(found).mappings().first()
    return None if row is None else dict(row)


def add_account(
    connection: Connection,
    account_id: UUID,
    name: str,
    role: str,
    organisation: UUID | None = None,
    rights: str = "",
) -> None:
    """Write a new account."""
    connection.execute(
        insert(system.account).values(
            id=account_id,
            name=name,
            role=role,
            organisation=organisation,
            rights=rights,
            created_on=calendar.today().isoformat(),
        )
    )


def names(connection: Connection) -> dict[UUID, str]:
    """Give the name of every account, disabled ones and other offices' too."""
    named: dict[UUID, str] = {}
    for table in (system.author, system.account):
        named |= {row[0]: row[1] for row in connection.execute(select(table.c.id, table.c.name))}
    return named


def account_of(connection: Connection, account_id: UUID) -> dict[str, Any] | None:
    """Give the account of an identity, which is that of the keyring's entry."""
    found = select(system.account).where(system.account.c.id == account_id)
    row = connection.execute(found).mappings().first()
    return None if row is None else dict(row)


def change_account(connection: Connection, account_id: UUID, values: Mapping[str, Any]) -> None:
    """Write some columns of an account."""
    mine = system.account.c.id == account_id
    connection.execute(update(system.account).where(mine).values(**values))


def active_with_role(connection: Connection, role: str) -> list[dict[str, Any]]:
    """Give the accounts of a role that are not disabled, the oldest first."""
    known = list_accounts(connection)
    return [row for row in known if row["role"] == role and not row["disabled_on"]]
