"""What is due or overdue in an office: one list out of every source."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.due import Due, shown
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.due import SOURCES, Asked
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class Attention:
    """What is due.

    Attributes:
        as_of: The day.
        items: They, the oldest first.
    """

    as_of: date
    items: tuple[Due, ...]


@needs(Right.VIEW)
def attention(office: Office, day: date | None = None, within: UUID | None = None) -> Attention:
    """Give what is overdue, due, or due within its days of notice.

    Args:
        office: The open database.
        day: The day it is counted from; ``None``: today.
        within: Only what stands at or below this organisation; ``None``: all that the account may
            see.
    """
    as_of = day or calendar.today()
    top = within or office.account.organisation
    with office.store.read() as connection:
        asked = Asked(office, connection, as_of, top)
        items = [item for source in SOURCES for item in source(asked)]
    return Attention(as_of, tuple(shown(items, as_of)))
