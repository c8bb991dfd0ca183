"""Take records out: with a reason, and only such as no other record hangs on."""

from collections.abc import Collection, Mapping
from uuid import UUID

from jianxi_desktop.db import owned, write
from jianxi_desktop.db.store import Change
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services import save_rules, scope
from jianxi_desktop.services.office import Office


def hanging(
    office: Office, change: Change, ledger: Ledger, ids: Collection[UUID]
) -> dict[UUID, str]:
    """Say of some records which of other ledgers point at them and are not their own rows.

    What only relates two records (attendance, visits) is the past of the other one: it holds
    nobody, and goes on showing the name. Records on which nothing hangs are left out.
    """
    own = {detail.key for detail in office.catalog.details_of(ledger)}
    found: dict[UUID, list[str]] = {}
    for each in office.catalog:
        if each.key in own or (each.owner is not None and each.ended is None):
            continue
        for one, count in owned.count_links(change.connection, each, ledger.key, ids).items():
            found.setdefault(one, []).append(f"{count}条{each.title}")
    return {one: "、".join(said) for one, said in found.items()}


def removal_reason(reason: str) -> str:
    """Give the reason as the journal keeps it.

    Raises:
        InputError: There is none.
    """
    if not reason.strip():
        raise InputError("no reason", user_message="请写明移除的原因。", code="no_reason")
    return reason.strip()


def take_out(
    office: Office, change: Change, ledger: Ledger, removal: write.Edit, held: Mapping[UUID, str]
) -> None:
    """Remove one record inside a change, unless records are ``held`` by it; see ``hanging``."""
    record_id, why = removal.id, removal.values["removed_why"]
    scope.require_writable(office, ledger)
    scope.require_not_top(office, ledger, record_id)
    scope.require_inside(office, change.connection, ledger, [record_id])
    save_rules.require_changeable(office, change.connection, ledger, [record_id])
    if found := held.get(record_id):
        raise InputError(
            f"{ledger.key}: other records hang on it",
            user_message=f"不能移除：还有{found}属于它，请先转移或移除这些记录。",
            code="in_use",
        )
    write.update_rows(change, ledger, [removal])
    for detail in office.catalog.details_of(ledger):
        owned.remove(change, detail, record_id, why)
    scope.require_owner_inside(office, change.connection, ledger, record_id)
