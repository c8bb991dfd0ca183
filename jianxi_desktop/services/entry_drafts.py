"""Observation sheets that somebody has begun to enter and not saved; given back to nobody else."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from jianxi_desktop.db import entry_drafts
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import scope
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class EntryDraft:
    """A sheet before it was saved.

    Attributes:
        visit: Whose sheet.
        scorer: Whose points, as typed; empty: not said yet.
        typed: What stood in the boxes: anything that JSON holds.
        kept_at: When, in UTC.
    """

    visit: UUID
    scorer: str
    typed: Mapping[str, Any]
    kept_at: str


@needs(Right.EDIT)
def keep_draft(office: Office, visit: UUID, scorer: str, typed: Mapping[str, Any]) -> None:
    """Keep what this account has typed, in place of what it had kept for this visit and scorer.

    Raises:
        InputError: The visit is outside what this person may see.
    """
    row = {
        "account": office.account.id,
        "visit": visit,
        "scorer": scorer.strip()[:50],
        "typed": json.dumps(typed, ensure_ascii=False),
        "kept_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    with office.store.writing() as connection:
        scope.require_inside(office, connection, office.catalog["observation_visit"], [visit])
        entry_drafts.keep(connection, row)


@needs(Right.EDIT)
def find_draft(office: Office, visit: UUID, scorer: str | None = None) -> EntryDraft | None:
    """Give the newest draft that this account keeps of a visit's sheet, or of one scorer's."""
    return next(
        (
            each
            for each in list_drafts(office)
            if each.visit == visit and scorer in (None, each.scorer)
        ),
        None,
    )


@needs(Right.EDIT)
def list_drafts(office: Office) -> tuple[EntryDraft, ...]:
    """Give all drafts of this account, the newest first."""
    with office.store.read() as connection:
        rows = entry_drafts.of_account(connection, office.account.id)
    return tuple(
        EntryDraft(row["visit"], row["scorer"], json.loads(row["typed"]), row["kept_at"])
        for row in rows
    )


@needs(Right.EDIT)
def drop_draft(office: Office, visit: UUID, scorer: str) -> None:
    """Forget what this account had typed for a visit and scorer."""
    with office.store.writing() as connection:
        entry_drafts.drop(connection, office.account.id, visit, scorer.strip()[:50])
