"""The recovery key on paper: its QR code for the window, its sheet for the printer.

Both are made in memory only and from what was just shown; the program does not keep the key.
"""

import io
from datetime import date
from uuid import UUID

from jianxi_desktop.db import keyring
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.prints import qr
from jianxi_desktop.prints.recovery_sheet import TITLE, RecoverySheet, draw_recovery_sheet
from jianxi_desktop.services.document import Document
from jianxi_desktop.services.office import Office


def recovery_sheet(office: Office, recovery_key: str, *, today: date | None = None) -> Document:
    """Make the sheet of a recovery key that was just made; it is never written to a file here.

    Args:
        office: The office it opens.
        recovery_key: As ``found_office`` or ``new_recovery_key`` gave it.
        today: The day that stands on it; default today.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    database = keyring.database_id(keyring.keyring_path(office.path))
    sheet = RecoverySheet(
        unit=office.unit.name,
        database=short_number(database),
        made_on=show_day((today or calendar.today()).isoformat()),
        lines=tuple(recovery_key.splitlines()),
        code=_code_text(recovery_key),
    )
    stream = io.BytesIO()
    result = draw_recovery_sheet(stream, sheet)
    return Document(TITLE, stream.getvalue(), result.pages, (), result.missing)


def recovery_code(recovery_key: str) -> tuple[str, ...]:
    """Give the rows of the key's QR code, a ``1`` for each dark square, without a margin."""
    return qr.encode(_code_text(recovery_key))


def short_number(database: UUID) -> str:
    """Give the end of a database's number, by which people tell two databases apart."""
    tail = database.hex[-8:].upper()
    return f"{tail[:4]}-{tail[4:]}"


def _code_text(recovery_key: str) -> str:
    """Put the lines on one: a scanner types it as it may be typed by hand."""
    return " ".join(recovery_key.splitlines())
