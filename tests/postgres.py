"""A PostgreSQL of the tests' own: on a socket and on loopback with TLS, gone when they end."""

import contextlib
import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from jianxi_desktop.db import server
from jianxi_desktop.db.address import read_address
from jianxi_desktop.db.store import Store
from jianxi_desktop.services import district

EITHER_PLACE = ("on_file", "on_server")
KEEPER = "keeper"  # the superuser; nothing of the program knows it
OWNER = "管理员"  # of the databases; whom the server's administrator is asked for
PASSWORD = "correct-horse-1921"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "40",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "ssl": "on",
    "ssl_ca_file": "",
    "password_encryption": "scram-sha-256",
}
_WHO_MAY_ENTER = f"""
local all {KEEPER} trust
local all all scram-sha-256
host refused all 127.0.0.1/32 password
host all all 127.0.0.1/32 scram-sha-256
"""

# Keeps a copy of every table beside it, and puts all of them back past the triggers.
_KEEP = """
CREATE SCHEMA kept;
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE kept.%I AS SELECT * FROM public.%I', name, name);
  END LOOP;
END $$;
CREATE PROCEDURE kept.put_back() LANGUAGE plpgsql AS $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DELETE FROM public.%I', name);
    EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', name, name);
  END LOOP;
END $$;
"""


class Postgres:
    """A running server.

    Attributes:
        folder: Where everything of it stands, its socket too.
        port: Its port on loopback, and the number of its socket.
        certificate: The root that its TLS certificate stands under.
    """

    def __init__(self, programs: Path, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.certificate = folder / "root.crt"
        self._programs = programs
        self._made = itertools.count()
        self._user = _unprivileged() if os.geteuid() == 0 else None
        self._process = None
        self._keeper = None

    def start(self):
        """Make the cluster and wait until it answers."""
        if self._user is not None:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        data = self.folder / "data"
        options = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        self._run("initdb", "-D", data, "-U", KEEPER, *options)
        _write_certificate(data, self.certificate)
        (data / "pg_hba.conf").write_text(_WHO_MAY_ENTER)
        settings = {**_SETTINGS, "unix_socket_directories": self.folder}
        lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
        with (data / "postgresql.conf").open("a") as file:
            file.writelines(lines)
        if self._user is not None:
            for file in (data / "server.crt", data / "server.key"):
                os.chown(file, self._user.pw_uid, self._user.pw_gid)
        self._serve(data)
        self.run(f"CREATE ROLE \"{OWNER}\" LOGIN CREATEROLE PASSWORD '{PASSWORD}'")

    def stop(self):
        """End it at once; nothing of it is kept."""
        if self._keeper is not None:
            self._keeper.close()
        if self._process is not None:
            self._process.send_signal(3)  # an immediate shutdown
            self._process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, statement, database=None):
        """Let the superuser say something; give the rows, if any."""
        if database is None:
            return _rows(self._keeper.execute(statement))
        with self._enter(database) as connection:
            return _rows(connection.execute(statement))

    def database(self, template="template0", owner=OWNER):
        """Make a database like another one; give its name."""
        name = f"test_{next(self._made)}"
        copied = f"TEMPLATE {template} STRATEGY FILE_COPY"
        self.run(f'CREATE DATABASE {name} {copied} OWNER "{owner}"')
        return name

    def drop(self, name):
        """Take a database away, whoever still looks at it."""
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def address(self, database, user, **options):
        """Give the address of a database on the socket."""
        told = "".join(f"&{key}={value}" for key, value in options.items())
        return f"postgresql+psycopg://{user}@/{database}?host={self.folder}&port={self.port}{told}"

    def address_on_loopback(self, database, user, **options):
        """Give the address of a database on the network."""
        told = "&".join(f"{key}={value}" for key, value in options.items())
        return f"postgresql+psycopg://{user}@localhost:{self.port}/{database}?{told}"

    def _enter(self, database):
        place = {"host": str(self.folder), "port": self.port, "dbname": database}
        return psycopg.connect(**place, user=KEEPER, autocommit=True)

    def _serve(self, data):
        """Start the server; with another port when somebody took the one that was free."""
        for _attempt in range(5):
            self.port = _free_port()
            command = self._as_user("postgres", "-D", data, "-p", self.port)
            with (self.folder / "server.log").open("wb") as log:
                self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder)
            if self._answers():
                return
            if self._process.poll() is None:
                break
        raise RuntimeError(f"PostgreSQL does not start: {self._log()}")

    def _answers(self):
        """Wait until it lets us in; not when it has ended."""
        until = time.monotonic() + 60
        while self._process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(psycopg.OperationalError):
                self._keeper = self._enter("postgres")
                return True
            time.sleep(0.05)  # a server says to nobody that it is ready
        return False

    def _run(self, program, *arguments):
        command = self._as_user(program, *arguments)
        done = subprocess.run(command, check=False, capture_output=True, cwd=self.folder)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode()}")

    def _log(self):
        log = self.folder / "server.log"
        return log.read_text()[-2000:] if log.exists() else ""

    def _as_user(self, program, *arguments):
        """Run as somebody who is not root, and end when the tests are killed."""
        command = ["setpriv", "--pdeathsig", "QUIT"]
        if self._user is not None:
            ids = (f"--reuid={self._user.pw_uid}", f"--regid={self._user.pw_gid}")
            command += [*ids, "--clear-groups"]
        return [*command, str(self._programs / program), *map(str, arguments)]


