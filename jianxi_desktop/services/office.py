"""Found an office's database, open it, close it."""

import contextlib
import json
import logging
import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jianxi_desktop.db import accounts, keyring
from jianxi_desktop.db import office as records
from jianxi_desktop.db.ids import new_id
from jianxi_desktop.db.listing import Lister
from jianxi_desktop.db.store import Change, Store, bring_up_to_date
from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.deeds import Deed
from jianxi_desktop.domain.files import file_failure
from jianxi_desktop.domain.rights import RIGHT_NAMES, Right, Role, rights_of
from jianxi_desktop.errors import EnvironmentFailure, InputError
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.schema.ledger import Catalog, Ledger
from jianxi_desktop.sync.keys import OfficeKeys

log = logging.getLogger(__name__)

LEVELS = {6: "district", 9: "street", 12: "community"}
ADMINISTRATOR = "管理员"
KEYS = "office_keys"


@dataclass(frozen=True)
class Unit:
    """The office a database belongs to.

    Attributes:
        code: Division code: 6 digits district, 9 street, 12 community.
        level: ``district``, ``street`` or ``community``.
        name: What it is called on papers.
        organisation: The Party organisation at the top of its subtree.
        territory: The territory it works for.
    """

    code: str
    level: str
    name: str
    organisation: uuid.UUID
    territory: uuid.UUID


@dataclass(frozen=True)
class Account:
    """Who works with an open office, and what this person may do.

    Attributes:
        id: Identity, the same in the keyring.
        name: The name to log in with.
        role: Administrator, editor or viewer.
        rights: What may be done.
        organisation: Top of the subtree this person is limited to; ``None``: the whole office.
    """

    id: uuid.UUID
    name: str
    role: Role
    rights: frozenset[Right]
    organisation: uuid.UUID | None = None


@dataclass
class Office:
    """An open database, with what every service needs to know of it."""

    store: Store
    unit: Unit
    path: Path
    account: Account
    catalog: Catalog = CATALOG
    listers: dict[str, Lister] = field(default_factory=dict)

    @property
    def user(self) -> str:
        """The name of whoever works with it."""
        return self.account.name

    @property
    def top(self) -> uuid.UUID:
        """The organisation at the top of what this person sees."""
        return self.account.organisation or self.unit.organisation

    def change(
        self, action: str, reason: str | None = None, *, undoes: int | None = None
    ) -> AbstractContextManager[Change]:
        """Open the one transaction of an action of this person; see ``Store.change``."""
        return self.store.change(Deed(action, self.account.id, reason, undoes))

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
        """Give the reader of a ledger's rows, made once."""
        if ledger.key not in self.listers:
            self.listers[ledger.key] = Lister(self.catalog, ledger)
        return self.listers[ledger.key]

    def close(self) -> None:
        """Close every connection; the key is dropped with the store."""
        self.store.close()


@dataclass(frozen=True)
class Founded:
    """A new office, and the recovery key that is shown once."""

    office: Office
    recovery_key: str


def known_units() -> list[records.Place]:
    """List the district, its streets and communities, for choosing whose database this is."""
    return records.places()


