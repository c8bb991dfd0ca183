"""Keyring and table of accounts say the same of who may open a database.

The table is what counts: it changes within a transaction, the file a moment before or after. What a
crash leaves between the two is put right by the next person who opens the database.
"""

import logging
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any
from uuid import UUID

from jianxi_desktop.db import accounts, keyring, keyring_renewal, keyring_users, rekey
from jianxi_desktop.db.keyring import KeyringUser
from jianxi_desktop.db.store import Store
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import EnvironmentFailure

log = logging.getLogger(__name__)

# What replacing a key may fail of before the keyring was touched.
_BEFORE_THE_KEYRING = {"in_use", "disk_full"}


def register_first(store: Store, path: Path) -> None:
    """Give a database of an earlier version its accounts: those who can open it."""
    role = Role.ADMINISTRATOR
    for user in keyring.users(keyring.keyring_path(path)):
        with store.writing() as connection:
            accounts.add_account(connection, user.id, user.label, role)
        role = Role.EDITOR


def agree(store: Store, path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Make the keyring say what the accounts say, and replace the key if somebody left.

    Args:
        store: The open database.
        path: Its file.
        rows: The accounts, that of the opener among them.
    """
    known = {row["id"]: row for row in rows}
    ring = keyring.keyring_path(path)
    differing = [user for user in keyring.users(ring) if _differs(user, known)]
    if not differing:
        return
    log.info("%d users of the keyring differ from the accounts", len(differing))
    try:
        if _put_right(ring, store.key(), differing, known):
            replace_key(store, path)
    except EnvironmentFailure as failure:
        log.info("they stay so until the next opening: %s", failure.code)


def replace_key(
    store: Store,
    path: Path,
    leaving: UUID | None = None,
    *,
    alone: AbstractContextManager[None] | None = None,
) -> None:
    """Replace the key of an open database, which stays open.

    Args:
        store: The database.
        path: Its file.
        leaving: A user who is not to have the fresh key.
        alone: Keeps others from opening it meanwhile, and refuses where they have it open.

    Raises:
        EnvironmentFailure: Others have it open, or the disk fails; the key was not replaced. Who
            leaves is out of the keyring nevertheless, and the next opening tries again.
    """
    key = store.key()
    store.close()
    try:
        with alone or nullcontext():
            key = rekey.replace_key(path, key, leaving)
    except EnvironmentFailure as failure:
        if leaving is not None and failure.code in _BEFORE_THE_KEYRING:
            keyring_renewal.prepare(keyring.keyring_path(path), key, leaving)
        raise
    finally:
        store.go_on_with(key)


def _differs(user: KeyringUser, known: Mapping[UUID, Mapping[str, Any]]) -> bool:
    row = known.get(user.id)
    return row is None or bool(row["disabled_on"]) or row["name"] != user.label


def _put_right(
    ring: Path,
    key: bytes,
    differing: Iterable[KeyringUser],
    known: Mapping[UUID, Mapping[str, Any]],
) -> bool:
    """Tell whether somebody was taken out."""
    left = False
    for user in differing:
        row = known.get(user.id)
        if row is None or row["disabled_on"]:
            keyring_users.remove_user(ring, user.id, key)
            left = True
        else:
            keyring_users.rename_user(ring, user.id, key, row["name"])
    return left
