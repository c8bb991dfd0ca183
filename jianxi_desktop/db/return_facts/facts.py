"""What returns are counted from: facts, one for each record, with all that a cell may ask of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db.figures_behind import Scope

About = Mapping[str, str | int | bool | None]


class Fact(NamedTuple):
    """One record that may count.

    Attributes:
        id: Its identity.
        organisation: In whose row it counts: the nearest organisation above that has one.
        about: What cells ask of it: codes, numbers, days as ISO text, yes and no.
    """

    id: UUID
    organisation: UUID | None
    about: About


@dataclass(frozen=True)
class Asked:
    """What facts are wanted.

    Attributes:
        scope: The ledgers, the day they are counted as of, and whoever asks is limited to.
        begins: First day of the period; what happened before it is stock.
    """

    scope: Scope
    begins: date

    @property
    def ends(self) -> date:
        """The last day that counts."""
        return self.scope.day

    @property
    def since(self) -> str:
        """The first day as it stands in columns."""
        return self.begins.isoformat()

    @property
    def until(self) -> str:
        """The last day as it stands in columns."""
        return self.scope.until


@dataclass(frozen=True)
class Source:
    """Where facts come from.

    Attributes:
        ledger: Key of the ledger that the facts are records of.
        read: Reads them; one or two queries, whatever their number.
    """

    ledger: str
    read: Callable[[Connection, Asked], Iterator[Fact]]