def found_office(
    path: Path,
    code: str,
    *,
    password: str,
    level: str | None = None,
    name: str | None = None,
    user: str = ADMINISTRATOR,
) -> Founded:
    """Make a new encrypted database for an office.

    Raises:
        InputError: The code is not of this district, or the password is too short.
        EnvironmentFailure: The file is there already, or cannot be written.
    """
    unit_name, unit_level = _named(code, level, name)
    if path.exists():
        raise EnvironmentFailure(
            "database exists",
            user_message=f"“{path.name}”已经存在，没有改动。请换一个文件名，或直接打开它。",
            code="exists",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise file_failure(failure, path.parent) from failure
    database_id = new_id()
    key, recovery_key = keyring.create(keyring.keyring_path(path), database_id, user, password)
    store = Store(path, key)
    unit = Unit(
        code, unit_level, unit_name, records.organisation_id(code), records.territory_id(code)
    )
    try:
        bring_up_to_date(store)
        user_id = keyring.users(keyring.keyring_path(path))[0].id
        with store.change(Deed("found", user_id)) as change:
            _write_founding(change, unit, database_id)
            accounts.add_account(change.connection, user_id, user, Role.ADMINISTRATOR)
    except BaseException:
        store.close()
        discard(path)
        raise
    log.info("founded a database at level %s", unit_level)
    return Founded(Office(store, unit, path, _account(store, path, user)), recovery_key)


def open_office(path: Path, password: str, *, user: str | None = None) -> Office:
    """Open an office's database with a user's password.

    Raises:
        EnvironmentFailure: No such file, wrong password, damaged, newer than this program.
    """
    if not path.exists():
        raise EnvironmentFailure(
            "no such database",
            user_message=f"没有找到数据库“{path.name}”。第一次使用请先建立本单位的数据库（init）。",
            code="no_such_file",
        )
    ring = keyring.keyring_path(path)
    key = keyring.unlock(ring, user, password)
    return open_with_key(path, key, user or keyring.users(ring)[0].label)


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

    Raises:
        InputError: The key was mistyped; the message names the line.
        EnvironmentFailure: It is another database's key, or as ``open_office``.
    """
    ring = keyring.keyring_path(path)
    key = keyring.unlock_with_recovery(ring, recovery_key)
    named = user or keyring.users(ring)[0].label
    keyring.set_password(ring, named, key, new_password)
    return open_with_key(path, key, named)


def discard(path: Path) -> None:
    """Take away a database that was not finished, with its keyring."""
    for file in (path, keyring.keyring_path(path)):
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                file.with_name(file.name + suffix).unlink(missing_ok=True)


def open_with_key(path: Path, key: bytes, user: str) -> Office:
    """Open with the database's own key, already unlocked."""
    store = Store(path, key)
    bring_up_to_date(store)
    with store.read() as connection:
        facts = records.facts_of(connection)
    if facts is None:
        raise EnvironmentFailure(
            "database without office",
            user_message="这个数据库没有建立完整，请删除后重新建立，或用备份恢复。",
            code="not_founded",
        )
    unit = Unit(
        facts["unit"], facts["level"], facts["name"], facts["organisation"], facts["territory"]
    )
    return Office(store, unit, path, _account(store, path, user))


def _account(store: Store, path: Path, user: str) -> Account:
    """Find who opens the database; one of an earlier version gets its first account."""
    with store.read() as connection:
        known = accounts.list_accounts(connection)
    if not known:
        first = keyring.users(keyring.keyring_path(path))[0]
        with store.writing() as connection:
            accounts.add_account(connection, first.id, first.label, Role.ADMINISTRATOR)
            known = accounts.list_accounts(connection)
    found = next((row for row in known if row["name"] == user and not row["disabled_on"]), None)
    if found is None:
        raise EnvironmentFailure(
            "no such account",
            user_message="这个用户已停用或没有登记，打不开数据库。请联系管理员。",
            code="account_disabled",
        )
    role = Role(found["role"])
    rights = rights_of(role, found["rights"].split())
    return Account(found["id"], found["name"], role, rights, found["organisation"])


def _named(code: str, level: str | None, name: str | None) -> tuple[str, str]:
    known = {place.code: place for place in records.places()}
    if code not in known and not (name and len(code) in LEVELS and code.isdecimal()):
        raise InputError(
            "unknown unit code",
            user_message=f"区划代码“{code[:12]}”不在涧西区的代码表里。请核对代码；新设的社区请同时给出名称。",
            code="unknown_unit",
        )
    found_level = LEVELS[len(code)]
    if level is not None and level != found_level:
        raise InputError(
            "level does not fit code",
            user_message=f"代码“{code}”与级别不符：6位是区，9位是街道，12位是社区。",
            code="wrong_level",
        )
    return name or known[code].name, found_level


def _write_founding(change: Change, unit: Unit, database_id: uuid.UUID) -> None:
    facts: dict[str, Any] = {
        "database_id": database_id,
        "unit": unit.code,
        "level": unit.level,
        "name": unit.name,
        "organisation": unit.organisation,
        "territory": unit.territory,
        "created_on": calendar.today().isoformat(),
    }
    records.found(change.connection, facts)
    keys = OfficeKeys.new(unit=unit.code, name=unit.name, created=datetime.now(UTC))
    records.keep_setting(change.connection, KEYS, json.dumps(keys.secrets()))
    territories = list(records.territory_seeds(unit.level, unit.code))
    if unit.territory not in {row["id"] for row in territories}:
        territories.append(_own_territory(unit))
    insert_rows(change, CATALOG["territory"], territories)
    organisations = list(records.organisation_seeds(unit.level, unit.code))
    insert_rows(change, CATALOG["organisation"], [*organisations, _own_organisation(unit)])


def _own_territory(unit: Unit) -> dict[str, Any]:
    parent = {12: 9, 9: 6}.get(len(unit.code))
    above = records.territory_id(unit.code[:parent]) if parent else None
    return {
        "id": unit.territory,
        "name": unit.name,
        "kind": unit.level,
        "code": unit.code,
        "parent": above,
    }


def _own_organisation(unit: Unit) -> dict[str, Any]:
    parent = {12: 9, 9: 6}.get(len(unit.code))
    name = {"district": "涧西区委", "street": f"{unit.name}党工委"}
    form = "working_committee" if unit.level == "street" else "party_committee"
    return {
        "id": unit.organisation,
        "name": name.get(unit.level, f"{unit.name}党委"),
        "form": form,
        "kind": unit.level,
        "parent": records.organisation_id(unit.code[:parent]) if parent else None,
        "code": unit.code,
        "territory": unit.territory,
        # A street's and the district's own entry is the seed that every office makes alike.
        **({} if unit.level == "community" else records.SEED),
    }
