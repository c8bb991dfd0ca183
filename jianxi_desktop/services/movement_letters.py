"""Transfer letters (介绍信): sent, received back, taken back; and members who come with one.

Until the receipt is there the sender keeps the member: the relation ends only with the receipt.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup, write
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain.calendar import first_day, show_day
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import movement_facts, movement_writing, save_rules, scope
from jianxi_desktop.services.movement_facts import Row
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved, require_values
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.transfers import GONE


@dataclass(frozen=True)
class Letter:
    """What a letter out says.

    Attributes:
        on: When it is written.
        to_place: The organisation it is written to.
        number: Its number; empty: the next of this office.
        valid_days: For how many days it holds; ``None``: as long as letters usually do.
        paid_to: The month that dues are paid to.
        from_place: The organisation the member leaves; empty: the branch.
        reason: Why.
    """

    on: str
    to_place: str
    number: str = ""
    valid_days: int | None = None
    paid_to: str | None = None
    from_place: str = ""
    reason: str | None = None


@dataclass(frozen=True)
class Arrival:
    """A member who comes with a letter.

    Attributes:
        on: From when on the relation is here.
        branch: Where.
        group: In which group of the branch.
        status: Full or probationary.
        movement: What the letter says: ``from_place`` ``letter_number`` ``letter_on``
            ``valid_days`` ``dues_paid_to`` ``receipt_on`` ``receipt_number`` ``reason``.
        joined_on: When the member joined the Party.
        full_on: When he became a full member.
        details: Of somebody who is not known here: ``name`` and what else a person's record has.
    """

    on: str
    branch: UUID
    group: UUID | None = None
    status: str = "full"
    movement: Mapping[str, Any] = field(default_factory=dict)
    joined_on: str | None = None
    full_on: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@needs(Right.EDIT)
def send_letter(office: Office, person: UUID, letter: Letter) -> Saved:
    """Write a letter for a member; the relation stays until its receipt is there.

    Raises:
        InputError: The member has no open relation, a letter is underway, the number is used.
        ConflictError: The member is gone.
    """
    with office.change("letter_out") as change:
        movement_facts.person_row(office, change.connection, person)
        held = movement_facts.require_member(
            movement_facts.open_membership(office, change.connection, person)
        )
        movement_writing.require_after(held, letter.on)
        for each in movement_facts.open_movements(office, change.connection, person):
            if each.kind == "transfer_out":
                raise _underway(each.number, each.since)
        names = movement_facts.own_names(office, change.connection)
        year = first_day(letter.on).year
        number = letter.number or movement_facts.next_number(office, change.connection, year)
        _require_unused(office, change.connection, number, names)
        values = {
            "person": person,
            "kind": "transfer_out",
            "moved_on": letter.on,
            "handled_by": names[0],
            "from_place": letter.from_place
            or movement_writing.organisation_name(office, change.connection, held["branch"]),
            "to_place": letter.to_place,
            "letter_number": number,
            "letter_on": letter.on,
            "valid_days": letter.valid_days,
            "dues_paid_to": letter.paid_to,
            "reason": letter.reason,
        }
        made = movement_writing.put_movement(office, change, values)
        return Saved(made, 1, frozenset(change.touched))


@needs(Right.EDIT)
def take_receipt(
    office: Office,
    movement: UUID,
    *,
    receipt_on: str,
    moved_on: str | None = None,
    receipt_number: str | None = None,
) -> Saved:
    """Note that the receipt of a letter came: with it the relation here ends.

    Args:
        office: The open database.
        movement: The letter.
        receipt_on: When the receipt came.
        moved_on: When the other organisation took the member in, as the receipt says; ``None``:
            the day the receipt came.
        receipt_number: Its number.

    Raises:
        InputError: No letter is underway, or the day lies before the letter's.
        ConflictError: The letter is gone.
    """
    ended = moved_on or receipt_on
    with office.change("letter_receipt") as change:
        row = _letter(office, change.connection, movement)
        movement_writing.require_past(receipt_on)
        movement_writing.require_past(ended)
        for day in (receipt_on, ended):
            if first_day(day) < first_day(row["letter_on"] or row["moved_on"]):
                raise InputError(
                    "receipt before its letter",
                    user_message=(
                        f"介绍信是{show_day(row['letter_on'] or row['moved_on'])}开的，"
                        f"回执和转入日期不能早于那一天，请核对“{show_day(day)}”。"
                    ),
                    code="receipt_early",
                )
        held = movement_facts.open_membership(office, change.connection, row["person"])
        held = movement_facts.require_member(held, also_suspended=True)
        movement_writing.require_after(held, ended)
        movement_writing.require_order(
            office, change.connection, row["person"], ended, besides=movement
        )
        movement_writing.change_membership(office, change, held, {"until": ended})
        values = {"receipt_on": receipt_on, "moved_on": ended, "receipt_number": receipt_number}
        version = write.update_row(
            change, office.catalog["member_movement"], movement, row["version"], values
        )
        movement_writing.end_stays(office, change, row["person"], ended, besides=movement)
        return Saved(movement, version, frozenset(change.touched))


@needs(Right.EDIT)
def withdraw_letter(office: Office, movement: UUID, *, on: str, reason: str | None = None) -> Saved:
    """Note that a letter came back unused or ran out: the member stays; the number stays used.

    Raises:
        InputError: No letter is underway, or the day lies before the letter's.
        ConflictError: The letter is gone.
    """
    with office.change("letter_withdraw") as change:
        row = _letter(office, change.connection, movement)
        movement_writing.require_past(on)
        if first_day(on) < first_day(row["moved_on"]):
            raise movement_writing.before_begin(row["moved_on"], on)
        told = "；".join(each for each in (row["reason"], reason) if each) or None
        version = write.update_row(
            change,
            office.catalog["member_movement"],
            movement,
            row["version"],
            {"ended_on": on, "reason": told},
        )
        return Saved(movement, version, frozenset(change.touched))


@needs(Right.EDIT)
def take_in(office: Office, arrival: Arrival, person: UUID | None = None) -> Saved:
    """Take in a member who comes with a letter: the person where he is new, relation, movement.

    Args:
        office: The open database.
        arrival: Who comes, where to.
        person: Somebody who is known here, such as a member who had left; ``None``: by the
            identity number, else a new record.

    Returns:
        The movement.

    Raises:
        InputError: He belongs to a branch here already, or something that must be said is missing.
    """
    with office.change("transfer_in") as change:
        movement_writing.require_past(arrival.on)
        one = person or movement_writing.known_person(office, change.connection, arrival.details)
        if one is None:
            one = movement_writing.new_person(office, change, arrival.details)
        else:
            scope.require_inside(office, change.connection, office.catalog["person"], [one])
            _require_free(office, change.connection, one)
            _require_not_gone(office, change.connection, one)
            movement_writing.require_order(office, change.connection, one, arrival.on)
        if arrival.joined_on and first_day(arrival.on) <= first_day(arrival.joined_on):
            raise _not_after_joining(arrival.joined_on)
        _open_membership(office, change, one, arrival)
        names = movement_facts.own_names(office, change.connection)
        values = {
            "to_place": movement_writing.organisation_name(
                office, change.connection, arrival.branch
            ),
            **arrival.movement,
            "person": one,
            "kind": "transfer_in",
            "moved_on": arrival.on,
            "handled_by": names[0],
        }
        made = movement_writing.put_movement(office, change, values)
        scope.require_inside(office, change.connection, office.catalog["person"], [one])
        return Saved(made, 1, frozenset(change.touched))


def _letter(office: Office, connection: Connection, movement: UUID) -> Row:
    row = movement_writing.movement_row(office, connection, movement)
    if not movement_facts.is_underway(row):
        told = "已经收到回执" if row["receipt_on"] else "已经作废" if row["ended_on"] else ""
        raise InputError(
            "no letter is underway",
            user_message=f"这一条{told or '不是在途的介绍信'}，没有改动。",
            code="not_underway",
        )
    return row


def _underway(number: str, since: str) -> InputError:
    told = f"编号{number}的" if number else ""
    return InputError(
        "a letter is underway",
        user_message=f"{show_day(since)}开的{told}介绍信还没有收到回执，没有再开。"
        "对方已接收的请登记回执，过期或不用的请先作废。",
        code="underway",
    )


def _require_unused(office: Office, connection: Connection, number: str, names: list[str]) -> None:
    ledger = office.catalog["member_movement"]
    for row in lookup.existing(connection, ledger, "letter_number", [number]):
        if row["kind"] == "transfer_out" and row["handled_by"] in names:
            raise InputError(
                "letter number is used",
                user_message=f"编号{number}的介绍信已经开过，请换一个编号，留空则自动接着编。",
                code="number_used",
            )


def _require_free(office: Office, connection: Connection, person: UUID) -> None:
    held = movement_facts.open_membership(office, connection, person)
    if held is not None:
        place = movement_writing.organisation_name(office, connection, held["branch"])
        raise InputError(
            "membership is open",
            user_message=f"这个人的组织关系已经在“{place}”，没有再转入。"
            "要换支部请用“内部转接”；停止党籍的请用“恢复党籍”。",
            code="is_member",
        )


def _require_not_gone(office: Office, connection: Connection, person: UUID) -> None:
    """Make sure that nobody is taken in who died, or who was struck off and is no member."""
    rows = lookup.existing(connection, office.catalog["membership"], "person", [person])
    last = max(rows, key=lambda row: row["until"] or "9999", default=None)
    if last is not None and last["status"] in GONE:
        gone = last["status"] == "deceased"
        told = "已去世" if gone else "已出党，重新入党的按发展党员办理"
        raise InputError(
            "the member is gone",
            user_message=f"这个人登记的是{told}，没有转入。登记错了的，请先更正那一条。",
            code="member_gone",
        )


def _open_membership(office: Office, change: Change, person: UUID, arrival: Arrival) -> None:
    ledger = office.catalog["membership"]
    values = {
        "person": person,
        "branch": arrival.branch,
        "group": arrival.group,
        "status": arrival.status,
        "joined_on": arrival.joined_on,
        "full_on": arrival.full_on,
        "since": arrival.on,
    }
    require_values(ledger, values, new=True)
    scope.require_links_inside(office, change.connection, ledger, values, {"person": person})
    made = write.insert_rows(change, ledger, [values])[0]
    save_rules.after_saving(office, change, ledger, made, None)


def _not_after_joining(joined_on: str) -> InputError:
    return InputError(
        "came no later than joining",
        user_message=f"转入日期应晚于入党日期（{show_day(joined_on)}），请核对这两个日期；"
        "在本单位入党的不用办理转入。",
        code="joined_later",
    )
