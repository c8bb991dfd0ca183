"""Found an office's database, open it, close it."""

import contextlib
import logging
import uuid
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from jianxi_desktop.db import accounts, adoption, agreement, keyring, keyring_users
from jianxi_desktop.db.ids import new_id
from jianxi_desktop.db.journal import note_event
from jianxi_desktop.db.keylocks import calibrate
from jianxi_desktop.db.listing import Lister
from jianxi_desktop.db.store import Change, Store, bring_up_to_date
from jianxi_desktop.domain.accounts import Account
from jianxi_desktop.domain.deeds import Deed
from jianxi_desktop.domain.files import file_failure
from jianxi_desktop.domain.rights import RIGHT_NAMES, Right, Role, rights_of
from jianxi_desktop.errors import EnvironmentFailure, InputError
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.schema.ledger import Catalog, Ledger
from jianxi_desktop.services import code_tables, opening, unlocking
from jianxi_desktop.services.opening import Opened
from jianxi_desktop.services.passwords import require_good
from jianxi_desktop.services.units import Unit, facts_of, unit_named, unit_of, write_founding

log = logging.getLogger(__name__)

ADMINISTRATOR = "管理员"
_LAID = {code_tables.KEY, "issued_definition"}  # what is laid over the program's own


@dataclass
class Office:
    """An open database, with what every service needs to know of it.

    Attributes:
        warnings: What the person should know now that it is open, in words.
        opened: Our place among those who have the file open, and what was looked at.
        kept: What services keep between two questions, such as statements; no records.
    """

    store: Store
    unit: Unit
    account: Account
    catalog: Catalog = CATALOG
    listers: dict[str, Lister] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    opened: Opened | None = None
    kept: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let the code tables of this process be this database's."""
        self.lay_codes()

    @property
    def path(self) -> Path:
        """The file of the database; a server has none, and refuses (``on_server``)."""
        return self.store.file

    @property
    def user(self) -> str:
        """The name of whoever works with it."""
        return self.account.name

    @property
    def top(self) -> uuid.UUID:
        """The organisation at the top of what this person sees."""
        return self.account.organisation or self.unit.organisation

    @property
    def limited(self) -> bool:
        """Whether this person sees only one organisation and what stands below it."""
        return self.account.organisation is not None

    def change(
        self, action: str, reason: str | None = None, *, undoes: int | None = None
    ) -> AbstractContextManager[Change]:
        """Open the one transaction of an action of this person; see ``Store.change``."""
        return self._changing(Deed(action, self.account.id, reason, undoes))

    @contextlib.contextmanager
    def _changing(self, deed: Deed) -> Iterator[Change]:
        with self.store.change(deed) as change:
            yield change
        if change.wanted and _LAID & change.touched:
            self.lay_codes()

    def lay_codes(self) -> None:
        """Read anew what this database says of code tables; see ``schema.codes.lay_over``."""
        code_tables.lay_codes(self.store, self.catalog)
        from jianxi_desktop.services import issued_definitions

        issued_definitions.lay_definitions(self.store, self.catalog)

    def require(self, right: Right) -> None:
        """Make sure that this person may do something.

        Raises:
            InputError: Not allowed; nothing was changed.
        """
        if right not in self.account.rights:
            raise InputError(
                f"right {right} is missing",
                user_message=f"您没有“{RIGHT_NAMES[right]}”的权限，没有执行。需要时请联系管理员。",
                code="not_allowed",
            )

    def lister(self, ledger: Ledger) -> Lister:
        """Give the reader of what this person may see of a ledger's rows, made once."""
        if ledger.key not in self.listers:
            self.listers[ledger.key] = Lister(
                self.catalog,
                ledger,
                self.account.organisation,
                may_reveal=Right.REVEAL in self.account.rights,
            )
        return self.listers[ledger.key]

    def close(self) -> None:
        """Close every connection; the key is dropped with the store."""
        if self.opened is None:
            self.store.close()
        else:
            self.opened.close()


@dataclass(frozen=True)
class Founded:
    """A new office, and the recovery key that is shown once."""

    office: Office
    recovery_key: str


