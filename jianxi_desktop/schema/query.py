"""What a person asks a list for, and the plain rows that come back."""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple
from uuid import UUID

Way = Literal["is", "contains", "from", "to", "empty", "given", "among"]


class Row(NamedTuple):
    """One line of a list: this database's number, identity, version, one value a column."""

    serial: int
    id: UUID
    version: int
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class Filter:
    """A condition on one field; the value is a field value, never raw text.

    Attributes:
        field: Field key, own or of the companion.
        value: What to compare with; unused for ``empty`` and ``given``, several for ``among``.
        way: How.
    """

    field: str
    value: Any = None
    way: Way = "is"


@dataclass(frozen=True)
class Query:
    """Which records, in which order.

    Attributes:
        words: Words of the quick search; each must match.
        filters: Conditions that must all hold.
        order: Field key to sort by; empty: in the order of entry.
        descending: Whether the order is reversed.
        within: Organisation whose subtree the records must belong to.
        removed: Whether those are wanted that were removed, in place of all others.
        only: Serials of the records that were picked out of what the rest finds; ``None``: all.
    """

    words: str = ""
    filters: tuple[Filter, ...] = ()
    order: str = ""
    descending: bool = False
    within: UUID | None = None
    removed: bool = False
    only: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Reveal:
    """Leave to read the numbers of some records in full; ``services.revealing`` alone gives it.

    Attributes:
        account: Who may read.
        ledger: Key of the ledger.
        reason: Why, as the journal has it.
        ids: The records; empty where it is about what a query finds.
        query: The query.
    """

    account: UUID
    ledger: str
    reason: str
    ids: frozenset[UUID] = frozenset()
    query: Query | None = None
