"""What somebody has typed and not saved: kept while it is typed, given back to nobody else.

A draft stays until its form is saved or given up, so that neither a lock nor a power cut loses it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from jianxi_desktop.db import drafts
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Seen
from jianxi_desktop.services.rights import needs


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
class Draft:
    """A form before it was saved.

    Attributes:
        ledger: Key of the ledger.
        seen: The record it was opened on; ``None`` for a new one.
        base: The values it was opened with, by field key.
        typed: What stood in the editors, by field key.
        marks: State and reason by person, of an attendance below the form.
        kept: Where it is kept, to be kept there again.
    """

    ledger: str
    seen: Seen | None
    base: Mapping[str, Any]
    typed: Mapping[str, object]
    marks: Mapping[UUID, tuple[str | None, str]] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept, compare=False)


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
    }
    row = {
        "account": office.account.id,
        "ledger": draft.ledger,
        "record": seen.id if seen is not None else None,
        "version": seen.version if seen is not None else None,
        "typed": json.dumps(told, ensure_ascii=False),
        "kept_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    with office.store.writing() as connection:
        number = drafts.keep_draft(connection, row, draft.kept.number)
    draft.kept.number = number


@needs(Right.VIEW)
def waiting(office: Office, ledger: str = "") -> tuple[Draft, ...]:
    """Give the forms of this account that were not saved, all or a ledger's, the oldest first.

    They stay kept: who goes on with one saves it or drops it.
    """
    with office.store.read() as connection:
        rows = drafts.list_drafts(connection, office.account.id, ledger)
    known = {each.key for each in office.catalog}
    return tuple(_draft(row) for row in rows if row["ledger"] in known)


@needs(Right.VIEW)
def drop(office: Office, kept: Kept) -> None:
    """Forget a form: it was saved, or the person gave it up."""
    if kept.number is not None:
        with office.store.writing() as connection:
            drafts.drop_draft(connection, office.account.id, kept.number)
        kept.number = None


def _draft(row: Mapping[str, Any]) -> Draft:
    told = json.loads(row["typed"])
    seen = None
    if row["record"] is not None:
        beside = told["companion"]
        companion = None if beside is None else (UUID(beside[0]), int(beside[1]))
        seen = Seen(row["record"], row["version"], companion)
    marks = {UUID(person): (state, why) for person, (state, why) in told["marks"].items()}
    base, typed = _rich(told["base"]), _rich(told["typed"])
    kept = Kept(row["id"], datetime.fromisoformat(row["kept_at"]).astimezone())
    return Draft(row["ledger"], seen, base, typed, marks, kept)


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
