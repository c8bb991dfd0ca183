"""What a person limited to one organisation may write: only what stands there or below it.

Lists hide the rest; here it is checked inside the transaction that writes, before and after, so
that no record is taken out of somebody else's subtree or pushed into it.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import tree
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Ledger, Values
from jianxi_desktop.services.office import Office


def require_writable(office: Office, ledger: Ledger) -> None:
    """Make sure that a ledger's records are this person's to write at all.

    Raises:
        InputError: They belong to no organisation, and this person is limited to one.
    """
    if office.limited and not tree.belongs(office.catalog, ledger):
        raise _outside(ledger)


def require_inside(
    office: Office, connection: Connection, ledger: Ledger, ids: Collection[UUID]
) -> None:
    """Make sure that records belong to what this person may see.

    Raises:
        InputError: One does not.
    """
    top = office.account.organisation
    if top is not None and tree.outside_of(connection, office.catalog, ledger, top, ids):
        raise _outside(ledger)


def require_links_inside(
    office: Office,
    connection: Connection,
    ledger: Ledger,
    values: Values,
    before: Mapping[str, Any],
) -> None:
    """Make sure that what a record newly points at may be seen by this person.

    Raises:
        InputError: One may not.
    """
    if not office.limited:
        return
    targets: dict[str, set[UUID]] = {}
    for key, field in ledger.all_fields.items():
        one = values.get(key)
        if isinstance(field, Link) and one is not None and one != before.get(key):
            targets.setdefault(field.target, set()).add(one)
    for target, ids in targets.items():
        require_inside(office, connection, office.catalog[target], ids)


def require_not_top(office: Office, ledger: Ledger, record_id: UUID) -> None:
    """Make sure that nobody moves or removes the organisation he is limited to.

    Raises:
        InputError: It is that one.
    """
    if record_id == office.account.organisation and ledger.key == "organisation":
        raise _outside(ledger)


def require_owner_inside(
    office: Office, connection: Connection, ledger: Ledger, record_id: UUID
) -> None:
    """Make sure that whom a dated row speaks of is still this person's afterwards.

    Raises:
        InputError: The row took him elsewhere.
    """
    if not office.limited or ledger.owner is None:
        return
    owner = tree.owner_of(connection, office.catalog, ledger, record_id)
    if owner is not None and owner[0].companion is ledger:
        require_inside(office, connection, owner[0], [owner[1]])


def outside(
    office: Office, connection: Connection, rows: Mapping[str, Collection[UUID]]
) -> set[UUID]:
    """Give those of some records, named by ledger, that this person may not see."""
    top, found = office.account.organisation, set[UUID]()
    if top is not None:
        for key, ids in rows.items():
            found |= tree.outside_of(connection, office.catalog, office.catalog[key], top, ids)
    return found


def require_no_other(
    office: Office,
    connection: Connection,
    rows: Mapping[str, Collection[UUID]],
    before: Collection[UUID],
) -> None:
    """Make sure that taking an action back wrote no record that was outside and is so still.

    What the action had removed comes back in, what it had made goes out.

    Raises:
        InputError: It did: the person was limited after the action.
    """
    left = outside(office, connection, rows).intersection(before)
    if left:
        key = next(key for key, ids in rows.items() if left.intersection(ids))
        raise _outside(office.catalog[key])


def _outside(ledger: Ledger) -> InputError:
    return InputError(
        f"{ledger.key}: outside the account's subtree",
        user_message="这条记录不属于您负责的党组织，不能改动，什么都没有保存。需要时请联系管理员。",
        code="outside",
    )
