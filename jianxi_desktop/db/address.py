"""The address of a database on the district's server, and when it is safe to log in there."""

import ipaddress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jianxi_desktop.errors import InputError

_SCHEMES = ("postgresql+psycopg", "postgresql")
_OPTIONS = frozenset({"host", "port", "sslmode", "sslrootcert"})
_MODES = frozenset({"", "disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
_HELP = "地址写法：postgresql+psycopg://用户名@服务器/数据库?sslmode=verify-full&sslrootcert=证书。"


@dataclass(frozen=True)
class Address:
    """Where a database stands and who logs in; never a password.

    Attributes:
        host: Name or number of the server, or the folder of its socket.
        port: Its port.
        database: Which of its databases.
        user: Who logs in; empty while nobody is named.
        certificate: File of the root certificate that the server's must stand under.
        mode: ``sslmode`` of the driver.
    """

    host: str
    port: int
    database: str
    user: str = ""
    certificate: str = ""
    mode: str = ""

    @property
    def is_here(self) -> bool:
        """Whether nothing leaves this machine on the way."""
        if self.host.startswith("/") or self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def of(self, user: str) -> "Address":
        """Give the same place for somebody else."""
        return replace(self, user=user)

    def arguments(self, password: str | None) -> dict[str, Any]:
        """Say it to the driver; what the surroundings might add is said too, so that it cannot.

        Raises:
            InputError: The way there is not safe, or nobody is named.
        """
        self.require_safety()
        if not self.user:
            raise _refused("no user named", "no_user", "请用 --user 说明用哪个用户登录服务器。")
        told: dict[str, Any] = {
            "host": self.host,
            "hostaddr": "",
            "port": self.port,
            "dbname": self.database,
            "user": self.user,
            "sslmode": self.mode or "prefer",
            "gssencmode": "disable",
            "require_auth": "scram-sha-256,none" if self.is_here else "scram-sha-256",
            "application_name": "jianxi",
            "connect_timeout": 10,
            # A cable that is pulled out is noticed in a minute and a half, not in a quarter hour.
            "keepalives_idle": 60,
            "keepalives_interval": 10,
            "keepalives_count": 3,
            "tcp_user_timeout": 30_000,
        }
        if self.certificate:
            told["sslrootcert"] = self.certificate
        if password is not None:
            told["password"] = password
        return told

    def __str__(self) -> str:
        """Write it as it is given on the command line."""
        user = f"{self.user}@" if self.user else ""
        by_socket = self.host.startswith("/")
        place = "" if by_socket else f"{self.host}:{self.port}"
        options = {
            **({"host": self.host, "port": self.port} if by_socket else {}),
            **({"sslmode": self.mode} if self.mode else {}),
            **({"sslrootcert": self.certificate} if self.certificate else {}),
        }
        told = "&".join(f"{key}={value}" for key, value in options.items())
        return f"postgresql+psycopg://{user}{place}/{self.database}{'?' if told else ''}{told}"

    def require_safety(self) -> None:
        """Make sure that a password sent there is read by nobody else.

        Raises:
            InputError: It could be.
        """
        pinned = self.mode in {"require", "verify-ca"} and self.certificate
        if not (self.is_here or self.mode == "verify-full" or pinned):
            raise _refused(
                "TLS is required off-host",
                "tls_required",
                "服务器不在本机，必须加密并核对证书才能登录，密码没有发出。"
                "请在地址后写 ?sslmode=verify-full&sslrootcert=证书文件。",
            )
        if self.certificate and not Path(self.certificate).is_file():
            raise _refused(
                "no such root certificate",
                "no_certificate",
                "没有找到 sslrootcert 指的证书文件，请向服务器管理员索取并核对路径。",
            )


def is_address(text: str) -> bool:
    """Tell an address from the path of a file."""
    return "://" in text


def read_address(text: str) -> Address:
    """Read what was given for ``--database``.

    Raises:
        InputError: It is not such an address, or carries a password.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(text)
        port = url.port
    except (ArgumentError, ValueError):
        raise _refused("not a database address", "bad_address", _HELP) from None
    if url.password is not None or "password" in url.query:
        raise _refused(
            "address carries a password",
            "password_in_address",
            "地址里不能写密码：别人能从命令记录里看到。请去掉，改用 --password-file 或按提示输入。",
        )
    options = {key: value for key, value in url.query.items() if isinstance(value, str)}
    unknown = set(url.query) - _OPTIONS or set(url.query) - set(options)
    host = options.get("host") or url.host or ""
    number = options.get("port", str(port or 5432))
    mode = options.get("sslmode", "")
    known = url.drivername in _SCHEMES and not unknown and mode in _MODES
    if not (known and url.database and host and "," not in host and number.isdecimal()):
        raise _refused("not a database address", "bad_address", f"数据库地址写得不对。{_HELP}")
    certificate = options.get("sslrootcert", "")
    return Address(host, int(number), url.database, url.username or "", certificate, mode)


def _refused(message: str, code: str, user_message: str) -> InputError:
    return InputError(message, user_message=user_message, code=code)
