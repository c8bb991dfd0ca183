"""Does what the dialogs of movements asked for: each one action of a service."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from jianxi_desktop.domain.calendar import first_day
from jianxi_desktop.services import (
    movement_deeds,
    movement_letters,
    organisations,
    records,
    registrations,
)
from jianxi_desktop.services.movement_deeds import Told
from jianxi_desktop.services.movement_letters import Arrival, Letter
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.organisation_work import Decision
from jianxi_desktop.services.records import Saved

Values = Mapping[str, Any]
# Does it with what was typed, about a person or a record; gives what was written.
Do = Callable[[Office, UUID | None, dict[str, Any]], Saved]


def _person(values: Values, person: UUID | None) -> UUID:
    one = person or values.get("person")
    assert one is not None  # noqa: S101 - the field is required
    return UUID(str(one))


def _told(values: Values, *rest: str) -> Told:
    return Told(
        values["moved_on"],
        values.get("document"),
        values.get("reason"),
        {key: values.get(key) for key in rest},
    )


def send(office: Office, person: UUID | None, values: dict[str, Any]) -> Saved:
    """Write a letter."""
    letter = Letter(
        values["letter_on"],
        values["to_place"],
        values["letter_number"] or "",
        values["valid_days"],
        values["dues_paid_to"],
        values["from_place"] or "",
        values["reason"],
    )
    return movement_letters.send_letter(office, _person(values, person), letter)


def receive(office: Office, movement: UUID | None, values: dict[str, Any]) -> Saved:
    """Take the receipt of a letter."""
    assert movement is not None  # noqa: S101 - a row is chosen
    return movement_letters.take_receipt(
        office,
        movement,
        receipt_on=values["receipt_on"],
        moved_on=values["moved_on"],
        receipt_number=values["receipt_number"],
    )


def withdraw(office: Office, movement: UUID | None, values: dict[str, Any]) -> Saved:
    """Take a letter back."""
    assert movement is not None  # noqa: S101 - a row is chosen
    return movement_letters.withdraw_letter(
        office, movement, on=values["ended_on"], reason=values["reason"]
    )


_OF_LETTER: Final = (
    "from_place",
    "letter_number",
    "letter_on",
    "valid_days",
    "dues_paid_to",
    "receipt_on",
    "receipt_number",
)
_OF_PERSON: Final = ("name", "id_number", "phone")


def take_in(office: Office, person: UUID | None, values: dict[str, Any]) -> Saved:
    """Take in who comes with a letter."""
    arrival = Arrival(
        values["moved_on"],
        values["branch"],
        values["group"],
        values["status"] or "full",
        {key: values[key] for key in _OF_LETTER},
        values["joined_on"],
        values["full_on"],
        {key: values[key] for key in _OF_PERSON},
    )
    return movement_letters.take_in(office, arrival, person or values.get("person"))


def within(office: Office, person: UUID | None, values: dict[str, Any]) -> Saved:
    """Move a member to another branch of this office."""
    decision = Decision(first_day(values["moved_on"]), values["document"], values["reason"])
    one = _person(values, person)
    done = organisations.move_members(
        office, [one], values["branch"], decision, group=values["group"]
    )
    return Saved(one, 0, done.touched)


def away(kind: str) -> Do:
    """Give what notes that a member is away."""

    def do(office: Office, person: UUID | None, values: dict[str, Any]) -> Saved:
        told = _told(values, "to_place", "contact")
        return movement_deeds.go_away(office, _person(values, person), kind, told)

    return do


def look_after(office: Office, person: UUID | None, values: dict[str, Any]) -> Saved:
    """Note a member of elsewhere who lives here."""
    told = _told(values, "from_place", "to_place", "contact")
    details = {key: values[key] for key in ("name", "phone")}
    return movement_deeds.look_after(office, told, person or values.get("person"), details)


def lose(office: Office, person: UUID | None, values: dict[str, Any]) -> Saved:
    """Note that a member cannot be reached."""
    return movement_deeds.lose_contact(
        office, _person(values, person), _told(values, "lost_reason")
    )


def back(office: Office, movement: UUID | None, values: dict[str, Any]) -> Saved:
    """Note that somebody is back."""
    assert movement is not None  # noqa: S101 - a row is chosen
    return movement_deeds.come_back(office, movement, on=values["ended_on"])


def suspend(office: Office, person: UUID | None, values: dict[str, Any]) -> Saved:
    """Suspend membership."""
    return movement_deeds.suspend(office, _person(values, person), _told(values, "lost_reason"))


def restore(office: Office, person: UUID | None, values: dict[str, Any]) -> Saved:
    """Restore membership."""
    status = values["status"] or "full"
    return movement_deeds.restore(office, _person(values, person), _told(values), status)


def leave(kind: str, *rest: str) -> Do:
    """Give what notes that a member is gone for good."""

    def do(office: Office, person: UUID | None, values: dict[str, Any]) -> Saved:
        return movement_deeds.leave(office, _person(values, person), kind, _told(values, *rest))

    return do


def contact(office: Office, person: UUID | None, values: dict[str, Any]) -> Saved:
    """Note that somebody was in touch with a member."""
    given = {**values, "person": _person(values, person)}
    return records.save_record(office, office.catalog["contact_log"], given)


def sign_on(office: Office, _row: UUID | None, values: dict[str, Any]) -> Saved:
    """Register a member of another unit."""
    return registrations.sign_on(office, values)


def serve(office: Office, row: UUID | None, values: dict[str, Any]) -> Saved:
    """Note a service."""
    assert row is not None  # noqa: S101 - a row is chosen
    return registrations.serve(office, row, values)


def sign_off(office: Office, row: UUID | None, values: dict[str, Any]) -> Saved:
    """End a registration."""
    assert row is not None  # noqa: S101 - a row is chosen
    return registrations.sign_off(office, row, on=values["ended_on"])
