"""Writing a movement and what follows of it for the relation, in the transaction of one action."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup, write
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import first_day, show_day
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.services import movement_facts, save_rules, scope
from jianxi_desktop.services.movement_facts import Row
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import require_values

_VITAL = frozenset(
    {"transfer_in", "transfer_out", "transfer_within", "suspended", "restored", "exit", "deceased"}
)


def put_movement(office: Office, change: Change, values: Mapping[str, Any]) -> UUID:
    """Write a movement whole.

    Raises:
        InputError: Something that must be said is missing.
    """
    ledger = office.catalog["member_movement"]
    limits = {key: getattr(field, "length", None) for key, field in ledger.fields.items()}
    cut = {
        key: value[: limits[key]] if isinstance(value, str) and limits.get(key) else value
        for key, value in values.items()
    }
    require_values(ledger, cut, new=True)
    return write.insert_rows(change, ledger, [cut])[0]


def change_membership(office: Office, change: Change, held: Row, values: Mapping[str, Any]) -> None:
    """Change the relation that is open, as its rules allow."""
    ledger = office.catalog["membership"]
    before = save_rules.before_saving(change, ledger, held["id"])
    write.update_row(change, ledger, held["id"], held["version"], values)
    save_rules.after_saving(office, change, ledger, held["id"], before)


def end_stays(
    office: Office,
    change: Change,
    person: UUID,
    on: str,
    *,
    besides: UUID | None = None,
    only: str = "",
) -> None:
    """End what began elsewhere and goes on: whoever left here is no longer away from here."""
    ledger = office.catalog["member_movement"]
    for each in movement_facts.open_movements(office, change.connection, person):
        if (
            each.id != besides
            and only in ("", each.kind)
            and each.kind != "transfer_out"
            and first_day(each.since) <= first_day(on)
        ):
            write.update_rows(change, ledger, [write.Edit(each.id, {"ended_on": on})])


def require_past(on: str) -> None:
    """Make sure that a day is not still to come.

    Raises:
        InputError: It is.
    """
    if first_day(on) > calendar.today():
        raise InputError(
            "day is to come",
            user_message=f"{show_day(on)}还没有到，请等到那一天再办理，或改填日期。",
            code="future",
        )


def require_after(held: Row, on: str) -> None:
    """Make sure that a day does not lie before the relation began.

    Raises:
        InputError: It does.
    """
    for key, told in (("since", "组织关系{day}才转到这里"), ("joined_on", "{day}才入党")):
        if held[key] and first_day(on) < first_day(held[key]):
            raise InputError(
                "day before the relation began",
                user_message=f"这名党员{told.format(day=show_day(held[key]))}，"
                f"日期不能早于那一天，请核对“{show_day(on)}”。",
                code="before_relation",
            )


def require_order(
    office: Office, connection: Connection, person: UUID, on: str, *, besides: UUID | None = None
) -> None:
    """Make sure that a day does not lie before something that was written of a member later.

    Raises:
        InputError: It does; the message names it.
    """
    rows = lookup.existing(connection, office.catalog["member_movement"], "person", [person])
    for row in rows:
        counts = row["kind"] in _VITAL and row["id"] != besides
        if counts and not _never_left(row) and first_day(row["moved_on"]) > first_day(on):
            kind = movement_facts.kind_name(row["kind"])
            raise InputError(
                "a later movement is known",
                user_message=f"这名党员在{show_day(row['moved_on'])}已有“{kind}”，"
                "日期不能早于那一天；如果那一条登记错了，请先更正。",
                code="later_known",
            )


def before_begin(begun: str, on: str) -> InputError:
    """Say that a day lies before what it ends."""
    return InputError(
        "ends before it began",
        user_message=f"这一条从{show_day(begun)}开始，结束日期不能早于那一天，"
        f"请核对“{show_day(on)}”。",
        code="ends_early",
    )


def movement_row(office: Office, connection: Connection, movement: UUID) -> Row:
    """Read a movement that this person may change.

    Raises:
        ConflictError: It is gone.
        InputError: It is somebody else's.
    """
    ledger = office.catalog["member_movement"]
    scope.require_inside(office, connection, ledger, [movement])
    rows = lookup.existing(connection, ledger, "id", [movement])
    if not rows:
        raise ConflictError(
            "movement is gone",
            user_message="这一条变动不存在或已被移除，请刷新列表。",
            code="gone",
        )
    return rows[0]


def known_person(office: Office, connection: Connection, details: Mapping[str, Any]) -> UUID | None:
    """Find the person that an identity number means; ``None``: there is none."""
    number = details.get("id_number")
    if not number:
        return None
    rows = lookup.existing(connection, office.catalog["person"], "id_number", [number])
    return rows[0]["id"] if rows else None


def new_person(office: Office, change: Change, details: Mapping[str, Any]) -> UUID:
    """Write a person who is new here.

    Raises:
        InputError: There is no name.
    """
    ledger = office.catalog["person"]
    if not details.get("name"):
        raise InputError("no name", user_message="还没有填：姓名。", code="required")
    given = {key: value for key, value in details.items() if value is not None}
    full = ledger.complete(given)[0] if ledger.complete is not None else given
    own = {key: value for key, value in full.items() if key in ledger.fields}
    return write.insert_rows(change, ledger, [own])[0]


def organisation_name(office: Office, connection: Connection, one: UUID) -> str:
    """Name an organisation; empty: it is not known here."""
    rows = lookup.existing(connection, office.catalog["organisation"], "id", [one])
    return str(rows[0]["name"]) if rows else ""


def _never_left(row: Row) -> bool:
    """Tell whether a row is a letter that led nowhere, or not yet."""
    lettered = row["letter_on"] is not None or row["letter_number"] is not None
    return row["kind"] == "transfer_out" and lettered and row["receipt_on"] is None
