"""What keeps a stop of a route from being saved: streets that cross never inspect themselves."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup, tree
from jianxi_desktop.db.store import Change
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Issue
from jianxi_desktop.services.office import Office

Row = Mapping[str, Any]
CROSSING = "street_cross"
_TIMES = ("starts_at", "ends_at")


def communities(office: Office, connection: Connection) -> list[dict[str, Any]]:
    """Give the communities this person may send a round to."""
    return tree.communities(connection, office.catalog, office.top)


def keep_visit(office: Office, change: Change, visit_id: UUID, before: Row | None) -> None:
    """Refuse a visit whose printed form would speak of another one, or a street inspecting itself.

    Raises:
        InputError: It would.
    """
    ledger = office.catalog["observation_visit"]
    rows = lookup.existing(change.connection, ledger, "id", [visit_id])
    for row in rows:
        if before and any(before[key] != row[key] for key in ("form_number", "organisation")):
            _require_unprinted(office, change.connection, before["form_number"])
        if before is None or before["form_number"] != row["form_number"]:
            _require_own_number(office, change.connection, row)
        if before is None or any(before[key] != row[key] for key in _TIMES):
            _require_times(row)
    _require_other_street(office, change.connection, rows)


def look(
    office: Office, connection: Connection, values: Row, record_id: UUID | None
) -> tuple[Issue, ...]:
    """Say of a visit of a roster what saving it would refuse."""
    stored = lookup.existing(connection, office.catalog["observation_visit"], "id", [record_id])
    before = stored[0] if stored else None
    row = {**values, "id": record_id}
    try:
        if before and any(before[key] != row[key] for key in ("form_number", "organisation")):
            _require_unprinted(office, connection, before["form_number"])
        if before is None or before["form_number"] != row["form_number"]:
            _require_own_number(office, connection, row)
        if before is None or any(before[key] != row[key] for key in _TIMES):
            _require_times(row)
        _require_other_street(office, connection, [row])
    except InputError as error:
        return (Issue("form_number", error.code, "error", error.user_message),)
    return ()


def keep_round(office: Office, change: Change, round_id: UUID, before: Row | None) -> None:
    """Refuse to let streets cross in a round in which one inspects itself.

    Raises:
        InputError: One does.
    """
    if before is not None:
        rows = lookup.existing(
            change.connection, office.catalog["observation_visit"], "round", [round_id]
        )
        _require_other_street(office, change.connection, rows)


def above_of_kind(office: Office, connection: Connection, kind: str) -> dict[UUID, Row]:
    """Give for every organisation the one of a kind, such as the street's, it belongs to or is."""
    rows = {row["id"]: row for row in tree.organisations(connection, office.catalog)}
    found: dict[UUID, Row] = {}
    for each in rows:
        at: Row | None = rows[each]
        for _ in range(64):  # a circle that a merge may bring ends here
            if at is None:
                break
            if at["kind"] == kind:
                found[each] = at
                break
            at = rows.get(at["parent"])
    return found


def _require_own_number(office: Office, connection: Connection, row: Row) -> None:
    ledger = office.catalog["observation_visit"]
    twins = lookup.existing(connection, ledger, "form_number", [row["form_number"]])
    if any(twin["id"] != row["id"] for twin in twins):
        raise InputError(
            "the form number is taken",
            user_message=(
                f"表号{row['form_number']}已有别的观摩点在用，纸上收回来会分不清，请另编一个。"
            ),
            code="exists",
        )


def _require_times(row: Row) -> None:
    if row["starts_at"] and row["ends_at"] and row["ends_at"] <= row["starts_at"]:
        raise InputError(
            "the visit ends before it begins",
            user_message=f"离开时间{row['ends_at']}不在到达时间{row['starts_at']}之后，请改正。",
            code="times",
        )


def _require_unprinted(office: Office, connection: Connection, number: str) -> None:
    forms = lookup.existing(connection, office.catalog["printed_form"], "form_number", [number])
    if any(form["state"] != "void" for form in forms):
        raise InputError(
            "the visit's form is printed",
            user_message=f"表号{number}的检查表已经打印，表号和被观摩单位不能再改；可以另加一个观摩点。",
            code="printed",
        )


def _require_other_street(office: Office, connection: Connection, rows: Sequence[Row]) -> None:
    named = [row for row in rows if row["inspected_by"] is not None]
    rounds = lookup.existing(
        connection, office.catalog["observation_round"], "id", {row["round"] for row in named}
    )
    crossing = {row["id"] for row in rounds if row["step"] == CROSSING}
    asked = [row for row in named if row["round"] in crossing]
    if not asked:
        return
    streets = above_of_kind(office, connection, "street")
    for row in asked:
        own, theirs = streets.get(row["organisation"]), streets.get(row["inspected_by"])
        itself = row["organisation"] == row["inspected_by"]
        if itself or (own is not None and theirs is not None and own["id"] == theirs["id"]):
            name = "本单位" if own is None else f"“{own['name']}”"
            raise InputError(
                "a street would inspect itself",
                user_message=(
                    f"街道交叉观摩不能自己看自己：表号{row['form_number']}的观摩单位也属于{name}，"
                    "请换成别的街道。"
                ),
                code="own_street",
            )