def _rows(cursor):
    return cursor.fetchall() if cursor.description else []


def _programs():
    """Find the server's programs: the newest of Debian's, or those on the path."""
    versions = Path("/usr/lib/postgresql").glob("[0-9]*/bin/postgres")
    found = [path.parent for path in sorted(versions, key=lambda path: int(path.parts[-3]))]
    on_path = shutil.which("postgres")
    if on_path:
        found.insert(0, Path(on_path).resolve().parent)
    return next((path for path in reversed(found) if (path / "initdb").exists()), None)


def _unprivileged():
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    pytest.skip("no user but root here: the district's server was NOT tried")
    return None


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _write_certificate(data, root):
    """Make the server a certificate for localhost, which is its own root."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    root.write_bytes(pem)
    (data / "server.crt").write_bytes(pem)
    (data / "server.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (data / "server.key").chmod(0o600)


@pytest.fixture(scope="session")
def postgres():
    """A server that ends with the tests; without its programs the tests are skipped by name."""
    programs = _programs()
    if programs is None or shutil.which("setpriv") is None:
        pytest.skip("no PostgreSQL here (Debian: postgresql): the district's server was NOT tried")
    server = Postgres(programs, Path(tempfile.mkdtemp(prefix="jianxi-pg-")))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def founded_on_server(postgres):
    """The name of a database with a community's office in it, for others to be copied from."""
    name = postgres.database()
    address = read_address(postgres.address(name, OWNER))
    district.found_on_server(address, "410305008001", password=PASSWORD).close()
    return name


@pytest.fixture(scope="session")
def used_on_server(postgres, founded_on_server):
    """A copy that tests use one after the other: putting it back is quicker than a new copy."""
    name = postgres.database(template=founded_on_server)
    postgres.run(_KEEP, name)
    return name


@pytest.fixture
def office_on_server(postgres, used_on_server):
    """A community's office on the server, empty, opened by the database's owner."""
    address = postgres.address(used_on_server, OWNER)
    opened = district.open_on_server(read_address(address), PASSWORD)
    yield opened
    opened.close()
    postgres.run("SET session_replication_role = replica; CALL kept.put_back()", used_on_server)


@pytest.fixture
def empty_on_server(postgres):
    """A store on an empty database."""
    name = postgres.database()
    address = postgres.address(name, OWNER)
    opened = Store.on_server(server.connect(read_address(address), PASSWORD), address)
    yield opened
    opened.close()
    postgres.drop(name)


@pytest.fixture
def other_root(tmp_path):
    """A root certificate that the server's does not stand under."""
    _write_certificate(tmp_path, tmp_path / "other.crt")
    return tmp_path / "other.crt"
