"""What befalls a member besides transfers: away, abroad, lost, suspended, restored, gone.

Each is one action with the movement and what follows of it for the relation. People decide; a rule
that speaks against it is shown before, and nothing here waits for a number of months.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jianxi_desktop.db import write
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain.calendar import first_day
from jianxi_desktop.domain.movement_rules import ENDING
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import movement_facts, movement_writing, scope
from jianxi_desktop.services.movement_facts import Row
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved
from jianxi_desktop.services.rights import needs

_ENDS: Mapping[str, Mapping[str, Any]] = {  # what a relation no longer says when it ends
    "flow_out": {"floating": None},
    "lost": {"lost_on": None, "lost_reason": None},
}


@dataclass(frozen=True)
class Told:
    """What is written of a movement.

    Attributes:
        on: The day.
        document: Number of the paper that decided it.
        reason: Why.
        rest: What else: ``to_place`` ``from_place`` ``contact`` ``lost_reason`` ``exit_type``.
    """

    on: str
    document: str | None = None
    reason: str | None = None
    rest: Mapping[str, Any] | None = None

    def values(self) -> dict[str, Any]:
        """Give them as fields of a movement."""
        told = {"moved_on": self.on, "document": self.document, "reason": self.reason}
        return told | dict(self.rest or {})


@needs(Right.EDIT)
def go_away(office: Office, person: UUID, kind: str, told: Told) -> Saved:
    """Note that a member lives elsewhere (``flow_out``) or abroad; the relation stays.

    Raises:
        InputError: The member has no open relation, or is away already.
        ConflictError: The member is gone.
    """
    with office.change("go_away") as change:
        held = _member(office, change, person, told.on)
        _require_not_running(office, change, person, "flow_out", "abroad")
        made = _put(office, change, person, kind, told)
        if kind == "flow_out":
            movement_writing.change_membership(office, change, held, {"floating": True})
        return Saved(made, 1, frozenset(change.touched))


@needs(Right.EDIT)
def look_after(
    office: Office, told: Told, person: UUID | None, details: Mapping[str, Any]
) -> Saved:
    """Note that a member whose relation is elsewhere lives here (``flow_in``).

    Args:
        office: The open database.
        told: When he came, from where.
        person: Somebody who is known here; ``None``: ``details`` say who it is.
        details: ``name`` and what else a person's record has.

    Raises:
        InputError: His relation is here, or he has no name.
    """
    with office.change("go_away") as change:
        movement_writing.require_past(told.on)
        one = person or movement_writing.known_person(office, change.connection, details)
        if one is None:
            one = movement_writing.new_person(office, change, details)
        else:
            movement_facts.person_row(office, change.connection, one)
            if movement_facts.open_membership(office, change.connection, one) is not None:
                raise InputError(
                    "the relation is here",
                    user_message="这个人的组织关系就在本单位，不是流入的党员。"
                    "外出的请登记“流出”，换支部请用“内部转接”。",
                    code="is_member",
                )
            _require_not_running(office, change, one, "flow_in")
        made = _put(office, change, one, "flow_in", told)
        scope.require_inside(office, change.connection, office.catalog["person"], [one])
        return Saved(made, 1, frozenset(change.touched))


@needs(Right.EDIT)
def lose_contact(office: Office, person: UUID, told: Told) -> Saved:
    """Note that a member cannot be reached since a day; nothing else changes.

    Raises:
        InputError: The member has no open relation, or is noted as lost already.
        ConflictError: The member is gone.
    """
    with office.change("lose_contact") as change:
        held = _member(office, change, person, told.on, also_suspended=True)
        _require_not_running(office, change, person, "lost")
        made = _put(office, change, person, "lost", told)
        values = {"lost_on": told.on, "lost_reason": (told.rest or {}).get("lost_reason")}
        movement_writing.change_membership(office, change, held, values)
        return Saved(made, 1, frozenset(change.touched))


@needs(Right.EDIT)
def come_back(office: Office, movement: UUID, *, on: str) -> Saved:
    """Note that somebody who was away or lost is back, or that one looked after here left.

    Raises:
        InputError: It has ended already, or the day lies before it began.
        ConflictError: It is gone.
    """
    with office.change("come_back") as change:
        row = movement_writing.movement_row(office, change.connection, movement)
        movement_writing.require_past(on)
        if row["kind"] not in ("flow_out", "flow_in", "abroad", "lost") or row["ended_on"]:
            raise InputError(
                "nothing to end",
                user_message="这一条已经结束，或者不是流动、失联的登记，没有改动。",
                code="ended",
            )
        if first_day(on) < first_day(row["moved_on"]):
            raise movement_writing.before_begin(row["moved_on"], on)
        ledger = office.catalog["member_movement"]
        version = write.update_row(change, ledger, movement, row["version"], {"ended_on": on})
        held = movement_facts.open_membership(office, change.connection, row["person"])
        if held is not None:
            movement_writing.change_membership(office, change, held, _ENDS.get(row["kind"], {}))
        return Saved(movement, version, frozenset(change.touched))


@needs(Right.EDIT)
def suspend(office: Office, person: UUID, told: Told) -> Saved:
    """Suspend membership (停止党籍), as the organisation decided.

    Raises:
        InputError: The member has no open relation, is suspended already, has a letter underway.
        ConflictError: The member is gone.
    """
    with office.change("suspend") as change:
        held = _member(office, change, person, told.on)
        _require_no_letter(office, change, person)
        movement_writing.require_order(office, change.connection, person, told.on)
        made = _put(office, change, person, "suspended", told)
        values: dict[str, Any] = {"status": "suspended"}
        if reason := (told.rest or {}).get("lost_reason"):
            values["lost_reason"] = reason
        movement_writing.change_membership(office, change, held, values)
        return Saved(made, 1, frozenset(change.touched))


@needs(Right.EDIT)
def restore(office: Office, person: UUID, told: Told, status: str = "full") -> Saved:
    """Restore membership that was suspended (恢复党籍), as the organisation decided.

    A contact that was lost is found with it.

    Args:
        office: The open database.
        person: The member.
        told: When, and what decided it.
        status: What the member is again: ``full`` or ``probationary``.

    Raises:
        InputError: Membership is not suspended.
        ConflictError: The member is gone.
    """
    with office.change("restore_member") as change:
        movement_writing.require_past(told.on)
        movement_facts.person_row(office, change.connection, person)
        held = movement_facts.open_membership(office, change.connection, person)
        if held is None or held["status"] != "suspended":
            raise InputError(
                "not suspended",
                user_message="这名党员没有停止党籍，不用恢复。已出党的要重新入党。",
                code="not_suspended",
            )
        movement_writing.require_after(held, told.on)
        movement_writing.require_order(office, change.connection, person, told.on)
        movement_writing.end_stays(office, change, person, told.on, only="lost")
        made = _put(office, change, person, "restored", told)
        values = {"status": status, "lost_on": None, "lost_reason": None}
        movement_writing.change_membership(office, change, held, values)
        return Saved(made, 1, frozenset(change.touched))


@needs(Right.EDIT)
def leave(office: Office, person: UUID, kind: str, told: Told) -> Saved:
    """Note that a member left the Party (``exit``) or died (``deceased``); the relation ends.

    Raises:
        InputError: The member has no open relation, or has a letter underway.
        ConflictError: The member is gone.
    """
    if kind not in ENDING:
        raise KeyError(kind)
    with office.change("member_exit" if kind == "exit" else "decease") as change:
        held = _member(office, change, person, told.on, also_suspended=True)
        _require_no_letter(office, change, person)
        movement_writing.require_order(office, change.connection, person, told.on)
        movement_writing.end_stays(office, change, person, told.on)
        made = _put(office, change, person, kind, told)
        status = "exited" if kind == "exit" else "deceased"
        values = {"status": status, "until": told.on}
        movement_writing.change_membership(office, change, held, values)
        return Saved(made, 1, frozenset(change.touched))


def _member(
    office: Office, change: Change, person: UUID, on: str, *, also_suspended: bool = False
) -> Row:
    movement_writing.require_past(on)
    movement_facts.person_row(office, change.connection, person)
    held = movement_facts.open_membership(office, change.connection, person)
    held = movement_facts.require_member(held, also_suspended=also_suspended)
    movement_writing.require_after(held, on)
    return held


def _put(office: Office, change: Change, person: UUID, kind: str, told: Told) -> UUID:
    names = movement_facts.own_names(office, change.connection)
    values = {"handled_by": names[0], **told.values(), "person": person, "kind": kind}
    return movement_writing.put_movement(office, change, values)


def _require_not_running(office: Office, change: Change, person: UUID, *kinds: str) -> None:
    for each in movement_facts.open_movements(office, change.connection, person):
        if each.kind in kinds:
            kind = movement_facts.kind_name(each.kind)
            raise InputError(
                "runs already",
                user_message=f"这名党员从{each.since}起已登记为“{kind}”，还没有结束。"
                "已经回来或联系上的，请先办理“返回（恢复联系）”。",
                code="runs",
            )


def _require_no_letter(office: Office, change: Change, person: UUID) -> None:
    for each in movement_facts.open_movements(office, change.connection, person):
        if each.kind == "transfer_out":
            raise InputError(
                "a letter is underway",
                user_message=f"编号{each.number}的介绍信还没有收到回执。"
                "请先登记回执，或把这张介绍信作废，再办理。",
                code="underway",
            )
