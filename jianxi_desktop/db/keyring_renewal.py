"""Replacing the database's key in the keyring, in two steps that a crash may come between.

``prepare`` writes the next key beside the present one, wrapped to everybody; then the database is
re-encrypted; then ``finish`` drops the old one. Whenever the program stops, the keyring has the key
that the database is under.
"""

import os
import uuid
from dataclasses import replace
from pathlib import Path

from jianxi_desktop.db.keyfile import Entry, failure, load, save
from jianxi_desktop.db.keylocks import check_mac, is_coming, sealed, wrap
from jianxi_desktop.db.keyring_users import without
from jianxi_desktop.db.recovery import KEY_SIZE


def prepare(path: Path, key: bytes, leaving: uuid.UUID | None = None) -> bytes:
    """Write a fresh key into the keyring, beside the one the database is under now.

    Args:
        path: The keyring.
        key: What the database is under.
        leaving: A user who is to have neither.

    Returns:
        The fresh key; one of an earlier attempt is given up.
    """
    keyring = load(path)
    check_mac(keyring, key)
    if leaving is not None:
        keyring = without(keyring, leaving)
    coming = os.urandom(KEY_SIZE)

    def wrapped(entry: Entry) -> Entry:
        return replace(entry, coming=wrap(keyring.database, entry, coming))

    both = replace(
        keyring,
        users=tuple(map(wrapped, keyring.users)),
        recovery=wrapped(keyring.recovery),
    )
    save(path, sealed(both, key, coming))
    return coming


def finish(path: Path, coming: bytes) -> None:
    """Make the key the database is under now the only one; a second time changes nothing."""
    keyring = load(path)
    if not keyring.pending:
        check_mac(keyring, coming)
        return
    if not is_coming(keyring, coming):
        raise failure("keyring_damaged", "not vouched for by the coming key")
    new = replace(
        keyring,
        users=tuple(replace(each, wrapped=each.coming, coming="") for each in keyring.users),
        recovery=replace(keyring.recovery, wrapped=keyring.recovery.coming, coming=""),
    )
    save(path, sealed(new, coming))


def give_up(path: Path, key: bytes) -> None:
    """Drop a fresh key that the database was not re-encrypted with."""
    keyring = load(path)
    check_mac(keyring, key)
    old = replace(
        keyring,
        users=tuple(replace(each, coming="") for each in keyring.users),
        recovery=replace(keyring.recovery, coming=""),
    )
    save(path, sealed(old, key))
