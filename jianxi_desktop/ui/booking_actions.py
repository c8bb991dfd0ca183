"""What one click does to a booking: it is confirmed, it took place, it is cancelled."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from PySide6.QtWidgets import QWidget

from jianxi_desktop.domain.booking import span_of
from jianxi_desktop.services import bookings, records
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved, Seen
from jianxi_desktop.ui.fields_dialog import FieldsDialog, Words
from jianxi_desktop.ui.screen import Desk


class _Booking(NamedTuple):
    """A booking as it stands: what an update must find, and what it is called."""

    seen: Seen
    name: str
    headcount: int | None


def confirm(_parent: QWidget, desk: Desk, booking: UUID) -> None:
    """Say that the place is promised."""
    _do(desk, booking, bookings.confirm_booking, "已确认")


def cancel(_parent: QWidget, desk: Desk, booking: UUID) -> None:
    """Let the place go."""
    _do(desk, booking, bookings.cancel_booking, "已取消")


def ask_number(parent: QWidget, desk: Desk, booking: UUID) -> None:
    """Ask how many came, and say that they were there."""
    desk.jobs.run(partial(_read, desk.office, booking), partial(_open, parent, desk))


def _open(parent: QWidget, desk: Desk, booking: _Booking) -> None:
    words = Words("接待完成", booking.name, "接待完成", "先不登记")
    field = desk.office.catalog["booking"].fields["present"]
    dialog = FieldsDialog(parent, desk, words, [field], {"present": booking.headcount})
    dialog.wanted.connect(partial(_finish, dialog, desk, booking))
    dialog.open()


def _finish(dialog: FieldsDialog, desk: Desk, booking: _Booking, values: dict[str, Any]) -> None:
    def done(saved: Saved) -> None:
        dialog.accept()
        _say(desk, "已登记接待", booking, saved)

    work = partial(bookings.finish_booking, desk.office, booking.seen, values["present"])
    desk.jobs.run(work, done, dialog.refuse)


def _do(desk: Desk, booking: UUID, service: Callable[[Office, Seen], Saved], said: str) -> None:
    def work() -> tuple[_Booking, Saved]:
        found = _read(desk.office, booking)
        return found, service(desk.office, found.seen)

    desk.jobs.run(work, lambda done: _say(desk, said, *done))


def _say(desk: Desk, said: str, booking: _Booking, saved: Saved) -> None:
    desk.changed(saved.touched)
    undo = partial(desk.commands.trigger, "record.undo")
    desk.notice(f"{booking.name}{said}。", undo=undo)


def _read(office: Office, booking: UUID) -> _Booking:
    found = records.find_record(office, office.catalog["booking"], booking)
    values = found.values
    span = span_of(values["starts_at"], values["ends_at"])
    name = f"“{values['visitor']}”{values['held_on']} {span.show()}"
    return _Booking(Seen(found.id, found.version), name, values["headcount"])
