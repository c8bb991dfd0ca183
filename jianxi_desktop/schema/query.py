"""What a person asks a list for, and the plain rows that come back."""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple
from uuid import UUID

Way = Literal["is", "not", "contains", "from", "to", "during", "empty", "given", "among", "any"]


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
        field: Field key, own or of the companion; empty for ``any``.
        value: What to compare with; unused for ``empty`` and ``given``, several for ``among``,
            a key of ``domain.spans`` for ``during``, other conditions for ``any``.
        way: How; ``not`` holds where nothing is given too, ``any`` where one condition holds.
    """

    field: str
    value: Any = None
    way: Way = "is"

    @property
    def fields(self) -> frozenset[str]:
        """Keys of the fields it looks at."""
        if self.way == "any":
            return frozenset().union(*(each.fields for each in self.value))
        return frozenset({self.field})


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
