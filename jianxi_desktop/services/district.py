"""Found and open a database that the district's PostgreSQL keeps; then it is an office like any."""

import logging
from datetime import date
from uuid import UUID

from jianxi_desktop.db import accounts, adoption, server
from jianxi_desktop.db import office as records
from jianxi_desktop.db.address import Address, read_address
from jianxi_desktop.db.ids import new_id
from jianxi_desktop.db.store import Store, bring_up_to_date, version_of
from jianxi_desktop.domain.deeds import Deed
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.services.learning import learn
from jianxi_desktop.services.office import Office, account_of
from jianxi_desktop.services.units import unit_named, unit_of, write_founding

log = logging.getLogger(__name__)


def found_on_server(
    address: Address,
    code: str,
    *,
    password: str | None,
    level: str | None = None,
    name: str | None = None,
    on: date | None = None,
) -> Office:
    """Make an office's database on a server, as the owner of an empty database there.

    The owner is its first administrator.

    Raises:
        InputError: The code is not of this district, or the way to the server is not safe.
        EnvironmentFailure: The server refuses, or the database is founded already.
    """
    unit = unit_named(code, level, name, on=on)
    store = Store.on_server(server.connect(address, password), str(address))
    try:
        _require_empty(store)
        bring_up_to_date(store)
        owner = new_id()
        with store.change(Deed("found", owner)) as change:
            write_founding(change, unit, new_id(), on=on)
            accounts.add_account(change.connection, owner, address.user, Role.ADMINISTRATOR)
        log.info("founded a database on a server at level %s", unit.level)
        return Office(store, unit, account_of(store, owner))
    except BaseException:
        store.close()
        raise


def open_on_server(address: Address, password: str | None) -> Office:
    """Open a database on a server as the account that the address names.

    Raises:
        InputError: The way to the server is not safe, or nobody is named.
        EnvironmentFailure: The server refuses, the database is not founded or newer than this
            program, or the account is disabled.
    """
    store = Store.on_server(server.connect(address, password), str(address))
    try:
        _require_schema(store)
        bring_up_to_date(store)
        office = Office(store, unit_of(store), account_of(store, _holder(store, address.user)))
        if office.account.role is Role.ADMINISTRATOR:  # others may not write the office's settings
            adoption.adopt(store, office.catalog, office.account.id)
            learn(office)
    except BaseException:
        store.close()
        raise
    return office


def _holder(store: Store, user: str) -> UUID:
    """Find the account of a login role: both have the same name."""
    with store.read() as connection:
        found = accounts.find_account(connection, user)
    if found is None:
        raise EnvironmentFailure(
            "role without account",
            user_message="服务器认得这个用户，但它没有登记为本单位的用户。请联系管理员。",
            code="account_disabled",
        )
    holder: UUID = found["id"]
    return holder


def open_at(address: str, user: str, password: str) -> Office:
    """Open the database at an address as it is written, as somebody.

    Raises:
        JianxiError: As ``open_on_server``, or it is no address.
    """
    return open_on_server(read_address(address).of(user), password)


def place_of(address: str) -> tuple[str, str]:
    """Give what to show of an address, and whom it names.

    Raises:
        InputError: It is no address, or carries a password.
    """
    known = read_address(address)
    return f"{known.host}　{known.database}", known.user


def _require_schema(store: Store) -> None:
    if version_of(store) is None:
        raise EnvironmentFailure(
            "database without schema",
            user_message="服务器上的这个数据库是空的，请先由所有者用 init 建立。",
            code="not_founded",
        )


def _require_empty(store: Store) -> None:
    """Refuse a founded database; one whose founding broke off is gone on with."""
    if version_of(store) is None:
        return
    with store.read() as connection:
        founded = records.facts_of(connection) is not None
    if founded:
        raise EnvironmentFailure(
            "database is founded already",
            user_message="服务器上的这个数据库已经建立，没有改动。请直接打开，或另建一个空的数据库。",
            code="exists",
        )
