"""Who works with this database: users added, changed, disabled, and their passwords.

The table of accounts changes within a transaction; the keyring is written at its end, so that a
failure of the one leaves the other as it was. Changes of somebody's rights hold from the next time
that person opens the database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import accounts as rows
from jianxi_desktop.db import keyring, keyring_users, lookup
from jianxi_desktop.db.ids import new_id
from jianxi_desktop.db.journal import note_event
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.accounts import account_name, spell_rights
from jianxi_desktop.domain.rights import Right, Role
from jianxi_desktop.errors import EnvironmentFailure, InputError
from jianxi_desktop.services.office import Office, account_from
from jianxi_desktop.services.passes import Holder, passes_of, replace_key
from jianxi_desktop.services.passwords import require_good
from jianxi_desktop.services.rights import needs


class Keep(Enum):
    """Stands for what is not to be changed, where nothing is a value too."""

    AS_IT_IS = "as it is"


KEEP: Final = Keep.AS_IT_IS


@dataclass(frozen=True)
class User:
    """An account, as whoever administers it sees it.

    Attributes:
        id: Identity, the same in the keyring.
        name: The name to log in with.
        role: Administrator, editor or viewer.
        organisation: Top of the subtree this person is limited to; none: the whole office.
        granted: Keys of rights beyond the role's.
        withheld: Keys of the role's rights that were taken away.
        created_on: Since when.
        disabled_on: Since when no more.
        disabled_why: Why no more.
        can_open: Whether there is a password that opens the database.
    """

    id: UUID
    name: str
    role: Role
    organisation: UUID | None
    granted: tuple[str, ...]
    withheld: tuple[str, ...]
    created_on: str
    disabled_on: str | None
    disabled_why: str | None
    can_open: bool


@needs(Right.ACCOUNTS, whole=True)
def list_users(office: Office) -> list[User]:
    """List every account, disabled ones too, the oldest first."""
    with office.store.read() as connection:
        known = rows.list_accounts(connection)
    able = passes_of(office).able(known)
    return [_user(row, able) for row in known]


@needs(Right.ACCOUNTS, whole=True)
def user_named(office: Office, name: str) -> User:
    """Find an account by name.

    Raises:
        InputError: There is none.
    """
    found = [user for user in list_users(office) if user.name == name]
    if not found:
        raise _unknown()
    return found[0]


def own_user(office: Office) -> User:
    """Give one's own account; no right is needed to see it."""
    with office.store.read() as connection:
        row = _found(rows.account_of(connection, office.account.id))
    return _user(row, {office.account.id})


@needs(Right.ACCOUNTS, whole=True)
def add_user(
    office: Office,
    name: str,
    password: str,
    role: Role,
    *,
    organisation: UUID | None = None,
    grants: Iterable[str] = (),
    withheld: Iterable[str] = (),
) -> UUID:
    """Let a further person work with the database.

    Args:
        office: The open database.
        name: The name to log in with.
        password: The person's first password, to be changed at once.
        role: What the person is.
        organisation: Top of the subtree the person is limited to.
        grants: Keys of rights beyond the role's.
        withheld: Keys of the role's rights that the person is not to have.

    Raises:
        InputError: Not allowed, name taken, weak password, no such right.
        EnvironmentFailure: The keyring cannot be written; nothing was changed.
    """
    name, rights = account_name(name), spell_rights(grants, withheld)
    _require_fitting(role, organisation)
    _require_good(office, password, name)
    made = new_id()
    with office.store.writing() as connection:
        _require_known(office, connection, organisation)
        if rows.find_account(connection, name) is not None:
            raise _taken()
        rows.add_account(connection, made, name, role, organisation, rights)
        detail = _detail(made, role, organisation, rights)
        note_event(connection, "account_add", office.account.id, None, detail)
        passes_of(office).give(connection, Holder(made, name, role, rights), password)
    return made


