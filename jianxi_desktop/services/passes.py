"""What lets people in: entries of a file's keyring, or login roles of the district's server.

``accounts`` writes who may do what; here stands what each needs to open the database with.
"""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import agreement, keyring, keyring_users, server
from jianxi_desktop.db.address import read_address
from jianxi_desktop.db.journal import note_event
from jianxi_desktop.db.server_seats import Seats
from jianxi_desktop.db.store import version_of
from jianxi_desktop.domain.rights import Right, Role, rights_of
from jianxi_desktop.errors import EnvironmentFailure, InputError
from jianxi_desktop.services import unlocking
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

_WRITES = {Right.EDIT, Right.IMPORT, Right.PACK, Right.MERGE}


class Holder(NamedTuple):
    """Whom a pass is for: the account, its name, its role and the rights beside it."""

    id: UUID
    name: str
    role: Role
    rights: str = ""


class Passes(Protocol):
    """Gives passes, changes them and takes them away, within the accounts' transactions."""

    def able(self, rows: Collection[Mapping[str, Any]]) -> set[UUID]:
        """Tell which accounts have a pass."""

    def prove(self, name: str, password: str) -> None:
        """Make sure that a password is the present one."""

    def give(self, connection: Connection, holder: Holder, password: str) -> None:
        """Give a pass with this password, in place of an earlier one."""

    def settle(self, holder: Holder, password: str) -> None:
        """Go on with one's own new password, once it is written."""

    def change(self, connection: Connection, old: Holder, new: Holder) -> None:
        """Let a pass be for another name or role."""

    def refuse(self, connection: Connection, holder: Holder) -> None:
        """Take a pass away as the account is disabled."""

    def shut_out(self, holder: Holder) -> bool:
        """Finish, once the account is disabled; tell whether nothing is left to be done."""


def passes_of(office: Office) -> Passes:
    """Give what lets people into this database."""
    return _InKeyring(office) if office.store.path is not None else _OnServer(office)


class _InKeyring:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._ring = keyring.keyring_path(office.path)

    def able(self, rows: Collection[Mapping[str, Any]]) -> set[UUID]:
        del rows
        return {user.id for user in keyring.users(self._ring)}

    def prove(self, name: str, password: str) -> None:
        unlocking.unlock(self._office.path, name, password)

    def give(self, connection: Connection, holder: Holder, password: str) -> None:
        del connection
        user = keyring.KeyringUser(holder.id, holder.name)
        keyring_users.give_password(self._ring, user, self._office.store.key(), password)

    def settle(self, holder: Holder, password: str) -> None:
        del password
        unlocking.attempts_on(keyring.database_id(self._ring)).forget(holder.id)

    def change(self, connection: Connection, old: Holder, new: Holder) -> None:
        del connection
        if new.name != old.name and old.id in self.able(()):
            keyring_users.rename_user(self._ring, old.id, self._office.store.key(), new.name)

    def refuse(self, connection: Connection, holder: Holder) -> None:
        """The key is replaced once the account is disabled, which closes this connection."""

    def shut_out(self, holder: Holder) -> bool:
        try:
            replace_key(self._office, holder.id if holder.id in self.able(()) else None)
        except EnvironmentFailure:
            return False
        with self._office.store.writing() as connection:
            note_event(connection, "rekey", self._office.account.id)
        return True


class _OnServer:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._address = read_address(office.store.address or "")

    def able(self, rows: Collection[Mapping[str, Any]]) -> set[UUID]:
        with self._office.store.read() as connection:
            names = Seats(connection).able([row["name"] for row in rows])
        return {row["id"] for row in rows if row["name"] in names}

    def prove(self, name: str, password: str) -> None:
        engine = server.connect(self._address.of(name), password)
        store = type(self._office.store).on_server(engine, str(self._address))
        try:
            version_of(store)
        finally:
            store.close()

    def give(self, connection: Connection, holder: Holder, password: str) -> None:
        Seats(connection).give(holder.name, _group(holder), password)

    def settle(self, holder: Holder, password: str) -> None:
        if holder.id == self._office.account.id:
            server.go_on_with(self._office.store.engine, holder.name, password)

    def change(self, connection: Connection, old: Holder, new: Holder) -> None:
        if (old.name, _group(old)) == (new.name, _group(new)):
            return
        if old.name != new.name and old.id == self._office.account.id:
            raise InputError(
                "one's own login role cannot be renamed",
                user_message="服务器上不能给自己改名，请另一位管理员来改。",
                code="own_account",
            )
        seats = Seats(connection)
        if _group(old) != _group(new):
            seats.set_role(old.name, _group(new))
        if old.name != new.name:
            seats.rename(old.name, new.name)

    def refuse(self, connection: Connection, holder: Holder) -> None:
        Seats(connection).disable(holder.name)

    def shut_out(self, holder: Holder) -> bool:
        del holder
        return True


@needs(Right.KEYS, whole=True)
def replace_key(office: Office, leaving: UUID | None = None) -> None:
    """Replace the key of a file, without somebody who leaves.

    Raises:
        EnvironmentFailure: Others have the database open, the disk is full, or it is no file.
    """
    alone = office.opened.seat.alone() if office.opened is not None else None
    agreement.replace_key(office.store, office.path, leaving, alone=alone)


def _group(holder: Holder) -> Role:
    """Choose the group of a login role: who may write records must be one of the writers."""
    rights = rights_of(holder.role, holder.rights.split())
    if holder.role is Role.VIEWER and rights & _WRITES:
        return Role.EDITOR
    return holder.role
