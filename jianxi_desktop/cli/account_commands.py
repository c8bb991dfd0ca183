"""Commands on users, passwords and the database's keys."""

from argparse import Namespace
from typing import Any
from uuid import UUID

from jianxi_desktop.cli import asking
from jianxi_desktop.cli.shaping import Answer, database_path
from jianxi_desktop.domain.accounts import role_named
from jianxi_desktop.services import accounts, links
from jianxi_desktop.services.accounts import KEEP, Keep, User
from jianxi_desktop.services.office import Office


def list_users(options: Namespace, office: Office) -> Answer:
    """List every account."""
    del options
    return {"users": [_told(user) for user in accounts.list_users(office)]}


def add(options: Namespace, office: Office) -> Answer:
    """Let a further person work with the database."""
    top = _organisation(options, office)
    accounts.add_user(
        office,
        options.name,
        _new_password(options),
        role_named(options.role),
        organisation=None if isinstance(top, Keep) else top,
        grants=options.grant,
        withheld=options.withhold,
    )
    return _answer(office, options.name)


def change_role(options: Namespace, office: Office) -> Answer:
    """Change what somebody may do."""
    old = accounts.user_named(office, options.name)
    accounts.change_user(
        office,
        options.name,
        role=role_named(options.role),
        organisation=_organisation(options, office),
        grants={*old.granted, *options.grant} - {*options.withhold},
        withheld={*old.withheld, *options.withhold} - {*options.grant},
    )
    return {"users": [_told(user) for user in _seen(office, options.name)]}


def rename(options: Namespace, office: Office) -> Answer:
    """Change the name that somebody logs in with."""
    accounts.change_user(office, options.name, new_name=options.new_name)
    return _answer(office, options.new_name)


def disable(options: Namespace, office: Office) -> Answer:
    """Let somebody who leaves open the database no more."""
    rekeyed = accounts.disable_user(office, options.name, options.reason)
    return {**_answer(office, options.name), "rekeyed": rekeyed}


def set_password(options: Namespace, office: Office) -> Answer:
    """Set one's own password, or another's."""
    old = options.given_password if options.name == office.account.name else None
    accounts.set_password(office, options.name, _new_password(options), old=old)
    return {"users": [_told(user) for user in _seen(office, options.name)]}


def recover(options: Namespace) -> Answer:
    """Open with the printed recovery key and set a new password."""
    from jianxi_desktop.services.office import unlock_with_recovery

    spelled = asking.whole_text(options.recovery_file)
    password = _new_password(options)
    path = database_path(options)
    office = unlock_with_recovery(path, spelled, password, user=options.user)
    try:
        return {"users": [_told(user) for user in _seen(office, office.user)]}
    finally:
        office.close()


def rekey(options: Namespace, office: Office) -> Answer:
    """Encrypt the database anew."""
    del options
    accounts.rekey(office)
    return {"users": [_told(user) for user in accounts.list_users(office)]}


def new_recovery_key(options: Namespace, office: Office) -> Answer:
    """Make a new recovery key."""
    del options
    return {"recovery_key": accounts.new_recovery_key(office)}


def _answer(office: Office, name: str) -> Answer:
    return {"users": [_told(accounts.user_named(office, name))]}


def _seen(office: Office, name: str) -> list[User]:
    """Give the account as far as this person may see it: his own, or as whoever manages them."""
    return [accounts.own_user(office) if name == office.user else accounts.user_named(office, name)]


def _told(user: User) -> dict[str, Any]:
    return {
        "id": str(user.id),
        "name": user.name,
        "role": user.role.value,
        "organisation": str(user.organisation) if user.organisation else None,
        "granted": list(user.granted),
        "withheld": list(user.withheld),
        "created_on": user.created_on,
        "disabled_on": user.disabled_on,
        "reason": user.disabled_why,
        "can_open": user.can_open,
    }


def _organisation(options: Namespace, office: Office) -> UUID | Keep | None:
    if options.org is None:
        return KEEP
    if not options.org:
        return None
    ledger = office.catalog["organisation"]
    return UUID(links.text_to_link(office, ledger, "parent", options.org))


def _new_password(options: Namespace) -> str:
    return asking.secret(
        options.new_password_file, "JIANXI_NEW_PASSWORD", "新密码", "--new-password-file"
    )
