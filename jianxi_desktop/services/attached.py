"""What is brought to be attached to records, what became of it, and how one attachment is told."""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID


@dataclass(frozen=True)
class Pasted:
    """A picture that is in no file, such as one from the clipboard.

    Attributes:
        name: What it is called where a file would have its name; the suffix says what it is.
        content: What a file would hold.
    """

    name: str
    content: bytes = field(repr=False)


Brought = Path | Pasted


@dataclass(frozen=True)
class FileRefused:
    """A file that was not taken.

    Attributes:
        name: Its name, without its folder.
        code: Stable kind of reason.
        reason: Chinese, says what to do.
    """

    name: str
    code: str
    reason: str


@dataclass(frozen=True)
class FilesAdded:
    """What became of files that were brought.

    Attributes:
        added: The records of attachments that name them.
        known: Names of those whose content was attached to the same record already.
        refused: Those that were not taken.
        touched: Keys of the ledgers that were written.
    """

    added: tuple[UUID, ...]
    known: tuple[str, ...]
    refused: tuple[FileRefused, ...]
    touched: frozenset[str]


@dataclass(frozen=True)
class Attached:
    """One attachment of a record.

    Attributes:
        id: The record of attachments.
        title: What it is.
        file_name: Name of the file; empty: none is named.
        size: Bytes of the file; 0: not known.
        picture: Whether it can be shown.
        here: Whether its content is in this database.
        awaited: Whether its content is kept somewhere and has not arrived here.
    """

    id: UUID
    title: str
    file_name: str
    size: int
    picture: bool
    here: bool
    awaited: bool
