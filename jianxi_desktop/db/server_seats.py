"""The login roles of a server's database: what the keyring is to a file."""

from typing import Any

from sqlalchemy import Connection

from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import InputError

_LONGEST = 63  # bytes of a role's name


class Seats:
    """Makes and changes who may log in, within one write transaction of an administrator."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, name: str, role: Role, password: str) -> None:
        """Make a login role in the group of its role.

        Raises:
            InputError: The server has such a role already, or cannot name it so.
        """
        if not 0 < len(name.encode()) <= _LONGEST:
            raise InputError(
                "account name too long for a role",
                user_message="用户名太长，服务器上最多 21 个汉字，请改短。",
                code="name_too_long",
            )
        if self._exists(name):
            raise InputError(
                "role exists",
                user_message="服务器上已有同名的用户，请换一个用户名。",
                code="exists",
            )
        self._call("jianxi_add_seat", name, self._verifier(name, password), role.value)

    def set_role(self, name: str, role: Role) -> None:
        """Move a login role into another group."""
        self._call("jianxi_move_seat", name, role.value)

    def set_password(self, name: str, password: str) -> None:
        """Give a login role another password; one's own needs no administrator."""
        verifier = self._verifier(name, password)
        if name != self._connection.exec_driver_sql("SELECT current_user").scalar():
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

    def _exists(self, name: str) -> bool:
        found = "SELECT 1 FROM pg_roles WHERE rolname = %s"
        return self._connection.exec_driver_sql(found, (name,)).first() is not None

    def _verifier(self, name: str, password: str) -> str:
        """Make of a password what SCRAM keeps; the server never gets the password itself."""
        driver: Any = self._connection.connection.driver_connection
        made: bytes = driver.pgconn.encrypt_password(
            password.encode(), name.encode(), b"scram-sha-256"
        )
        return made.decode()

    def _call(self, function: str, *given: str) -> None:
        places = ", ".join(["%s"] * len(given))
        self._connection.exec_driver_sql(f"SELECT {function}({places})", given)
