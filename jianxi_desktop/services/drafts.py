"""What somebody has typed and not saved: kept while it is typed, given back to nobody else.

A draft stays until its form is saved or given up, so that neither a lock nor a power cut loses it.
Files that wait for a new record are kept with it, once, and go with it.
"""

import base64
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import drafts
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Seen
from jianxi_desktop.services.rights import needs

MOST_BYTES: Final = 60_000_000  # of files kept at once with a form; those beyond wait on their disk


@dataclass
class Kept:
    """Where the draft of one form is kept; only the services here write it.

    Attributes:
        number: Number of the draft; ``None``: nothing is kept.
        at: When it was kept.
    """

    number: int | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class WaitingFile:
    """A file that a new record gets once it is saved.

    Attributes:
        id: What the form calls it.
        name: Its name, without its folder.
        read: Gives its bytes; not in the window's thread.
    """

    id: UUID
    name: str
    read: Callable[[], bytes] = field(compare=False)


@dataclass(frozen=True)
class Draft:
    """A form before it was saved.

    Attributes:
        ledger: Key of the ledger.
        seen: The record it was opened on; ``None`` for a new one.
        base: The values it was opened with, by field key.
        typed: What stood in the editors, by field key.
        marks: State and reason by person, of an attendance below the form.
        files: What the record gets once it is saved.
        kept: Where it is kept, to be kept there again.
    """

    ledger: str
    seen: Seen | None
    base: Mapping[str, Any]
    typed: Mapping[str, object]
    marks: Mapping[UUID, tuple[str | None, str]] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept, compare=False)
    files: tuple[WaitingFile, ...] = ()


@needs(Right.VIEW)
def keep(office: Office, draft: Draft) -> None:
    """Keep a form for this account, in place of what was kept of it before."""
    seen = draft.seen
    companion = seen.companion if seen is not None else None
    told = {
        "base": _plain(draft.base),
        "typed": _plain(draft.typed),
        "marks": {person.hex: list(mark) for person, mark in draft.marks.items()},
        "companion": None if companion is None else [companion[0].hex, companion[1]],
        "files": [[file.id.hex, file.name] for file in draft.files],
    }
    row = {
        "account": office.account.id,
        "ledger": draft.ledger,
        "record": seen.id if seen is not None else None,
        "version": seen.version if seen is not None else None,
        "typed": json.dumps(told, ensure_ascii=False),
        "kept_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    new = _contents(office, draft.files)
    with office.store.writing() as connection:
        number = drafts.keep_draft(connection, row, draft.kept.number)
        for name, content in new.items():
            drafts.keep_draft(connection, _file_row(row, name, content), None)
        _sweep(office, connection)
    draft.kept.number = number


@needs(Right.VIEW)
def waiting(office: Office, ledger: str = "") -> tuple[Draft, ...]:
    """Give the forms of this account that were not saved, all or a ledger's, the oldest first.

    They stay kept: who goes on with one saves it or drops it.

    Args:
        office: The office.
        ledger: Key of a ledger, or the name under which a page or dialog of its own keeps what is
            typed on it; empty: those of every ledger.
    """
    with office.store.read() as connection:
        rows = drafts.list_drafts(connection, office.account.id, ledger)
    known = {each.key for each in office.catalog}
    return tuple(_draft(office, row) for row in rows if ledger or row["ledger"] in known)


@needs(Right.VIEW)
def drop(office: Office, kept: Kept) -> None:
    """Forget a form: it was saved, or the person gave it up."""
    if kept.number is not None:
        with office.store.writing() as connection:
            drafts.drop_draft(connection, office.account.id, kept.number)
            _sweep(office, connection)
        kept.number = None


def _contents(office: Office, files: tuple[WaitingFile, ...]) -> dict[UUID, bytes]:
    """Read the files that are not kept yet; what cannot be read, or is large, is not kept."""
    if not files:
        return {}
    with office.store.read() as connection:
        there = drafts.list_files(connection, office.account.id)
    found, room = {}, MOST_BYTES
    for file in files:
        if file.id not in there:
            with suppress(OSError):  # it is told of when it is to be added
                content = file.read()
                room -= len(content)
                if room >= 0:
                    found[file.id] = content
    return found


def _file_row(row: Mapping[str, Any], name: UUID, content: bytes) -> dict[str, Any]:
    typed = base64.b64encode(content).decode("ascii")
    return {**row, "ledger": drafts.FILE, "record": name, "version": None, "typed": typed}


def _sweep(office: Office, connection: Connection) -> None:
    """Forget the files that no form of this account waits for any more."""
    me = office.account.id
    if kept := drafts.list_files(connection, me):
        rows = drafts.list_drafts(connection, me)
        told = (json.loads(row["typed"]).get("files", ()) for row in rows)
        drafts.drop_files(connection, me, kept - {UUID(name) for each in told for name, _ in each})


def _read_file(office: Office, name: UUID) -> bytes:
    with office.store.read() as connection:
        kept = drafts.read_file(connection, office.account.id, name)
    if kept is None:
        raise FileNotFoundError(name.hex)
    return base64.b64decode(kept)


def _draft(office: Office, row: Mapping[str, Any]) -> Draft:
    told = json.loads(row["typed"])
    seen = None
    if row["record"] is not None:
        beside = told["companion"]
        companion = None if beside is None else (UUID(beside[0]), int(beside[1]))
        seen = Seen(row["record"], row["version"], companion)
    marks = {UUID(person): (state, why) for person, (state, why) in told["marks"].items()}
    base, typed = _rich(told["base"]), _rich(told["typed"])
    kept = Kept(row["id"], datetime.fromisoformat(row["kept_at"]).astimezone())
    files = tuple(
        WaitingFile(UUID(each), name, partial(_read_file, office, UUID(each)))
        for each, name in told.get("files", ())
    )
    return Draft(row["ledger"], seen, base, typed, marks, kept, files)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Write identities in a way that JSON holds and that no text looks like."""
    return {
        key: {"id": value.hex} if isinstance(value, UUID) else value
        for key, value in values.items()
    }


def _rich(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: UUID(value["id"]) if isinstance(value, dict) else value
        for key, value in values.items()
    }
