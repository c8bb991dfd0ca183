"""What people do with the items of work plans: hand down, report back, finish, close."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup, tree
from jianxi_desktop.db.write import insert_rows, update_row
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.schema.ledger import Values
from jianxi_desktop.services import scope
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved, Seen, require_values
from jianxi_desktop.services.rights import needs

_PLAN, _ITEM = "work_plan", "work_plan_item"
_DONE, _STOPPED = "done", "stopped"
# What the unit that has a task may say of it; the rest is the giver's.
REPORTED: Final = ("state", "reported_on", "feedback", "done_on", "evidence")


@dataclass(frozen=True)
class Handed:
    """What handing a task down did.

    Attributes:
        items: The items made, one a unit.
        touched: Keys of the ledgers that were written.
    """

    items: tuple[UUID, ...]
    touched: frozenset[str]


@needs(Right.EDIT)
def hand_down(office: Office, plan: UUID, values: Values, units: Sequence[UUID]) -> Handed:
    """Give a task to several units: an item of its own to each, in one action.

    Args:
        office: The open database.
        plan: The plan the items go into.
        values: Of the item: ``content``, and ``measure``, ``due_on``, ``duty_person``.
        units: Who has to do it.

    Raises:
        InputError: It says nothing, no unit was named, or the plan is not this person's.
        ConflictError: The plan is gone.
    """
    if not units:
        raise InputError(
            "no unit named", user_message="请至少选一个承办单位。", code="no_organisation"
        )
    ledger = office.catalog[_ITEM]
    with office.change("hand_down_task") as change:
        scope.require_inside(office, change.connection, office.catalog[_PLAN], [plan])
        _require_open_plan(office, change.connection, plan)
        scope.require_inside(office, change.connection, office.catalog["organisation"], units)
        there = lookup.existing(change.connection, ledger, "work_plan", [plan])
        last = max((row["position"] for row in there), default=0)
        common = {"state": "waiting", **values, "work_plan": plan}
        rows = [
            {**common, "position": last + n, "duty_organisation": unit}
            for n, unit in enumerate(units, 1)
        ]
        require_values(ledger, rows[0], new=True)
        made = insert_rows(change, ledger, rows)
        return Handed(tuple(made), frozenset(change.touched))


@needs(Right.EDIT)
def report_task(office: Office, seen: Seen, values: Values) -> Saved:
    """Tell how a task goes, as the unit that has it or as the one whose plan it is.

    Args:
        office: The open database.
        seen: The item, as it was shown.
        values: Of ``REPORTED``; a day of reporting that is not given is today.

    Raises:
        ConflictError: It was changed since it was read, or is gone.
        InputError: It is neither this person's duty nor his plan; or it is said to be done and
            nothing shows it.
    """
    given = {key: values[key] for key in REPORTED if key in values}
    if not given.get("reported_on"):
        given["reported_on"] = calendar.today().isoformat()
    if given.get("state") == _DONE and not given.get("done_on"):
        given["done_on"] = given["reported_on"]
    if given.get("state") != _DONE:
        given["done_on"] = None
    return _write(office, "report_task", seen, given)


@needs(Right.EDIT)
def move_item(office: Office, seen: Seen, state: str) -> Saved:
    """Move an item to another state: not begun, under way, given up, open again.

    Raises:
        ConflictError: It was changed since it was read, or is gone.
        InputError: It is not this person's; or it is to be done, which ``finish_item`` does.
    """
    if state == _DONE:
        raise InputError(
            "an item is finished with evidence",
            user_message="办结要写明完成日期和佐证材料，请用“办结”。",
            code="no_evidence",
        )
    return _write(office, "move_item", seen, {"state": state, "done_on": None})


@needs(Right.EDIT)
def finish_item(office: Office, seen: Seen, *, on: str, evidence: str) -> Saved:
    """Say that an item is done, and what shows it.

    Raises:
        ConflictError: It was changed since it was read, or is gone.
        InputError: Nothing shows it, or it is not this person's.
    """
    values = {"state": _DONE, "done_on": on, "evidence": evidence}
    return _write(office, "finish_item", seen, values)


@needs(Right.EDIT)
def close_plan(office: Office, seen: Seen, *, on: str) -> Saved:
    """Say that a plan is finished; none of its items may be open.

    Raises:
        ConflictError: It was changed since it was read, or is gone.
        InputError: Items are open, or it is not this person's.
    """
    ledger = office.catalog[_PLAN]
    with office.change("close_plan") as change:
        scope.require_inside(office, change.connection, ledger, [seen.id])
        items = lookup.existing(change.connection, office.catalog[_ITEM], "work_plan", [seen.id])
        left = [row["content"] for row in items if row["state"] not in (_DONE, _STOPPED)]
        if left:
            named = "、".join(f"“{each}”" for each in left[:3])
            more = f"等{len(left)}项" if len(left) > 3 else f"{len(left)}项"
            told = f"{named}{more}还没有办结，台账没有办结。请先办结或取消这些事项。"
            raise InputError(f"{len(left)} items open", user_message=told, code="items_open")
        version = update_row(change, ledger, seen.id, seen.version, {"closed_on": on})
        return Saved(seen.id, version, frozenset(change.touched))


def _write(office: Office, action: str, seen: Seen, values: Mapping[str, Any]) -> Saved:
    if values.get("state") == _DONE and not (values.get("evidence") or "").strip():
        raise InputError(
            "done without evidence",
            user_message="办结要有佐证：请在“佐证材料”里写明有什么可以证明，如记录、照片、文件。",
            code="no_evidence",
        )
    ledger = office.catalog[_ITEM]
    with office.change(action) as change:
        _require_mine(office, change.connection, seen.id)
        version = update_row(change, ledger, seen.id, seen.version, values)
        return Saved(seen.id, version, frozenset(change.touched))


def _require_mine(office: Office, connection: Connection, item: UUID) -> None:
    """Make sure that an item is of this person's plan, or his to do.

    Raises:
        ConflictError: It is gone.
        InputError: It is neither.
    """
    ledger = office.catalog[_ITEM]
    rows = lookup.existing(connection, ledger, "id", [item])
    if not rows:
        raise ConflictError(
            "item is gone",
            user_message="这个事项不存在或已被移除，请刷新。",
            code="gone",
        )
    top, duty = office.account.organisation, rows[0]["duty_organisation"]
    organisation = office.catalog["organisation"]
    if top is None or (
        duty is not None
        and not tree.outside_of(connection, office.catalog, organisation, top, [duty])
    ):
        return
    scope.require_inside(office, connection, ledger, [item])


def _require_open_plan(office: Office, connection: Connection, plan: UUID) -> None:
    rows = lookup.existing(connection, office.catalog[_PLAN], "id", [plan])
    if not rows:
        raise ConflictError(
            "plan is gone", user_message="这本台账不存在或已被移除，请刷新。", code="gone"
        )
    if rows[0]["closed_on"]:
        told = f"“{rows[0]['title']}”已于{rows[0]['closed_on']}办结，不能再下达任务。"
        raise InputError("plan is closed", user_message=told, code="plan_closed")