@needs(Right.ACCOUNTS, whole=True)
def change_user(
    office: Office,
    name: str,
    *,
    new_name: str | None = None,
    role: Role | None = None,
    organisation: UUID | Keep | None = KEEP,
    grants: Iterable[str] | None = None,
    withheld: Iterable[str] | None = None,
) -> None:
    """Change what somebody is called and may do; what is not given stays.

    Raises:
        InputError: Not allowed, no such user, name taken, or the last administrator would be none.
        EnvironmentFailure: The keyring cannot be written; nothing was changed.
    """
    with office.store.writing() as connection:
        row = _found(rows.find_account(connection, name))
        old = _user(row, set())
        wanted = account_name(new_name) if new_name is not None else old.name
        if wanted != old.name and rows.find_account(connection, wanted) is not None:
            raise _taken()
        becomes = old.role if role is None else role
        top = old.organisation if isinstance(organisation, Keep) else organisation
        rights = spell_rights(
            old.granted if grants is None else grants,
            old.withheld if withheld is None else withheld,
        )
        _require_fitting(becomes, top)
        _require_known(office, connection, top)
        values = {"name": wanted, "role": becomes, "organisation": top, "rights": rights}
        rows.change_account(connection, old.id, values)
        _require_administrator(rows.active_with_role(connection, Role.ADMINISTRATOR))
        detail = _detail(old.id, becomes, top, rights) | {"renamed": wanted != old.name}
        note_event(connection, "account_change", office.account.id, None, detail)
        before = Holder(old.id, old.name, old.role, row["rights"])
        passes_of(office).change(connection, before, Holder(old.id, wanted, becomes, rights))
    if old.id == office.account.id:
        with office.store.read() as connection:
            office.account = account_from(_found(rows.account_of(connection, old.id)))


@needs(Right.ACCOUNTS, whole=True)
def disable_user(office: Office, name: str, why: str) -> bool:
    """Let somebody who leaves open the database no more, and replace its key.

    Returns:
        Whether the key was replaced; else others have the database open or the disk is full, and
        the next one who opens it alone replaces it. The person is shut out either way.

    Raises:
        InputError: Not allowed, no such user, no reason, one's own account, or the last
            administrator's.
    """
    reason = " ".join(why.split())[:200]
    if not reason:
        raise InputError(
            "no reason given", user_message="请写明停用的原因，例如“调离”。", code="reason_needed"
        )
    with office.store.writing() as connection:
        row = _found(rows.find_account(connection, name))
        if row["id"] == office.account.id:
            raise InputError(
                "one's own account",
                user_message="不能停用自己。请另一位管理员来做。",
                code="own_account",
            )
        if row["disabled_on"]:
            raise InputError(
                "disabled already", user_message="这个用户已经停用了。", code="account_disabled"
            )
        today = calendar.today().isoformat()
        rows.change_account(connection, row["id"], {"disabled_on": today, "disabled_why": reason})
        _require_administrator(rows.active_with_role(connection, Role.ADMINISTRATOR))
        detail = {"account": row["id"].hex}
        note_event(connection, "account_disable", office.account.id, reason, detail)
        holder = Holder(row["id"], row["name"], Role(row["role"]), row["rights"])
        passes_of(office).refuse(connection, holder)
    return passes_of(office).shut_out(holder)


def set_password(office: Office, name: str, password: str, *, old: str | None = None) -> None:
    """Set one's own password, or, for an administrator, another's.

    A disabled person's account is enabled by it. Nobody waits for the old password of another.

    Args:
        office: The open database.
        name: Whose password.
        password: The new one.
        old: The present one; needed for one's own.

    Raises:
        InputError: Not allowed, no such user, or a weak password.
        EnvironmentFailure: The old password is wrong, or was too often.
    """
    own = name == office.account.name
    if own:
        passes_of(office).prove(name, old or "")
    else:
        office.require(Right.ACCOUNTS)
    _require_good(office, password, name)
    with office.store.writing() as connection:
        row = _found(rows.find_account(connection, name))
        enabled = bool(row["disabled_on"])
        if enabled:
            back = {"disabled_on": None, "disabled_why": None}
            rows.change_account(connection, row["id"], back)
        detail = {"account": row["id"].hex, "enabled": enabled}
        note_event(connection, "password", office.account.id, None, detail)
        holder = Holder(row["id"], name, Role(row["role"]), row["rights"])
        passes_of(office).give(connection, holder, password)
    passes_of(office).settle(holder, password)