def found_office(
    path: Path,
    code: str,
    *,
    password: str,
    level: str | None = None,
    name: str | None = None,
    user: str = ADMINISTRATOR,
    policy: keyring.CostPolicy | None = None,
    on: date | None = None,
) -> Founded:
    """Make a new encrypted database for an office.

    Args:
        path: Where it is to be.
        code: Division code of the office.
        password: Of its first user, who administers it.
        level: Only to check the code with.
        name: Of an office that is not in the code list.
        user: Name of the first user.
        policy: What a guess at a password is to cost; default from half a second to one, here.
        on: The day of the code list to begin with; default the newest.

    Raises:
        InputError: The code is not of this district, or the password is weak.
        EnvironmentFailure: The file is there already, or cannot be written.
    """
    unit = unit_named(code, level, name, on=on)
    require_good(password, unit=unit.name, code=code, users=(user,))
    if policy is None:
        policy = keyring.CostPolicy(cost=calibrate())
    return lay_down(path, code, password=password, name=name, user=user, policy=policy, on=on)


def lay_down(
    path: Path,
    code: str,
    *,
    password: str,
    name: str | None = None,
    user: str = ADMINISTRATOR,
    policy: keyring.CostPolicy = keyring.STANDARD,
    on: date | None = None,
) -> Founded:
    """Make a new database whatever its password is worth: of invented people, or in a test.

    Raises:
        InputError: The code is not of this district, or the password is too short.
        EnvironmentFailure: The file is there already, or cannot be written.
    """
    unit = unit_named(code, None, name, on=on)
    if opening.is_there(path):
        raise EnvironmentFailure(
            "database exists",
            user_message=f"“{path.name}”已经存在，没有改动。请换一个文件名，或直接打开它。",
            code="exists",
        )
    opening.refuse_unsafe(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise file_failure(failure, path.parent) from failure
    database_id, ring = new_id(), keyring.keyring_path(path)
    key, recovery_key = keyring.create(ring, database_id, user, password, policy=policy)
    store = Store(path, key)
    try:
        bring_up_to_date(store)
        first = keyring.users(ring)[0].id
        with store.change(Deed("found", first)) as change:
            write_founding(change, unit, database_id, on=on)
            accounts.add_account(change.connection, first, user, Role.ADMINISTRATOR)
    except BaseException:
        store.close()
        discard(path)
        raise
    store.close()
    log.info("founded a database at level %s", unit.level)
    return Founded(open_with_key(path, key, user), recovery_key)


def open_office(
    path: Path, password: str, *, user: str | None = None, program: str = "window"
) -> Office:
    """Open an office's database with a user's password.

    Args:
        path: The database.
        password: The user's.
        user: The name to log in with; not needed where there is one user only.
        program: What opens it, for others who do: ``window`` or ``command``.

    Raises:
        EnvironmentFailure: No such file, wrong password, damaged, newer than this program, on a
            share or a drive; of code ``wait`` after several wrong passwords.
    """
    if not opening.is_there(path):
        raise EnvironmentFailure(
            "no such database",
            user_message=f"没有找到数据库“{path.name}”。第一次使用请先建立本单位的数据库（init）。",
            code="no_such_file",
        )
    opening.finish_restore(path)
    unlocked = unlocking.unlock(path, user, password)
    office = open_unlocked(path, unlocked, program=program)
    _forgive(office)
    return office


def users_of(path: Path) -> tuple[tuple[uuid.UUID, str], ...]:
    """List who can open a database, by account and name; no password is needed to know.

    Raises:
        JianxiError: There is no keyring, or it is damaged.
    """
    return tuple((user.id, user.label) for user in keyring.users(keyring.keyring_path(path)))


def unlock_with_recovery(
    path: Path, recovery_key: str, new_password: str, *, user: str | None = None
) -> Office:
    """Open with the printed recovery key and set a new password for a user.

    Args:
        path: The database.
        recovery_key: As typed.
        new_password: Of whoever opens.
        user: Who that is; default the first administrator.

    Raises:
        InputError: The key was mistyped, and the message names the line; or the password is weak.
            Nothing was changed.
        EnvironmentFailure: It is another database's key, the user is disabled, or as
            ``open_office``.
    """
    opening.finish_restore(path)
    ring = keyring.keyring_path(path)
    unlocked = keyring.unlock_with_recovery(ring, recovery_key)
    return _reset_password(path, unlocked, new_password, user)


def discard(path: Path) -> None:
    """Take away a database that was not finished, with its keyring."""
    for file in (path, keyring.keyring_path(path)):
        for suffix in ("", "-wal", "-shm", ".lock"):
            with contextlib.suppress(OSError):
                file.with_name(file.name + suffix).unlink(missing_ok=True)


def open_with_key(path: Path, key: bytes, user: str) -> Office:
    """Open with the database's own key, already unlocked, for a user of the keyring."""
    holder = keyring.user_named(keyring.keyring_path(path), user)
    return open_unlocked(path, keyring.Unlocked(holder, key))


def open_unlocked(path: Path, unlocked: keyring.Unlocked, *, program: str = "window") -> Office:
    """Open with what a password gave, and put right what a crash left between file and table.

    Raises:
        EnvironmentFailure: As ``open_office``; of code ``account_disabled`` for who has left.
    """
    if unlocked.user is None:
        raise ValueError("a recovery key opens for nobody in particular")
    from jianxi_desktop.services.learning import learn  # it knows offices, too

    with opening.opened_store(path, unlocked, program) as opened:
        office = _office_of(opened, path, unlocked.user.id)
        learn(office)
        return office


def _office_of(opened: Opened, path: Path, holder: uuid.UUID) -> Office:
    store = opened.store
    facts, unit = facts_of(store), unit_of(store)
    with store.read() as connection:
        known = accounts.list_accounts(connection)
    if not known:
        agreement.register_first(store, path)
    account = account_of(store, holder)
    opening.go_on(opened, path, account.id, facts)
    adoption.adopt(store, CATALOG, account.id)
    agreement.agree(store, path, known)
    return Office(store, unit, account, warnings=tuple(opened.warnings), opened=opened)


def _reset_password(
    path: Path, unlocked: keyring.Unlocked, password: str, user: str | None
) -> Office:
    ring = keyring.keyring_path(path)
    with opening.opened_store(path, unlocked, "window") as opened:
        store = opened.store
        unit, holder = unit_of(store), _whose(store, path, user)
        require_good(password, unit=unit.name, code=unit.code, users=(holder.label,))
        keyring_users.give_password(ring, holder, store.key(), password)
        office = _office_of(opened, path, holder.id)
        with store.writing() as connection:
            detail = {"account": holder.id.hex, "by": "recovery_key"}
            note_event(connection, "password", holder.id, None, detail)
    unlocking.attempts_on(keyring.database_id(ring)).forget(holder.id)
    return office


def _whose(store: Store, path: Path, user: str | None) -> keyring.KeyringUser:
    """Find whose password is set anew: of a named account, or of the first administrator."""
    with store.read() as connection:
        known = accounts.list_accounts(connection)
    if not known:
        return keyring.user_named(keyring.keyring_path(path), user)
    for row in known:
        chosen = row["name"] == user if user else row["role"] == Role.ADMINISTRATOR
        if chosen and not row["disabled_on"]:
            return keyring.KeyringUser(row["id"], row["name"])
    raise _disabled()


def _forgive(office: Office) -> None:
    """Begin to count wrong passwords anew, and keep in the journal how many there were."""
    ring = keyring.keyring_path(office.path)
    attempts = unlocking.attempts_on(keyring.database_id(ring))
    failures = attempts.count(office.account.id)
    if not failures:
        return
    with contextlib.suppress(EnvironmentFailure):  # read-only: it is told when it can be
        with office.store.writing() as connection:
            note_event(connection, "failed_login", office.account.id, None, {"count": failures})
        attempts.forget(office.account.id)


def account_of(store: Store, holder: uuid.UUID) -> Account:
    """Find who opens the database by the identity of his account; names may change.

    Raises:
        EnvironmentFailure: There is no such account, or it is disabled.
    """
    with store.read() as connection:
        found = accounts.account_of(connection, holder)
    if found is None or found["disabled_on"]:
        raise _disabled()
    return account_from(found)


def account_from(row: Mapping[str, Any]) -> Account:
    """Give the account that a row of the table describes."""
    role = Role(row["role"])
    rights = rights_of(role, row["rights"].split())
    return Account(row["id"], row["name"], role, rights, row["organisation"])


def _disabled() -> EnvironmentFailure:
    return EnvironmentFailure(
        "no such account",
        user_message="这个用户已停用或没有登记，打不开数据库。请联系管理员。",
        code="account_disabled",
    )
