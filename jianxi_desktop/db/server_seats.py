"""The login roles of a server's database: what the keyring is to a file."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from jianxi_desktop.db.server_roles import groups_of
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import InputError

_LONGEST = 63  # bytes of a role's name
_NO_SEAT = "JX002"


class Seats:
    """Makes and changes who may log in, within one write transaction of an administrator."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def able(self, names: Collection[str]) -> set[str]:
        """Tell which of these names may log in."""
        found = "SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname = ANY(%s)"
        rows = self._connection.exec_driver_sql(found, (list(names),))
        return {str(row[0]) for row in rows}

    def add(self, name: str, role: Role, password: str) -> None:
        """Make a login role in the group of its role.

        Raises:
            InputError: The server has such a role already, or cannot name it so.
        """
        self._require_free(name)
        self._call("jianxi_add_seat", name, self._verifier(name, password), role.value)

    def give(self, name: str, role: Role, password: str) -> None:
        """Make a login role, or give one that is here already a new password and let it in."""
        if self._is_own(name):
            self.set_password(name, password)
        elif self._is_here(name):
            self.set_password(name, password)
            self.enable(name)
        else:
            self.add(name, role, password)

    def rename(self, name: str, wanted: str) -> None:
        """Call a login role by another name; its password stays.

        Raises:
            InputError: The server has such a role already, or cannot name it so.
        """
        self._require_free(wanted)
        self._call("jianxi_rename_seat", name, wanted)

    def set_role(self, name: str, role: Role) -> None:
        """Move a login role into another group."""
        self._call("jianxi_move_seat", name, role.value)

    def set_password(self, name: str, password: str) -> None:
        """Give a login role another password; one's own needs no administrator."""
        verifier = self._verifier(name, password)
        if not self._is_own(name):
            self._call("jianxi_set_verifier", name, verifier)
            return
        quote = self._connection.dialect.identifier_preparer.quote
        self._connection.exec_driver_sql(f"ALTER ROLE {quote(name)} PASSWORD '{verifier}'")

    def disable(self, name: str) -> None:
        """Let a login role in no more, and end what it has open."""
        self._call("jianxi_shut_seat", name)

    def enable(self, name: str) -> None:
        """Let a disabled login role in again."""
        self._call("jianxi_open_seat", name)

    def _require_free(self, name: str) -> None:
        if not 0 < len(name.encode()) <= _LONGEST:
            raise InputError(
                "account name too long for a role",
                user_message="用户名太长，服务器上最多 21 个汉字，请改短。",
                code="name_too_long",
            )
        found = "SELECT 1 FROM pg_roles WHERE rolname = %s"
        if self._connection.exec_driver_sql(found, (name,)).first() is not None:
            raise InputError(
                "role exists",
                user_message="服务器上已有同名的用户，请换一个用户名。",
                code="exists",
            )

    def _is_own(self, name: str) -> bool:
        return bool(self._connection.exec_driver_sql("SELECT current_user").scalar() == name)

    def _is_here(self, name: str) -> bool:
        groups = list(groups_of(self._connection).values())
        found = (
            "SELECT 1 FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid "
            "JOIN pg_roles u ON u.oid = m.member WHERE u.rolname = %s AND g.rolname = ANY(%s)"
        )
        return self._connection.exec_driver_sql(found, (name, groups)).first() is not None

    def _verifier(self, name: str, password: str) -> str:
        """Make of a password what SCRAM keeps; the server never gets the password itself."""
        driver: Any = self._connection.connection.driver_connection
        made: bytes = driver.pgconn.encrypt_password(
            password.encode(), name.encode(), b"scram-sha-256"
        )
        return made.decode()

    def _call(self, function: str, *given: str) -> None:
        places = ", ".join(["%s"] * len(given))
        try:
            self._connection.exec_driver_sql(f"SELECT {function}({places})", given)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != _NO_SEAT:
                raise
            raise InputError(
                "not a seat of this database",
                user_message="数据库所有者和别的数据库的用户不能在这里改，请联系服务器管理员。",
                code="not_a_seat",
            ) from error
