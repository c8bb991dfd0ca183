"""Making a project of a need and the resource that fits it, in one action of the office."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup, write
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services import scope
from jianxi_desktop.services.joint_reading import Row
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved
from jianxi_desktop.services.rights import needs


@needs(Right.EDIT)
def match(
    office: Office,
    need_id: UUID,
    resource_id: UUID | None,
    *,
    title: str,
    on: str,
    due_on: str | None = None,
    claimant: UUID | None = None,
    promise: str | None = None,
    contact: str | None = None,
    phone: str | None = None,
) -> Saved:
    """Make a project of a need and the resource that fits it, in one action.

    The need is matched with it, and a resource that was only offered is shared from then on. With
    a claimant the project is claimed at once; without, it stands on the list until somebody does.
    With neither, the need stays open: the project only asks for a unit.

    Args:
        office: The open database.
        need_id: The need.
        resource_id: The resource; ``None``: nothing fits, the project looks for a unit.
        title: What the project is called.
        on: The day it is published, and claimed.
        due_on: By when it is to be done.
        claimant: The unit that does it.
        promise: What it promises.
        contact: Who is responsible.
        phone: His number.

    Raises:
        InputError: The need is matched already or over, the resource is taken back.
        ConflictError: One of both is gone.
    """
    values: dict[str, Any] = {
        "title": title,
        "need": need_id,
        "resource": resource_id,
        "published_on": on,
        "due_on": due_on,
        "claimant": claimant,
        "claimed_on": on if claimant is not None else None,
        "state": "open" if claimant is None else "claimed",
        "promise": promise,
        "contact": contact,
        "phone": phone,
    }
    with office.change("match") as change:
        connection, ledger = change.connection, office.catalog["project"]
        need = _row(office, connection, "need", need_id)
        scope.require_inside(office, connection, office.catalog["need"], [need_id])
        _require_unmatched(office, connection, need)
        values["organisation"] = need["organisation"]
        scope.require_links_inside(office, connection, ledger, values, {})
        if resource_id is not None:
            _share(office, change, resource_id, on)
        given = {key: value for key, value in values.items() if value is not None}
        record_id = write.insert_rows(change, ledger, [given])[0]
        if need["state"] == "open" and (resource_id is not None or claimant is not None):
            write.update_row(
                change, office.catalog["need"], need_id, need["version"], {"state": "matched"}
            )
        scope.require_inside(office, connection, ledger, [record_id])
        return Saved(record_id, 1, frozenset(change.touched))


def _share(office: Office, change: Change, resource_id: UUID, on: str) -> None:
    """Let a resource that was only offered be shared from a day on.

    Raises:
        InputError: It was taken back.
    """
    row = _row(office, change.connection, "resource", resource_id)
    if row["state"] == "withdrawn" or row["withdrawn_on"]:
        raise InputError(
            "resource is withdrawn",
            user_message=f"资源“{row['title']}”已收回，请另选一项。",
            code="withdrawn",
        )
    if row["state"] == "offered":
        scope.require_inside(office, change.connection, office.catalog["resource"], [resource_id])
        shared = {"state": "shared", "shared_on": row["shared_on"] or on}
        write.update_row(change, office.catalog["resource"], resource_id, row["version"], shared)


def _require_unmatched(office: Office, connection: Connection, need: Row) -> None:
    """Make sure that a need waits for a project.

    Raises:
        InputError: It is met, dropped, or a project answers it already.
    """
    if need["state"] in ("met", "dropped"):
        label = code_table("need_state").known[need["state"]]
        raise InputError(
            f"need is {need['state']}",
            user_message=f"需求“{need['title']}”{label}，没有改动。",
            code="need_over",
        )
    for row in lookup.existing(connection, office.catalog["project"], "need", [need["id"]]):
        if row["state"] != "stopped":
            raise InputError(
                "need has a project",
                user_message=f"需求“{need['title']}”已由项目“{row['title']}”对接，没有再建。",
                code="matched",
            )


def _row(office: Office, connection: Connection, key: str, record_id: UUID) -> Row:
    found = lookup.existing(connection, office.catalog[key], "id", [record_id])
    if not found:
        what = "需求" if key == "need" else "资源"
        raise ConflictError(
            f"{key} is gone",
            user_message=f"这项{what}不存在或已被移除，请刷新。",
            code="gone",
        )
    return found[0]
