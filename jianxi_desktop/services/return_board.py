"""Who has handed in what: units by returns for the periods that end on one day."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

Timeliness = Literal["on_time", "late", "missing", "not_due"]


@dataclass(frozen=True)
class BoardRow:
    """One return that one unit hands in.

    Attributes:
        unit: The organisation.
        name: What it is called.
        level: ``community``, ``street`` or ``district``.
        code: Number of the return.
        title: What the return is called.
        period: The period.
        due_on: By when it is to be there.
        filing: The filing; ``None`` where nobody began it.
        state: Key of ``return_state``; empty where nobody began it.
        submitted_on: When it was handed in; empty: it was not.
        timeliness: Whether it came on time, late, is missing or not yet due.
    """

    unit: UUID
    name: str
    level: str
    code: str
    title: str
    period: str
    due_on: date
    filing: UUID | None
    state: str
    submitted_on: str
    timeliness: Timeliness


@needs(Right.VIEW)
def board(
    office: Office, period: str, *, today: date | None = None, code: str | None = None
) -> tuple[BoardRow, ...]:
    """Give every return that ends with a period, of every unit from this office downwards.

    Raises:
        InputError: It is no period.
    """
    raise NotImplementedError