@needs(Right.KEYS, whole=True)
def rekey(office: Office) -> None:
    """Encrypt the whole database anew with a fresh key; nobody's password changes.

    Raises:
        InputError: Not allowed.
        EnvironmentFailure: Others have the database open, or the disk is full; nothing was changed.
    """
    replace_key(office)
    _note(office, "rekey")


@needs(Right.KEYS, whole=True)
def new_recovery_key(office: Office) -> str:
    """Make a new recovery key, shown once; the old paper is worth nothing after.

    The database's key is replaced too, where nobody else has the database open: copies of the old
    keyring answer to the old paper.

    Raises:
        InputError: Not allowed.
        EnvironmentFailure: The keyring cannot be written; nothing was changed.
    """
    spelled = keyring_users.new_recovery_key(_ring(office), office.store.key())
    _note(office, "recovery_key")
    try:
        replace_key(office)
    except EnvironmentFailure:
        return spelled
    _note(office, "rekey")
    return spelled


def _note(office: Office, action: str) -> None:
    with office.store.writing() as connection:
        note_event(connection, action, office.account.id)


def _ring(office: Office) -> Any:
    return keyring.keyring_path(office.path)


def _user(row: Mapping[str, Any], able: Iterable[UUID]) -> User:
    adjusted = row["rights"].split()
    return User(
        id=row["id"],
        name=row["name"],
        role=Role(row["role"]),
        organisation=row["organisation"],
        granted=tuple(each[1:] for each in adjusted if each[0] == "+"),
        withheld=tuple(each[1:] for each in adjusted if each[0] == "-"),
        created_on=row["created_on"],
        disabled_on=row["disabled_on"],
        disabled_why=row["disabled_why"],
        can_open=row["id"] in set(able),
    )


def _detail(
    account: UUID, role: Role, organisation: UUID | None, rights: str
) -> dict[str, str | None]:
    return {
        "account": account.hex,
        "role": role.value,
        "organisation": organisation.hex if organisation else None,
        "rights": rights,
    }


def _require_good(office: Office, password: str, name: str) -> None:
    require_good(password, unit=office.unit.name, code=office.unit.code, users=(name,))


def _require_fitting(role: Role, organisation: UUID | None) -> None:
    if role is Role.ADMINISTRATOR and organisation is not None:
        raise InputError(
            "an administrator cannot be limited to a subtree",
            user_message="管理员管整个单位，不能限定党组织。请改用录入员或查阅者，或不限定。",
            code="administrator_limited",
        )


def _require_known(office: Office, connection: Connection, organisation: UUID | None) -> None:
    if organisation is not None and organisation not in lookup.parents(connection, office.catalog):
        raise InputError(
            "organisation not found",
            user_message="这个党组织没有登记。请先登记，或改选另一个。",
            code="no_such_organisation",
        )


def _require_administrator(left: list[dict[str, Any]]) -> None:
    if not left:
        raise InputError(
            "the last active administrator",
            user_message="这是最后一位在用的管理员，不能停用或改为其他角色。请先添加另一位管理员。",
            code="last_administrator",
        )


def _found(row: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if row is None:
        raise _unknown()
    return row


def _unknown() -> InputError:
    return InputError(
        "no such account",
        user_message="没有这个用户。请核对用户名，或先看用户名单。",
        code="no_such_user",
    )


def _taken() -> InputError:
    return InputError(
        "account name taken",
        user_message="已有同名的用户（也可能已停用）。请换一个用户名，或给原来的用户重新设置密码。",
        code="user_exists",
    )
