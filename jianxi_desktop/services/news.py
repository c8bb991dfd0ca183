"""What came with the packages of others, told to the person until it was looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class Item:
    """One kind of thing that came.

    Attributes:
        ledger: Key of the ledger.
        number: How many records.
        words: What people call it, with its number: ``3 项任务``.
    """

    ledger: str
    number: int
    words: str


@dataclass(frozen=True)
class News:
    """What one package brought.

    Attributes:
        package: Identity of the package, 32 hexadecimal digits.
        unit: Code of the sender.
        sender: Its name.
        number: Number of the package.
        at: When it was merged, ISO 8601 with zone.
        items: What came, what concerns people most first.
        conflicts: Conflicts it made.
    """

    package: str
    unit: str
    sender: str
    number: int
    at: str
    items: tuple[Item, ...]
    conflicts: int = 0


@dataclass(frozen=True)
class NewRecord:
    """A record that a package wrote, to be opened.

    Attributes:
        ledger: Key of its ledger.
        id: The record.
        caption: What the ledger calls it.
        what: ``new``, ``changed`` or ``removed``.
    """

    ledger: str
    id: UUID
    caption: str
    what: str


def positions(connection: Connection) -> dict[int, int]:
    """Give how far each chain is known here; to be taken before a merge and given to ``note``."""
    raise NotImplementedError


def note(
    connection: Connection,
    package: str,
    *,
    unit: str,
    sender: str,
    number: int,
    by_ledger: Mapping[str, int],
    before: Mapping[int, int],
    conflicts: int = 0,
) -> None:
    """Keep what a merge brought, inside the transaction of the merge.

    Args:
        connection: Of the merge.
        package: Identity of the package, 32 hexadecimal digits.
        unit: Code of the sender.
        sender: Its name.
        number: Number of the package.
        by_ledger: Records written by ledger key.
        before: What ``positions`` gave before the merge.
        conflicts: Conflicts it made.
    """
    raise NotImplementedError


@needs(Right.VIEW)
def list_news(office: Office) -> list[News]:
    """List what came and was not looked at yet, the newest first."""
    raise NotImplementedError


@needs(Right.VIEW)
def records_of(office: Office, package: str, ledger: str, *, limit: int = 200) -> list[NewRecord]:
    """List the records of a ledger that a package wrote, as far as this person may see them."""
    raise NotImplementedError


@needs(Right.VIEW)
def mark_seen(office: Office, package: str | None = None) -> None:
    """Tell that what a package brought was looked at; without one, everything."""
    raise NotImplementedError


def in_words(news: News) -> str:
    """Put it into one line: ``区里来的：3 项任务、1 份退回的报表``."""
    raise NotImplementedError
