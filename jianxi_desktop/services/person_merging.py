"""Two records that are one person: make one of them, and take that back again."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.history import Undone
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class Side:
    """One of two records, as it is shown beside the other.

    Attributes:
        id: The person's record.
        name: The name.
        detail: Birth date, branch and the end of the number, which tell namesakes apart.
        version: Of the record as it was read.
    """

    id: UUID
    name: str
    detail: str
    version: int


@dataclass(frozen=True)
class Difference:
    """A field in which two records differ.

    Attributes:
        field: Key.
        caption: What it is called.
        kept: What the record that stays says; masked like every list.
        gone: What the other one says.
        takes: Whether the other's value is taken without a word: the kept one says nothing.
    """

    field: str
    caption: str
    kept: str
    gone: str
    takes: bool = False


@dataclass(frozen=True)
class Hanging:
    """Records of one ledger that link to the two."""

    ledger: str
    title: str
    kept: int
    gone: int


@dataclass(frozen=True)
class PairPage:
    """Two records side by side.

    Attributes:
        kept: The one that stays.
        gone: The one that goes.
        differences: Fields they differ in.
        links: What hangs on each of them.
        remarks: Chinese: what merging settles, such as two memberships that are both open.
        refused: Why the two cannot be merged; empty: they can.
    """

    kept: Side
    gone: Side
    differences: tuple[Difference, ...]
    links: tuple[Hanging, ...]
    remarks: tuple[str, ...]
    refused: str = ""


@dataclass(frozen=True)
class Pair:
    """Two records that may be one person, and why one would think so."""

    first: Side
    second: Side
    reason: str


@dataclass(frozen=True)
class Joined:
    """What merging two persons did.

    Attributes:
        id: The record that stays.
        version: Of it now.
        touched: Ledgers written.
        moved: Records that were moved to it, by title of their ledger.
        remarks: Chinese: what was settled on the way.
    """

    id: UUID
    version: int
    touched: frozenset[str]
    moved: dict[str, int]
    remarks: tuple[str, ...]


@needs(Right.VIEW)
def possible_duplicates(office: Office, limit: int = 200) -> list[Pair]:
    """Give the records that may be of one person, the likeliest first."""
    raise NotImplementedError


@needs(Right.VIEW)
def person_pair(office: Office, kept: UUID, gone: UUID) -> PairPage:
    """Show two records side by side, and what merging them would do.

    Raises:
        InputError: They are the same record, or one is not this person's to see.
        ConflictError: One of them is gone.
    """
    raise NotImplementedError


@needs(Right.EDIT)
def merge_persons(
    office: Office, kept: UUID, gone: UUID, *, take: Collection[str] = (), trial: bool = False
) -> Joined:
    """Make one person of two records: what links to ``gone`` links to ``kept``, ``gone`` goes.

    One action, which undo takes back whole, and ``unmerge`` later.

    Args:
        office: Whose database.
        kept: The record that stays.
        gone: The one that is removed, with the reason.
        take: Keys of the fields whose value is taken from the one that goes; what the kept one
            says nothing of is taken in any case.
        trial: Only say what would happen.

    Raises:
        InputError: They are the same record, or somebody else's.
        ConflictError: One of them is gone.
    """
    raise NotImplementedError


@needs(Right.EDIT)
def unmerge(office: Office, gone: UUID) -> Undone:
    """Take the merging back in which a record went, although other things were done since.

    Raises:
        InputError: The record did not go in a merging.
        ConflictError: Something later changed what the merging wrote; the details say what.
    """
    raise NotImplementedError
