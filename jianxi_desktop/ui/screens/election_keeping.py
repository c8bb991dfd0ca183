"""What is typed of an election and not saved, as a draft: its numbers, its candidates and votes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from jianxi_desktop.services import drafts, elections
from jianxi_desktop.services.drafts import Draft
from jianxi_desktop.services.election_records import Candidate
from jianxi_desktop.services.elections import Election
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Seen
from jianxi_desktop.ui.editor import Editor

PAGE: Final = "page:election"
BACK: Final = "上次没有保存的票数和候选人已恢复，核对以后再保存。"
_ROWS: Final = "candidates"
_IDENTITIES: Final = ("person", "id")


def drafted(found: Election, raw: Mapping[str, object], rows: Sequence[Candidate]) -> Draft:
    """Give what stands on the page as a draft of its term."""
    candidates = [
        {key: value.hex if isinstance(value, UUID) else value for key, value in asdict(row).items()}
        for row in rows
    ]
    return Draft(PAGE, Seen(found.term, found.version), {}, {**raw, _ROWS: candidates})


def candidates_of(draft: Draft) -> tuple[Candidate, ...]:
    """Give the candidates that a draft holds, with their votes."""
    rows = draft.typed.get(_ROWS)
    return tuple(map(_candidate, rows)) if isinstance(rows, list) else ()


def put_back(draft: Draft, editors: Mapping[str, Editor]) -> None:
    """Let the numbers of a draft stand where they were typed."""
    for key, editor in editors.items():
        if draft.typed.get(key) != editor.raw():
            editor.put_back(draft.typed.get(key))


def read(office: Office, term: UUID) -> tuple[Election, Draft | None]:
    """Read an election, and what was typed of it, as it is now, and never saved."""
    found = elections.election(office, term)
    now = Seen(found.term, found.version)
    mine = (each for each in reversed(drafts.waiting(office, PAGE)) if each.seen == now)
    return found, next(mine, None)


def _candidate(row: Mapping[str, Any]) -> Candidate:
    ids = {key: UUID(row[key]) if row[key] else None for key in _IDENTITIES}
    return Candidate(**{**row, **ids})
