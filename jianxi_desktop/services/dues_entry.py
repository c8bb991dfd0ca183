"""Write dues: collect a month of a branch, one payment, a gift, a standard, receipt numbers."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.ledger import Values
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class Collected:
    """What was written.

    Attributes:
        members: How many members paid.
        payments: How many payments were written.
        cents: How much together.
        left: How many could not be filled, because what they owe is not known.
        touched: Keys of the ledgers that were written.
    """

    members: int
    payments: int
    cents: int
    left: int
    touched: frozenset[str]


@needs(Right.EDIT)
def collect(
    office: Office, branch: UUID, period: str, paid_on: str, people: Collection[UUID] = ()
) -> Collected:
    """Write what is still owed for the months of a period as paid, in one action.

    Args:
        office: The open database.
        branch: The branch.
        period: The month, quarter or year; months to come count as paid in advance.
        paid_on: The day of the payment.
        people: Only these members; none: all of the branch.
    """
    raise NotImplementedError


@needs(Right.EDIT)
def set_payment(
    office: Office, branch: UUID, person: UUID, month: str, values: Values
) -> frozenset[str]:
    """Write the payment of one member for one month; an empty ``amount`` takes it back."""
    raise NotImplementedError


@needs(Right.EDIT)
def set_standard(office: Office, person: UUID, values: Values) -> frozenset[str]:
    """Write by what a member pays from a month on; one that begins in that month is changed."""
    raise NotImplementedError


@needs(Right.EDIT)
def number_receipts(
    office: Office, branch: UUID, period: str, people: Collection[UUID] = ()
) -> tuple[int, frozenset[str]]:
    """Give each member's payments of a period that have no receipt a number of the branch's year.

    Returns:
        How many receipts were numbered, and what was written.
    """
    raise NotImplementedError
